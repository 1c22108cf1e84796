"""Fits the answer model of an index on the assistant's labelled questions (``training/*questions*.jsonl``).

Unit selection is fitted on which units of the found passages answer; coverage on whether anything does, with
the selection's probabilities taken from folds that did not see the question, as they will be for new ones.
Without enough labelled questions the model that comes with the package is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retrieval.documents.answer_model import AnswerModel, Linear, default_model
from retrieval.documents.evidence import COVERAGE, SELECTION, gather, unit_rows
from retrieval.documents.labelled import Labelled, read_labelled
from retrieval.documents.search import Found, candidates, resolve
from retrieval.documents.snapshot import Content, Snapshot, assemble
from retrieval.encode import Encoder
from retrieval.errors import UnreadableDocument
from retrieval.fuse import Judged, fit_weight

Rows = npt.NDArray[np.float64]

FEWEST = 60
"""Labelled questions of either kind, answerable or not, below which nothing is fitted."""
FOLDS = 5
DECLINED = 0.86
"""Share of the questions without an answer that are to be declined."""


class AnswerFit:
    """Fits on the labelled questions of ``files``; ``key`` changes when they do."""

    def __init__(self, files: Sequence[Path], encoder: Encoder) -> None:
        self._files, self._encoder = files, encoder

    @property
    def key(self) -> str:
        """The checksum of the questions, or the default model's."""
        if not self._files:
            return default_model().trained_on
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in self._files)).hexdigest()[:16]

    def __call__(self, content: Content) -> Content:
        """The content with its model.

        Raises: UnreadableDocument for a file that is not in the format.
        """
        questions = self._questions()
        answerable = sum(question.answerable for question in questions)
        if min(answerable, len(questions) - answerable) < FEWEST:
            return content
        model = fit_model(assemble(content), questions, self._encoder, trained_on=self.key)
        return msgspec.structs.replace(content, model=model)

    def _questions(self) -> list[Labelled]:
        try:
            return read_labelled(self._files)
        except (OSError, msgspec.MsgspecError) as error:
            names = ", ".join(str(file) for file in self._files)
            raise UnreadableDocument(f"These labelled questions cannot be read ({error}): {names}") from error


def fit_answers(state: Path, encoder: Encoder) -> AnswerFit:
    """The fit of the assistant in ``state``."""
    return AnswerFit(sorted((state / "training").glob("*questions*.jsonl")), encoder)


def fit_model(
    snapshot: Snapshot, questions: Sequence[Labelled], encoder: Encoder, *, trained_on: str
) -> AnswerModel:
    """A model for this index from these questions."""
    texts = [resolve(question.question, question.said_before) for question in questions]
    vectors = encoder.encode(texts)
    fusion = _fusion(snapshot, questions, texts, vectors)
    found = [candidates(snapshot, text, vector, fusion) for text, vector in zip(texts, vectors, strict=True)]
    folds = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    examples = [_unit_examples(snapshot, f, q) for f, q in zip(found, questions, strict=True)]
    rows = np.zeros((len(questions), len(COVERAGE)))
    for fold in range(FOLDS):
        selection = _fit_selection([e for e, f in zip(examples, folds, strict=True) if f != fold])
        for at in np.flatnonzero(folds == fold):
            rows[at] = gather(snapshot, found[at], selection).features
    labels = np.array([question.answerable for question in questions])
    return AnswerModel(
        selection=_fit_selection(examples), coverage=_fit_linear(COVERAGE, rows, labels),
        threshold=_threshold(rows, labels, folds), fusion=fusion, curated=default_model().curated,
        trained_on=trained_on,
    )  # fmt: skip


def _fusion(
    snapshot: Snapshot, questions: Sequence[Labelled], texts: Sequence[str], vectors: npt.NDArray[np.float32]
) -> float:
    judged = []
    for question, text, vector in zip(questions, texts, vectors, strict=True):
        found = candidates(snapshot, text, vector, 0.5)
        grades = np.array([_holds_gold(snapshot, int(place), question) for place in found.places], np.float32)
        if grades.any():
            judged.append(Judged(found.lexical, found.dense, grades))
    return fit_weight(judged)


def _holds_gold(snapshot: Snapshot, place: int, question: Labelled) -> bool:
    passage, units = snapshot.content.passages[place], snapshot.content.units
    return any(question.shows_gold(passage, units[number].quote) for number in snapshot.unit_range(place))


class _Example(msgspec.Struct, frozen=True):
    """A question's units: rows of ``SELECTION`` and which of them answer."""

    rows: Rows
    answers: npt.NDArray[np.bool_]


def _unit_examples(snapshot: Snapshot, found: Found, question: Labelled) -> _Example:
    rows, numbers = unit_rows(snapshot, found)
    content = snapshot.content
    answers = [
        question.shows_gold(content.passages[content.owners[number]], content.units[number].quote)
        for number in numbers
    ]
    return _Example(rows, np.array(answers, bool))


def _fit_selection(examples: Sequence[_Example]) -> Linear:
    """Every question counts the same, and so do its right and its wrong units."""
    used = [example for example in examples if example.answers.any()]
    weights = [
        np.where(e.answers, 1 / e.answers.sum(), 1 / max(1, (~e.answers).sum())) for e in used
    ]  # fmt: skip
    rows, answers = np.vstack([e.rows for e in used]), np.concatenate([e.answers for e in used])
    return _fit_linear(SELECTION, rows, answers, np.concatenate(weights))


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
        model = _fit_linear(COVERAGE, rows[folds != fold], labels[folds != fold])
        probabilities[folds == fold] = model.probabilities(rows[folds == fold])
    return round(float(np.quantile(probabilities[~labels], DECLINED)), 3)
