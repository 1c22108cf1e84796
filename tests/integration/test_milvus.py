"""A document index whose vectors lie in Milvus: built, changed, searched, served, and out of reach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from aiohttp.test_utils import TestClient, TestServer
from milvus_server import MilvusServer
from shopper import Shopper, begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import Settings, load_settings
from bot.wiring import open_services
from retrieval.documents import snapshot as snapshots
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, load_encoder
from retrieval.errors import IndexDamaged, VectorServerUnavailable
from retrieval.generations import Generations
from retrieval.vectors.kinds import VectorChoice
from retrieval.vectors.milvus_index import SEARCH_SECONDS, Milvus, MilvusIndex
from retrieval.vectors.store import VectorStore

ROOT = Path(__file__).parents[2]
TOPICS = ("returns", "shipping", "payment")
QUESTIONS = (
    "How long can I return something?",
    "how much is standard shipping to france",
    "can i pay with an invoice",
    "where is my parcel, it has not moved for days",
    "who pays for the return label?",
    "do you deliver kayaks to a packing station",
)
CHANGED = "# Lockers\n\nThe locker room in Bremen opens at 7:15."

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def encoder(prepared_demo: Path) -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", prepared_demo / "var" / "models")


@pytest.fixture
def source(prepared_demo: Path, tmp_path: Path) -> Path:
    for topic in TOPICS:
        shutil.copytree(prepared_demo / "documents" / topic, tmp_path / "documents" / topic)
    return tmp_path / "documents"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusServer]:
    server = MilvusServer(tmp_path / "milvus")
    server.start()
    yield server
    server.stop()


def hits(documents: Documents, question: str) -> list[tuple[str, float]]:
    return [(hit.passage.passage_id, round(hit.fused, 4)) for hit in documents.search(question, 10)]


def collections(choice: VectorChoice) -> list[str]:
    return sorted(Milvus(choice.milvus_uri).ask("list_collections"))


def test_milvus_finds_what_faiss_finds_while_documents_change(
    source: Path, tmp_path: Path, encoder: Encoder
) -> None:
    choice = VectorChoice(index="milvus", milvus_uri=str(tmp_path / "vectors.db"), milvus_prefix="ours")
    indexes = [
        DocumentIndex(tmp_path / "faiss", source, encoder),
        DocumentIndex(tmp_path / "milvus", source, encoder, vectors=choice),
    ]
    searched = [Documents(tmp_path / "faiss", encoder), Documents(tmp_path / "milvus", encoder, choice)]

    def build() -> None:
        first, second = (index.build() for index in indexes)
        assert (first.generation, first.passages) == (second.generation, second.passages)

    def compare() -> None:
        for question in QUESTIONS:
            faiss, milvus = (hits(documents, question) for documents in searched)
            assert faiss == milvus
            assert len(milvus) == 10

    build()
    compare()
    (source / "lockers.md").write_text(CHANGED)
    shutil.rmtree(source / "payment")
    build()
    assert len(collections(choice)) == 2
    assert len(hits(searched[1], QUESTIONS[0])) == 10  # of whichever generation is served just now
    for documents in searched:
        documents.refresh()
    compare()
    assert hits(searched[1], "when does the locker room in Bremen open?")[0][0].startswith("lockers.md")
    assert indexes[1].build().generation == 2
    for hour in (8, 9):  # two builds without a question between: the generation that is served is gone
        (source / "lockers.md").write_text(CHANGED.replace("7:15", f"{hour}:15"))
        build()
    assert searched[1].search("when does the locker room in Bremen open?")[0].passage.text.endswith("9:15.")
    assert [name.rpartition("_")[0] for name in collections(choice)] == ["ours_3", "ours_4"]


def test_a_collection_that_is_gone_is_named_and_built_again(
    source: Path, tmp_path: Path, encoder: Encoder
) -> None:
    choice = VectorChoice(index="milvus", milvus_uri=str(tmp_path / "vectors.db"))
    index = DocumentIndex(tmp_path / "index", source, encoder, vectors=choice)
    assert index.build().generation == 1
    Milvus(choice.milvus_uri).ask("drop_collection", collections(choice)[0])
    with pytest.raises(IndexDamaged, match="shopclerk index build"):
        Documents(tmp_path / "index", encoder, choice).load()
    assert index.build().generation == 2
    Documents(tmp_path / "index", encoder, choice).load()
    with pytest.raises(VectorServerUnavailable, match="Set milvus_uri"):
        Documents(tmp_path / "index", encoder).load()
    assert DocumentIndex(tmp_path / "index", source, encoder).build().generation == 3
    Documents(tmp_path / "index", encoder).load()


def test_a_build_that_fails_leaves_no_collection(
    source: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = VectorChoice(index="milvus", milvus_uri=str(tmp_path / "vectors.db"))

    def no_space(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "checksums", no_space)
    with pytest.raises(OSError, match="No space"):
        DocumentIndex(tmp_path / "index", source, encoder, vectors=choice).build()
    assert collections(choice) == []


def test_a_server_that_does_not_answer_is_left_after_some_seconds(server: MilvusServer) -> None:
    index, vectors = MilvusIndex(Milvus(server.uri), "vectors", 8), np.eye(8, dtype=np.float32)
    index.add(range(8), vectors)
    server.freeze()
    for _ in range(2):
        started = time.monotonic()
        with pytest.raises(VectorServerUnavailable, match=server.uri):
            index.search(vectors[:1], 1)
        assert time.monotonic() - started < 2 * SEARCH_SECONDS
    with pytest.raises(VectorServerUnavailable, match=server.uri):
        len(MilvusIndex(Milvus(server.uri), "vectors", 8))


def moved(state: Path, server: MilvusServer) -> Settings:
    """The settings of an installation whose current generation is moved to a server."""
    own = {"index": "milvus", "milvus_uri": server.uri}
    settings = load_settings(state, {"retrieval": own, "turn": {"burst_wait_ms": 0}, "shop": {"hours": []}})
    store = VectorStore(settings.vectors)
    generations = Generations(settings.var / "index" / "documents", store.forget)
    old = snapshots.read(generations)
    with generations.writing(), generations.next() as folder:
        snapshots.write(folder, old.content, encoder=old.encoder, created="", store=store)
    return settings


async def failures(shopper: Shopper) -> list[str]:
    """The codes of what fails when the documents are asked."""
    answer = await shopper.say("How much does standard shipping to France cost?")
    assert [event for event in answer["events"] if event["type"] == "Replied"]
    return [event["code"] for event in answer["events"] if event["type"] == "TurnFailed"]


async def test_a_server_that_goes_costs_answers_not_turns_until_it_is_back(
    state: Path, server: MilvusServer
) -> None:
    settings = moved(state, server)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        assert await failures(shopper) == []
        server.stop()
        assert await failures(shopper) == ["index_unavailable"]
        server.start()
        deadline = time.monotonic() + 30
        while await failures(shopper):
            assert time.monotonic() < deadline
            time.sleep(1)


def test_commands_name_the_address_of_a_server_that_is_not_there(state: Path, server: MilvusServer) -> None:
    moved(state, server)
    address = {"INDEX": "milvus", "MILVUS_URI": server.uri, "MILVUS_TOKEN": "root:12345"}
    environment = {**os.environ, **{f"SHOPCLERK_RETRIEVAL__{key}": value for key, value in address.items()}}
    environment["PYTHONPATH"] = str(ROOT)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "bot", *command, "--state", str(state)]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert "Gift" in run("search", "can I return a gift?").stdout
    server.stop()
    commands = (["index", "build"], ["search", "can I return a gift?"], ["serve", "--port", "0"])
    with ThreadPoolExecutor() as pool:  # each waits some seconds for the server
        ended = list(pool.map(lambda command: run(*command), commands))
    for done in ended:
        said = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == 1
        assert f"There is no Milvus at {server.uri}" in said
        assert "Start it" in said
        assert "Traceback" not in said
        assert "12345" not in said
