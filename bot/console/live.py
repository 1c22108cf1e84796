"""GET live: the WebSocket."""

from __future__ import annotations

from aiohttp import web

from bot.console.guard import person_of
from bot.console.hub import HUB
from bot.console.services import TOKEN
from bot.console.socket import LiveSocket

LARGEST_MESSAGE = 4096
HEARTBEAT_SECONDS = 25.0


async def connect(request: web.Request) -> web.StreamResponse:
    """Serve one console until it leaves."""
    connection = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=LARGEST_MESSAGE)
    await connection.prepare(request)
    await LiveSocket(request.config_dict[HUB], connection, person_of(request), request[TOKEN]).run()
    return connection
