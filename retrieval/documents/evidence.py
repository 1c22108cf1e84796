"""The features of a question and what was found for it: inputs of the answer model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents.answer_model import Judge, Linear
from retrieval.documents.candidates import Found
from retrieval.documents.chunk import Unit
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.units import unit_text
from retrieval.rerank import Rerankers
from retrieval.types import Passage
from retrieval.words import words

LOOKED_AT = 8
"""Passages whose units may answer, the best by the fused score ..."""
LOOKED_AT_RECALLING = 4
"""... or so many, where many questions asked before are remembered; those that are recalled are added."""
READ = 6
"""Units, the best by selection, that re-rankers read ..."""
READ_RECALLING = 3
"""... or so many where the selection is helped by memory: more were no better."""

SELECTION = (
    "cosine", "below_best", "neighbours", "passage_cosine", "fused", "rank", "position", "first", "covered",
    "covered_with_heading",
    "covered_beyond_heading", "covered_by_passage", "very_short", "length", "question", "amount", "no_amount",
    "time", "no_time", "number", "no_number", "asked",
)  # fmt: skip
COVERAGE = (
    "unit", "second_unit", "cosine", "passage_cosine", "margin", "lexical", "covered", "covered_with_heading",
    "covered_by_passage", "rarest_covered", "unknown_words", "agreement", "words", "no_amount", "no_time",
    "asked", "asked_answered", "asked_nearest",
)  # fmt: skip

RERANKING = {
    "late": ("late_score", "below_best_late_score"),
    "cross": ("cross_score", "below_best_cross_score"),
}
"""Features by which the first units are ranked anew beside "selected", by re-ranker."""
RERANKED = ("cross_score", "second_cross_score", "any_cross_score")
"""Further features of coverage where there is a cross-encoder: its scores of the two best units, and the
log-odds that any that it read answers. Late interaction tells which one does, but hardly whether one does."""

_ASKED = {
    "amount": re.compile(r"\b(?:how much|costs?|prices?|fees?|charge|expensive|euros?|eur)\b", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:how (?:long|often|fast|soon|many (?:days|hours|weeks))|when|until|deadline|hours|expires?)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\b(?:how (?:many|much|big|high|heavy|far|tall)|weight|weighs?|size|maximum|minimum|limit)\b",
        re.IGNORECASE,
    ),
}
_GIVEN = {
    "amount": re.compile(r"\d[\d.,]*\s*(?:EUR|€|%|percent)|\bfree\b", re.IGNORECASE),
    "time": re.compile(
        r"\d+\s*(?:-\s*\d+\s*)?(?:\w+ )?(?:day|hour|week|month|year|minute|second|night|time)s?\b"
        r"|\d{1,2}:\d\d"
        r"|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september"
        r"|october|november|december|once|twice|every|until|after)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(r"\d"),
}


class Ranked(msgspec.Struct, frozen=True):
    """A unit as a possible answer. ``number`` in the snapshot, ``place`` of its passage, ``probability``."""

    unit: Unit
    number: int
    place: int
    probability: float
    cosine: float


class Evidence(msgspec.Struct, frozen=True):
    """What was found for a question: units, best first, and the features of its coverage, shape (f,)."""

    ranked: list[Ranked]
    features: npt.NDArray[np.float64]


class _Question(msgspec.Struct, frozen=True):
    """A question's content words with their inverse document frequency, and what kind of answer it wants."""

    weights: dict[str, float]
    total: float
    wants: dict[str, bool]

    def covered(self, there: frozenset[str]) -> float:
        """The share of the words, by weight, that are there; 0 when there are none."""
        return sum(w for word, w in self.weights.items() if word in there) / self.total if self.total else 0.0


Read = dict[str, npt.NDArray[np.float64]]
"""Scores of units, shape (n,), by re-ranker."""


class UnitRows(NamedTuple):
    """The units that may answer: rows of ``SELECTION``, shape (n, features), and their numbers (n,)."""

    rows: npt.NDArray[np.float64]
    numbers: list[int]


