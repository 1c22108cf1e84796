"""The state of a conversation: a fold over its events. Bounded in size, so that a turn never grows dearer.

Ownership is one state machine for bot, widget and console::

    bot --HandoffRequested--> waiting --AgentJoined--> agent --ReturnedToBot--> bot
    any --AgentJoined--> agent      any --Closed--> closed --MessageReceived/Reopened--> bot
    agent --HandoffRequested, because the agent is away--> waiting
    waiting --MessageReceived, from the button to go on--> bot, or waiting with what was left for the team

While a person is waited for in the chat the bot says nothing, but to what comes when nobody is there to read
it. Beside something that was only left for the team it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.dialogue import Dialogue, Frame
from bot.conversation.messages import GO_ON_PAYLOAD, Button, ProductCard, Reply
from bot.conversation.understanding import FELT, Scored, Understanding

Owner = Literal["bot", "waiting", "agent", "closed"]

WINDOW = 12
"""Utterances kept for actions and follow-up questions."""
OFFERED = 40
"""Buttons that may still be pressed."""
LASTS = 0.7
"""What is left of a mood with each message more that does not show one: a strong one lasts for a message."""
SHOWN = 12
"""Products that "the second one" can mean."""
HEARD = 4
"""Messages of which it is remembered how they were understood, the newest among them."""
SUGGESTED = 3
"""Suggestions of which it is remembered what they said and whether they were used."""
_OF_THE_CALL = frozenset({"handoff_status", "handoff_message"})
"""Slots that say what became of a call."""
AWAY = "away"
"""Reason of a hand-over for which the agent who had the conversation is away."""
DISCARDED, RESTORED = "discarded", "restored"
"""Uses of a suggestion that was put away, and of one that was then brought back."""
SENT = frozenset({"kept", "edited"})
"""Uses of a suggestion that was sent to the shopper, in its words or in others."""


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said, as kept in the window. ``role`` is shopper, bot or agent; ``time`` Unix seconds;
    ``cited`` the ids of the passages that it came from, ``shown`` those of the products that came with it."""

    role: str
    text: str
    time: float
    name: str = ""
    cited: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A message that the bot still owes an answer."""

    message_id: str
    text: str
    payload: str = ""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What was suggested to the agent as a reply to a message; ``cited`` as in ``Utterance``, ``use`` as in
    ``SuggestionUsed``, "" until then and after it was restored."""

    suggestion_id: str
    text: str
    in_reply_to: str
    cited: tuple[str, ...] = ()
    use: str = ""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """How a message was understood, as kept for the policy; see ``Understanding``."""

    intent: Scored
    out_of_scope: float
    mood: Scored


