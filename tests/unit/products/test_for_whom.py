"""Persons, ages, sizes and budgets of others; words before nouns; named measures; typing mistakes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from retrieval.products.conditions import holds
from retrieval.products.refine import refine
from retrieval.products.slips import Slips
from retrieval.products.wishes import WishParser
from retrieval.types import Product, Wearer

CASES: list[tuple[str, dict[str, Any]]] = [
    ("boots for my dad, he wears 46", {"person": "men", "sizes": ("46",)}),
    ("my sister takes a 38, hiking boots", {"person": "women", "sizes": ("38",)}),
    ("birthday gift for my godson, hes 5. 20 euros max", {"person": "children", "price_max": 20,
                                                         "unwanted": {"Age": "!= 5 year"}}),
    ("gift for a girl of seven", {"person": "children", "unwanted": {"Age": "!= 7 year"}}),
    ("my 9 year old needs rain boots", {"person": "children", "unwanted": {"Age": "!= 9 year"}}),
    ("my mum turns 60, something in merino", {"person": "women", "unwanted": {}, "having": ("merino",)}),
    ("our daughter is 11 months and 9 kilos, a carrier",
     {"person": "children", "wanted": {}, "unwanted": {"Age": "!= 0.917 year"}}),
    ("a carrier for our 9-month-old", {"person": "children", "unwanted": {"Age": "!= 0.75 year"}}),
    ("my tent is 11 months old", {"person": "", "unwanted": {}}),
    ("my son is 14 kg, a carrier", {"wanted": {}}),
    ("this bag is 2 kg at most", {"wanted": {"Weight": "<= 2 kg"}}),
    ("rain dungarees for my little one", {"person": "children"}),
    ("my wee lad needs wellies", {"person": "children", "kinds": ("rubber boot",)}),
    ("my husband gets up at night, boots", {"person": ""}),
    ("my husband gets cold, boots", {"person": "men"}),
    ("a tent, 2.5 kg at the very most", {"wanted": {"Weight": "<= 2.5 kg"}}),
    ("a tent, 2 kg tops", {"categories": ("tents",), "kinds": (), "wanted": {"Weight": "<= 2 kg"}}),
    ("a backpack, 40 litres is my limit", {"wanted": {"Volume": "<= 40 l"}}),
    ("a backpack, 40 litres at least", {"wanted": {"Volume": ">= 40 l"}}),
    ("tops for women", {"kinds": ("top", "T-shirt", "long sleeve"), "person": "women"}),
    ("a rucksack with loops for two ice axes", {"categories": ("backpacks",), "kinds": ()}),
    ("a rucksack, holders for 2 ice axes", {"categories": ("backpacks",), "kinds": ()}),
    ("glow sticks, a 10 pack", {"categories": (), "kinds": ("glow stick",)}),
    ("packing cubes", {"categories": (), "kinds": ("packing cubes",)}),
    ("power bank 20000 mah", {"wanted": {"Capacity": "17600 mAh .. 22400 mAh"}}),
    ("something warm for her", {"person": "women"}),
    ("my wife is a M and im XL, we both need rain jackets, 100 each at the most",
     {"wearers": (Wearer(person="women", sizes=("M",)), Wearer(person="men", sizes=("XL",))),
      "price_max": 100, "sizes": (), "person": ""}),
    ("she wears M, he wears XL", {"wearers": (Wearer(person="women", sizes=("M",)),
                                              Wearer(person="men", sizes=("XL",)))}),
    ("we have 150 together, wedding present", {"price_max": 150}),
    ("i have 2 tents already", {"price_max": None}),
    ("500 is my limit, a tent", {"price_max": 500}),
    ("i can go to 700", {"price_max": 700}),
    ("ill pay 60", {"price_max": 60}),
    ("i dont want to spend more than 80 on a lamp", {"price_max": 80, "price_min": None}),
    ("jackets under 100 in M", {"price_max": 100, "sizes": ("M",)}),
    ("i wont carry more than 1.2 kilos", {"wanted": {"Weight": "<= 1.2 kg"}}),
    ("a tent no bigger than 5 kg", {"wanted": {"Weight": "<= 5 kg"}}),
    ("mat with an r value above 5", {"wanted": {"R-value": ">= 5"}, "price_min": None}),
    ("r-value of at least 4", {"wanted": {"R-value": ">= 4"}, "price_min": None}),
    ("water column over 5000 mm", {"wanted": {"Water column": ">= 500 cm"}}),
    ("headtorch brighter than 300 lumen", {"wanted": {"Lumen": "> 300 lm"}}),
    ("backpack smaller than 30 l", {"wanted": {"Volume": "< 30 l"}}),
    ("sleeping bag for frosty nights", {"wanted": {"Temperature comfort": "<= 0 °C"}}),
    ("wide leather shoes for men", {"kinds": ("wide leather shoe",)}),
    ("inflatable sleeping mats", {"kinds": ("inflatable sleeping mats",)}),
    ("ultralight pack", {"kinds": ("ultralight backpacks",), "sort": "Weight"}),
    ("large trekking rucksack", {"categories": ("backpacks",), "kinds": ()}),
    ("my old tent leaks, i need a new tent", {"categories": ("tents",), "kinds": ()}),
    ("under 1 kg the pair", {"kinds": (), "wanted": {"Weight": "<= 1 kg"}}),
    ("a pair of gloves", {"kinds": ("gloves", "mittens")}),
    ("a pack of 6 glow sticks", {"categories": (), "kinds": ("glow stick",)}),
    ("steinbock mens in 43, got any?", {"sizes": ("43",), "person": "men"}),
    ("do you have that in 41 mm", {"sizes": ("41 mm",)}),
    ("my size is 52", {"sizes": ("52",)}),
    ("womens hikng boots", {"kinds": ("hiking boot", "trekking boot"), "person": "women"}),
    ("hiking boots for children", {"kinds": ("hiking boot", "trekking boot"), "person": "children"}),
    ("trousers for children", {"person": "children"}),
    ("something for children", {"person": "children", "categories": ()}),
    ("waterprof jackt", {"categories": ("jackets",), "wanted": {"Waterproof": "yes"}}),
    ("slepping bag", {"categories": ("sleeping bags",)}),
    ("something in down", {"having": ("down",), "wanted": {}}),
    ("a jacket for my little girl", {"categories": (), "kinds": ("jacket",), "person": "children"}),
    ("children's jackets with a hood", {"categories": (), "kinds": ("jacket",), "person": "children"}),
    ("jackets for women", {"categories": ("jackets",), "kinds": (), "person": "women"}),
    ("a stove for my kids", {"kinds": ("stove", "camping stove"), "person": ""}),
    ("hiking with our two children, boots please", {"kinds": ("boot",), "person": ""}),
    ("walking with my wife, a rucksack", {"person": ""}),
    ("we are two adults with kids of 4 and 7, a tent", {"wanted": {"Persons": "= 4"}, "person": ""}),
    ("tent for 2 adults and a baby", {"wanted": {"Persons": "= 3"}, "person": "", "categories": ("tents",)}),
    ("jackets, my kids are 8 and 10", {"person": "children", "unwanted": {"Age": "!= 8 year"}}),
    ("boots for boys 34", {"sizes": ("34",), "person": "children", "unwanted": {}}),
    ("a jacket for my daughters, 12 and 4", {"person": "children", "unwanted": {"Age": "!= 4 year"}}),
    ("I want a jacket for my boyfriend, he is 1.85 and 90 kg", {"wanted": {}, "person": "men"}),
    ("a jacket, I'm 178 and 74 kg", {"wanted": {}}),
    ("a tent for me and my two kids", {"wanted": {"Persons": "= 3"}, "person": "", "categories": ("tents",)}),
    ("tent for a couple with a baby", {"wanted": {"Persons": "= 3"}, "person": ""}),
    ("me, my wife and 2 kids need a tent", {"wanted": {"Persons": "= 4"}, "person": ""}),
    ("a tent for us and our two small kids", {"wanted": {"Persons": "= 4"}, "person": ""}),
    ("tent for me and 3 friends", {"wanted": {"Persons": "= 4"}}),
    ("boots for me and my wife", {"wanted": {}, "person": ""}),
    ("a tent with four sleeping places", {"wanted": {"Persons": "= 4"}}),
    ("four sleeping bags", {"categories": ("sleeping bags",), "wanted": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_what_is_read(parser: WishParser, sentence: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(sentence)
    wanted = {name: Decimal(v) if isinstance(v, int) else v for name, v in expected.items()}
    assert {name: getattr(wish, name) for name in expected} == wanted


@pytest.mark.parametrize(
    ("age", "years", "outside"),
    [
        ("2 to 10 years", 5, False), ("6 to 11 years", 5, True), ("6 months to 6 years", 5, False),
        ("from 4 years", 5, False), ("from 4 years", 3, True), (None, 5, False),
        ("10+", 9, True), ("10+", 12, False), ("18 months+", 1, True), ("4 years and up", 3, True),
    ],
)  # fmt: skip
def test_a_child_of_an_age(age: str | None, years: int, outside: bool) -> None:
    assert holds(age, f"!= {years} year") is outside


def test_bounds_left_out() -> None:
    assert not holds("300 lm", "> 300 lm")
    assert holds("301 lm", "> 300 lm")
    assert holds("-8 °C", "< 0 °C")
    assert not holds("0 °C", "< 0 °C")


@pytest.fixture(scope="module")
def slips(demo_products: tuple[Product, ...]) -> Slips:
    return Slips(demo_products)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hedlamps", "headlamps"),
        ("hikng", "hiking"), ("jakets", "jackets"), ("trosuers", "trousers"), ("treking", "trekking"),
        ("carabinner", "carabiner"), ("yelow", "yellow"), ("temprature", "temperature"),
        ("multitool", "multi tool"), ("washbags", "wash bags"), ("trekkingpoles", "trekking poles"),
        ("ruck sack", "rucksack"), ("back pack", "backpack"), ("power bank", "power bank"),
    ],
)  # fmt: skip
def test_slips_are_repaired(slips: Slips, written: str, meant: str) -> None:
    assert slips.repaired(f"a {written} please") == f"a {meant} please"


def test_what_only_a_shelf_is_called_is_put_right_in_the_singular(demo_products: tuple[Product, ...]) -> None:
    smoker = replace(demo_products[0], title="Rauch 3", category="Smokers", tags=(), description="")
    assert Slips([smoker]).repaired("a smokker please") == "a smoker please"


@pytest.mark.parametrize(
    "word",
    ["headlamps", "midges", "kayaks", "rucksack", "vaude", "lowa", "nordwind", "won't", "thru", "slider"],
)
def test_other_words_are_left_alone(slips: Slips, word: str) -> None:
    assert slips.repaired(word) == word


def test_a_pronoun_means_the_child_that_was_spoken_of(parser: WishParser) -> None:
    jacket = refine(parser, "a rain jacket for my daughter", None, ()).wish
    fleece = refine(parser, "then a fleece, also for her", jacket, ()).wish
    assert (fleece.person, fleece.kinds) == ("children", ("fleece jacket",))
    assert refine(parser, "and boots for my wife", jacket, ()).wish.person == "women"
    shoes = refine(parser, "running shoes for my husband", None, ()).wish
    assert refine(parser, "socks for him as well", shoes, ()).wish.person == "men"
