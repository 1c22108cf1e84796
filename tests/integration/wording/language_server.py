"""A server that speaks the OpenAI-compatible protocol, on this machine, and behaves as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[dict[str, Any]], str]
"""The body of a request to the text that the model writes."""


class LanguageServer:
    """Answers chat completions. ``answer`` says what; ``seen`` are the bodies of the requests, ``keys`` what
    they showed as authorization."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.behaviour = "streams"
        self.seen: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.url = ""

    async def complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.seen.append(body)
        self.keys.append(request.headers.get("Authorization", ""))
        match self.behaviour:
            case "refuses":
                return web.json_response({"error": {"message": "no such model"}}, status=404)
            case "redirects":
                return web.Response(status=307, headers={"Location": "/elsewhere"})
            case "rubbish":
                return web.Response(text="data: <html>not what you want</html>\n\n")
            case "no stream":
                return web.json_response({"choices": [{"message": {"content": "All is free."}}]})
            case "endless line":
                return web.Response(text="data: " + "x" * 1_000_000 + "\n\n")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        if self.behaviour == "stalls":
            await asyncio.sleep(30)
        for piece in self.answer(body).split(" "):
            await self._send(response, {"choices": [{"index": 0, "delta": {"content": piece + " "}}]})
            if self.behaviour == "stalls midway":
                await asyncio.sleep(30)
            if self.behaviour == "breaks off":
                return response
            if self.behaviour == "breaks off with an error":
                await self._send(response, {"error": {"message": "out of memory"}})
        await self._send(response, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        await response.write(b": a comment\n\ndata: [DONE]\n\n")
        return response

    async def _send(self, response: web.StreamResponse, chunk: dict[str, Any]) -> None:
        await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")


@asynccontextmanager
async def language_server(answer: Answer) -> AsyncIterator[LanguageServer]:
    """The server, listening; ``url`` is its address up to the version."""
    server = LanguageServer(answer)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.complete)
    async with TestServer(app) as listening:
        server.url = str(listening.make_url("/v1"))
        yield server
