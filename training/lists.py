"""Questions with the texts that a re-ranker chooses among, from labelled questions or from ranked evidence.

A row: ``question``; ``title`` of what the texts are about, or ""; ``right`` texts, which answer by
themselves; ``partly`` those that help; ``wrong`` ones, the nearest first; ``length`` of the question, words.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from datasets import Dataset

from retrieval.documents.answer_model import Judge
from retrieval.documents.evidence import gather
from retrieval.documents.labelled import Labelled
from retrieval.documents.remember import answering_units
from retrieval.documents.search import Documents
from retrieval.documents.units import unit_text
from retrieval.encode import Encoder
from retrieval.rerank import MAX_PAIR

POOL = 14
"""Wrong texts of a question that are drawn from."""
NEAR, OF_NEAREST = 3, 4
"""So many of the wrong texts of a list are drawn from so many nearest ones."""
PARTLY_RIGHT, PARTLY_WRONG, UNTITLED = 0.2, 0.5, 0.45
"""How often a text that only helps takes the place of the right one, and of a wrong one; and how often the
title is left away."""

Progress = Callable[[int, int], None]
Row = dict[str, Any]


class Asked(msgspec.Struct, frozen=True):
    """A question on evidence: numbers of the texts that answer it, and of those that help."""

    question: str = msgspec.field(name="q")
    right: list[int]
    partly: list[int] = []


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Texts about one thing, a product or the pages of one company, with questions on them."""

    kind: str
    title: str
    evidence: list[str]
    questions: list[Asked]


def from_evidence(files: Sequence[Path], encoder: Encoder, progress: Progress | None = None) -> Dataset:
    """Rows of JSONL files of ``Evidence``.

    Raises: OSError, msgspec.MsgspecError for a file that is not in the format.
    """
    decode = msgspec.json.Decoder(Evidence).decode_lines
    contexts = [context for file in files for context in decode(file.read_bytes())]
    rows: list[Row] = []
    for done, context in enumerate(contexts):
        if progress:
            progress(done, len(contexts))
        rows += _rows(context, encoder)
    return Dataset.from_list(rows)


def _rows(context: Evidence, encoder: Encoder) -> Iterator[Row]:
    texts = np.array(context.evidence, object)
    vectors = encoder.encode([f"{context.title}. {text}" for text in texts])
    asked = encoder.encode([asked.question for asked in context.questions])
    for question, vector in zip(context.questions, asked, strict=True):
        nearest = np.argsort(-(vectors @ vector))  # (n, d) @ (d,) -> (n,)
        wrong = nearest[~np.isin(nearest, question.right + question.partly)]
        yield {
            "question": question.question, "title": context.title, "right": texts[question.right].tolist(),
            "partly": texts[question.partly].tolist(), "wrong": texts[wrong][:POOL].tolist(),
            "length": len(question.question.split()),
        }  # fmt: skip


def from_documents(
    documents: Documents, questions: Sequence[Labelled], progress: Progress | None = None
) -> Dataset:
    """Rows of labelled questions as they are read, a follow-up together with the question before it, with
    what the search finds for them. Questions whose gold lies in no unit are left out."""
    snapshot, rows = documents.snapshot.without_memory(), []  # which holds these questions
    content, answers = snapshot.content, answering_units(snapshot)
    owners = zip(content.owners, content.units, strict=True)
    texts = [unit_text(content.passages[owner], unit) for owner, unit in owners]
    judge = Judge(content.model.selection)
    for done, question in enumerate(questions):
        if progress and done % 50 == 0:
            progress(done, len(questions))
        gold = answers(question)
        if question.answerable and not gold:
            continue
        found = documents.find(snapshot, question.question, question.said_before)
        right = {content.units[number].text for number in gold}
        wrong = [r.number for r in gather(snapshot, found, judge).ranked if r.unit.text not in right]
        rows.append({
            "question": found.query.text, "title": "", "right": [texts[number] for number in gold],
            "partly": [], "wrong": [texts[number] for number in wrong[:POOL]],
            "length": len(found.query.text.split()),
        })  # fmt: skip
    return Dataset.from_list([row for row in rows if row["wrong"]])


class Lists:
    """Draws the texts that a question is shown with, and makes a batch of them."""

    def __init__(self, tokenizer: Any, negatives: int, hidden: float, seed: int) -> None:
        """``negatives``: wrong texts of a list; ``hidden``: share of the answerable questions that are shown
        without an answer."""
        self._tokenizer, self._negatives, self._hidden = tokenizer, negatives, hidden
        self._seed, self._epoch = seed, 0

    def set_epoch(self, epoch: int) -> None:
        """The epoch that begins, from 0: in each other texts are drawn."""
        self._epoch = epoch

    def __call__(self, rows: Sequence[Row]) -> dict[str, torch.Tensor]:
        """Token tensors of shape (q c, t), and ``labels`` (q,): 0 for none, 1 for the first of a list."""
        rngs = [random.Random(f"{self._seed} {self._epoch} {row['question']}") for row in rows]
        answered = [
            bool(row["right"]) and rng.random() >= self._hidden for row, rng in zip(rows, rngs, strict=True)
        ]
        lists = [
            draw(row, rng, self._negatives, answer=answer)
            for row, rng, answer in zip(rows, rngs, answered, strict=True)
        ]
        batch = self._tokenizer(
            [row["question"] for row, texts in zip(rows, lists, strict=True) for _ in texts],
            [text for texts in lists for text in texts],
            truncation="only_second",
            max_length=MAX_PAIR,
            padding=True,
            return_tensors="pt",
        )
        return {**batch, "labels": torch.tensor([int(answer) for answer in answered])}


def draw(row: Row, rng: random.Random, negatives: int, *, answer: bool) -> list[str]:
    """The texts of a list: one that answers and ``negatives`` that do not; where none does, one more of
    those."""
    partly, wrong, first = row["partly"], list(row["wrong"]), []
    size = negatives + (not answer)
    if answer:
        first = [rng.choice(partly if partly and rng.random() < PARTLY_RIGHT else row["right"])]
        if first[0] in row["right"] and partly and rng.random() < PARTLY_WRONG:
            wrong.insert(0, rng.choice(partly))
    near = rng.sample(wrong[:OF_NEAREST], min(NEAR, size, len(wrong)))
    others = [text for text in wrong if text not in near]
    drawn = near + rng.sample(others, min(size - len(near), len(others)))
    drawn += rng.choices(wrong, k=size - len(drawn))  # of a few some stand twice
    titled = row["title"] and rng.random() >= UNTITLED
    return [f"{row['title']}. {text}" if titled else text for text in [*first, *drawn]]
