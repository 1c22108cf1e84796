"""What questions are worth, on a small shop where it can be counted."""

from __future__ import annotations

from decimal import Decimal
from math import log2

import pytest

from retrieval.recommend.interactions import Interaction, gathered
from retrieval.types import Product, Variant
from training.evaluate.narrowing import evaluate_narrowing


def tent(number: int, persons: int) -> Product:
    variant = Variant(variant_id=f"v{number}", price=Decimal(100), stock=1)
    return Product(
        product_id=f"p{number}", title="tent", category="tents", brand="", description="", currency="EUR",
        variants=(variant,), attributes={"Persons": str(persons)},
    )  # fmt: skip


TENTS = [tent(number, 1 + number // 2) for number in range(8)]
"""Two each for one to four persons."""


def bought(*items: str) -> list[Interaction]:
    return [Interaction("ann", item, float(time)) for time, item in enumerate(items)]


def test_an_answer_leaves_what_fits_and_the_product_comes_up() -> None:
    found = evaluate_narrowing(gathered(bought("p0", "p0", "p7")), TENTS, lambda *_: None)
    assert found.shoppers == 1
    assert found.asked == 1.0, "nothing else tells these tents apart"
    assert found.products == (8.0, 2.0, 2.0, 2.0)
    # by popularity p0 is first, the others follow by their ids: p7 is the eighth, then the second of two
    assert found.ndcg == pytest.approx((1 / log2(9), *[1 / log2(3)] * 3), abs=1e-4)
    assert found.first == (0.0, 0.0, 0.0, 0.0)


def test_popularity_is_not_counted_on_what_is_played() -> None:
    found = evaluate_narrowing(gathered(bought("p1", "p7", "p7")), TENTS, lambda *_: None)
    assert found.first[0] == 0.0, "p1 and the other p7 are as popular, and p1 comes first"


def test_one_purchase_is_none_to_play() -> None:
    with pytest.raises(ValueError, match="second thing"):
        evaluate_narrowing(gathered(bought("p1")), TENTS, lambda *_: None)
    with pytest.raises(ValueError, match="second thing"):
        evaluate_narrowing(gathered(bought("p1", "unknown")), TENTS, lambda *_: None)
