"""``evaluate wording``: does what a language model writes pass the grounding check, and how fast is it?"""

from __future__ import annotations

import csv
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from time import perf_counter

import msgspec
import numpy as np
from msgspec.structs import replace

from bot.conversation.ports import LanguageModel, Prompt
from bot.errors import WordingFailed
from bot.respond.answers import answer_reply
from bot.respond.prompt import prompt
from bot.respond.weave import Written, judged, weave
from bot.respond.wording import Draft, drafts, fit_to_word
from retrieval.documents.answer import Answerer
from retrieval.documents.labelled import Labelled
from retrieval.rerank import Reranker
from retrieval.types import Answer

Progress = Callable[[int, int], None]
BLIND = 50
"""Pairs of a blind table."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``questions`` were answered and given to the model. ``accepted``: share of them whose every written
    sentence passes the grounding check, ``first_accepted`` at the first of ``attempts`` (mean number);
    ``sentences_accepted``: share of the sentences. ``worded``: share of which at least one sentence is shown
    as written. ``words``, ``words_extracted``: mean length of what is shown, and of the answer without the
    model. ``first_ms``, ``last_ms``: until the first piece of the first attempt, and until the last draft is
    judged; ``tokens_per_second`` while the first attempt comes."""

    questions: int
    accepted: float
    first_accepted: float
    attempts: float
    sentences_accepted: float
    worded: float
    words: float
    words_extracted: float
    first_ms_p50: float
    first_ms_p95: float
    last_ms_p50: float
    last_ms_p95: float
    tokens_per_second: float


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an answer: as extracted, as shown, and the best of what was written. ``tokens`` of the
    first attempt came in ``writing_ms``."""

    question: str
    extracted: Answer
    shown: Answer
    best: Draft
    attempts: int
    first_ms: float
    last_ms: float
    writing_ms: float
    tokens: int


class _Timed:
    """A language model, with a clock: when the pieces of what it writes come, in ms since it was made."""

    def __init__(self, model: LanguageModel) -> None:
        self._model, self._started = model, perf_counter()
        self.pieces: list[float] = []

    @property
    def now(self) -> float:
        """In ms since it was made."""
        return (perf_counter() - self._started) * 1000

    async def write(self, asked: Prompt) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.write``."""
        async for piece in self._model.write(asked):
            self.pieces.append(self.now)
            yield piece

    def draw(self, asked: Prompt, count: int) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.draw``."""
        return self._model.draw(asked, count)

    async def close(self) -> None:
        """See ``LanguageModel.close``."""
        await self._model.close()


def answered(
    answerer: Answerer, cases: Sequence[Labelled], progress: Progress
) -> list[tuple[Labelled, Answer]]:
    """The answerable questions that are answered from documents, in a way that can be worded."""
    found = []
    for done, case in enumerate(cases):
        progress(done, len(cases))
        answer = answerer.answer(case.question, case.said_before) if case.answerable else None
        if answer and answer.answered and not answer.curated and fit_to_word(answer.sentences):
            found.append((case, answer))
    return found


async def word_all(
    model: LanguageModel,
    answers: Sequence[tuple[Labelled, Answer]],
    reranker: Reranker | None,
    attempts: int,
    progress: Progress,
) -> list[Worded]:
    """Word every answer as at serving, one after the other, without a deadline."""
    worded = []
    for done, (case, answer) in enumerate(answers):
        progress(done, len(answers))
        worded.append(await _word(model, case, answer, reranker, attempts))
    return worded


async def _word(
    model: LanguageModel, case: Labelled, answer: Answer, reranker: Reranker | None, attempts: int
) -> Worded:
    async def judge(text: str) -> Sequence[Written]:
        return judged(text, answer.sentences, case.question, reranker)

    timed, best, made = _Timed(model), Draft("", ()), 0
    asked = prompt(case.question, answer.sentences, case.said_before)
    try:
        async for draft in drafts(timed, asked, judge, attempts):
            best, made = draft, made + 1
    except WordingFailed:
        pass  # what was written before it failed stands
    times = timed.pieces
    return Worded(
        question=case.question,
        extracted=answer,
        shown=replace(answer, sentences=weave(best.written, answer.sentences)),
        best=best,
        attempts=made,
        first_ms=times[0] if times else 0.0,
        last_ms=timed.now,
        writing_ms=times[-1] - times[0] if times else 0.0,
        tokens=max(len(times) - 1, 0),
    )


def report_of(worded: Sequence[Worded]) -> Report:
    """The figures of worded answers; there is at least one."""
    sentences = [sentence for one in worded for sentence in one.best.written]
    first, last = ([getattr(one, name) for one in worded] for name in ("first_ms", "last_ms"))
    writing = sum(one.writing_ms for one in worded) / 1000
    return Report(
        questions=len(worded),
        accepted=_mean([one.best.accepted for one in worded]),
        first_accepted=_mean([one.best.accepted and one.attempts == 1 for one in worded]),
        attempts=_mean([one.attempts for one in worded]),
        sentences_accepted=_mean([bool(sentence.support) for sentence in sentences]),
        worded=_mean([any(s.sources for s in one.shown.sentences) for one in worded]),
        words=_mean([len(_text(one.shown).split()) for one in worded]),
        words_extracted=_mean([len(_text(one.extracted).split()) for one in worded]),
        first_ms_p50=_percentile(first, 50),
        first_ms_p95=_percentile(first, 95),
        last_ms_p50=_percentile(last, 50),
        last_ms_p95=_percentile(last, 95),
        tokens_per_second=round(sum(one.tokens for one in worded) / writing, 1) if writing else 0.0,
    )


def write_blind(worded: Sequence[Worded], file: Path, seed: int = 0) -> int:
    """Write a table of questions with two answers in random order, extracted and worded, and beside it which
    is which (``key_of``); returns how many. Answers that are the same both ways are left out."""
    rng = random.Random(seed)
    different = [one for one in worded if _text(one.shown) != _text(one.extracted)]
    drawn = rng.sample(different, min(BLIND, len(different)))
    table, key = [], []
    for number, one in enumerate(drawn, start=1):
        sides = [("worded", _text(one.shown)), ("extracted", _text(one.extracted))]
        rng.shuffle(sides)
        table.append([number, one.question, *(text for _, text in sides), ""])
        key.append([number, *(name for name, _ in sides)])
    _write_csv(file, ["number", "question", "A", "B", "better (A, B or =)"], table)
    _write_csv(key_of(file), ["number", "A", "B"], key)
    return len(drawn)


def key_of(file: Path) -> Path:
    """Where it stands which answers of a blind table are which."""
    return file.with_name(f"{file.stem}.key.csv")


def _write_csv(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def _text(answer: Answer) -> str:
    return answer_reply(answer).text


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def _percentile(values: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(values, percent)), 1) if values else 0.0
