"""The resumable stream: everything after ``since``, then live; messages in, acknowledged after the commit.

A WebSocket for the widget, server-sent events for whoever cannot have one. Both send the same frames
(docs/protocol.md). A watcher that falls behind is caught up from the log, so nothing is lost or doubled.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from bot.channels.behaviour import take_click
from bot.channels.http import address, cors_headers, number, visitor_of
from bot.channels.parts import PARTS, ChannelParts
from bot.channels.public import error_frame, public_event
from bot.channels.rest import ask_for_person, record, take_message, take_rating
from bot.channels.tokens import Visitor
from bot.conversation import events as ev
from bot.conversation.ports import Progress
from bot.conversation.state import State
from bot.errors import (
    BadRequest,
    MalformedJson,
    NotSignedIn,
    ShopclerkError,
    TooManyRequests,
    UnknownConversation,
)

PROTOCOL = "shopclerk.v1"
HEARTBEAT = 25.0
EVENT_HEARTBEAT = 8.0
"""Seconds between pongs of server-sent events: a dead reader is found, and the widget waits 10 s for one."""
PAGE = 500
OPEN: web.AppKey[Counter[str]] = web.AppKey("open_streams", Counter)
SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets", set[web.WebSocketResponse])
EVENT_STREAMS: web.AppKey[set[asyncio.Task[None]]] = web.AppKey("event_streams", set[asyncio.Task[None]])
Frame = dict[str, Any]


async def stream(request: web.Request) -> web.StreamResponse:
    """GET /v1/conversations/{id}/stream, as a WebSocket or as server-sent events."""
    parts = request.app[PARTS]
    visitor = _visitor(request)
    state = await parts.log.state(request.match_info["conversation_id"])
    if state.shopper_id != visitor.shopper_id:
        raise UnknownConversation
    since = number(request, "since", 0, 0, 2**53)
    with _counted(request, parts):
        if "text/event-stream" in request.headers.get("Accept", ""):
            return await _server_sent(request, parts, state, since)
        return await _websocket(request, parts, state, since)


def _visitor(request: web.Request) -> Visitor:
    """The token comes as a subprotocol (browsers set no headers), a header, or a query parameter (SSE)."""
    offered = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    for protocol in offered:
        if protocol.strip().startswith("bearer."):
            return request.app[PARTS].tokens.read(protocol.strip().removeprefix("bearer."))
    if "Authorization" in request.headers:
        return visitor_of(request)
    if "token" in request.query:
        return request.app[PARTS].tokens.read(request.query["token"])
    raise NotSignedIn


class _counted:  # noqa: N801 - reads as what it is in a with statement
    """Counts open streams, and refuses too many of one address."""

    def __init__(self, request: web.Request, parts: ChannelParts) -> None:
        self._open = request.app[OPEN]
        self._key = address(request)
        self._gauge = parts.telemetry.streams
        self._limit = parts.settings.server.max_websockets_per_address

    def __enter__(self) -> None:
        if self._open[self._key] >= self._limit:
            raise TooManyRequests
        self._open[self._key] += 1
        self._gauge.inc()

    def __exit__(self, *_: object) -> None:
        self._open[self._key] -= 1
        if not self._open[self._key]:
            del self._open[self._key]
        self._gauge.dec()


async def frames(parts: ChannelParts, state: State, since: int) -> AsyncIterator[Frame]:
    """All frames of a conversation from ``since`` on, without end, in order, none twice."""
    conversation_id, last = state.conversation_id, since
    agent = {"name": state.agent_name} if state.owner == "agent" else None
    yield {
        "type": "hello",
        "conversation_id": conversation_id,
        "owner": state.owner,
        "last_seq": state.last_seq,
        "agent": agent,
    }
    while True:  # a watcher that was cut off is caught up and watches again
        async with parts.bus.watch(conversation_id) as signals:
            async for stored in _read_on(parts, conversation_id, last):
                last = stored.seq
                if event := public_event(stored, parts.speaker().responder):
                    yield {"type": "event", "event": event}
            async for signal in signals:
                if isinstance(signal, Progress):
                    yield {"type": "progress", "text": signal.text, "deadline_ms": signal.deadline_ms}
                elif signal.seq == last + 1:
                    last = signal.seq
                    if event := public_event(signal, parts.speaker().responder):
                        yield {"type": "event", "event": event}
                elif signal.seq > last:
                    break


async def _read_on(parts: ChannelParts, conversation_id: str, since: int) -> AsyncIterator[ev.Stored]:
    while page := await parts.log.read(conversation_id, since=since, limit=PAGE):
        for stored in page:
            yield stored
        since = page[-1].seq


async def _server_sent(
    request: web.Request, parts: ChannelParts, state: State, since: int
) -> web.StreamResponse:
    origin = request.headers.get("Origin", "")
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers={**headers, **(cors_headers(origin) if origin else {})})
    await response.prepare(request)
    writers = {
        asyncio.create_task(_write_events(response, parts, state, since)),
        asyncio.create_task(_write_pongs(response)),
    }
    request.app[EVENT_STREAMS].update(writers)
    try:
        await asyncio.wait(writers, return_when=asyncio.FIRST_COMPLETED)
    finally:
        request.app[EVENT_STREAMS].difference_update(writers)
        for writer in writers:
            writer.cancel()
    return response


async def _write_events(response: web.StreamResponse, parts: ChannelParts, state: State, since: int) -> None:
    with suppress(ConnectionResetError):
        try:
            async for frame in frames(parts, state, since):
                await _write_event(response, frame)
        except ShopclerkError as error:
            await _write_event(response, error_frame(error))


async def _write_pongs(response: web.StreamResponse) -> None:
    with suppress(ConnectionResetError):
        while True:
            await asyncio.sleep(EVENT_HEARTBEAT)
            await _write_event(response, {"type": "pong"})


async def _write_event(response: web.StreamResponse, frame: Frame) -> None:
    await response.write(b"data: " + msgspec.json.encode(frame) + b"\n\n")


async def _websocket(
    request: web.Request, parts: ChannelParts, state: State, since: int
) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(
        protocols=(PROTOCOL,), heartbeat=HEARTBEAT, max_msg_size=parts.settings.server.max_body_bytes
    )
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    outgoing = asyncio.create_task(_send_frames(socket, parts, state, since))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await _incoming(socket, parts, state, message.data)
            else:
                await socket.send_json(error_frame(MalformedJson()))
    finally:
        outgoing.cancel()
        request.app[SOCKETS].discard(socket)
    return socket


async def _send_frames(socket: web.WebSocketResponse, parts: ChannelParts, state: State, since: int) -> None:
    try:
        async for frame in frames(parts, state, since):
            await socket.send_str(msgspec.json.encode(frame).decode())
    except ConnectionResetError:
        return
    except ShopclerkError as error:
        await socket.send_json(error_frame(error))
        await socket.close(code=1011)


async def _incoming(socket: web.WebSocketResponse, parts: ChannelParts, state: State, raw: str) -> None:
    """One frame of the widget; what is wrong with it is told, and the stream goes on."""
    client_id = ""
    try:
        frame = _decode(raw)
        named = frame.get("client_id")
        client_id = named if isinstance(named, str) else ""
        answer = await _handle(parts, state, frame)
    except ShopclerkError as error:
        answer = error_frame(error, client_id)
    if answer:
        with suppress(ConnectionResetError):
            await socket.send_json(answer)


def _decode(raw: str) -> Frame:
    try:
        frame = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise MalformedJson(detail=str(error)) from error
    if not isinstance(frame, dict):
        raise MalformedJson
    return frame


async def _handle(parts: ChannelParts, state: State, frame: Frame) -> Frame | None:
    match frame.get("type"):
        case "message":
            receipt = await take_message(parts, state, frame, typing=True)
            return {"type": "ack", "client_id": frame.get("client_id", ""), "seq": receipt.stored.seq}
        case "handoff":
            receipt = await ask_for_person(
                parts, state, str(frame.get("client_id") or f"handoff-{state.last_seq}")
            )
            return {"type": "ack", "client_id": frame.get("client_id", ""), "seq": receipt.stored.seq}
        case "rate":
            await take_rating(parts, state, frame)
        case "seen":
            await record(parts, state, ev.ProductSeen(product_id=_product_id(frame)))
        case "clicked":
            position = frame.get("position")
            clicked = ev.ProductClicked(
                product_id=_product_id(frame), position=position if isinstance(position, int) else 0
            )
            await take_click(parts, state, await record(parts, state, clicked), clicked)
        case "ping":
            return {"type": "pong"}
        case "typing":
            return None
        case other:
            raise BadRequest(f"There is no frame of type {other!r}.")
    return None


def _product_id(frame: Frame) -> str:
    value = frame.get("product_id")
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise BadRequest("product_id is missing.")
    return value


async def close_streams(app: web.Application) -> None:
    """At shutdown: tell every widget to come back later."""
    writers, sockets = app[EVENT_STREAMS], app[SOCKETS]
    for writer in tuple(writers):
        writer.cancel()
    for socket in tuple(sockets):
        await socket.close(code=1012, message=b"restarting")
