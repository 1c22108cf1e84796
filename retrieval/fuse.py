"""Fusion of two rankings: a convex combination of standardised scores, its weight fitted.

Rank fusion throws away how sure each side is; see docs/decisions for the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import log_softmax

Scores = npt.NDArray[np.float32]
Sides = npt.NDArray[np.float64]

_SHRINKAGE = 1e-3
"""Of both weights towards 0, where a few queries could drive them to infinity."""


class Judged(msgspec.Struct, frozen=True):
    """A training query: both scores of its candidates, shapes (n,), and their grades (0 = not relevant)."""

    lexical: Scores
    dense: Scores
    grades: Scores


def standardise(scores: Scores) -> Scores:
    """Zero mean and unit variance over the candidates; all zero where they are equal."""
    if not len(scores):
        return scores
    wide = scores.astype(np.float64)  # in single precision equal scores can have a mean beside them
    spread = wide.std()
    if spread <= 1e-6:
        return np.zeros_like(scores)
    standard: Scores = ((wide - wide.mean()) / spread).astype(np.float32)
    return standard


def fuse(lexical: Scores, dense: Scores, weight: float) -> Scores:
    """``weight`` of dense, the rest of lexical, over one query's candidates; shapes (n,)."""
    mixed: Scores = weight * standardise(dense) + (1 - weight) * standardise(lexical)
    return mixed


def fit_weight(queries: Sequence[Judged]) -> float:
    """The weight in [0, 1] under which relevant candidates are likeliest; 0.5 without queries.

    A softmax over each query's candidates (ListNet, Cao et al. 2007) with a weight >= 0 for either side: it
    uses every query's margins, where the best of some weights by nDCG hangs on the few that change places.
    """
    sides = [np.stack([standardise(q.dense), standardise(q.lexical)], 1).astype(float) for q in queries]
    shares = [q.grades.astype(float) / q.grades.sum() for q in queries if q.grades.sum() > 0]
    sides = [side for side, q in zip(sides, queries, strict=True) if q.grades.sum() > 0]
    if not shares:
        return 0.5

    def loss(weights: Sides) -> tuple[float, Sides]:
        total, slope = _SHRINKAGE * float(weights @ weights), 2 * _SHRINKAGE * weights
        for side, share in zip(sides, shares, strict=True):
            logs = log_softmax(side @ weights)  # (n, 2) @ (2,) -> (n,)
            total -= float(share @ logs) / len(sides)
            slope = slope + side.T @ (np.exp(logs) - share) / len(sides)
        return total, slope

    dense, lexical = minimize(loss, np.full(2, 0.5), jac=True, bounds=[(0, None)] * 2).x
    return round(float(dense / (dense + lexical)), 2) if dense + lexical > 0 else 0.5
