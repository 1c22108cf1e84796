"""The metrics that releases are compared by. Each is made of what came of single items, so that two releases
can be compared item by item.

A metric is a function of sums over its items (``statistics``, shape (n, k)): of ``value`` and ``weight`` for
a share, of counts by class for macro F1. A resample of items only weighs these sums anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.understand.heads import OUT_OF_SCOPE
from training.judge.items import AskedQuestion, CalledPerson, Decisions, HeldCase, ReadTurn

Sums = NDArray[np.float64]
Kind = Literal["share", "macro_f1"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an item. ``group``: items of one conversation belong together; ``value`` of ``weight``:
    1 of 1 is right; ``text`` is what a reader knows it by."""

    id: str
    group: str
    value: float
    weight: float = 1.0
    expected: str = ""
    got: str = ""
    text: str = ""


@dataclass(frozen=True)
class Metric:
    """A metric with its outcomes. ``lower``: less is better."""

    name: str
    title: str
    outcomes: tuple[Outcome, ...]
    kind: Kind = "share"
    lower: bool = False

    @property
    def value(self) -> float:
        """Over all outcomes."""
        classes = classes_of(self.outcomes)
        return float(valued(self.kind, statistics(self.kind, self.outcomes, classes).sum(axis=0)))


def classes_of(outcomes: Sequence[Outcome]) -> list[str]:
    """What is expected, and what else was got."""
    return sorted({o.expected for o in outcomes} | {o.got for o in outcomes})


def statistics(kind: Kind, outcomes: Sequence[Outcome], classes: Sequence[str]) -> Sums:
    """What is summed up, a row an outcome; shape (n, 2) or (n, 3 classes)."""
    if kind == "share":
        return np.asarray([[o.value, o.weight] for o in outcomes], np.float64).reshape(-1, 2)
    place = {name: number for number, name in enumerate(classes)}
    rows = np.arange(len(outcomes))
    expected, got = (np.zeros((len(outcomes), len(classes))) for _ in range(2))
    expected[rows, [place[o.expected] for o in outcomes]] = 1
    got[rows, [place[o.got] for o in outcomes]] = 1
    return np.concatenate([expected * got, expected, got], axis=1)  # (n, 3 classes)


