"""Fits the answer model of an index on the assistant's labelled questions (``training/*questions*.jsonl``).

Unit selection is fitted on which units of the found passages answer, re-ranking on which of the first of
those do; coverage on whether anything does, with the ranking taken from folds that did not see the question,
as it will be for new ones. The questions are others than those that encoder and re-ranker are fine-tuned on.
Without enough labelled questions the model that comes with the package is taken.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retrieval.documents.answer_model import AnswerModel, Judge, Linear, default_model
from retrieval.documents.asked import NEIGHBOURS, SHARPNESS, Asked
from retrieval.documents.candidates import Found, candidates
from retrieval.documents.evidence import (
    COVERAGE,
    READ,
    READ_RECALLING,
    RERANKED,
    RERANKING,
    SELECTION,
    UnitRows,
    read,
    reads,
    reranking_rows,
    selected,
    unit_rows,
    weigh,
)
from retrieval.documents.labelled import Labelled, read_labelled
from retrieval.documents.query import Query, read_queries, whole_question
from retrieval.documents.remember import others, remember
from retrieval.documents.snapshot import Content, Snapshot, assemble
from retrieval.encode import Encoder, Vectors
from retrieval.errors import UnreadableDocument
from retrieval.fuse import Judged, fit_weight
from retrieval.rerank import Reranker

Rows = npt.NDArray[np.float64]

FEWEST = 60
"""Labelled questions of either kind, answerable or not, below which nothing is fitted."""
FOLDS = 5
DECLINED = 0.94
"""Share of the questions without an answer that are to be declined; of new ones it comes out some points
lower. Among 0.92, 0.94 and 0.95 it trades best on the comparison set (docs/train.md)."""


class AnswerFit:
    """Fits on the labelled questions of ``files`` with those of ``asked`` remembered; ``key`` changes with
    them, with the re-ranker and with what is fitted."""

    def __init__(
        self,
        files: Sequence[Path],
        encoder: Encoder,
        reranker: Reranker | None = None,
        *,
        asked: Sequence[Path] = (),
    ) -> None:
        self._files, self._asked = files, asked
        self._encoder, self._reranker = encoder, reranker

    @property
    def key(self) -> str:
        """The checksum of the questions, or the default model's."""
        if not (self._files or self._asked):
            return default_model().trained_on
        name = self._reranker.name if self._reranker else ""
        how = repr(
            (SELECTION, RERANKING, COVERAGE, RERANKED, READ, READ_RECALLING, NEIGHBOURS, SHARPNESS, DECLINED)
        )
        files = [*self._files, *self._asked]
        parts = [name.encode(), how.encode(), *(file.read_bytes() for file in files)]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]

    def __call__(self, content: Content, before: Asked) -> Content:
        """The content with its model and its memory; vectors that are in the memory ``before`` are kept.

        Raises: UnreadableDocument for a file that is not in the format.
        """
        questions = _read(self._files)
        asked = others(_read(self._asked), questions)
        memory = remember(assemble(content), asked, self._encoder, before)
        content = msgspec.structs.replace(content, asked=memory)
        answerable = sum(question.answerable for question in questions)
        if min(answerable, len(questions) - answerable) < FEWEST:
            return msgspec.structs.replace(
                content, model=msgspec.structs.replace(content.model, trained_on=self.key)
            )
        model = fit_model(assemble(content), questions, self._encoder, self._reranker, trained_on=self.key)
        return msgspec.structs.replace(content, model=model)


def _read(files: Sequence[Path]) -> list[Labelled]:
    try:
        return read_labelled(files)
    except (OSError, msgspec.MsgspecError) as error:
        names = ", ".join(str(file) for file in files)
        raise UnreadableDocument(f"These labelled questions cannot be read ({error}): {names}") from error


def fit_answers(
    state: Path, encoder: Encoder, reranker: Reranker | None = None, *, remembering: bool = True
) -> AnswerFit:
    """The fit of the assistant in ``state``, with or without a memory of its questions."""
    training = state / "training"
    asked = sorted((training / "retrieval").glob("*.jsonl")) if remembering else ()
    return AnswerFit(sorted(training.glob("*questions*.jsonl")), encoder, reranker, asked=asked)


def fit_model(
    snapshot: Snapshot,
    questions: Sequence[Labelled],
    encoder: Encoder,
    reranker: Reranker | None = None,
    *,
    trained_on: str,
) -> AnswerModel:
    """A model for this index from these questions."""
    texts = [whole_question(snapshot, question.question, question.said_before) for question in questions]
    queries = read_queries(encoder, texts)
    fusion = _fusion(snapshot, questions, queries)
    found = [candidates(snapshot, query, fusion) for query in queries]
    folds = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    tables = [unit_rows(snapshot, f) for f in found]
    cases = [
        _Case(f, table, frozenset(n for n in table.numbers if _answers(snapshot, n, question)))
        for question, f, table in zip(questions, found, tables, strict=True)
    ]
    if reranker:
        reranker = CachedScores(reranker)
        _read_ahead(snapshot, cases, reranker)
    judges = [
        _fit_judge(snapshot, [case for case, own in zip(cases, folds, strict=True) if own != fold], reranker)
        for fold in range(FOLDS)
    ]
    rows = np.stack([
        weigh(snapshot, case.found, case.table, judges[fold]).features
        for case, fold in zip(cases, folds, strict=True)
    ])  # fmt: skip
    labels = np.array([question.answerable for question in questions])
    judge = _fit_judge(snapshot, cases, reranker)
    return AnswerModel(
        selection=judge.selection, coverage=_fit_linear(_names(rows), rows, labels),
        threshold=_threshold(rows, labels, folds), fusion=fusion, curated=default_model().curated,
        trained_on=trained_on, reranking=judge.reranking, reranker=reranker.name if reranker else "",
    )  # fmt: skip


