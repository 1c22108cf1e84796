"""What shoppers go on to from what they did, by the meanings of texts. training/recommender trains it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from retrieval.recommend.interactions import Histories
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, write_stored


class TwoTower:
    """Implements ``Source``: the cosine of a shopper and an item, each a linear map of texts' meanings into
    one space (Huang et al. 2013; Yi et al. 2019). ``shoppers`` and ``items``, (n, k), are the items as they
    were done and as they may come next, the latter of norm 1; of a history the sum counts, what was done last
    more, half as much each ``steps``. A history without a thing gives 0 for all."""

    KIND: ClassVar[str] = "two_tower"

    def __init__(self, *, shoppers: Scores, items: Scores, steps: float) -> None:
        self._shoppers, self._items, self._steps = shoppers, items, steps

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        weights = histories.weights * histories.fading(self._steps)
        sums: Scores = np.asarray(histories.matrix(weights) @ self._shoppers, np.float32)  # (b, k)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        found: Scores = (sums / np.maximum(norms, np.float32(1e-9))) @ self._items.T
        return found  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        arrays = {"shoppers": self._shoppers, "items": self._items}
        write_stored(folder, self.KIND, {"steps": self._steps}, arrays)

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        return cls(steps=parameters["steps"], **arrays)
