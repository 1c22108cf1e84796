"""The desk: what agents do with a conversation, as events.

Each act is decided on the state as it is and appended with ``after``: whatever came in between (a shopper's
message, a colleague, another process) makes it be decided anew. The same holds for the bot: its turn is
appended with ``after`` too, so a turn in the making falls through the moment an agent joins.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from bot.conversation import events as ev
from bot.conversation.handover import packet, topic
from bot.conversation.messages import Reply
from bot.conversation.ports import Bus, EventLog, Locks, Progress
from bot.conversation.state import AWAY, DISCARDED, RESTORED, State, Suggestion
from bot.errors import Conflict, NotAllowed, OwnedByAnother
from bot.record.staff import Staff

ATTEMPTS = 20
"""Times that an act is decided anew because the log went on."""

Decision = Callable[[State], list[ev.AnyEvent]]
Written = tuple[list[ev.Stored], State]


class Desk:
    """Acts of agents. Each returns the stored events and the state behind them.

    All raise UnknownConversation, Conflict, StorageError; nothing is stored then.
    """

    def __init__(self, log: EventLog, bus: Bus, locks: Locks) -> None:
        self._log = log
        self._bus = bus
        self._locks = locks

    async def take(self, conversation_id: str, agent: Staff, *, force: bool = False) -> Written:
        """Own the conversation; the bot is mute from here. ``force`` takes it from a colleague.

        Raises: OwnedByAnother; NotAllowed where ``force`` is not the agent's to use.
        """
        if force and not agent.may("admin"):
            raise NotAllowed("Only an administrator can take a conversation from a colleague.")
        return await self._act(conversation_id, lambda state: _join(state, agent, force=force))

    async def pass_on(self, conversation_id: str, agent: Staff, colleague: Staff) -> Written:
        """Let a colleague own the conversation; a note says who passed it on. Raises: OwnedByAnother."""
        note = ev.NoteAdded(agent_id=agent.id, name=agent.name, text=f"Passed on to {colleague.name}.")

        def decide(state: State) -> list[ev.AnyEvent]:
            _refuse_stranger(state, agent)
            theirs = state.owner == "agent" and state.agent_id == colleague.id
            return [] if theirs else [note, _joined(state, colleague)]

        return await self._act(conversation_id, decide)

    async def reply(
        self, conversation_id: str, agent: Staff, text: str, client_id: str = "", suggestion_id: str = ""
    ) -> Written:
        """Say something to the shopper, and own the conversation where no colleague does. ``suggestion_id``
        names the suggestion that the text was made of; one that is not known is nobody's loss.

        The same ``client_id`` is stored once. Raises: OwnedByAnother.
        """
        said = ev.AgentSaid(
            agent_id=agent.id,
            name=agent.name,
            text=text,
            message_id=f"a_{uuid.uuid4().hex}",
            client_id=client_id,
        )
        return await self._act(
            conversation_id, lambda state: [*_join(state, agent), *_used(state, suggestion_id, text), said]
        )

    async def suggest(self, conversation_id: str, suggested: ev.Suggested) -> Written:
        """Suggest a reply, if the message that it answers still waits for one and has none suggested."""

        def decide(state: State) -> list[ev.AnyEvent]:
            waits = state.unanswered is not None and state.unanswered.message_id == suggested.in_reply_to
            return [suggested] if waits and state.may_be_suggested else []

        return await self._act(conversation_id, decide)

    async def discard(self, conversation_id: str, agent: Staff, suggestion_id: str) -> Written:
        """Put a suggested reply away, for all who look. Raises: OwnedByAnother."""

        def decide(state: State) -> list[ev.AnyEvent]:
            _refuse_stranger(state, agent)
            known = _suggestion(state, suggestion_id)
            return [ev.SuggestionUsed(suggestion_id=suggestion_id, use=DISCARDED)] if known else []

        return await self._act(conversation_id, decide)

    async def restore(self, conversation_id: str, agent: Staff, suggestion_id: str) -> Written:
        """Bring a suggestion back that was put away. Raises: OwnedByAnother."""

        def decide(state: State) -> list[ev.AnyEvent]:
            _refuse_stranger(state, agent)
            known = _suggestion(state, suggestion_id, use=DISCARDED)
            return [ev.SuggestionUsed(suggestion_id=suggestion_id, use=RESTORED)] if known else []

        return await self._act(conversation_id, decide)

    async def call_others(
        self, conversation_id: str, agent_id: str, reply: Callable[[State], Reply], *, minutes: int
    ) -> Written:
        """Return what an agent who is away has not answered to the queue; a note says why, ``reply`` makes
        what the shopper is told."""

        def decide(state: State) -> list[ev.AnyEvent]:
            theirs = state.owner == "agent" and state.agent_id == agent_id
            if not theirs or state.unanswered is None:
                return []
            text = f"{state.agent_name} has been away for {minutes} minutes: back in the queue."
            return [
                ev.NoteAdded(agent_id="", name="Shopclerk", text=text),
                ev.Replied(reply=reply(state)),
                ev.HandoffRequested(reason=AWAY, packet=packet(state), topic=topic(state)),
            ]

        return await self._act(conversation_id, decide)

    async def note(self, conversation_id: str, agent: Staff, text: str) -> Written:
        """Leave a note for colleagues, whoever owns the conversation."""
        note = ev.NoteAdded(agent_id=agent.id, name=agent.name, text=text)
        return await self._act(conversation_id, lambda _state: [note])

    async def give_back(self, conversation_id: str, agent: Staff) -> Written:
        """Let the bot answer again. Raises: OwnedByAnother; Conflict where no person owns it."""
        returned = ev.ReturnedToBot(agent_id=agent.id, name=agent.name)

        def decide(state: State) -> list[ev.AnyEvent]:
            if state.owner != "agent":
                raise Conflict("Nobody has taken this conversation over.")
            _refuse_stranger(state, agent)
            return [returned]

        return await self._act(conversation_id, decide)

    async def close(self, conversation_id: str, agent: Staff, resolution: str = "") -> Written:
        """End the conversation; a message of the shopper opens it again. Raises: OwnedByAnother."""
        closed = ev.Closed(by=agent.id, resolution=resolution)

        def decide(state: State) -> list[ev.AnyEvent]:
            _refuse_stranger(state, agent)
            return [] if state.owner == "closed" else [closed]

        return await self._act(conversation_id, decide)

    async def show_typing(self, conversation_id: str, agent: Staff, deadline_ms: int) -> None:
        """Let the shopper see that an answer is being written, if it is this agent's to write."""
        state = await self._log.state(conversation_id)
        if state.owner == "agent" and state.agent_id == agent.id:
            text = f"{agent.name} is typing"
            await self._bus.publish(
                [Progress(conversation_id=conversation_id, text=text, deadline_ms=deadline_ms)]
            )

    async def _act(self, conversation_id: str, decide: Decision) -> Written:
        async with self._locks.hold(f"desk:{conversation_id}"):
            for _ in range(ATTEMPTS):
                state = await self._log.state(conversation_id)
                events = decide(state)
                if not events:
                    return [], state
                try:
                    stored, after = await self._log.append(conversation_id, events, after=state.last_seq)
                except Conflict:
                    continue
                await self._bus.publish([item for item in stored if item.seq > state.last_seq])
                return stored, after
        raise Conflict