def gather(snapshot: Snapshot, found: Found, judge: Judge) -> Evidence:
    """Rank the units of the best passages, and sum up what speaks for an answer.

    Raises: ModelFileError.
    """
    return weigh(snapshot, found, unit_rows(snapshot, found), judge)


def weigh(snapshot: Snapshot, found: Found, table: UnitRows, judge: Judge) -> Evidence:
    """The same with what ``unit_rows`` gave, which does not depend on the judge.

    Raises: ModelFileError.
    """
    if not table.numbers:
        return Evidence([], np.zeros(len(coverage_names(judge.rerankers))))
    ranked = selected(snapshot, table, judge.selection, reads(found) if judge.reranking else None)
    scores: Read = {}
    if judge.reranking:
        scores = read(snapshot, found, ranked, judge.rerankers)
        probabilities = judge.reranking.probabilities(reranking_rows(ranked, scores))
        order = np.argsort(-probabilities, kind="stable")
        ranked = [msgspec.structs.replace(ranked[i], probability=float(probabilities[i])) for i in order]
        scores = {by: own[order] for by, own in scores.items()}
    features = _coverage_row(snapshot, found, ranked, table.rows)
    return Evidence(ranked, np.concatenate([features, _reranked_row(scores)]))


def selected(snapshot: Snapshot, table: UnitRows, selection: Linear, most: int | None = None) -> list[Ranked]:
    """The ``most`` best units, or all, best first, by the cheap features alone."""
    content = snapshot.content
    probabilities = selection.probabilities(table.rows)
    best = [(table.numbers[i], i) for i in np.argsort(-probabilities, kind="stable")[:most]]
    return [
        Ranked(content.units[n], n, int(content.owners[n]), float(probabilities[i]), float(table.rows[i, 0]))
        for n, i in best
    ]


def read(snapshot: Snapshot, found: Found, ranked: Sequence[Ranked], rerankers: Rerankers) -> Read:
    """What the re-rankers say of units."""
    passages = snapshot.content.passages
    texts = [unit_text(passages[r.place], r.unit) for r in ranked]
    return {by: own.astype(float) for by, own in rerankers.scores(found.query.text, texts).items()}


def reranking_rows(ranked: Sequence[Ranked], scores: Read) -> npt.NDArray[np.float64]:
    """Rows of ``RERANKING``, and how likely the units were before; shape (n, features)."""
    chosen = np.clip([r.probability for r in ranked], 1e-6, 1 - 1e-6)
    columns = [column for own in scores.values() for column in (own, own - own.max())]
    return np.stack([*columns, np.log(chosen / (1 - chosen))], axis=1)


def reranking_names(rerankers: Rerankers) -> tuple[str, ...]:
    """The features of ``reranking_rows``."""
    there = [by for by, one in rerankers._asdict().items() if one is not None]
    return (*(name for by in there for name in RERANKING[by]), "selected")


def coverage_names(rerankers: Rerankers) -> tuple[str, ...]:
    """The features of ``Evidence``."""
    return (*COVERAGE, *(RERANKED if rerankers.cross else ()))


def _reranked_row(scores: Read) -> npt.NDArray[np.float64]:
    """One row of ``RERANKED``; empty without a cross-encoder."""
    if "cross" not in scores:
        return np.empty(0)
    own = scores["cross"]
    return np.array([own[0], own[1] if len(own) > 1 else own[0], np.logaddexp.reduce(own)])


def reads(found: Found) -> int:
    """How many units re-rankers read."""
    return READ_RECALLING if found.recalled.many else READ


def _looked_at(found: Found) -> list[int]:
    """The ranks of the passages whose units may answer."""
    best = LOOKED_AT_RECALLING if found.recalled.many else LOOKED_AT
    recalled = np.flatnonzero(np.isin(found.places, found.recalled.places)).tolist()
    return sorted({*range(min(best, len(found.places))), *recalled})


def unit_rows(snapshot: Snapshot, found: Found) -> UnitRows:
    """For the units of the best passages."""
    question = _question(snapshot, found.query.text)
    rows: list[list[float]] = []
    numbers: list[int] = []
    for rank in _looked_at(found):
        place = int(found.places[rank])
        rows += _passage_rows(snapshot, found, question, rank, place)
        numbers += snapshot.unit_range(place)
    return UnitRows(np.array(rows).reshape(len(numbers), len(SELECTION)), numbers)


