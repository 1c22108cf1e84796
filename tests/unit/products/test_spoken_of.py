"""Which product of a catalogue a message is about, with the real encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.encode import DEFAULT_MODEL, Encoder, load_encoder
from retrieval.packaged import ENCODER_ADAPTER
from retrieval.products.spoken_of import NAMES, SURE, WEIGHTS, Spoken, SpokenOf
from retrieval.products.text import meaning_text
from retrieval.types import Product

MODELS = Path(__file__).parents[3] / "data" / "demo_shop" / "var" / "models"


def product(number: int, title: str, category: str, description: str, **stated: str) -> Product:
    return Product(
        product_id=f"P{number}", title=title, category=category, brand="", description=description,
        currency="EUR", attributes=stated, variants=(),
    )  # fmt: skip


SHOP = [
    product(0, "LIGHT SWITCH 2-WAY WHITE", "Switches", "A plain switch for one light.", Depth="16 mm"),
    product(
        1, "Vinyl Matt Emulsion White 10L", "Paint", "For walls and ceilings.", Coverage="13 m² per litre"
    ),
    product(
        2, "Satinwood Trim Paint", "Paint", "For doors, skirting and radiators.", Coverage="14 m² per litre"
    ),
    product(3, "SDS+ Rotary Hammer 800 W", "Power tools", "Drills into concrete.", Cable="3 m"),
    product(4, "Nitrile Grip Gloves", "Workwear", "Thin gloves with grip.", Level="4131X"),
    product(5, "Garden Hose 25 m", "Watering", "With fittings and a spray gun.", Fittings="included"),
    product(6, "Water Timer with Rain Sensor", "Watering", "Waters at the time you set.", Batteries="2 x AA"),
]
SWITCH, SATINWOOD, HAMMER, HOSE = 0, 2, 3, 5


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(DEFAULT_MODEL, MODELS, "cpu", adapter=ENCODER_ADAPTER)


@pytest.fixture(scope="module")
def spoken_of(encoder: Encoder) -> SpokenOf:
    return SpokenOf(SHOP, encoder.encode([meaning_text(one) for one in SHOP]), encoder)


@pytest.mark.parametrize(
    ("text", "before", "seen", "meant"),
    [
        ("is the satinwood ok for radiators", ["a switch for the hall"], [SWITCH], SATINWOOD),
        ("does the rotary hammer drill concrete", ["gloves with grip"], [4], HAMMER),
        ("has it got fittings on it", ["hose for the garden, 25 m"], [HOSE], HOSE),
        ("how long is the lead on it", ["something to drill into concrete"], [HAMMER], HAMMER),
    ],
)
def test_who_is_meant(spoken_of: SpokenOf, text: str, before: list[str], seen: list[int], meant: int) -> None:
    likeliest, second, *_ = spoken_of.likeliest(Spoken(text, before, seen))
    assert likeliest[0] == meant
    assert np.exp(likeliest[1]) >= SURE
    assert second[1] < likeliest[1]


def test_it_is_not_sure_of_what_says_nothing(spoken_of: SpokenOf) -> None:
    chances = [np.exp(chance) for _, chance in spoken_of.likeliest(Spoken("is it any good"))]
    assert chances[0] < SURE
    assert sum(chances) == pytest.approx(1)


def test_candidates_have_a_figure_for_each_name(spoken_of: SpokenOf) -> None:
    places, figures = spoken_of.figures(Spoken("the satinwood", ["hello"], [SWITCH]))
    assert set(NAMES) == set(WEIGHTS)
    assert figures.shape == (len(places), len(NAMES))
    assert {SWITCH, 2} <= set(places.tolist())
    assert np.isfinite(figures).all()
    assert places.tolist() == sorted(set(places.tolist()))


def test_a_shop_without_products(encoder: Encoder) -> None:
    empty = SpokenOf([], np.empty((0, encoder.dimension), np.float32), encoder)
    assert empty.likeliest(Spoken("is it any good")) == []
