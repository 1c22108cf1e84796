"""Zendesk Chat: chats with their ``history``, one a line or in ``{"chats": [...]}``.

Messages of triggers are the bot's; joining, leaving and rating are no turns.
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
from training.transcripts.sources.zendesk import BAD, GOOD

NAME = "zendesk_chat"
_ROLES: dict[str, Role] = {"visitor": "shopper", "agent": "agent", "trigger": "bot", "bot": "bot"}


class _Visitor(msgspec.Struct, frozen=True):
    id: int | str | None = None


class _Entry(msgspec.Struct, frozen=True):
    type: str
    sender_type: str | None = None
    name: str | None = None
    msg: str | None = None
    timestamp: str | float | None = None


class _Chat(msgspec.Struct, frozen=True):
    id: int | str
    history: tuple[_Entry, ...]
    visitor: _Visitor | None = None
    tags: tuple[str, ...] | None = ()
    rating: str | None = None


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a chat with its history."""
    return "visitor" in record and isinstance(record.get("history"), list)


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its chats."""
    return converted(file, _Chat, _dialogue)


def _dialogue(chat: _Chat, _record: Record) -> Iterator[Dialogue]:
    visitor = chat.visitor.id if chat.visitor else None
    yield Dialogue(
        id=str(chat.id),
        turns=tuple(turn for entry in chat.history if (turn := _turn(entry))),
        topic=" ".join(chat.tags or ()),
        shopper="" if visitor is None else str(visitor),
        source=NAME,
        rating={"good": GOOD, "bad": BAD}.get(chat.rating or ""),
    )


def _turn(entry: _Entry) -> Turn | None:
    text = said(entry.msg)
    if entry.type != "chat.msg" or not text:
        return None
    role = _ROLES.get((entry.sender_type or "").lower())
    if role is None:
        raise ValueError("Expected the sender_type Visitor, Agent or Trigger of a message")
    name = entry.name or ""
    return Turn(role=role, text=text, time=moment(entry.timestamp), name=name if role == "agent" else "")
