"""Intercom: conversations with their ``conversation_parts``, as its API gives them.

Notes, and parts that nobody wrote (assignments, closing without a word), are no turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from training.transcripts.dialogue import Dialogue, LineError, Role, Turn
from training.transcripts.sources.html_text import said
from training.transcripts.sources.json_records import Record, converted
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.times import moment

NAME = "intercom"
_ROLES: dict[str, Role] = {
    "user": "shopper", "lead": "shopper", "contact": "shopper", "visitor": "shopper",
    "admin": "agent", "team": "agent", "teammate": "agent", "bot": "bot",
}  # fmt: skip
_SAID = frozenset({"comment", "open", "close", "quick_reply"})
"""Kinds of parts that the shopper sees, where they have words."""


class _Author(msgspec.Struct, frozen=True):
    type: str
    id: int | str | None = None
    name: str | None = None


class _Part(msgspec.Struct, frozen=True):
    """A part, or the source, which began the conversation."""

    author: _Author
    body: str | None = None
    part_type: str = "comment"
    created_at: float | str | None = None


class _Parts(msgspec.Struct, frozen=True):
    conversation_parts: tuple[_Part, ...] = ()


class _Rating(msgspec.Struct, frozen=True):
    rating: int | None = None


class _Tag(msgspec.Struct, frozen=True):
    name: str


class _Tags(msgspec.Struct, frozen=True):
    tags: tuple[_Tag, ...] = ()


class _Contact(msgspec.Struct, frozen=True):
    id: int | str | None = None


class _People(msgspec.Struct, frozen=True):
    contacts: tuple[_Contact, ...] = ()


class _Conversation(msgspec.Struct, frozen=True):
    id: int | str
    conversation_parts: _Parts
    source: _Part | None = None
    created_at: float | str | None = None
    contacts: _People | None = None
    state: str | None = None
    tags: _Tags | None = None
    conversation_rating: _Rating | None = None


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a conversation with its parts."""
    return isinstance(record.get("conversation_parts"), dict)


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its conversations."""
    return converted(file, _Conversation, _dialogue)


def _dialogue(found: _Conversation, _record: Record) -> Iterator[Dialogue]:
    first = () if found.source is None else (found.source,)
    parts = (*first, *found.conversation_parts.conversation_parts)
    tags = found.tags.tags if found.tags else ()
    rating = found.conversation_rating.rating if found.conversation_rating else None
    yield Dialogue(
        id=str(found.id),
        turns=tuple(turn for part in parts if (turn := _turn(part, found))),
        topic=" ".join(tag.name for tag in tags),
        outcome="resolved" if found.state == "closed" else "",
        shopper=_shopper(found, parts),
        source=NAME,
        rating=rating if rating in range(1, 6) else None,
    )


def _turn(part: _Part, found: _Conversation) -> Turn | None:
    text = said(part.body)
    if not text or part.part_type not in _SAID:
        return None
    role = _ROLES.get(part.author.type)
    if role is None:
        raise ValueError("Expected an author of the type user, lead, contact, admin, team or bot")
    name = (part.author.name or "") if role == "agent" else ""
    when = part.created_at if part.created_at is not None else found.created_at
    return Turn(role=role, text=text, time=moment(when), name=name)


def _shopper(found: _Conversation, parts: tuple[_Part, ...]) -> str:
    people = found.contacts.contacts if found.contacts else ()
    authors = [part.author.id for part in parts if _ROLES.get(part.author.type) == "shopper"]
    known = [*(person.id for person in people), *authors]
    return next((str(one) for one in known if one is not None), "")
