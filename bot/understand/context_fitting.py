"""Fits what topics and cues say of a message, on labelled dialogues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import log_softmax

from bot.understand.context import FLOOR, NO_WORDS, Array, Context, ShopWords, indicators

PENALTIES = (0.3, 1.0, 3.0, 10.0)
"""Of the squared weights; the one of least loss on dialogues left out is taken."""
FOLDS = 5
LEAST_TURNS = 200
"""Turns after others below which nothing is learned."""
LEAST_SEEN = 3
"""Turns in which a topic must come."""


class Turn(NamedTuple):
    """A shopper's labelled message of a ``dialogue``, with the ``topic`` before it ("" where what was said
    before tells nothing of it). ``cues`` are of the shop in which it was said, None where that is this one.
    """

    text: str
    intent: str
    topic: str
    dialogue: str
    cues: Collection[str] | None = None


class Turns(NamedTuple):
    """What was said in dialogues, and the ``words`` of this shop."""

    said: tuple[Turn, ...] = ()
    words: ShopWords = NO_WORDS

    def cues(self, turn: Turn) -> Collection[str]:
        """What a turn names."""
        return self.words.cues(turn.text) if turn.cues is None else turn.cues


NO_TURNS = Turns()


class Fitted(NamedTuple):
    """The context, and the share of turns right without and with it, on dialogues left out of the fit."""

    context: Context
    turns: int
    before: float
    after: float


def fit_context(
    turns: Sequence[Turn], probabilities: Array, labels: Sequence[str], cues: Sequence[Collection[str]]
) -> Fitted | None:
    """Fit on turns (n) that follow a topic. ``probabilities`` (n, c) of ``labels`` are of models that have
    not seen the texts. None where there are too few turns, or where context makes nothing better."""
    rows = [row for row, turn in enumerate(turns) if turn.topic]
    if len(rows) < LEAST_TURNS:
        return None
    shape = _shape(turns, labels, cues)
    data = _Data(
        logs=np.log(np.clip(probabilities[rows], FLOOR, None)).astype(np.float64),
        rows=csr_array(np.stack([indicators(shape, turns[row].topic, cues[row]) for row in rows])),
        target=np.asarray([labels.index(turns[row].intent) for row in rows]),
    )
    folds = _folds([turns[row].dialogue for row in rows])
    judged = {penalty: _left_out(data, folds, penalty) for penalty in PENALTIES}
    penalty = min(judged, key=lambda one: _loss(judged[one], data.target))
    before, after = (float((logs.argmax(1) == data.target).mean()) for logs in (data.logs, judged[penalty]))
    if after <= before:
        return None
    trust, weights = _fit(data, penalty)
    context = Context(
        labels=shape.labels,
        topics=shape.topics,
        cues=shape.cues,
        trust=trust,
        weights=weights.astype(np.float32),
    )
    return Fitted(context, len(rows), before, after)


class _Data(NamedTuple):
    logs: NDArray[np.float64]  # (n, c)
    rows: csr_array  # (n, f), mostly zeros
    target: NDArray[np.intp]  # (n,)

    def of(self, chosen: NDArray[np.bool_]) -> _Data:
        return _Data(self.logs[chosen], self.rows[chosen], self.target[chosen])


def _shape(turns: Sequence[Turn], labels: Sequence[str], cues: Sequence[Collection[str]]) -> Context:
    """What is known, without weights."""
    counts: dict[str, int] = {}
    for turn in turns:
        counts[turn.topic] = counts.get(turn.topic, 0) + 1
    topics = sorted(topic for topic, count in counts.items() if topic and count >= LEAST_SEEN)
    names = sorted({cue for found in cues for cue in found})
    return Context(
        labels=tuple(labels), topics=tuple(topics), cues=tuple(names), trust=1.0,
        weights=np.zeros((0, len(labels)), np.float32),
    )  # fmt: skip


def _folds(dialogues: Sequence[str]) -> NDArray[np.intp]:
    """Whole dialogues, in turn."""
    order = {name: number % FOLDS for number, name in enumerate(dict.fromkeys(dialogues))}
    return np.asarray([order[name] for name in dialogues])


def _left_out(data: _Data, folds: NDArray[np.intp], penalty: float) -> NDArray[np.float64]:
    """Log-probabilities (n, c) of each turn by a fit that has not seen its dialogue."""
    found = np.empty_like(data.logs)
    for fold in range(FOLDS):
        trust, weights = _fit(data.of(folds != fold), penalty)
        test = data.of(folds == fold)
        found[folds == fold] = log_softmax(trust * test.logs + test.rows @ weights, axis=1)
    return found


def _loss(logs: NDArray[np.float64], target: NDArray[np.intp]) -> float:
    return float(-logs[np.arange(len(target)), target].mean())


def _fit(data: _Data, penalty: float) -> tuple[float, NDArray[np.float64]]:
    """Trust and weights (f, c) of least penalised loss; convex."""
    count, labels = data.logs.shape
    wanted = np.zeros_like(data.logs)
    wanted[np.arange(count), data.target] = 1.0

    def objective(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        trust, weights = point[0], point[1:].reshape(-1, labels)
        logs = log_softmax(trust * data.logs + data.rows @ weights, axis=1)
        excess = np.exp(logs) - wanted  # (n, c)
        loss = -float((logs * wanted).sum()) + penalty / 2 * float((weights**2).sum())
        slope = data.rows.T @ excess + penalty * weights
        return loss, np.concatenate([[float((excess * data.logs).sum())], slope.ravel()])

    start = np.zeros(1 + data.rows.shape[1] * labels)
    start[0] = 1.0
    bounds = [(0.0, None), *((None, None) for _ in start[1:])]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200})
    return float(found.x[0]), found.x[1:].reshape(-1, labels)
