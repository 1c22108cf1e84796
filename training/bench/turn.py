"""Measures turns over HTTP with concurrent shoppers."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import numpy as np

from bot.errors import BadRequest, ShopclerkError
from bot.models import open_assistant
from bot.settings import load_settings
from training.bench.server import copied_installation, running_server

SHOPPERS = (1, 32)
MESSAGES_A_CONVERSATION = 10
WARM_UP = 40


def bench_turn(
    state: Path, *, messages: int, runs: int, intents: Sequence[str] = ()
) -> dict[str, dict[str, float]]:
    """Medians over runs: ``shoppers_1`` and ``shoppers_32``, each p50_ms, p95_ms, per_second.

    Raises: BadRequest for an intent without examples.
    """
    texts = sample_texts(state, messages + WARM_UP, intents)
    with copied_installation(state) as copy, running_server(copy) as server:
        asyncio.run(run(server.url, texts[:WARM_UP], 4))
        return {
            f"shoppers_{shoppers}": median_of(
                [asyncio.run(run(server.url, texts[WARM_UP:], shoppers)) for _ in range(runs)]
            )
            for shoppers in SHOPPERS
        }


def sample_texts(state: Path, count: int, intents: Sequence[str] = ()) -> list[str]:
    """Training examples of the assistant, shuffled with a fixed seed and repeated as needed; of ``intents``
    only, if any are named.

    Raises: BadRequest for an intent without examples.
    """
    every = open_assistant(load_settings(state)).nlu.examples
    unknown = set(intents) - {example.intent for example in every}
    if unknown:
        raise BadRequest(f"There are no training examples of {', '.join(sorted(unknown))}.")
    examples = [example.text for example in every if not intents or example.intent in intents]
    shuffled = random.Random(7).sample(examples, len(examples))
    return [shuffled[i % len(shuffled)] for i in range(count)]


def median_of(reports: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {key: round(statistics.median(report[key] for report in reports), 2) for key in reports[0]}


async def run(url: str, texts: Sequence[str], shoppers: int) -> dict[str, float]:
    """Send all texts, ``shoppers`` at a time, each waiting for its answer."""
    queue: asyncio.Queue[str] = asyncio.Queue()
    for text in texts:
        queue.put_nowait(text)
    times: list[float] = []
    started = time.perf_counter()
    connector = aiohttp.TCPConnector(limit=shoppers)
    async with aiohttp.ClientSession(url, connector=connector) as session:
        await asyncio.gather(*(_shopper(session, queue, times) for _ in range(shoppers)))
    seconds = time.perf_counter() - started
    p50, p95 = np.percentile(np.asarray(times) * 1000, [50, 95])
    return {"p50_ms": float(p50), "p95_ms": float(p95), "per_second": len(times) / seconds}


async def _shopper(session: aiohttp.ClientSession, queue: asyncio.Queue[str], times: list[float]) -> None:
    """Conversations of some messages each, until nothing is left to say."""
    while not queue.empty():
        async with session.post("/v1/conversations", json={}) as response:
            begun = await response.json()
        path = f"/v1/conversations/{begun['conversation_id']}/messages"
        headers = {"Authorization": f"Bearer {begun['token']}"}
        for _ in range(MESSAGES_A_CONVERSATION):
            if queue.empty():
                return
            body = {"text": queue.get_nowait(), "wait": True}
            started = time.perf_counter()
            async with session.post(path, json=body, headers=headers) as response:
                answer = await response.json()
            times.append(time.perf_counter() - started)
            if response.status != 202:
                raise ShopclerkError(f"A message was refused: {answer}")
