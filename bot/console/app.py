"""The console's API as an aiohttp application, to be mounted under /console/api."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from aiohttp import web

from bot.console import (
    conversation,
    curated,
    knowledge,
    live,
    queue,
    recommendations,
    saved_replies,
    session,
    shopper,
    staff,
)
from bot.console.guard import guard
from bot.console.http import translate_errors
from bot.console.hub import HUB, Hub
from bot.console.services import SERVICES, ConsoleServices

LARGEST_BODY = 65_536


def build_console(services: ConsoleServices, *, session_check_seconds: float = 15.0) -> web.Application:
    """All routes; closed to those who are not signed in (bot.console.guard).

    Live sockets look every ``session_check_seconds`` whether their session has ended.
    """
    app = web.Application(middlewares=[translate_errors, guard], client_max_size=LARGEST_BODY)
    app[SERVICES] = services
    app[HUB] = Hub(services, session_check_seconds=session_check_seconds)
    app.add_routes(
        [
            web.post("/session", session.sign_in),
            web.get("/session", session.show),
            web.delete("/session", session.sign_out),
            web.put("/session/password", session.change_password),
            web.get("/inbox", queue.show),
            web.get("/conversations/{id}", conversation.show),
            web.post("/conversations/{id}/take", conversation.take),
            web.post("/conversations/{id}/pass", conversation.pass_on),
            web.post("/conversations/{id}/reply", conversation.reply),
            web.post("/conversations/{id}/discard", conversation.discard),
            web.post("/conversations/{id}/restore", conversation.restore),
            web.post("/conversations/{id}/note", conversation.note),
            web.post("/conversations/{id}/return", conversation.give_back),
            web.post("/conversations/{id}/close", conversation.close),
            web.post("/conversations/{id}/typing", conversation.typing),
            web.get("/conversations/{id}/shopper", shopper.export),
            web.delete("/conversations/{id}/shopper", shopper.erase),
            web.get("/search", knowledge.search),
            web.get("/gaps", knowledge.gaps),
            web.get("/unmet", knowledge.unmet),
            web.get("/teach", knowledge.learning),
            web.post("/teach", knowledge.teach),
            web.get("/answers", curated.show),
            web.post("/answers", curated.add),
            web.post("/answers/learn", curated.learn),
            web.post("/answers/restore", curated.restore),
            web.put("/answers/{id}", curated.change),
            web.delete("/answers/{id}", curated.remove),
            web.get("/saved-replies", saved_replies.show),
            web.post("/saved-replies", saved_replies.add),
            web.put("/saved-replies/{id}", saved_replies.change),
            web.delete("/saved-replies/{id}", saved_replies.delete),
            web.get("/recommendations", recommendations.report),
            web.get("/colleagues", staff.colleagues),
            web.get("/staff", staff.show),
            web.post("/staff", staff.add),
            web.patch("/staff/{id}", staff.change),
            web.get("/audit", staff.audit),
            web.get("/live", live.connect),
        ]
    )
    app.cleanup_ctx.append(_run_hub)
    app.on_shutdown.append(_close_sockets)
    return app


async def _run_hub(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(app[HUB].run(), name="console hub")
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _close_sockets(app: web.Application) -> None:
    await app[HUB].close()
