"""Fusion of two rankings: a convex combination of standardised scores, its weight fitted.

Rank fusion throws away how sure each side is; see docs/decisions for the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

WEIGHTS = tuple(round(0.05 * step, 2) for step in range(21))


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


def fit_weight(queries: Sequence[Judged], *, k: int = 10) -> float:
    """The weight in [0, 1] with the best mean nDCG@k; of equals, the middle one. 0.5 without queries."""
    if not queries:
        return 0.5
    quality = [float(np.mean([_ndcg(q, weight, k) for q in queries])) for weight in WEIGHTS]
    best = [weight for weight, q in zip(WEIGHTS, quality, strict=True) if q >= max(quality) - 1e-9]
    return best[len(best) // 2]


def _ndcg(query: Judged, weight: float, k: int) -> float:
    """nDCG with linear gain, for the grid search only; what is reported comes from ranx."""
    order = np.argsort(-fuse(query.lexical, query.dense, weight), kind="stable")[:k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.sort(query.grades)[::-1][:k]
    best = float(ideal @ discount[: len(ideal)])
    return float(query.grades[order] @ discount[: len(order)]) / best if best else 0.0
