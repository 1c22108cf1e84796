"""The running bot for tests: the prepared demo shop, its real models and indexes, a database of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from blockbuster import blockbuster_ctx
from onnxruntime import InferenceSession
from shopper import Shopper, begin
from tokenizers import Tokenizer

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import Settings, load_settings
from bot.wiring import Services, open_services
from retrieval import encode
from retrieval.encode import Encoder
from retrieval.products import products
from retrieval.products.shelf import Shelf, catalogue_stamp, read_shelf

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo_shop"
QUICK = {
    "turn": {"burst_wait_ms": 0},
    "shop": {"hours": []},
    "server": {"requests_per_minute": 100_000, "messages_per_minute": 100_000},
}
NO_LOCKS = shutil.ignore_patterns(".lock")
"""A linked lock would be one lock of all installations."""


@pytest.fixture(scope="session", autouse=True)
def _shared_exports_are_opened_once() -> Iterator[None]:
    """The models' files that installations share by links are verified and opened once in a process, not in
    each of some hundred tests."""
    opened: dict[object, tuple[InferenceSession, Tokenizer]] = {}
    open_anew = encode.open_export

    def open_once(folder: Path, threads: int) -> tuple[InferenceSession, Tokenizer]:
        files = [file.stat() for file in sorted(folder.iterdir())]
        if any(file.st_nlink < 2 for file in files):
            return open_anew(folder, threads)
        key = (threads, *((file.st_ino, file.st_size, file.st_mtime_ns) for file in files))
        if key not in opened:
            opened[key] = open_anew(folder, threads)
        return opened[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encode, "open_export", open_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_shared_catalogue_is_read_once() -> Iterator[None]:
    """What is made of the demo shop's catalogue and its index is made once in a process, as long as an
    installation has both as they are: it is never written to, and takes a second."""
    read: dict[object, Shelf] = {}

    def read_once(path: Path, root: Path, encoder: Encoder) -> Shelf:
        if not path.is_symlink():
            return read_shelf(path, root, encoder)
        index = sorted(file.stat().st_ino for file in root.rglob("*") if file.is_file())
        key = (path.resolve(), catalogue_stamp(path, root), *index, encoder.name)
        if key not in read:
            read[key] = read_shelf(path, root, encoder)
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "read_shelf", read_once)
        yield


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
