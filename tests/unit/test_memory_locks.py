"""Locks in one process."""

from __future__ import annotations

import asyncio

from bot.record.locks import MemoryLocks


async def test_locks_vanish_when_unused() -> None:
    locks = MemoryLocks()

    async def work(key: str) -> None:
        async with locks.hold(key):
            await asyncio.sleep(0)

    await asyncio.gather(*(work(f"c_{number % 100}") for number in range(1000)))
    assert len(locks) == 0


async def test_first_come_first_served() -> None:
    locks, order = MemoryLocks(), []

    async def work(number: int) -> None:
        async with locks.hold("c_1"):
            order.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*(work(number) for number in range(20)))
    assert order == list(range(20))