def _join(state: State, agent: Staff, *, force: bool = False) -> list[ev.AnyEvent]:
    """What makes the agent the owner: nothing, if that is so already."""
    if state.owner == "agent":
        if state.agent_id == agent.id:
            return []
        if not force:
            raise _owned(state)
    return [_joined(state, agent)]


def _joined(state: State, agent: Staff) -> ev.AgentJoined:
    waited = max(time.time() - state.waiting_since, 0.0) if state.is_expecting else 0.0
    return ev.AgentJoined(agent_id=agent.id, name=agent.name, waited=round(waited, 1))


def _suggestion(state: State, suggestion_id: str, use: str = "") -> Suggestion | None:
    """One of the latest suggestions of which that became; "" where it is not used yet."""
    those = (one for one in state.suggested if one.use == use)
    return next((one for one in those if one.suggestion_id == suggestion_id), None)


def _used(state: State, suggestion_id: str, text: str) -> list[ev.AnyEvent]:
    """What became of the suggestion that a reply was made of; spaces at its lines' ends make no other."""
    suggestion = _suggestion(state, suggestion_id)
    if suggestion is None:
        return []
    use = "kept" if text.split() == suggestion.text.split() else "edited"
    return [ev.SuggestionUsed(suggestion_id=suggestion_id, use=use, text=text)]


def _refuse_stranger(state: State, agent: Staff) -> None:
    """An administrator may act on a colleague's conversation, others may not."""
    if state.owner == "agent" and state.agent_id != agent.id and not agent.may("admin"):
        raise _owned(state)


def _owned(state: State) -> OwnedByAnother:
    return OwnedByAnother(
        f"{state.agent_name} is already taking care of this conversation.", owner=state.agent_name
    )
