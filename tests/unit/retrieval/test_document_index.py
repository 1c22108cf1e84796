"""The life cycle of the document index: only what changed is done again, nothing is ever seen half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hashing import HashingEncoder

from retrieval.documents import snapshot as snapshots
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.documents.status import index_status
from retrieval.errors import IndexDamaged, IndexMissing, NoDocuments, RetrievalError
from retrieval.generations import Generations
from retrieval.vectors.kinds import VectorChoice

RETURNS = (
    "# Returns\n\nYou have 60 days to return things.\n\n## Costs\n\nThe return label is free from Germany."
)
SHIPPING = "# Shipping\n\nExpress costs 9.95 EUR.\n\nKayaks go to Germany and Austria only."


class Shop:
    """A documents folder with its index."""

    def __init__(self, folder: Path) -> None:
        self.source, self.root = folder / "documents", folder / "index"
        self.source.mkdir()
        self.encoder = HashingEncoder()
        self.index = DocumentIndex(self.root, self.source, self.encoder)

    def write(self, name: str, text: str) -> None:
        (self.source / name).write_text(text)

    def search(self, query: str) -> str:
        documents = Documents(self.root, self.encoder)
        documents.load()
        return documents.search(query)[0].passage.text


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path)
    shop.write("returns.md", RETURNS)
    shop.write("shipping.md", SHIPPING)
    return shop


def test_a_build_makes_all_documents_findable(shop: Shop) -> None:
    told: list[tuple[str, int, int]] = []
    report = shop.index.build(progress=lambda *step: told.append(step))
    assert (report.generation, report.added, report.passages) == (1, ("returns.md", "shipping.md"), 3)
    assert shop.search("express") == "Express costs 9.95 EUR.\n\nKayaks go to Germany and Austria only."
    assert ("Reading documents", 2, 2) in told
    assert told[-1][0] == "Encoding"


def test_without_an_index_the_search_says_what_to_run(shop: Shop) -> None:
    with pytest.raises(IndexMissing, match="shopclerk index build"):
        Documents(shop.root, shop.encoder).search("anything")


def test_only_what_changed_is_encoded_again(shop: Shop) -> None:
    shop.index.build()
    shop.encoder.seen.clear()
    shop.write("shipping.md", SHIPPING.replace("9.95", "8.95"))
    shop.write("rental.md", "# Rental\n\nThe deposit is 100 EUR.")
    report = shop.index.build()
    assert (report.added, report.changed, report.unchanged) == (("rental.md",), ("shipping.md",), 1)
    assert not any("60 days" in text for text in shop.encoder.seen)
    assert "8.95" in shop.search("express")
    assert "60 days" in shop.search("60 days")


def test_nothing_changed_makes_no_generation(shop: Shop) -> None:
    assert shop.index.build().generation == shop.index.build().generation == 1


def test_another_choice_for_the_vectors_makes_a_generation_and_reads_no_document(shop: Shop) -> None:
    shop.index.build()
    shop.encoder.seen.clear()
    chosen = VectorChoice(index="flat", storage="int8")
    index = DocumentIndex(shop.root, shop.source, shop.encoder, vectors=chosen)
    assert index.build().generation == index.build().generation == 2
    assert shop.encoder.seen == []
    assert "9.95" in shop.search("express")
    assert shop.index.build().generation == 3


def test_add_and_remove_touch_no_other_document(shop: Shop) -> None:
    shop.index.build()
    shop.write("rental.md", "# Rental\n\nThe deposit is 100 EUR.")
    shop.write("shipping.md", "# Shipping\n\nNew text.")
    assert shop.index.add(["rental.md"]).added == ("rental.md",)
    assert "9.95" in shop.search("express")
    report = shop.index.remove(["returns.md"])
    assert (report.removed, report.passages) == (("returns.md",), 2)
    status = index_status(shop.root, shop.source)
    assert (status.new, status.changed, status.gone) == (("returns.md",), ("shipping.md",), ())


def test_add_keeps_the_others_where_the_whole_index_is_made_anew(shop: Shop) -> None:
    shop.index.build()
    other = HashingEncoder()
    other.name = "other"
    shop.write("rental.md", "# Rental\n\nThe deposit is 100 EUR.")
    index = DocumentIndex(shop.root, shop.source, other)
    assert index.add(["rental.md"]).added == ("rental.md", "returns.md", "shipping.md")
    assert DocumentIndex(shop.root, shop.source, shop.encoder).remove(["rental.md"]).passages == 3


def test_a_bad_file_is_reported_and_stops_nothing(shop: Shop) -> None:
    (shop.source / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (shop.source / "empty.md").write_bytes(b"")
    report = shop.index.build()
    assert report.added == ("returns.md", "shipping.md")
    assert "damaged" in report.failed["broken.pdf"]
    assert "empty" in report.failed["empty.md"]
    shop.write("empty.md", "# No longer\n\nNow there is text.")
    assert shop.index.build().added == ("empty.md",)


def test_a_folder_that_is_gone_or_cannot_be_read_takes_nothing_out(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = shop.index.build().passages
    shop.source.rename(shop.source.with_name("away"))
    with pytest.raises(RetrievalError, match="gone; nothing was changed"):
        shop.index.build()
    shop.source.with_name("away").rename(shop.source)

    def closed(top: Path, onerror: Callable[[OSError], None]) -> Iterator[None]:
        onerror(PermissionError(13, "Permission denied", str(top)))
        yield from ()

    with monkeypatch.context() as patch:
        patch.setattr("retrieval.documents.files.os.walk", closed)  # who runs as root may read any folder
        with pytest.raises(RetrievalError, match=r"cannot be read \(Permission denied\)"):
            shop.index.build()
    assert shop.index.build().passages == passages


@pytest.mark.parametrize("full", [False, True])
def test_an_emptied_folder_takes_nothing_out_unless_it_is_said(shop: Shop, *, full: bool) -> None:
    passages = shop.index.build().passages
    for file in shop.source.iterdir():
        file.unlink()
    for change in (lambda: shop.index.build(full=full), lambda: shop.index.update(["returns.md"])):
        with pytest.raises(NoDocuments, match=r"is empty; nothing was changed.*--remove-all"):
            change()
    assert "60 days" in shop.search("60 days")
    assert passages == len(snapshots.read(Generations(shop.root)).content.passages)
    report = shop.index.build(full=full, remove_all=True)
    assert report.passages == 0
    assert shop.index.build().generation == report.generation


def test_an_empty_folder_makes_an_index_that_finds_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert shop.index.build().passages == 0
    documents = Documents(shop.root, shop.encoder)
    assert documents.search("anything") == []


def served(documents: Documents, number: int) -> None:
    """Ask until the generation of this number is served."""
    deadline = time.monotonic() + 20
    while documents.newest().number != number:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_new_generation_is_served_as_soon_as_it_is_read(shop: Shop) -> None:
    shop.index.build()
    documents = Documents(shop.root, shop.encoder)
    documents.load()
    old = documents.snapshot
    shop.write("shipping.md", "# Shipping\n\nExpress costs 12 EUR.")
    shop.index.build()
    assert documents.snapshot is old
    served(documents, 2)
    assert documents.search("express")[0].passage.text == "Express costs 12 EUR."
    assert not documents.refresh()
    assert old.content.passages[2].text.startswith("Express costs 9.95")


def test_two_generations_are_kept(shop: Shop) -> None:
    for price in range(4):
        shop.write("shipping.md", f"# Shipping\n\nExpress costs {price} EUR.")
        shop.index.build()
    assert sorted(path.name for path in shop.root.iterdir() if path.is_dir()) == ["3", "4"]


def test_damage_is_noticed_and_a_build_mends_it(shop: Shop) -> None:
    shop.index.build()
    vectors = shop.root / "1" / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"x")
    with pytest.raises(IndexDamaged, match=r"vectors\.npy"):
        Documents(shop.root, shop.encoder).load()
    assert shop.index.build().generation == 2
    assert "60 days" in shop.search("60 days")


def test_an_index_of_another_encoder_is_refused_and_built_anew(shop: Shop) -> None:
    shop.index.build()
    other = HashingEncoder()
    other.name = "other"
    with pytest.raises(IndexDamaged, match="'hashing'"):
        Documents(shop.root, other).load()
    assert DocumentIndex(shop.root, shop.source, other).build().generation == 2


def test_a_second_writer_is_turned_away(shop: Shop) -> None:
    shop.index.build()
    with Generations(shop.root).writing(), pytest.raises(RetrievalError, match="Another process"):
        shop.index.build()


KILLED = """
import sys, time
from pathlib import Path
from hashing import HashingEncoder
from retrieval.documents.index import DocumentIndex

