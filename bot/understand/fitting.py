"""Fits the heads on frozen sentence features: some seconds on two cores, no GPU.

Everything that is a number of confidence comes from out-of-fold predictions: temperatures (Guo et al. 2017,
"On Calibration of Modern Neural Networks"), the out-of-scope model and the thresholds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from bot.errors import AssistantError
from bot.understand.heads import Array, Head, Heads, OutOfScope, Thresholds

OUT_OF_SCOPE = "out_of_scope"
FOLDS = 5
PRECISION = 0.85
"""Share of accepted intents that should be right."""
Labels = NDArray[np.str_]


@dataclass(frozen=True)
class Report:
    """Out-of-fold quality of a fit. ``calibration_error`` is the expected calibration error over 10 bins."""

    examples: int
    intents: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float
    oos_recall: float
    calibration_error: float
    mood_accuracy: float


def fit_heads(
    features: Array, intents: Sequence[str], mood_features: Array, moods: Sequence[str], encoder: str
) -> tuple[Heads, Report]:
    """Fit intent, out-of-scope and mood heads.

    ``features`` (n, d) and ``mood_features`` (m, d) are unit length. The intent ``out_of_scope`` holds the
    strangers; without any, nothing is ever out of scope.
    Raises: AssistantError when there are fewer than two intents.
    """
    labels = np.asarray(intents)
    known = labels != OUT_OF_SCOPE
    if len(set(labels[known])) < 2:
        raise AssistantError("At least two intents with examples are needed.", file="nlu.yml")
    folds = _folds(labels)
    raw, names = _out_of_fold(features, labels, folds)
    temperature = _temperature(raw, labels, names)
    probabilities = _softmax(raw / temperature)
    strange, oos_probability = _fit_out_of_scope(features, labels, probabilities, names, folds)
    thresholds = _thresholds(probabilities, names, labels, oos_probability)
    mood, mood_accuracy = _fit_mood(mood_features, np.asarray(moods))
    heads = Heads(
        intents=_fit_head(features, labels, temperature),
        out_of_scope=strange,
        mood=mood,
        thresholds=thresholds,
        encoder=encoder,
    )
    report = _report(probabilities, names, labels, oos_probability, thresholds, mood_accuracy)
    return heads, report


def _folds(labels: Labels) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    _, counts = np.unique(labels, return_counts=True)
    folds = int(max(2, min(FOLDS, counts.min())))
    splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    return list(splitter.split(np.zeros(len(labels)), labels))


def _classifier() -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=2000, class_weight="balanced")


def _fit_head(features: Array, labels: Labels, temperature: float) -> Head:
    model = _classifier().fit(features, labels)
    weights, bias = model.coef_.T, model.intercept_  # (d, c), (c,)
    if len(model.classes_) == 2:
        weights, bias = np.hstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return Head(
        labels=tuple(str(name) for name in model.classes_),
        weights=np.ascontiguousarray(weights, dtype=np.float32),
        bias=np.asarray(bias, dtype=np.float32),
        temperature=temperature,
    )


def _out_of_fold(
    features: Array, labels: Labels, folds: list[tuple[NDArray[np.intp], NDArray[np.intp]]]
) -> tuple[Array, tuple[str, ...]]:
    """Logits, shape (n, c), each row from a model that has not seen it."""
    names = tuple(str(name) for name in np.unique(labels))
    logits = np.zeros((len(labels), len(names)), dtype=np.float32)
    for train, test in folds:
        head = _fit_head(features[train], labels[train], 1.0)
        columns = np.asarray([names.index(name) for name in head.labels])
        logits[test[:, None], columns] = features[test] @ head.weights + head.bias
    return logits, names


def _softmax(logits: Array) -> Array:
    exp = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True), dtype=np.float32)


def _temperature(logits: Array, labels: Labels, names: tuple[str, ...]) -> float:
    """The temperature of least negative log-likelihood."""
    target = np.searchsorted(np.asarray(names), labels)
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        chosen = _softmax(logits / np.exp(log_temperature))[rows, target]
        return float(-np.log(np.clip(chosen, 1e-9, 1)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def split_probabilities(probabilities: Array, names: Sequence[str]) -> tuple[Array, Array, list[str]]:
    """Probabilities among intents (n, c'), that of out_of_scope (n,), and the intents' names."""
    inside = [index for index, name in enumerate(names) if name != OUT_OF_SCOPE]
    stranger = 1 - probabilities[:, inside].sum(axis=1)
    within = probabilities[:, inside]
    within = within / np.clip(within.sum(axis=1, keepdims=True), 1e-9, None)
    return within, stranger, [names[index] for index in inside]


def _fit_out_of_scope(
    features: Array,
    labels: Labels,
    probabilities: Array,
    names: tuple[str, ...],
    folds: list[tuple[NDArray[np.intp], NDArray[np.intp]]],
) -> tuple[OutOfScope, Array]:
    known = labels != OUT_OF_SCOPE
    within, stranger, _ = split_probabilities(probabilities, names)
    blank = OutOfScope(
        examples=features[known],
        strangers=features[~known],
        weights=np.zeros(5, dtype=np.float32),
        bias=-10.0,
    )
    if known.all():
        return blank, np.zeros(len(labels), dtype=np.float32)
    signals = np.zeros((len(labels), 5), dtype=np.float32)
    for train, test in folds:
        seen = OutOfScope(
            examples=features[train][known[train]],
            strangers=features[train][~known[train]],
            weights=blank.weights,
            bias=0.0,
        )
        signals[test] = seen.signals(features[test], within[test], stranger[test])
    model = LogisticRegression(max_iter=1000).fit(signals, ~known)
    weights = model.coef_[0].astype(np.float32)
    fitted = OutOfScope(
        examples=blank.examples, strangers=blank.strangers, weights=weights, bias=float(model.intercept_[0])
    )
    return fitted, fitted.probability(signals)


def _thresholds(probabilities: Array, names: tuple[str, ...], labels: Labels, strange: Array) -> Thresholds:
    within, _, intents = split_probabilities(probabilities, names)
    confidence = within * (1 - strange[:, None])
    order = np.argsort(-confidence, axis=1)
    top = np.take_along_axis(confidence, order, axis=1)
    best = np.asarray(intents)[order]
    right, second = best[:, 0] == labels, best[:, 1] == labels
    accept = _lowest(top[:, 0], right, PRECISION, 0.25, 0.8)
    clarify = _lowest(top[:, 0], right | second, PRECISION, 0.25, accept)
    unknown = labels == OUT_OF_SCOPE
    oos = _best_cut(strange, unknown) if unknown.any() else 1.0
    return Thresholds(accept=accept, clarify=clarify, margin=0.1, out_of_scope=oos)


def _lowest(confidence: Array, right: NDArray[np.bool_], precision: float, low: float, high: float) -> float:
    """The lowest cut in [low, high] above which ``precision`` of the cases are right."""
    for cut in np.arange(low, high, 0.01):
        above = confidence >= cut
        if above.sum() >= 10 and right[above].mean() >= precision:
            return round(float(cut), 3)
    return round(float(high), 3)


def _best_cut(probability: Array, truth: NDArray[np.bool_]) -> float:
    cuts = np.arange(0.2, 0.9, 0.01)
    scores = [f1_score(truth, probability >= cut) for cut in cuts]
    return round(float(cuts[int(np.argmax(scores))]), 3)


def _fit_mood(features: Array, moods: Labels) -> tuple[Head, float]:
    folds = _folds(moods)
    logits, names = _out_of_fold(features, moods, folds)
    temperature = _temperature(logits, moods, names)
    accuracy = float((np.asarray(names)[logits.argmax(axis=1)] == moods).mean())
    return _fit_head(features, moods, temperature), accuracy


def _report(
    probabilities: Array,
    names: tuple[str, ...],
    labels: Labels,
    strange: Array,
    thresholds: Thresholds,
    mood_accuracy: float,
) -> Report:
    within, _, intents = split_probabilities(probabilities, names)
    best = np.asarray(intents)[within.argmax(axis=1)]
    answer = np.where(strange >= thresholds.out_of_scope, OUT_OF_SCOPE, best)
    known = labels != OUT_OF_SCOPE
    return Report(
        examples=len(labels),
        intents=len(intents),
        accuracy=float((answer == labels).mean()),
        macro_f1=float(f1_score(labels, answer, average="macro")),
        in_scope_accuracy=float((answer == labels)[known].mean()),
        oos_recall=float((answer == labels)[~known].mean()) if not known.all() else float("nan"),
        calibration_error=calibration_error(within.max(axis=1)[known], (best == labels)[known]),
        mood_accuracy=mood_accuracy,
    )


def calibration_error(confidence: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy, weighted by bin size."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[which == b].mean() - right[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))
