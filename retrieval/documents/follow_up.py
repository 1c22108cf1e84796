"""A question that may follow another one, in four readings: together with that one, the same without what
answered that one, by itself, and by itself in the document that answered that one.

Together the two mostly find again what answered the first. Whether the follow-up is covered too, and by which
sentence, shows in what is left when that is taken away, in what the follow-up finds alone, and in what it
finds where the conversation just is: "is the washing machine allowed?" asks about the rope.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents.answer_model import AnswerModel, FollowUps
from retrieval.documents.candidates import Found, within
from retrieval.documents.choose import choose
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.verdict import LEAST, Verdict, judged, log_odds
from retrieval.rerank import Rerankers
from retrieval.words import words

COVERED = (
    "together", "further", "alone", "there", "whole", "alone_whole",
    "short", "further_short", "alone_short", "there_short",
)  # fmt: skip
"""Features of whether a question is covered that may follow another one: the log-odds of each reading,
whether by its form it is whole by itself and what it tells alone then, how little it says, and what three of
the readings tell where it says little: "how much is it?" says nothing alone."""
CHOSEN = (
    "together", "alone", "alone_whole", "there", "there_whole", "said", "names", "said_names",
    "together_short", "alone_short", "there_short",
)  # fmt: skip
"""Features of which unit answers it: its log-odds in the first two readings and in the two others, these once
more where the question is whole by its form, whether the unit answered the question before, whether it has a
word that the follow-up adds, and both: "until when on a Thursday?" may ask for a row that was shown; and the
log-odds where it says little."""

ASKING = frozenset(
    words(
        "cost price charge pay expensive take need get go work mean happen long often soon time day hour week"
    )
)
"""Words that say what is asked, not of what."""


class FollowUp(NamedTuple):
    """What was found for a question together with that before it, for that one, and for it alone; whether by
    its form it is ``whole``; and the places of the passages that were ``cited`` last, none where that is not
    known: then those that answer the question before."""

    together: Found
    before: Found
    alone: Found
    whole: bool
    cited: tuple[int, ...] = ()


class Readings(NamedTuple):
    """A follow-up with the question before it, that without the units that were ``said`` to that one, the
    follow-up by itself, and that ``there``, in the document that answered the one before; ``new`` are the
    words that the question before does not have, ``told`` how many words it has that say of what it asks."""

    together: Verdict
    further: Verdict
    alone: Verdict
    there: Verdict
    said: frozenset[int]
    whole: bool
    new: frozenset[str]
    told: int

    @property
    def short(self) -> float:
        """How little the question says: 1 where it has no word of what it asks, 1/2 with one."""
        return 1 / (1 + self.told)

    @property
    def near(self) -> frozenset[int]:
        """The units that are found with the question before, or where the conversation just is."""
        readings = (self.together, self.further, self.there)
        return frozenset(unit.number for reading in readings for unit in reading.ranked)

    @property
    def only_there(self) -> bool:
        """Whether a question that says nothing of what it asks ("how do I do it?") is answered where the
        conversation just is, and not together with the one before, which said little itself."""
        return not self.told and self.together.margin < 0 <= self.there.margin

    def covered_row(self) -> npt.NDArray[np.float64]:
        """One row of ``COVERED``."""
        verdicts = (self.together, self.further, self.alone, self.there)
        together, further, alone, there = (log_odds(v.probability) for v in verdicts)
        by_short = (self.short, further * self.short, alone * self.short, there * self.short)
        whole = float(self.whole)
        return np.array([together, further, alone, there, whole, alone * whole, *by_short])

    def units(self) -> list[Ranked]:
        """The units of all readings."""
        everywhere = [*self.together.ranked, *self.further.ranked, *self.alone.ranked, *self.there.ranked]
        return list({unit.number: unit for unit in everywhere}.values())

    def chosen_rows(self) -> npt.NDArray[np.float64]:
        """A row of ``CHOSEN`` for each of the ``units``, shape (n, 11)."""
        with_it = {u.number: u.probability for u in (*self.further.ranked, *self.together.ranked)}
        by_itself = {u.number: u.probability for u in self.alone.ranked}
        in_it = {u.number: u.probability for u in self.there.ranked}
        rows = []
        for unit in self.units():
            near, alone, there = (
                log_odds(reading.get(unit.number, LEAST)) for reading in (with_it, by_itself, in_it)
            )
            said, names = float(unit.number in self.said), float(bool(self.new & text_words(unit.unit.text)))
            rows.append([
                near, alone, alone * self.whole, there, there * self.whole, said, names, said * names,
                near * self.short, alone * self.short, there * self.short,
            ])  # fmt: skip
        return np.array(rows).reshape(-1, len(CHOSEN))


def learned_of(model: AnswerModel) -> FollowUps | None:
    """What a model has learned about follow-ups; None where that is nothing, or of other features than these:
    the index is of an older version then, until it is prepared."""
    learned = model.follow_up
    if learned is None or tuple(learned.coverage.weights) != COVERED:
        return None
    return learned if tuple(learned.choice.weights) == CHOSEN else None


def readings(
    snapshot: Snapshot,
    found: FollowUp,
    model: AnswerModel,
    rerankers: Rerankers,
    alone: Verdict | None = None,
) -> Readings:
    """What a model says of each reading; ``alone``: of that one, where it is known already.

    Raises: IndexDamaged, ModelFileError.
    """
    both = judged(snapshot, found.together, model, rerankers)
    earlier = judged(snapshot, found.before, model, rerankers)
    answered = earlier.ranked and earlier.probability >= earlier.threshold
    chosen = choose(snapshot, earlier.ranked) if answered else []
    said = frozenset(unit.number for unit in chosen)
    return Readings(
        together=both,
        further=judged(snapshot, found.together, model, rerankers, without=said) if said else both,
        alone=alone or judged(snapshot, found.alone, model, rerankers),
        there=_there(snapshot, found.alone, found.cited or [unit.place for unit in chosen], model, rerankers),
        said=said,
        whole=found.whole,
        new=text_words(found.alone.query.text) - text_words(found.before.query.text),
        told=sum(word not in ASKING for word in words(found.alone.query.text)),
    )


def _there(
    snapshot: Snapshot, alone: Found, places: Sequence[int], model: AnswerModel, rerankers: Rerankers
) -> Verdict:
    """What a model says of a question in the document of the first of these ``places``."""
    if not places:
        return Verdict(0.0, model.threshold, [])
    of_it = np.array(snapshot.document_range(places[0]), np.int64)
    return judged(snapshot, within(snapshot, alone, model.fusion, of_it), model, rerankers)


def verdict_on(readings: Readings, model: AnswerModel) -> Verdict:
    """What follows from the readings; that of both together where nothing was learned about follow-ups. A
    question that is whole by its form and covered when read alone is covered."""
    learned, units = learned_of(model), readings.units()
    if learned is None or not units:
        return readings.together
    chances = learned.choice.probabilities(readings.chosen_rows())
    order = np.argsort(-chances, kind="stable")
    ranked = [msgspec.structs.replace(units[n], probability=float(chances[n])) for n in order]
    if not readings.told:
        ranked = [unit for unit in ranked if unit.number in readings.near] or ranked
    if readings.only_there:
        ranked = readings.there.ranked
    covered = float(learned.coverage.probabilities(readings.covered_row()[None, :])[0])
    alone = readings.alone
    if readings.whole and covered < learned.threshold and alone.margin >= 0:
        return alone._replace(ranked=ranked)
    return Verdict(covered, learned.threshold, ranked)
