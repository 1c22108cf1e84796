"""Question and text to a score: the port, and the cross-encoder on ONNX Runtime.

An encoder reads question and text apart and tells what a text is about; a cross-encoder (Nogueira and Cho
2019) reads them together and tells whether it answers. It costs a forward pass a pair, so it sees a few
candidates only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from retrieval.encode import (
    BUNDLE_SHA256,
    DEFAULT_MODEL,
    MAX_CHARACTERS,
    OnnxExport,
    Vectors,
    adapted_name,
    bundled_model,
)
from retrieval.side_by_side import side_by_side

MAX_PAIR = 112
"""Tokens of question and text that are read; longer texts are cut at the end."""
MAX_QUESTION = 256
"""Characters of a question that are read, so that the text finds room."""
KEPT = 2048
"""Pairs whose score is remembered: the readings of a follow-up share many, also with the question before it.
Some hundred questions, so that a shopper's last one is among them when others write, too."""


class Reranker(Protocol):
    """Scores how well texts answer a question. Thread-safe."""

    @property
    def name(self) -> str:
        """Names the scale of the scores."""

    def load(self) -> None:
        """Make ready. Repeated calls cost nothing.

        Raises: ModelFileError when the model cannot be loaded.
        """

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """How well each text answers, shape (n,), higher is better.

        Raises: ModelFileError when the model cannot be loaded.
        """


class Rerankers(NamedTuple):
    """The re-rankers of an installation. ``late`` reads question and text apart, for any shop, and costs
    little; ``cross`` reads them together, and was fine-tuned on the shop's own questions."""

    late: Reranker | None = None
    cross: Reranker | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of those that are there."""
        return tuple(one.name for one in self if one is not None)

    @property
    def for_sentences(self) -> Rerankers:
        """The one that chooses among the sentences of an answer: the shop's own where there is one, beside
        which late interaction gains nothing but time."""
        return Rerankers(cross=self.cross) if self.cross else self

    @property
    def for_passages(self) -> Rerankers:
        """The one that orders passages: late interaction where it is there, which does that better in shops
        that nothing was trained on, and in half of the time."""
        return Rerankers(late=self.late) if self.late else self

    def scores(self, question: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The scores of each one that is there, shape (n,).

        Raises: ModelFileError when a model cannot be loaded.
        """
        there = self._asdict().items()
        return {by: one.scores(question, texts) for by, one in there if one is not None}


NO_RERANKERS = Rerankers()


class OnnxReranker:
    """The bundled model with a re-ranker's adapter and head (``shopclerk train reranker``), in int8 on the
    CPU: its scores are the log-odds that a text answers rather than none at all. The ONNX file lies under
    ``models`` and is made at first use."""

    def __init__(self, models: Path, adapter: Path, *, threads: int = 1) -> None:
        """Raises: ModelFileError for an adapter without weights."""
        self.name = f"{adapted_name(DEFAULT_MODEL, adapter)}-reranker"
        make = partial(_export, adapter=adapter)
        self._export = OnnxExport(
            models / self.name, make, threads=threads, tokens=MAX_PAIR, cut="only_second"
        )
        self._score = lru_cache(KEPT)(self._read)

    def load(self) -> None:
        """See ``OnnxExport.opened``.

        Raises: ModelFileError.
        """
        self._export.opened()

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """See ``Reranker.scores``. Each pair by itself: nothing is padded, and a score does not depend
        on the texts beside it, as it would where int8 scales are taken over a batch (by up to 0.6)."""
        return np.array(side_by_side(partial(self._score, question), texts), np.float32)

    def _read(self, question: str, text: str) -> float:
        session, tokenizer = self._export.opened()
        pair = tokenizer.encode(question[:MAX_QUESTION], text[:MAX_CHARACTERS])
        inputs = {
            "input_ids": np.array([pair.ids], np.int64),  # (1, t)
            "attention_mask": np.array([pair.attention_mask], np.int64),
            "token_type_ids": np.array([pair.type_ids], np.int64),
        }
        return float(session.run(["scores"], inputs)[0][0])


def _export(folder: Path, adapter: Path) -> None:
    from retrieval.export import export_reranker

    export_reranker(bundled_model(), folder, source_sha256=BUNDLE_SHA256, adapter=adapter)


def load_rerankers(models: Path, *, late: Path | None, cross: Path | None, threads: int = 1) -> Rerankers:
    """The re-rankers with these adapters, loaded and ready; none of a kind without one. ``models``: where
    exports are kept.

    Raises: ModelFileError.
    """
    from retrieval.late import LateInteraction

    rerankers = Rerankers(
        late=LateInteraction(models, late, threads=threads) if late else None,
        cross=OnnxReranker(models, cross, threads=threads) if cross else None,
    )
    for one in rerankers:
        if one is not None:
            one.load()
    return rerankers
