"""Another shop: shelves as paths, codes in titles, what things are in tags, much told by attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_catalogue import products_of

from retrieval.products.describe import describe
from retrieval.products.filters import fitting_variant, stated
from retrieval.products.names import Names
from retrieval.products.refine import refine
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product

ROWS = [
    "Orlo Tab 10|Computers/Tablets|Orlo|Memory: 4 GB; Ports: USB-C|tablet,android|64 GB",
    "Orlo Tab 12 Pro|Computers/Tablets|Orlo|Memory: 8 GB; Pen: included|tablet,drawing|512 GB",
    "Orlo K24 monitor|Computers/Monitors|Orlo|Ports: HDMI, VGA|monitor,office|",
    "Orlo K27U 4K monitor|Computers/Monitors|Orlo|Ports: HDMI, USB-C|monitor,4k|",
    "Orlo K27Q monitor|Computers/Monitors|Orlo|Ports: HDMI, USB-C|monitor|",
    "Mira Swift NVMe SSD|Storage > SSDs & drives|Mira|Interface: PCIe|ssd,internal|1 TB",
    "Mira Dash portable SSD|Storage > SSDs & drives|Mira|Weight: 52 g|ssd,external|2 TB",
    "Mira USB stick|Storage > USB sticks|Mira|Read speed: 100 MB/s|usb stick|",
    "USB-C cable|Cables|Plain|Power: 60 W|cable,usb-c|",
    "USB-C cable 240 W|Cables|Plain|Power: 240 W|cable,usb-c|",
    "Mira smart bulb E27 white|Bulbs & plugs|Mira|Power: 9 W|smart bulb,light|",
    "Mira outdoor smart plug|Bulbs & plugs|Mira|Protection: IP44|smart plug,outdoor|",
    "Orlo TV 32|TV|Orlo|Screen size: 32 in|tv|",
    "Orlo Reader 7|E-readers|Orlo|Waterproof: yes|e-reader|",
    "Boom Mini speaker|Speakers|Mira|Power: 8 W|speaker,waterproof|",
    "Boom XL speaker|Speakers|Mira|Power: 60 W|speaker|",
    "Skarv non-stick pan|Kitchen|Nord|Coating: ceramic|pan,non-stick|",
    "Giro watering can|Garden|Nord|Capacity: 12 l|watering can|",
    "Dutch oven|Kitchen|Nord|Capacity: 6 l|pot|",
    "Huila Sin|Coffee & tea|Linde|Roast: medium|coffee,decaf|",
    "Monstera deliciosa|Plants & seeds|Terra|Height: 60 cm|houseplant|",
    "Sencha Yame|Coffee & tea|Linde|Type: green tea|tea,green tea|",
    "Pillar candle unscented|Candles|Linde|Hardy: no|candle,gift|",
    "Puzzle World Map 1000 pieces|Puzzles|Linde|Pieces: 1000|puzzle,map|",
    "Puzzle Harbour at Night|Puzzles|Linde|Pieces: 100|puzzle|",
    "Daily Calm Face Cream|Face|Linde|Fragrance: none|face cream,perfume free|",
    "Rose Rich Face Cream|Face|Linde|Fragrance: rose|face cream|",
    "Senior Light 3 kg|Dog food|Linde|Protein: 21 %|dog,dry food|",
    "Indoor Poultry|Cat food|Linde|Protein: 32 %|cat,dry food|",
    "Wirbel 16 Kids' Bike|Bikes|Linde|Age: 4-6|kids' bike|",
    "Wirbel 20 Kids' Bike|Bikes|Linde|Age: 6-9|kids' bike|",
    "Clumping Cat Litter 10 l|Cat litter|Linde|Contents: 10 l|litter|",
    "Auralo Hush headphones|Audio|Linde|Type: over-ear|headphones|",
    "Auralo Hush Lite|Audio|Linde|Type: on-ear|headphones|",
    "Oak wall shelf|Furniture|Nord|Max load: 25 kg|shelf|green",
    "Jersey fitted sheet|Bed linen|Nord|Washing: 60 °C|sheet|90x200",
    "Tomato seeds Roter Max|Plants & seeds|Terra|Content: 15 seeds|seeds,vegetable|",
]


MONITORS = ["Orlo K24 monitor", "Orlo K27U 4K monitor", "Orlo K27Q monitor"]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    return products_of(ROWS, "category,brand,attributes,tags,size", tmp_path_factory.mktemp("electronics"))


@pytest.fixture(scope="module")
def parser(products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tablets", {"categories": ("Tablets",)}),
        ("do you have tvs", {"categories": ("TV",)}),
        ("smart bulbs", {"kinds": ("smart bulb",)}),
        ("SSD", {"kinds": ("SSD",)}),
        ("tomato seeds", {"kinds": ("tomato seeds",)}),
        ("houseplants", {"kinds": ("houseplant",)}),
        ("decaf", {"kinds": ("decaf",)}),
        ("vegetable for the balcony", {"kinds": ("vegetable",)}),
        ("no vegetable please", {"kinds": ()}),
        ("gift for my mum", {"kinds": (), "person": ""}),
        ("candles", {"kinds": (), "categories": ("Candles",)}),
        ("green tea", {"kinds": ("green tea",), "colours": ()}),
        ("shelf for 20 kg", {"kinds": ("shelf",), "wanted": {"Max load": ">= 20 kg"}}),
        ("fitted sheet 90 x 200", {"kinds": ("fitted sheet",), "sizes": ("90x200",)}),
        ("monitor with vga", {"wanted": {"Ports": "VGA"}, "categories": ("Monitors",)}),
        ("monitor with usb-c", {"wanted": {"Ports": "USB-C"}}),
        ("non stick pan", {"without": (), "kinds": ("non-stick pan",)}),
        ("monitor that can turn", {"kinds": (), "categories": ("Monitors",)}),
        ("a can", {"kinds": ("can",)}),
        ("tablet 512gb", {"sizes": ("512 GB",)}),
        ("2tb ssd", {"sizes": ("2 TB",)}),
        ("waterproof speaker", {"wanted": {"Waterproof": "yes"}}),
    ],
)
def test_what_is_read(parser: WishParser, text: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(text)
    assert {name: getattr(wish, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("before", "text", "found"),
    [
        ("ssd", "external", ["Mira Dash portable SSD"]),
        ("ssd", "1tb", ["Mira Swift NVMe SSD"]),
        ("monitors", "only with usb-c", ["Orlo K27U 4K monitor", "Orlo K27Q monitor"]),
        ("monitors", "with vga, it's an old pc", ["Orlo K24 monitor"]),
        ("monitors", "one that can stand in the oven", MONITORS),
        ("monitors", "with a zip of theirs", MONITORS),
        ("puzzle", "1000 pieces", ["Puzzle World Map 1000 pieces"]),
        ("face cream", "without perfume please", ["Daily Calm Face Cream", "Rose Rich Face Cream"]),
        ("puzzle", "which one is the smallest?", ["Puzzle World Map 1000 pieces", "Puzzle Harbour at Night"]),
        ("dog food", "and for cats?", ["Indoor Poultry", "Clumping Cat Litter 10 l"]),
    ],
)
def test_what_those_spoken_of_must_be(
    parser: WishParser, products: tuple[Product, ...], before: str, text: str, found: list[str]
) -> None:
    wish = refine(parser, text, parser.parse(before), products).wish
    assert [product.title for product in products if fitting_variant(product, wish)] == found


@pytest.mark.parametrize("text", ["only with USB-C", "and with vga please"])
def test_it_is_only_narrowed(parser: WishParser, text: str) -> None:
    assert parser.only_narrows(text)
    assert not parser.only_narrows(f"my old one came {text} and broke")


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("small tablet for the train", True),
        ("an SSD I can put into my laptop", True),
        ("my tablet is broken", False),
        ("decaf that tastes of something", True),
        ("tablet is broken", False),
        ("router light is orange", False),
        ("the cable you sent me", False),
    ],
)
def test_what_opens_with_a_thing(parser: WishParser, text: str, opens: bool) -> None:
    assert parser.opens_with_thing(text) == opens


def test_a_code_is_a_name_and_what_many_have_is_none(products: tuple[Product, ...]) -> None:
    names, title = Names(products), {product.product_id: product.title for product in products}
    found = [[title[one] for one in ids] for ids in names.find("compare the k27q and the k27u")]
    assert found == [["Orlo K27Q monitor"], ["Orlo K27U 4K monitor"]]
    assert names.find("4k monitor with usb-c") == []
    found = [
        [title[one] for one in ids] for ids in names.find("Wirbel 16 and Wirbel 20, the Clumping Cat Litter")
    ]
    assert found == [["Wirbel 16 Kids' Bike"], ["Wirbel 20 Kids' Bike"], ["Clumping Cat Litter 10 l"]]
    assert names.find("something from mira") == []
    assert [[title[one] for one in ids] for ids in names.find("Auralo Hush Lite")] == [["Auralo Hush Lite"]]


def test_a_tag_affirms_what_others_state(products: tuple[Product, ...]) -> None:
    said = {product.title: stated(product, "Waterproof") for product in products}
    assert said["Boom Mini speaker"] == said["Orlo Reader 7"] == "yes"
    assert said["Boom XL speaker"] is None


def test_it_is_repeated_as_it_is_written() -> None:
    assert describe(Constraints(kinds=("USB-C 4k Monitors",)), "EUR") == "USB-C 4k monitors"
    assert describe(Constraints(categories=("Table lamps",)), "EUR") == "table lamps"
    assert describe(Constraints(categories=("TV",)), "EUR") == "TV"


def test_the_best_rated_are_ordered_by_what_shoppers_said(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    heading = "product_id,title,category,attributes,variant_id,price,stock\n"
    rows = (f"H{n},Auralo H{n} headphones,Headphones,Rating: {n / 2} of 5,H{n}-1,50,3\n" for n in (7, 9, 8))
    catalogue.write_text(heading + "".join(rows))
    products = read_catalogue(catalogue).products
    parser = WishParser(Vocabulary(products), products)
    for wish in ("best rated headphones", "which headphones have the best reviews?", "top rated headphones"):
        assert parser.parse(wish).sort == "-Rating", wish
    assert parser.parse("headphones with a review").sort == ""
