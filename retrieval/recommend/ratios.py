"""Ratios over impressions with intervals over shoppers.

Shoppers are drawn, not impressions: those of one shopper resemble each other, and to count each of them as an
observation of its own makes intervals too narrow. A rate of impressions is a ratio of two sums over
shoppers; its variance comes by the delta method (Deng, Knoblich and Lu: Applying the Delta Method in Metric
Analytics, KDD 2018), with Student's quantiles."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

SHOPPERS, WITH = 30, 10
"""Shoppers, and those of them with something to count, below which no figure is given: the distribution that
intervals are made by does not hold yet."""
LEVEL = 0.95

Numbers = npt.NDArray[np.float64]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its 95 % interval; all None where there is too little to tell."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A ratio, its ``variance``, and from how many shoppers it is."""

    value: float
    variance: float
    shoppers: int

    def figure(self, *, least: float = -math.inf) -> Figure:
        """The ratio with its interval, which does not go below ``least``."""
        return _figure(self.value, self.variance, self.shoppers - 1, least)


def ratio(numerators: Numbers, denominators: Numbers, people: npt.NDArray[np.int64]) -> Ratio | None:
    """Sum of ``numerators`` through sum of ``denominators``, one of each an impression, of the shopper
    ``people`` (numbers from 0). None where there is too little to tell."""
    _, own = np.unique(people, return_inverse=True)
    above, below = np.bincount(own, numerators), np.bincount(own, denominators)
    count = len(above)
    if count < SHOPPERS or np.count_nonzero(above) < WITH:
        return None
    value = float(above.sum() / below.sum())
    residuals = above - value * below
    variance = float(np.square(residuals).sum() / (count - 1) * count / below.sum() ** 2)
    return Ratio(value=value, variance=variance, shoppers=count)


def difference(one: Ratio | None, other: Ratio | None) -> Figure:
    """``one`` less ``other``, of different shoppers, with Welch's degrees of freedom."""
    if one is None or other is None:
        return Figure()
    variance = one.variance + other.variance
    parts = one.variance**2 / (one.shoppers - 1) + other.variance**2 / (other.shoppers - 1)
    freedom = variance**2 / parts if parts else one.shoppers + other.shoppers - 2
    return _figure(one.value - other.value, variance, freedom, -math.inf)


def _figure(value: float, variance: float, freedom: float, least: float) -> Figure:
    reach = float(stdtrit(freedom, 0.5 + LEVEL / 2)) * math.sqrt(variance)
    return Figure(value=value, low=max(least, value - reach), high=value + reach)
