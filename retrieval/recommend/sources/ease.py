"""Every item's weight for every other in closed form, where the items are few enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from retrieval.recommend.interactions import Histories, Interactions
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, write_stored

MOST_ITEMS = 20_000
"""It inverts a matrix of items by items: 1.6 GB in float32 at this number, and some minutes."""


class Ease:
    """Implements ``Source``: EASE (Steck 2019), a linear model of each item by all others. ``ridge`` is its
    regularisation; with ``dropout`` (0 to below 1) it is learned as if so many of the interactions were
    hidden (EDLAE, Steck 2020), which regularises popular items more.

    ``steps``: after so many a thing that the shopper did says half as much, 0 where order does not count.
    """

    KIND: ClassVar[str] = "ease"

    def __init__(self, *, ridge: float = 200.0, dropout: float = 0.0, steps: float = 0.0) -> None:
        self._ridge, self._dropout, self._steps = ridge, dropout, steps
        self._weights: Scores = np.zeros((0, 0), np.float32)

    def fit(self, interactions: Interactions) -> Self:
        """Raises: ValueError for more than ``MOST_ITEMS`` items."""
        if len(interactions.items) > MOST_ITEMS:
            raise ValueError(f"EASE takes {MOST_ITEMS} items at most, these are {len(interactions.items)}.")
        taken = interactions.matrix().sign()
        gram = (taken.T @ taken).toarray().astype(np.float64)  # (items, items)
        popular = np.diagonal(gram).copy()
        gram[np.diag_indices_from(gram)] += self._ridge + self._dropout / (1 - self._dropout) * popular
        inverse = np.linalg.inv(gram)
        weights = inverse / -np.diagonal(inverse)
        np.fill_diagonal(weights, 0.0)
        self._weights = weights.astype(np.float32)
        return self

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        taken = histories.matrix(histories.fading(self._steps))
        taken.data = np.minimum(taken.data, 1)
        found: Scores = (taken @ self._weights).astype(np.float32)
        return found  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        parameters = {"ridge": self._ridge, "dropout": self._dropout, "steps": self._steps}
        write_stored(folder, self.KIND, parameters, {"weights": self._weights})

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        found = cls(**parameters)
        found._weights = arrays["weights"]
        return found
