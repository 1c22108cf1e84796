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
    assert fit_weight([Judged((bad, good), grades)]) > 0.5
    assert fit_weight([Judged((good, bad), grades)]) < 0.5


def test_without_queries_both_sides_count_alike() -> None:
    assert fit_weight([]) == 0.5


def test_a_mixture_that_gains_nothing_leaves_the_better_side_alone() -> None:
    rng = np.random.default_rng(3)
    grades = scores(1, 0, 0, 0, 0, 0)
    good = [grades + rng.normal(0, 0.3, 6).astype(np.float32) for _ in range(60)]
    noise = [rng.normal(0, 1, 6).astype(np.float32) for _ in range(60)]
    assert fit_weight([Judged(sides, grades) for sides in zip(noise, good, strict=True)]) == 1
    assert fit_weight([Judged(sides, grades) for sides in zip(good, noise, strict=True)]) == 0
    half = [grades + rng.normal(0, 0.6, 6).astype(np.float32) for _ in range(120)]
    both = fit_weight([Judged(sides, grades) for sides in zip(half[:60], half[60:], strict=True)])
    assert 0.3 < both < 0.7
