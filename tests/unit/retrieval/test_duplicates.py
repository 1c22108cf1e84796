"""Passages said twice are indexed once, and never where they differ in something that matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hashing import HashingEncoder

from retrieval.documents.duplicates import said_twice
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.documents.status import index_status
from retrieval.types import Passage

TEXT = (
    "You have 60 days from delivery to return things that you do not like. Please use the label that came in"
    " the parcel and bring it to any post office near you, where they will give you a receipt. We pay the"
    " money back within five working days after the parcel has come to our warehouse, and tell you by e-mail."
    " Things that were worn outdoors cannot be taken back, and neither can underwear whose seal is broken."
)


def said(
    document: str, text: str, *, title: str = "Returns", heading: str = "", updated: str = ""
) -> Passage:
    return Passage(
        passage_id=f"{document}#0",
        document_id=document,
        title=title,
        text=text,
        heading=heading,
        updated=updated,
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("60 days", "60  DAYS"),
        ("Please use", "Use"),
        ("e-mail.", "e-mail!"),
        ("to our warehouse", "at our warehouse"),
    ],
)
def test_the_same_in_other_words_is_found(before: str, after: str) -> None:
    assert before in TEXT
    found = said_twice([said("a.md", TEXT), said("b.md", TEXT.replace(before, after))])
    assert found == {1: 0}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("60 days", "30 days"),
        ("five working", "ten working"),
        ("do not like", "do like"),
        ("and neither can", "and so can"),
        ("cannot be", "can be"),
        ("within five", "after five"),
        ("any post office", "any Hermes office"),
        ("underwear", "Halde underwear"),
        ("worn outdoors", "worn outdoors for a week by the people who live with you and their many friends"),
    ],
)
def test_what_differs_in_a_fact_is_not_merged(before: str, after: str) -> None:
    assert before in TEXT
    assert said_twice([said("a.md", TEXT), said("b.md", TEXT.replace(before, after))]) == {}


def test_the_title_counts_where_it_names_something() -> None:
    lower = said("c.md", "All about returns and how to send them to us, with a label.")
    assert said_twice([said("a.md", TEXT), said("b.md", TEXT, title="Label"), lower]) == {1: 0}
    for title in ("Returns from Austria", "Returns of Norrland", "Returns 2025", "No returns"):
        assert said_twice([said("a.md", TEXT), said("b.md", TEXT, title=title)]) == {}
    packet = TEXT.replace("the parcel has", "the packet has")
    assert said_twice([said("a.md", TEXT), said("b.md", packet), lower]) == {1: 0}
    assert said_twice([said("a.md", TEXT), said("b.md", packet, title="Label"), lower]) == {}


def test_within_a_document_and_between_languages_nothing_is_merged() -> None:
    assert said_twice([said("a.md", TEXT), said("a.md", TEXT)]) == {}
    german = Passage(passage_id="b.md#0", document_id="b.md", title="Returns", text=TEXT, language="de")
    assert said_twice([said("a.md", TEXT), german]) == {}
    assert said_twice([said("a.md", "See the table above."), said("b.md", "See the table above.")]) == {}


def test_the_newer_one_is_kept_else_the_first() -> None:
    three = [
        said("a.md", TEXT, updated="2025-01-01"),
        said("b.md", TEXT, updated="2026-01-01"),
        said("c.md", TEXT),
    ]
    assert said_twice(three) == {0: 1, 2: 1}


class Shop:
    def __init__(self, folder: Path) -> None:
        self.source, self.root, self.encoder = folder / "documents", folder / "index", HashingEncoder()
        self.source.mkdir()
        self.index = DocumentIndex(self.root, self.source, self.encoder)

    def write(self, name: str, text: str) -> None:
        (self.source / name).write_text(
            f"# Returns\n\n## Costs\n\nFree from {name[0].lower()}.\n\n## How\n\n{text}\n"
        )

    def cited(self) -> list[str]:
        found = Documents(self.root, self.encoder).search("label in the parcel")
        return [hit.passage.document_id for hit in found if "parcel" in hit.passage.text]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path)
    for name in ("a.md", "b.md", "c.md"):
        shop.write(name, TEXT)
    return shop


def test_it_is_indexed_and_cited_once_and_counted(shop: Shop) -> None:
    report = shop.index.build()
    assert (report.passages, report.merged) == (4, 2)
    assert index_status(shop.root, shop.source).merged == 2
    assert shop.cited() == ["a.md"]


def test_removing_the_kept_document_brings_the_other_back(shop: Shop) -> None:
    shop.index.build()
    shop.encoder.seen.clear()
    assert shop.index.remove(["a.md"]).merged == 1
    assert shop.cited() == ["b.md"]
    shop.write("b.md", TEXT.replace("60", "30"))
    assert shop.index.build().merged == 1
    assert sorted(shop.cited()) == ["a.md", "b.md"]
    (shop.source / "a.md").unlink()
    report = shop.index.build()
    assert (report.merged, sorted(shop.cited())) == (0, ["b.md", "c.md"])
    encoded = [text for text in shop.encoder.seen if "free from c" in text.lower()]
    assert encoded == []


def test_an_unchanged_folder_makes_no_generation(shop: Shop) -> None:
    assert shop.index.build().generation == shop.index.build().generation == 1


def test_whatever_the_order_of_changes_the_index_is_that_of_a_full_build(shop: Shop) -> None:
    shop.index.build()
    shop.write("b.md", TEXT + " More.")
    shop.index.build()
    shop.write("b.md", TEXT)
    (shop.source / "c.md").unlink()
    step_by_step = shop.index.build()
    content = _content(shop)
    full = shop.index.build(full=True)
    assert (step_by_step.passages, step_by_step.merged) == (full.passages, full.merged) == (3, 1)
    assert content == _content(shop)


def _content(shop: Shop) -> list[Passage]:
    documents = Documents(shop.root, shop.encoder)
    documents.load()
    return documents.snapshot.content.passages
