"""A message parted into its questions."""

from __future__ import annotations

import re
from typing import NamedTuple

from retrieval.documents.choose import SHOWN
from retrieval.words import words

_PARTS = re.compile(
    r"(?<=[?!.])\s+|\s*(?:[,;]|\band\b|\balso\b)+\s+"
    r"(?=(?:how|what(?:'?s)?|when|where|which|who|why|can|could|do|does|is|are|will|would|may|must)\b)",
    re.IGNORECASE,
)

_SUBORDINATE = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:when|where|if|as|since|because|after|before)\s+(?:i|we|you|he|she|it|they|my|the)\b"
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


def questions_in(message: str) -> list[Part]:
    """The first ``SHOWN`` questions of a message, each with what is told before it, which is not asked."""
    parts: list[Part] = []
    start = 0
    for end in [*(match.span() for match in _PARTS.finditer(message)), (len(message), len(message))]:
        part = message[start : end[0]].strip()
        if _SUBORDINATE.match(part):
            continue  # "when I order it, what must I pay?"
        if words(part) and (_QUESTION.search(part) or (parts and _ELLIPSIS.match(part))):
            parts.append(Part(part, message[:start].strip()))
        start = end[1]
    return parts[:SHOWN]
