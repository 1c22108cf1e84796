"""Heads over sentence features: linear, calibrated, stored as plain arrays.

Serving needs numpy only; fitting is in bot/understand/fitting.py.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.conversation.understanding import FELT, Scored
from bot.errors import ModelUnavailable
from bot.understand.context import Context

Array = NDArray[np.float32]
OUT_OF_SCOPE = "out_of_scope"
"""The intent whose examples are what the assistant cannot do."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A softmax classifier. ``weights`` (d, c), ``bias`` (c,), ``temperature`` > 0 calibrates."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    temperature: float

    def logits(self, features: Array) -> Array:
        """Shape (n, c), before the temperature."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)  # (n, c)

    def probabilities(self, features: Array) -> Array:
        """Class probabilities, shape (n, c), for features of shape (n, d)."""
        return softmax(self.logits(features) / self.temperature)


NEUTRAL = "neutral"


def tell_moods(labels: Sequence[str], probabilities: Array) -> list[Scored]:
    """The mood of each row of ``probabilities`` (n, c): neutral where none of the others is as likely as
    ``FELT``, with what is left of all others."""
    told = []
    for row in probabilities:
        felt = {name: float(one) for name, one in zip(labels, row, strict=True) if name != NEUTRAL}
        best = max(felt, key=lambda name: felt[name])
        likely = felt[best] >= FELT
        told.append(
            Scored(best, round(felt[best], 4))
            if likely
            else Scored(NEUTRAL, round(1 - sum(felt.values()), 4))
        )
    return told


def softmax(logits: Array) -> Array:
    """Along the last axis; shape (n, c)."""
    exp = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True), dtype=np.float32)


class Neighbours(msgspec.Struct, frozen=True, kw_only=True):
    """How near a text is to the nearest training example of each intent.

    ``examples`` (m, k) are unit vectors, grouped by intent in the order of the head's labels; ``starts`` (c,)
    is the first row of each; ``weight`` >= 0 is what a cosine of 1 adds to an intent's logit.
    """

    examples: Array
    starts: NDArray[np.intp]
    weight: float

    def similarity(self, features: Array) -> Array:
        """Highest cosine to an example of each intent, shape (n, c), for features of shape (n, d)."""
        cosines = tail(features, self.examples.shape[1]) @ self.examples.T  # (n, m)
        return np.asarray(np.maximum.reduceat(cosines, self.starts, axis=1), dtype=np.float32)  # (n, c)


def tail(features: Array, columns: int) -> Array:
    """The last ``columns`` features at unit length, shape (n, columns): the encoder's sentence vector."""
    last = features[:, -columns:]
    return np.asarray(last / np.clip(np.linalg.norm(last, axis=1, keepdims=True), 1e-9, None), np.float32)


class Evidence(NamedTuple):
    """``within`` (n, c'): probabilities among the intents ``names``; ``signals`` (n, 5): see ``weigh``."""

    within: Array
    names: tuple[str, ...]
    signals: Array


def weigh(probabilities: Array, similarity: Array, labels: tuple[str, ...]) -> Evidence:
    """Part the intents from the class out_of_scope. Both arguments: (n, c), in the order of ``labels``.

    The signals that a text is out of scope: log-odds of that class, best intent, its margin, nearest example,
    how much nearer that is than the nearest out-of-scope text.
    """
    inside = np.asarray([name != OUT_OF_SCOPE for name in labels])
    known, near = probabilities[:, inside], similarity[:, inside].max(axis=1)  # (n, c'), (n,)
    total = known.sum(axis=1, keepdims=True)
    within = known / np.clip(total, 1e-9, None)
    far = similarity[:, ~inside].max(axis=1) if not inside.all() else np.zeros_like(near)
    odds = np.log((1 - total[:, 0] + 1e-4) / (total[:, 0] + 1e-4))
    top = np.sort(within, axis=1)[:, ::-1]
    signals = np.stack([odds, top[:, 0], top[:, 0] - top[:, 1], near, near - far], axis=1)
    return Evidence(
        within, tuple(name for name in labels if name != OUT_OF_SCOPE), signals.astype(np.float32)
    )


def with_strange(evidence: Evidence, strange: Array) -> Array:
    """Probabilities (n, c' + 1) of the intents and, last, of none of them, which is ``strange`` (n,)."""
    return np.concatenate([evidence.within * (1 - strange)[:, None], strange[:, None]], axis=1)


class OutOfScope(msgspec.Struct, frozen=True, kw_only=True):
    """Probability that no intent fits: logistic, ``weights`` (5,), over the signals of ``weigh``."""

    weights: Array
    bias: float

    def probability(self, signals: Array) -> Array:
        """Shape (n,)."""
        odds = (signals * self.weights).sum(axis=1) + self.bias  # BLAS may raise flags on so few columns
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """From cross-validation on the training texts: act at ``accept``, ask at ``clarify`` and when the second
    intent is within ``margin``."""

    accept: float
    clarify: float
    margin: float


