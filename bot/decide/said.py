"""What was said before a message."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, takewhile

from bot.conversation.state import State, Utterance
from bot.decide.asks import asks


def said_last(state: State) -> Iterator[Utterance]:
    """What the bot or a person said since the shopper spoke before, the newest first."""
    newest_first = dropwhile(_is_shopper, reversed(state.window))
    return takewhile(lambda one: not _is_shopper(one), newest_first)


def said_before(state: State) -> list[str]:
    """What the shopper said before the message that is being answered, the oldest first."""
    said = [one.text for one in state.window if _is_shopper(one)]
    return said[: len(said) - max(1, len(state.pending))]


def asked_before(state: State) -> str:
    """What the shopper asked last before the message that is being answered, or else said last; "" for
    nothing."""
    before = said_before(state)
    return next(filter(asks, reversed(before)), before[-1] if before else "")


def _is_shopper(one: Utterance) -> bool:
    return one.role == "shopper"
