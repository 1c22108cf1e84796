"""Fits what is learned about follow-ups, on labelled questions with what was said before."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import msgspec
import numpy as np

from retrieval.documents.answer_model import AnswerModel, FollowUps
from retrieval.documents.candidates import candidates
from retrieval.documents.follow_up import CHOSEN, COVERED, FollowUp, readings
from retrieval.documents.labelled import Labelled, Shop
from retrieval.documents.query import is_follow_up, read_queries, subject_of, together
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
    shops: Sequence[Shop], encoder: Encoder, model: AnswerModel, rerankers: Rerankers
) -> FollowUps:
    """From questions that were asked behind others."""
    asked = [
        _Read(number, shop.snapshot, question, found)
        for number, shop in enumerate(shops)
        for question, found in zip(shop.questions, _found(shop, encoder, model), strict=True)
    ]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        read = list(threads.map(lambda one: readings(one.snapshot, one.found, model, rerankers), asked))
    rows = np.stack([one.covered_row() for one in read])
    labels = np.array([one.question.answerable for one in asked])
    lists = [
        Example(
            own.chosen_rows(),
            np.array([answers(a.snapshot, u.number, a.question) for u in own.units()], bool),
        )
        for own, a in zip(read, asked, strict=True)
    ]
    return FollowUps(
        coverage=fit_linear(COVERED, rows, labels), choice=fit_lists(CHOSEN, lists),
        threshold=threshold_of(COVERED, rows, labels, folds_of([one.shop for one in asked]), DECLINED),
    )  # fmt: skip


class _Read(NamedTuple):
    """A question of a shop and what was found for it."""

    shop: int
    snapshot: Snapshot
    question: Labelled
    found: FollowUp

    def answered_by(self, number: int) -> bool:
        """Whether a unit answers."""
        return answers(self.snapshot, number, self.question)


def _found(shop: Shop, encoder: Encoder, model: AnswerModel) -> Iterator[FollowUp]:
    """What is found for each question, together with the one before it, for that one, and for it alone."""
    snapshot = shop.snapshot
    pairs = [(question.question, subject_of(question.said_before)) for question in shop.questions]
    asked = [
        [together(snapshot, question, said) for question, said in pairs],
        [together(snapshot, said, "") for _, said in pairs],
        [together(snapshot, question, "") for question, _ in pairs],
    ]
    found = [
        [candidates(snapshot, query, model.fusion) for query in read_queries(encoder, texts)]
        for texts in asked
    ]
    for both, before, alone, (question, _) in zip(*found, pairs, strict=True):
        yield FollowUp(both, before, alone, not is_follow_up(question))


def answers(snapshot: Snapshot, number: int, question: Labelled) -> bool:
    """Whether a unit lies in the gold of a question."""
    content = snapshot.content
    return question.shows_gold(content.passages[content.owners[number]], content.units[number].quote)
