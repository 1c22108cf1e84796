"""Staff accounts and their sessions. Passwords and tokens come and stay here as hashes only."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Collection
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, NotFound
from bot.record.database import Database
from bot.record.lockouts import Lockouts
from bot.record.tables import staff, staff_sessions

Role = Literal["agent", "trainer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From least to most: each may do what those before it may."""

TOUCH_SECONDS = 60.0
"""A session's last use is written down at most this often."""


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """A person who works in the console. ``created`` is in Unix seconds."""

    id: str
    email: str
    name: str
    role: Role
    disabled: bool = False
    created: float = 0.0

    def may(self, role: Role) -> bool:
        """Whether this person's role includes ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)


class StaffStore:
    """Accounts, their sessions, and wrong passwords (``lockouts``)."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self.lockouts = Lockouts(database, now)
        self._database = database
        self._now = now

    async def add(self, *, email: str, name: str, role: Role, password_hash: str) -> Staff:
        """Make an account. Raises: Conflict where the e-mail has one."""
        person = Staff(id=f"s_{uuid.uuid4().hex}", email=email, name=name, role=role, created=self._now())
        row = msgspec.structs.asdict(person) | {"password_hash": password_hash}
        try:
            await self._database.write(lambda connection: connection.execute(insert(staff), row))
        except IntegrityError as error:
            raise Conflict(f"There is an account for {email} already.") from error
        return person

    async def everybody(self) -> list[Staff]:
        """All accounts, by name."""
        rows = await self._database.read(
            lambda connection: connection.execute(select(staff).order_by(staff.c.name, staff.c.id)).all()
        )
        return [_staff_of(row) for row in rows]

    async def by_email(self, email: str) -> tuple[Staff, str] | None:
        """The account and its password hash."""
        query = select(staff).where(staff.c.email == email)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return (_staff_of(row), row.password_hash) if row else None

    async def change(self, staff_id: str, **changes: Any) -> Staff:
        """Change ``name``, ``role``, ``disabled`` or ``password_hash``; the latter two end all sessions.

        Raises: NotFound; Conflict when no administrator would be left.
        """
        return await self._database.write(lambda connection: _change(connection, staff_id, changes))

    async def saw(self, staff_ids: Collection[str]) -> None:
        """They have a console open now."""
        if staff_ids:
            seen = update(staff).where(staff.c.id.in_(staff_ids)).values(last_seen=self._now())
            await self._database.write(lambda connection: connection.execute(seen))

    async def last_seen(self, staff_ids: Collection[str]) -> dict[str, float]:
        """When each had a console open last, or did something in one."""
        if not staff_ids:
            return {}
        used = func.coalesce(func.max(staff_sessions.c.seen), 0.0)
        query = (
            select(staff.c.id, staff.c.last_seen, used)
            .outerjoin(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
            .where(staff.c.id.in_(staff_ids))
            .group_by(staff.c.id, staff.c.last_seen)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {staff_id: max(seen, acted) for staff_id, seen, acted in rows}

    async def open_session(self, token_hash: str, staff_id: str, address: str) -> None:
        """Begin a session."""
        now = self._now()
        session = insert(staff_sessions).values(
            token_hash=token_hash, staff_id=staff_id, address=address, created=now, seen=now
        )
        await self._database.write(lambda connection: connection.execute(session))

    async def session(self, token_hash: str, *, idle_seconds: float, touch: bool = True) -> Staff | None:
        """Whose session it is, or None when it has ended: signed out, or unused for ``idle_seconds``.

        ``touch`` counts this as use.
        """
        table = staff_sessions.c
        query = (
            select(staff, table.seen)
            .join(staff_sessions, table.staff_id == staff.c.id)
            .where(table.token_hash == token_hash, staff.c.disabled.is_(False))
        )
        row = await self._database.read(lambda connection: connection.execute(query).first())
        now = self._now()
        if row is None:
            return None
        if row.seen < now - idle_seconds:
            await self.end_session(token_hash)
            return None
        if touch and row.seen < now - TOUCH_SECONDS:
            used = update(staff_sessions).where(table.token_hash == token_hash).values(seen=now)
            await self._database.write(lambda connection: connection.execute(used))
        return _staff_of(row)

    async def end_session(self, token_hash: str) -> None:
        """Sign out."""
        ended = delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
        await self._database.write(lambda connection: connection.execute(ended))


def _change(connection: Connection, staff_id: str, changes: dict[str, Any]) -> Staff:
    administrators = select(staff.c.id).where(staff.c.role == "admin", staff.c.disabled.is_(False))
    # Locked first: two administrators who demote each other at the same time must not both succeed.
    connection.execute(administrators.order_by(staff.c.id).with_for_update())
    connection.execute(update(staff).where(staff.c.id == staff_id).values(changes))
    row = connection.execute(select(staff).where(staff.c.id == staff_id)).first()
    if row is None:
        raise NotFound("There is no such account.")
    demoting = not changes.keys().isdisjoint(("role", "disabled"))
    if demoting and connection.execute(administrators.limit(1)).first() is None:
        raise Conflict("The last administrator must stay one: make another one first.")
    if row.disabled or "password_hash" in changes:
        connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))
    return _staff_of(row)


def _staff_of(row: Any) -> Staff:
    return Staff(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        disabled=row.disabled,
        created=row.created,
    )
