"""Facts in words, names, comparison, stock and conditions; no model needed."""

from __future__ import annotations

from decimal import Decimal
from math import inf

import pytest
from msgspec.structs import replace

from retrieval.products.compare import compare, differences
from retrieval.products.conditions import affirms, holds
from retrieval.products.facts import say
from retrieval.products.filters import is_kind
from retrieval.products.names import Names
from retrieval.products.quantities import Quantity, magnitude, read_quantity
from retrieval.products.stock import stock_sentence, stock_words
from retrieval.types import Product, Variant


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        ("1.25 kg", Quantity(1.25, 1.25, "kg")),
        ("750 g", Quantity(0.75, 0.75, "kg")),
        ("-4 °C", Quantity(-4, -4, "°C")),
        ("10000 mm", Quantity(1000, 1000, "cm")),
        ("65 to 135 cm", Quantity(65, 135, "cm")),
        ("3 seasons", Quantity(3, 3, "season")),
        ("0.98 kg per pair", Quantity(0.98, 0.98, "kg")),
        ("2", Quantity(2, 2, "")),
        ("8+", Quantity(8, inf, "")),
        ("18 months+", Quantity(1.5, inf, "year")),
        ("46 x 14 cm", None),
        ("nylon", None),
    ],
)
def test_quantities(value: str, quantity: Quantity | None) -> None:
    assert read_quantity(value) == quantity


def test_sizes_of_packs_can_be_ordered() -> None:
    assert magnitude("28 x 11 cm") == 308
    assert magnitude("wool") is None


@pytest.mark.parametrize(
    ("value", "condition", "met"),
    [
        ("1.89 kg", "<= 2 kg", True),
        ("1.89 kg", "<= 1500 g", False),
        ("40 l", "36 l .. 44 l", True),
        ("65 to 135 cm", ">= 120 cm", True),
        ("3", "= 3", True),
        ("3 seasons", "= 3", True),
        ("3 kg", "<= 3 l", False),
        ("yes, detachable", "yes", True),
        ("no, water-repellent", "yes", False),
        ("none", "no", True),
        ("included", "yes", True),
        ("not needed", "yes", False),
        ("0", "yes", False),
        ("Norwegian wool", "no", False),
        ("100 % merino wool", "merino", True),
        ("merinos", "merino wool", False),
        (None, "yes", False),
        (None, "no", False),
    ],
)
def test_conditions(value: str | None, condition: str, met: bool) -> None:
    assert holds(value, condition) is met


def test_what_affirms() -> None:
    assert all(map(affirms, ("padded", "PVC-free tarpaulin", "non-slip", "with caffeine")))
    assert not any(map(affirms, ("without sleeve", "caffeine-free", "decaffeinated, less than 0.1 %")))


@pytest.mark.parametrize(
    ("attribute", "value", "sentence"),
    [
        ("Weight", "2.9 kg", "The Varde 3 weighs 2.9 kg."),
        ("Waterproof", "yes", "Yes, the Varde 3 is waterproof."),
        ("Waterproof", "no, water-repellent", "No, the Varde 3 is not waterproof; water-repellent."),
        ("Hood", "yes, detachable", "Yes, the Varde 3 has a hood (detachable)."),
        ("Pit zips", "no", "No, the Varde 3 has no pit zips."),
        ("Footprint included", "no", "No, the footprint is not included with the Varde 3."),
        ("Straps included", "yes", "Yes, the straps are included with the Varde 3."),
        ("PFAS-free", "yes", "The Varde 3 is PFAS-free."),
        ("Persons", "3", "The Varde 3 is made for 3 persons."),
        ("Doors", "2", "The Varde 3 has 2 doors."),
        ("R-value", "3.4", "The R-value of the Varde 3 is 3.4."),
        ("Water column", "5000 mm", "The water column of the Varde 3 is 5000 mm."),
        ("Removes viruses", "no", "No, the Varde 3 does not remove viruses."),
        ("Membrane", "none", "The Varde 3 has no membrane."),
        ("Dimensions", "195 x 63 cm", "The dimensions of the Varde 3 are 195 x 63 cm."),
        ("Lens", "32 mm", "The lens of the Varde 3 is 32 mm."),
        ("Cabin size", "yes", "Yes, the Varde 3 is cabin size."),
    ],
)
def test_facts_as_sentences(attribute: str, value: str, sentence: str) -> None:
    assert say("Varde 3", attribute, value) == sentence


