"""One console's live connection."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from bot.console.hub import Hub
from bot.console.views import event_view
from bot.errors import MalformedJson, ShopclerkError, StorageError
from bot.record.staff import Staff

BACKLOG = 500
"""Messages that may wait for a slow browser before it is cut off; it comes back and catches up."""
PAGE = 200
"""Events that are read at one time while catching up."""
SIGNED_OUT = 4401
"""Close code: the session has ended."""


class Watch(msgspec.Struct, tag="watch"):
    """Follow a conversation from behind ``since``; without it, from now on."""

    id: str
    since: int | None = None


class Unwatch(msgspec.Struct, tag="unwatch"):
    """Follow none."""


class Ping(msgspec.Struct, tag="ping"):
    """Answered with a pong."""


@dataclass
class Watched:
    """The conversation that is followed; ``seq`` is the last event that was sent."""

    conversation_id: str
    seq: int
    caught_up: bool = False


_MESSAGES = msgspec.json.Decoder(Watch | Unwatch | Ping)
_ENCODER = msgspec.json.Encoder()


class LiveSocket:
    """Reads the browser's wishes, writes what happens. ``run`` ends with the connection."""

    def __init__(self, hub: Hub, connection: web.WebSocketResponse, person: Staff, token: str) -> None:
        self.person = person
        self._hub = hub
        self._services = hub.services
        self._connection = connection
        self._token = token
        self._outbox: asyncio.Queue[Any] = asyncio.Queue(BACKLOG)
        self._watched: Watched | None = None
        self._news = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None

    @property
    def watched_id(self) -> str:
        """The conversation that is followed, or ""."""
        return self._watched.conversation_id if self._watched else ""

    async def run(self) -> None:
        """Serve until the browser leaves or is cut off."""
        counts = await self._services.inbox.counts()
        self.send({"type": "hello", "staff": self.person, "counts": counts.for_agent(self.person.id)})
        self._hub.sockets.add(self)
        duties = (self._write(), self._catch_up(), self._check_session())
        tasks = [asyncio.create_task(duty) for duty in duties]
        try:
            await self._read()
        finally:
            self._hub.sockets.discard(self)
            self._unwatch()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def send(self, message: dict[str, Any]) -> None:
        """Send without waiting; a browser that is too slow is cut off."""
        try:
            self._outbox.put_nowait(message)
        except asyncio.QueueFull:
            self._hub.sockets.discard(self)
            self._closing = asyncio.create_task(self.close(WSCloseCode.TRY_AGAIN_LATER))

    def wake(self) -> None:
        """There is news in the watched conversation."""
        self._news.set()

    async def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """End the connection."""
        await self._connection.close(code=code)

    async def _read(self) -> None:
        async for message in self._connection:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                await self._obey(message.data)
            except ShopclerkError as error:
                self.send({"type": "error", "code": error.code, "text": error.text})

    async def _obey(self, text: str) -> None:
        try:
            wish = _MESSAGES.decode(text)
        except msgspec.DecodeError as error:
            raise MalformedJson(f"This message is not understood: {error}.") from error
        match wish:
            case Watch():
                state = await self._services.log.state(wish.id)
                self._unwatch()
                since = state.last_seq if wish.since is None else wish.since
                self._watched = Watched(wish.id, max(0, since))
                self._hub.enter(wish.id, self)
                self.wake()
            case Unwatch():
                self._unwatch()
            case Ping():
                self.send({"type": "pong"})

    def _unwatch(self) -> None:
        watched, self._watched = self._watched, None
        if watched:
            self._hub.leave(watched.conversation_id, self)

    async def _write(self) -> None:
        while True:
            message = await self._outbox.get()
            await self._connection.send_str(_ENCODER.encode(message).decode())

    async def _catch_up(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                if self._watched:
                    await self._send_missing(self._watched)
            except ShopclerkError as error:
                self.send({"type": "error", "code": error.code, "text": error.text})

    async def _send_missing(self, watched: Watched) -> None:
        """All events behind ``watched.seq``, at the browser's pace, as long as it is the one watched."""
        more = True
        while more:
            events = await self._services.log.read(watched.conversation_id, since=watched.seq, limit=PAGE)
            for item in events:
                if self._watched is not watched:
                    return
                event = event_view(item)
                await self._outbox.put(
                    {"type": "event", "conversation_id": item.conversation_id, "event": event}
                )
                watched.seq = item.seq
            more = len(events) == PAGE
        if not watched.caught_up:
            watched.caught_up = True
            place = {"conversation_id": watched.conversation_id, "last_seq": watched.seq}
            await self._outbox.put({"type": "watching", **place})

    async def _check_session(self) -> None:
        """An ended session ends its sockets. Looking does not keep it alive: only a person's acts do."""
        signed_in = True
        while signed_in:
            await asyncio.sleep(self._hub.session_check_seconds)
            signed_in = await self._is_signed_in()
        await self._connection.send_str('{"type":"signed_out"}')
        await self.close(SIGNED_OUT)

    async def _is_signed_in(self) -> bool:
        try:
            return await self._services.accounts.who(self._token, touch=False) is not None
        except StorageError:
            return True