root, source, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

class Stuck(HashingEncoder):
    def encode(self, texts):
        if moment == "encoding":
            self.wait()
        return super().encode(texts)

    @property
    def name(self):
        if moment == "writing" and list(root.glob("*.partial")):
            self.wait()
        return "hashing"

    def wait(self):
        print("stuck", flush=True)
        time.sleep(60)

DocumentIndex(root, source, Stuck()).build()
"""


@pytest.mark.parametrize("moment", ["encoding", "writing"])
def test_kill_in_the_middle_of_a_build_leaves_the_old_index_serving(shop: Shop, moment: str) -> None:
    shop.index.build()
    shop.write("shipping.md", "# Shipping\n\nExpress costs 12 EUR.")
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[3])])
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(shop.root), str(shop.source), moment],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"stuck\n"
        process.send_signal(signal.SIGKILL)
    assert "9.95" in shop.search("express")
    assert shop.index.build().changed == ("shipping.md",)
    assert "12 EUR" in shop.search("express")
    assert not list(shop.root.glob("*.partial"))


def test_readers_see_whole_generations_while_they_change(shop: Shop) -> None:
    shop.index.build()
    documents = Documents(shop.root, shop.encoder)
    documents.load()
    deadline, number = time.monotonic() + 1, 0
    while time.monotonic() < deadline:
        number += 1
        shop.write("shipping.md", f"# Shipping\n\nExpress costs {number} EUR.")
        shop.index.build()
        documents.refresh()
        assert documents.search("express")[0].passage.text == f"Express costs {number} EUR."


def test_a_new_generation_that_is_damaged_is_not_served(shop: Shop) -> None:
    shop.index.build()
    documents = Documents(shop.root, shop.encoder)
    documents.load()
    shop.write("shipping.md", "# Shipping\n\nExpress costs 12.00 EUR.")
    shop.index.build()
    (shop.root / "2" / "passages.jsonl").write_text("{")
    for _ in range(20):
        assert "9.95" in documents.search("express")[0].passage.text
        time.sleep(0.01)
    shop.index.build(full=True)
    served(documents, 3)
    assert "12.00" in documents.search("express")[0].passage.text
