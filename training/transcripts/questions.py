"""Questions that people answered, as what a retriever learns from: question, document and sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from retrieval.documents.labelled import Gold, Labelled
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder, in_blocks
from training.transcripts.dialogue import Dialogue, Turn

ALIKE = 0.6
"""Cosine of an answer with the sentence of a document that it names, from which that is what it says;"""
ALIKE_UNNAMED = 0.75
"""and of one that names none, with any sentence."""
RATED_WELL = 4
"""From this rating on a bot's answer is taken for right."""


def answered_questions(dialogues: Sequence[Dialogue], snapshot: Snapshot, encoder: Encoder) -> list[Labelled]:
    """A shopper's turn before an agent's, or before a bot's in a conversation that was rated well, with the
    sentence of a document that the answer says most nearly; none where no sentence is near enough."""
    asked = [pair for dialogue in dialogues for pair in _pairs(dialogue)]
    if not asked:
        return []
    content = snapshot.content
    documents = np.asarray([content.passages[owner].document_id for owner in content.owners])
    answers = in_blocks(encoder.encode, [answer.text for _, answer in asked])  # (a, d)
    cosines = answers @ np.asarray(content.unit_vectors, np.float32).T  # (a, d) @ (d, u) -> (a, u)
    found = []
    for (question, answer), near in zip(asked, cosines, strict=True):
        if answer.documents:
            near = np.where(np.isin(documents, answer.documents), near, -1.0)
        best = int(near.argmax())
        if near[best] >= (ALIKE if answer.documents else ALIKE_UNNAMED):
            gold = Gold(document=str(documents[best]), passage=content.units[best].quote)
            found.append(Labelled(question=question.text, answerable=True, gold=(gold,)))
    return found


def _pairs(dialogue: Dialogue) -> Iterator[tuple[Turn, Turn]]:
    """A shopper's turn and the answer to it that can be trusted."""
    well = dialogue.rating is not None and dialogue.rating >= RATED_WELL
    for question, answer in zip(dialogue.turns, dialogue.turns[1:], strict=False):
        trusted = answer.role == "agent" or (answer.role == "bot" and answer.documents and well)
        if question.role == "shopper" and trusted:
            yield question, answer
