"""Measures events of behaviour taken in over HTTP while shoppers chat."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import numpy as np

from bot.errors import ShopclerkError
from bot.settings import load_settings
from retrieval.products.rows import read_catalogue
from training.bench.server import copied_installation, running_server
from training.bench.turn import WARM_UP, run, sample_texts

KEY = "measured-events-only"
SENDERS = 16
"""Batches under way at one time."""
FASTEST_SECONDS = 5.0


class Feeder:
    """Sends batches of new events at a steady rate; ``rate`` None: as fast as they are taken."""

    def __init__(self, url: str, products: Sequence[str], batch: int, rate: float | None) -> None:
        self._url, self._products, self._batch, self._rate = url, products, batch, rate
        self._made = 0
        self._slot = 0
        self.accepted = 0
        self.times: list[float] = []
        self._started = time.perf_counter()

    async def feed(self, seconds: float) -> float:
        """Send until the time is up; returns how many events were taken in a second."""
        self._started = time.perf_counter()
        headers = {"Authorization": f"Bearer {KEY}"}
        async with aiohttp.ClientSession(self._url, headers=headers) as session:
            await asyncio.gather(*(self._send(session, seconds) for _ in range(SENDERS)))
        return self.accepted / (time.perf_counter() - self._started)

    async def _send(self, session: aiohttp.ClientSession, seconds: float) -> None:
        while (at := self._next()) < seconds:
            await asyncio.sleep(max(0.0, self._started + at - time.perf_counter()))
            begun = time.perf_counter()
            async with session.post("/v1/events", json={"events": self._events()}) as response:
                answer = await response.json()
            self.times.append(time.perf_counter() - begun)
            if response.status != 200 or answer["refused"]:
                raise ShopclerkError(f"Events were refused: {answer}")
            self.accepted += answer["accepted"]

    def _next(self) -> float:
        """When the next batch is due, in seconds from the start."""
        if self._rate is None:
            return time.perf_counter() - self._started
        self._slot += 1
        return (self._slot - 1) * self._batch / self._rate

    def _events(self) -> list[dict[str, str]]:
        self._made += self._batch
        return [
            {
                "type": "view",
                "event_id": uuid.uuid4().hex,
                "shopper_id": str((self._made + n) % 5_000),
                "product_id": self._products[(self._made + n) % len(self._products)],
            }
            for n in range(self._batch)
        ]


def bench_events(
    state: Path, *, rate: float, batch: int, shoppers: int, messages: int, database: str = ""
) -> dict[str, float]:
    """Messages of ``shoppers`` without and with ``rate`` events a second beside them, in one run; then events
    alone, as fast as they are taken. ``database``: URL of an empty PostgreSQL database; "" is SQLite.

    Raises: ShopclerkError when anything is refused.
    """
    settings = load_settings(state)
    products = read_catalogue(settings.state / "catalogue.csv", currency=settings.shop.currency).products
    ids = [product.product_id for product in products]
    texts = sample_texts(state, messages + WARM_UP)
    environment = {"SHOPCLERK_DATA__KEY": KEY} | ({"SHOPCLERK_STORAGE__URL": database} if database else {})
    with copied_installation(state) as copy, running_server(copy, environment) as server:
        asyncio.run(run(server.url, texts[:WARM_UP], 4))
        alone = asyncio.run(run(server.url, texts[WARM_UP:], shoppers))
        feeder = Feeder(server.url, ids, batch, rate)
        beside, taken = asyncio.run(_both(feeder, server.url, texts[WARM_UP:], shoppers))
        fastest = asyncio.run(Feeder(server.url, ids, batch, None).feed(FASTEST_SECONDS))
    p50, p95 = np.percentile(np.asarray(feeder.times) * 1000, [50, 95])
    figures = {
        "events_per_second": taken, "batch_p50_ms": float(p50), "batch_p95_ms": float(p95),
        "turn_p50_ms": beside["p50_ms"], "turn_p95_ms": beside["p95_ms"],
        "turn_alone_p50_ms": alone["p50_ms"], "turn_alone_p95_ms": alone["p95_ms"],
        "events_per_second_alone": fastest,
    }  # fmt: skip
    return {name: round(value, 1) for name, value in figures.items()}


async def _both(
    feeder: Feeder, url: str, texts: Sequence[str], shoppers: int
) -> tuple[dict[str, float], float]:
    """Events as long as there is something said: the figures of the turns, and events taken in a second."""
    started = time.perf_counter()
    feeding = asyncio.create_task(feeder.feed(3600.0))
    try:
        turns = await run(url, texts, shoppers)
        if feeding.done():
            feeding.result()  # it ends before its time only by an error
        return turns, feeder.accepted / (time.perf_counter() - started)
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
