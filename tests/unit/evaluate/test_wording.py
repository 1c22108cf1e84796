"""Judging what a language model writes: what counts as accepted, and a table that hides which is which."""

from __future__ import annotations

import csv
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.conversation.ports import Prompt
from retrieval.documents.labelled import Labelled
from retrieval.types import Answer, AnswerSentence, Passage, PassageHit
from training.evaluate.wording import key_of, report_of, word_all, write_blind

TEXT = "To: Germany; Cost: 4.95 EUR."
PASSAGE = Passage(passage_id="costs.md#0", document_id="costs.md", title="Shipping costs", text=TEXT)
GOOD, BAD = "Shipping to Germany costs 4.95 EUR [1].", "Shipping to Germany costs 5.95 EUR [1]."


class Writer:
    """A language model that answers in turn what it is told."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    async def write(self, _asked: Prompt) -> AsyncGenerator[str, None]:
        for word in self.texts.pop(0).split(" "):
            yield f"{word} "

    async def draw(self, _asked: Prompt, count: int) -> AsyncGenerator[str, None]:
        for _ in range(count):
            yield self.texts.pop(0)

    async def close(self) -> None: ...


def asked(number: int) -> list[tuple[Labelled, Answer]]:
    hit = PassageHit(passage=PASSAGE, lexical=1.0, dense=1.0, fused=1.0)
    sentence = AnswerSentence(text=TEXT, hits=(hit,), quote=TEXT)
    question = "what is shipping to Germany"
    answer = Answer(question=question, answered=True, answerable=1.0, sentences=(sentence,))
    return [(Labelled(question=question, answerable=True), answer)] * number


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


async def test_an_answer_is_accepted_when_all_that_was_written_is() -> None:
    model = Writer(GOOD, BAD, f"{GOOD} {BAD}", "")
    worded = await word_all(model, asked(4), None, 1, silent)
    assert [one.best.accepted for one in worded] == [True, False, False, False]
    report = report_of(worded)
    assert (report.questions, report.accepted, report.worded) == (4, 0.25, 0.5)
    assert report.sentences_accepted == 0.5
    assert report.first_ms_p50 <= report.last_ms_p50
    assert worded[1].shown.sentences == worded[1].extracted.sentences


async def test_what_fails_is_written_anew() -> None:
    worded = await word_all(Writer(BAD, GOOD, BAD, BAD, GOOD), asked(3), None, 2, silent)
    report = report_of(worded)
    assert [one.attempts for one in worded] == [2, 2, 1]
    assert (report.accepted, report.first_accepted) == (0.6667, 0.3333)
    assert worded[1].shown.sentences == worded[1].extracted.sentences


async def test_a_blind_table_hides_which_is_which(tmp_path: Path) -> None:
    worded = await word_all(Writer(*[GOOD] * 30, BAD), asked(31), None, 1, silent)
    assert write_blind(worded, tmp_path / "blind.csv") == 30  # one answer is the same both ways
    table, key = (
        list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        for file in (tmp_path / "blind.csv", key_of(tmp_path / "blind.csv"))
    )
    shown = {"worded": "Shipping to Germany costs 4.95 EUR.", "extracted": TEXT}
    assert [(row["A"], row["B"]) for row in table] == [(shown[row["A"]], shown[row["B"]]) for row in key]
    assert {row["A"] for row in key} == {"worded", "extracted"}


@pytest.mark.parametrize("texts", [[GOOD], [BAD]])
async def test_at_most_fifty_pairs_are_drawn(tmp_path: Path, texts: list[str]) -> None:
    worded = await word_all(Writer(*texts * 60), asked(60), None, 1, silent)
    assert write_blind(worded, tmp_path / "blind.csv") == (50 if texts == [GOOD] else 0)
