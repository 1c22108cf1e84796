"""Conversations that are over, with their events: what training data is made of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import msgspec
from sqlalchemy import Connection, or_, select

from bot.conversation.events import Stored
from bot.record.database import Database
from bot.record.snapshot import stored_of
from bot.record.tables import conversations, events

PAGE = 200
"""Conversations read at a time."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as it lies in the log. ``topic`` is as the inbox shows it."""

    conversation_id: str
    shopper_id: str
    topic: str
    closed: bool
    events: tuple[Stored, ...]


async def recorded(database: Database, *, idle_since: float, page: int = PAGE) -> AsyncIterator[Recorded]:
    """All conversations that are closed, or in which nothing has happened since then (Unix seconds), by id.

    Raises: StorageError.
    """
    after = ""
    while True:
        found = await database.read(partial(_page, after=after, idle_since=idle_since, page=page))
        for one in found:
            yield one
        if len(found) < page:
            return
        after = found[-1].conversation_id


def _page(connection: Connection, after: str, idle_since: float, page: int) -> list[Recorded]:
    table = conversations.c
    over = or_(table.owner == "closed", table.updated < idle_since)
    columns = (table.id, table.shopper_id, table.topic, table.owner)
    query = select(*columns).where(table.id > after, table.last_seq > 0, over).order_by(table.id).limit(page)
    rows = connection.execute(query).all()
    stored = _events(connection, [row.id for row in rows])
    return [
        Recorded(
            conversation_id=row.id,
            shopper_id=row.shopper_id,
            topic=row.topic,
            closed=row.owner == "closed",
            events=tuple(stored[row.id]),
        )
        for row in rows
    ]


def _events(connection: Connection, ids: list[str]) -> dict[str, list[Stored]]:
    found: dict[str, list[Stored]] = {one: [] for one in ids}
    query = (
        select(events)
        .where(events.c.conversation_id.in_(ids))
        .order_by(events.c.conversation_id, events.c.seq)
    )
    for row in connection.execute(query):
        found[row.conversation_id].append(stored_of(row))
    return found
