"""Declined questions in groups of those that mean the same, and whether they are answered by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from bot.knowledge.port import Gap
from bot.record.gaps import Declined
from retrieval.documents.answer import Answerer
from retrieval.documents.guides import AS_ASKED
from retrieval.documents.search import Documents

ALIKE = 0.85
"""Cosine from which two questions are counted as one."""


class Group(msgspec.Struct, frozen=True):
    """Declined questions that mean the same: the newest of them, and how many they are."""

    newest: Declined
    times: int


def different(declined: Sequence[Declined]) -> list[str]:
    """The questions, each once, in order."""
    return list(dict.fromkeys(one.question for one in declined))


def groups_of(declined: Sequence[Declined], vectors: npt.NDArray[np.float32]) -> list[Group]:
    """The most frequent first, then the newest. ``declined``: newest first; ``vectors``, shape (n, d), those
    of the ``different`` questions."""
    counts = Counter(one.question for one in declined)
    newest: dict[str, Declined] = {}
    for one in declined:
        newest.setdefault(one.question, one)
    texts = list(newest)
    groups = [
        Group(newest[texts[rows[0]]], sum(counts[texts[row]] for row in rows)) for rows in grouped(vectors)
    ]
    return sorted(groups, key=lambda group: (-group.times, -group.newest.time))


def grouped(vectors: npt.NDArray[np.float32]) -> list[list[int]]:
    """Rows of unit vectors, shape (n, d), in groups around their first row, in order."""
    groups: list[list[int]] = []
    firsts = np.empty_like(vectors)
    for row, vector in enumerate(vectors):
        cosines = firsts[: len(groups)] @ vector  # (g, d) @ (d,) -> (g,)
        if len(groups) and cosines.max() >= ALIKE:
            groups[int(cosines.argmax())].append(row)
        else:
            firsts[len(groups)] = vector
            groups.append([row])
    return groups


def gap_of(group: Group, documents: Documents, answerer: Answerer) -> Gap:
    """What the documents say to it today.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    asked = group.newest
    answer = answerer.answer(asked.question)
    before = documents.asked_before(asked.question, 1)
    return Gap(
        question=asked.question,
        times=group.times,
        last=asked.time,
        conversation_id=asked.conversation_id,
        answerable=asked.answerable,
        tried=asked.tried,
        now=answer.curated or " ".join(sentence.text for sentence in answer.sentences),
        settled=bool(before) and before[0].cosine >= AS_ASKED and not before[0].answers,
    )
