"""Wrong passwords in a row, counted in the database: a restart or a second process forgets none."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from functools import partial

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import TooManyRequests
from bot.record.database import Database
from bot.record.tables import lockouts


class Lockouts:
    """Counts by key."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    async def attempt(self, keys: Collection[str], *, attempts: int, seconds: float) -> None:
        """Count a try as a failure before it is made, so that tries at the same time count too.

        After ``attempts`` failures under a key nothing is tried under it for ``seconds``; a count ends
        ``seconds`` after its last failure.
        Raises: TooManyRequests (``retry_after`` in seconds) where a key is locked; then nothing is counted.
        """
        now = self._now()
        count = partial(_count, keys=sorted(keys), attempts=attempts, now=now, until=now + seconds)
        try:
            wait = await self._database.write(count)
        except IntegrityError:  # another process has just begun to count under the same key
            wait = await self._database.write(count)
        if wait > 0:
            minutes = math.ceil(wait / 60)
            when = f"{minutes} minutes" if minutes > 1 else "a minute"
            raise TooManyRequests(f"Too many wrong passwords. Please try again in {when}.", retry_after=wait)

    async def clear(self, keys: Collection[str]) -> None:
        """The try was a success."""
        cleared = delete(lockouts).where(lockouts.c.key.in_(keys))
        await self._database.write(lambda connection: connection.execute(cleared))


def _count(connection: Connection, keys: list[str], attempts: int, now: float, until: float) -> float:
    """Count, or return the seconds until the last lock ends."""
    connection.execute(delete(lockouts).where(lockouts.c.until <= now))
    # Rows are locked in one order, so that tries at the same time wait for each other.
    query = select(lockouts).where(lockouts.c.key.in_(keys)).order_by(lockouts.c.key).with_for_update()
    known = {row.key: row for row in connection.execute(query)}
    locked = [row.until for row in known.values() if row.failures >= attempts]
    if locked:
        return float(max(locked)) - now
    for key in keys:
        if key in known:
            change = update(lockouts).where(lockouts.c.key == key)
            connection.execute(change.values(failures=lockouts.c.failures + 1, until=until))
        else:
            connection.execute(insert(lockouts).values(key=key, failures=1, until=until))
    return 0.0
