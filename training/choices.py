"""Conditional logits (McFadden 1974): weights of what is known of alternatives, of which one is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import typer
from scipy.optimize import minimize

Figures = npt.NDArray[np.float64]
PENALTY = 1.0
DIGITS = 3


class Choice(NamedTuple):
    """What is known of the alternatives of a message to a shop, shape (c, f), and the rows of those that are
    right; nothing is learned where there are none. ``also`` are as right to choose, and not learned from."""

    shop: str
    figures: Figures
    right: tuple[int, ...]
    also: tuple[int, ...] = ()

    def chances(self, weights: Figures) -> Figures:
        """The probabilities of the alternatives, shape (c,)."""
        utility = self.figures @ weights
        odds = np.exp(utility - utility.max())
        return np.asarray(odds / odds.sum(), np.float64)


def fit(choices: Sequence[Choice]) -> Figures:
    """The weights of least penalised loss, shape (f,)."""

    def loss(weights: Figures) -> tuple[float, Figures]:
        total, slope = PENALTY / 2 * float(weights @ weights), PENALTY * weights
        for one in choices:
            if one.right:
                rows, chances = list(one.right), one.chances(weights)
                there = float(chances[rows].sum()) + 1e-12
                total -= float(np.log(there))
                slope = slope + one.figures.T @ chances - one.figures[rows].T @ chances[rows] / there
        return total, slope

    found = minimize(loss, np.zeros(choices[0].figures.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def show(names: Sequence[str], weights: Figures) -> None:
    """Print weights as they are written down in the code that uses them."""
    for name, weight in zip(names, weights, strict=True):
        typer.echo(f'    "{name}": {weight:.{DIGITS}f},')
