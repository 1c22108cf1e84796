"""A dialogue as the bot would have lived it: its turns become events, which fold into the state of a live
conversation. So what is learned from a transcript is what is seen when serving.

Only what was said is known: no open question, no slots, nothing that was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.conversation.state import State, apply
from bot.conversation.understanding import Understanding
from training.transcripts.dialogue import Dialogue, Turn

Read = Callable[[str, str], Understanding]
"""Reads a text after a topic, see ``ModelUnderstander.read``."""


class Moment(NamedTuple):
    """A shopper's message that the bot owes an answer. ``state`` has understood it already."""

    number: int
    turn: Turn
    state: State
    understanding: Understanding


def replayed(dialogue: Dialogue, read: Read, topics: Mapping[str, str]) -> list[Moment]:
    """The shopper's messages before a person took over, or before the end. ``topics``: the look-ups that
    intents start, of which what follows is read (``Assistant.topics``); whether a task lay open meanwhile,
    where messages are read without a topic, a transcript does not tell."""
    state, moments, topic = State(conversation_id=dialogue.id), list[Moment](), ""
    for number, turn in enumerate(dialogue.turns[: taken_over(dialogue)]):
        if turn.role == "bot":
            state = _after(state, ev.Replied(reply=Reply(text=turn.text)))
            continue
        message = str(number)
        state = _after(state, ev.MessageReceived(message_id=message, text=turn.text))
        understanding = read(turn.text, topic)
        topic = topics.get(understanding.intent.name, topic)
        state = _after(state, ev.Understood(message_ids=(message,), understanding=understanding))
        moments.append(Moment(number, turn, state, understanding))
    return moments


def group_of(dialogue: Dialogue) -> str:
    """What stays in one fold: all dialogues of a shopper, where that is known."""
    return dialogue.shopper or dialogue.id


def taken_over(dialogue: Dialogue) -> int | None:
    """The number of the first turn of a person, or of the bot when it calls one; None where nobody came."""
    return next(
        (number for number, turn in enumerate(dialogue.turns) if turn.role == "agent" or turn.called),
        None,
    )


def _after(state: State, event: ev.AnyEvent) -> State:
    stored = ev.Stored(
        conversation_id=state.conversation_id, seq=state.last_seq + 1, time=float(state.last_seq), event=event
    )
    return apply(state, stored)
