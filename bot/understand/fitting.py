"""Fits the heads on sentence features: some seconds on two cores, no GPU.

Everything that is a number of confidence comes from predictions for texts that neither the heads nor the
encoder have seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from bot.errors import AssistantError
from bot.understand.calibration import Labels, calibration_error, choose_thresholds
from bot.understand.heads import (
    OUT_OF_SCOPE,
    Array,
    Evidence,
    Head,
    Heads,
    OutOfScope,
    softmax,
    tell_moods,
    weigh,
    with_strange,
)
from bot.understand.selection import (
    Choice,
    Fold,
    Rows,
    build_neighbours,
    choose,
    even_folds,
    fit_head,
    fold_numbers,
    judged_rows,
    out_of_fold_similarity,
)

PAIRS = 20
"""Confused pairs in a report."""
SHOWN = 3
"""Example texts of a confused pair."""
EXPECTED = 0.05
"""Share of a shop's messages that no intent fits. How many of the training texts are so is arbitrary."""


FEELING = {"angry": 0.05, "unhappy": 0.10, "happy": 0.08, "neutral": 0.77}
"""Shares of a shop's messages that have a mood. Labelled texts are collected for their moods: of those that
come with the product a sixth is angry."""


@dataclass(frozen=True)
class Labelled:
    """Texts with their features (n, d), rows of unit length, and labels."""

    texts: Sequence[str]
    features: Array
    labels: Sequence[str]


@dataclass(frozen=True)
class Judged:
    """Probabilities (m, c) of the intents ``labels``, out_of_scope the last of them, for the texts ``rows``
    (m,), by heads that have not seen them."""

    rows: Rows
    labels: tuple[str, ...]
    probabilities: Array


