"""The running bot for tests: the prepared demo shop, its real models and indexes, a database of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from blockbuster import blockbuster_ctx
from shopper import Shopper, begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import Settings, load_settings
from bot.wiring import Services, open_services

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo_shop"
QUICK = {
    "turn": {"burst_wait_ms": 0},
    "shop": {"hours": []},
    "server": {"requests_per_minute": 100_000, "messages_per_minute": 100_000},
}
NO_LOCKS = shutil.ignore_patterns(".lock")
"""A linked lock would be one lock of all installations."""


@pytest.fixture(scope="session")
def prepared_demo() -> Path:
    """The demo shop's folder with models and indexes built (`make test` prepares it)."""
    if not (DEMO / "var" / "releases" / "LIVE").exists():
        pytest.fail("The demo shop is not prepared. Run: make setup")
    return DEMO


def installation(demo: Path, target: Path) -> Path:
    """A new installation of the demo shop: files linked, models and indexes shared, its own database."""
    target.mkdir(parents=True, exist_ok=True)
    for item in demo.iterdir():
        if item.name not in ("var", "shop"):
            (target / item.name).symlink_to(item)
    shutil.copytree(demo / "shop", target / "shop")
    (target / "var").mkdir()
    for name in ("models", "releases", "index"):
        shutil.copytree(demo / "var" / name, target / "var" / name, copy_function=os.link, ignore=NO_LOCKS)
    return target


@pytest.fixture
def state(prepared_demo: Path, tmp_path: Path) -> Path:
    """A fresh installation of the demo shop."""
    return installation(prepared_demo, tmp_path / "state")


@pytest.fixture
def settings(state: Path) -> Settings:
    """Its settings, without waiting for bursts and without rate limits in the way."""
    return load_settings(state, QUICK)


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    """The running bot, without doors."""
    await migrate(settings.database_url)
    async with open_services(settings) as opened:
        yield opened


@pytest.fixture
async def client(services: Services) -> AsyncIterator[TestClient]:
    """The gateway, over HTTP. Once it is open, nothing of ours may block the loop."""
    async with TestClient(TestServer(build_app(services))) as opened:
        with blockbuster_ctx(["bot", "retrieval"]):
            yield opened


@pytest.fixture
async def shopper(client: TestClient) -> Shopper:
    """A visitor with a conversation."""
    return await begin(client)
