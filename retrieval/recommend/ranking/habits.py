"""What all shoppers did of late, by product and by category: learned with the ranking, kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import DAY, Interactions
from retrieval.recommend.ranking.items import Floats, Items

MONTH, YEAR = 30, 365
"""Days that are recent, and after which a season comes back."""
PRIOR = 5.0
"""Steps that a category is thought to have gone like all others."""
TOGETHER = 3
"""Shoppers from which on it is said how many had both of two products."""
COMPANIONS = 50
"""Of a product, those that most shoppers had beside it."""


@dataclass(frozen=True, eq=False)
class Habits:
    """Of ``n`` items of ``c`` categories, as of ``time`` (Unix seconds).

    ``recent`` and ``season`` (n,): logarithms of what was done with them in the last month, and in the month
    that followed this day a year ago; ``share`` (n,) of an item in what was done in its category; ``first``
    (n,) when it was first seen, in Unix seconds; ``steps`` (c, c) logarithms of how often the second category
    follows the first. ``together`` (n, n): shoppers who had both, ``TOGETHER`` or more.
    """

    time: float
    recent: Floats
    season: Floats
    share: Floats
    first: npt.NDArray[np.float64]
    steps: Floats
    together: csr_matrix


def habits_of(interactions: Interactions, items: Items, now: float) -> Habits:
    """From the interactions with ``items`` before ``now`` (Unix seconds)."""
    count, of = len(items), items.category
    weights = np.bincount(interactions.cols, interactions.weights, count)
    in_category = np.bincount(of, weights, len(items.categories))
    first = np.full(count, now)
    np.minimum.at(first, interactions.cols, interactions.times)
    return Habits(
        time=now,
        recent=_done_between(interactions, count, now - MONTH * DAY, now),
        season=_done_between(interactions, count, now - YEAR * DAY, now - (YEAR - MONTH) * DAY),
        share=(weights / np.maximum(in_category[of], 1e-9)).astype(np.float32),
        first=first,
        steps=_steps(interactions, items),
        together=_together(interactions),
    )


def _done_between(interactions: Interactions, count: int, start: float, end: float) -> Floats:
    kept = (interactions.times >= start) & (interactions.times < end)
    return np.log1p(np.bincount(interactions.cols[kept], interactions.weights[kept], count)).astype(
        np.float32
    )


def _steps(interactions: Interactions, items: Items) -> Floats:
    size = len(items.categories)
    own = items.category[interactions.cols]
    same = interactions.rows[1:] == interactions.rows[:-1]
    counts = np.zeros((size, size))
    np.add.at(counts, (own[:-1][same], own[1:][same]), 1)
    usual = counts.sum(axis=0) + 1
    smoothed = counts + PRIOR * usual / usual.sum()
    found: Floats = np.log(smoothed / smoothed.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def _together(interactions: Interactions) -> csr_matrix:
    had = interactions.matrix().sign().astype(np.float32)
    both = (had.T @ had).tocsr()
    both.setdiag(0)
    both.data[both.data < TOGETHER] = 0
    both.eliminate_zeros()
    for row in range(both.shape[0]):
        own = slice(both.indptr[row], both.indptr[row + 1])
        if own.stop - own.start > COMPANIONS:
            data = both.data[own]
            data[np.argpartition(-data, COMPANIONS)[COMPANIONS:]] = 0
    both.eliminate_zeros()
    return both
