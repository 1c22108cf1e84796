"""A recommender that fails or is late costs its feature, never the page: popular products come instead."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial

import structlog

from bot.telemetry import Telemetry
from retrieval.errors import RecommenderUnavailable
from retrieval.recommend.port import Recommendations, RecommendContext, Recommender

log = structlog.get_logger()

SOURCES = ("bought_together", "similar", "popular")
FAILURES = 3
"""Failures in a row after which a recommender is asked only now and then."""
PAUSE = 1.0
"""Seconds after which it is then asked again, by one call."""


class Guarded(Recommendations, frozen=True, kw_only=True):
    """``degraded``: the recommender failed or was late, and these are popular products by fixed figures."""

    degraded: bool = False


class Breaker:
    """Keeps callers from waiting for what is down, and what is down from being asked by all of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._again = 0.0

    def lets_through(self) -> bool:
        """Whether to try: always, but after ``FAILURES`` in a row once a ``PAUSE``."""
        if self._failures < FAILURES:
            return True
        if self._clock() < self._again:
            return False
        self._again = self._clock() + PAUSE
        return True

    def failed(self) -> None:
        """A try failed."""
        self._failures += 1
        self._again = self._clock() + PAUSE

    def succeeded(self) -> None:
        """A try succeeded: all go through again."""
        self._failures = 0


class GuardedRecommender:
    """Asks ``recommender``, off the loop and for ``deadline`` seconds at most, and ``fallback`` where that
    comes to nothing. ``executor`` runs it (None: the loop's own)."""

    def __init__(
        self,
        recommender: Recommender,
        fallback: Recommender,
        *,
        deadline: float,
        telemetry: Telemetry,
        executor: Executor | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self._recommender, self._fallback = recommender, fallback
        self._deadline, self._telemetry, self._executor = deadline, telemetry, executor
        self._breaker = breaker or Breaker()

    async def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = SOURCES
    ) -> Guarded:
        """See ``Recommender.recommend``; for the event loop. Never raises."""
        if self._breaker.lets_through():
            found = await self._tried(context, k, sources)
            if found is not None:
                self._telemetry.recommendations.labels("served").inc()
                return _guarded(found)
        self._telemetry.recommendations.labels("degraded").inc()
        return await self._popular(context, k)

    async def _tried(
        self, context: RecommendContext, k: int, sources: Sequence[str]
    ) -> Recommendations | None:
        started = time.perf_counter()
        call = partial(_list_of, self._recommender, context, k, sources)
        try:
            running = asyncio.get_running_loop().run_in_executor(self._executor, call)
            found = await asyncio.wait_for(running, self._deadline)
        except TimeoutError:
            log.warning("recommender late", deadline=self._deadline)
            found = None
        if found is None:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
            self._telemetry.recommend_seconds.observe(time.perf_counter() - started)
        return found

    async def _popular(self, context: RecommendContext, k: int) -> Guarded:
        call = asyncio.to_thread(_list_of, self._fallback, context, k, ("popular",))
        try:
            found = await asyncio.wait_for(call, self._deadline)
        except TimeoutError:
            log.error("nothing recommended in time", deadline=self._deadline)
            found = None
        return _guarded(found or Recommendations(), degraded=True)


def _list_of(
    recommender: Recommender, context: RecommendContext, k: int, sources: Sequence[str]
) -> Recommendations | None:
    """Its list, or None where it fails in whatever way: this is the boundary to it."""
    try:
        return recommender.recommend(context, k, sources=sources)
    except RecommenderUnavailable as error:
        log.warning("recommender not available", reason=str(error))
    except Exception:
        log.exception("recommender failed")
    return None


def _guarded(found: Recommendations, *, degraded: bool = False) -> Guarded:
    return Guarded(
        hits=found.hits,
        source=found.source,
        model=found.model,
        propensities=found.propensities,
        degraded=degraded,
    )
