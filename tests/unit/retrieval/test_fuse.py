"""Fusion: standardised scores, and a weight that follows the better side."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.fuse import Judged, fit_weight, fuse, standardise

SCORES = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=20)


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


@given(SCORES)
@example([86.01698303222656] * 3)  # their mean in single precision is another number
def test_standardised_scores_keep_their_order(values: list[float]) -> None:
    given = scores(*values)
    standard = standardise(given)
    assert np.isfinite(standard).all()
    assert abs(standard.mean()) < 1e-2
    assert (np.diff(standard[np.argsort(given)]) >= -1e-4).all()


def test_equal_scores_say_nothing() -> None:
    assert fuse(scores(0, 0, 0), scores(0.1, 0.3, 0.2), 0.5).argmax() == 1


def test_the_weight_follows_the_better_side() -> None:
    good, bad, grades = scores(0.9, 0.1, 0.2), scores(1, 5, 9), scores(1, 0, 0)
    assert fit_weight([Judged(lexical=bad, dense=good, grades=grades)]) > 0.5
    assert fit_weight([Judged(lexical=good, dense=bad, grades=grades)]) < 0.5


def test_without_queries_both_sides_count_alike() -> None:
    assert fit_weight([]) == 0.5
