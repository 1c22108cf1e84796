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

SHOPPERS, WITH, BUYERS = 30, 10, 30
"""Shoppers, those of them with something to count, and those with revenue, below which no figure is given:
the distribution that intervals are made by does not hold yet."""
LEVEL = 0.95

Numbers = npt.NDArray[np.float64]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its 95 % interval; all None where there is too little to tell."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A ratio above 0, its ``variance``, and from how many shoppers it is."""

    value: float
    variance: float
    shoppers: int

    def figure(self) -> Figure:
        """The ratio with its interval, made on the scale of logarithms: rates and revenue are skewed, and
        their intervals reach further up than down and never below 0."""
        factor = math.exp(_quantile(self.shoppers - 1) * math.sqrt(self.variance) / self.value)
        return Figure(value=self.value, low=self.value / factor, high=self.value * factor)


def ratio(
    numerators: Numbers, denominators: Numbers, people: npt.NDArray[np.int64], *, least: int = WITH
) -> Ratio | None:
    """Sum of ``numerators`` through sum of ``denominators``, one of each an impression, of the shopper
    ``people`` (numbers from 0). None where there is too little to tell: fewer than ``SHOPPERS``, or fewer
    than ``least`` of them with a numerator above 0."""
    _, own = np.unique(people, return_inverse=True)
    above, below = np.bincount(own, numerators), np.bincount(own, denominators)
    count = len(above)
    if count < SHOPPERS or np.count_nonzero(above) < least:
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
    value, reach = one.value - other.value, _quantile(freedom) * math.sqrt(variance)
    return Figure(value=value, low=value - reach, high=value + reach)


def _quantile(freedom: float) -> float:
    return float(stdtrit(freedom, 0.5 + LEVEL / 2))