class State(msgspec.Struct, frozen=True, kw_only=True):
    """All that a turn needs to know. ``last_seq`` is the number of the last event folded in; ``topic`` the
    flow that the shopper started last; ``latest`` the buttons of the last reply: a plain yes may mean one;
    ``mood`` is the one shown last, ``felt`` how much of it is left, in [0, 1]; ``angry`` counts angry
    messages in a row; ``heard`` ends with the message that was understood last;
    ``unanswered`` is the shopper's last message while nobody has said anything behind it. ``has_note``: it
    has something for the team to see to, a message that was left or a wish that was passed on, which nobody
    may take out of the queue, since ``noted_at``; ``note_only``: it waits with nothing else, as nobody is
    waited for in the chat; ``unattended``: the last message came when no person was there to read it."""

    conversation_id: str
    shopper_id: str = ""
    channel: str = ""
    identity: dict[str, Any] = {}
    owner: Owner = "bot"
    last_seq: int = 0
    created: float = 0.0
    updated: float = 0.0
    slots: dict[str, Any] = {}
    dialogue: Dialogue = Dialogue()
    window: tuple[Utterance, ...] = ()
    pending: tuple[Pending, ...] = ()
    offered: tuple[Button, ...] = ()
    latest: tuple[Button, ...] = ()
    shown: tuple[ProductCard, ...] = ()
    tried: tuple[ev.Searched, ...] = ()
    failed: tuple[ev.TurnFailed, ...] = ()
    understanding: Understanding | None = None
    low_confidence: int = 0
    mood: str = "neutral"
    felt: float = 0.0
    angry: int = 0
    heard: tuple[Heard, ...] = ()
    topic: str = ""
    agent_id: str = ""
    agent_name: str = ""
    waiting_since: float = 0.0
    has_note: bool = False
    noted_at: float = 0.0
    unattended: bool = False
    note_only: bool = False
    handoff: ev.HandoffRequested | None = None
    shopper_messages: int = 0
    unanswered: Pending | None = None
    suggested: tuple[Suggestion, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether a person was asked for and none has joined yet."""
        return self.owner == "waiting"

    @property
    def is_expecting(self) -> bool:
        """Whether a person is waited for in the chat itself."""
        return self.is_waiting and not self.note_only

    @property
    def waits_unheard(self) -> bool:
        """Whether it waits, and nobody is there to read what comes."""
        return self.is_waiting and self.unattended

    @property
    def is_paused(self) -> bool:
        """Whether people have the word: somebody has it, or is waited for in the chat, or it is closed."""
        return self.is_taken or self.is_expecting

    @property
    def is_taken(self) -> bool:
        """Whether the bot may not speak: a person has it, or it is closed."""
        return self.owner in ("agent", "closed")

    @property
    def may_be_suggested(self) -> bool:
        """Whether the agent has a message to answer for which nothing was suggested yet."""
        message = self.unanswered if self.owner == "agent" else None
        return message is not None and all(one.in_reply_to != message.message_id for one in self.suggested)


def fold(state: State, stored: Iterable[ev.Stored]) -> State:
    """The state after these events, which must follow ``state.last_seq`` without a gap."""
    for item in stored:
        state = apply(state, item)
    return state


def apply(state: State, stored: ev.Stored) -> State:
    """The state after one more event."""
    if stored.seq != state.last_seq + 1:
        raise ValueError(f"event {stored.seq} does not follow {state.last_seq}")
    change = _CHANGES.get(type(stored.event))
    changes = change(state, stored.event, stored.time) if change else {}
    created = state.created or stored.time
    return replace(state, last_seq=stored.seq, created=created, updated=stored.time, **changes)


def _said(state: State, role: str, text: str, time: float, **more: Any) -> tuple[Utterance, ...]:
    return (*state.window, Utterance(role=role, text=text, time=time, **more))[-WINDOW:]


def _message_received(state: State, event: ev.MessageReceived, time: float) -> dict[str, Any]:
    goes_on = state.is_expecting and event.payload == GO_ON_PAYLOAD
    freed = (goes_on and not state.has_note) or state.owner == "closed"
    owner: Owner = "bot" if freed else state.owner
    pending = Pending(message_id=event.message_id, text=event.text, payload=event.payload)
    changes: dict[str, Any] = {
        **(_nobody_called(state) if goes_on else {}),
        "owner": owner,
        "unanswered": pending,
        "unattended": event.unattended,
        "window": _said(state, "shopper", event.text, time),
        "shopper_messages": state.shopper_messages + 1,
        **_faded(state),
    }
    if owner == "bot" or (owner == "waiting" and (event.unattended or state.note_only or goes_on)):
        changes["pending"] = (*state.pending, pending)
    return changes


def of_one_turn(state: State) -> State:
    """The state with the pending messages that the next turn answers: what was written before a button was
    pressed, or that button alone. The one to go on says nothing by itself and is taken together with what is
    written."""
    pressed = [number for number, item in enumerate(state.pending) if item.payload not in ("", GO_ON_PAYLOAD)]
    taken = max(1, pressed[0]) if pressed else len(state.pending)
    later = len(state.pending) - taken
    return replace(state, pending=state.pending[:taken], window=state.window[: len(state.window) - later])


def _nobody_called(state: State) -> dict[str, Any]:
    """What was under way goes on; what counts towards calling a person begins anew."""
    left = state.handoff.left if state.handoff else Dialogue()
    fresh: dict[str, Any] = {"low_confidence": 0, "angry": 0, "heard": ()}
    if state.has_note:  # the flow that called would forget the message at its end
        under_way = Dialogue(stack=_below_call(left.stack))
        return {**fresh, "dialogue": under_way, "note_only": True, "waiting_since": state.noted_at}
    slots = {name: value for name, value in state.slots.items() if name not in _OF_THE_CALL}
    return {**fresh, "dialogue": left, "slots": slots, "waiting_since": 0.0, "handoff": None}


def _below_call(stack: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Without the flow on top, and those that called it."""
    while stack and stack[-1].called_by:
        stack = stack[:-1]
    return stack[:-1]


def _faded(state: State) -> dict[str, Any]:
    """The mood with a message more, whether that is read or, written to a person, is not."""
    felt = state.felt * LASTS
    return {"felt": felt, "mood": state.mood} if felt >= FELT else {"felt": 0.0, "mood": "neutral"}


def _through(pending: tuple[Pending, ...], message_id: str) -> tuple[Pending, ...]:
    """What is still owed after ``message_id`` was answered."""
    ids = [item.message_id for item in pending]
    return pending[ids.index(message_id) + 1 :] if message_id in ids else pending


def _understood(state: State, event: ev.Understood, _time: float) -> dict[str, Any]:
    understanding, mood = event.understanding, event.understanding.mood
    heard = Heard(intent=understanding.intent, out_of_scope=understanding.out_of_scope, mood=mood)
    shown = {} if mood.name == "neutral" else {"mood": mood.name, "felt": mood.confidence}
    return {
        **shown,
        "understanding": understanding,
        "angry": state.angry + 1 if mood.name == "angry" else 0,
        "heard": (*state.heard, heard)[-HEARD:],
        "pending": tuple(p for p in state.pending if p.message_id not in event.message_ids),
    }


def _decided(state: State, event: ev.Decided, _time: float) -> dict[str, Any]:
    started = [c.flow for c in event.commands if c.kind == "start_flow" and not c.flow.startswith("pattern_")]
    return {
        "dialogue": event.dialogue,
        "low_confidence": event.dialogue.failures,
        "topic": started[-1] if started else state.topic,
    }


def _slot_set(state: State, event: ev.SlotSet, _time: float) -> dict[str, Any]:
    slots = {**state.slots, event.name: event.value}
    if event.value is None:
        del slots[event.name]
    return {"slots": slots}


def _replied(state: State, event: ev.Replied, time: float) -> dict[str, Any]:
    """What is pending still stands behind what was answered: that is how it will be answered itself."""
    reply, left = event.reply, _through(state.pending, event.in_reply_to)
    later = left if event.in_reply_to else ()
    answered = len(state.window) - len(later)
    before = replace(state, window=state.window[:answered])
    said = _said(before, "bot", reply.text, time, cited=_passages(reply), shown=_products(reply))
    return {
        "window": (*said, *state.window[answered:])[-WINDOW:],
        "offered": (*state.offered, *reply.buttons)[-OFFERED:],
        "latest": reply.buttons,
        "pending": left,
        "unanswered": later[-1] if later else None,
    }


def _passages(reply: Reply) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.passage_id for citation in reply.citations))