class Heads(msgspec.Struct, frozen=True, kw_only=True):
    """All that was fitted for one assistant. ``plain``: on texts without names and order numbers, see
    ``ShopWords``."""

    intents: Head
    neighbours: Neighbours
    out_of_scope: OutOfScope
    mood: Head
    thresholds: Thresholds
    encoder: str
    context: Context | None = None
    plain: bool = False

    def evidence(self, features: Array) -> Evidence:
        """What the intent head and the examples say about features of shape (n, d)."""
        similarity = self.neighbours.similarity(features)  # (n, c)
        logits = self.intents.logits(features) + np.float32(self.neighbours.weight) * similarity
        return weigh(
            softmax(np.asarray(logits / self.intents.temperature, np.float32)),
            similarity,
            self.intents.labels,
        )


class _Meta(msgspec.Struct, frozen=True, kw_only=True):
    intents: tuple[str, ...]
    moods: tuple[str, ...]
    intent_temperature: float
    mood_temperature: float
    neighbour_weight: float
    oos_bias: float
    thresholds: Thresholds
    encoder: str
    context_labels: tuple[str, ...] = ()
    context_topics: tuple[str, ...] = ()
    context_cues: tuple[str, ...] = ()
    context_trust: float = 1.0
    plain: bool = False


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
        examples=heads.neighbours.examples.astype(np.float16),
        starts=heads.neighbours.starts,
        context_weights=heads.context.weights if heads.context else np.zeros((0, 0), np.float32),
    )
    meta = _Meta(
        intents=heads.intents.labels,
        moods=heads.mood.labels,
        intent_temperature=heads.intents.temperature,
        mood_temperature=heads.mood.temperature,
        neighbour_weight=heads.neighbours.weight,
        oos_bias=heads.out_of_scope.bias,
        thresholds=heads.thresholds,
        encoder=heads.encoder,
        plain=heads.plain,
    )
    if heads.context is not None:
        meta = msgspec.structs.replace(
            meta, context_labels=heads.context.labels, context_topics=heads.context.topics,
            context_cues=heads.context.cues, context_trust=heads.context.trust,
        )  # fmt: skip
    (folder / META).write_bytes(msgspec.json.encode(meta))


def load_heads(folder: Path) -> Heads:
    """Read what ``save_heads`` wrote.

    Raises: ModelUnavailable, naming the file and the remedy.
    """
    file = folder / META
    try:
        meta = msgspec.json.decode(file.read_bytes(), type=_Meta)
        file = folder / ARRAYS
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        heads = _assemble(meta, arrays)
        _check(heads)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error, msgspec.MsgspecError) as error:
        detail = f"{file} is missing or damaged ({error}). Run: shopclerk train heads"
        raise ModelUnavailable(detail=detail) from error
    return heads


def _assemble(meta: _Meta, arrays: dict[str, NDArray[np.generic]]) -> Heads:
    real = {name: array.astype(np.float32) for name, array in arrays.items() if name != "starts"}
    return Heads(
        intents=Head(
            labels=meta.intents,
            weights=real["intent_weights"],
            bias=real["intent_bias"],
            temperature=meta.intent_temperature,
        ),
        neighbours=Neighbours(
            examples=real["examples"], starts=arrays["starts"].astype(np.intp), weight=meta.neighbour_weight
        ),
        out_of_scope=OutOfScope(weights=real["oos_weights"], bias=meta.oos_bias),
        mood=Head(
            labels=meta.moods,
            weights=real["mood_weights"],
            bias=real["mood_bias"],
            temperature=meta.mood_temperature,
        ),
        thresholds=meta.thresholds,
        encoder=meta.encoder,
        context=_context(meta, real["context_weights"]) if meta.context_labels else None,
        plain=meta.plain,
    )


def _context(meta: _Meta, weights: Array) -> Context:
    return Context(
        labels=meta.context_labels, topics=meta.context_topics, cues=meta.context_cues,
        trust=meta.context_trust, weights=weights,
    )  # fmt: skip


def _check(heads: Heads) -> None:
    """Raises: ValueError where arrays and labels do not fit together."""
    for head in (heads.intents, heads.mood):
        if head.weights.shape[1] != len(head.labels) or head.bias.shape != (len(head.labels),):
            raise ValueError(f"{len(head.labels)} labels, but weights of shape {head.weights.shape}")
    if len(heads.neighbours.starts) != len(heads.intents.labels):
        raise ValueError(f"{len(heads.intents.labels)} intents, {len(heads.neighbours.starts)} of examples")
    context = heads.context
    if context is not None and context.weights.shape != context.shape:
        raise ValueError(f"context of shape {context.shape}, but weights of shape {context.weights.shape}")
