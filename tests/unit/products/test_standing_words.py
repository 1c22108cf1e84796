"""How things stand in the shop: what is reduced, what is bought most, what is new."""

from __future__ import annotations

import pytest

from retrieval.products.standing import asks_popular, without_standing
from retrieval.products.wishes import WishParser
from retrieval.types import NEWEST


@pytest.mark.parametrize(
    "text",
    [
        "what is on sale right now", "any deals on backpacks?", "do you have any offers", "sale", "Deals?",
        "what's on offer at the moment", "sleeping bags with a discount", "show me sale boots size 42",
        "any bargains for women?", "reduced tents", "any sale on tents atm?",
        "special offers", "anything on sale for kids",
        "clearance items", "do you have any good deals", "what offers do you have now",
    ],
)  # fmt: skip
def test_what_is_reduced(parser: WishParser, text: str) -> None:
    wish = parser.parse(text)
    assert wish.reduced
    assert not wish.popular


@pytest.mark.parametrize(
    "text",
    [
        "what are your best sellers", "bestsellers", "your best-selling tents", "what's popular right now",
        "which tent is the most popular?", "what sells best at your shop", "what do most people buy?",
        "most popular headlamp under 50", "trending jackets", "customer favourites",
    ],
)  # fmt: skip
def test_what_is_bought_most(parser: WishParser, text: str) -> None:
    wish = parser.parse(text)
    assert wish.popular
    assert not wish.reduced
    assert wish.sort == ""
    assert asks_popular(text)


@pytest.mark.parametrize(
    "text",
    [
        "what's new", "new arrivals", "your newest tents", "any new jackets in?", "what's the latest gear",
        "show me something new", "what new stuff do you have", "has anything new come in for kids?",
        "recently added tents", "what's new in your shop?",
    ],
)  # fmt: skip
def test_what_came_last(parser: WishParser, text: str) -> None:
    wish = parser.parse(text)
    assert wish.sort == NEWEST
    assert (wish.reduced, wish.popular) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "is this jacket for sale", "when does the sale start", "it's no big deal", "a deal breaker for me",
        "the offer you made me", "what do you offer", "the best tent",
        "do other people get wet in it", "do most people like it",
        "I need new boots", "is there a newer version of it", "what's the latest I can return something",
        "a new tent", "I'm new here", "is there a discount for students", "most people I know hike",
    ],
)  # fmt: skip
def test_what_asks_for_neither(parser: WishParser, text: str) -> None:
    wish = parser.parse(text)
    assert (wish.reduced, wish.popular, wish.sort == NEWEST) == (False, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "what is on sale right now", "what are your best sellers", "any deals on backpacks?",
        "do you have any offers", "anything on sale for kids", "show me your best selling tents",
        "what's popular at the moment?", "which headlamps sell best this season?",
        "what's new?", "your newest tents", "new arrivals", "show me something new",
        "whats new in the shop", "is there a sale", "any sales?", "are you having a sale right now?",
    ],
)  # fmt: skip
def test_it_asks_for_nothing_else(parser: WishParser, text: str) -> None:
    assert parser.asks_alone(text)
    assert not parser.says_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "what's popular for trail running", "does the student discount count on sale items?",
        "can I return sale items?", "popular with families", "do you have black friday deals?",
    ],
)  # fmt: skip
def test_it_asks_for_more(parser: WishParser, text: str) -> None:
    assert not parser.asks_alone(text)
    assert parser.says_more(text)


def test_what_is_left_names_the_thing() -> None:
    assert "popular" not in without_standing("a popular lawn mower")
    assert without_standing("any deals on lawn mowers").split() == ["lawn", "mowers"]
