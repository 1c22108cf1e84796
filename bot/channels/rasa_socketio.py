"""Rasa's Socket.IO channel: session_request, session_confirm, user_uttered, bot_uttered.

A session is a room: whoever joins it hears the bot and, after a hand-over, the agent.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import msgspec
import socketio
from aiohttp import web

from bot.channels.http import is_loopback, origin_allowed
from bot.channels.parts import PARTS, ChannelParts
from bot.channels.rasa_rest import check_token, incoming, open_conversation, rich_part
from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.errors import BadRequest, InvalidMessage, ShopclerkError

CHANNEL = "socketio"


class RasaSocket:
    """One Socket.IO server attached to the application."""

    def __init__(self, parts: ChannelParts, app: web.Application) -> None:
        self._parts = parts
        self._server = socketio.AsyncServer(
            async_mode="aiohttp",
            cors_allowed_origins=list(parts.settings.server.origins) or None,
            max_http_buffer_size=parts.settings.server.max_body_bytes,
        )
        self._listeners: dict[str, asyncio.Task[None]] = {}
        self._rooms: dict[str, set[str]] = {}
        self._server.attach(app, "socket.io")
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._server.on("session_request", self._session_request)
        self._server.on("user_uttered", self._user_uttered)

    async def close(self) -> None:
        """Stop listening."""
        for task in self._listeners.values():
            task.cancel()
        await self._server.shutdown()

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> bool:
        request: web.Request = environ["aiohttp.request"]
        origin = request.headers.get("Origin", "")
        if origin and not origin_allowed(origin, request, self._parts):
            return False
        token = auth.get("token", "") if isinstance(auth, dict) else ""
        if token and token == self._parts.settings.channels.rasa_token:
            return True
        if self._parts.settings.channels.rasa_token or not is_loopback(request):
            try:
                check_token(request, self._parts)
            except ShopclerkError:
                return False
        await self._server.save_session(sid, {})
        return True

    async def _disconnect(self, sid: str, *_reason: Any) -> None:
        for session_id in [room for room, members in self._rooms.items() if sid in members]:
            self._rooms[session_id].discard(sid)
            if not self._rooms[session_id]:
                del self._rooms[session_id]
                self._listeners.pop(session_id).cancel()

    async def _session_request(self, sid: str, data: Any = None) -> None:
        session_id = data.get("session_id") if isinstance(data, dict) else None
        if not isinstance(session_id, str) or not 0 < len(session_id) <= 150:
            session_id = uuid.uuid4().hex
        await self._join(sid, session_id)
        await self._server.emit("session_confirm", session_id, to=sid)

    async def _join(self, sid: str, session_id: str) -> None:
        state = await open_conversation(self._parts, session_id, CHANNEL)
        await self._server.enter_room(sid, session_id)
        await self._server.save_session(sid, {"session_id": session_id})
        self._rooms.setdefault(session_id, set()).add(sid)
        if session_id not in self._listeners:
            ready = asyncio.Event()
            task = asyncio.create_task(self._listen(session_id, state.conversation_id, ready))
            self._listeners[session_id] = task
            await ready.wait()

    async def _listen(self, session_id: str, conversation_id: str, ready: asyncio.Event) -> None:
        """Send what bot and agent say to the room."""
        while True:
            async with self._parts.bus.watch(conversation_id) as signals:
                ready.set()
                async for signal in signals:
                    if isinstance(signal, ev.Stored) and (message := _said(signal.event)):
                        await self._server.emit("bot_uttered", message, room=session_id)

    async def _user_uttered(self, sid: str, data: Any = None) -> None:
        try:
            await self._take(sid, data)
        except ShopclerkError as error:
            await self._server.emit("error", {"code": error.code, "text": error.text}, to=sid)

    async def _take(self, sid: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise BadRequest("user_uttered takes an object with message and session_id.")
        message = data.get("message")
        if not isinstance(message, str):
            raise InvalidMessage("The field message must be a text.")
        session = await self._server.get_session(sid)
        session_id = data.get("session_id") or session.get("session_id") or sid
        if not isinstance(session_id, str):
            raise BadRequest("session_id must be a text.")
        await self._join(sid, session_id)
        metadata = data.get("metadata")
        state = await open_conversation(self._parts, session_id, CHANNEL)
        self._parts.messages.check(state.shopper_id)
        self._parts.telemetry.messages.labels(CHANNEL).inc()
        what = incoming(state, message, CHANNEL, metadata if isinstance(metadata, dict) else {})
        await self._parts.intake.receive(state.conversation_id, what)


def _said(event: ev.AnyEvent) -> dict[str, Any] | None:
    if isinstance(event, ev.Replied):
        return socket_message(event.reply)
    if isinstance(event, ev.AgentSaid):
        return {"text": event.text, "metadata": {"agent": event.name}}
    return None


def socket_message(reply: Reply) -> dict[str, Any]:
    """A reply as Rasa's Socket.IO channel gives it."""
    message: dict[str, Any] = {"text": reply.text}
    if reply.buttons:
        message["quick_replies"] = [
            {"content_type": "text", "title": button.title, "payload": button.payload}
            for button in reply.buttons
        ]
    if reply.image:
        message["attachment"] = {"type": "image", "payload": {"src": reply.image}}
    if rich := rich_part(reply):
        message["custom"] = msgspec.to_builtins(rich)
    return message


SOCKET: web.AppKey[RasaSocket] = web.AppKey("rasa_socket", RasaSocket)


def attach(app: web.Application) -> None:
    """Open the Socket.IO door on this application."""
    app[SOCKET] = RasaSocket(app[PARTS], app)
    app.on_shutdown.append(_close)


async def _close(app: web.Application) -> None:
    await app[SOCKET].close()
