"""A message parted into its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.words import words

MOST = 3
"""Questions of a message that are answered."""

_PARTS = re.compile(
    r"(?<=[?!.])\s+|\s*(?:[,;]|\band\b|\balso\b)+\s+"
    r"(?=(?:how|what(?:'?s)?|when|where|which|who|why|can|could|do|does|is|are|will|would|may|must)\b)",
    re.IGNORECASE,
)

_SUBORDINATE = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:when|where|(?:what\s+)?if|as|since|because|after|before)\s+(?:i|we|you|he|she|it|they|my|the)\b"
    r"[^?!.]*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:(?:and|also|but|or|so)\s+)?(?:(?:until|till|from|since|by|at|to|for|in|on|with)\s+)?"
    r"(?:how|what(?:'?s)?|when|where|which|who|whose|why|can|could|do|does|did|is|are|am|will|would|may|must|should|has"
    r"|have)\b|\?$",
    re.IGNORECASE,
)

_ELLIPSIS = re.compile(r"^and(?:\s+[\w'-]+){1,3}\W*$", re.IGNORECASE)
"""Behind a question one more: "how much is express? and standard"."""


class Part(NamedTuple):
    """A question of a message, and what the message says in front of it."""

    question: str
    lead: str


class Piece(NamedTuple):
    """A question of a message, or what it tells, and which of the two."""

    text: str
    asks: bool


def questions_in(message: str) -> list[Part]:
    """The first ``MOST`` questions of a message, each with what is told before it, which is not asked."""
    parts: list[Part] = []
    for start, part in _parts(message):
        if _asks(part) or (parts and _ELLIPSIS.match(part)):
            parts.append(Part(part, message[:start].strip()))
    return parts[:MOST]


def pieces_in(message: str) -> list[Piece]:
    """A message in pieces that each ask or tell one thing, in order."""
    pieces: list[Piece] = []
    for line in message.splitlines():
        for _, part in _parts(line):
            if pieces and _ELLIPSIS.match(part):
                pieces[-1] = Piece(f"{pieces[-1].text} {part}", pieces[-1].asks)
            else:
                pieces.append(Piece(part.rstrip(",;"), _asks(part)))
    return pieces


def _parts(message: str) -> Iterator[tuple[int, str]]:
    """What stands between two ends of a sentence or question, with the place where it begins."""
    start, opened = 0, False
    for end in [*(match.span() for match in _PARTS.finditer(message)), (len(message), len(message))]:
        part = message[start : end[0]].strip()
        if not opened and _SUBORDINATE.match(part):
            opened = True
            continue  # "when I order it, what must I pay?"
        if words(part):
            yield start, part
        start, opened = end[1], False


def _asks(part: str) -> bool:
    return _QUESTION.search(part) is not None
