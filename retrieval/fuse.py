"""Fusion of rankings: a convex combination of standardised scores, its weights fitted.

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
Weights = npt.NDArray[np.float64]

CUT = 10
"""Places of a ranking that count."""
_SHRINKAGE = 1e-3
"""Of the weights towards 0, where a few queries could drive them to infinity."""


class Judged(msgspec.Struct, frozen=True):
    """A training query: its candidates' scores from each side, shapes (n,), and their grades (0 = not
    relevant)."""

    sides: tuple[Scores, ...]
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
    return blend((lexical, dense), (1 - weight, weight))


def blend(sides: Sequence[Scores], shares: Sequence[float]) -> Scores:
    """A share of each side, standardised, over one query's candidates; shapes (n,)."""
    parts = [share * standardise(side) for side, share in zip(sides, shares, strict=True)]
    mixed: Scores = np.sum(parts, axis=0, dtype=np.float32)
    return mixed


def fit_weight(queries: Sequence[Judged]) -> float:
    """The weight of the second of two sides, from ``fit_shares``; 0.5 without queries.

    A mixture has to be worth it: where its nDCG is not above that of the better side by more than one
    standard error (Breiman et al. 1984), that side stands alone, so that fusion never makes it worse.
    """
    if not queries:
        return 0.5
    weight = fit_shares(queries)[1]
    gains = {one: _gains(queries, one) for one in (0.0, 1.0, weight)}
    alone = max((0.0, 1.0), key=lambda side: gains[side].mean())
    more = gains[weight] - gains[alone]
    return weight if more.mean() > more.std() / len(more) ** 0.5 else alone


def _gains(queries: Sequence[Judged], weight: float) -> Weights:
    """The nDCG of each query at ``CUT``, shape (q,)."""
    gains = []
    for query in queries:
        mixed = blend(query.sides, (1 - weight, weight))
        order = np.argsort(-mixed, kind="stable")[:CUT]
        best = np.sort(query.grades)[::-1][:CUT]
        discounts = 1 / np.log2(np.arange(2, 2 + len(order)))
        gains.append(float(query.grades[order] @ discounts) / (float(best @ discounts) or 1.0))
    return np.array(gains)


def fit_shares(queries: Sequence[Judged]) -> tuple[float, ...]:
    """The shares, in [0, 1] and of sum 1, under which relevant candidates are likeliest; equal ones where no
    candidate is.

    A softmax over each query's candidates (ListNet, Cao et al. 2007) with a weight >= 0 for each side: it
    uses every query's margins, where the best of some weights by nDCG hangs on the few that change places.
    """
    count = len(queries[0].sides)
    used = [query for query in queries if query.grades.sum() > 0]
    tables = [np.stack([standardise(side) for side in q.sides], 1).astype(float) for q in used]  # of (n, s)
    wanted = [q.grades.astype(float) / q.grades.sum() for q in used]  # of (n,)
    if not used:
        return (1 / count,) * count

    def loss(weights: Weights) -> tuple[float, Weights]:
        total, slope = _SHRINKAGE * float(weights @ weights), 2 * _SHRINKAGE * weights
        for table, shares in zip(tables, wanted, strict=True):
            logs = log_softmax(table @ weights)  # (n, s) @ (s,) -> (n,)
            total -= float(shares @ logs) / len(used)
            slope = slope + table.T @ (np.exp(logs) - shares) / len(used)
        return total, slope

    weights = minimize(loss, np.full(count, 0.5), jac=True, bounds=[(0, None)] * count).x
    if weights.sum() <= 0:
        return (1 / count,) * count
    return tuple(float(share) for share in (weights / weights.sum()).round(2))
