"""The application: routes, sub-applications, middlewares, start and stop."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import msgspec
import structlog
from aiohttp import web

from bot.channels import (
    behaviour,
    catalogue,
    content,
    profile,
    rasa_rest,
    rasa_socketio,
    recommendations,
    rest,
    websocket,
)
from bot.channels.http import Handler, behind_proxy, errors_as_json, guard
from bot.channels.limits import RateLimiter
from bot.channels.openapi import openapi_document
from bot.channels.parts import PARTS, ChannelParts
from bot.channels.tokens import VisitorTokens
from bot.console.absence import AwayRule
from bot.console.accounts import Accounts
from bot.console.app import build_console
from bot.console.desk import Desk
from bot.console.services import ConsoleServices
from bot.conversation.events import Suggested
from bot.conversation.messages import Reply
from bot.conversation.opening import is_open
from bot.conversation.state import AWAY, State
from bot.errors import NotFound, StorageError
from bot.hot_swap import ReleaseFollower
from bot.record.gaps import given_since
from bot.record.outcomes import RecommendationReports
from bot.record.privacy import Privacy
from bot.record.saved_replies import SavedReplies
from bot.record.unmet import unmet_since
from bot.rehearsal import rehearse
from bot.wiring import Services

log = structlog.get_logger()

ERASING_SECONDS = 3600
DAY = 86_400
REFRESH_SECONDS = 0.4
AWAY_OPEN, AWAY_CLOSED = "utter_agent_away", "utter_agent_away_closed"

SERVICES: web.AppKey[Services] = web.AppKey("services", Services)
FOLLOWER: web.AppKey[ReleaseFollower] = web.AppKey("follower", ReleaseFollower)
DIST = Path(__file__).parent / "web" / "dist"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: https:; style-src 'self'; script-src 'self'; "
    "connect-src 'self' ws: wss:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


def build_app(services: Services) -> web.Application:
    """The whole gateway over connected services."""
    settings = services.settings
    app = web.Application(
        middlewares=[errors_as_json, behind_proxy, guard], client_max_size=settings.server.max_body_bytes
    )
    app[SERVICES] = services
    app[FOLLOWER] = ReleaseFollower(services)
    app[PARTS] = channel_parts(services)
    app[websocket.OPEN] = Counter()
    app[websocket.SOCKETS] = set()
    app[websocket.EVENT_STREAMS] = set()
    app.add_routes([*rest.routes, *content.routes, *behaviour.routes, *catalogue.routes])
    app.add_routes(recommendations.routes)
    app.add_routes(profile.routes)
    app.router.add_get("/v1/conversations/{conversation_id}/stream", websocket.stream)
    app.router.add_get("/v1/openapi.json", openapi)
    if settings.channels.rasa_rest:
        app.add_routes(rasa_rest.routes)
    if settings.channels.rasa_socketio:
        rasa_socketio.attach(app)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    app.add_subapp("/console/api", build_console(console_services(services)))
    add_pages(app, settings.state / "images", demo=settings.server.demo_page)
    app.on_response_prepare.append(add_security_headers)
    app.on_shutdown.append(websocket.close_streams)
    app.cleanup_ctx.extend([recovering, erasing, following, shelving])
    return app


def channel_parts(services: Services) -> ChannelParts:
    """What the shoppers' doors need."""
    settings = services.settings
    return ChannelParts(
        settings=settings,
        log=services.log,
        bus=services.bus,
        intake=services.intake,
        speaker=lambda: services.speaker,
        tokens=VisitorTokens(services.secret, settings.identity.session_days, settings.identity.secret),
        behaviour=services.behaviour,
        impressions=services.impressions,
        waits=services.waits,
        requests=RateLimiter(settings.server.requests_per_minute),
        messages=RateLimiter(settings.server.messages_per_minute),
        events=RateLimiter(settings.data.events_per_minute),
        telemetry=services.telemetry,
    )


def console_services(services: Services) -> ConsoleServices:
    """What the staff console needs."""
    return ConsoleServices(
        accounts=accounts(services),
        audit=services.audit,
        inbox=services.inbox,
        privacy=Privacy(services.database, services.log),
        desk=Desk(services.log, services.bus, services.locks),
        log=services.log,
        bus=services.bus,
        library=lambda: services.speaker.library,
        teacher=services.teacher,
        curated=services.curated,
        given=partial(given_since, services.database),
        saved_replies=SavedReplies(services.database),
        reports=reports(services),
        unmet=partial(unmet_since, services.database),
        currency=services.settings.shop.currency,
        rehearse=partial(suggested, services) if services.settings.console.suggestions else None,
        away=away_rule(services),
    )


def away_rule(services: Services) -> AwayRule | None:
    """When an agent counts as away, and what their shoppers are told then, by the shop's hours."""
    shop, minutes = services.settings.shop, services.settings.console.away_minutes

    def reply(state: State) -> Reply:
        response = AWAY_OPEN if is_open(shop.hours, shop.timezone) else AWAY_CLOSED
        return services.speaker.turn.responder.say(response, {"agent": state.agent_name}, state)

    counted = services.telemetry.handoffs.labels(AWAY)
    return AwayRule(minutes * 60.0, reply, returned=counted.inc) if minutes else None


async def suggested(services: Services, state: State) -> Suggested | None:
    """What the live release would answer in a conversation that an agent has."""
    return await rehearse(services.speaker.turn, state)


