"""Headings that a sentence cannot be read without."""

from __future__ import annotations

import pytest

from bot.respond.answers import answer_reply
from bot.respond.headings import heading_of
from retrieval.types import Answer, AnswerSentence, Passage, PassageHit

GAS = """- throw them on a camp fire
- refill cartridges, even with adapters
- Store them upright."""


def sentence(text: str, heading: str, passage: str = "", quote: str = "") -> AnswerSentence:
    where = Passage(
        passage_id="gas.md#1", document_id="gas.md", title="Gas", heading=heading, text=passage or text
    )
    hit = PassageHit(passage=where, lexical=1.0, dense=1.0, fused=1.0)
    return AnswerSentence(text=text, quote=quote or text.removesuffix("."), hits=(hit,))


@pytest.mark.parametrize(
    ("text", "heading", "passage", "quote", "shown"),
    [
        ("throw them on a camp fire.", "Gas › Never", GAS, "throw them on a camp fire", "Never"),
        ("Store them upright.", "Gas › At home", GAS, "Store them upright.", "At home"),
        ("We buy jackets.", "Gas › What we do not sell", "", "", "What we do not sell"),
        ("1. It leaks.", "Gas › What isn't covered", "", "", "What isn't covered"),
        ("Cartridges last long.", "Gas › At home", "", "", ""),
        ("You paid 129 EUR.", "Price match › Example", "", "", "Example"),
        ("Bring: throw them on a camp fire.", "Gas › At home", GAS, "throw them on a camp fire", ""),
        ("throw them on a camp fire.", "Gas", GAS, "throw them on a camp fire", ""),
        ("Nothing is noted.", "Gas › Notes", "", "", ""),
        ("Jeans, a drone, a fleece.", "Packing › Leave at home", "", "", "Leave at home"),
        ("Telephone, first-aid kit, bivouac bag.", "Packing › Safety", "", "", "Safety"),
        ("We bring stoves, pots and bowls.", "Packing › Courses", "", "", ""),
    ],
)
def test_a_heading_is_read_where_it_belongs_to_what_is_said(
    text: str, heading: str, passage: str, quote: str, shown: str
) -> None:
    assert heading_of(sentence(text, heading, passage, quote)) == shown


def test_items_below_a_heading_follow_it_once() -> None:
    items = [
        sentence("throw them on a camp fire.", "Gas › Never", GAS, "throw them on a camp fire"),
        sentence("refill cartridges, even with adapters.", "Gas › Never", GAS),
        sentence("Store them upright.", "Gas › Never", GAS, "Store them upright."),
        sentence("Cartridges last long.", "Gas › At home"),
    ]  # fmt: skip
    reply = answer_reply(Answer(question="?", answered=True, answerable=0.9, sentences=tuple(items)))
    assert reply.text == (
        "Never: throw them on a camp fire; refill cartridges, even with adapters. Store them upright."
        " Cartridges last long."
    )
    assert reply.text[reply.citations[0].start :].startswith("throw them")