def _question(snapshot: Snapshot, text: str) -> _Question:
    size = len(snapshot.content.passages)
    frequency = snapshot.lexical.frequency
    weights = {w: log(1 + (size + 0.5) / (frequency(w) + 0.5)) for w in dict.fromkeys(words(text))}
    wants = {kind: bool(pattern.search(text)) for kind, pattern in _ASKED.items()}
    return _Question(weights, sum(weights.values()), wants)


def _passage_rows(
    snapshot: Snapshot, found: Found, question: _Question, rank: int, place: int
) -> list[list[float]]:
    """A row of ``SELECTION`` for each unit of a passage."""
    content, numbers = snapshot.content, snapshot.unit_range(place)
    if not numbers:
        return []
    cosines = _cosines(snapshot, numbers, found.query.vector)
    passage = content.passages[place]
    heading = text_words(f"{passage.title} {passage.heading}")
    whole = question.covered(passage_words(passage))
    fused, dense, size = float(found.fused[rank]) / 3, float(found.dense[rank]), len(numbers)
    rows = []
    for at, number in enumerate(numbers):
        unit = content.units[number].text
        own = text_words(unit)
        length = unit.count(" ") + 1
        rows.append([
            cosines[at], cosines[at] - cosines.max(), cosines[max(0, at - 1) : at + 2].max(), dense, fused,
            1 / (1 + rank),
            at / size, float(at == 0), question.covered(own), question.covered(own | heading),
            question.covered(own - heading), whole, float(length < 5), log(length), float(unit.endswith("?")),
            *_kinds(question, unit), found.recalled.shares.get(number, 0.0),
        ])  # fmt: skip
    return rows


def _kinds(question: _Question, text: str) -> list[float]:
    """For each kind of answer that is wanted: whether the text gives it, and whether it does not."""
    row = []
    for kind, wanted in question.wants.items():
        given = wanted and _GIVEN[kind].search(text) is not None
        row += [float(given), float(wanted and not given)]
    return row


def _coverage_row(
    snapshot: Snapshot, found: Found, ranked: Sequence[Ranked], table: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """One row of ``COVERAGE``."""
    best, question = ranked[0], _question(snapshot, found.query.text)
    passage = snapshot.content.passages[best.place]
    own, heading = text_words(best.unit.text), text_words(f"{passage.title} {passage.heading}")
    there = passage_words(passage)
    top = np.sort(found.dense)[::-1]
    rarest = max(question.weights, key=lambda word: question.weights[word], default="")
    unknown = [w for w in question.weights if not snapshot.lexical.frequency(w)]
    kinds = _kinds(question, best.unit.text)
    return np.array([
        best.probability, ranked[1].probability if len(ranked) > 1 else 0.0, float(table[:, 0].max()), top[0],
        top[0] - top[min(9, len(top) - 1)], float(found.lexical.max()) / (2.2 * question.total or 1.0),
        question.covered(own), question.covered(own | heading), question.covered(there),
        float(rarest in there),
        len(unknown) / max(1, len(question.weights)), float(found.lexical[0] == found.lexical.max()),
        min(1.0, len(question.weights) / 10), kinds[1], kinds[3],
        found.recalled.shares.get(best.number, 0.0), found.recalled.answered, found.recalled.nearest,
    ])  # fmt: skip


def _cosines(snapshot: Snapshot, numbers: range, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    units = np.asarray(snapshot.content.unit_vectors[numbers.start : numbers.stop], np.float32)
    cosines: npt.NDArray[np.float32] = units @ vector  # (n, d) @ (d,) -> (n,)
    return cosines


def passage_words(passage: Passage) -> frozenset[str]:
    """The words of a passage, its title and its headings."""
    return text_words(f"{passage.title}\n{passage.heading}\n{passage.text}")


@lru_cache(maxsize=50_000)
def text_words(text: str) -> frozenset[str]:
    """The distinct content words of a text."""
    return frozenset(words(text))
