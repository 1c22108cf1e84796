"""Figures of lists against values by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import Histories, Interaction, gathered
from retrieval.recommend.sources.popularity import Popularity
from training.recommender.metrics import NONE, best, character, interval, judged, lists_of, quality
from training.recommender.splits import Asked, split

ITEMS = 14


def asked(right: list[list[int]]) -> Asked:
    nothing = np.zeros(0)
    histories = Histories(
        np.zeros(len(right) + 1, np.int64), np.zeros(0, np.int32), nothing, nothing.astype(np.float32),
        np.zeros(len(right)), ITEMS,
    )  # fmt: skip
    wanted = np.zeros((len(right), ITEMS), np.float32)
    for row, items in enumerate(right):
        wanted[row, items] = 1
    return Asked(histories, csr_matrix(wanted.shape, dtype=np.float32), csr_matrix(wanted))


def test_metrics_by_hand() -> None:
    lists = np.array([np.arange(10), np.arange(10), np.arange(10), [13, 12, 11, *[NONE] * 7]], np.int32)
    found = judged(lists, asked([[1, 3, 12], [13], [0], [11]]))
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    expected = {
        "hr@10": [1, 0, 1, 1],
        "recall@10": [2 / 3, 0, 1, 1],
        "mrr@10": [1 / 2, 0, 1, 1 / 3],
        "ndcg@10": [(1 / log2(3) + 1 / log2(5)) / ideal, 0, 1, 1 / log2(4)],
    }
    assert list(found) == ["hr@10", "ndcg@10", "recall@10", "mrr@10"]
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, err_msg=name)


def test_more_right_items_than_places() -> None:
    lists = np.arange(10, dtype=np.int32)[None, :]
    found = judged(lists, asked([list(range(12))]))
    assert found["ndcg@10"].tolist() == [1.0]
    np.testing.assert_allclose(found["recall@10"], [10 / 12])


def test_shoppers_keep_their_order() -> None:
    count = 1200
    right = [[row % 10] for row in range(count)]
    lists = np.tile(np.arange(10, dtype=np.int32), (count, 1))
    found = judged(lists, asked(right))["mrr@10"]
    np.testing.assert_allclose(found, [1 / (1 + row % 10) for row in range(count)])


def test_the_best_are_in_order_and_known_ones_left_out() -> None:
    scores = np.array([[5, 1, 4, 3, 2]], np.float32)
    left_out = np.array([[False, False, True, False, False]])
    assert best(scores, left_out).tolist() == [[0, 3, 4, 1, *[NONE] * 6]]
    many = np.random.default_rng(0).normal(size=(3, 500)).astype(np.float32)
    nothing = np.zeros(many.shape, np.bool_)
    assert best(many, nothing).tolist() == np.argsort(-many, axis=1)[:, :10].tolist()


def test_equal_scores_are_not_in_the_order_of_the_file() -> None:
    """Who scores all the same finds the right one among ten of a hundred as often as chance."""
    hits = [item in best(np.zeros((1, 100), np.float32), np.zeros((1, 100), np.bool_)) for item in range(100)]
    assert sum(hits) == 10
    assert sum(hits[:10]) < 10


def test_character_by_hand() -> None:
    """Four shoppers: a has been taken by all, b by one; the lists show a and c to whom took a, b."""
    taken = [*((user, "a") for user in "uvwx"), ("u", "b"), ("u", "b"), ("v", "c")]
    learned = gathered([Interaction(user, item, float(n)) for n, (user, item) in enumerate(taken)], ["d"])
    places = {item: n for n, item in enumerate(learned.items)}
    lists = np.full((4, 10), NONE, np.int32)
    lists[:, 0], lists[0, 1] = places["a"], places["c"]
    found = character(lists, learned, learned.histories())
    assert found.coverage == 2 / 4
    assert found.novelty == pytest.approx((4 * 0 + 1 * 2) / 5)
    before = np.mean([(1 + 0.25 + 0.25) / 3, (1 + 0.25) / 2, 1, 1])
    assert found.popularity_bias == pytest.approx(np.mean([(1 + 0.25) / 2, 1, 1, 1]) / before - 1)


def test_an_interval_holds_the_mean_and_shrinks_with_shoppers() -> None:
    values = np.random.default_rng(0).random(4000)
    widths = []
    for count in (100, 4000):
        low, high = interval(values[:count])
        assert low < values[:count].mean() < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 4
    assert widths[1] == pytest.approx(2 * 1.96 * values.std() / np.sqrt(4000), rel=0.15)


def test_quality_is_the_ndcg_of_the_lists() -> None:
    found = gathered(Interaction(f"u{n % 30}", f"i{(n * n) % 17}", float(n)) for n in range(400))
    made = split(found, "leave-last-out", seed=0)
    source = Popularity().fit(made.final)
    lists = lists_of(source, made.test)
    expected = judged(lists, made.test)["ndcg@10"].mean()
    assert quality(source.score(made.test.histories), made.test) == pytest.approx(expected)
    shown = made.test.known.toarray()[np.arange(len(lists))[:, None], np.maximum(lists, 0)]
    assert not shown[lists != NONE].any()
