"""A sentence that leans on the one before it is shown with that, and a bold line heads what it is of."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.blocks import parse
from retrieval.documents.clean import clean_markdown

PAGES = {
    "used.md": "# Things that were used\n\nWe first write to you about a boot with scratches."
    " You can then have the boot with scratches sent to you again for free.\n",
    "candles.md": "# The ceramic candle\n\n"
    "1. Brush the ceramic candle under running water when it is dirty.\n"
    "2. Each brushing takes a little off.\n"
    "3. A dirty ceramic candle that was brushed ten times is used up.\n",
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


def test_what_then_follows_from_comes_first(answerer: Answerer) -> None:
    answer = answerer.answer("can I have a boot with scratches sent to me again for free?")
    said = [sentence.text for sentence in answer.sentences]
    assert [text[:11] for text in said[:2]] == ["We first wr", "You can the"]


def test_no_sentence_is_left_out_between_two(answerer: Answerer) -> None:
    answer = answerer.answer("my ceramic candle is dirty, can I brush it?")
    said = [sentence.text for sentence in answer.sentences]
    assert [text[:9] for text in said] == ["Brush the", "Each brus", "A dirty c"]


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
