"""Zendesk Support: tickets with their ``comments``, one a line (JSON export) or in ``{"tickets": [...]}``.

Who asked is the shopper, everybody else who comments an agent. Private comments and what rules wrote are no
turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from training.transcripts.dialogue import Dialogue, LineError, Turn
from training.transcripts.sources.html_text import said
from training.transcripts.sources.json_records import Record, converted
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.times import moment

NAME = "zendesk"
GOOD, BAD = 5, 1
"""Ratings that Zendesk's two answers stand for."""
_OUTCOMES = {"solved": "resolved", "closed": "resolved"}
_SYSTEM = -1
"""Author of what nobody wrote."""


class _Person(msgspec.Struct, frozen=True):
    id: int | str | None = None
    name: str | None = None


class _Via(msgspec.Struct, frozen=True):
    channel: int | str | None = None


class _Comment(msgspec.Struct, frozen=True):
    author_id: int | str | None = None
    author: _Person | None = None
    body: str | None = None
    plain_body: str | None = None
    html_body: str | None = None
    public: bool | None = True
    created_at: str | float | None = None
    via: _Via | None = None

    @property
    def writer(self) -> int | str | None:
        """Id of who wrote it."""
        return self.author_id if self.author_id is not None else (self.author.id if self.author else None)


class _Satisfaction(msgspec.Struct, frozen=True):
    score: str | None = None


class _Ticket(msgspec.Struct, frozen=True):
    id: int | str
    comments: tuple[_Comment, ...]
    requester_id: int | str | None = None
    requester: _Person | None = None
    status: str | None = None
    tags: tuple[str, ...] | None = ()
    satisfaction_rating: _Satisfaction | None = None

    @property
    def asker(self) -> int | str | None:
        """Id of who asked: where it is not told, of who wrote first."""
        first = self.comments[0].writer if self.comments else None
        known = (self.requester_id, self.requester.id if self.requester else None, first)
        return next((one for one in known if one is not None), None)


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a ticket with its comments."""
    comments = record.get("comments")
    known = {"requester_id", "requester", "assignee_id", "subject", "via"} & set(record)
    return isinstance(comments, list) and "id" in record and bool(known)


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its tickets."""
    return converted(file, _Ticket, _dialogue)


def _dialogue(ticket: _Ticket, _record: Record) -> Iterator[Dialogue]:
    comments = sorted(ticket.comments, key=lambda comment: moment(comment.created_at) or 0.0)
    score = ticket.satisfaction_rating.score if ticket.satisfaction_rating else None
    yield Dialogue(
        id=str(ticket.id),
        turns=tuple(turn for comment in comments if (turn := _turn(comment, ticket.asker))),
        topic=" ".join(ticket.tags or ()),
        outcome=_OUTCOMES.get(ticket.status or "", ""),
        shopper="" if ticket.asker is None else str(ticket.asker),
        source=NAME,
        rating={"good": GOOD, "bad": BAD}.get((score or "").partition("_")[0]),
    )


def _turn(comment: _Comment, asker: int | str | None) -> Turn | None:
    text = said(comment.plain_body or comment.html_body or comment.body)
    by_rule = comment.via is not None and comment.via.channel in ("rule", "system")
    if not text or comment.public is False or by_rule or comment.writer == _SYSTEM:
        return None
    if comment.writer is not None and str(comment.writer) == str(asker):
        return Turn(role="shopper", text=text, time=moment(comment.created_at))
    name = (comment.author.name if comment.author else "") or ""
    return Turn(role="agent", text=text, time=moment(comment.created_at), name=name)
