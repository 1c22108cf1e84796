"""The noun at the end of a name says what a thing is; what stands before it only tells it apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.products.asked_thing import asked_things, listed_things
from retrieval.products.filters import is_kind
from retrieval.products.kind_nouns import naming_words
from retrieval.products.several import each_kind
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product, Variant


def thing(title: str, category: str, tags: tuple[str, ...] = ()) -> Product:
    variant = Variant(variant_id=title, price=Decimal(10), stock=1)
    return Product(
        product_id=title, title=title, category=category, brand="", description="", currency="EUR",
        variants=(variant,), tags=tags,
    )  # fmt: skip


def test_what_names_things_and_what_only_tells_them_apart() -> None:
    naming, telling = naming_words([thing("Lawine 30 ski touring backpack", "backpacks", ("ski", "winter"))])
    assert naming == {"backpack"}
    assert {"ski", "tour"} <= telling


def test_words_that_only_end_other_names() -> None:
    products = [
        thing("Horizont roof box", "car"),
        thing("Tischlein table", "tables"),
        thing("Eck desk table", "tables"),
    ]
    assert Vocabulary(products).only_ends == {("box",)}


def test_a_short_name_is_not_that_of_another_thing() -> None:
    """A pad is a sleeping pad where the shop has these and a seat pad."""
    products = [thing("Wolke air mat", "sleeping mats"), thing("Sitz folding seat pad", "furniture")]
    parser = WishParser(Vocabulary(products), products)
    assert parser.parse("the best pad for side sleepers").categories == ("sleeping mats",)
    assert parser.parse("a seat pad").kinds == ("seat pad",)


def test_what_is_waxed_is_no_wax(parser: WishParser, demo_products: tuple[Product, ...]) -> None:
    wish = parser.parse("which wax do you sell")
    assert (wish.kinds, wish.having) == (("wax",), ())
    meant = [product.title for product in demo_products if is_kind(product, "wax")]
    assert meant
    assert not any("waxed" in title for title in meant)


def test_what_others_are_for_tells_things_apart(parser: WishParser) -> None:
    assert parser.parse("touring boots").kinds == ("touring boot",)
    assert parser.parse("touring backpack").kinds == ("touring backpack",)


def test_what_is_for_a_thing_may_be_called_otherwise(parser: WishParser) -> None:
    kinds = parser.parse("what bags do you have for the bike").kinds
    assert kinds[0] == "pannier pair"
    assert "bag" in kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no the skis itself", ["skis"]),
        ("i prefer paper maps", ["paper maps"]),
        ("no leather", []),
        ("no the second one", []),
    ],
)
def test_what_is_meant_instead(text: str, names: list[str]) -> None:
    assert [one.name for one in asked_things(text)] == names


def test_things_one_beside_the_other() -> None:
    assert listed_things("i need ski goggles, a helmet and two ropes") == ["ski goggles", "helmet", "ropes"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a warm jacket and a hat", [(("jackets",), ()), ((), ("hat",))]),
        ("a cook set and a stove", [((), ("cook set",)), ((), ("stove", "camping stove"))]),
        ("jackets and trousers", [(("jackets",), ()), (("trousers",), ())]),
        ("rain jackets", [((), ("rain jacket", "rain coat"))]),
        ("tops or t-shirts", [((), ("top", "T-shirt", "long sleeve"))]),
    ],
)
def test_each_kind_of_a_wish(
    parser: WishParser, text: str, parts: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    wishes = each_kind(parser.parse(text), parser.meant)
    assert sorted((wish.categories, wish.kinds) for wish in wishes) == sorted(parts)


def test_each_kind_is_asked_what_it_can_be(parser: WishParser) -> None:
    rain, boots = each_kind(parser.parse("rain jacket and boots, my kid is 4 years, 104 cm"), parser.meant)
    assert (rain.sizes, boots.sizes) == (("98/104",), ())
