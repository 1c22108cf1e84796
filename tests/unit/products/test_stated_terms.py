"""What attributes list is asked for wherever it stands, and is no name, measure or second thing."""

from __future__ import annotations

from typing import Any

import pytest
from small_catalogue import products_of

from retrieval.products.describe import describe
from retrieval.products.names import Names
from retrieval.products.refine import refine
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product

ROWS = [
    "Halm Desk 24 Monitor|Computers/Monitors|Halm|Ports: HDMI 2.0; Weight: 4 kg|monitor",
    "Halm Arena 28 4K Monitor|Computers/Monitors|Halm|Ports: 2 x HDMI 2.1, USB-C; Weight: 5 kg|monitor",
    "Halm HDMI 2.1 Cable|Cables|Halm|Data rate: 48 Gbit/s|cable",
    "Ostra Quiet One ANC Headphones|Audio/Headphones|Ostra"
    "|Type: over-ear; Connection: Bluetooth 5.3; Noise cancelling: yes|over-ear",
    "Ostra Studio Headphones|Audio/Headphones|Ostra"
    "|Type: over-ear; Connection: 6.3 mm; Noise cancelling: no|over-ear",
    "Ostra Buds|Audio/Headphones|Ostra|Type: in-ear; Connection: Bluetooth 5.1; Noise cancelling: no|in-ear",
    "Pell Grip Mouse|Computers/Mice|Pell|Connection: USB-A; For: right-handed; Weight: 90 g|mouse",
    "Pell Grip Left Mouse|Computers/Mice|Pell|Connection: 2.4 GHz, USB-C; For: left-handed; Weight: 95 g"
    "|mouse",
    "Skua 8 Smartphone|Phones/Smartphones|Skua|5G: yes; Headphone jack: no; Weight: 180 g|smartphone",
    "Skua 8a Smartphone|Phones/Smartphones|Skua|5G: yes; Headphone jack: no; Weight: 182 g|smartphone",
    "Skua Base Smartphone|Phones/Smartphones|Skua|5G: no; Headphone jack: yes; Weight: 190 g|smartphone",
    "Skua Tough Case for Skua 8a|Phones/Cases|Skua|Compatible with: Skua 8a|case",
    "Used Skua 6 Smartphone|Phones/Used|Skua|5G: no; Headphone jack: yes; Weight: 190 g|smartphone",
    "Tern Max 25000 Power Bank|Power/Power banks|Tern|Power: 100 W; Weight: 610 g|power bank",
    "Tern Go 10000 Power Bank|Power/Power banks|Tern|Power: 30 W; Weight: 215 g|power bank",
    "Halm Work 14 Laptop|Computers/Laptops|Halm|Ports: USB-C; Weight: 1.3 kg|laptop",
]  # fmt: skip


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    return products_of(ROWS, "category,brand,attributes,tags", tmp_path_factory.mktemp("terms"))


@pytest.fixture(scope="module")
def parser(products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "which of your monitors has hdmi 2.1",
            {"wanted": {"Ports": "HDMI 2.1"}, "categories": ("Monitors",)},
        ),
        ("monitors with 4k", {"having": ("4K",), "categories": ("Monitors",)}),
        ("over ear wireless headphones", {"wanted": {"Connection": "wireless", "Type": "over ear"}}),
        ("over-ear headphones without a cable", {"wanted": {"Connection": "wireless", "Type": "over-ear"}}),
        ("mouse for left handed people", {"wanted": {"For": "left handed"}, "kinds": ("mouse",)}),
        ("left-handed mouse", {"wanted": {"For": "left-handed"}, "kinds": ("mouse",)}),
        ("lefthanded mouse", {"wanted": {"For": "lefthanded"}, "kinds": ("mouse",)}),
        ("wireless mouse", {"wanted": {"Connection": "wireless"}, "kinds": ("mouse",)}),
        ("smartphones with 5g under 300", {"wanted": {"5G": "yes"}}),
        ("smartphones under 185 g", {"wanted": {"Weight": "<= 0.185 kg"}}),
        ("which smartphone has a headphone jack", {"wanted": {"Headphone jack": "yes"}, "kinds": ()}),
        ("a monitor for my desk that charges it with one cable", {"categories": ("Monitors",), "kinds": ()}),
        ("which power bank can charge a laptop", {"categories": ("Power banks",)}),
        ("a power bank and a laptop", {"categories": ("Power banks", "Laptops")}),
        ("that's a power bank?? I want headphones", {"categories": ("Headphones",)}),
        ("a 14 inch laptop", {"kinds": (), "categories": ("Laptops",)}),
        ("does the new phone have usb-c?", {"wanted": {}}),
    ],
)
def test_what_is_read(parser: WishParser, text: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(text)
    assert {name: getattr(wish, name) for name in expected} == expected


def test_a_term_is_of_the_things_spoken_of(parser: WishParser) -> None:
    wish = refine(parser, "with usb-c and 4k", Constraints(categories=("Monitors",)), ()).wish
    assert (wish.wanted, wish.having) == ({"Ports": "USB-C"}, ("4K",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("headphones, max 150 euros", []),
        ("budget max 500", []),
        ("max budget 500", []),
        ("the tern max 25000?", [["Tern Max 25000 Power Bank"]]),
        ("a monitor with hdmi 2.1", []),
        ("the hdmi 2.1 cable", [["Halm HDMI 2.1 Cable"]]),
        ("the quiet one and the studio headphones", [["Ostra Quiet One ANC Headphones"]]),
        ("halm arena 28, is it in stock?", [["Halm Arena 28 4K Monitor"]]),
        ("skua 6 in black", [["Used Skua 6 Smartphone"]]),
        ("used skua 6", [["Used Skua 6 Smartphone"]]),
        ("difference between skua 8 and 8a", [["Skua 8 Smartphone"], ["Skua 8a Smartphone"]]),
        ("the skua 8 or the base?", [["Skua 8 Smartphone"], ["Skua Base Smartphone"]]),
    ],
)
def test_what_is_a_name(products: tuple[Product, ...], text: str, named: list[list[str]]) -> None:
    titles = {product.product_id: product.title for product in products}
    found = [[titles[i] for i in group] for group in Names(products).find(text)]
    assert [group for group in found if not named or group in named] == named


def test_it_is_said_in_words(parser: WishParser) -> None:
    assert describe(parser.parse("wireless mouse"), "EUR") == "mice, wireless"
