"""A bicycle shop whose tags say which things are parts, and whose models are told by numbers."""

from __future__ import annotations

import pytest
from small_catalogue import products_of

from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.names import Names
from retrieval.products.proper import other_nouns
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

ROWS = [
    "Volt Drift 400|E-Bikes|Volt|e-bike,low step|A city bike with a hub motor.",
    "Volt Drift 500 City|E-Bikes|Volt|e-bike,mid motor|A city bike with a mid motor.",
    "Volt Nip|E-Bikes|Volt|e-bike,folding|A bike that folds.",
    "Volt Fast Charger 4 A|E-Bikes|Volt|charger,e-bike,accessory|Charges in half the time.",
    "Crest Town Helmet|Helmets|Crest|helmet,city|A helmet for the city.",
    "Crest Visor Helmet|Helmets|Crest|helmet,visor|A helmet with a visor.",
    "Crest Spare Visor|Helmets|Crest|helmet,spare part|The visor alone.",
    "Tarrow Tube 28|Tyres and tubes|Tarrow|inner tube|A tube of butyl.",
    "Tarrow Spare Valve Core (tube)|Tyres and tubes|Tarrow|valve core|For all tubes.",
    "Marl Grit 10 Gravel Bike|Gravel Bikes|Marl|gravel|The first of the Grits.",
    "Marl Grit 20 Gravel Bike|Gravel Bikes|Marl|gravel|The better of the Grits.",
    "Pip 20|Kids bikes|Pip|20 inch|A bike for children.",
]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    rows = ("|".join(row.split("|")) for row in ROWS)
    return products_of(rows, "category,brand,tags,description", tmp_path_factory.mktemp("bikes"))


@pytest.mark.parametrize(
    ("title", "nouns"),
    [("Crest Spare Visor", {"helmet"}), ("Volt Fast Charger 4 A", {"e-bike"})],
)
def test_a_tag_of_what_a_part_belongs_to_does_not_say_what_it_is(
    products: tuple[Product, ...], title: str, nouns: set[str]
) -> None:
    part = next(product for product in products if product.title == title)
    assert nouns.isdisjoint(kind_nouns(part))


def test_what_the_shop_calls_a_part_only_stands_beside_the_things_of_its_shelf(
    products: tuple[Product, ...],
) -> None:
    beside = other_nouns(products)
    assert {"Volt Fast Charger 4 A", "Crest Spare Visor"} <= beside
    assert beside.isdisjoint({"Volt Drift 500 City", "Crest Visor Helmet", "Crest Town Helmet"})


def test_a_spare_thing_is_that_thing(products: tuple[Product, ...]) -> None:
    parser = WishParser(Vocabulary(products), products)
    assert parser.parse("spare tubes for it").kinds == parser.parse("tubes for it").kinds


@pytest.mark.parametrize(
    ("text", "shown", "meant"),
    [
        ("which colours on the 20", ["Marl Grit 10 Gravel Bike"], "Marl Grit 20 Gravel Bike"),
        ("is the 20 in stock", [], "Pip 20"),
        ("how much is the Pip 20", ["Marl Grit 10 Gravel Bike"], "Pip 20"),
    ],
)
def test_a_number_is_a_model_of_the_family_that_was_shown(
    products: tuple[Product, ...], text: str, shown: list[str], meant: str
) -> None:
    assert [ids[0] for ids in Names(products).find(text, shown)] == [meant]


def test_a_number_alone_names_nothing(products: tuple[Product, ...]) -> None:
    assert Names(products).find("I need it in 20 days, 20 of them") == []