def test_the_opposite_is_answered_without_yes_or_no() -> None:
    assert say("Ahorn", "Stainless", "no", lead=False) == "The Ahorn is not stainless."
    assert say("Varde 3", "Hood", "yes", lead=False) == "The Varde 3 has a hood."
    assert say("Varde 3", "Weight", "2.9 kg", lead=False) == "The Varde 3 weighs 2.9 kg."


def jacket(product_id: str, title: str, **attributes: str) -> Product:
    variants = (
        Variant(variant_id=f"{product_id}-S", price=Decimal(80), stock=2, size="S", colour="red"),
        Variant(variant_id=f"{product_id}-M", price=Decimal(80), stock=0, size="M", colour="red"),
        Variant(variant_id=f"{product_id}-L", price=Decimal(85), stock=9, size="L", colour="blue"),
    )
    return Product(
        product_id=product_id, title=title, category="jackets", brand="Brae", description="Keeps rain out.",
        currency="EUR", variants=variants, attributes=attributes,
    )  # fmt: skip


def test_what_differs_comes_first() -> None:
    one = jacket("A", "Aa rain jacket", Weight="1 kg", Waterproof="yes", Hood="yes")
    other = jacket("B", "Bb rain jacket", Weight="2 kg", Waterproof="yes", Pockets="3")
    rows = compare([one, other])
    assert [row.attribute for row in rows] == ["Weight", "Hood", "Pockets", "Price", "Brand", "Waterproof"]
    assert rows[2].values == ("", "3")
    assert [row.attribute for row in differences(rows)] == ["Weight"]


def test_stock_in_words() -> None:
    product = jacket("A", "Aa rain jacket")
    small, medium, large = product.variants
    assert stock_words(product, small) == "Only 2 left"
    assert stock_words(product, medium) == "Sold out in M red"
    assert stock_words(product, large) == "In stock"
    assert stock_sentence(product, "Aa", sizes=["M"]).startswith(
        "Sorry, the Aa is sold out in M at the moment."
    )
    assert stock_sentence(product, "Aa", sizes=["S"]) == "Yes, the Aa is in stock in S: only 2 left."
    assert stock_sentence(product, "Aa", sizes=["XXL"]).startswith("The Aa doesn't come in XXL.")
    assert (
        stock_sentence(product, "Aa", colours=["blue"])
        == "Yes, the Aa is in stock in blue. Sizes in stock: L."
    )


def test_only_what_is_there_is_said_to_be_there() -> None:
    product = replace(
        jacket("A", "Aa rain jacket"),
        variants=tuple(
            Variant(variant_id=colour, colour=colour, price=Decimal(1), stock=stock)
            for colour, stock in (("black", 0), ("wine red", 9), ("petrol blue", 0))
        ),
    )
    both = stock_sentence(product, "Aa", colours=["black", "red", "wine red"])
    assert both == "Yes, the Aa is in stock in wine red. It is sold out in black."
    assert stock_sentence(product, "Aa", colours=["sky blue", "petrol blue"]).startswith(
        "Sorry, the Aa is sold out in petrol blue at the moment."
    )
    assert stock_sentence(product, "Aa", colours=["grey", "stone grey"]).startswith(
        "The Aa doesn't come in grey."
    )


def test_products_by_name(demo_products: tuple[Product, ...]) -> None:
    names = Names(demo_products)
    titles = {product.product_id: product.title for product in demo_products}

    def found(text: str) -> list[list[str]]:
        return [[titles[i] for i in group] for group in names.find(text)]

    assert found("how heavy is the skerry 2?") == [["Skerry 2 trekking tent"]]
    assert found("Polarlicht 500 or Polarlicht 900") == [
        ["Polarlicht 500 down sleeping bag"],
        ["Polarlicht 900 down sleeping bag"],
    ]
    assert found("the Küstenregen rain jacket for women") == [["Küstenregen 2.5L rain jacket women"]]
    assert found("is the wool warm, and the mountain high?") == []


def test_a_word_that_tells_a_noun_apart_names_nothing(demo_products: tuple[Product, ...]) -> None:
    tops = {product.title for product in demo_products if is_kind(product, "top")}
    assert not any("roll-top" in title for title in tops)
    assert any(is_kind(product, "roll-top backpack") for product in demo_products)
    assert any(is_kind(product, "multi-tool") for product in demo_products)
    assert any(is_kind(product, "t-shirt") for product in demo_products)
