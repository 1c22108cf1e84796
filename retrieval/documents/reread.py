"""Re-ranking of passages: the first of a search are read together with the question."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.units import passage_text, unit_text
from retrieval.rerank import Rerankers

READ_PASSAGES = 3
"""Passages that are read in some 15 ms of one core, 10 of two."""
WHOLE = 40
"""Words up to which a passage is read as a whole; of a longer one its nearest unit is read."""


class Reread(NamedTuple):
    """A passage's scores by re-ranker, and the sentence that they read; "" where they read the whole."""

    scores: dict[str, float]
    sentence: str


def reread(snapshot: Snapshot, found: Found, rerankers: Rerankers, most: int = READ_PASSAGES) -> list[Reread]:
    """The first ``most`` candidates, in their order.

    Of a long message the sentence that is nearest to the passage is asked.

    Raises: ModelFileError.
    """
    looked_at = [_looked_at(snapshot, found, int(place)) for place in found.places[:most]]
    scores: dict[_LookedAt, dict[str, float]] = {}
    for question in dict.fromkeys(one.question for one in looked_at):  # several in a long message alone
        same = [one for one in looked_at if one.question == question]
        by_name = rerankers.scores(question, [one.text for one in same])
        scores |= {one: {by: float(own[i]) for by, own in by_name.items()} for i, one in enumerate(same)}
    return [Reread(scores[one], one.sentence) for one in looked_at]


class _LookedAt(NamedTuple):
    """What a passage is read for, and what of it; ``sentence`` as in ``Reread``."""

    question: str
    text: str
    sentence: str


def _looked_at(snapshot: Snapshot, found: Found, place: int) -> _LookedAt:
    content, parts = snapshot.content, found.query.parts
    passage, numbers = content.passages[place], snapshot.unit_range(place)
    if len(numbers) < 2 or len(passage.text.split()) <= WHOLE:
        near = parts @ content.vectors[place]  # (s, d) @ (d,) -> (s,)
        text, sentence = passage_text(passage), ""
    else:
        units = np.asarray(content.unit_vectors[numbers.start : numbers.stop], np.float32)
        table = parts @ units.T  # (s, d) @ (d, n) -> (s, n)
        near = table.max(axis=1)
        unit = content.units[numbers.start + int(table.max(axis=0).argmax())]
        text, sentence = unit_text(passage, unit), unit.quote
    return _LookedAt(found.query.told[int(near.argmax())], text, sentence)
