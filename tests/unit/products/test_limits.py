"""What keeps to the most that a product takes, and what a title is shortened to in a shop of machines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.products.asked_thing import asked_code
from retrieval.products.filters import size_fits
from retrieval.products.limits import fits_on, keeps_to
from retrieval.products.names import Names
from retrieval.products.prices import read_price
from retrieval.products.sentence import Sentence
from retrieval.types import Product, Variant


def product(title: str, attributes: dict[str, str], brand: str = "", *sizes: str) -> Product:
    variants = tuple(
        Variant(variant_id=f"{title}-{size}", price=Decimal(10), stock=1, size=size)
        for size in sizes or ("",)
    )
    return Product(
        product_id=title, title=title, category=title.split()[-1], brand=brand, description="",
        currency="EUR", variants=variants, attributes=attributes,
    )  # fmt: skip


BENCH = product("Okka Bench", {"Max load": "40 kg", "Max board width": "30 cm", "Weight": "9 kg"})
FOOT = product("Zip Foot", {"Fits": "cloth of 2 to 8 mm"})


@pytest.mark.parametrize(
    ("one", "asked", "before", "said"),
    [
        (BENCH, "can it take 45 kg", "", "The max load of the bench is 40 kg; 45 kg is more than that."),
        (BENCH, "is 38000 g too heavy", "", "The max load of the bench is 40 kg; 38000 g is within that."),
        (BENCH, "is he too heavy for it", "he is 30 kg",
         "The max load of the bench is 40 kg; 30 kg is within that."),
        (BENCH, "is he too heavy for it", "", "The max load of the bench is 40 kg."),
        (BENCH, "max board is 30 you said. so 35 is too big?", "",
         "The max board width of the bench is 30 cm; 35 is more than that."),
        (BENCH, "whats the widest board for it", "", "The max board width of the bench is 30 cm."),
        (FOOT, "does it fit 1 mm", "", "The bench fits cloth of 2 to 8 mm; 1 mm is less than that."),
        (BENCH, "how heavy is it", "", None), (BENCH, "is it ok for 2 people", "", None),
        (BENCH, "does the width of 35 cm", "", None),
    ],
)  # fmt: skip
def test_a_number_and_a_limit(one: Product, asked: str, before: str, said: str | None) -> None:
    assert keeps_to(one, "bench", asked, before) == said


@pytest.mark.parametrize(
    ("thing", "asked", "said"),
    [
        (product("Oak Board", {"Width": "35 cm"}), "will it fit", "board is 35 cm, which is more"),
        (product("Oak Board", {"Width": "25 cm"}), "will it fit", "board is 25 cm, which is within"),
        (product("Oak Board", {}, "", "2x28", "2x32"), "will it fit", "the board comes in 2x28, 2x32."),
        (product("Oak Board", {}, "", "2x28", "2x32"), "will the 2x32 fit", "2x32 is more than that."),
    ],
)  # fmt: skip
def test_two_products_with_a_dimension_in_common(thing: Product, asked: str, said: str) -> None:
    for one, other, names in ((thing, BENCH, ("board", "bench")), (BENCH, thing, ("bench", "board"))):
        told = fits_on(one, other, names, asked)
        assert told is not None
        assert told.startswith("The max board width of the bench is 30 cm; ")
        assert said in told


def test_products_without_a_dimension_in_common() -> None:
    assert fits_on(product("Oak Stool", {"Width": "35 cm"}), BENCH, ("stool", "bench"), "will it fit") is None


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(
        [
            product("Tarn Silk Road 300 Sewing Machine", {}, "Tarn"),
            product("Prick KL-R470 Walking Foot", {}, "Prick"),
            product("Lux Clamp Front Lamp", {}, "Lux"), product("Lux Table Lamp", {}, "Lux"),
            product("Women's Fennick Work Apron", {"Gender": "women"}, "Loom"),
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the sr300", "Tarn Silk Road 300 Sewing Machine"), ("SR 300", "Tarn Silk Road 300 Sewing Machine"),
        ("road300", "Tarn Silk Road 300 Sewing Machine"), ("the r470", "Prick KL-R470 Walking Foot"),
        ("kl-r470", "Prick KL-R470 Walking Foot"), ("lux clamp", "Lux Clamp Front Lamp"),
        ("the fennick", "Women's Fennick Work Apron"),
    ],
)  # fmt: skip
def test_what_a_title_is_shortened_to(names: Names, text: str, title: str) -> None:
    assert names.find(text) == [[title]]


@pytest.mark.parametrize("text", ["lux lamps", "a foot", "women aprons", "lux machines"])
def test_what_is_no_name(names: Names, text: str) -> None:
    assert names.find(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gp5000 in 28 available?", "gp5000"), ("do you have the k27u", "k27u"),
        ("xk-200 in stock?", "xk-200"),
        ("the xk200", ""), ("what about the k27u", "k27u"), ("is the k27u good for films", ""),
        ("order fw-204518", ""), ("in 28c?", ""), ("do you have 5g phones", ""),
    ],
)  # fmt: skip
def test_a_code_that_is_asked_for(text: str, code: str) -> None:
    assert asked_code(text) == code


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("tables around 1000", 800),
        ("a machine about 250?", 200),
        ("boots about 43", None),
        ("rope around 500 g", None),
    ],
)
def test_a_price_around_a_number(text: str, low: int | None) -> None:
    assert read_price(Sentence(text))[0] == low


@pytest.mark.parametrize(
    ("size", "wanted", "fits"),
    [
        ("700x28-47C", "700x40C", True),
        ("700x28-47C", "700x40", True),
        ("700x18-25C", "700x40C", False),
        ("20x1.5-2.5", "20x1.75", True),
        ("26x28-47", "700x40", False),
        ("36-38", "37", True),
        ("36-38", "37.5", True),
    ],
)
def test_a_size_within_a_range(size: str, wanted: str, fits: bool) -> None:
    assert size_fits(size, wanted) is fits
