"""Late interaction: question and text are encoded apart, to a vector a token, and a text is as near as the
mean, over the tokens of the question, of the nearest of its own (ColBERT, Khattab and Zaharia 2020).

One vector of a text says what it is about; its tokens say whether it speaks of all that was asked. That also
holds in shops that nothing was trained on (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.encode import (
    BUNDLE_SHA256,
    DEFAULT_MODEL,
    MAX_CHARACTERS,
    OnnxExport,
    VectorCache,
    Vectors,
    adapted_name,
    bundled_model,
)
from retrieval.side_by_side import side_by_side

MAX_TOKENS = 96
"""Tokens of a text that are read."""
REMEMBERED = 4096
"""Texts whose vectors are kept in memory: some 100 MB of sentences."""
QUESTIONS = 64
"""Questions whose vectors are kept: each is compared with some passages, one after the other."""


class LateInteraction:
    """A ``Reranker`` of the bundled model with an adapter for late interaction, in int8 on the CPU. The ONNX
    file lies under ``models`` and is made at first use; the vectors of texts that were read before are
    remembered, so that a text costs a forward pass once."""

    def __init__(self, models: Path, adapter: Path | None, *, threads: int = 1) -> None:
        """Raises: ModelFileError for an adapter without weights."""
        self.name = f"{adapted_name(DEFAULT_MODEL, adapter)}-late"
        self._texts, self._questions = VectorCache(REMEMBERED), VectorCache(QUESTIONS)
        self._export = OnnxExport(
            models / self.name, partial(_export, adapter=adapter), threads=threads, tokens=MAX_TOKENS
        )

    def load(self) -> None:
        """See ``OnnxExport.opened``.

        Raises: ModelFileError.
        """
        self._export.opened()

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """How near each text is to the question, shape (n,), -1 to 1.

        Raises: ModelFileError when the model cannot be loaded.
        """
        # The question beside the texts that nobody read before, the longest first: no core waits long.
        unread = [text for text in dict.fromkeys(texts) if self._texts.get(text) is None]
        unread.sort(key=len, reverse=True)
        reads = [*(partial(self._remembered, text) for text in unread), partial(self._asked, question)]
        side_by_side(lambda read: read(), reads)
        asked = self._asked(question)  # (q, d)
        near = [(asked @ self._remembered(text).T).max(axis=1).mean() for text in texts]  # n of (q, t) -> ()
        return np.array(near, np.float32)

    def _asked(self, question: str) -> Vectors:
        """The vectors of a question's tokens without the marks of beginning and end, shape (q, d)."""
        kept = self._questions.get(question)
        if kept is None:
            kept = self._tokens(question)
            kept = kept[1:-1] if len(kept) > 2 else kept
            self._questions.put(question, kept)
        return kept

    def _remembered(self, text: str) -> Vectors:
        """The vectors of a text's tokens, shape (t, d)."""
        kept = self._texts.get(text)
        if kept is None:
            kept = self._tokens(text).astype(np.float16)
            self._texts.put(text, kept)
        return kept.astype(np.float32)

    def _tokens(self, text: str) -> Vectors:
        """A vector of unit length for each token, shape (t, d)."""
        session, tokenizer = self._export.opened()
        ids = np.array([tokenizer.encode(text[:MAX_CHARACTERS]).ids], np.int64)  # (1, t)
        inputs: dict[str, npt.NDArray[np.int64]] = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors: Vectors = session.run(["tokens"], inputs)[0][0]
        return vectors


def _export(folder: Path, adapter: Path | None) -> None:
    from retrieval.export import export_tokens

    export_tokens(bundled_model(), folder, source_sha256=BUNDLE_SHA256, adapter=adapter)
