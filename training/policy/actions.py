"""Learns what shoppers meant from how the conversation went: what it adds to the understanding's own ranking.

A conditional multinomial logistic regression over the effects that a message may have: the logit of an effect
is ``trust`` times its log-probability by the understanding, plus a learned, penalised part from the
conversation. Without data it is the understanding's ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.decide.policy import LEAST, Linear
from training.policy.config import PolicyConfig
from training.policy.examples import Example
from training.policy.folds import Truths, folds_of, lowest_threshold
from training.policy.table import Matrix, Table, table_of

STEPS = 200
"""Of the optimiser at most."""


class ActionsReport(msgspec.Struct, frozen=True, kw_only=True):
    """On held-out messages whose wish a person labelled. ``accuracy`` beside ``understood``, that of the
    understanding's best; the same of the ``open`` ones, where the rules are not certain; from the threshold
    on ``acted`` of these, ``precision`` right."""

    messages: int
    accuracy: float = 0.0
    understood: float = 0.0
    open: int = 0
    open_accuracy: float = 0.0
    open_understood: float = 0.0
    threshold: float | None = None
    acted: int = 0
    precision: float = 0.0


@dataclass(frozen=True)
class Actions:
    """What serves, and how good it is."""

    linears: dict[str, Linear]
    trust: float
    threshold: float | None
    report: ActionsReport


@dataclass(frozen=True)
class _Rows:
    """``seen`` (n, d): standardised features; ``known`` (n, c): log-probabilities by the understanding, -inf
    where an effect is none of the message's; ``wished`` (n,): the column of the wish."""

    seen: Matrix
    known: Matrix
    wished: NDArray[np.intp]


@dataclass(frozen=True)
class _Model:
    """``weights`` (d + 1, c), the last row is the bias."""

    table: Table
    effects: tuple[str, ...]
    trust: float
    weights: Matrix

    def likeliest(self, examples: Sequence[Example]) -> tuple[Matrix, Truths]:
        """The highest probability of each example, and whether that effect is what was wished; shape (n,)."""
        rows = _rows(examples, self.table, self.effects)
        probabilities = np.exp(_log_softmax(rows, self.trust, self.weights))
        best = probabilities.argmax(axis=1)
        wished = np.asarray([self.effects.index(e.wish) if e.wish in self.effects else -1 for e in examples])
        return probabilities.max(axis=1), best == wished


def learn_actions(examples: Sequence[Example], how: PolicyConfig) -> Actions:
    """Learn from the examples with a wish and readings."""
    told = [example for example in examples if example.wish and example.readings]
    folds = folds_of([e.group for e in told], [e.is_open for e in told], how.folds, how.seed)
    if not folds:
        return Actions({}, 1.0, None, ActionsReport(messages=len(told)))
    held = {strength: _held_out(told, folds, strength, how) for strength in how.strengths}
    strength = max(held, key=lambda one: held[one][1].mean())
    probabilities, right = held[strength]
    unsure = np.asarray([example.is_open for example in told], bool)
    threshold = lowest_threshold(probabilities[unsure], right[unsure], how.act_precision, how.support)
    model = _fitted(told, strength, how)
    linears = {
        effect: model.table.linear(model.weights[:-1, column], model.weights[-1, column])
        for column, effect in enumerate(model.effects)
    }
    report = _report(told, probabilities, right, unsure, threshold)
    return Actions(linears, round(model.trust, 5), threshold, report)


def _held_out(
    examples: Sequence[Example],
    folds: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
    strength: float,
    how: PolicyConfig,
) -> tuple[Matrix, Truths]:
    probabilities, right = np.zeros(len(examples)), np.zeros(len(examples), bool)
    for learned, held in folds:
        model = _fitted([examples[row] for row in learned], strength, how)
        probabilities[held], right[held] = model.likeliest([examples[row] for row in held])
    return probabilities, right


def _fitted(examples: Sequence[Example], strength: float, how: PolicyConfig) -> _Model:
    """Examples whose wish is none of the message's readings cannot be told."""
    own = [example for example in examples if example.wish in example.readings]
    counts = _of_conversation
    table = table_of([example.features for example in own], how.seldom, how.reply_words, counts)
    effects = tuple(sorted({effect for example in own for effect in example.readings}))
    rows = _rows(own, table, effects)
    loss = _loss(rows, 1 / (strength * len(own)))
    size = (len(table.names) + 1) * len(effects)
    start = np.append(np.zeros(size), 1.0)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights = found.x[:-1].reshape(-1, len(effects))  # (d + 1, c)
    return _Model(table, effects, float(found.x[-1]), weights)


def _of_conversation(name: str) -> bool:
    """The message's own intents count by the understanding's probability alone."""
    return not name.startswith("intent ") or name.endswith(" before")


def _rows(examples: Sequence[Example], table: Table, effects: Sequence[str]) -> _Rows:
    place = {effect: column for column, effect in enumerate(effects)}
    known = np.full((len(examples), len(effects)), -np.inf)
    for row, example in enumerate(examples):
        for effect, probability in example.readings.items():
            if effect in place:
                known[row, place[effect]] = np.log(max(probability, LEAST))
    seen = table.of([example.features for example in examples])
    wished = np.asarray([place.get(example.wish, -1) for example in examples], np.intp)
    return _Rows(np.column_stack([seen, np.ones(len(examples))]), known, wished)  # seen (n, d + 1)


def _log_softmax(rows: _Rows, trust: float, weights: Matrix) -> Matrix:
    """Shape (n, c), -inf where an effect is none of the message's."""
    there = np.isfinite(rows.known)
    logits = np.where(there, trust * np.where(there, rows.known, 0) + rows.seen @ weights, -np.inf)  # (n, c)
    most = logits.max(axis=1, keepdims=True, initial=-1e9)
    return np.asarray(logits - most - np.log(np.exp(logits - most).sum(axis=1, keepdims=True).clip(1e-300)))


def _loss(rows: _Rows, penalty: float) -> Callable[[Matrix], tuple[float, Matrix]]:
    """Mean negative log-likelihood with a squared penalty on the weights, and its gradient."""
    there = np.isfinite(rows.known)
    many, effects = rows.known.shape
    target = np.zeros((many, effects))
    target[np.arange(many), rows.wished] = 1
    known = np.where(there, rows.known, 0)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, trust = flat[:-1].reshape(-1, effects), flat[-1]
        logs = _log_softmax(rows, trust, weights)
        excess = (np.exp(logs) - target) / many  # (n, c)
        value = -logs[np.arange(many), rows.wished].mean() + penalty / 2 * (weights**2).sum()
        gradient = rows.seen.T @ excess + penalty * weights  # (d + 1, c)
        return float(value), np.append(gradient.ravel(), (excess * known).sum())

    return loss


def _report(
    examples: Sequence[Example], probabilities: Matrix, right: Truths, unsure: Truths, threshold: float | None
) -> ActionsReport:
    understood = np.asarray([max(e.readings, key=lambda r: e.readings[r]) == e.wish for e in examples])
    acted = unsure & (probabilities >= threshold) if threshold is not None else np.zeros(len(right), bool)
    return ActionsReport(
        messages=len(examples),
        accuracy=_share(right),
        understood=_share(understood),
        open=int(unsure.sum()),
        open_accuracy=_share(right[unsure]),
        open_understood=_share(understood[unsure]),
        threshold=None if threshold is None else round(threshold, 4),
        acted=int(acted.sum()),
        precision=_share(right[acted]),
    )


def _share(right: Truths) -> float:
    return round(float(right.mean()), 4) if len(right) else 0.0
