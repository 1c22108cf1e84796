"""Intervals of differences by the paired bootstrap (Efron and Tibshirani 1993, ch. 13): whole conversations
are drawn with replacement, the same ones for both releases, as turns of a conversation are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.judge.metrics import Kind, Outcome, Sums, classes_of, statistics, valued

RESAMPLES = 2000
SEED = 0
LEVEL = 0.95


class Difference(NamedTuple):
    """Of a metric: both values, candidate minus base, and its interval; NaN bounds for a single group."""

    candidate: float
    base: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """Candidate minus base."""
        return self.candidate - self.base


def paired_difference(kind: Kind, candidate: Sequence[Outcome], base: Sequence[Outcome]) -> Difference:
    """The difference between two releases on the same items, in the same order; at least one."""
    classes = classes_of([*candidate, *base])
    of_groups = [
        _by_group(statistics(kind, side, classes), side) for side in (candidate, base)
    ]  # (g, k) each
    totals = [float(valued(kind, sums.sum(axis=0))) for sums in of_groups]
    groups = len(of_groups[0])
    if groups < 2:
        return Difference(totals[0], totals[1], float("nan"), float("nan"))
    draws = np.random.default_rng(SEED).multinomial(groups, np.full(groups, 1 / groups), RESAMPLES)  # (r, g)
    drawn = valued(kind, draws @ of_groups[0]) - valued(kind, draws @ of_groups[1])  # (r,)
    low, high = _interval(drawn)
    return Difference(totals[0], totals[1], low, high)


def ratio_of_pairs(candidate: Sequence[float], base: Sequence[float]) -> Difference:
    """How many times as long a candidate takes, with the interval of that: the median over pairs, which were
    timed one after the other. That of each side by itself would jump where short and long texts are as many.
    ``base`` of the result is 1."""
    ratios = np.asarray(candidate) / np.asarray(base)  # (n,)
    rows = np.random.default_rng(SEED).integers(0, len(ratios), (RESAMPLES, len(ratios)))  # (r, n)
    low, high = _interval(np.median(ratios[rows], axis=-1) - 1)
    return Difference(float(np.median(ratios)), 1.0, low, high)


def _by_group(sums: Sums, outcomes: Sequence[Outcome]) -> Sums:
    """Summed up by group, shape (g, k), in the order of first appearance."""
    places: dict[str, int] = {}
    rows = [places.setdefault(outcome.group, len(places)) for outcome in outcomes]
    total = np.zeros((len(places), sums.shape[1]))
    np.add.at(total, rows, sums)
    return total


def _interval(drawn: NDArray[np.float64]) -> tuple[float, float]:
    """Percentiles; resamples in which nothing was drawn that counts are left out."""
    tail = (1 - LEVEL) / 2 * 100
    sound = drawn[np.isfinite(drawn)]
    if not len(sound):
        return float("nan"), float("nan")
    low, high = np.percentile(sound, [tail, 100 - tail])
    return float(low), float(high)
