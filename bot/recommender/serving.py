"""Runs the recommender's process until it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
import uvloop
from aiohttp import web
from rich.console import Console

from bot.installation import recommender_key
from bot.listening import listen, until_stopped
from bot.models import model_threads
from bot.recommender.app import RecommenderParts, recommender_app
from bot.recommender.live import LiveRecommender
from bot.settings import Settings
from bot.telemetry import Telemetry

log = structlog.get_logger()

REFRESH_SECONDS = 0.4


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises: PortInUse, and what loading the live release raises.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    with model_threads(settings.turn.threads) as executor:
        telemetry, loop = Telemetry(), asyncio.get_running_loop()
        live = await loop.run_in_executor(executor, LiveRecommender, settings, telemetry)
        app = recommender_app(_parts(settings, live, telemetry, executor))
        # A gateway that no longer waits is not worked for.
        runner = web.AppRunner(app, access_log=None, handle_signals=False, handler_cancellation=True)
        await runner.setup()
        try:
            async with _following(live):
                address = await listen(runner, settings.recommend.host, settings.recommend.port)
                Console(soft_wrap=True).print(f"The recommender listens at {address}", highlight=False)
                await until_stopped()
        finally:
            await runner.cleanup()


def _parts(
    settings: Settings, live: LiveRecommender, telemetry: Telemetry, executor: ThreadPoolExecutor
) -> RecommenderParts:
    return RecommenderParts(
        recommender=lambda: live.loaded.recommender,
        release=lambda: live.loaded.release,
        refused=lambda: live.refused,
        key=recommender_key(settings),
        telemetry=telemetry,
        executor=executor,
    )


@asynccontextmanager
async def _following(live: LiveRecommender) -> AsyncIterator[None]:
    """Take over releases, catalogue, prices and stock as they change."""
    tasks = [asyncio.create_task(live.run()), asyncio.create_task(_refresh(live))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _refresh(live: LiveRecommender) -> None:
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        try:
            if await asyncio.to_thread(live.loaded.products.refresh):
                log.info("products refreshed")
        except Exception:  # the file that could not be read may be read at the next look
            log.exception("products not refreshed")
