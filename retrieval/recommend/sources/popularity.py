"""What many want: popular with recent interactions counting more, and trending."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.recommend.interactions import DAY, Histories, Interactions
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, write_stored


class Popularity:
    """Implements ``Source``: the weights of an item's interactions, each half after ``half_life`` days (0:
    as it is). The same for everybody."""

    KIND: ClassVar[str] = "popularity"

    def __init__(self, *, half_life: float = 0.0) -> None:
        self._half_life = half_life
        self._popular: Scores = np.zeros(0, np.float32)

    def fit(self, interactions: Interactions, now: float | None = None) -> Self:
        """As of ``now`` in Unix seconds, the time of the last interaction unless given."""
        self._popular = decayed(interactions, self._half_life, now).astype(np.float32)
        return self

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        return np.tile(self._popular, (len(histories), 1))  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        write_stored(folder, self.KIND, {"half_life": self._half_life}, {"popular": self._popular})

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        found = cls(**msgspec.convert(parameters, dict[str, float]))
        found._popular = arrays["popular"]
        return found


class Trending(Popularity):
    """Implements ``Source``: how far an item's last days lie above what its past lets expect, in standard
    deviations of a Poisson count. ``half_life`` of the last days and ``usual`` of the past are in days."""

    KIND: ClassVar[str] = "trending"

    def __init__(self, *, half_life: float = 7.0, usual: float = 60.0) -> None:
        super().__init__(half_life=half_life)
        self._usual = usual

    def fit(self, interactions: Interactions, now: float | None = None) -> Self:
        """See ``Popularity.fit``."""
        recent = decayed(interactions, self._half_life, now)
        past = decayed(interactions, self._usual, now)
        expected = past * recent.sum() / max(past.sum(), 1e-9)
        self._popular = ((recent - expected) / np.sqrt(expected + 1)).astype(np.float32)
        return self

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        parameters = {"half_life": self._half_life, "usual": self._usual}
        write_stored(folder, self.KIND, parameters, {"popular": self._popular})


def decayed(interactions: Interactions, half_life: float, now: float | None) -> npt.NDArray[np.float64]:
    """Weights by item, (items,), each half after ``half_life`` days."""
    weights = interactions.weights.astype(np.float64)
    if half_life > 0 and len(interactions):
        until = interactions.times.max() if now is None else now
        weights = weights * 0.5 ** (np.maximum(until - interactions.times, 0) / DAY / half_life)
    return np.bincount(interactions.cols, weights, len(interactions.items)).astype(np.float64)
