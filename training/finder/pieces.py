"""A text in pieces, of which some are personal, and a template that they fill."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

NAME, ADDRESS = "name", "address"
Span = tuple[str, int, int]
"""Kind, first character, the one behind the last."""


class Piece(NamedTuple):
    """``kind``: NAME, ADDRESS, or empty for what is not personal."""

    text: str
    kind: str = ""


def plain(text: str) -> list[Piece]:
    """A text that is not personal."""
    return [Piece(text)]


def joined(pieces: Iterable[Piece]) -> tuple[str, tuple[Span, ...]]:
    """The text of the pieces, and where the personal ones lie."""
    text, spans = "", []
    for piece in pieces:
        if piece.kind and piece.text.strip():
            spans.append((piece.kind, len(text), len(text) + len(piece.text)))
        text += piece.text
    return text, tuple(spans)
