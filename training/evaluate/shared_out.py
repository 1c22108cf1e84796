"""Conversations shared out among processes, each with the whole bot, as one keeps one core busy."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import structlog

from bot.logs import set_up_logs
from bot.settings import load_settings
from training.evaluate.conversation_cases import Case
from training.evaluate.conversations import CaseResult, Report, hold, report_of_cases, whole_bot

if TYPE_CHECKING:
    from bot.wiring import Services

LEAST = 100
"""Conversations for which a process pays: it opens all models first."""
MEMORY = 2 * 2**30
"""Bytes that must be free for each process more."""
LOOK = 1.0
"""Seconds between two looks at how far the others are."""
_counter: Any = None
log = structlog.get_logger()


async def hold_on_all_cores(
    cases: Sequence[Case],
    services: Services,
    state: Path,
    live: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    processes: int = 0,
) -> Report:
    """Hold the conversations as ``hold`` does, part of them in other processes, which open the release
    ``live`` of ``state`` (as in ``whole_bot``) for themselves. ``processes``: so many; by default one a core,
    as far as they pay and there is memory."""
    count = processes or _processes(len(cases))
    if count == 1:
        return await hold(cases, services, progress)
    try:
        return await _shared_out(cases, services, state, live, progress, count)
    except BrokenProcessPool:  # one was ended from outside, as for its memory
        log.warning("conversations are held by one process: another was ended")
        return await hold(cases, services, progress)


async def _shared_out(
    cases: Sequence[Case],
    services: Services,
    state: Path,
    live: str,
    progress: Callable[[int, int], None],
    count: int,
) -> Report:
    context, loop = get_context("spawn"), asyncio.get_running_loop()
    counter = context.Value("i", 0)
    pool = ProcessPoolExecutor(count - 1, context, _begin, (counter,))
    try:
        others = [
            loop.run_in_executor(pool, _hold_part, cases[part::count], state, live)
            for part in range(1, count)
        ]
        held = cases[::count]
        own = await hold(held, services, lambda done, _all: progress(done + counter.value, len(cases)))
        waiting: set[asyncio.Future[Report]] = set(others)
        while waiting:
            _, waiting = await asyncio.wait(waiting, timeout=LOOK)
            progress(len(held) + counter.value, len(cases))
        parts = (own, *(one.result() for one in others))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    results: list[CaseResult | None] = [None] * len(cases)
    for part, report in enumerate(parts):
        results[part::count] = report.cases
    return report_of_cases([result for result in results if result is not None])


def _processes(cases: int) -> int:
    free = psutil.virtual_memory().available // MEMORY
    return max(min(os.cpu_count() or 1, 1 + free, cases // LEAST), 1)


def _begin(counter: Any) -> None:
    """What a process knows before it is given anything."""
    global _counter
    _counter = counter


def _hold_part(cases: Sequence[Case], state: Path, live: str) -> Report:
    set_up_logs(load_settings(state, {"logs": {"level": "warning"}}).logs)  # it shares a terminal
    return asyncio.run(_held(cases, state, live))


async def _held(cases: Sequence[Case], state: Path, live: str) -> Report:
    def tell(_done: int, _all: int) -> None:
        with _counter.get_lock():
            _counter.value += 1

    async with whole_bot(state, live) as services:
        return await hold(cases, services, tell)
