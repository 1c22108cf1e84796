"""What came of searches: declined questions, and the approved answers that were given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, select

from bot.conversation.events import Searched, decode_event
from bot.record.database import Database
from bot.record.tables import conversations, events


class Tried(msgspec.Struct, frozen=True):
    """A document that was looked at, and the fused score of its best passage."""

    document: str
    score: float


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was declined and when (Unix seconds), how likely it was covered all the same, and the
    documents that were tried with the fused score of their best passage, best first."""

    question: str
    time: float
    conversation_id: str
    answerable: float
    tried: tuple[Tried, ...]


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """How often an approved answer was given, and when last (Unix seconds)."""

    times: int
    last: float


async def declined_since(database: Database, since: float, *, limit: int = 10_000) -> list[Declined]:
    """The newest ``limit`` questions declined since then, newest first. Raises: StorageError."""
    return [
        Declined(
            question=event.question,
            time=row.time,
            conversation_id=row.conversation_id,
            answerable=event.answerable,
            tried=_documents(event),
        )
        for row, event in await _searched(database, since, limit)
        if not event.answered
    ]


async def given_since(database: Database, since: float, *, limit: int = 100_000) -> dict[str, Given]:
    """How often each approved answer was given since then, among the newest ``limit`` searches, by its id in
    answers.yml. Raises: StorageError."""
    given: dict[str, Given] = {}
    for row, event in await _searched(database, since, limit):
        if event.curated:
            before = given.get(event.curated, Given(times=0, last=row.time))
            given[event.curated] = Given(times=before.times + 1, last=before.last)
    return given


async def _searched(database: Database, since: float, limit: int) -> list[tuple[Row[Any], Searched]]:
    query = (
        select(events)
        .join(conversations, conversations.c.id == events.c.conversation_id)
        .where(conversations.c.updated >= since, events.c.type == Searched.__name__, events.c.time >= since)
        .order_by(events.c.time.desc())
        .limit(limit)
    )
    return await database.read(lambda connection: _decoded(connection.execute(query).all()))


def _decoded(rows: Sequence[Row[Any]]) -> list[tuple[Row[Any], Searched]]:
    found = ((row, decode_event(row.body)) for row in rows)
    return [(row, event) for row, event in found if isinstance(event, Searched)]


def _documents(event: Searched) -> tuple[Tried, ...]:
    best: dict[str, float] = {}
    for document, _, score in event.tried:
        best.setdefault(document, score)
    return tuple(Tried(document, score) for document, score in best.items())
