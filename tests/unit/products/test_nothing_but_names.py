"""Whether a message names what the shop sells and says nothing else."""

from __future__ import annotations

import pytest

from retrieval.products.wishes import WishParser, only_shows


@pytest.mark.parametrize(
    "text",
    [
        "watch", "day pack", "power bank 20000 mah", "powerbank 10000", "merino socks 42", "tent 3 person",
        "black down jacket xl", "rain jacket women m", "hiking boots size 44 waterproof", "Halde tent",
        "sleeping bag -5", "wellies kids 30", "via ferrata set", "gloves, beanie",
    ],
)  # fmt: skip
def test_names_alone(parser: WishParser, text: str) -> None:
    assert parser.names_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "thanks", "black", "42", "cheaper", "which tent?", "return the tent", "the tent is broken",
        "how do I wash a down jacket", "tent arrived", "no tent", "my boots hurt", "I need a tent for two",
        "where is my sleeping bag", "tent tent tent tent tent tent tent", "lawn mower",
    ],
)  # fmt: skip
def test_more_is_said(parser: WishParser, text: str) -> None:
    assert not parser.names_alone(text)


def test_one_name_of_several_words(parser: WishParser) -> None:
    assert parser.is_name("repair kit")
    assert parser.is_name("Wash bags ")
    assert not parser.is_name("tent")
    assert not parser.is_name("down jacket wash")


@pytest.mark.parametrize(
    "rest",
    [
        "show me the", "Hi! Could you show me the , please?", "  ?", "tell me more about your", "link to the",
        "hello, I saw the   on your website", "what do you think of the  ?", "  price", "ok the   then",
    ],
)  # fmt: skip
def test_who_asks_to_see_what_is_named(rest: str) -> None:
    assert only_shows(rest)


@pytest.mark.parametrize(
    "rest",
    [
        "where is my", "I don't like the", "my   has a hole", "return the", "is the   waterproof", "no, the",
        "not the   please", "compare the   and the   please", "which is lighter, the   or the", "I broke the",
    ],
)  # fmt: skip
def test_who_says_more_of_it(rest: str) -> None:
    assert not only_shows(rest)
