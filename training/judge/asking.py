"""Asks the kept questions of a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import BadRequest
from retrieval.documents.answer import Answerer
from retrieval.documents.labelled import Labelled, read_labelled
from retrieval.documents.search import Documents
from retrieval.types import Answer
from training.evaluate.answers import Asked, ask_all, document_found, gold_cited, gold_shown, holds_gold
from training.judge.items import AskedQuestion
from training.transcripts.masking import Masker, masked_text

DEPTH = 10
"""Passages among which the right one is looked for."""

Progress = Callable[[int, int], None]


def kept_questions(state: Path) -> list[Labelled]:
    """Of tests/questions*.jsonl.

    Raises: BadRequest.
    """
    import msgspec

    files = sorted((state / "tests").glob("questions*.jsonl"))
    try:
        return read_labelled(files)
    except (OSError, msgspec.MsgspecError) as error:
        raise BadRequest(f"The questions in {state / 'tests'} cannot be read: {error}") from error


def ask_questions(
    cases: Sequence[Labelled], answerer: Answerer, documents: Documents, masker: Masker, progress: Progress
) -> tuple[list[Asked], tuple[AskedQuestion, ...]]:
    """Ask all; what came of it, and the same as items, without personal data that a question holds."""
    asked = ask_all(answerer, cases, progress)
    return asked, tuple(_item(number, one, documents, masker) for number, one in enumerate(asked, start=1))


def _item(number: int, asked: Asked, documents: Documents, masker: Masker) -> AskedQuestion:
    case, answer = asked.case, asked.answer
    return AskedQuestion(
        id=case.id or f"question {number}",
        question=masked_text(masker, case.question),
        answerable=case.answerable,
        shown=shown(answer),
        answered=answer.answered,
        document_found=case.answerable and document_found(case, answer),
        gold_shown=case.answerable and gold_shown(case, answer),
        gold_cited=case.answerable and gold_cited(case, answer),
        rank=_rank(case, documents) if case.answerable else 0,
        probability=round(answer.answerable, 4),
        milliseconds=round(asked.milliseconds, 3),
    )


def shown(answer: Answer) -> str:
    """What a shopper reads, "" where it was declined."""
    if not answer.answered:
        return ""
    return answer.curated or " ".join(sentence.text for sentence in answer.sentences)


def _rank(case: Labelled, documents: Documents) -> int:
    """Of the first passage that holds the gold, as they are found before sentences are chosen."""
    hits = documents.search(case.question, DEPTH, case.said_before)
    return next((rank for rank, hit in enumerate(hits, start=1) if holds_gold(case, hit.passage)), 0)
