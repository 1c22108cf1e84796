"""Fits what is learned about follow-ups, on labelled questions with what was said before."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np

from retrieval.documents.answer_model import AnswerModel, FollowUps
from retrieval.documents.candidates import candidates
from retrieval.documents.follow_up import CHOSEN, COVERED, FollowUp, readings
from retrieval.documents.labelled import Labelled
from retrieval.documents.query import is_follow_up, read_queries, together
from retrieval.documents.regressions import Example, fit_linear, fit_lists, folds_of, threshold_of
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder
from retrieval.rerank import Rerankers

SEED = 3
DECLINED = 0.82
"""Share of the follow-ups without an answer that are to be declined: fewer than of other questions, since
they are harder to tell apart, and each point costs more of those that have one."""


def changes(others: Sequence[Labelled], most: int) -> list[Labelled]:
    """Up to ``most`` of the questions that nothing was said before, each as if another one of them had been
    asked: the subject changes."""
    draw = random.Random(SEED)
    asked = draw.sample(others, min(most, len(others)))
    return [
        msgspec.structs.replace(one, history=({"role": "shopper", "text": draw.choice(others).question},))
        for one in asked
    ]


def fit_follow_ups(
    snapshot: Snapshot,
    questions: Sequence[Labelled],
    encoder: Encoder,
    model: AnswerModel,
    rerankers: Rerankers,
) -> FollowUps:
    """From questions that were asked behind others."""
    before = [question.said_before[-1] for question in questions]
    asked = [
        [
            together(snapshot, question.question, said)
            for question, said in zip(questions, before, strict=True)
        ],
        [together(snapshot, said, "") for said in before],
        [together(snapshot, question.question, "") for question in questions],
    ]
    found = [
        [candidates(snapshot, query, model.fusion) for query in read_queries(encoder, texts)]
        for texts in asked
    ]
    whole = [not is_follow_up(question.question) for question in questions]
    found_as = [FollowUp(*one) for one in zip(*found, whole, strict=True)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        read = list(threads.map(lambda one: readings(snapshot, one, model, rerankers), found_as))
    rows = np.stack([one.covered_row() for one in read])
    labels = np.array([question.answerable for question in questions])
    folds = folds_of(len(questions))
    lists = [
        Example(one.chosen_rows(), np.array([answers(snapshot, u.number, q) for u in one.units()], bool))
        for one, q in zip(read, questions, strict=True)
    ]
    return FollowUps(
        coverage=fit_linear(COVERED, rows, labels), choice=fit_lists(CHOSEN, lists),
        threshold=threshold_of(COVERED, rows, labels, folds, DECLINED),
    )  # fmt: skip


def answers(snapshot: Snapshot, number: int, question: Labelled) -> bool:
    """Whether a unit lies in the gold of a question."""
    content = snapshot.content
    return question.shows_gold(content.passages[content.owners[number]], content.units[number].quote)
