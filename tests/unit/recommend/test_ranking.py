"""The learned ranking: moments of the past, rows, models in folders, catalogues that have changed since."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from bot.errors import BadRequest
from retrieval.errors import ModelFileError
from retrieval.recommend.interactions import DAY, Interaction, gathered
from retrieval.recommend.ranking.items import items_of
from retrieval.recommend.ranking.model import (
    BLOCK,
    Ranking,
    RankingModel,
    diversified,
    highest,
    read_model,
)
from retrieval.recommend.ranking.rows import Moment, moment_of, names
from retrieval.types import Product, Variant
from training.recommender.judging import RankingReport, judge
from training.recommender.ranking import Learned, Learner, ranking_config
from training.recommender.requests import Shopping, requests_between

START = 1.7e9
KINDS = ("tents", "boots", "stoves")


def product(number: int, **more: object) -> Product:
    variant = Variant(variant_id=f"V{number}", price=Decimal(20 + 7 * (number % 13)), stock=3)
    return Product(
        product_id=f"P{number}", title=f"Thing {number}", category=KINDS[number % 3],
        brand=f"B{number % 4}", description="", currency="EUR", variants=(variant,),
        tags=(f"t{number % 5}",), **more,
    )  # fmt: skip


PRODUCTS = [product(number) for number in range(45)]
VECTORS = np.random.default_rng(0).normal(size=(45, 8)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


class Letters:
    """Encodes a text by the vector of the product that it names."""

    name = "letters"
    dimension = 8

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([VECTORS[int(text.removeprefix("thing "))] for text in texts])


def shopping(seed: int = 0, shoppers: int = 220) -> Shopping:
    """Shoppers who stay in one category a visit, and search for what they then look at."""
    dice = np.random.default_rng(seed)
    done, searches = [], {}
    for shopper in range(shoppers):
        liked = int(dice.integers(3))
        for _ in range(int(dice.integers(1, 5))):
            moment = START + float(dice.uniform(0, 160)) * DAY
            items = dice.choice(np.arange(liked, 45, 3), 4, replace=False)
            if dice.random() < 0.5:
                searches.setdefault(f"s{shopper}", []).append((moment - 20, f"thing {items[0]}"))
            done += [Interaction(f"s{shopper}", f"P{i}", moment + 60 * n) for n, i in enumerate(items)]
    ids = [one.product_id for one in PRODUCTS]
    return Shopping(gathered(done, ids), {key: sorted(own) for key, own in searches.items()})


def learner(of: Shopping) -> Learner:
    config = ranking_config(quick=True).model_copy(
        update={"stretches": 3, "rounds": 60, "least": 10, "candidates": 10, "trials": 0}
    )
    return Learner(of, PRODUCTS, VECTORS, Letters(), config, lambda _w, _d, _t: None)


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learner(shopping()).learn({})


@pytest.mark.parametrize("size", [0, 1, 5, 3 * BLOCK, 7 * BLOCK + 3, 40 * BLOCK])
def test_the_highest_are_found_block_by_block(size: int) -> None:
    dice = np.random.default_rng(size)
    for scores in (dice.normal(size=size), np.sort(dice.normal(size=size)), -np.sort(dice.normal(size=size))):
        for count in (1, 5, 60):
            found = highest(scores.astype(np.float32), count)
            assert len(found) == len(set(found.tolist())) == min(count, size)
            wanted = np.sort(scores.astype(np.float32))[::-1][:count]
            assert np.sort(scores.astype(np.float32)[found])[::-1].tolist() == wanted.tolist()


def test_a_moment_knows_the_past_alone() -> None:
    found = shopping()
    all_ = found.interactions
    requests = requests_between(found, START + 60 * DAY, START + 90 * DAY)
    assert len(requests) > 50
    for number, one in enumerate(requests.asked):
        own = slice(one.start, one.end)
        assert (all_.times[own] <= one.now).all()
        assert not set(one.right.tolist()) & set(requests.known(number).tolist())
        shopper = all_.rows[one.start] if one.end > one.start else None
        later = (all_.times > one.now) & (all_.times < START + 90 * DAY)
        if shopper is not None:
            later &= all_.rows == shopper
        assert set(one.right.tolist()) <= set(all_.cols[later].tolist())
    assert any(one.query for one in requests.asked)
    assert any(not one.query for one in requests.asked)


def test_what_is_known_at_a_time_does_not_depend_on_what_came_later() -> None:
    found = shopping()
    moment = START + 80 * DAY
    kept = found.interactions.times < moment + 10 * DAY
    shorter = Shopping(found.interactions.part(kept), found.searches)
    one, other = (learner(each)._stretch(moment, moment + 5 * DAY) for each in (found, shorter))
    asked = one.requests.moment(3, {})
    assert np.array_equal(asked.items, other.requests.moment(3, {}).items)
    first, second = one.ranking.scores(asked), other.ranking.scores(asked)
    places = np.arange(45, dtype=np.int32)
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert np.array_equal(one.ranking.rows(asked, places, first), other.ranking.rows(asked, places, second))


def judged(of: Learned) -> RankingReport:
    return judge(of, PRODUCTS, 0.15, lambda _w, _d, _t: None)


def test_a_report_covers_each_method(learned: Learned) -> None:
    report = judged(learned)
    assert set(report.budget) == set(report.category) == set(report.rows)
    assert 0 <= report.calibration_error < 0.05


def test_it_beats_each_of_its_sources() -> None:
    """In five draws, and by the mean where something was sought: of one, rounding alone can move that by
    several hundredths."""
    reports = [judged(learner(shopping(seed, shoppers=500)).learn({})) for seed in range(5)]
    assert min(report.gain for report in reports) > 1
    searched = [report.searched["ranking"] / report.searched[report.best_source] for report in reports]
    assert np.mean(searched) > 1.1, "it knows what was sought"


def scored(model: RankingModel, items: list[Product], moment: Moment) -> np.ndarray:
    ranking = Ranking(model.evidence, items_of(items, VECTORS[: len(items)]))
    scores = ranking.scores(moment)
    return model.ranker.score(ranking.rows(moment, np.arange(len(items), dtype=np.int32), scores))


def test_it_is_the_same_from_its_folder(learned: Learned, tmp_path: Path) -> None:
    learned.model.save(tmp_path)
    again = read_model(tmp_path)
    moment = moment_of([3, 6, 9], [START, START + 1, START + 2], [1, 3, 1], START + DAY, VECTORS[12])
    assert np.array_equal(scored(learned.model, PRODUCTS, moment), scored(again, PRODUCTS, moment))
    assert again.ranker.names == names(tuple(again.evidence.sources))
    assert again.ranker.chance(np.array([-9.0, 9.0], np.float32)).tolist() == sorted(
        learned.model.ranker.chance(np.array([-9.0, 9.0], np.float32)).tolist()
    )
    (tmp_path / "trees.txt").write_text("tree")
    with pytest.raises(ModelFileError, match="damaged"):
        read_model(tmp_path)


def test_products_may_come_go_and_change_places(learned: Learned) -> None:
    moment = moment_of([], [], [], START + 161 * DAY)
    before = scored(learned.model, PRODUCTS, moment)
    order = np.random.default_rng(1).permutation(40)
    fewer = [PRODUCTS[place] for place in order]
    ranking = Ranking(learned.model.evidence, items_of(fewer, VECTORS[order]))
    scores = ranking.scores(moment)
    popular = learned.model.evidence.sources["popularity"]
    assert len(ranking.new) == 0
    assert np.allclose(scores["popularity"], popular.score(ranking._histories(moment))[0][order])
    assert np.array_equal(ranking.habits.recent, learned.model.evidence.habits.recent[order])
    more = [*PRODUCTS, product(45, published=True)]
    wider = Ranking(learned.model.evidence, items_of(more, np.vstack([VECTORS, VECTORS[:1]])))
    assert wider.new.tolist() == [45]
    searched = moment_of([], [], [], START + 161 * DAY, VECTORS[0])
    candidates = wider.candidates(wider.scores(searched), np.ones(46, np.bool_), searched, 3)
    assert 45 in candidates, "a new product comes in by what it is"
    assert len(before) == 45


def test_a_varied_list_holds_the_best_first_and_less_of_the_same() -> None:
    alike = np.eye(4, dtype=np.float32)[[0, 0, 0, 1, 2]]
    worth = np.array([5, 4, 3, 2, 1], np.float32)
    assert diversified(worth, alike, 5, 0.0) == [0, 1, 2, 3, 4]
    varied = diversified(worth, alike, 3, 0.5)
    assert varied[0] == 0
    assert set(varied) == {0, 3, 4}
    assert diversified(worth, alike, 9, 0.5)[:3] == varied


def test_too_little_is_said() -> None:
    few = shopping()
    part = Shopping(few.interactions.part(np.arange(len(few.interactions)) < 60), {})
    with pytest.raises(BadRequest, match="needed"):
        learner(part).learn({})
