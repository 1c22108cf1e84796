"""A question looked up: the answer, the passages behind it, and what was asked before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.port import Lookup
from retrieval.documents.answer import Answerer
from retrieval.documents.guides import AS_ASKED
from retrieval.documents.search import Documents

ASKED = 5
"""Labelled questions that are shown at most."""


def look_up(
    documents: Documents, answerer: Answerer, question: str, k: int, history: Sequence[str] = ()
) -> Lookup:
    """With the ``k`` best passages; blocks for some milliseconds a passage.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    hits = answerer.explained(question, k, history)
    return Lookup(
        question=question,
        read_as=documents.read(question, history),
        answer=answerer.answer(question, history),
        hits=tuple(hits),
        asked_before=tuple(documents.asked_before(question, min(k, ASKED), history)),
        sentences={hit.passage.passage_id: documents.sentences(hit.passage.passage_id) for hit in hits},
        threshold=answerer.threshold,
        as_asked=AS_ASKED,
    )
