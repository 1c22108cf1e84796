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

from retrieval.documents.answer_model import AnswerModel, Judge, Linear, default_model
from retrieval.documents.asked import NEIGHBOURS, SHARPNESS
from retrieval.documents.candidates import Found, candidates
from retrieval.documents.evidence import (
    COVERAGE,
    READ,
    READ_RECALLING,
    RERANKED,
    RERANKING,
    SELECTION,
    Ranked,
    UnitRows,
    coverage_names,
    read,
    reads,
    reranking_names,
    reranking_rows,
    selected,
    unit_rows,
    weigh,
)
from retrieval.documents.fit_follow_ups import DECLINED as FOLLOW_UPS_DECLINED
from retrieval.documents.fit_follow_ups import answers, changes, fit_follow_ups
from retrieval.documents.follow_up import ASKING, CHOSEN, COVERED
from retrieval.documents.labelled import Labelled, Shop, read_labelled
from retrieval.documents.query import Query, read_queries, together
from retrieval.documents.regressions import FREE, Example, fit_linear, fit_lists, folds_of, threshold_of
from retrieval.documents.remember import others, remember
from retrieval.documents.snapshot import Content, Snapshot, assemble
from retrieval.encode import Encoder, Vectors
from retrieval.errors import UnreadableDocument
from retrieval.fuse import Judged, fit_weight
from retrieval.rerank import NO_RERANKERS, Reranker, Rerankers

CHANGING = 4
"""Labelled follow-ups for each question that is added to them as a change of subject."""
FEWEST = 60
"""Labelled questions of either kind, answerable or not, below which nothing is fitted."""
DRIFT = 0.2
"""Share of passages more or fewer than a model was fitted on, from which it is fitted anew."""
DECLINED = 0.92
"""Share of the questions without an answer that are to be declined. On the comparison set (docs/train.md) two
points fewer answer 1.4 points more of the others, and among shoppers most questions have an answer."""

SIGNS = dict.fromkeys(
    ("unit", "cosine", "passage_cosine", "lexical", "covered", "covered_with_heading", "covered_by_passage",
     "rarest_covered", "agreement", *RERANKED), 1,
) | dict.fromkeys(("unknown_words", "no_amount", "no_time"), -1)  # fmt: skip
"""What a feature may say in a model for other shops than it is fitted on. There near misses share more words
with the documents than questions that they answer, as they were written to; shoppers write both."""


class AnswerFit:
    """Fits on the labelled questions of ``files`` with those of ``asked`` remembered; ``key`` changes with
    them, with the re-rankers and with what is fitted.

    What is fitted says how much each sign counts. It holds for a document more or a lesson more, and so is
    kept until other questions or re-rankers are there, or ``DRIFT`` of the passages.
    """

    def __init__(
        self,
        files: Sequence[Path],
        encoder: Encoder,
        rerankers: Rerankers = NO_RERANKERS,
        *,
        asked: Sequence[Path] = (),
    ) -> None:
        self._files, self._asked = files, asked
        self._encoder, self._rerankers = encoder, rerankers.for_sentences

    @property
    def key(self) -> str:
        """The checksum of all that is learned from; "" where there is nothing."""
        if not (self._files or self._asked):
            return default_model(self._rerankers).learned_from
        return _checksum(self._fitted_on.encode(), *(file.read_bytes() for file in self._asked))

    def lacks_lessons(self, model: AnswerModel) -> bool:
        """Whether a model can go on serving though questions were taught since: it is fitted as one would be
        now, or is the one of the package, which is not fitted here."""
        own = model.fitted_on == self._fitted_on
        of_package = not model.fitted_on and model.rerankers == default_model(self._rerankers).rerankers
        return model.learned_from != self.key and (own or of_package)

    @property
    def _fitted_on(self) -> str:
        features = (SELECTION, RERANKING, COVERAGE, RERANKED, COVERED, CHOSEN, sorted(ASKING))
        numbers = (READ, READ_RECALLING, NEIGHBOURS, SHARPNESS, DECLINED, FOLLOW_UPS_DECLINED, CHANGING)
        how = repr((features, numbers))
        names = repr((self._encoder.name, self._rerankers.names))
        return _checksum(names.encode(), how.encode(), *(file.read_bytes() for file in self._files))

    def __call__(self, content: Content, before: Content | None) -> Content:
        """The content with its model and its memory; vectors that are in the memory of the content ``before``
        are kept.

        Raises: UnreadableDocument for a file that is not in the format.
        """
        questions = _read(self._files)
        asked = others(_read(self._asked), questions)
        memory = remember(assemble(content), asked, self._encoder, before.asked if before else content.asked)
        content = msgspec.structs.replace(content, asked=memory)
        model = self._model(content, questions, before.model if before else None)
        return msgspec.structs.replace(content, model=msgspec.structs.replace(model, learned_from=self.key))

    def _model(
        self, content: Content, questions: Sequence[Labelled], before: AnswerModel | None
    ) -> AnswerModel:
        """The model before where it still holds, else one that is fitted, or the default one."""
        answerable = sum(question.answerable for question in questions)
        if min(answerable, len(questions) - answerable) < FEWEST:
            return default_model(self._rerankers)
        size = len(content.passages)
        if before and before.fitted_on == self._fitted_on:
            kept_memory = (before.unasked is None) == (not content.asked.questions)
            if kept_memory and abs(size - before.passages) <= DRIFT * before.passages:
                return before
        model = fit_model([Shop(assemble(content), questions)], self._encoder, self._rerankers)
        return msgspec.structs.replace(model, fitted_on=self._fitted_on, passages=size)


