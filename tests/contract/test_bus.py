"""The contract of Bus, on every implementation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis_server import RedisServer
from structlog.testing import capture_logs

from bot.conversation import events as ev
from bot.conversation.events import Stored
from bot.conversation.messages import Reply
from bot.conversation.ports import Bus, Progress, Signal
from bot.record.bus import MemoryBus
from bot.record.redis_bus import RedisBus

BACKLOG = 50


@pytest.fixture(params=["memory", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    if request.param == "memory":
        yield MemoryBus(backlog=BACKLOG)
        return
    server: RedisServer = request.getfixturevalue("redis_server")
    async with Redis.from_url(server.url) as redis:
        bus = RedisBus(redis, backlog=BACKLOG)
        async with bus.open():
            yield bus


def stored(conversation_id: str, seq: int) -> Stored:
    event = ev.Replied(reply=Reply(text=f"Größe {seq}"))
    return Stored(conversation_id=conversation_id, seq=seq, time=1.5, event=event)


async def take(signals: AsyncIterator[Signal], number: int) -> list[Signal]:
    async with asyncio.timeout(5):
        return [await anext(signals) for _ in range(number)]


async def test_a_watcher_gets_its_conversation_in_order(bus: Bus) -> None:
    progress = Progress(conversation_id="c_1", text="Searching")
    signals: list[Signal] = [stored("c_1", 1), progress, stored("c_1", 2)]
    async with bus.watch("c_1") as watcher:
        await bus.publish([signals[0], stored("c_2", 1), signals[1]])
        await bus.publish([signals[2]])
        assert await take(watcher, 3) == signals


async def test_a_watcher_of_all_gets_all(bus: Bus) -> None:
    signals = [stored(f"c_{number % 3}", number) for number in range(1, 10)]
    async with bus.watch() as watcher:
        await bus.publish(signals)
        assert await take(watcher, 9) == signals


async def test_many_watchers_get_the_same(bus: Bus) -> None:
    async with bus.watch("c_1") as one, bus.watch("c_1") as two, bus.watch() as three:
        await bus.publish([stored("c_1", 1)])
        for watcher in (one, two, three):
            assert await take(watcher, 1) == [stored("c_1", 1)]


async def test_what_was_before_is_not_repeated(bus: Bus) -> None:
    await bus.publish([stored("c_1", 1)])
    async with bus.watch("c_1") as watcher:
        await bus.publish([stored("c_1", 2)])
        assert await take(watcher, 1) == [stored("c_1", 2)]


async def test_a_watcher_that_falls_behind_is_cut_off_alone(bus: Bus) -> None:
    async with bus.watch("c_1") as slow, bus.watch("c_2") as other:
        for seq in range(1, 20 * BACKLOG):
            await bus.publish([stored("c_1", seq)])
        await bus.publish([stored("c_2", 1)])
        assert await take(other, 1) == [stored("c_2", 1)]
        async with asyncio.timeout(5):
            got = [signal async for signal in slow]
        assert 0 < len(got) < 20 * BACKLOG - 1
        assert got == [stored("c_1", seq) for seq in range(1, len(got) + 1)]


async def test_publishing_does_not_wait_for_watchers(bus: Bus) -> None:
    async with bus.watch("c_1"), asyncio.timeout(5):
        for seq in range(1, 20 * BACKLOG):
            await bus.publish([stored("c_1", seq)])


async def test_a_watcher_can_leave_while_waiting(bus: Bus) -> None:
    async def watch() -> None:
        async with bus.watch("c_1") as watcher:
            await anext(watcher)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await bus.publish([stored("c_1", 1)])


async def test_processes_hear_each_other(redis: Redis) -> None:
    one, two = RedisBus(redis), RedisBus(redis)
    progress = Progress(conversation_id="c_1", text="Searching")
    signals: list[Signal] = [stored("c_1", 1), progress, stored("c_1", 2)]
    async with one.open(), two.open(), one.watch("c_1") as here, two.watch() as there:
        await one.publish(signals)
        assert await take(here, 3) == signals
        assert await take(there, 3) == signals
        await two.publish([stored("c_1", 3)])
        assert await take(here, 1) == [stored("c_1", 3)]


async def test_without_redis_each_process_goes_on_alone_and_comes_back() -> None:
    server = RedisServer()
    server.start()
    try:
        async with Redis.from_url(server.url) as redis, Redis.from_url(server.url) as other:
            one, two = RedisBus(redis), RedisBus(other)
            async with one.open(), two.open():
                await _outage(server, one, two)
    finally:
        server.stop()


async def test_that_redis_is_away_and_back_is_logged_once() -> None:
    server = RedisServer()
    try:
        async with Redis.from_url(server.url) as redis:
            bus = RedisBus(redis)
            with capture_logs() as logs:
                async with bus.open():
                    for _ in range(2):
                        await _cut_off(bus)
                    server.start()
                    async with asyncio.timeout(10):
                        while len(logs) < 2:
                            await asyncio.sleep(0.05)
            assert [entry["event"] for entry in logs] == [
                "not connected to other processes", "connected to other processes again",
            ]  # fmt: skip
    finally:
        server.stop()


class ForgetfulChannel(PubSub):
    """Forgets the first cancellation, as ``asyncio.wait_for`` of Python 3.11 may."""

    async def listen(self) -> AsyncIterator[dict[str, bytes]]:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(30)
        await asyncio.sleep(30)
        yield {}


class Forgetful(Redis):
    def pubsub(self, **_: object) -> PubSub:
        return ForgetfulChannel(self.connection_pool, ignore_subscribe_messages=True)


async def test_it_stops_though_the_client_forgets_that_it_should(redis_server: RedisServer) -> None:
    async with Forgetful.from_url(redis_server.url) as redis, asyncio.timeout(5), RedisBus(redis).open():
        await asyncio.sleep(0.05)


async def _cut_off(bus: RedisBus) -> None:
    async with bus.watch("c_1") as watcher, asyncio.timeout(5):
        assert [signal async for signal in watcher] == []


async def _outage(server: RedisServer, one: RedisBus, two: RedisBus) -> None:
    async with one.watch("c_1") as here, two.watch("c_1") as there:
        server.stop()
        await one.publish([stored("c_1", 1)])
        assert await take(here, 1) == [stored("c_1", 1)]
        server.start()
        async with asyncio.timeout(10):
            assert [signal async for signal in there] == []  # cut off: something was missed
    async with two.watch("c_1") as there, asyncio.timeout(10):
        waiting = asyncio.ensure_future(anext(there))
        while not waiting.done():
            await one.publish([stored("c_1", 2)])
            await asyncio.wait({waiting}, timeout=0.1)
        assert waiting.result() == stored("c_1", 2)