def reports(services: Services) -> RecommendationReports:
    """Reports on recommendations; variants are those of the products that are live."""
    settings = services.settings

    def product_of(variant_id: str) -> str:
        found = services.speaker.products.variant(variant_id)
        return found[0].product_id if found else ""

    return RecommendationReports(
        services.database, settings.experiment.windows, settings.running_experiment, product_of
    )


def accounts(services: Services) -> Accounts:
    """Staff accounts with the installation's rules."""
    console = services.settings.console
    return Accounts(
        services.staff,
        services.audit,
        idle_seconds=console.session_hours * 3600,
        lockout_attempts=console.lockout_attempts,
        lockout_seconds=console.lockout_minutes * 60,
    )


async def recovering(app: web.Application) -> AsyncIterator[None]:
    """At the start, answer what a crash left unanswered."""
    await app[SERVICES].intake.recover()
    yield


async def erasing(app: web.Application) -> AsyncIterator[None]:
    """Erase closed conversations and events when their time is over, where the shop has set one."""
    settings = app[SERVICES].settings
    if not settings.storage.retention_days and not settings.data.retention_days:
        yield
        return
    task = asyncio.create_task(_erase_old(app[SERVICES]))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _erase_old(services: Services) -> None:
    while True:
        try:
            await _erase_conversations(services, services.settings.storage.retention_days)
            await _erase_behaviour(services, services.settings.data.retention_days)
        except StorageError as error:
            log.error("what is old not erased", reason=error.detail)
        await asyncio.sleep(ERASING_SECONDS)


async def _erase_conversations(services: Services, days: int) -> None:
    if not days:
        return
    erased = await Privacy(services.database, services.log).erase_closed(time.time() - days * DAY)
    if erased.conversations:
        log.info("old conversations erased", conversations=len(erased.conversations), events=erased.events)


async def _erase_behaviour(services: Services, days: int) -> None:
    if not days:
        return
    moment = time.time() - days * DAY
    events = await services.behaviour.erase_before(moment)
    shown = await services.impressions.erase_before(moment)
    if events or shown:
        log.info("old behaviour erased", events=events, impressions=shown)


async def following(app: web.Application) -> AsyncIterator[None]:
    """Take over what is promoted or rolled back while this process serves."""
    task = asyncio.create_task(app[FOLLOWER].run(), name="releases")
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def shelving(app: web.Application) -> AsyncIterator[None]:
    """Show within a second what another process or a person has changed of catalogue, prices and stock."""
    task = asyncio.create_task(_refresh_products(app[SERVICES]), name="products")
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _refresh_products(services: Services) -> None:
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        try:
            if await asyncio.to_thread(services.speaker.products.refresh):
                log.info("products refreshed")
        except Exception:  # the file that could not be read may be read at the next look
            log.exception("products not refreshed")


async def healthz(_request: web.Request) -> web.Response:
    """The process runs."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """The process can answer: storage reads, models and indexes are loaded. ``refused`` names a live release
    that could not be opened, beside the one that goes on speaking."""
    services = request.app[SERVICES]
    await services.inbox.counts()
    answer = {"status": "ready", "release": services.speaker.release.release_id}
    refused = request.app[FOLLOWER].refused
    return web.json_response({**answer, "refused": refused} if refused else answer)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus's text format."""
    body = request.app[SERVICES].telemetry.exposition()
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def openapi(_request: web.Request) -> web.Response:
    """The description of our own API."""
    return web.Response(body=msgspec.json.encode(openapi_document()), content_type="application/json")


def add_pages(app: web.Application, images: Path, *, demo: bool) -> None:
    """Built browser files and the shop's pictures."""
    if images.is_dir():
        app.router.add_static("/images", images)
    app.router.add_get("/console", redirect_to_console)
    app.router.add_get("/console/", page(DIST / "console" / "index.html"))
    app.router.add_get("/widget.js", page(DIST / "widget.js", "text/javascript"))
    if (DIST / "assets").is_dir():
        app.router.add_static("/assets", DIST / "assets")
    if demo:
        shop = page(DIST / "shop" / "index.html")
        app.router.add_get("/", shop)
        app.router.add_get("/product/{product_id}", shop)


async def redirect_to_console(_request: web.Request) -> web.Response:
    """The console's address with its slash."""
    raise web.HTTPFound("/console/")


def page(path: Path, content_type: str = "text/html") -> Handler:
    """A handler that sends a built file."""

    built = path.is_file()

    async def send(_request: web.Request) -> web.StreamResponse:
        if not built:
            raise NotFound("The browser files are not built. Run: make setup")
        headers = {"Content-Type": f"{content_type}; charset=utf-8", "Cache-Control": "no-cache"}
        return web.FileResponse(path, headers=headers)

    return send


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Headers of every answer; pages get a content policy without foreign or inline scripts."""
    response.headers.update({k: v for k, v in SECURITY_HEADERS.items() if k not in response.headers})
    if response.content_type == "text/html" and "Content-Security-Policy" not in response.headers:
        response.headers["Content-Security-Policy"] = PAGE_POLICY
    if request.path.startswith("/assets/"):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    services = request.app.get(SERVICES)
    if services is not None:
        services.telemetry.requests.labels(request.method, str(response.status)).inc()