def _checksum(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _read(files: Sequence[Path]) -> list[Labelled]:
    try:
        return read_labelled(files)
    except (OSError, msgspec.MsgspecError) as error:
        names = ", ".join(str(file) for file in files)
        raise UnreadableDocument(f"These labelled questions cannot be read ({error}): {names}") from error


def fit_answers(
    state: Path, encoder: Encoder, rerankers: Rerankers = NO_RERANKERS, *, remembering: bool = True
) -> AnswerFit:
    """The fit of the assistant in ``state``, with or without a memory of its questions."""
    training = state / "training"
    asked = sorted((training / "retrieval").glob("*.jsonl")) if remembering else ()
    return AnswerFit(sorted(training.glob("*questions*.jsonl")), encoder, rerankers, asked=asked)


def fit_model(
    shops: Sequence[Shop],
    encoder: Encoder,
    rerankers: Rerankers = NO_RERANKERS,
    *,
    declined: float = DECLINED,
    beside: Sequence[Shop] = (),
) -> AnswerModel:
    """A model for these shops from their questions; ``declined``: see ``DECLINED``; ``beside``: further
    shops, whose follow-ups alone are learned from.

    Of several shops each is a fold: what is measured on one was fitted on the others. Where a shop remembers
    questions, a second model is fitted on the same questions asked as if those on their documents were
    forgotten: it judges documents that nobody has asked about yet.
    """
    following = [_only(shop, following=True) for shop in (*shops, *beside)]
    opening = [_only(shop, following=False) for shop in (*shops, *beside)]
    shops = opening[: len(shops)]
    asked = [
        _Asked(number, shop.snapshot, question, query)
        for number, shop in enumerate(shops)
        for question, query in zip(shop.questions, _queries(shop, encoder), strict=True)
    ]
    fusion = _fusion(asked)
    rerankers = Rerankers(*(one and CachedScores(one) for one in rerankers))
    cases = [_case(one, candidates(one.snapshot, one.query, fusion)) for one in asked]
    model = msgspec.structs.replace(
        _fitted(cases, rerankers, declined), fusion=fusion, curated=default_model().curated
    )  # fmt: skip
    if any(len(shop.snapshot.memory) for shop in shops):
        as_new = [
            _case(one, candidates(one.snapshot, one.query, fusion, forgotten=_as_new(one.snapshot, case)))
            for one, case in zip(asked, cases, strict=True)
        ]
        model = msgspec.structs.replace(model, unasked=_fitted(as_new, rerankers, declined))
    labels = [question.answerable for shop in following for question in shop.questions]
    if min(sum(labels), len(labels) - sum(labels)) < FEWEST:
        return model
    behind = [
        Shop(shop.snapshot, [*shop.questions, *changes(alone.questions, len(shop.questions) // CHANGING)])
        for shop, alone in zip(following, opening, strict=True)
    ]
    return msgspec.structs.replace(model, follow_up=fit_follow_ups(behind, encoder, model, rerankers))


class _Asked(NamedTuple):
    """A question of a shop, as read."""

    shop: int
    snapshot: Snapshot
    question: Labelled
    query: Query


def _only(shop: Shop, *, following: bool) -> Shop:
    """The questions that were asked behind others, or those that were not."""
    return Shop(shop.snapshot, [one for one in shop.questions if bool(one.said_before) is following])


def _queries(shop: Shop, encoder: Encoder) -> list[Query]:
    return read_queries(encoder, [together(shop.snapshot, one.question, "") for one in shop.questions])


def _fitted(cases: Sequence[_Case], rerankers: Rerankers, declined: float) -> AnswerModel:
    """Selection, re-ranking and coverage from these questions."""
    if rerankers.names:
        _read_ahead(cases, rerankers)
    folds = folds_of([case.shop for case in cases])
    judges = {
        fold: _fit_judge([case for case, own in zip(cases, folds, strict=True) if own != fold], rerankers)
        for fold in set(folds.tolist())
    }
    rows = np.stack([
        weigh(case.snapshot, case.found, case.table, judges[fold]).features
        for case, fold in zip(cases, folds.tolist(), strict=True)
    ])  # fmt: skip
    labels = np.array([case.answerable for case in cases])
    judge, names = _fit_judge(cases, rerankers), coverage_names(rerankers)
    signs = SIGNS if len({case.shop for case in cases}) > 1 else FREE
    return AnswerModel(
        selection=judge.selection, reranking=judge.reranking, rerankers=rerankers.names,
        coverage=fit_linear(names, rows, labels, signs=signs),
        threshold=threshold_of(names, rows, labels, folds, declined, signs),
    )  # fmt: skip


class CachedScores:
    """A re-ranker that scores equal pairs once: folds read mostly the same units."""

    def __init__(self, reranker: Reranker) -> None:
        self.name, self.load = reranker.name, reranker.load
        self._reranker = reranker
        self._scores: dict[tuple[str, str], float] = {}

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """See ``Reranker.scores``."""
        missing = [text for text in texts if (question, text) not in self._scores]
        for text, score in zip(missing, self._reranker.scores(question, missing), strict=True):
            self._scores[question, text] = float(score)
        return np.array([self._scores[question, text] for text in texts], np.float32)


def _read_ahead(cases: Sequence[_Case], rerankers: Rerankers) -> None:
    """Read what the folds will mostly read, on all cores: a pair takes one thread some milliseconds."""
    selection = _fit_selection(cases)

    def read_one(case: _Case) -> None:
        read(case.snapshot, case.found, case.first(selection), rerankers)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(read_one, cases))


class _Case(NamedTuple):
    """What was found for a question of a shop, its units, the numbers of those that answer, and whether any
    does."""

    shop: int
    snapshot: Snapshot
    found: Found
    table: UnitRows
    right: frozenset[int]
    answerable: bool

    def answers(self, numbers: Iterable[int]) -> npt.NDArray[np.bool_]:
        """Which of these units answer."""
        return np.array([number in self.right for number in numbers], bool)

    def first(self, selection: Linear) -> list[Ranked]:
        """The units that re-rankers read."""
        return selected(self.snapshot, self.table, selection, reads(self.found))


def _case(asked: _Asked, found: Found) -> _Case:
    table = unit_rows(asked.snapshot, found)
    right = frozenset(n for n in table.numbers if answers(asked.snapshot, n, asked.question))
    return _Case(asked.shop, asked.snapshot, found, table, right, asked.question.answerable)


def _as_new(snapshot: Snapshot, case: _Case) -> frozenset[int]:
    """The places of the passages of the documents that answer; of the best one where none does."""
    content = snapshot.content
    places = [int(content.owners[number]) for number in case.right] or case.found.places[:1].tolist()
    documents = {content.passages[place].document_id for place in places}
    return frozenset(n for n, passage in enumerate(content.passages) if passage.document_id in documents)


def _fit_selection(cases: Sequence[_Case]) -> Linear:
    return fit_lists(
        SELECTION, [Example(case.table.rows, case.answers(case.table.numbers)) for case in cases]
    )


def _fit_judge(cases: Sequence[_Case], rerankers: Rerankers) -> Judge:
    """The ranking, from these questions."""
    selection = _fit_selection(cases)
    if not rerankers.names:
        return Judge(selection)
    lists = []
    for case in cases:
        ranked = case.first(selection)
        answers = case.answers(r.number for r in ranked)
        if answers.any():
            rows = reranking_rows(ranked, read(case.snapshot, case.found, ranked, rerankers))
            lists.append(Example(rows, answers))
    return Judge(selection, fit_lists(reranking_names(rerankers), lists), rerankers)


def _fusion(asked: Sequence[_Asked]) -> float:
    judged = []
    for one in asked:
        found = candidates(one.snapshot, one.query, 0.5)
        grades = np.array([_holds_gold(one, int(place)) for place in found.places], np.float32)
        if grades.any():
            judged.append(Judged((found.lexical, found.dense), grades))
    return fit_weight(judged)


def _holds_gold(asked: _Asked, place: int) -> bool:
    snapshot = asked.snapshot
    return any(answers(snapshot, number, asked.question) for number in snapshot.unit_range(place))
