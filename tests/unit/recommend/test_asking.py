"""The most telling question, against entropies worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from math import log2
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from retrieval.products.filters import fitting_variant
from retrieval.products.rows import read_catalogue
from retrieval.recommend.asking import answered, best_question, known
from retrieval.types import Constraints, Product, Variant

CATALOGUE = Path(__file__).parents[3] / "data" / "demo_shop" / "catalogue.csv"


def product(number: int, price: int = 10, **attributes: str) -> Product:
    named = {name.replace("_", " "): value for name, value in attributes.items()}
    variant = Variant(variant_id=f"v{number}", price=Decimal(price), stock=1)
    return Product(
        product_id=f"p{number}", title="tent", category="tents", brand="", description="", currency="EUR",
        variants=(variant,), attributes=named,
    )  # fmt: skip


def test_the_gain_is_the_entropy_of_the_answers() -> None:
    products = [product(number, Persons=str(1 + number % 4)) for number in range(8)]
    question = best_question(products)
    assert question is not None
    assert (question.about, question.text) == ("Persons", "For how many people?")
    assert question.gain == pytest.approx(2.0)
    assert [choice.title for choice in question.choices] == ["1", "2", "3", "4"]


def test_weights_say_what_the_shopper_may_want() -> None:
    products = [product(number, Season=("summer", "winter")[number % 2]) for number in range(4)]
    weights = np.asarray([3.0, 1.0, 3.0, 1.0])
    question = best_question(products, weights)
    assert question is not None
    assert question.gain == pytest.approx(-(0.75 * log2(0.75) + 0.25 * log2(0.25)))


def test_a_thing_that_is_there_or_not_can_only_be_asked_for() -> None:
    """Who does not need it takes either: half of eight say yes, so half of the time one bit is gained."""
    products = [product(number, Waterproof="yes" if number < 4 else "no") for number in range(8)]
    question = best_question(products)
    assert question is not None
    assert ([choice.title for choice in question.choices], question.gain) == (["Yes"], pytest.approx(0.5))


def test_products_that_say_nothing_gain_nothing() -> None:
    told = [product(number, Season=("summer", "winter")[number % 2]) for number in range(6)]
    silent = [product(number + 6) for number in range(4)]
    question = best_question([*told, *silent])
    assert question is not None
    # six of ten answer; each answer leaves three of the ten
    assert question.gain == pytest.approx(0.6 * (log2(10) - log2(3)))


def test_what_was_asked_or_tells_little_is_not_asked() -> None:
    products = [product(number, Persons=str(1 + number % 4)) for number in range(8)]
    assert best_question(products, asked=["Persons"]) is None
    assert best_question(products[:1]) is None
    assert best_question([product(number, Persons="2") for number in range(8)]) is None


def test_spans_of_numbers_are_round_and_their_conditions_hold() -> None:
    products = [product(number, price=10 + 10 * number) for number in range(30)]
    question = best_question(products)
    assert question is not None
    assert [choice.title for choice in question.choices] == [
        "Up to 100 EUR",
        "100 to 200 EUR",
        "Over 200 EUR",
    ]
    fitting = [
        sum(
            fitting_variant(one, answered(Constraints(), "price", choice.condition)) is not None
            for one in products
        )
        for choice in question.choices
    ]
    assert fitting == [10, 11, 11]  # 100 and 200 are in two spans each


def test_an_answer_becomes_part_of_the_wish() -> None:
    wish = Constraints(categories=("tents",), asked=("Persons",))
    assert answered(wish, "Persons", "") == wish
    assert answered(wish, "Persons", "= 2").wanted == {"Persons": "= 2"}
    assert answered(wish, "person", "women").person == "women"
    bounded = answered(wish, "price", "50 .. 80")
    assert (bounded.price_min, bounded.price_max) == (Decimal(50), Decimal(80))
    assert known(bounded) == {"Persons", "price"}


def test_each_offered_answer_of_the_demo_shop_leaves_something_and_not_all() -> None:
    shelves: dict[str, list[Product]] = {}
    for one in read_catalogue(CATALOGUE, currency="EUR").products:
        if one.in_stock:
            shelves.setdefault(one.category, []).append(one)
    for category, products in shelves.items():
        asked: list[str] = []
        while (question := best_question(products, asked=asked)) is not None:
            asked.append(question.about)
            for choice in question.choices:
                wish = answered(Constraints(), question.about, choice.condition)
                fitting = [one for one in products if fitting_variant(one, wish) is not None]
                assert 0 < len(fitting) < len(products), (category, question.text, choice)
        assert len(asked) >= 3, category


def test_how_heavy_is_asked_only_of_what_is_called_light() -> None:
    machines = [product(number, Weight=f"{4 + number * 1.3:g} kg") for number in range(8)]
    assert best_question(machines) is None
    light = replace(machines[0], description="Light enough for a rucksack.")
    question = best_question([light, *machines[1:]])
    assert question is not None
    assert question.about == "Weight"
