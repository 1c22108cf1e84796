"""What the answer model makes of a question: units that may answer it, and whether any does."""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from retrieval.documents.answer_model import AnswerModel
from retrieval.documents.candidates import Found
from retrieval.documents.evidence import Ranked, UnitRows, reads, selected, unit_rows, weigh
from retrieval.documents.snapshot import Snapshot
from retrieval.rerank import Rerankers

LEAST = 0.01
"""The least probability that log-odds are taken of; 1 less a tenth of it is the most."""


class Verdict(NamedTuple):
    """How likely the documents cover a question, from which ``threshold`` on it is answered, and the units
    that may answer it, best first."""

    probability: float
    threshold: float
    ranked: list[Ranked]

    @property
    def covering(self) -> list[Ranked]:
        """The units that may answer where that is likely enough, else none."""
        return self.ranked if self.probability >= self.threshold else []

    @property
    def margin(self) -> float:
        """By how much the log-odds exceed those of the threshold: comparable between models."""
        return log_odds(self.probability) - log_odds(self.threshold)


def judged(
    snapshot: Snapshot,
    found: Found,
    model: AnswerModel,
    rerankers: Rerankers,
    without: frozenset[int] = frozenset(),
) -> Verdict:
    """What a model says of a question, ``without`` some units. Where passages come first that nobody has
    asked about yet, what it makes of those counts if that is surer.

    Raises: IndexDamaged, ModelFileError.
    """
    table = unit_rows(snapshot, found)
    if without:
        kept = [row for row, number in enumerate(table.numbers) if number not in without]
        table = UnitRows(table.rows[kept], [table.numbers[row] for row in kept])
    verdict = _judged(snapshot, found, table, model, rerankers)
    if model.unasked is None:
        return verdict
    first = selected(snapshot, table, model.unasked.selection, reads(found))
    if not any(snapshot.memory.never_asked(one.place, found.recalled) for one in first):
        return verdict
    other = _judged(snapshot, found, table, model.unasked, rerankers)
    new = snapshot.memory.never_asked(other.ranked[0].place, found.recalled)
    return max(verdict, other, key=lambda v: v.margin) if new else verdict


def _judged(
    snapshot: Snapshot, found: Found, table: UnitRows, model: AnswerModel, rerankers: Rerankers
) -> Verdict:
    evidence = weigh(snapshot, found, table, model.judge(rerankers))
    rows = evidence.features[None, :]
    probability = float(model.coverage.probabilities(rows)[0]) if evidence.ranked else 0.0
    return Verdict(probability, model.threshold, evidence.ranked)


def log_odds(probability: float) -> float:
    """Log-odds, within bounds."""
    inside = min(max(probability, LEAST), 1 - LEAST / 10)
    return log(inside / (1 - inside))


def likelier(probability: float, by: float) -> float:
    """The probability whose log-odds are higher ``by`` so much."""
    return 1 / (1 + exp(-(log_odds(probability) + by)))
