"""A sentence that leans on the one before it is shown with that, and a bold line heads what it is of."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.blocks import parse
from retrieval.documents.clean import clean_markdown

PAGES = {
    "frozen.md": "# Frozen food\n\nFrozen food goes in a box with dry ice and costs 9.50 EUR."
    " It cannot be sent to the islands.\n",
    "faq.md": "# Questions\n\n**Who pays for the return?**\nWe do, within Germany.\n\n"
    "**What cannot be sent back?**\n\nLive plants, opened food and cut glass.\n",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("shop"), PAGES)


def test_what_it_is_comes_first(answerer: Answerer) -> None:
    answer = answerer.answer("can frozen food be sent to the islands?")
    said = [sentence.text for sentence in answer.sentences]
    assert said[:2] == [
        "Frozen food goes in a box with dry ice and costs 9.50 EUR.", "It cannot be sent to the islands.",
    ]  # fmt: skip


def test_a_question_in_bold_is_the_heading_of_its_answer(answerer: Answerer) -> None:
    answer = answerer.answer("what cannot be sent back?")
    hit = answer.sentences[0].hits[0]
    assert answer.sentences[0].text == "Live plants, opened food and cut glass."
    assert hit.passage.heading == "What cannot be sent back?"


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("**Who pays?**\nWe do.", ["Who pays?"]),
        ("**Who pays?**\n\nWe do.", ["Who pays?"]),
        ("__Note__\nDo this.", ["Note"]),
        ("**Note**\n\nDo this.", []),  # stands by itself and asks nothing
        ("**Bold** and **bolder**\nDo this.", []),
        ("Text with **bold** in it.\n\n- **item**\n- other", []),
    ],
)
def test_bold_lines(text: str, headings: list[str]) -> None:
    blocks = parse(clean_markdown(text))
    assert [block.lines[0] for block in blocks if block.kind == "heading"] == headings
