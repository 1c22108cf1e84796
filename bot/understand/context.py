"""What a message means after the ones before it: intents weighed anew by topic and by what the message names.

"300 then" is a detail of an order or a new limit of a search, and the text does not say which. Its
log-probabilities count ``trust`` times; to them come weights of the topic, of each cue, and of each cue
within the topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Array = NDArray[np.float32]


Cues = Callable[[str], Collection[str]]
"""What a text names, in a few fixed words ("price", "comparative"), by the shop's own catalogue."""


def no_cues(_text: str) -> Collection[str]:
    """Where a shop's catalogue is not at hand."""
    return ()


def as_written(text: str) -> str:
    """The same text: where a shop's catalogue is not at hand."""
    return text


def in_no_title(_number: str) -> bool:
    """Of a shop without products."""
    return False


class ShopWords(NamedTuple):
    """What a shop's own words tell of a text: its ``cues``, and the text ``unnamed``, a plain word in place
    of each product's name; ``orders`` finds order numbers, but for those that are ``in_title`` of a
    product ("Zapf Max 25000"). What a shop calls its things and how it counts its
    orders says nothing of what is wished ("show me the Krabbler"), and outweighs in a short message what does
    (docs/decisions/0041)."""

    cues: Cues = no_cues
    unnamed: Callable[[str], str] = as_written
    orders: re.Pattern[str] | None = None
    in_title: Callable[[str], bool] = in_no_title

    def plain(self, text: str) -> str:
        """The text as intents are read: without names and order numbers."""
        return self.unnamed(self.orders.sub(self._order, text) if self.orders else text)

    def _order(self, match: re.Match[str]) -> str:
        return match[0] if self.in_title(match[0]) else ORDER


ORDER = "my order"
"""Stands for an order number."""
NO_WORDS = ShopWords()


FLOOR = 1e-4
"""Probabilities below count as this one."""
START = "start"
"""The topic of what is said before any flow was started."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """``labels`` are the intents and out_of_scope, ``topics`` flows, ``cues`` what a message may name;
    ``weights`` (f, c) with a row for each topic, each cue and each pair of both, in this order."""

    labels: tuple[str, ...]
    topics: tuple[str, ...]
    cues: tuple[str, ...]
    trust: float
    weights: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Of the weights."""
        topics, cues = len(self.topics), len(self.cues)
        return topics + cues + topics * cues, len(self.labels)

    def weighed(self, probabilities: Array, topic: str, cues: Collection[str]) -> Array:
        """Probabilities (c,) after a topic; unchanged after one that nothing was learned of."""
        if topic not in self.topics:
            return probabilities
        logits = self.trust * np.log(np.clip(probabilities, FLOOR, None)) + (
            indicators(self, topic, cues) @ self.weights
        )
        return np.asarray(softmax(logits), np.float32)


def indicators(shape: Context, topic: str, cues: Collection[str]) -> Array:
    """The row (f,) of a message: ones for its topic, its cues, and both together."""
    after = np.asarray([known == topic for known in shape.topics], np.float32)
    named = np.asarray([cue in cues for cue in shape.cues], np.float32)
    return np.concatenate([after, named, np.outer(after, named).ravel()])
