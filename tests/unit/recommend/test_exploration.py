"""Exploration shows only what may be shown, as often as it says, and its propensities are exact."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.recommend.exploration import MOST, POOL, ExploringRecommender, explore
from retrieval.recommend.port import Recommendations, RecommendContext
from retrieval.types import Product, ProductHit, Variant

DRAWS = 60_000


@pytest.mark.parametrize(
    ("candidates", "k", "fixed"), [(20, 6, ()), (7, 3, ()), (8, 2, ()), (30, 5, (1, 3)), (12, 4, (2,))]
)
def test_propensities_are_the_frequencies_with_which_products_stand_there(
    candidates: int, k: int, fixed: tuple[int, ...]
) -> None:
    random, counts, told = Random(7), Counter[tuple[int, int]](), dict[tuple[int, int], float]()
    for _ in range(DRAWS):
        explored = explore(candidates, k, MOST, random, fixed=fixed)
        for pair, propensity in zip(enumerate(explored.order), explored.propensities, strict=True):
            counts[pair] += 1
            told.setdefault(pair, propensity)
            assert told[pair] == propensity
    for place in range(k):
        assert sum(p for (at, _), p in told.items() if at == place) == pytest.approx(1.0)
    for pair, propensity in told.items():
        deviation = (propensity * (1 - propensity) / DRAWS) ** 0.5
        assert counts[pair] / DRAWS == pytest.approx(propensity, abs=5 * deviation + 1e-12)
    assert {index for at, index in told if at in (0, *fixed)} == {0, *fixed}


@given(st.integers(0, 40), st.integers(1, 12), st.floats(0, MOST), st.integers(0, 10_000))
def test_a_list_holds_the_best_but_for_one_of_the_next_best(
    candidates: int, k: int, epsilon: float, seed: int
) -> None:
    explored = explore(candidates, k, epsilon, Random(seed))
    assert len(set(explored.order)) == len(explored.order) == min(k, candidates)
    drawn = [index for place, index in enumerate(explored.order) if index != place]
    assert len(drawn) <= 1
    assert all(k <= index < min(candidates, k + POOL) for index in drawn)
    assert explored.order[:1] in ((), (0,))
    assert len(explored.propensities) in (0, len(explored.order))


def test_so_many_lists_are_explored_as_was_set() -> None:
    random = Random(3)
    explored = sum(explore(20, 6, 0.1, random).order != tuple(range(6)) for _ in range(20_000))
    assert explored / 20_000 == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("arguments", [(20, 6, 0.0), (6, 6, 0.2), (3, 6, 0.2), (20, 1, 0.2), (0, 3, 0.2)])
def test_where_nothing_can_be_drawn_nothing_is_told(arguments: tuple[int, int, float]) -> None:
    candidates, k, epsilon = arguments
    for seed in range(50):
        explored = explore(candidates, k, epsilon, Random(seed))
        assert explored.order == tuple(range(min(k, candidates)))
        assert explored.propensities == ()


@pytest.mark.parametrize("epsilon", [-0.1, 0.21, 1.0])
def test_the_share_is_bounded(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon"):
        explore(20, 6, epsilon, Random(0))


def hit(number: int) -> ProductHit:
    name = f"P{number}"
    variant = Variant(variant_id=name, price=Decimal(1), stock=1)
    product = Product(
        product_id=name,
        title=name,
        category="tents",
        brand="",
        description="",
        currency="EUR",
        variants=(variant,),
    )
    return ProductHit(product=product, variant=variant, score=1.0, reasons=("true",))


class Ranked:
    """Has so many products that may be shown, and says how many were asked for."""

    def __init__(self, count: int) -> None:
        self.hits = tuple(hit(number) for number in range(count))
        self.asked: list[int] = []

    def recommend(self, context: RecommendContext, k: int = 3, *, sources: object = ()) -> Recommendations:
        self.asked.append(k)
        return Recommendations(hits=self.hits[:k], source="popular", model="r1")


def test_an_exploring_recommender_shows_the_others_candidates_with_their_propensities() -> None:
    inner = Ranked(9)
    recommender = ExploringRecommender(
        inner, 0.2, fixed=lambda hits, _: [p for p, h in enumerate(hits) if h.product.product_id == "P2"],
        random=Random(5),
    )  # fmt: skip
    seen = Counter[str]()
    for _ in range(2_000):
        found = recommender.recommend(RecommendContext(), 4)
        assert (found.source, found.model, len(found.hits), len(found.propensities)) == (
            "popular",
            "r1",
            4,
            4,
        )
        assert found.propensities[0] == found.propensities[2] == 1.0
        seen.update(h.product.product_id for h in found.hits)
    assert set(seen) == {f"P{n}" for n in range(9)}
    assert seen["P0"] == seen["P2"] == 2_000
    assert set(inner.asked) == {4 + POOL}


def test_without_exploration_the_other_is_asked_as_it_is() -> None:
    inner = Ranked(9)
    found = ExploringRecommender(inner, 0.0).recommend(RecommendContext(), 4)
    assert (inner.asked, found.propensities) == ([4], ())
