"""What a thing is for is not sought; a "no" may take back what was understood."""

from __future__ import annotations

import pytest

from retrieval.products.filters import mentions
from retrieval.products.need import need_of
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product


@pytest.mark.parametrize(
    ("text", "categories", "kind"),
    [
        ("rain cover for a 65 l backpack", (), "rain cover"),
        ("stove for a 4 person tent", (), "stove"),
        ("a mat for a 60 cm wide tent", (), "mat"),
        ("something for my tent", ("tents",), ""),  # nothing else is named
    ],
)
def test_what_a_thing_is_for(parser: WishParser, text: str, categories: tuple[str, ...], kind: str) -> None:
    wish = parser.parse(text)
    assert wish.categories == categories
    assert kind in (*wish.kinds, "")
    assert "tent" not in wish.kinds
    assert "backpack" not in wish.kinds


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("basically everything but first I guess a sleeping bag", ()),
        ("no wait, not down, synthetic", ("down",)),
        ("no the sleeping bag from before", ()),
        ("no, that is not it", ()),
        ("anything but leather", ("leather",)),
        ("no leather please", ("leather",)),
        ("boots, no leather lol", ("leather",)),
    ],
)
def test_what_is_refused(parser: WishParser, text: str, without: tuple[str, ...]) -> None:
    wish = parser.parse(text)
    assert wish.without == without
    assert not wish.unwanted_categories


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("tent for a couple and a baby", ""),
        ("a tent for us and the kids", ""),
        ("a jacket for my son", "children"),
        ("we need boots for our daughter", "children"),
    ],
)
def test_what_is_for_grown_ups_with_children_is_for_nobody_alone(
    parser: WishParser, text: str, person: str
) -> None:
    assert parser.parse(text).person == person


def test_a_battery_that_is_to_be_long_is_none_to_buy(parser: WishParser) -> None:
    assert parser.parse("GPS watch with long battery").kinds == ("GPS watch",)


def test_carbonate_is_no_carbon(demo_products: tuple[Product, ...]) -> None:
    chalk = next(product for product in demo_products if "carbonate" in str(product.attributes))
    assert not mentions(chalk, "carbon")


@pytest.mark.parametrize(
    ("text", "named", "need"),
    [
        ("warm jackets for men", Constraints(categories=("jackets",)), "warm"),
        ("a headlamp for running at night please", Constraints(kinds=("headlamp",)), "running at night"),
        ("show me tents", Constraints(categories=("tents",)), ""),
        ("a tent for my kids", Constraints(categories=("tents",)), ""),
        ("something warm", Constraints(), ""),  # nothing is named beside which it would be a need
    ],
)
def test_what_is_said_beside_the_things(text: str, named: Constraints, need: str) -> None:
    assert need_of(text, named) == need
