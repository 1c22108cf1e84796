"""Documents to passages, and passages to units that can be read alone."""

from __future__ import annotations

from retrieval.documents.blocks import parse
from retrieval.documents.chunk import MOST_WORDS, chunk
from retrieval.documents.loaders import Document
from retrieval.documents.units import units


def document(markdown: str) -> Document:
    return Document(
        document_id="a/b.md", title="Returns", blocks=tuple(parse(markdown)), updated="2025-01-02"
    )


def test_a_passage_keeps_its_headings_title_and_date() -> None:
    passages = chunk(
        document(
            "# Returns\n\nIntro.\n\n## Costs\n\n### Abroad\n\nYou pay the postage.\n\n## Time\n\n60 days."
        )
    )
    assert [(p.passage_id, p.heading, p.text) for p in passages] == [
        ("a/b.md#0", "", "Intro."),
        ("a/b.md#1", "Costs › Abroad", "You pay the postage."),
        ("a/b.md#2", "Time", "60 days."),
    ]
    assert {(p.title, p.updated, p.document_id) for p in passages} == {("Returns", "2025-01-02", "a/b.md")}


def test_a_long_table_is_split_between_rows_and_repeats_its_header() -> None:
    rows = "\n".join(f"| size {n} | {'long words ' * 10}|" for n in range(40))
    passages = chunk(document(f"| Size | Note |\n|---|---|\n{rows}"))
    assert len(passages) > 1
    assert all(p.text.startswith("| Size | Note |\n| --- | --- |\n| size") for p in passages)
    assert sum(p.text.count("| size") for p in passages) == 40


def test_a_long_paragraph_is_split_between_sentences() -> None:
    text = " ".join(f"Sentence number {n} has some more words in it." for n in range(60))
    passages = chunk(document(text))
    assert all(len(p.text.split()) <= MOST_WORDS and p.text.endswith(".") for p in passages)
    assert " ".join(p.text for p in passages) == text


def test_units_can_be_read_alone() -> None:
    passage = chunk(
        document(
            "We do not take back:\n\n- opened food\n- gift cards\n\nAsk us. We help.\n\n"
            "| Country | Cost |\n|---|---|\n| Austria | free |"
        )
    )[0]
    texts = {unit.text: unit.quote for unit in units(passage)}
    assert texts["We do not take back: opened food."] == "opened food"
    assert texts["Country: Austria; Cost: free."] == "| Austria | free |"
    assert "Ask us." in texts
    assert all(" ".join(quote.split()) in " ".join(passage.text.split()) for quote in texts.values())
