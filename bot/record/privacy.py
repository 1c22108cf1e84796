"""A shopper's rights over what is kept: a copy of it, and its end.

The log is append-only for everybody else. Erasing deletes conversations wholly, events and snapshots, and
all that the shopper did in the shop and was shown there, and leaves one row in the audit log that says so.
Whoever writes to an erased conversation is told that it does not exist; behaviour of before the erasure is
not stored again.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from bot.record import impressions
from bot.record.audit import audit_row
from bot.record.behaviour_rows import recorded_of
from bot.record.database import Database
from bot.record.log import SqlEventLog
from bot.record.tables import audit, behaviour, conversations, events, visitors

RETENTION = "retention"
"""What the audit log names when conversations were old, and nobody in particular was erased."""


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What was deleted: conversations by id, their events, events of behaviour, and impressions."""

    conversations: tuple[str, ...]
    events: int
    behaviour: int = 0
    impressions: int = 0


class Privacy:
    """Export and erase. ``log`` is told what is gone."""

    def __init__(self, database: Database, log: SqlEventLog) -> None:
        self._database = database
        self._log = log

    async def export(self, shopper_id: str) -> dict[str, Any]:
        """All that is kept of a shopper, as JSON values: conversations with identity and events, what they
        did in the shop, which products were shown to them, and the visitors as whom they came, in order."""
        return await self._database.read(lambda connection: _export(connection, shopper_id))

    async def erase(self, shopper_id: str, *, staff_id: str = "", staff_name: str = "") -> Erased:
        """Delete all conversations, behaviour and impressions of a shopper."""
        by = (staff_id, staff_name)
        return await self._erase(conversations.c.shopper_id == shopper_id, by, target=shopper_id)

    async def erase_closed(self, before: float) -> Erased:
        """Delete closed conversations in which nothing has happened since ``before`` (Unix seconds)."""
        table = conversations.c
        old = (table.owner == "closed") & (table.updated < before)
        return await self._erase(old, ("", ""), target=RETENTION)

    async def _erase(self, which: ColumnElement[bool], by: tuple[str, str], target: str) -> Erased:
        erased = await self._database.write(lambda connection: _erase(connection, which, by, target))
        self._log.forget(erased.conversations)
        return erased


async def erased_shoppers(database: Database) -> frozenset[str]:
    """The ids of all shoppers who were erased, as the audit log keeps them. Raises: StorageError."""
    query = select(audit.c.target).where(audit.c.action == "erased", audit.c.target != RETENTION)
    targets = await database.read(lambda connection: connection.execute(query.distinct()).scalars().all())
    return frozenset(targets)


def _erase(connection: Connection, which: ColumnElement[bool], by: tuple[str, str], target: str) -> Erased:
    ids = connection.execute(select(conversations.c.id).where(which)).scalars().all()
    of_these = events.c.conversation_id.in_(select(conversations.c.id).where(which))
    number = connection.execute(select(func.count()).select_from(events).where(of_these)).scalar_one()
    shown = impressions.erase_of_conversations(connection, which)
    connection.execute(delete(conversations).where(which))  # events and client ids go with it
    done = 0
    if target != RETENTION:
        shown += impressions.erase(connection, target)
        done = _erase_behaviour(connection, target)
    if ids or target != RETENTION:
        connection.execute(insert(audit), audit_row("erased", time.time(), *by, target, ""))
    return Erased(conversations=tuple(ids), events=number, behaviour=done, impressions=shown)


def _erase_behaviour(connection: Connection, shopper_id: str) -> int:
    own = or_(visitors.c.person_id == shopper_id, visitors.c.visitor_id == shopper_id)
    connection.execute(delete(visitors).where(own))
    return connection.execute(delete(behaviour).where(behaviour.c.shopper_id == shopper_id)).rowcount


def _export(connection: Connection, shopper_id: str) -> dict[str, Any]:
    table = conversations.c
    query = select(conversations).where(table.shopper_id == shopper_id).order_by(table.created, table.id)
    done = select(behaviour).where(behaviour.c.shopper_id == shopper_id)
    done = done.order_by(behaviour.c.time, behaviour.c.seq)
    own = select(visitors.c.visitor_id, visitors.c.time).where(visitors.c.person_id == shopper_id)
    return {
        "shopper_id": shopper_id,
        "conversations": [_conversation(connection, row) for row in connection.execute(query).all()],
        "behaviour": [msgspec.to_builtins(recorded_of(row)) for row in connection.execute(done)],
        "impressions": impressions.export(connection, shopper_id),
        "visitors": [row._asdict() for row in connection.execute(own.order_by(visitors.c.seq))],
    }


def _conversation(connection: Connection, row: Any) -> dict[str, Any]:
    query = select(events).where(events.c.conversation_id == row.id).order_by(events.c.seq)
    return {
        "conversation_id": row.id,
        "channel": row.channel,
        "identity": msgspec.json.decode(row.identity),
        "created": row.created,
        "events": [
            {"seq": event.seq, "time": event.time, **msgspec.json.decode(event.body)}
            for event in connection.execute(query)
        ],
    }
