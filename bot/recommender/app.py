"""The door of the recommender's process: the port of recommenders over HTTP, for the gateway alone."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import msgspec
from aiohttp import web

from bot.channels.http import bearer, errors_as_json, json_response
from bot.errors import BadRequest, NotSignedIn
from bot.telemetry import Telemetry
from retrieval.recommend.port import Recommender
from retrieval.recommend.wire import PATH, Asked, told

BYTES = 1024 * 1024
"""Of a request: a history of 200 events and 400 ids are some 30 kB."""
MOST = 1_000
"""Products of a list."""


@dataclass(frozen=True)
class RecommenderParts:
    """What the door needs. ``recommender``, ``release`` and ``refused`` give what is live now, to be asked
    anew for each request; ``key`` opens the door; ``executor`` runs the recommender."""

    recommender: Callable[[], Recommender]
    release: Callable[[], str]
    refused: Callable[[], str]
    key: str
    telemetry: Telemetry
    executor: Executor | None = None


PARTS: web.AppKey[RecommenderParts] = web.AppKey("recommender", RecommenderParts)


def recommender_app(parts: RecommenderParts) -> web.Application:
    """The application."""
    app = web.Application(middlewares=[errors_as_json], client_max_size=BYTES)
    app[PARTS] = parts
    app.add_routes(
        [
            web.post(PATH, recommend),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/metrics", metrics),
        ]
    )
    app.on_response_prepare.append(_count)
    return app


async def recommend(request: web.Request) -> web.Response:
    """A list. Who hangs up before its turn has come costs nothing."""
    parts = request.app[PARTS]
    if not hmac.compare_digest(parts.key.encode(), bearer(request).encode()):
        raise NotSignedIn("This door opens with the gateway's key.")
    asked = await _asked(request)
    call = partial(parts.recommender().recommend, asked.context, asked.k, sources=asked.sources)
    started = time.perf_counter()
    found = await asyncio.get_running_loop().run_in_executor(parts.executor, call)
    parts.telemetry.recommend_seconds.observe(time.perf_counter() - started)
    parts.telemetry.recommendations.labels("served").inc()
    return json_response(told(found))


async def _asked(request: web.Request) -> Asked:
    try:
        asked = msgspec.json.decode(await request.read(), type=Asked)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRequest(f"The body must be a context, k and sources: {error}.") from error
    if not 0 <= asked.k <= MOST:
        raise BadRequest(f"k must be from 0 to {MOST}.")
    return asked


async def healthz(_request: web.Request) -> web.Response:
    """The process runs."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """The process can recommend: it listens only when all is loaded. ``refused`` names a live release that
    could not be opened, beside the one that goes on."""
    parts = request.app[PARTS]
    answer = {"status": "ready", "release": parts.release()}
    refused = parts.refused()
    return web.json_response({**answer, "refused": refused} if refused else answer)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus's text format."""
    body = request.app[PARTS].telemetry.exposition()
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _count(request: web.Request, response: web.StreamResponse) -> None:
    request.app[PARTS].telemetry.requests.labels(request.method, str(response.status)).inc()
