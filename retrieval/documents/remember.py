"""Makes the memory of an index from the assistant's labelled questions (``training/retrieval/*.jsonl``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import numpy as np
import numpy.typing as npt

from retrieval.documents.asked import Asked
from retrieval.documents.labelled import Labelled, plain
from retrieval.documents.query import whole_question
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder, in_blocks


def remember(snapshot: Snapshot, questions: Iterable[Labelled], encoder: Encoder, before: Asked) -> Asked:
    """The questions with the units that answer them. Left out are those whose answer is not in the index
    (any more). What was remembered ``before`` is not encoded again."""
    answering = answering_units(snapshot)
    texts: list[str] = []
    answers: list[list[int]] = []
    for question in questions:
        units = answering(question)
        if units or not question.answerable:
            texts.append(whole_question(snapshot, question.question, question.said_before))
            answers.append(units)
    first = np.cumsum([0, *map(len, answers)], dtype=np.int32)
    flat = np.array([unit for units in answers for unit in units], np.int32)
    return Asked(questions=texts, vectors=_vectors(texts, encoder, before), first=first, units=flat)


def others(questions: Iterable[Labelled], besides: Collection[Labelled]) -> list[Labelled]:
    """The questions without those that are asked ``besides``."""
    taken = {plain(question.question) for question in besides}
    return [question for question in questions if plain(question.question) not in taken]


def answering_units(snapshot: Snapshot) -> Callable[[Labelled], list[int]]:
    """Gives the numbers of the units that lie in a question's gold, in order: ``Labelled.shows_gold`` for all
    units of the gold's documents."""
    content = snapshot.content
    owned: dict[str, list[tuple[int, str]]] = {}
    for number, (owner, unit) in enumerate(zip(content.owners, content.units, strict=True)):
        owned.setdefault(content.passages[owner].document_id, []).append((number, plain(unit.quote)))

    def answering(question: Labelled) -> list[int]:
        found = set()
        for gold in question.gold:
            text = plain(gold.passage)
            found |= {n for n, quote in owned.get(gold.document, ()) if text in quote or quote in text}
        return sorted(found)

    return answering


def _vectors(texts: list[str], encoder: Encoder, before: Asked) -> npt.NDArray[np.float16]:
    rows = dict(zip(before.questions, before.vectors, strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in rows]
    rows |= zip(new, in_blocks(encoder.encode, new).astype(np.float16), strict=True)
    return np.array([rows[text] for text in texts], np.float16).reshape(len(texts), encoder.dimension)
