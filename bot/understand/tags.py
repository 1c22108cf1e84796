"""Tags of words to entities: the likeliest sequence that is one (BIO), and how sure each entity is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.conversation.understanding import Entity
from bot.understand.heads import Array, softmax
from bot.understand.words import Words

OUTSIDE = "O"
EXTRACTOR = "model"


class Tagged(NamedTuple):
    """An entity over the words ``first`` to ``last``, both of it; ``confidence`` in [0, 1]."""

    entity: str
    first: int
    last: int
    confidence: float


def allowed(labels: Sequence[str]) -> Array:
    """What may follow what, shape (k + 1, k): 0, or minus infinity where an I- follows anything but the B- or
    I- of its entity. The last row is the beginning of a text."""
    table = np.zeros((len(labels) + 1, len(labels)), np.float32)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            may = {f"B-{label[2:]}", label}
            table[[row for row, other in enumerate([*labels, ""]) if other not in may], column] = -np.inf
    return table


def decode(logits: Array, labels: Sequence[str]) -> list[int]:
    """The likeliest allowed sequence (Viterbi), as columns of ``logits`` (w, k)."""
    if not len(logits):
        return []
    table = allowed(labels)
    scores = log_softmax(logits)
    best, back = table[-1] + scores[0], np.zeros(logits.shape, np.intp)
    for word in range(1, len(scores)):
        ways = best[:, None] + table[:-1]  # (k before, k)
        back[word] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[word]
    path = [int(best.argmax())]
    for word in range(len(scores) - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return path[::-1]


def log_softmax(logits: Array) -> Array:
    """Along the last axis; shape (n, c)."""
    return np.asarray(np.log(np.clip(softmax(logits), 1e-12, None)), np.float32)


def find_tagged(logits: Array, labels: Sequence[str]) -> list[Tagged]:
    """The entities of the likeliest sequence; one is as sure as its least sure word. ``logits`` (w, k)."""
    path = decode(logits, labels)
    sure = softmax(logits)[np.arange(len(path)), path] if path else np.empty(0)
    found: list[Tagged] = []
    for word, column in enumerate(path):
        label, confidence = labels[column], float(sure[word])
        if label.startswith("B-"):
            found.append(Tagged(label[2:], word, word, confidence))
        elif label != OUTSIDE:
            last = found[-1]
            found[-1] = last._replace(last=word, confidence=min(last.confidence, confidence))
    return found


def as_entities(text: str, words: Words, tagged: Sequence[Tagged]) -> list[Entity]:
    """The entities of ``text`` with their characters."""
    return [
        Entity(
            entity=one.entity, value=text[start:end], text=text[start:end], start=start, end=end,
            confidence=round(one.confidence, 4), extractor=EXTRACTOR,
        )
        for one in tagged
        for start, end in [(words.places[one.first][0], words.places[one.last][1])]
    ]  # fmt: skip
