"""The tables and curves of a report, made of the turns as they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
from seqeval.metrics import classification_report as entity_report
from seqeval.scheme import IOB2
from sklearn.metrics import precision_recall_fscore_support

from bot.understand.calibration import calibration_error
from bot.understand.heads import OUT_OF_SCOPE
from training.evaluate.nlu import IntentScores as Scores
from training.judge.items import ReadTurn

BINS = 10
POINTS = 50
"""Of the out-of-scope curve."""
QUOTED = 3
"""Texts of a confused pair."""


class ConfusedPair(msgspec.Struct, frozen=True, kw_only=True):
    """Turns of ``intent`` taken for another; ``texts`` are masked."""

    intent: str
    taken_for: str
    count: int
    texts: tuple[str, ...]


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Turns that were read with a like confidence: the mean of it, and the share that was right."""

    count: int
    confidence: float
    right: float


class ScopePoint(msgspec.Struct, frozen=True, kw_only=True):
    """If everything from ``threshold`` on counted as out of scope: the share of out-of-scope turns that is
    found, and of other turns that is turned away."""

    threshold: float
    found: float
    turned_away: float


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Intents right among the turns of a kind."""

    count: int
    accuracy: float


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """All of them. ``intents``, ``moods``: by label; ``confusion``: counts by intent and what it was taken
    for; ``entities``: by seqeval, whole spans, with micro and macro averages; ``tags``: word by word, O
    included. Empty where nothing is labelled."""

    intents: dict[str, Scores]
    confusion: dict[str, dict[str, int]]
    confused: tuple[ConfusedPair, ...]
    calibration: tuple[Bin, ...]
    calibration_error: float
    scope: tuple[ScopePoint, ...]
    moods: dict[str, Scores]
    entities: dict[str, Scores]
    tags: dict[str, Scores]
    slices: dict[str, Slice]


def tables_of(turns: Sequence[ReadTurn]) -> Tables:
    """What the turns tell."""
    intents = [turn for turn in turns if turn.intent]
    moods = [turn for turn in turns if turn.mood]
    tagged = [turn for turn in turns if turn.tags]
    bins, error = _calibration(intents)
    return Tables(
        intents=scores([t.intent for t in intents], [t.got for t in intents]),
        confusion=_confusion(intents),
        confused=_confused(intents),
        calibration=bins,
        calibration_error=error,
        scope=_scope(intents),
        moods=scores([t.mood for t in moods], [t.mood_got for t in moods]),
        entities=_entities(tagged),
        tags=scores([tag for t in tagged for tag in t.tags], [tag for t in tagged for tag in t.tags_got]),
        slices=_slices(intents),
    )


def scores(expected: Sequence[str], got: Sequence[str]) -> dict[str, Scores]:
    """Precision, recall and F1 of each label that is expected."""
    names = sorted(set(expected))
    if not names:
        return {}
    columns = precision_recall_fscore_support(list(expected), list(got), labels=names, zero_division=0)
    return {name: _scores(p, r, f, n) for name, p, r, f, n in zip(names, *columns, strict=True)}


def _scores(precision: float, recall: float, f1: float, support: int) -> Scores:
    return Scores(round(float(precision), 4), round(float(recall), 4), round(float(f1), 4), int(support))


def _confusion(turns: Sequence[ReadTurn]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for turn in turns:
        found.setdefault(turn.intent, Counter())[turn.got] += 1
    return {intent: dict(found[intent].most_common()) for intent in sorted(found)}


def _confused(turns: Sequence[ReadTurn]) -> tuple[ConfusedPair, ...]:
    """The pairs most often confused first, each with the texts that were most surely wrong."""
    wrong = sorted((t for t in turns if t.intent != t.got), key=lambda t: -t.confidence)
    pairs = Counter((turn.intent, turn.got) for turn in wrong)
    return tuple(
        ConfusedPair(
            intent=intent,
            taken_for=other,
            count=count,
            texts=tuple(t.text for t in wrong if (t.intent, t.got) == (intent, other))[:QUOTED],
        )
        for (intent, other), count in pairs.most_common()
    )


def _calibration(turns: Sequence[ReadTurn]) -> tuple[tuple[Bin, ...], float]:
    """The reliability diagram of the intents, and its expected error."""
    if not turns:
        return (), 0.0
    confidence = np.asarray([turn.confidence for turn in turns], np.float32)
    right = np.asarray([turn.intent == turn.got for turn in turns])
    which = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = [
        Bin(
            count=int((which == b).sum()),
            confidence=round(float(confidence[which == b].mean()), 4),
            right=round(float(right[which == b].mean()), 4),
        )
        for b in np.unique(which)
    ]
    return tuple(bins), round(calibration_error(confidence, right, BINS), 4)


def _scope(turns: Sequence[ReadTurn]) -> tuple[ScopePoint, ...]:
    """From the highest threshold to the lowest."""
    strange = np.asarray([t.out_of_scope for t in turns if t.intent == OUT_OF_SCOPE])
    others = np.asarray([t.out_of_scope for t in turns if t.intent != OUT_OF_SCOPE])
    if not len(strange) or not len(others):
        return ()
    return tuple(
        ScopePoint(
            threshold=round(float(cut), 3),
            found=round(float((strange >= cut).mean()), 4),
            turned_away=round(float((others >= cut).mean()), 4),
        )
        for cut in np.linspace(1, 0, POINTS + 1)
    )


def _entities(turns: Sequence[ReadTurn]) -> dict[str, Scores]:
    if not any(tag != "O" for turn in turns for tag in turn.tags):
        return {}
    found = entity_report(
        [list(t.tags) for t in turns], [list(t.tags_got) for t in turns], output_dict=True, mode="strict",
        scheme=IOB2, zero_division=0,
    )  # fmt: skip
    return {
        name: _scores(row["precision"], row["recall"], row["f1-score"], row["support"])
        for name, row in found.items()
        if name != "weighted avg"
    }


def _slices(turns: Sequence[ReadTurn]) -> dict[str, Slice]:
    right: dict[str, list[bool]] = {}
    for turn in turns:
        for name in turn.slices:
            right.setdefault(name, []).append(turn.intent == turn.got)
    return {
        name: Slice(count=len(found), accuracy=round(sum(found) / len(found), 4))
        for name, found in sorted(right.items(), key=lambda item: (item[0].startswith("in "), item[0]))
    }
