"""An encoder for tests of the index's life cycle: counts words into buckets, and remembers its texts."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from retrieval.encode import Vectors
from retrieval.words import words


class HashingEncoder:
    """Texts that share words lie near. ``seen`` are the texts that were encoded."""

    name = "hashing"
    dimension = 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``."""
        self.seen += texts
        vectors = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def features(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.features``."""
        return np.tile(self.encode(texts) / np.float32(3**0.5), 3)
