"""The contract of Locks, on every implementation."""

from __future__ import annotations

import asyncio

import pytest

from bot.conversation.ports import Locks
from bot.record.locks import MemoryLocks


@pytest.fixture
def locks() -> Locks:
    return MemoryLocks()


async def test_one_at_a_time_and_none_lost(locks: Locks) -> None:
    inside, most, done = 0, 0, 0

    async def work() -> None:
        nonlocal inside, most, done
        async with locks.hold("c_1"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1
            done += 1

    await asyncio.gather(*(work() for _ in range(30)))
    assert (most, done) == (1, 30)


async def test_keys_do_not_wait_for_each_other(locks: Locks) -> None:
    async with asyncio.timeout(5), locks.hold("c_1"), locks.hold("c_2"):
        pass


async def test_an_error_inside_frees_the_lock(locks: Locks) -> None:
    with pytest.raises(RuntimeError):
        async with locks.hold("c_1"):
            raise RuntimeError
    async with asyncio.timeout(5), locks.hold("c_1"):
        pass


async def test_who_gives_up_waiting_holds_nothing(locks: Locks) -> None:
    async def wait() -> None:
        async with locks.hold("c_1"):
            pass

    async with locks.hold("c_1"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with asyncio.timeout(5), locks.hold("c_1"):
        pass
