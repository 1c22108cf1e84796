"""Wishes in words, by hand, against the demo shop's vocabulary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from retrieval.products.wishes import WishParser

GREEN = {"moss green", "forest green", "olive green", "mint green"}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("show me tents", {"categories": ("tents",)}),
    ("I need a tent for 2 people", {"categories": ("tents",), "wanted": {"Persons": "= 2"}}),
    ("a tent for two", {"categories": ("tents",), "wanted": {"Persons": "= 2"}}),
    ("3-person tent", {"wanted": {"Persons": "= 3"}}),
    ("one man tent", {"wanted": {"Persons": "= 1"}, "person": ""}),
    ("what one-person tents are there", {"wanted": {"Persons": "= 1"}}),
    ("single ropes 70 m", {"kinds": ("single rope",), "sizes": ("70 m",), "wanted": {}}),
    ("waterproof panniers", {"kinds": ("pannier pair",), "wanted": {"Waterproof": "yes"}}),
    ("2 man tent", {"wanted": {"Persons": "= 2"}, "person": ""}),
    ("tent for a family of 5, budget 600", {"wanted": {"Persons": "= 5"}, "price_max": 600}),
    ("we're four people and a dog, which tent", {"wanted": {"Persons": "= 4"}}),
    ("a 4-season tent", {"wanted": {"Season": "= 4"}}),
    ("rucksack", {"categories": ("backpacks",)}),
    ("daypack up to 60 euros", {"categories": ("backpacks",), "price_max": 60}),
    ("parka for my wife", {"kinds": ("parka",), "person": "women"}),
    ("kids rain trousers", {"kinds": ("rain trousers",), "person": "children", "categories": ()}),
    ("jackets for men", {"categories": ("jackets",), "person": "men"}),
    ("something for my daughter", {"person": "children"}),
    ("pants", {"categories": ("trousers",)}),
    ("hiking boots under 150 euros", {"kinds": ("hiking boot", "trekking boot"), "price_max": 150}),
    ("rain jacket below 100", {"price_max": 100}),
    ("less than 70 €", {"price_max": 70}),
    ("max. 80 EUR", {"price_max": 80}),
    ("no more than €120", {"price_max": 120}),
    ("not over 120", {"price_max": 120}),
    ("up to fifty euros", {"price_max": 50}),
    ("under a hundred euros", {"price_max": 100}),
    ("100 euros or less", {"price_max": 100}),
    ("I have about 200 euros for a tent", {"price_max": 200, "categories": ("tents",)}),
    ("my budget is 250", {"price_max": 250}),
    ("over 300 euros", {"price_min": 300, "price_max": None}),
    ("at least 1.299,00 €", {"price_min": 1299}),
    ("between 50 and 100 euros", {"price_min": 50, "price_max": 100}),
    ("80-120€", {"price_min": 80, "price_max": 120}),
    ("from 80 to 160 euros", {"price_min": 80, "price_max": 160}),
    ("around 100 euros", {"price_min": 80, "price_max": 115}),
    ("a tent under 2 kg", {"wanted": {"Weight": "<= 2 kg"}, "price_max": None}),
    ("not more than 900 g", {"wanted": {"Weight": "<= 0.9 kg"}}),
    ("a tent under one kilo please", {"wanted": {"Weight": "<= 1 kg"}}),
    ("a sleeping mat below half a kilo", {"wanted": {"Weight": "<= 0.5 kg"}}),
    ("backpack with at least 40 litres", {"wanted": {"Volume": ">= 40 l"}, "price_min": None}),
    ("backpack 40-50 l", {"wanted": {"Volume": "40 l .. 50 l"}}),
    ("backpack 40 litres", {"wanted": {"Volume": "35.2 l .. 44.8 l"}, "sizes": ()}),
    ("sleeping bag for minus 10 degrees", {"wanted": {"Temperature comfort": "<= -10 °C"}}),
    ("a sleeping bag down to -5", {"wanted": {"Temperature comfort": "<= -5 °C"}}),
    ("sleeping bag, -10", {"wanted": {"Temperature comfort": "<= -10 °C"}}),
    ("sleeping bag minus 5", {"wanted": {"Temperature comfort": "<= -5 °C"}}),
    ("hiking boots 41 -42", {"wanted": {}}),
    ("sleeping bag warm enough for minus five", {"wanted": {"Temperature comfort": "<= -5 °C"}}),
    ("power bank with at least 20000 mAh", {"wanted": {"Capacity": ">= 20000 mAh"}}),
    ("headlamp with 500 lumens", {"wanted": {"Lumen": "440 lm .. 560 lm"}}),
    ("waterproof trousers for women", {"wanted": {"Waterproof": "yes"}, "person": "women"}),
    ("a rainproof jacket", {"wanted": {"Waterproof": "yes"}}),
    ("vegan boots", {"wanted": {"Vegan": "yes"}, "kinds": ("boot",)}),
    ("pfas free rain jacket", {"wanted": {"PFAS-free": "yes"}}),
    ("rain jacket without PFAS", {"unwanted": {"PFAS-free": "no"}, "wanted": {"PFAS-free": "yes"}}),
    ("backpack with a rain cover", {"wanted": {"Rain cover": "yes"}, "categories": ("backpacks",)}),
    ("water filter that removes viruses", {"wanted": {"Removes viruses": "yes"}}),
    ("merino shirt for men", {"having": ("merino",), "person": "men"}),
    ("titanium spork", {"kinds": ("titanium spork",)}),
    ("not leather please", {"without": ("leather",), "unwanted": {"Leather": "yes"}}),
    ("no leather boots", {"without": ("leather",), "kinds": ("boot",)}),
    ("leather-free hiking boots", {"without": ("leather",), "kinds": ("hiking boot", "trekking boot")}),
    ("sleeping bag, no down", {"without": ("down",), "categories": ("sleeping bags",)}),
    ("poles not aluminium", {"without": ("aluminium",)}),
    ("backpack without a frame", {"without": ("frame",), "categories": ("backpacks",)}),
    ("anything but black", {"unwanted_colours": ("black",), "colours": ()}),
    ("anything but a black rain coat", {"unwanted_colours": ("black",), "price_max": None}),
    ("jacket, not Norrland, up to 200", {"unwanted_brands": ("Norrland",), "brands": (), "price_max": 200}),
    ("except Halde", {"unwanted_brands": ("Halde",)}),
    ("show me Halde backpacks", {"brands": ("Halde",), "categories": ("backpacks",)}),
    ("Kestrel & Pine tents", {"brands": ("Kestrel & Pine",)}),
    ("red jacket in M", {"sizes": ("M",), "categories": ("jackets",)}),
    ("jacket size extra large", {"sizes": ("XL",)}),
    ("base layers in size S?", {"sizes": ("S",)}),
    ("shoes size 42", {"sizes": ("42",)}),
    ("sandals in EU 38 for less than 70 euros", {"sizes": ("38",), "price_max": 70}),
    ("UK 9 boots", {"sizes": ("43",)}),
    ("Sable Ridge boots brown 45", {"sizes": ("45",), "colours": ("brown",)}),
    ("navy blue jacket", {"colours": ("navy blue",)}),
    ("lightweight tent below 300", {"sort": "Weight", "price_max": 300}),
    ("a warm sleeping bag", {"sort": "Temperature comfort"}),
    ("a cheap tent", {"sort": "price"}),
    ("not too heavy backpack", {"sort": "Weight", "without": ()}),
    ("a light for my tent", {"categories": ("lights",), "sort": ""}),
    ("lights", {"categories": ("lights",), "sort": ""}),
    ("trousers for climbing", {"categories": ("trousers",)}),
    ("something for rainy bike rides", {"categories": (), "kinds": ()}),
    # a noun in a verb's place, an amount, a unit, another word of its stem
    ("which of the two would suit better", {"kinds": ()}),
    ("could you wrap it up nicely", {"kinds": ()}),
    ("a cap, must cover also the ears", {"kinds": ("cap",)}),
    ("does it cover the ears", {"kinds": ()}),
    ("a snow suit for the winter", {"kinds": ("snow suit",)}),
    ("have you suits for the snow", {"kinds": ("suit",)}),
    ("a jacket that packs into its pocket", {"kinds": (), "categories": ("jackets",)}),
    ("I like that trousers", {"categories": ("trousers",)}),
    ("do you have a rain cover", {"kinds": ("rain cover",)}),
    ("there was a bigger pair as well", {"kinds": ()}),
    ("something of carbon, 3 meter", {"kinds": ()}),
    ("a weather meter", {"kinds": ("weather meter",)}),
    ("a tent for a weekend", {"kinds": (), "categories": ("tents",)}),
    ("backpack with a short back", {"kinds": ()}),
    ("shorts", {"kinds": ("shorts",)}),
    # how tall a person is, how long something takes
    ("backpack, I'm a woman of 1.58 m", {"wanted": {}, "person": "women"}),
    ("he measures 1m92, a sleeping bag please", {"wanted": {}, "sizes": ()}),
    ("my daughter is 1,28 m tall, a rain jacket", {"sizes": ("122/128",), "unwanted": {}}),
    ("I am 6 ft 2, which tent", {"wanted": {}}),
    ("tent 190 cm high", {"wanted": {"Inner height": "167.2 cm .. 212.8 cm"}}),
    ("cases with four wheels up to 180 euros", {"wanted": {"Wheels": "= 4"}, "price_max": 180}),
    ("a mat 8 cm thick", {"wanted": {"Thickness": "7.04 cm .. 8.96 cm"}}),
    ("i weigh 105 kilos, a hammock", {"wanted": {}}),
    ("a hammock for a man who weighs 105 kilos", {"wanted": {}}),
    ("a chair that weighs 2 kilos", {"wanted": {"Weight": "1.76 kg .. 2.24 kg"}}),
    ("my lad is 9 and about 134 tall, a jacket", {"sizes": ("134/140",)}),
    ("poles for my kid, 120 cm tall", {"wanted": {}}),
    ("a tent under two and a half kilos", {"wanted": {"Weight": "<= 2.5 kg"}, "price_max": None}),
    ("a bottle of 1 and a half litres", {"wanted": {"Capacity": "1.32 l .. 1.68 l"}}),
    ("got it in 146 as well?", {"sizes": ("146",)}),
    ("tent with 190 cm inner height", {"wanted": {"Inner height": "167.2 cm .. 212.8 cm"}}),
    ("I stand outside for six hours, winter boots", {"wanted": {}}),
    ("head torch that lasts 10 hours", {"wanted": {"Battery life": "8.8 h .. 11.2 h"}}),
    ("boots under 2 kg", {"wanted": {"Weight": "<= 2 kg"}}),
    ("one less dear", {"sort": "price"}),
    # numbers in words, and about so much
    ("a jacket for a hundred and twenty euros", {"price_max": 120}),
    ("under two hundred and fifty euros", {"price_max": 250}),
    ("thirty-five euros at the most", {"price_max": 35, "price_min": None}),
    ("twenty-four litres", {"wanted": {"Volume": "21.12 l .. 26.88 l"}}),
    ("a head torch, budget 90ish", {"price_max": 90}),
    ("a rucksack, 30ish litres", {"wanted": {"Volume": "26.4 l .. 33.6 l"}}),
    ("a sleeping bag for roughly 100", {"price_min": 80, "price_max": 115}),
    ("a rucksack of 30 litres", {"categories": ("backpacks",)}),
    ("a screw-valve cartridge, the 230", {"sizes": ("230 g",)}),
    ("the petrol one", {"colours": ("petrol blue",), "having": ()}),
    ("a stove for petrol", {"colours": (), "having": ("petrol",)}),
    ("no leather cause i'm vegan", {"without": ("leather",), "wanted": {"Vegan": "yes"}}),
    ("my wife prefers the sand colour", {"colours": ("sand",), "person": ""}),
    # what things are made of, and what only sounds so
    ("winter boots, I stand on cold stone", {"having": ()}),
    ("he wears glasses, which binoculars", {"having": ()}),
    ("most rucksacks hang down to my knees", {"having": ()}),
    ("the night goes down to zero, a sleeping bag", {"having": ()}),
    ("a sleeping bag filled with down", {"having": ("down",)}),
    ("sleeping bag, no feathers", {"without": ("down",)}),
    ("pocket knife with a wooden handle", {"having": ("wood",)}),
    ("he is in the woods every free minute, a knife", {"having": (), "without": ()}),
    ("to drink from the tap, a bottle", {"wanted": {}}),
    ("a canister with a tap", {"wanted": {"Tap": "yes"}}),
    ("I run in pitch black, a head torch", {"colours": ()}),
    ("a black head torch", {"colours": ("black",)}),
    # sets, compounds, and what is only spoken of
    ("what pots have you for camping", {"kinds": ("cook set",)}),
    ("a set of pots", {"kinds": ("cook set",)}),
    ("a bike light", {"kinds": ("bike light",), "sort": ""}),
    ("does the bike light come with a battery", {"kinds": ("bike light",)}),
    ("a thin shirt, long sleeve, hood", {"kinds": ("T-shirt", "long sleeve"), "wanted": {"Hood": "yes"}}),
    ("T-shirts", {"kinds": ("T-shirt",)}),
    ("a tee for him", {"kinds": ("T-shirt",), "person": "men"}),
    ("GPS devices", {"kinds": ("GPS device",)}),
    ("lights for the bike, front and back", {"kinds": ("bike light",)}),
    ("a jacket for the rain", {"kinds": ("rain jacket", "rain coat")}),
    ("a light for my tent, a bright one", {"categories": ("lights",)}),
    ("my husband watches the birds, which binoculars are good", {"kinds": ("binoculars",)}),
    ("my husband likes watches", {"kinds": ("watch",)}),
    ("my rucksack is small, which sleeping bag fits", {"categories": ("sleeping bags",)}),
    ("my tent is broken, I need a new one", {"categories": ("tents",)}),
    ("my wife and me go camping, a tent", {"wanted": {"Persons": "= 2"}, "person": ""}),
    ("a pot of titan", {"having": ("titanium",)}),
    ("a stove that works with gasoline", {"having": ("petrol",)}),
    ("a headlamp, nothing too bright or expensive", {"sort": ""}),
    ("a tent, not too heavy", {"sort": "Weight"}),
    ("a jacket in S/M", {"sizes": ("S/M",)}),
    ("a belt in 95", {"sizes": ("95 cm",)}),
    ("pocket knives", {"kinds": ("pocket knife",)}),
    ("a waterproof bag to wear on the back", {"categories": ("backpacks",)}),
    ("fine, thick socks it is. And a headlamp", {"kinds": ("headlamp", "head torch")}),
    ("I don't know what colour it is. A red tent", {"colours": ("red", "wine red")}),
    ("getting up isn't easy, a camp bed", {"without": (), "kinds": ("camp bed",)}),
    ("a jacket that isn't black", {"unwanted_colours": ("black",)}),
    ("which men's jackets have you got reduced", {"reduced": True, "categories": ("jackets",)}),
    ("any tents on sale?", {"reduced": True}),
    ("sale items in backpacks, at a reduced price", {"reduced": True, "having": ()}),
    ("is this jacket for sale", {"reduced": False}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[case[0] for case in CASES])
def test_wish(parser: WishParser, sentence: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(sentence)
    for field, value in expected.items():
        found = getattr(wish, field)
        assert (Decimal(value) if isinstance(value, int) else value) == found, f"{field} of {wish}"


@pytest.mark.parametrize(
    ("text", "coloured"),
    [
        ("something blue under 50", True),
        ("have you got it in blues?", True),
        ("boots that go with the blues I play", False),
        ("a stove for frying greens", False),
    ],
)
def test_a_colour_in_the_plural_is_another_word(parser: WishParser, text: str, coloured: bool) -> None:
    assert bool(parser.parse(text).colours) == coloured


def test_a_shade_stands_for_itself_and_a_colour_for_all_its_shades(parser: WishParser) -> None:
    assert set(parser.parse("a green tent").colours) == GREEN
    assert parser.parse("a moss green tent").colours == ("moss green",)


def test_any_text_is_read(parser: WishParser) -> None:
    texts = ("", "   ", "???", "🏕️", "\x00", "€", "-", "no", "not", "under", "for", "a" * 4000, "no " * 500)
    for text in texts:
        parser.parse(text)
