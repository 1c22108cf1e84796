"""Watch mode: changes are indexed within moments, in batches, and nothing that happens ends it but a stop."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hashing import HashingEncoder

from retrieval.documents import snapshot as snapshots
from retrieval.documents.index import DocumentIndex, Report
from retrieval.documents.status import index_status
from retrieval.documents.watch import watch
from retrieval.generations import Generations


class Watched:
    """A documents folder with a watcher in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.source, self.root = folder / "documents", folder / "index"
        self.source.mkdir()
        self.write("returns.md", "# Returns\n\n60 days.")
        self.reports: list[Report] = []
        self.warnings: list[str] = []
        self.stop = threading.Event()
        self.answers = folder / "answers.yml"
        index = DocumentIndex(self.root, self.source, HashingEncoder(), answers=self.answers)
        work = {"tell": self.reports.append, "warn": self.warnings.append, "stop": self.stop}
        self.thread = threading.Thread(target=watch, args=(index, self.source), kwargs=work)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def answer(self, text: str) -> None:
        """Approve an answer, as an editor does that writes beside and replaces."""
        beside = self.answers.with_name("answers.yml~")
        beside.write_text(f"- id: wrapping\n  questions: [Do you wrap gifts?]\n  answer: {text}\n")
        beside.replace(self.answers)

    @property
    def answered(self) -> list[str]:
        """The approved answers of the index."""
        return [answer.answer for answer in snapshots.read(Generations(self.root)).content.curated]

    def until(self, true: Callable[[], bool]) -> float:
        """Seconds until it is so."""
        started = time.monotonic()
        while not true():
            assert time.monotonic() - started < 20, self.reports
            time.sleep(0.02)
        return time.monotonic() - started

    def next(self) -> Report:
        count = len(self.reports)
        self.until(lambda: len(self.reports) > count)
        return self.reports[-1]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Watched]:
    shop = Watched(tmp_path)
    shop.thread.start()
    shop.until(lambda: bool(shop.reports))
    yield shop
    shop.stop.set()
    shop.thread.join(timeout=10)
    assert not shop.thread.is_alive()


def test_it_begins_with_a_build_and_follows_changes(shop: Watched) -> None:
    assert shop.reports[0].added == ("returns.md",)
    shop.write("returns.md", "# Returns\n\n30 days.")
    assert shop.next().changed == ("returns.md",)
    shop.write("costs.md", "# Costs\n\nThe label is free.")
    assert shop.next().added == ("costs.md",)
    (shop.source / "returns.md").unlink()
    assert shop.next().removed == ("returns.md",)


def test_the_last_document_stays_until_there_is_another(shop: Watched) -> None:
    (shop.source / "returns.md").unlink()
    shop.until(lambda: bool(shop.warnings))
    time.sleep(2.5)
    assert len(shop.warnings) == 1
    assert "--remove-all" in shop.warnings[0]
    shop.write("costs.md", "# Costs\n\nThe label is free.")
    report = shop.next()
    assert (report.added, report.removed) == (("costs.md",), ("returns.md",))


def test_many_changes_are_one_batch(shop: Watched) -> None:
    for number in range(30):
        shop.write(f"many/{number}.md", f"# Number {number}\n\nText {number}.")
    shop.until(lambda: sum(len(report.added) for report in shop.reports) == 31)
    assert len(shop.reports) <= 4


def test_a_file_that_cannot_be_read_is_named_and_ends_nothing(shop: Watched) -> None:
    shop.write("broken.pdf", b"%PDF-1.4 broken")
    assert "damaged" in shop.next().failed["broken.pdf"]
    shop.write("good.md", "# Good\n\nText.")
    assert shop.next().added == ("good.md",)


def test_folders_that_come_and_go_are_followed(shop: Watched, tmp_path: Path) -> None:
    (tmp_path / "care").mkdir()
    (tmp_path / "care/down.md").write_text("# Down\n\nWash cold.")
    shutil.move(tmp_path / "care", shop.source / "care")
    shop.until(lambda: any(report.added == ("care/down.md",) for report in shop.reports))
    shutil.move(shop.source / "care", tmp_path / "away")
    shop.until(lambda: any(report.removed == ("care/down.md",) for report in shop.reports))


def test_hidden_and_other_files_change_nothing(shop: Watched) -> None:
    shop.write(".imported.json", "{}")
    shop.write("photo.png", "x")
    shop.write("last.md", "# Last\n\nText.")
    shop.until(lambda: shop.reports[-1].added == ("last.md",))
    assert shop.reports[-1].generation == 2


def test_what_is_said_about_a_document_beside_it_is_followed(shop: Watched) -> None:
    shop.write("returns.md.about", "url: https://shop.example/returns")
    assert shop.next().changed == ("returns.md",)
    passages = snapshots.read(Generations(shop.root)).content.passages
    assert {passage.url for passage in passages} == {"https://shop.example/returns"}
    assert not index_status(shop.root, shop.source).changed
    (shop.source / "returns.md.about").unlink()
    shop.until(lambda: len(shop.reports) > 2)
    assert shop.reports[2].changed == ("returns.md",)


def test_approved_answers_are_followed(shop: Watched) -> None:
    shop.answer("For 3 EUR.")
    assert shop.next().renewed
    assert shop.answered == ["For 3 EUR."]
    shop.answer("For 4 EUR.")
    shop.until(lambda: shop.answered == ["For 4 EUR."])
    shop.answers.unlink()
    shop.until(lambda: shop.answered == [])


def test_a_mistake_in_the_approved_answers_is_told_once_and_ends_nothing(shop: Watched) -> None:
    shop.answers.write_text("- id: wrapping\n")
    shop.until(lambda: bool(shop.warnings))
    assert "answers.yml" in shop.warnings[0]
    time.sleep(2.5)  # two more looks
    assert len(shop.warnings) == 1
    shop.write("late.md", "# Late\n\nText.")
    shop.until(lambda: len(shop.warnings) > 1)
    shop.answer("For 3 EUR.")
    assert shop.next().added == ("late.md",)
    assert shop.answered == ["For 3 EUR."]


def test_while_another_process_writes_it_waits(shop: Watched) -> None:
    with Generations(shop.root).writing():
        shop.write("late.md", "# Late\n\nText.")
        shop.until(lambda: bool(shop.warnings))
        assert len(shop.reports) == 1
    shop.until(lambda: any(report.added == ("late.md",) for report in shop.reports))
