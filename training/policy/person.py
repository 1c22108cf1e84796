"""Learns when a person takes over: logistic regression, calibrated and judged on held-out conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bot.decide.features import Features
from bot.decide.policy import Linear
from bot.understand.calibration import calibration_error
from training.policy.config import PolicyConfig
from training.policy.examples import Example
from training.policy.folds import Probabilities, Truths, folds_of, lowest_threshold
from training.policy.table import Matrix, Table, table_of


class PersonReport(msgspec.Struct, frozen=True, kw_only=True):
    """On held-out messages where the policy has a say; at ``needed`` of these ``messages`` a person took
    over. From the threshold on ``called`` call one: ``precision`` is the share where one took over within the
    messages looked ahead, ``recall`` the share of ``needed``; ``ruled_...``: the same of the rules alone.
    A share of nothing is 0."""

    messages: int
    needed: int
    average_precision: float = 0.0
    calibration_error: float = 0.0
    threshold: float | None = None
    called: int = 0
    precision: float = 0.0
    recall: float = 0.0
    ruled_called: int = 0
    ruled_precision: float = 0.0
    ruled_recall: float = 0.0


class Person(NamedTuple):
    """What serves, and how good it is."""

    linear: Linear
    usual: Features
    report: PersonReport


def learn_person(examples: Sequence[Example], how: PolicyConfig) -> Person:
    """Learn from the examples that tell. With conversations of one kind only, only how frequent it is."""
    telling = [example for example in examples if example.needed is not None and not example.plain]
    labels = np.asarray([bool(example.needed) for example in telling], bool)
    groups = [example.group for example in telling]
    folds = folds_of(groups, labels.tolist(), how.folds, how.seed)
    if not folds or not labels.any() or labels.all():
        share = (labels.sum() + 0.5) / (len(labels) + 1)
        linear = Linear(bias=float(np.log(share / (1 - share))), weights={})
        return Person(linear, {}, PersonReport(messages=len(labels), needed=int(labels.sum())))
    held = {strength: _held_out(telling, labels, folds, strength, how) for strength in how.strengths}
    strength = min(held, key=lambda one: _loss(held[one], labels))
    slope, shift = _calibration(held[strength], labels)
    probabilities = 1 / (1 + np.exp(-(slope * held[strength] + shift)))
    spoken = np.flatnonzero([not example.settled for example in telling])
    report = _judged([telling[row] for row in spoken], labels[spoken], probabilities[spoken], how)
    table = _table(telling, how)
    weights, bias = _fitted(table, telling, labels, strength)
    linear = table.linear(slope * weights, slope * bias + shift)
    return Person(linear, table.usual, report)


def _held_out(
    examples: Sequence[Example],
    labels: Truths,
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
    strength: float,
    how: PolicyConfig,
) -> Matrix:
    """Logits of each example by a model that has not seen its conversation, shape (n,)."""
    logits = np.zeros(len(examples))
    for learned, held in folds:
        own = [examples[row] for row in learned]
        table = _table(own, how)
        weights, bias = _fitted(table, own, labels[learned], strength)
        logits[held] = table.of([examples[row].features for row in held]) @ weights + bias
    return logits


def _table(examples: Sequence[Example], how: PolicyConfig) -> Table:
    return table_of([example.features for example in examples], how.seldom, how.reply_words)


def _fitted(
    table: Table, examples: Sequence[Example], labels: Truths, strength: float
) -> tuple[Matrix, float]:
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(table.of([example.features for example in examples]), labels)
    return model.coef_[0], float(model.intercept_[0])


def _calibration(logits: Matrix, labels: Truths) -> tuple[float, float]:
    """Slope and shift that make the held-out logits log-odds (Platt 1999). What ranks worse than chance
    counts for nothing."""
    model = LogisticRegression(C=1e3).fit(logits[:, None], labels)
    return max(0.0, float(model.coef_[0, 0])), float(model.intercept_[0])


def _loss(logits: Matrix, labels: Truths) -> float:
    """Mean negative log-likelihood, calibrated: a strong penalty alone must not count against a model."""
    slope, shift = _calibration(logits, labels)
    signed = np.where(labels, 1, -1) * (slope * logits + shift)
    return float(np.logaddexp(0, -signed).mean())


def _judged(
    examples: Sequence[Example], labels: Truths, probabilities: Probabilities, how: PolicyConfig
) -> PersonReport:
    """The threshold, and what comes of it."""
    right = labels | np.asarray([example.soon for example in examples], bool)
    ruled = np.asarray([example.calls for example in examples], bool)
    threshold = lowest_threshold(probabilities, right, how.precision, how.support)
    called = probabilities >= threshold if threshold is not None else np.zeros(len(labels), bool)
    sure = np.maximum(probabilities, 1 - probabilities).astype(np.float32)
    average = average_precision_score(labels, probabilities) if labels.any() else 0.0
    return PersonReport(
        messages=len(labels),
        needed=int(labels.sum()),
        average_precision=round(float(average), 4),
        calibration_error=round(calibration_error(sure, (probabilities >= 0.5) == labels), 4),
        threshold=threshold,
        called=int(called.sum()),
        precision=_share(right, called),
        recall=_share(called, labels),
        ruled_called=int(ruled.sum()),
        ruled_precision=_share(right, ruled),
        ruled_recall=_share(ruled, labels),
    )


def _share(right: Truths, of: Truths) -> float:
    """Of those ``of``, 0 of nothing."""
    return round(float(right[of].mean()), 4) if of.any() else 0.0
