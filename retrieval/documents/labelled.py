"""Labelled questions: what the answer model is fitted on and measured with (JSON lines, docs/train.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from retrieval.types import Passage

if TYPE_CHECKING:
    from retrieval.documents.snapshot import Snapshot


class Gold(msgspec.Struct, frozen=True):
    """A right source: a document id, and the sentences of it that answer, verbatim."""

    document: str
    passage: str


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A question with what should come of it. ``history`` holds ``{"role", "text"}``, oldest first."""

    question: str
    answerable: bool
    gold: tuple[Gold, ...] = ()
    history: tuple[dict[str, str], ...] = ()
    id: str = ""
    kind: str = ""

    @property
    def said_before(self) -> list[str]:
        """What the shopper said before, oldest first."""
        return [turn["text"] for turn in self.history if turn["role"] == "shopper"]

    def shows_gold(self, passage: Passage, quote: str) -> bool:
        """Whether a quote of a passage lies in the gold, or the gold in it."""
        text = plain(quote)
        return any(
            passage.document_id == gold.document
            and (plain(gold.passage) in text or text in plain(gold.passage))
            for gold in self.gold
        )


class Shop(NamedTuple):
    """An index, and labelled questions that are asked of it."""

    snapshot: Snapshot
    questions: Sequence[Labelled]


def read_labelled(files: Iterable[Path]) -> list[Labelled]:
    """The questions of JSON-lines files.

    Raises: OSError, msgspec.MsgspecError.
    """
    decode = msgspec.json.Decoder(Labelled).decode_lines
    return [question for file in files for question in decode(file.read_bytes())]


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Words and numbers only: layout, list markers and the bars of tables do not count."""
    return " ".join(re.findall(r"\w+", text.casefold()))