def valued(kind: Kind, sums: Sums) -> NDArray[np.float64]:
    """The metric for sums of shape (..., k), shape (...); NaN of nothing. Macro F1 is the mean over classes
    that are expected."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind == "share":
            return np.asarray(sums[..., 0] / sums[..., 1])
        right, expected, got = np.split(sums, 3, axis=-1)  # (..., classes) each
        f1 = 2 * right / (expected + got)
        there = expected > 0
        return np.asarray(np.where(there, f1, 0).sum(axis=-1) / there.sum(axis=-1))


def metrics_of(
    turns: Sequence[ReadTurn],
    questions: Sequence[AskedQuestion],
    cases: Sequence[HeldCase],
    decisions: Decisions,
) -> dict[str, Metric]:
    """All metrics that there are items for, by name."""
    found = [*_of_turns(turns), *_of_decisions(decisions), *_of_questions(questions), *_of_cases(cases)]
    return {metric.name: metric for metric in found if metric.outcomes}


def _of_turns(turns: Sequence[ReadTurn]) -> Iterator[Metric]:
    intents = tuple(_labelled(t, t.intent, t.got) for t in turns if t.intent)
    inside = tuple(o for o in intents if o.expected != OUT_OF_SCOPE)
    outside = tuple(o for o in intents if o.expected == OUT_OF_SCOPE)
    yield Metric("intent_accuracy", "Intents right", intents)
    yield Metric("intent_macro_f1", "Intents, macro F1", intents, kind="macro_f1")
    yield Metric("in_scope_accuracy", "Intents right, in scope", inside)
    yield Metric("oos_recall", "Out-of-scope recall", outside)
    yield Metric(
        "mood_accuracy", "Moods right", tuple(_labelled(t, t.mood, t.mood_got) for t in turns if t.mood)
    )
    yield Metric("entity_f1", "Entities, micro F1", tuple(_entities(t) for t in turns if t.tags))


def _labelled(turn: ReadTurn, expected: str, got: str) -> Outcome:
    return Outcome(
        id=turn.id,
        group=turn.dialogue,
        value=float(expected == got),
        expected=expected,
        got=got,
        text=turn.text,
    )


def _entities(turn: ReadTurn) -> Outcome:
    """Micro F1 as a share: twice the entities that are right, of those labelled and those found."""
    from seqeval.metrics.sequence_labeling import get_entities

    labelled, found = set(get_entities(list(turn.tags))), set(get_entities(list(turn.tags_got)))
    names = (" ".join(sorted({kind for kind, *_ in spans})) for spans in (labelled, found))
    expected, got = names
    return Outcome(
        id=turn.id, group=turn.dialogue, value=2.0 * len(labelled & found), weight=len(labelled) + len(found),
        expected=expected, got=got, text=turn.text,
    )  # fmt: skip


def _of_decisions(decisions: Decisions) -> Iterator[Metric]:
    """F1 as a share: twice the right calls, of those made and those needed."""
    needed = [one for one in decisions.calls if one.came]
    served = [one for one in decisions.calls if not one.came]
    both = tuple(_call(one, 2.0 * one.right, one.came + one.called) for one in decisions.calls if needed)
    yield Metric("handover_f1", "Calls for a person, F1", both)
    yield Metric(
        "handover_recall", "A person needed, called", tuple(_call(one, float(one.right)) for one in needed)
    )
    needless = tuple(_call(one, float(one.called)) for one in served)
    yield Metric("needless_handovers", "No person needed, called", needless, lower=True)
    actions = tuple(
        Outcome(
            id=one.id, group=one.dialogue, value=float(one.wish == one.did), expected=one.wish, got=one.did,
            text=one.text,
        )
        for one in decisions.actions
    )  # fmt: skip
    yield Metric("next_action_accuracy", "Next action right", actions)


def _call(one: CalledPerson, value: float, weight: float = 1.0) -> Outcome:
    return Outcome(
        id=one.id, group=one.id, value=value, weight=weight, text=one.text,
        expected="a person" if one.came else "the bot", got="a person" if one.called else "the bot",
    )  # fmt: skip


def _of_questions(questions: Sequence[AskedQuestion]) -> Iterator[Metric]:
    covered = [q for q in questions if q.answerable]
    strange = [q for q in questions if not q.answerable]

    def shares(of: Sequence[AskedQuestion], values: Sequence[float]) -> tuple[Outcome, ...]:
        return tuple(_asked(q, value) for q, value in zip(of, values, strict=True))

    yield Metric("recall@1", "Right passage at rank 1", shares(covered, [q.rank == 1 for q in covered]))
    yield Metric(
        "recall@5", "Right passage in the first 5", shares(covered, [0 < q.rank <= 5 for q in covered])
    )
    ranks = [1 / q.rank if q.rank else 0.0 for q in covered]
    yield Metric("mrr@10", "Mean reciprocal rank, first 10", shares(covered, ranks))
    yield Metric(
        "document_recall@5",
        "Right document in the first 5",
        shares(covered, [q.document_found for q in covered]),
    )
    yield Metric(
        "gold_sentence_rate", "Right sentence shown", shares(covered, [q.gold_shown for q in covered])
    )
    yield Metric("gold_passage_rate", "Right passage cited", shares(covered, [q.gold_cited for q in covered]))
    yield Metric(
        "decline_recall", "Not covered, declined", shares(strange, [not q.answered for q in strange])
    )
    declined = shares(covered, [not q.answered for q in covered])
    yield Metric("over_decline_rate", "Covered, declined", declined, lower=True)


def _asked(question: AskedQuestion, value: float) -> Outcome:
    return Outcome(
        id=question.id, group=question.id, value=float(value), text=question.question,
        expected="an answer" if question.answerable else "declined",
        got=question.shown or "declined",
    )  # fmt: skip


def _of_cases(cases: Sequence[HeldCase]) -> Iterator[Metric]:
    golden = tuple(
        Outcome(
            id=f"{case.file}: {case.name}", group=f"{case.file}: {case.name}", value=float(case.passed),
            expected="passed", got=case.reason or "passed", text=case.name,
        )
        for case in cases
        if not case.set_aside
    )  # fmt: skip
    yield Metric("conversations_passed", "Golden conversations passed", golden)
    aside = tuple(one for case in cases if case.set_aside for one in _of_messages(case))
    yield Metric("messages_as_expected", "Messages set aside, as expected", aside)


def _of_messages(case: HeldCase) -> Iterator[Outcome]:
    group = f"{case.file}: {case.name}"
    for number, right in enumerate(case.messages, start=1):
        got = "as expected" if right else "not as expected"
        yield Outcome(
            id=f"{group}, {number}", group=group, value=float(right), expected="as expected", got=got,
            text=case.name,
        )  # fmt: skip
