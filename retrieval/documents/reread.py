"""Re-ranking of passages: the first of a search are read together with the question."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retrieval.documents.candidates import Found
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.units import passage_text, unit_text
from retrieval.rerank import Reranker

READ_PASSAGES = 10
WHOLE = 70
"""Words up to which a passage is read as a whole; of a longer one its nearest unit is read."""


def reread(
    snapshot: Snapshot, found: Found, reranker: Reranker, most: int = READ_PASSAGES
) -> npt.NDArray[np.float32]:
    """The re-ranker's scores of the first ``most`` candidates, shape (min(most, n),).

    Of a long message the sentence that is nearest to the passage is asked.

    Raises: ModelFileError.
    """
    return np.array([_score(snapshot, found, reranker, int(p)) for p in found.places[:most]], np.float32)


def _score(snapshot: Snapshot, found: Found, reranker: Reranker, place: int) -> float:
    content, parts = snapshot.content, found.query.parts
    passage, numbers = content.passages[place], snapshot.unit_range(place)
    if len(numbers) < 2 or len(passage.text.split()) <= WHOLE:
        near, text = parts @ content.vectors[place], passage_text(passage)  # (s, d) @ (d,) -> (s,)
    else:
        units = np.asarray(content.unit_vectors[numbers.start : numbers.stop], np.float32)
        table = parts @ units.T  # (s, d) @ (d, n) -> (s, n)
        near = table.max(axis=1)
        text = unit_text(passage, content.units[numbers.start + int(table.max(axis=0).argmax())])
    return float(reranker.scores(found.query.told[int(near.argmax())], [text])[0])
