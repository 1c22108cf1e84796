"""Wrong passwords in a row, counted in the database: a restart or a second process forgets none."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection

from sqlalchemy import Connection, delete, insert, select, update

from bot.errors import TooManyRequests
from bot.record.database import Database
from bot.record.tables import lockouts


class Lockouts:
    """After ``attempts`` failures under a key nothing more is tried under it for ``seconds``.

    A count ends ``seconds`` after its last failure.
    """

    def __init__(
        self,
        database: Database,
        *,
        attempts: int = 5,
        seconds: float = 300.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._attempts = attempts
        self._seconds = seconds
        self._now = now

    async def attempt(self, keys: Collection[str]) -> None:
        """Count a try as a failure before it is made, so that tries at the same time count too.

        Raises: TooManyRequests (``retry_after`` in seconds) where a key is locked; then nothing is counted.
        """
        locked_until = await self._database.write(lambda connection: self._count(connection, keys))
        wait = locked_until - self._now()
        if wait > 0:
            minutes = math.ceil(wait / 60)
            when = f"{minutes} minutes" if minutes > 1 else "a minute"
            raise TooManyRequests(f"Too many wrong passwords. Please try again in {when}.", retry_after=wait)

    async def clear(self, keys: Collection[str]) -> None:
        """The try was a success."""
        cleared = delete(lockouts).where(lockouts.c.key.in_(keys))
        await self._database.write(lambda connection: connection.execute(cleared))

    def _count(self, connection: Connection, keys: Collection[str]) -> float:
        now = self._now()
        connection.execute(delete(lockouts).where(lockouts.c.until <= now))
        # Rows are locked in one order, so that tries at the same time wait for each other.
        query = select(lockouts).where(lockouts.c.key.in_(keys)).order_by(lockouts.c.key).with_for_update()
        known = {row.key: row for row in connection.execute(query)}
        locked = [row.until for row in known.values() if row.failures >= self._attempts]
        if locked:
            return float(max(locked))
        until = now + self._seconds
        for key in sorted(keys):
            if key in known:
                change = update(lockouts).where(lockouts.c.key == key)
                connection.execute(change.values(failures=lockouts.c.failures + 1, until=until))
            else:
                connection.execute(insert(lockouts).values(key=key, failures=1, until=until))
        return 0.0
