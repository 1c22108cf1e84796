"""What a release made of each item that it is judged by."""

from __future__ import annotations

from typing import TypeVar

import msgspec

MIN_UNSEEN = 30
"""Items that a release has not seen from which only those are counted."""


class _Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the items."""


class ReadTurn(_Item, frozen=True, kw_only=True):
    """A labelled message. ``id`` is dialogue/turn; ``text`` is masked; ``confidence`` of the intent that it
    was taken for; ``out_of_scope``: probability that none fits; "" or () where nothing is labelled. ``tags``
    are in the BIO scheme, one a word. ``seen``: the release was trained on it."""

    id: str
    dialogue: str
    text: str
    intent: str = ""
    got: str = ""
    confidence: float = 0.0
    out_of_scope: float = 0.0
    mood: str = ""
    mood_got: str = ""
    tags: tuple[str, ...] = ()
    tags_got: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()
    seen: bool = False
    milliseconds: float = 0.0


class AskedQuestion(_Item, frozen=True, kw_only=True):
    """A labelled question. ``rank``: of the first passage that holds the gold, from 1; 0 where it is not
    among the first ten. ``shown``: the answer, "" where it was declined."""

    id: str
    question: str
    answerable: bool
    shown: str = ""
    answered: bool = False
    document_found: bool = False
    gold_shown: bool = False
    gold_cited: bool = False
    rank: int = 0
    probability: float = 0.0
    milliseconds: float = 0.0


class HeldCase(_Item, frozen=True, kw_only=True):
    """A golden conversation; ``reason``: why it failed. Or one that is set aside: ``messages`` says of each
    that has checks whether they hold."""

    name: str
    file: str
    passed: bool
    reason: str = ""
    set_aside: bool = False
    messages: tuple[bool, ...] = ()


class CalledPerson(_Item, frozen=True, kw_only=True):
    """A dialogue in which a bot spoke, its messages decided upon one by one. ``came``: a person took over;
    ``called``: the release calls one, with its ``reason`` at ``text``, which is masked; ``right``: at that
    message, or a little before; without a call ``text`` is the message at which the person came."""

    id: str
    text: str
    came: bool
    called: bool
    right: bool
    reason: str = ""
    seen: bool = False


class ActedOn(_Item, frozen=True, kw_only=True):
    """A message with a labelled intent: what should come of it, and what comes of it if nothing was asked
    (``Reading.effect``). ``id`` is dialogue/turn; ``text`` is masked."""

    id: str
    dialogue: str
    text: str
    wish: str
    did: str
    seen: bool = False


class Decisions(_Item, frozen=True, kw_only=True):
    """What a release decides in the kept dialogues."""

    calls: tuple[CalledPerson, ...] = ()
    actions: tuple[ActedOn, ...] = ()


Seen = TypeVar("Seen", ReadTurn, CalledPerson, ActedOn)


def counted(items: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The items that a release had not seen, where there are enough of them, else all."""
    unseen = tuple(item for item in items if not item.seen)
    return unseen if len(unseen) >= MIN_UNSEEN else items


def counted_decisions(decisions: Decisions) -> Decisions:
    """The same of both kinds."""
    return Decisions(calls=counted(decisions.calls), actions=counted(decisions.actions))
