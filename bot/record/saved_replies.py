"""Replies that agents keep for what is asked again and again, each under a name."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, NotFound
from bot.record.database import Database
from bot.record.tables import saved_replies

MOST = 500
"""Saved replies of an installation."""


class SavedReply(msgspec.Struct, frozen=True, kw_only=True):
    """A reply as it was saved, placeholders and all. ``changed`` is in Unix seconds, ``changed_by`` the
    name of who did."""

    id: str
    name: str
    text: str
    changed: float
    changed_by: str


class SavedReplies:
    """Add, change, delete, list. A name is used once, however it is written."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database, self._now = database, now

    async def all(self) -> list[SavedReply]:
        """All of them, by name."""
        query = select(saved_replies).order_by(saved_replies.c.key)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [_reply_of(row) for row in rows]

    async def add(self, name: str, text: str, by: str) -> SavedReply:
        """Save a reply. Raises: Conflict where the name is used, or there are ``MOST``."""
        reply = SavedReply(
            id=f"r_{uuid.uuid4().hex}", name=name, text=text, changed=self._now(), changed_by=by
        )
        row = msgspec.structs.asdict(reply) | {"key": name.casefold()}
        await self._write(name, lambda connection: _add(connection, row))
        return reply

    async def change(self, reply_id: str, name: str, text: str, by: str) -> SavedReply:
        """Give a saved reply a name and a text. Raises: NotFound; Conflict where another one has the name."""
        reply = SavedReply(id=reply_id, name=name, text=text, changed=self._now(), changed_by=by)
        row = msgspec.structs.asdict(reply) | {"key": name.casefold()}
        changed = update(saved_replies).where(saved_replies.c.id == reply_id).values(row)
        await self._write(name, lambda connection: _found(connection.execute(changed).rowcount))
        return reply

    async def delete(self, reply_id: str) -> SavedReply:
        """Delete a saved reply; it is returned as it was. Raises: NotFound."""
        return await self._database.write(lambda connection: _delete(connection, reply_id))

    async def _write(self, name: str, work: Callable[[Connection], None]) -> None:
        try:
            await self._database.write(work)
        except IntegrityError as error:
            raise Conflict(f"There is a saved reply of the name “{name}” already.") from error


def _add(connection: Connection, row: dict[str, Any]) -> None:
    number = connection.execute(select(func.count()).select_from(saved_replies)).scalar_one()
    if number >= MOST:
        raise Conflict(f"There are {MOST} saved replies already. Delete one that nobody needs.")
    connection.execute(insert(saved_replies), row)


def _delete(connection: Connection, reply_id: str) -> SavedReply:
    one = saved_replies.c.id == reply_id
    row = connection.execute(select(saved_replies).where(one)).first()
    _found(connection.execute(delete(saved_replies).where(one)).rowcount)
    return _reply_of(row)


def _found(rows: int) -> None:
    if not rows:
        raise NotFound("This saved reply does not exist any more.")


def _reply_of(row: Any) -> SavedReply:
    return SavedReply(id=row.id, name=row.name, text=row.text, changed=row.changed, changed_by=row.changed_by)