@dataclass(frozen=True)
class Confusion:
    """Texts of ``intent`` that were taken for another, out of fold; the most telling first."""

    intent: str
    taken_for: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Quality of a fit on the texts in folds, which are ``examples`` many. ``calibration_error`` is the
    expected calibration error over 10 bins; ``oos_recall`` is 0 without out-of-scope examples. Of the
    ``context_turns`` after others in labelled dialogues ``context_before`` are right as they stand, and
    ``context_accuracy`` with what came before."""

    examples: int
    intents: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float
    oos_recall: float
    calibration_error: float
    mood_accuracy: float
    context_turns: int = 0
    context_before: float = 0.0
    context_accuracy: float = 0.0
    confused: tuple[Confusion, ...] = ()


def fit_heads(
    intents: Labelled,
    moods: Labelled,
    encoder: str,
    folds: Sequence[Fold] = (),
    mood_folds: Sequence[Fold] = (),
    parts: int = 1,
) -> tuple[Heads, Report, Judged]:
    """Fit intent, out-of-scope and mood heads, and tell how the texts were judged.

    ``folds`` of the texts of intents and ``mood_folds`` of those of moods, for an encoder that was tuned on
    some of them; without any it was tuned on none. ``parts``: see ``choose``. The intent ``out_of_scope``
    holds the strangers; without any, nothing is ever out of scope. Moods are taken for as frequent as they
    are among a shop's messages (``FEELING``): few shoppers are angry, and who is not should not be handed
    over.
    Raises: AssistantError when there are fewer than two intents.
    """
    labels = np.asarray(intents.labels)
    if len(set(labels) - {OUT_OF_SCOPE}) < 2:
        raise AssistantError("At least two intents with examples are needed.", file="nlu.yml")
    folds = folds or even_folds(intents.features, labels)
    similarity, judged = out_of_fold_similarity(folds, labels), judged_rows(folds)
    choice = choose(folds, labels, similarity, parts)
    names = tuple(str(name) for name in np.unique(labels))
    probabilities = softmax(choice.logits[judged] / np.float32(choice.temperature))
    evidence = weigh(probabilities, similarity[judged], names)
    out_of_scope, strange = fit_out_of_scope(evidence.signals, labels[judged])
    mood_labels = np.asarray(moods.labels)
    mood_folds = mood_folds or even_folds(moods.features, mood_labels)
    mood = choose(mood_folds, mood_labels, parts=parts, balanced=False)
    heads = Heads(
        intents=_chosen(intents.features, labels, choice),
        neighbours=build_neighbours(intents.features, labels, choice.neighbour_weight),
        out_of_scope=out_of_scope,
        mood=as_expected(_chosen(moods.features, mood_labels, mood), mood_labels),
        thresholds=choose_thresholds(evidence, labels[judged], strange),
        encoder=encoder,
    )
    texts = [intents.texts[row] for row in judged]
    mood_right = _moods_right(mood, mood_labels, judged_rows(mood_folds))
    report = _report(texts, evidence, labels[judged], strange, mood_right)
    return heads, report, Judged(judged, (*evidence.names, OUT_OF_SCOPE), with_strange(evidence, strange))


def _chosen(features: Array, labels: Labels, choice: Choice) -> Head:
    return fit_head(
        features, labels, choice.depths, choice.strength, choice.temperature, choice.part_temperatures,
        balanced=choice.balanced,
    )  # fmt: skip


def as_expected(head: Head, labels: Labels) -> Head:
    """The head as if moods were as frequent as ``FEELING`` says (Saerens et al. 2002); ``labels`` (n,) are
    those that it was fitted on."""
    shift = np.float32(head.temperature) * _towards_expected(head.labels, labels)  # (c,)
    return msgspec.structs.replace(head, bias=head.bias + shift)


def _towards_expected(names: Sequence[str], labels: Labels) -> Array:
    """What is added to the log-odds of each mood, shape (c,)."""
    expected = np.asarray([FEELING[name] for name in names])
    found = np.asarray([(labels == name).mean() for name in names])
    return np.asarray(np.log(expected / found), np.float32)


def _moods_right(choice: Choice, labels: Labels, judged: Rows) -> float:
    """The share of right moods among the texts in folds, told as they are served."""
    names = tuple(str(name) for name in np.unique(labels))
    logits = choice.logits[judged] / np.float32(choice.temperature) + _towards_expected(names, labels)
    told = tell_moods(names, softmax(logits))
    return float(np.mean([one.name == label for one, label in zip(told, labels[judged], strict=True)]))


def fit_out_of_scope(signals: Array, labels: Labels) -> tuple[OutOfScope, Array]:
    """The model that no intent fits, from ``signals`` (n, 5), and the out-of-fold probability of each row,
    shape (n,)."""
    unknown = labels == OUT_OF_SCOPE
    if unknown.sum() < 2:
        never = OutOfScope(weights=np.zeros(signals.shape[1], np.float32), bias=-10.0)
        return never, np.zeros(len(labels), np.float32)
    strange = np.zeros(len(labels), np.float32)
    folds = fold_numbers(labels)
    for fold in np.unique(folds[unknown]):
        test = folds == fold
        strange[test] = _logistic(signals[~test], unknown[~test]).probability(signals[test])
    return _logistic(signals, unknown), strange


def _logistic(signals: Array, unknown: Labels) -> OutOfScope:
    """As if EXPECTED of the texts were out of scope (Saerens et al. 2002)."""
    model = LogisticRegression(max_iter=1000).fit(signals.astype(np.float64), unknown)
    shift = _log_odds(EXPECTED) - _log_odds(float(unknown.mean()))
    return OutOfScope(weights=model.coef_[0].astype(np.float32), bias=float(model.intercept_[0]) + shift)


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _report(
    texts: Sequence[str],
    evidence: Evidence,
    labels: Labels,
    strange: Array,
    mood_accuracy: float,
) -> Report:
    best = np.asarray(evidence.names)[evidence.within.argmax(axis=1)]
    found = with_strange(evidence, strange)  # (n, c' + 1)
    answer = np.where(found[:, -1] >= found[:, :-1].max(axis=1), OUT_OF_SCOPE, best)
    known = labels != OUT_OF_SCOPE
    right = answer == labels
    return Report(
        examples=len(labels),
        intents=len(evidence.names),
        accuracy=float(right.mean()),
        macro_f1=float(f1_score(labels, answer, average="macro")),
        in_scope_accuracy=float(right[known].mean()),
        oos_recall=float(right[~known].mean()) if not known.all() else 0.0,
        calibration_error=calibration_error(evidence.within.max(axis=1)[known], (best == labels)[known]),
        mood_accuracy=mood_accuracy,
        confused=_confused(texts, labels, answer, evidence.within.max(axis=1)),
    )


def _confused(
    texts: Sequence[str], labels: Labels, answer: Labels, confidence: Array
) -> tuple[Confusion, ...]:
    """The pairs most often confused, each with the texts that were most surely wrong."""
    wrong = sorted(np.flatnonzero(labels != answer), key=lambda row: -confidence[row])
    pairs = Counter((str(labels[row]), str(answer[row])) for row in wrong)
    return tuple(
        Confusion(
            intent,
            other,
            count,
            tuple(texts[int(row)] for row in wrong if (labels[row], answer[row]) == (intent, other))[:SHOWN],
        )
        for (intent, other), count in pairs.most_common(PAIRS)
    )
