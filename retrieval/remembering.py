"""An encoder that remembers what comes together again and again, as what is said of a product does."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.encode import CACHED, Encoder, VectorCache, Vectors


class RememberingEncoder:
    """Remembers the vectors of several texts for all of them at once: in int8 those of a batch depend a
    little on each other, so that one text's would not be the same in another company."""

    def __init__(self, encoder: Encoder, size: int = CACHED) -> None:
        """``size``: groups of texts that are remembered."""
        self._encoder, self._groups = encoder, VectorCache(size)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``; not to be written to."""
        if len(texts) < 2:
            return self._encoder.encode(texts)
        group = "\n".join(texts)
        vectors = self._groups.get(group)
        if vectors is None:
            vectors = self._encoder.encode(texts)
            self._groups.put(group, vectors)
        return vectors
