"""The contract of Locks, on every implementation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis_server import RedisServer

from bot.conversation.ports import Locks
from bot.record.locks import MemoryLocks
from bot.record.redis_locks import RedisLocks


@pytest.fixture(params=["memory", "redis"])
async def locks(request: pytest.FixtureRequest) -> AsyncIterator[Locks]:
    if request.param == "memory":
        yield MemoryLocks()
        return
    server: RedisServer = request.getfixturevalue("redis_server")
    async with Redis.from_url(server.url) as redis:
        yield RedisLocks(redis)


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


async def test_whoever_gives_up_waiting_stops_at_once(redis: Redis) -> None:
    """Also where the wish to stop meets the end of a command: ``asyncio.wait_for`` of Python 3.11, in which
    the client sends, forgets it then."""

    async def wait() -> None:
        async with RedisLocks(redis).hold("c_1"):
            pass

    async with RedisLocks(redis).hold("c_1"):
        waiting = [asyncio.create_task(wait()) for _ in range(80)]
        for number, one in enumerate(waiting):
            await asyncio.sleep(0.0003 * (number % 7))
            one.cancel()
        stopped, going_on = await asyncio.wait(waiting, timeout=5)
    assert not going_on
    assert all(one.cancelled() for one in stopped)


class Forgetful(Redis):
    """Where a command meets a cancellation and finds the connection gone, only that is told."""

    async def set(self, *_: object, **__: object) -> None:  # type: ignore[override]
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            raise ConnectionError from None


async def test_who_gives_up_is_not_let_in_where_redis_goes_away(redis_server: RedisServer) -> None:
    inside = False

    async def wait() -> None:
        nonlocal inside
        async with RedisLocks(redis).hold("c_1"):
            inside = True

    async with Forgetful.from_url(redis_server.url) as redis:
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert not inside


async def test_processes_exclude_each_other(redis: Redis) -> None:
    processes = [RedisLocks(redis), RedisLocks(redis)]
    inside, most = 0, 0

    async def work(number: int) -> None:
        nonlocal inside, most
        async with processes[number % 2].hold("c_1"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*map(work, range(20)))
    assert most == 1


async def test_a_lock_outlives_its_term_while_it_is_held(redis: Redis) -> None:
    one, two = RedisLocks(redis, life_seconds=0.2), RedisLocks(redis, life_seconds=0.2)
    async with one.hold("c_1"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.6), two.hold("c_1"):
                pass


async def test_the_lock_of_a_dead_process_ends(redis: Redis) -> None:
    await redis.lock("shopclerk:lock:c_1", timeout=0.2).acquire()
    async with asyncio.timeout(5), RedisLocks(redis).hold("c_1"):
        pass


async def test_without_redis_a_process_still_has_its_own_locks() -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as nowhere, RedisLocks(nowhere).hold("c_1"):
        pass