def _products(reply: Reply) -> tuple[str, ...]:
    return tuple(card.product_id for card in reply.cards)[:SHOWN]


def _recommended(_state: State, event: ev.Recommended, _time: float) -> dict[str, Any]:
    return {"shown": event.products[:SHOWN]}


def _searched(state: State, event: ev.Searched, _time: float) -> dict[str, Any]:
    return {"tried": (*state.tried, event)[-5:]}


def _handoff_requested(state: State, event: ev.HandoffRequested, time: float) -> dict[str, Any]:
    if state.owner not in ("agent" if event.reason == AWAY else "bot", "waiting"):
        return {}
    expected, begins = state.is_expecting, not state.is_waiting
    left = state.handoff.left if expected and event.note and state.handoff else event.left
    changes: dict[str, Any] = {
        "owner": "waiting", "handoff": replace(event, left=left), "agent_id": "", "agent_name": "",
        "has_note": state.has_note or event.note, "note_only": event.note and not expected,
        "noted_at": state.noted_at or (time if event.note else 0.0),
    }  # fmt: skip
    if not (expected or event.note):
        return {**changes, "waiting_since": time, "pending": ()}
    return {**changes, "waiting_since": time} if begins else changes


def _agent_joined(_state: State, event: ev.AgentJoined, _time: float) -> dict[str, Any]:
    return {
        "owner": "agent", "agent_id": event.agent_id, "agent_name": event.name,
        "waiting_since": 0.0, "note_only": False, "pending": (),
    }  # fmt: skip


