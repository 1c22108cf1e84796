"""Locks across processes, over Redis (port ``Locks`` of bot/conversation/ports.py).

A lock ends by itself when its process dies. While Redis is away only those of one process exclude each other:
they save needless work, while what keeps the log right is ``append(after=...)``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from bot.record.locks import MemoryLocks

LIFE_SECONDS = 10.0
"""A lock whose process is gone ends after this; a living one renews it in time."""
POLL_SECONDS = 0.02
log = structlog.get_logger()


class RedisLocks:
    """First come, first served within a process; between processes whoever asks first."""

    def __init__(self, redis: Redis, life_seconds: float = LIFE_SECONDS) -> None:
        self._redis = redis
        self._life = life_seconds
        self._here = MemoryLocks()

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
        """Hold the lock of ``key`` for the length of the block."""
        async with self._here.hold(key):
            lock = self._redis.lock(f"shopclerk:lock:{key}", timeout=self._life, thread_local=False)
            renewing = await self._acquire(lock)
            try:
                yield
            finally:
                await self._let_go(lock, renewing)

    async def _acquire(self, lock: Lock) -> asyncio.Task[None] | None:
        """Get the lock and keep it alive; None where Redis is away.

        The client sends in ``asyncio.wait_for``, which in Python 3.11 forgets a cancellation that meets the
        end of what it waits for: so it is looked for after each try.
        """
        task = asyncio.current_task()
        assert task is not None
        before, renewing = task.cancelling(), None
        try:
            taken = await lock.acquire(blocking=False)
            while not taken and task.cancelling() == before:
                await asyncio.sleep(POLL_SECONDS)
                taken = await lock.acquire(blocking=False)
            renewing = asyncio.create_task(self._renew(lock)) if taken else None
        except (RedisError, OSError) as error:
            log.warning("lock not shared with other processes", reason=str(error))
        if task.cancelling() > before:
            await self._let_go(lock, renewing)
            raise asyncio.CancelledError
        return renewing

    async def _let_go(self, lock: Lock, renewing: asyncio.Task[None] | None) -> None:
        if renewing:
            renewing.cancel()
            with suppress(LockError, RedisError, OSError):
                await asyncio.shield(lock.release())

    async def _renew(self, lock: Lock) -> None:
        with suppress(LockError, RedisError, OSError):
            while True:
                await asyncio.sleep(self._life / 3)
                await lock.extend(self._life, replace_ttl=True)
