"""The audit log: who did what, from where. Rows are added and read, never changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import insert, select

from bot.record.database import Database
from bot.record.tables import audit


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done. ``staff_id`` is "" for the command line and for strangers.

    ``action``: signed_in, sign_in_failed, signed_out, taken_over, passed_on, staff_added, staff_changed,
    erased, taught, forgotten, reply_saved, reply_changed, reply_deleted, answer_written, answer_changed,
    answer_removed, answer_restored;
    ``target`` is what it was done to; ``address`` the network address, "" for the command line.
    """

    id: int
    time: float
    staff_id: str
    staff_name: str
    action: str
    target: str
    address: str


class AuditLog:
    """Append and read."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    async def add(
        self, action: str, *, staff_id: str = "", staff_name: str = "", target: str = "", address: str = ""
    ) -> None:
        """Write down one thing."""
        row = audit_row(action, self._now(), staff_id, staff_name, target, address)
        await self._database.write(lambda connection: connection.execute(insert(audit), row))

    async def page(self, *, before: int | None = None, limit: int = 100) -> list[AuditEntry]:
        """The newest entries, those with an id below ``before``."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [AuditEntry(**row._asdict()) for row in rows]


def audit_row(
    action: str, now: float, staff_id: str, staff_name: str, target: str, address: str
) -> dict[str, Any]:
    """The columns of an entry, for those who write one within a transaction of their own."""
    return {
        "time": now,
        "staff_id": staff_id,
        "staff_name": staff_name,
        "action": action,
        "target": target[:200].replace("\0", ""),
        "address": address,
    }
