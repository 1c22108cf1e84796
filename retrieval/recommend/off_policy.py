"""Off-policy evaluation: what the best list alone would have brought, from lists of which some were explored.

Each list weighs as much as it is likelier under the policy that is asked about than under the one that showed
it. Inverse propensity scoring (Horvitz and Thompson 1952) divides the weighted sum by the number of lists
and is unbiased; self-normalised (Swaminathan and Joachims 2015) it divides by the sum of the weights, and
varies less."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.recommend.impressions import Item
from retrieval.recommend.ratios import Figure, Numbers, ratio

GREEDY = 0.5
"""A product stands in its own place with a higher propensity than this, a drawn one with a lower one: of at
most a fifth of the lists one place is drawn."""


class OffPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Estimates for the list that is never explored. ``lists`` could have been explored, in ``explored`` a
    product was drawn; ``shown`` is the rate of clicks on them as they were. ``effective`` is Kish's effective
    number of lists, (sum of weights)^2 / sum of squares."""

    lists: int
    explored: int
    effective: float
    shown: Figure
    ips: Figure
    snips: Figure


def greedy_weight(items: Sequence[Item]) -> float:
    """How much likelier a list is where nothing is explored: 0 for one with a drawn product. At most one
    place is drawn, so all of them are their own with 1 less the sum of what each lacks."""
    if any(item.propensity < GREEDY for item in items):
        return 0.0
    return 1.0 / (1.0 - sum(1.0 - item.propensity for item in items))


def could_explore(items: Sequence[Item]) -> bool:
    """Whether a product of the list was drawn, or might have been."""
    return any(item.propensity < 1.0 for item in items)


def off_policy(rewards: Numbers, weights: Numbers, people: npt.NDArray[np.int64]) -> OffPolicy | None:
    """Estimates from lists with their rewards and weights, of the shoppers ``people``; None for no lists."""
    if not len(rewards):
        return None
    ones, weighed = np.ones_like(rewards), rewards * weights
    squares = float(np.square(weights).sum())
    figures = [
        found.figure() if (found := ratio(above, below, people)) else Figure()
        for above, below in ((rewards, ones), (weighed, ones), (weighed, weights))
    ]
    return OffPolicy(
        lists=len(rewards),
        explored=int(np.count_nonzero(weights == 0.0)),
        effective=float(weights.sum()) ** 2 / squares if squares else 0.0,
        shown=figures[0],
        ips=figures[1],
        snips=figures[2],
    )
