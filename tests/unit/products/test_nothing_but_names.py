"""Whether a message names what the shop sells and says nothing else."""

from __future__ import annotations

import pytest

from retrieval.products.beside_things import only_shows
from retrieval.products.wishes import WishParser


@pytest.mark.parametrize(
    "text",
    [
        "watch", "day pack", "power bank 20000 mah", "powerbank 10000", "merino socks 42", "tent 3 person",
        "black down jacket xl", "rain jacket women m", "hiking boots size 44 waterproof", "Halde tent",
        "sleeping bag -5", "wellies kids 30", "via ferrata set", "gloves, beanie", "Norrland", "halde black",
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


@pytest.mark.parametrize(
    "text",
    [
        "what's your cheapest stove?", "boots but not Norrland", "any jackets except Montvale?",
        "cheap tents", "jackets size S", "I need gloves, size XS", "do you have T-shirts in L?",
        "PFAS-free rain jackets", "which tent is the lightest?", "what tents do you have under 300?",
        "can I have boots in 43", "most expensive tent", "tents waterproof?", "is there a tent for four?",
        "what do you have for kids?", "what have you got for men?", "what do you have under 50 euros?",
        "what do you have from Norrland?", "what can I get for 20 euros?", "what do you have in size 42?",
        "anything in red?", "show me something for my daughter", "products from Lumenor",
        "anything made of wool?", "do you have anything for men in XL", "which products are waterproof?",
        "things for children",
    ],
)  # fmt: skip
def test_who_asks_for_things_that_are_like_something(parser: WishParser, text: str) -> None:
    assert parser.asks_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "tents", "do you have tents", "my boots are size 42", "is the tent waterproof?", "boots size chart",
        "return boots size 42", "do you have the boots in 42?", "do you rent tents for two?", "in black",
        "lost my red jacket", "repair a tent for two", "shipping of tents under 50 euros", "cheapest",
        "boots size 42 arrived broken", "do your boots run small in 42", "I have boots size 42",
        "recommend a cheap tent", "these boots in 43", "how do I wash a black down jacket",
        "what do you have?", "what do you have for my order?", "what have you got for a refund?",
        "what do you have for me", "what can I get for my points?", "anything else?", "something else",
        "can I get a discount",
    ],
)  # fmt: skip
def test_who_asks_something_else(parser: WishParser, text: str) -> None:
    assert not parser.asks_alone(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("do you have tents?", True),
        ("tell me about your tents", True),
        ("tell me about tents", True),
        ("info on rain jackets please", True),
        ("tell me about returns", False),
        ("tell me about the tent", False),
    ],
)
def test_who_asks_for_things_and_says_no_more(parser: WishParser, text: str, names: bool) -> None:
    assert parser.names_things(text) is names