def _agent_said(state: State, event: ev.AgentSaid, time: float) -> dict[str, Any]:
    said = _said(state, "agent", event.text, time, name=event.name, cited=_taken(state))
    return {"window": said, "unanswered": None, "has_note": False, "noted_at": 0.0}


def _taken(state: State) -> tuple[str, ...]:
    """The passages of the suggestion that an agent's words were made of: what the shopper writes next is read
    after them, as it is after the bot's."""
    asked = state.unanswered.message_id if state.unanswered else ""
    taken = (one.cited for one in state.suggested if one.in_reply_to == asked and one.use in SENT)
    return next(taken, ())


def _suggested(state: State, event: ev.Suggested, _time: float) -> dict[str, Any]:
    made = Suggestion(
        suggestion_id=event.suggestion_id,
        text=event.text,
        in_reply_to=event.in_reply_to,
        cited=tuple(citation.passage_id for citation in event.citations),
    )
    return {"suggested": (*state.suggested, made)[-SUGGESTED:]}


def _suggestion_used(state: State, event: ev.SuggestionUsed, _time: float) -> dict[str, Any]:
    use = "" if event.use == RESTORED else event.use
    used = (
        replace(one, use=use) if one.suggestion_id == event.suggestion_id else one for one in state.suggested
    )
    return {"suggested": tuple(used)}


def _returned(state: State, _event: ev.ReturnedToBot, _time: float) -> dict[str, Any]:
    if state.owner == "closed":
        return {}
    return {
        "owner": "bot", "agent_id": "", "agent_name": "", "waiting_since": 0.0,
        "has_note": False, "noted_at": 0.0, "note_only": False, "handoff": None, "dialogue": Dialogue(),
        "low_confidence": 0, "pending": (), "heard": (),
    }  # fmt: skip


def _closed(_state: State, _event: ev.Closed, _time: float) -> dict[str, Any]:
    return {
        "owner": "closed", "agent_id": "", "agent_name": "", "waiting_since": 0.0,
        "has_note": False, "noted_at": 0.0, "note_only": False, "handoff": None, "dialogue": Dialogue(),
        "low_confidence": 0, "pending": (), "heard": (),
    }  # fmt: skip


def _reopened(state: State, _event: ev.Reopened, _time: float) -> dict[str, Any]:
    return {"owner": "bot"} if state.owner == "closed" else {}


def _turn_failed(state: State, event: ev.TurnFailed, _time: float) -> dict[str, Any]:
    return {
        "failed": (*state.failed, event)[-5:],
        "pending": _through(state.pending, event.in_reply_to),
    }


_CHANGES: dict[type, Callable[[State, Any, float], dict[str, Any]]] = {
    ev.MessageReceived: _message_received,
    ev.Understood: _understood,
    ev.Decided: _decided,
    ev.SlotSet: _slot_set,
    ev.Replied: _replied,
    ev.Recommended: _recommended,
    ev.Searched: _searched,
    ev.HandoffRequested: _handoff_requested,
    ev.AgentJoined: _agent_joined,
    ev.AgentSaid: _agent_said,
    ev.Suggested: _suggested,
    ev.SuggestionUsed: _suggestion_used,
    ev.ReturnedToBot: _returned,
    ev.Closed: _closed,
    ev.Reopened: _reopened,
    ev.TurnFailed: _turn_failed,
}
