"""Heads over sentence features: linear, calibrated, stored as plain arrays.

Serving needs numpy only; fitting is in bot/understand/fitting.py.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelUnavailable

Array = NDArray[np.float32]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A softmax classifier. ``weights`` (d, c), ``bias`` (c,), ``temperature`` > 0 calibrates."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    temperature: float

    def probabilities(self, features: Array) -> Array:
        """Class probabilities, shape (n, c), for features of shape (n, d)."""
        logits = (features @ self.weights + self.bias) / self.temperature  # (n, c)
        logits -= logits.max(axis=1, keepdims=True)
        exp = np.exp(logits)
        return np.asarray(exp / exp.sum(axis=1, keepdims=True), dtype=np.float32)


class OutOfScope(msgspec.Struct, frozen=True, kw_only=True):
    """Probability that no intent fits, from what the intent head and the training examples say.

    ``examples`` (m, d) are unit feature vectors of in-scope training texts, ``strangers`` (s, d) of
    out-of-scope ones; ``weights`` (5,) and ``bias`` are of a logistic regression over the signals.
    """

    examples: Array
    strangers: Array
    weights: Array
    bias: float

    def signals(self, features: Array, in_scope: Array, stranger: Array) -> Array:
        """Shape (n, 5): log-odds of the out-of-scope class, best intent, margin, nearest example,
        how much nearer it is than the nearest out-of-scope text.

        ``in_scope`` (n, c) are probabilities among intents, ``stranger`` (n,) that of the class out_of_scope.
        """
        top = np.sort(in_scope, axis=1)[:, ::-1]
        near = (features @ self.examples.T).max(axis=1) if len(self.examples) else np.zeros(len(features))
        far = (features @ self.strangers.T).max(axis=1) if len(self.strangers) else np.zeros(len(features))
        odds = np.log((stranger + 1e-4) / (1 - stranger + 1e-4))
        return np.stack([odds, top[:, 0], top[:, 0] - top[:, 1], near, near - far], axis=1).astype(np.float32)

    def probability(self, signals: Array) -> Array:
        """Shape (n,)."""
        return np.asarray(1 / (1 + np.exp(-(signals @ self.weights + self.bias))), dtype=np.float32)


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """From cross-validation on the training texts: act at ``accept``, ask at ``clarify`` and when the second
    intent is within ``margin``; ``out_of_scope`` is the probability from which a text counts as such."""

    accept: float
    clarify: float
    margin: float
    out_of_scope: float


class Heads(msgspec.Struct, frozen=True, kw_only=True):
    """All that was fitted for one assistant."""

    intents: Head
    out_of_scope: OutOfScope
    mood: Head
    thresholds: Thresholds
    encoder: str


class _Meta(msgspec.Struct, frozen=True, kw_only=True):
    intents: tuple[str, ...]
    moods: tuple[str, ...]
    intent_temperature: float
    mood_temperature: float
    oos_bias: float
    thresholds: Thresholds
    encoder: str


ARRAYS, META = "heads.npz", "heads.json"


def save_heads(heads: Heads, folder: Path) -> None:
    """Write ``heads.npz`` and ``heads.json`` into ``folder``."""
    np.savez(
        folder / ARRAYS,
        intent_weights=heads.intents.weights,
        intent_bias=heads.intents.bias,
        mood_weights=heads.mood.weights,
        mood_bias=heads.mood.bias,
        oos_weights=heads.out_of_scope.weights,
        examples=heads.out_of_scope.examples.astype(np.float16),
        strangers=heads.out_of_scope.strangers.astype(np.float16),
    )
    meta = _Meta(
        intents=heads.intents.labels,
        moods=heads.mood.labels,
        intent_temperature=heads.intents.temperature,
        mood_temperature=heads.mood.temperature,
        oos_bias=heads.out_of_scope.bias,
        thresholds=heads.thresholds,
        encoder=heads.encoder,
    )
    (folder / META).write_bytes(msgspec.json.encode(meta))


def load_heads(folder: Path) -> Heads:
    """Read what ``save_heads`` wrote.

    Raises: ModelUnavailable, naming the file.
    """
    try:
        meta = msgspec.json.decode((folder / META).read_bytes(), type=_Meta)
        with np.load(folder / ARRAYS, allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files}
        return _assemble(meta, arrays)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        detail = f"{folder}: {error}. Run: shopclerk train heads"
        raise ModelUnavailable(detail=detail) from error


def _assemble(meta: _Meta, arrays: dict[str, Array]) -> Heads:
    intents = Head(
        labels=meta.intents,
        weights=arrays["intent_weights"],
        bias=arrays["intent_bias"],
        temperature=meta.intent_temperature,
    )
    mood = Head(
        labels=meta.moods,
        weights=arrays["mood_weights"],
        bias=arrays["mood_bias"],
        temperature=meta.mood_temperature,
    )
    out_of_scope = OutOfScope(
        examples=arrays["examples"],
        strangers=arrays["strangers"],
        weights=arrays["oos_weights"],
        bias=meta.oos_bias,
    )
    return Heads(
        intents=intents,
        out_of_scope=out_of_scope,
        mood=mood,
        thresholds=meta.thresholds,
        encoder=meta.encoder,
    )
