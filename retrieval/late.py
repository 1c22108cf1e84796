"""Late interaction: question and text are encoded apart, to a vector a token, and a text is as near as the
mean, over the tokens of the question, of the nearest of its own (ColBERT, Khattab and Zaharia 2020).

One vector of a text says what it is about; its tokens say whether it speaks of all that was asked. That also
holds in shops that nothing was trained on (docs/decisions/0013).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.encode import (
    BUNDLE_SHA256,
    DEFAULT_MODEL,
    MAX_CHARACTERS,
    VectorCache,
    Vectors,
    adapted_name,
    bundled_model,
    current_export,
    open_export,
)

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

LATE_ADAPTER = Path(__file__).with_name("late_adapter")
"""The adapter that comes with the package (docs/decisions/0013)."""
MAX_TOKENS = 96
"""Tokens of a text that are read."""
REMEMBERED = 4096
"""Texts whose vectors are kept in memory: some 100 MB of sentences."""


def late_adapter(named: str, state: Path) -> Path | None:
    """The folder of the adapter that the settings name: "package", one in ``state``, or "" for none."""
    if named == "package":
        return LATE_ADAPTER
    return state / named if named else None


class LateInteraction:
    """A ``Reranker`` of the bundled model with an adapter for late interaction, in int8 on the CPU. The ONNX
    file lies under ``models`` and is made at first use; the vectors of texts that were read before are
    remembered, so that a text costs a forward pass once."""

    def __init__(self, models: Path, adapter: Path | None, *, threads: int = 1) -> None:
        """Raises: ModelFileError for an adapter without weights."""
        self.name = f"{adapted_name(DEFAULT_MODEL, adapter)}-late"
        self._adapter = adapter
        self._folder = models / self.name
        self._threads = threads
        self._texts = VectorCache(REMEMBERED)
        self._lock = threading.Lock()
        self._session: onnxruntime.InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def load(self) -> None:
        """Export where that has not been done (10 s, once), verify, open. Repeated calls cost nothing.

        Raises: ModelFileError.
        """
        with self._lock:
            if self._session is None:
                if not current_export(self._folder):
                    self._export()
                session, tokenizer = open_export(self._folder, self._threads)
                tokenizer.enable_truncation(MAX_TOKENS)
                self._session, self._tokenizer = session, tokenizer

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """How near each text is to the question, shape (n,), -1 to 1.

        Raises: ModelFileError when the model cannot be loaded.
        """
        asked = self._tokens(question)  # (q, d)
        asked = asked[1:-1] if len(asked) > 2 else asked  # without the marks of beginning and end
        near = [(asked @ self._remembered(text).T).max(axis=1).mean() for text in texts]  # n of (q, t) -> ()
        return np.array(near, np.float32)

    def _remembered(self, text: str) -> Vectors:
        """The vectors of a text's tokens, shape (t, d)."""
        kept = self._texts.get(text)
        if kept is None:
            kept = self._tokens(text).astype(np.float16)
            self._texts.put(text, kept)
        return kept.astype(np.float32)

    def _tokens(self, text: str) -> Vectors:
        """A vector of unit length for each token, shape (t, d)."""
        self.load()
        assert self._session is not None
        assert self._tokenizer is not None
        ids = np.array([self._tokenizer.encode(text[:MAX_CHARACTERS]).ids], np.int64)  # (1, t)
        inputs: dict[str, npt.NDArray[np.int64]] = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors: Vectors = self._session.run(["tokens"], inputs)[0][0]
        return vectors

    def _export(self) -> None:
        from retrieval.export import export_tokens

        export_tokens(bundled_model(), self._folder, source_sha256=BUNDLE_SHA256, adapter=self._adapter)
