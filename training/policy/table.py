"""Features as a table of standardised columns, and weights of these columns as weights of the features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.decide.features import BOT_SAID, Features
from bot.decide.policy import Linear

Matrix = NDArray[np.float64]
DIGITS = 5
"""Of a weight in the file."""
LEAST_SPREAD = 0.05
"""Columns that hardly differ are standardised as if they differed by so much: else an intent that was never
more than a thousandth likely would decide everything where it is likely for once."""


@dataclass(frozen=True)
class Table:
    """Columns ``names`` (d,), with the ``means`` and ``scales`` (d,) that standardise them."""

    names: tuple[str, ...]
    means: Matrix
    scales: Matrix

    def of(self, rows: Sequence[Features]) -> Matrix:
        """Standardised, shape (n, d)."""
        return (_raw(rows, self.names) - self.means) * self.scales

    @property
    def usual(self) -> Features:
        """The means by name."""
        return {name: round(float(mean), DIGITS) for name, mean in zip(self.names, self.means, strict=True)}

    def linear(self, weights: Matrix, bias: float) -> Linear:
        """Weights (d,) of the standardised columns as those of the features."""
        own = weights * self.scales
        return Linear(
            bias=round(float(bias - own @ self.means), DIGITS),
            weights={n: round(float(w), DIGITS) for n, w in zip(self.names, own, strict=True) if w},
        )


def table_of(
    rows: Sequence[Features],
    seldom: int,
    reply_words: float,
    counts: Callable[[str], bool] = lambda _name: True,
) -> Table:
    """The columns of features that at least ``seldom`` rows have, and that ``counts`` lets through; words of
    the bot's reply are scaled by ``reply_words``."""
    seen = Counter(name for row in rows for name, value in row.items() if value)
    names = tuple(sorted(n for n, count in seen.items() if count >= seldom and counts(n)))
    raw = _raw(rows, names)  # (n, d)
    means, spread = raw.mean(axis=0), raw.std(axis=0)
    shares = np.asarray([reply_words if name.startswith(BOT_SAID) else 1.0 for name in names])
    return Table(names, means, np.where(spread > 0, shares / np.maximum(spread, LEAST_SPREAD), 0.0))


def _raw(rows: Sequence[Features], names: Sequence[str]) -> Matrix:
    return np.asarray([[row.get(name, 0.0) for name in names] for row in rows], np.float64).reshape(
        len(rows), len(names)
    )