def _names(rows: Rows) -> Sequence[str]:
    """The features of coverage, those of a re-ranker included where they are there."""
    return (*COVERAGE, *RERANKED)[: rows.shape[1]]


class CachedScores:
    """A re-ranker that scores equal pairs once: folds read mostly the same units."""

    def __init__(self, reranker: Reranker) -> None:
        self.name = reranker.name
        self._reranker = reranker
        self._scores: dict[tuple[str, str], float] = {}

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """See ``Reranker.scores``."""
        missing = [text for text in texts if (question, text) not in self._scores]
        for text, score in zip(missing, self._reranker.scores(question, missing), strict=True):
            self._scores[question, text] = float(score)
        return np.array([self._scores[question, text] for text in texts], np.float32)


def _read_ahead(snapshot: Snapshot, cases: Sequence[_Case], reranker: CachedScores) -> None:
    """Read what the folds will mostly read, on all cores: a pair takes one thread some milliseconds."""
    selection = _fit_selection(cases)

    def read_one(case: _Case) -> None:
        read(snapshot, case.found, selected(snapshot, case.table, selection)[: reads(case.found)], reranker)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(read_one, cases))


class _Case(NamedTuple):
    """What was found for a question, its units, and the numbers of those that answer."""

    found: Found
    table: UnitRows
    right: frozenset[int]

    def answers(self, numbers: Iterable[int]) -> npt.NDArray[np.bool_]:
        """Which of these units answer."""
        return np.array([number in self.right for number in numbers], bool)


def _fit_selection(cases: Sequence[_Case]) -> Linear:
    return _fit(SELECTION, [_Example(case.table.rows, case.answers(case.table.numbers)) for case in cases])


def _fit_judge(snapshot: Snapshot, cases: Sequence[_Case], reranker: Reranker | None) -> Judge:
    """The ranking, from these questions."""
    selection = _fit_selection(cases)
    if reranker is None:
        return Judge(selection)
    lists = []
    for case in cases:
        ranked = selected(snapshot, case.table, selection)[: reads(case.found)]
        answers = case.answers(r.number for r in ranked)
        if answers.any():
            rows = reranking_rows(ranked, read(snapshot, case.found, ranked, reranker))
            lists.append(_Example(rows, answers))
    return Judge(selection, _fit(RERANKING, lists), reranker)


def _fusion(snapshot: Snapshot, questions: Sequence[Labelled], queries: Sequence[Query]) -> float:
    judged = []
    for question, query in zip(questions, queries, strict=True):
        found = candidates(snapshot, query, 0.5)
        grades = np.array([_holds_gold(snapshot, int(place), question) for place in found.places], np.float32)
        if grades.any():
            judged.append(Judged(found.lexical, found.dense, grades))
    return fit_weight(judged)


def _holds_gold(snapshot: Snapshot, place: int, question: Labelled) -> bool:
    return any(_answers(snapshot, number, question) for number in snapshot.unit_range(place))


def _answers(snapshot: Snapshot, number: int, question: Labelled) -> bool:
    content = snapshot.content
    return question.shows_gold(content.passages[content.owners[number]], content.units[number].quote)


class _Example(msgspec.Struct, frozen=True):
    """A question's units: their rows of features and which of them answer."""

    rows: Rows
    answers: npt.NDArray[np.bool_]


def _fit(names: Sequence[str], examples: Sequence[_Example]) -> Linear:
    """Every question counts the same, and so do its right and its wrong units."""
    used = [example for example in examples if example.answers.any()]
    weights = [
        np.where(e.answers, 1 / e.answers.sum(), 1 / max(1, (~e.answers).sum())) for e in used
    ]  # fmt: skip
    rows, answers = np.vstack([e.rows for e in used]), np.concatenate([e.answers for e in used])
    return _fit_linear(names, rows, answers, np.concatenate(weights))


def _fit_linear(
    names: Sequence[str], rows: Rows, labels: npt.NDArray[np.bool_], weights: Rows | None = None
) -> Linear:
    """A logistic regression on standardised features, written in the features' own scale."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.2, max_iter=1000, class_weight=None if weights is not None else "balanced")
    model.fit(scaler.transform(rows), labels, sample_weight=weights)
    own = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - own @ scaler.mean_)
    return Linear(dict(zip(names, map(float, own.round(5)), strict=True)), round(bias, 5))


def _threshold(rows: Rows, labels: npt.NDArray[np.bool_], folds: npt.NDArray[np.int64]) -> float:
    """The threshold that declines the share ``DECLINED`` of what is not covered, measured over folds."""
    probabilities = np.zeros(len(labels))
    for fold in range(FOLDS):
        model = _fit_linear(_names(rows), rows[folds != fold], labels[folds != fold])
        probabilities[folds == fold] = model.probabilities(rows[folds == fold])
    return round(float(np.quantile(probabilities[~labels], DECLINED)), 3)
