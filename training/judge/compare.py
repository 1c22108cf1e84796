"""Two releases side by side, item by item."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from training.judge.bootstrap import Difference, paired_difference, ratio_of_pairs
from training.judge.items import MIN_UNSEEN, Decisions, Seen
from training.judge.metrics import Metric, Outcome, metrics_of
from training.judge.report import ReleaseReport
from training.judge.timing import Timed

CHANGED = 20
"""Items that are listed of each kind."""
_LISTED = (
    "intent_accuracy", "mood_accuracy", "handover_f1", "gold_passage_rate", "decline_recall",
    "conversations_passed",
)  # fmt: skip
"""Metrics whose items are listed where they changed."""
LATENCY = "latency_ratio"

Verdict = Literal["better", "worse", "no difference"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A metric of both. ``low`` and ``high``: 95 % interval of the difference, None of a single item;
    ``verdict``: better or worse where the interval does not hold 0."""

    name: str
    title: str
    candidate: float
    base: float
    difference: float
    low: float | None
    high: float | None
    verdict: Verdict
    items: int
    lower: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An item that one release gets right and the other does not."""

    metric: str
    id: str
    text: str
    expected: str
    before: str
    now: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """``candidate`` against ``base``. ``mended``: wrong before, right now; ``broken``: the other way;
    ``note`` says which turns count."""

    candidate: str
    base: str
    data_hash: str
    note: str
    rows: tuple[Row, ...]
    mended: tuple[Change, ...]
    broken: tuple[Change, ...]
    counts: dict[str, int]

    def row(self, name: str) -> Row | None:
        """Of a metric, None where there is nothing to measure it on."""
        return next((row for row in self.rows if row.name == name), None)


def compare(candidate: ReleaseReport, base: ReleaseReport, timed: Timed | None) -> Comparison:
    """Compare two reports on the same data; ``timed``: both releases' times, measured in turn."""
    turns, note = _common(candidate.turns, base.turns)
    calls, _ = _common(candidate.decisions.calls, base.decisions.calls)
    actions, _ = _common(candidate.decisions.actions, base.decisions.actions)
    new, old = (_metrics(report, turns | calls | actions) for report in (candidate, base))
    rows = [
        _row(new[name], paired_difference(new[name].kind, new[name].outcomes, old[name].outcomes))
        for name in new
    ]
    changes = [(name, *_changes(new[name], old[name])) for name in _LISTED if name in new]
    return Comparison(
        candidate=candidate.release_id,
        base=base.release_id,
        data_hash=candidate.judged_on.data_hash,
        note=note,
        rows=(*rows, *_latency(timed)),
        mended=tuple(change for _, mended, _ in changes for change in mended)[:CHANGED],
        broken=tuple(change for _, _, broken in changes for change in broken)[:CHANGED],
        counts={
            "mended": sum(len(mended) for _, mended, _ in changes),
            "broken": sum(len(broken) for _, _, broken in changes),
        },
    )


def _metrics(report: ReleaseReport, common: frozenset[str]) -> dict[str, Metric]:
    """Of the items in ``common``."""
    decisions = Decisions(
        calls=tuple(one for one in report.decisions.calls if one.id in common),
        actions=tuple(one for one in report.decisions.actions if one.id in common),
    )
    turns = [turn for turn in report.turns if turn.id in common]
    return metrics_of(turns, report.questions, report.cases, decisions)


def _common(candidate: Sequence[Seen], base: Sequence[Seen]) -> tuple[frozenset[str], str]:
    """The turns that count: those that neither was trained on, where there are enough."""
    seen = {turn.id for turn in (*candidate, *base) if turn.seen}
    every = frozenset(turn.id for turn in candidate)
    unseen = every - seen
    if not every:
        return every, "There are no labelled dialogues to compare on."
    if len(unseen) >= MIN_UNSEEN:
        return unseen, f"Compared on {len(unseen)} labelled turns that neither was trained on."
    return every, (
        f"{len(seen)} of these {len(every)} turns were trained on by one or both: intents and moods look"
        " better than they are. Make a version of the transcripts, which keeps a part for judging."
    )


def _row(metric: Metric, difference: Difference) -> Row:
    low, high = (
        None if math.isnan(bound) else round(bound, 4) for bound in (difference.low, difference.high)
    )
    return Row(
        name=metric.name, title=metric.title, candidate=round(difference.candidate, 4),
        base=round(difference.base, 4), difference=round(difference.value, 4), low=low, high=high,
        verdict=_verdict(low, high, lower=metric.lower), items=len(metric.outcomes), lower=metric.lower,
    )  # fmt: skip


def _verdict(low: float | None, high: float | None, *, lower: bool) -> Verdict:
    if low is None or high is None or low <= 0 <= high:
        return "no difference"
    return "better" if (low > 0) is not lower else "worse"


def _latency(timed: Timed | None) -> list[Row]:
    """How many times as long a message and a question together take."""
    if timed is None:
        return []
    metric = Metric(LATENCY, "Time of a message, times as long", timed.outcomes, lower=True)
    return [_row(metric, ratio_of_pairs(timed.candidate, timed.base))]


def _changes(new: Metric, old: Metric) -> tuple[list[Change], list[Change]]:
    """What was mended, and what was broken."""
    pairs = [
        (was, now) for was, now in zip(old.outcomes, new.outcomes, strict=True) if was.value != now.value
    ]
    better = [pair for pair in pairs if pair[1].value > pair[0].value]
    worse = [pair for pair in pairs if pair[1].value < pair[0].value]
    return [_change(new.name, *pair) for pair in better], [_change(new.name, *pair) for pair in worse]


def _change(metric: str, was: Outcome, now: Outcome) -> Change:
    return Change(metric=metric, id=now.id, text=now.text, expected=now.expected, before=was.got, now=now.got)
