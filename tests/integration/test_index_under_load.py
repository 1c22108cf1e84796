"""A thousand documents added, changed and removed by the command line, which is killed on the way, while
questions are asked all the time: none fails, none sees half of a change or a text that is gone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from retrieval.documents.search import Documents
from retrieval.encode import Encoder, load_encoder
from retrieval.packaged import ENCODER_ADAPTER

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "data" / "demo_shop" / "var" / "models"
COUNT = 1000
PAUSE = 0.05
"""Seconds between two questions of one shopper."""
EDITION = re.compile(r"\b(copper|silver)\b")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Shop:
    """A folder of documents with its index, changed by processes of their own."""

    def __init__(self, state: Path) -> None:
        self.state, self.source, self.root = state, state / "documents", state / "var" / "index" / "documents"
        (state / "var").mkdir(parents=True)
        (state / "shopclerk.toml").touch()
        (state / "var" / "models").symlink_to(MODELS)
        self.source.mkdir()
        (self.source / "hours.md").write_text("# Hours\n\nThe locker room opens at 7:15.\n")
        self.ids = [f"lockers/{number}.md" for number in range(COUNT)]

    def write(self, edition: str) -> None:
        """The fact of every document in this edition."""
        (self.source / "lockers").mkdir(exist_ok=True)
        for number, document_id in enumerate(self.ids):
            fact = f"Locker {number} has a {edition} key with the code {number * 7919}."
            (self.source / document_id).write_text(f"# Locker {number}\n\n{fact}\n")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """``shopclerk index ...`` in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "index", command[0], "--state", str(self.state), *command[1:]],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *command: str) -> str:
        """The same to its end."""
        with self.start(*command) as process:
            printed = process.communicate(timeout=180)[0].decode()
        assert process.returncode == 0, printed
        return printed

    def kill_when(self, moment: Callable[[], bool]) -> None:
        """Start a build and end it with SIGKILL at a moment, or let it end before."""
        with self.start("build") as process:
            while process.poll() is None and not moment():
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)

    def partial(self) -> list[Path]:
        """The generation in the making."""
        return list(self.root.glob("*.partial"))


class Record(msgspec.Struct, frozen=True):
    """A question: the generations that were served before and after it, the editions that it found, and how
    long it took."""

    before: int
    after: int
    editions: frozenset[str]
    seconds: float


class Shoppers:
    """Two threads that ask until they are stopped; a question that fails ends its thread, and the test."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.records: list[Record] = []
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(2)

    def __enter__(self) -> Shoppers:
        self._asking = [self._pool.submit(self._ask, first) for first in (0, 500)]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()

    def _ask(self, number: int) -> None:
        while not self._stop.wait(PAUSE):
            number = (number + 37) % COUNT
            before, begun = self.documents.snapshot.number, time.perf_counter()
            hits = self.documents.search(f"Which key does locker {number} have?", 5)
            text = " ".join(hit.passage.text for hit in hits)
            taken = time.perf_counter() - begun
            after = self.documents.snapshot.number
            self.records.append(Record(before, after, frozenset(EDITION.findall(text)), taken))

    def failures(self) -> list[BaseException]:
        """What ended a thread."""
        return [error for asking in self._asking if (error := asking.exception())]

    def wait_for(self, generation: int) -> None:
        """Until this generation is served."""
        deadline = time.monotonic() + 30
        while self.documents.snapshot.number != generation:
            assert time.monotonic() < deadline, f"generation {generation} is not served"
            time.sleep(0.01)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", MODELS, "cpu", adapter=ENCODER_ADAPTER)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "state")


def whole(shop: Shop, encoder: Encoder) -> tuple[int, frozenset[str]]:
    """The number of the newest generation and its editions: read with checksums, all documents or none."""
    documents = Documents(shop.root, encoder)
    documents.load()
    found = [EDITION.search(passage.text) for passage in documents.snapshot.content.passages]
    editions = [match[1] for match in found if match]
    assert len(editions) in (0, COUNT)
    assert len(set(editions)) <= 1
    return documents.snapshot.number, frozenset(editions)


def test_a_thousand_documents_come_change_and_go_while_shoppers_ask(shop: Shop, encoder: Encoder) -> None:
    shop.run("build")
    documents = Documents(shop.root, encoder)
    documents.load()
    made = dict([whole(shop, encoder)])
    with Shoppers(documents) as shoppers:
        shop.write("copper")
        assert "1000 added" in shop.run("add", *(str(shop.source / name) for name in shop.ids))
        made |= [whole(shop, encoder)]
        shop.write("silver")
        lock = shop.root / ".lock"
        opened = lock.stat().st_mtime_ns
        for moment in (
            lambda: lock.stat().st_mtime_ns > opened,
            lambda: any((folder / "manifest.json").exists() for folder in shop.partial()),
        ):
            shop.kill_when(moment)
            made |= [whole(shop, encoder)]
        assert "copper" in made[2]
        shop.run("build")
        made |= [whole(shop, encoder)]
        assert made[max(made)] == {"silver"}
        assert not shop.partial()
        assert "is sound" in shop.run("check")
        assert "1000 removed" in shop.run("remove", *shop.ids)
        made |= [whole(shop, encoder)]
        shoppers.wait_for(max(made))
        time.sleep(10 * PAUSE)
    assert shoppers.failures() == []
    assert {edition for editions in made.values() for edition in editions} == {"copper", "silver"}
    assert made[max(made)] == frozenset()
    stale = [r for r in shoppers.records if not r.editions <= served(made, r)]
    assert stale == []
    seen = {r.before for r in shoppers.records if r.before == r.after}
    assert {1, 2, max(made)} <= seen


def served(made: dict[int, frozenset[str]], record: Record) -> frozenset[str]:
    """What a question may find: the editions of the generations that were served while it was asked."""
    return frozenset().union(*(e for number, e in made.items() if record.before <= number <= record.after))
