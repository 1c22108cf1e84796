"""Wishes for products that the shop could not meet, those that name the same as one."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from bot.conversation.events import UnmetWish, decode_event
from bot.record.database import Database
from bot.record.tables import conversations, events
from retrieval.words import words


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """A wish as it was said last, how often it was, when last (Unix seconds) and where. ``known``: the
    catalogue has such things, and none in stock fits."""

    wish: str
    known: bool
    times: int
    last: float
    conversation_id: str


async def unmet_since(database: Database, since: float, *, limit: int = 10_000) -> list[Unmet]:
    """What was wished among the newest ``limit`` such events since then, the most frequent first, then the
    newest; wishes of the same words in any form are one. Raises: StorageError."""
    query = (
        select(events)
        .join(conversations, conversations.c.id == events.c.conversation_id)
        .where(conversations.c.updated >= since, events.c.type == UnmetWish.__name__, events.c.time >= since)
        .order_by(events.c.time.desc(), events.c.seq.desc())
        .limit(limit)
    )
    rows = await database.read(lambda connection: connection.execute(query).all())
    found: dict[tuple[frozenset[str], bool], Unmet] = {}
    for row in rows:
        event = decode_event(row.body)
        if isinstance(event, UnmetWish):
            key, place = (frozenset(words(event.wish)), event.known), row.conversation_id
            first = Unmet(wish=event.wish, known=event.known, times=0, last=row.time, conversation_id=place)
            newest = found.get(key, first)
            found[key] = msgspec.structs.replace(newest, times=newest.times + 1)
    return sorted(found.values(), key=lambda one: (-one.times, -one.last))
