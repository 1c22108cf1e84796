"""Measures swaps of the live release under load: nothing may fail, and memory may not grow."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import aiohttp
import numpy as np

from bot.errors import ReleaseError, ShopclerkError
from bot.releases import Release, being_made, live_id, live_release, promote, read_release, roll_back, seal
from bot.settings import load_settings
from training.bench.server import Running, copied_installation, running_server
from training.bench.turn import MESSAGES_A_CONVERSATION, sample_texts

SETTLED = 5
"""Swaps before memory is compared: the first ones fill caches and threads."""
PATIENCE = 60.0
"""Seconds in which a swap must be taken over."""
TOLD = 3
"""Failed turns, and lines of the server, that are shown."""


class Swapped(NamedTuple):
    """The figures of a run; what came in place of answers, one text a failed turn; and the last lines that
    the server printed, where a turn failed."""

    figures: dict[str, float]
    failed: list[str]
    server: list[str]


class _Talk(NamedTuple):
    """What the shoppers of a run met: seconds to each answer, and what came in place of answers."""

    seconds: list[float]
    failed: list[str]


def bench_swaps(
    state: Path,
    *,
    swaps: int,
    shoppers: int,
    every: float,
    progress: Callable[[int, int], None],
    release_id: str = "",
) -> Swapped:
    """Swap the live release and another in turn while ``shoppers`` talk: the one named, or by default a new
    one with the files of the live one. MB are those of the server's process, after the first swaps, half-way,
    at their highest, and at the end; ``taken_over_s`` from promotion to the first answer of /readyz with the
    new name, median.

    Raises: ReleaseError without a live release or the one named, ShopclerkError when a swap is not taken
    over.
    """
    texts = sample_texts(state, 500)
    with copied_installation(state) as copy:
        releases = load_settings(copy).var / "releases"
        other = read_release(releases / release_id) if release_id else copy_of_live(releases)
        with running_server(copy) as server:
            return asyncio.run(_swap(server, releases, other, texts, (swaps, shoppers, every), progress))


def copy_of_live(releases: Path) -> Release:
    """A new release with the files of the live one.

    Raises: ReleaseError.
    """
    live = live_release(releases)
    if live is None:
        raise ReleaseError("No release is live. Run: shopclerk prepare")
    before = live.manifest
    with being_made(releases) as folder:
        for name in before.files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(live.path / name, folder / name)
        return seal(folder, data_hash=before.data_hash, base_model=before.base_model, metrics={})


async def _swap(
    server: Running,
    releases: Path,
    other: Release,
    texts: list[str],
    plan: tuple[int, int, float],
    progress: Callable[[int, int], None],
) -> Swapped:
    swaps, shoppers, every = plan
    stop, talk, took, memory = asyncio.Event(), _Talk([], []), list[float](), list[float]()
    async with aiohttp.ClientSession(server.url) as session:
        talks = [asyncio.create_task(_talk(session, texts[n::shoppers], stop, talk)) for n in range(shoppers)]
        for swap in range(swaps):
            await asyncio.sleep(every)
            took.append(await asyncio.to_thread(_go_live, server.url, releases, other, back=bool(swap % 2)))
            memory.append(_megabytes(server.pid))
            progress(swap + 1, swaps)
        stop.set()
        await asyncio.gather(*talks)
    p50, p95, p99 = np.percentile(np.asarray(talk.seconds) * 1000, [50, 95, 99])
    figures = {
        "swaps": swaps, "messages": len(talk.seconds), "failed": len(talk.failed),
        "p50_ms": p50, "p95_ms": p95, "p99_ms": p99,
        "taken_over_s": float(np.median(took)), "memory_mb_settled": memory[min(SETTLED, swaps) - 1],
        "memory_mb_half_way": memory[swaps // 2 - 1], "memory_mb_highest": max(memory),
        "memory_mb_end": memory[-1],
    }  # fmt: skip
    lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines() if talk.failed else []
    rounded = {name: round(float(value), 2) for name, value in figures.items()}
    return Swapped(rounded, talk.failed, lines[-TOLD:])


def _go_live(url: str, releases: Path, other: Release, *, back: bool) -> float:
    """Seconds until the server speaks with the other release, or with the first one again."""
    started = time.perf_counter()
    if back:
        roll_back(releases)
    else:
        promote(other)
    while time.perf_counter() - started < PATIENCE:
        with urllib.request.urlopen(f"{url}/readyz", timeout=30) as answer:  # noqa: S310 - loopback
            if json.load(answer)["release"] == live_id(releases):
                return time.perf_counter() - started
        time.sleep(0.05)
    raise ShopclerkError(f"The release was not taken over in {PATIENCE:g} s.")


async def _talk(session: aiohttp.ClientSession, texts: list[str], stop: asyncio.Event, talk: _Talk) -> None:
    number = 0
    while not stop.is_set():
        async with session.post("/v1/conversations", json={}) as response:
            begun = await response.json()
        path = f"/v1/conversations/{begun['conversation_id']}/messages"
        headers = {"Authorization": f"Bearer {begun['token']}"}
        for _ in range(MESSAGES_A_CONVERSATION):
            number += 1
            text, started = texts[number % len(texts)], time.perf_counter()
            failed = await _say(session, path, headers, text)
            talk.seconds.append(time.perf_counter() - started)
            if failed:
                talk.failed.append(f"{text}: {failed}")


async def _say(session: aiohttp.ClientSession, path: str, headers: dict[str, str], text: str) -> str:
    """What came in place of an answer, "" where that came."""
    async with session.post(path, json={"text": text, "wait": True}, headers=headers) as response:
        answer = await response.json()
    failed = [event["code"] for event in answer.get("events", ()) if event["type"] == "TurnFailed"]
    if failed:
        return ", ".join(failed)
    return "" if response.status == 202 else f"{response.status} {answer}"


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
