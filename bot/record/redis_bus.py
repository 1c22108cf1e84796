"""The bus across processes, over Redis (port ``Bus`` of bot/conversation/ports.py).

Watchers of the same process are served directly; Redis carries signals to the other processes. While Redis is
away each process goes on alone, and all watchers are cut off every ``RETRY_SECONDS``, so that they read from
the log what they missed. That it is away, and that it is back, is logged once.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.conversation.events import Stored
from bot.conversation.ports import Progress, Signal
from bot.record.bus import BACKLOG, MemoryBus

CHANNEL = "shopclerk:signals"
RETRY_SECONDS = 0.5
FORGOTTEN_SECONDS = 1.0
"""Who has not stopped after this is told so again."""
log = structlog.get_logger()


class Parcel(msgspec.Struct, frozen=True):
    """One signal, by its kind."""

    stored: Stored | None = None
    progress: Progress | None = None


class Delivery(msgspec.Struct, frozen=True):
    """What one process tells the others, in order."""

    origin: str
    parcels: list[Parcel]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Delivery)


class RedisBus:
    """``async with bus.open():`` around its use, in each process."""

    def __init__(self, redis: Redis, backlog: int = BACKLOG) -> None:
        self._redis = redis
        self._here = MemoryBus(backlog)
        self._origin = uuid.uuid4().hex

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen to the other processes; returns once that is so, or Redis is known to be away."""
        listening = asyncio.Event()
        task = asyncio.create_task(self._listen(listening), name="redis bus")
        await listening.wait()
        try:
            yield
        finally:
            while not task.done():  # the client may forget a cancellation, see ``RedisLocks``
                task.cancel()
                await asyncio.wait([task], timeout=FORGOTTEN_SECONDS)

    async def publish(self, signals: Sequence[Signal]) -> None:
        """Deliver here, and tell the others if Redis can be reached."""
        if not signals:
            return
        await self._here.publish(signals)
        delivery = Delivery(self._origin, [_pack(signal) for signal in signals])
        try:
            await self._redis.publish(CHANNEL, _ENCODER.encode(delivery))
        except (RedisError, OSError) as error:
            log.warning("signals not sent to other processes", reason=str(error))

    def watch(self, conversation_id: str = "") -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """Signals of one conversation, or of all with "", of all processes."""
        return self._here.watch(conversation_id)

    async def _listen(self, listening: asyncio.Event) -> None:
        away = False
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(CHANNEL)
                    if away:
                        log.info("connected to other processes again")
                    away = False
                    listening.set()
                    async for message in channel.listen():
                        await self._receive(message["data"])
            except (RedisError, OSError) as error:
                if not away:
                    log.warning("not connected to other processes", reason=str(error))
                away = True
            listening.set()
            await asyncio.sleep(RETRY_SECONDS)
            self._here.cut_off()

    async def _receive(self, data: bytes) -> None:
        try:
            delivery = _DECODER.decode(data)
        except msgspec.DecodeError as error:  # a process of another version
            log.warning("signals not understood", reason=str(error))
            self._here.cut_off()
            return
        if delivery.origin != self._origin:
            await self._here.publish([_unpack(parcel) for parcel in delivery.parcels])


def _pack(signal: Signal) -> Parcel:
    return Parcel(stored=signal) if isinstance(signal, Stored) else Parcel(progress=signal)


def _unpack(parcel: Parcel) -> Signal:
    signal = parcel.stored or parcel.progress
    assert signal is not None
    return signal
