"""Several sources as one: what each says of an item, standardised, weighted and summed up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import numpy as np

from retrieval.recommend.interactions import Histories
from retrieval.recommend.sources.port import Scores, Source
from retrieval.recommend.sources.stored import write_stored


class Blend:
    """Implements ``Source``: the mean of ``sources`` by ``weights``, each shopper's scores of a source first
    brought to mean 0 and deviation 1."""

    KIND: ClassVar[str] = "blend"

    def __init__(self, sources: Mapping[str, Source], weights: Mapping[str, float]) -> None:
        self._sources, self._weights = dict(sources), dict(weights)

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        parts = [
            np.float32(weight) * standardised(self._sources[name].score(histories))
            for name, weight in self._weights.items()
        ]
        found: Scores = np.sum(parts, axis=0, dtype=np.float32)
        return found  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``; each source in a folder of its name."""
        for name in self._weights:
            self._sources[name].save(folder / name)
        write_stored(folder, self.KIND, self._weights, {})


def standardised(scores: Scores) -> Scores:
    """Rows (b, items) with mean 0 and deviation 1; a row of equal scores is 0."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    found: Scores = centred / np.maximum(centred.std(axis=1, keepdims=True), np.float32(1e-9))
    return found
