"""A question that may follow another one, in three readings: together with that one, the same without what
answered that one, and by itself.

Together the two mostly find again what answered the first. Whether the follow-up is covered too, and by which
sentence, shows in what is left when that is taken away, and in what the follow-up finds alone.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents.answer_model import AnswerModel
from retrieval.documents.candidates import Found
from retrieval.documents.choose import choose
from retrieval.documents.evidence import Ranked
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.verdict import LEAST, Verdict, judged, log_odds
from retrieval.rerank import Rerankers

COVERED = ("together", "further", "alone", "whole")
"""Features of whether a question is covered that may follow another one: the log-odds of each reading, and
whether by its form it is whole by itself."""
CHOSEN = ("together", "alone", "alone_whole", "said")
"""Features of which unit answers it: its log-odds in the first two readings and in the last, these once more
where the question is whole by its form, and whether the unit answered the question before."""


class FollowUp(NamedTuple):
    """What was found for a question together with that before it, for that one, and for it alone; and whether
    by its form it is ``whole``."""

    together: Found
    before: Found
    alone: Found
    whole: bool


class Readings(NamedTuple):
    """A follow-up with the question before it, that without the units that were ``said`` to that one, and the
    follow-up by itself."""

    together: Verdict
    further: Verdict
    alone: Verdict
    said: frozenset[int]
    whole: bool

    def covered_row(self) -> npt.NDArray[np.float64]:
        """One row of ``COVERED``."""
        verdicts = (self.together, self.further, self.alone)
        return np.array([*(log_odds(v.probability) for v in verdicts), float(self.whole)])

    def units(self) -> list[Ranked]:
        """The units of all readings."""
        everywhere = [*self.together.ranked, *self.further.ranked, *self.alone.ranked]
        return list({unit.number: unit for unit in everywhere}.values())

    def chosen_rows(self) -> npt.NDArray[np.float64]:
        """A row of ``CHOSEN`` for each of the ``units``, shape (n, 4)."""
        with_it = {u.number: u.probability for u in (*self.further.ranked, *self.together.ranked)}
        by_itself = {u.number: u.probability for u in self.alone.ranked}
        rows = []
        for unit in self.units():
            alone = log_odds(by_itself.get(unit.number, LEAST))
            near = log_odds(with_it.get(unit.number, LEAST))
            rows.append([near, alone, alone * self.whole, float(unit.number in self.said)])
        return np.array(rows).reshape(-1, len(CHOSEN))


def readings(snapshot: Snapshot, found: FollowUp, model: AnswerModel, rerankers: Rerankers) -> Readings:
    """What a model says of each reading.

    Raises: IndexDamaged, ModelFileError.
    """
    together, before, alone = found.together, found.before, found.alone
    earlier = judged(snapshot, before, model, rerankers)
    answered = earlier.ranked and earlier.probability >= earlier.threshold
    said = frozenset(unit.number for unit in choose(snapshot, earlier.ranked)) if answered else frozenset()
    return Readings(
        together=judged(snapshot, together, model, rerankers),
        further=judged(snapshot, together, model, rerankers, without=said),
        alone=judged(snapshot, alone, model, rerankers),
        said=said,
        whole=found.whole,
    )


def verdict_on(readings: Readings, model: AnswerModel) -> Verdict:
    """What follows from the readings; that of both together where nothing was learned about follow-ups."""
    learned, units = model.follow_up, readings.units()
    if learned is None or not units:
        return readings.together
    chances = learned.choice.probabilities(readings.chosen_rows())
    order = np.argsort(-chances, kind="stable")
    ranked = [msgspec.structs.replace(units[n], probability=float(chances[n])) for n in order]
    covered = float(learned.coverage.probabilities(readings.covered_row()[None, :])[0])
    return Verdict(covered, learned.threshold, ranked)
