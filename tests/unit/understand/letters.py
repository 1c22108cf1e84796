"""A tiny encoder and a few texts for tests: hashed letter trigrams in the layout of the product's encoder."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from bot.understand.heads import OUT_OF_SCOPE, Array
from bot.understand.training import TrainingTexts, gather

BUCKETS = 64


class LetterEncoder:
    """Features of shape (n, 3 * BUCKETS), all thirds of equal length."""

    name = "letters"

    def features(self, texts: Sequence[str]) -> Array:
        return (
            np.concatenate([self._row(text) for text in texts]) if texts else np.empty((0, 3 * BUCKETS), "f4")
        )

    def _row(self, text: str) -> Array:
        counts = np.full(BUCKETS, 1e-3, np.float32)
        padded = f"  {text.lower()} "
        for start in range(len(padded) - 2):
            counts[zlib.crc32(padded[start : start + 3].encode()) % BUCKETS] += 1
        third = counts / np.linalg.norm(counts) / np.sqrt(3)
        return np.tile(third, 3)[None, :].astype(np.float32)


ORDERS = (
    "where is my order",
    "track my order",
    "has my order been sent",
    "order status please",
    "my order is late",
)
RETURNS = (
    "I want to return this",
    "return the boots",
    "send it back to you",
    "how do I return it",
    "returning shoes",
)
STRANGE = ("who won the football", "what is the capital of Peru", "tell me a joke on cats", "bake me a cake")


def some_texts(count: int = 5, strangers: int = 4) -> TrainingTexts:
    examples = [(text, "track") for text in ORDERS[:count]] + [(text, "return") for text in RETURNS[:count]]
    return gather([*examples, *((text, OUT_OF_SCOPE) for text in STRANGE[:strangers])], ())
