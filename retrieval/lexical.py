"""BM25 over passages, by bm25s."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexDamaged
from retrieval.words import words

logging.getLogger("bm25s").setLevel(logging.WARNING)

Scores = npt.NDArray[np.float32]


class LexicalIndex:
    """Scores every text for a query. Built once, then immutable and safe for threads."""

    def __init__(self) -> None:
        self._bm25: Any = None
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts; their places are their ids."""
        index = cls()
        index._size = len(texts)
        tokens = [words(text) for text in texts]
        if any(tokens):
            index._bm25 = bm25s.BM25(k1=1.2, b=0.75, backend="numpy", auto_compile=False)
            index._bm25.index(tokens, show_progress=False)
        return index

    def scores(self, query: str) -> Scores:
        """The BM25 score of every text, shape (n,); 0 where no word is shared."""
        nothing = np.zeros(self._size, np.float32)
        if self._bm25 is None:
            return nothing
        known = [word for word in words(query) if word in self._bm25.vocab_dict]
        if not known:
            return nothing
        found: Scores = np.asarray(self._bm25.get_scores(known), np.float32)
        return found

    def frequency(self, word: str) -> int:
        """In how many texts a stem of ``words.words`` stands."""
        if self._bm25 is None or word not in self._bm25.vocab_dict:
            return 0
        number = self._bm25.vocab_dict[word]
        pointers = self._bm25.scores["indptr"]
        return int(pointers[number + 1] - pointers[number])

    def save(self, folder: Path) -> None:
        """Write into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._bm25 is not None:
            self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what ``save`` wrote over ``size`` texts.

        Raises: IndexDamaged.
        """
        index = cls()
        index._size = size
        if not (folder / "params.index.json").exists():
            return index
        try:
            index._bm25 = bm25s.BM25.load(folder, show_progress=False)
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                "This word index cannot be read. Build the index again.", file=folder
            ) from error
        return index
