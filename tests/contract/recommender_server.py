"""The recommender's door on a port of this machine, in a thread of its own, over any recommender."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from aiohttp import web

from bot.listening import listen
from bot.recommender.app import RecommenderParts, recommender_app
from bot.telemetry import Telemetry
from retrieval.recommend.port import Recommender

KEY = "opens the recommender to the gateway"


class RecommenderServer:
    """Serves while the block runs; ``url`` says where."""

    def __init__(self, recommender: Recommender) -> None:
        self.url = ""
        self.telemetry = Telemetry()
        self._executor = ThreadPoolExecutor(2)
        self._parts = RecommenderParts(
            recommender=lambda: recommender,
            release=lambda: "r1",
            refused=lambda: "",
            key=KEY,
            telemetry=self.telemetry,
            executor=self._executor,
        )
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> RecommenderServer:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._executor.shutdown()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        runner = web.AppRunner(recommender_app(self._parts), access_log=None, handler_cancellation=True)
        await runner.setup()
        self.url = await listen(runner, "127.0.0.1", 0)
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()
