"""The recommender as a process of its own: the gateway asks it, goes on without it, and comes back to it."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.installation import recommender_key
from bot.model_files import model_files
from bot.models import open_encoder, open_products
from bot.releases import live_release, new_folder, promote, seal
from bot.settings import Settings, load_settings
from retrieval.recommend.port import RecommendContext
from retrieval.recommend.wire import PATH, Asked, Told
from training.bench.server import free_port, wait_until_ready

TENT = "P0001"
SIMILAR = f"/v1/products/{TENT}/similar"
OWN_KEY = "a key that only the two know"
ASKED = msgspec.json.encode(Asked(context=RecommendContext(viewed=(TENT,)), k=3, sources=("similar",)))


class Process:
    """The recommender's process of an installation, on a port that stays the same."""

    def __init__(self, state: Path, port: int) -> None:
        self.state, self.url = state, f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "bot", "recommend", "serve", "--port", str(port)]
        self.running: subprocess.Popen[bytes] | None = None

    async def start(self, **environment: str) -> None:
        """Start it; it is ready then."""
        command = [*self._command, "--state", str(self.state)]
        self.running = await asyncio.to_thread(
            subprocess.Popen, command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
        )
        assert await asyncio.to_thread(wait_until_ready, self.url, self.running)

    async def end(self, how: signal.Signals) -> int:
        """Send a signal to its pid; returns the status with which it ended."""
        assert self.running is not None
        os.kill(self.running.pid, how)
        return await asyncio.to_thread(self.running.wait, 20)


@pytest.fixture
async def process(state: Path) -> AsyncIterator[Process]:
    process = Process(state, free_port())
    yield process
    if process.running is not None and process.running.poll() is None:
        await process.end(signal.SIGKILL)


@pytest.fixture
def settings(settings: Settings, process: Process) -> Settings:
    own = settings.recommend.model_copy(update={"url": process.url, "deadline_seconds": 3.0})
    return settings.model_copy(update={"recommend": own})


async def get(client: TestClient, path: str = SIMILAR) -> dict[str, Any]:
    response = await client.get(path)
    assert response.status == 200, await response.text()
    answer: dict[str, Any] = await response.json()
    return answer


async def when_back(client: TestClient) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while (answer := await get(client))["degraded"]:
            await asyncio.sleep(0.1)
    return answer


async def ask(process: Process, key: str, body: bytes | io.BytesIO = ASKED) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        aiohttp.ClientSession(process.url, headers=headers) as session,
        session.post(PATH, data=body) as response,
    ):
        return response.status, await response.read()


async def test_the_gateway_goes_on_without_it_and_comes_back(process: Process, shopper: Shopper) -> None:
    answer = await get(shopper.client)
    assert (answer["source"], answer["degraded"]) == ("popular", True), "nothing listens yet"
    for _ in range(2):
        await process.start()
        back = await when_back(shopper.client)
        assert back["source"] == "similar"
        assert await process.end(signal.SIGKILL) == -signal.SIGKILL
        for _ in range(5):
            gone = await get(shopper.client)
            assert (gone["source"], gone["degraded"]) == ("popular", True)
            assert gone["products"]
        replies = await shopper.replies("what do most people buy?")
        assert any(reply.get("cards") for reply in replies)


async def test_it_sells_nothing_that_has_just_been_sold_out(
    process: Process, client: TestClient, settings: Settings
) -> None:
    await process.start()
    first = (await when_back(client))["products"][0]
    updates = [
        msgspec.json.encode({"variant_id": variant["variant_id"], "stock": 0})
        for variant in first["variants"]
    ]

    def sell_out() -> None:
        files = model_files(settings)
        open_products(settings, open_encoder(settings, files), files).update(updates, currency="EUR")

    await asyncio.to_thread(sell_out)
    answer = await get(client)
    assert not answer["degraded"]
    assert first["product_id"] not in [product["product_id"] for product in answer["products"]]


async def test_only_the_gateway_may_ask(process: Process) -> None:
    derived = recommender_key(load_settings(process.state))
    await process.start()
    status, body = await ask(process, derived)
    assert status == 200
    told = msgspec.json.decode(body, type=Told)
    assert len(told.hits) == 3
    assert all(hit.reasons for hit in told.hits)
    for wrong in ("", "x", derived[:-1]):
        assert (await ask(process, wrong))[0] == 401
    for bad in (b"", b"{", b"[]", b'{"k": 3}', ASKED.replace(b'"similar"', b"7")):
        assert (await ask(process, derived, bad))[0] == 400
    assert (await ask(process, derived, io.BytesIO(b" " * 2_000_000)))[0] == 413
    await process.end(signal.SIGKILL)
    await process.start(SHOPCLERK_RECOMMEND__KEY=OWN_KEY)
    assert (await ask(process, OWN_KEY))[0] == 200
    assert (await ask(process, derived))[0] == 401


async def test_it_follows_the_live_release_and_is_stopped_gently(process: Process) -> None:
    await process.start()
    releases = process.state / "var" / "releases"
    live = live_release(releases)
    assert live is not None
    folder = new_folder(releases)
    for name in live.manifest.files:
        shutil.copyfile(live.path / name, folder / name)
    twin = seal(folder, data_hash="twin", base_model=live.manifest.base_model, metrics={})
    promote(twin)
    async with aiohttp.ClientSession(process.url) as session, asyncio.timeout(20):
        while (await (await session.get("/readyz")).json())["release"] != twin.release_id:
            await asyncio.sleep(0.2)
        metrics = await (await session.get("/metrics")).text()
        assert 'shopclerk_release_swaps_total{outcome="taken_over"} 1.0' in metrics
        assert (await (await session.get("/healthz")).json()) == {"status": "ok"}
    assert await process.end(signal.SIGTERM) == 0


def test_the_list_on_the_command_line(prepared_demo: Path, tmp_path: Path) -> None:
    report = tmp_path / "list.json"

    def listed(*arguments: str) -> list[dict[str, Any]]:
        command = ["recommend", "list", "--state", str(prepared_demo), "--json", str(report), *arguments]
        result = CliRunner().invoke(build_cli(), command, catch_exceptions=False)
        assert result.exit_code == 0
        found: dict[str, Any] = msgspec.json.decode(report.read_bytes())
        assert found["hits"][0]["product"]["product_id"] in result.stdout
        return list(found["hits"])

    assert len(listed("-k", "4")) == 4
    assert {hit["product"]["category"] for hit in listed("--category", "tents")} == {"tents"}
    beside = listed("--product", TENT)
    assert TENT not in {hit["product"]["product_id"] for hit in beside}
    assert all(hit["reasons"] for hit in beside)
