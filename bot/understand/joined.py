"""Features of a tuned encoder beside those of the one that it began as.

Tuning learns what the training messages mean and forgets some of what others do. Heads fitted on either,
their logits averaged, are right more often than both (docs/decisions/0033).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.understand.heads import Array
from bot.understand.pipeline import FeatureEncoder

LAYERS = 3
"""An encoder's features are of so many of its layers, one behind the other."""


class JoinedEncoder:
    """Implements ``FeatureEncoder``: features (n, 2 f), see ``side_by_side``."""

    def __init__(self, tuned: FeatureEncoder, base: FeatureEncoder) -> None:
        self._tuned, self._base = tuned, base
        self.name = f"{tuned.name} beside {base.name}"

    def features(self, texts: Sequence[str]) -> Array:
        """See ``FeatureEncoder.features``."""
        return side_by_side(self._tuned.features(texts), self._base.features(texts))


def side_by_side(first: Array, second: Array) -> Array:
    """Rows (n, f) of unit length twice -> (n, 2 f) of unit length, depth by depth: so that the last third
    are the sentence vectors of both."""
    count = len(first)
    parts = [features.reshape(count, LAYERS, -1) for features in (first, second)]  # (n, 3, d)
    return np.asarray(np.concatenate(parts, axis=2).reshape(count, -1) / np.sqrt(2), np.float32)


def columns_of(part: int, parts: int, width: int) -> NDArray[np.intp]:
    """The columns of one of ``parts`` encoders among ``width`` features that stand side by side."""
    table = np.arange(width).reshape(LAYERS, parts, -1)
    return np.asarray(table[:, part].ravel(), np.intp)


def part_of(features: Array, part: int, parts: int) -> Array:
    """The features of one of ``parts`` encoders, rows of unit length again."""
    own = features[:, columns_of(part, parts, features.shape[1])]
    return np.asarray(own * np.sqrt(parts), np.float32)
