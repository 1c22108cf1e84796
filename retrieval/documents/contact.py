"""How the shop is reached: "what is the phone number" is answered by the number, wherever it stands.

A row of a table or a line says "Phone: 090 555 0142" in two words of a question's, as other pages do that
speak of telephones, so likeness alone does not find it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.documents.chunk import Unit
from retrieval.types import Passage

_WHOSE = r"(?:(?:customer (?:service|care|support)|support|contact|shop|store|help|office) )*"
_GIVE = (
    r"\W*(?:(?:hi|hello|hey|ok(?:ay)?|and|so|please|then|sorry)\W+)*"
    r"(?:what(?:['’]?s| is)|whats|which is|(?:can|could|may) (?:i|you) (?:have|get|give me|tell me)"
    r"|(?:give|tell|send) me|do (?:you|u|ye) have|have you(?: got)?|is there|where is|i need|need)? ?"
    rf"(?:(?:the|your|a|an|ur) )?{_WHOSE}"
)
_HOW = r"\W*(?:(?:how|where|(?:on |to )?(?:what|which) (?:number|address)) )?(?:can|do|could|may) (?:i|we) "
_YOU = r"(?: (?:you|u|ye|the shop|customer service|somebody|someone))?"
_END = (
    r"(?: (?:please|pls|then|again|btw|by the way|(?:just )?in case|for (?:you|customer service)"
    r"|of the (?:shop|store)))*\W*$"
)


class _Way(NamedTuple):
    """One way to reach a shop: how it is asked for, what it looks like, and how lines of it are labelled."""

    asked: re.Pattern[str]
    looks: re.Pattern[str]
    labelled: re.Pattern[str]


_WAYS = (
    _Way(
        re.compile(
            rf"{_GIVE}(?:(?:tele)?phone|tel|mobile|hot ?line)(?: (?:no|nr|number|line))?\.?{_END}"
            rf"|{_GIVE}number (?:to|i can|we can|for me to) (?:call|ring|phone){_YOU}{_END}"
            rf"|{_HOW}(?:call|ring|phone|telephone){_YOU}{_END}",
            re.I,
        ),
        re.compile(r"(?<![\w-])(?:\+|00)?\(?\d[\d ()/.-]{6,17}\d(?![\w-])"),
        re.compile(r"\b(?:tele)?phone\b|\btel\b|\bhot ?line\b|\b(?:call|ring)\b", re.I),
    ),
    _Way(
        re.compile(rf"{_GIVE}e-?mail(?: address)?{_END}|{_HOW}e?-?mail{_YOU}{_END}", re.I),
        re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        re.compile(r"\be-?mail\b|\bquestions\b", re.I),
    ),
)
_OF_CONTACT = re.compile(r"\b(?:contact\w*|reach us|get in touch|customer (?:service|care)|imprint)\b", re.I)
"""In a title, a heading or the name of a file."""


class Contacts:
    """The lines that say how the shop is reached, of all units of a snapshot; read at the first question."""

    def __init__(
        self, passages: Sequence[Passage], units: Sequence[Unit], owners: npt.NDArray[np.int32]
    ) -> None:
        """``owners``: the place of each unit's passage, shape (n,)."""
        self._passages, self._units, self._owners = passages, units, owners
        self._best: dict[_Way, int | None] = {}

    def asked(self, question: str) -> int | None:
        """The number of the unit with the number or address by which the shop is reached, where a question
        asks for no more than that; else None. Of several those of the page about contact count first, then a
        label, then what stands most often."""
        way = next((way for way in _WAYS if way.asked.match(question)), None)
        if way is None:
            return None
        if way not in self._best:
            self._best[way] = self._surest(way)
        return self._best[way]

    def _surest(self, way: _Way) -> int | None:
        there = [
            (number, match[0])
            for number, unit in enumerate(self._units)
            if (match := way.looks.search(unit.quote))
        ]
        often = Counter(_key(written) for _, written in there)

        def rank(one: tuple[int, str]) -> tuple[int, int]:
            number, written = one
            fits = _fit(self._passages[self._owners[number]], self._units[number], way)
            return fits, often[_key(written)]

        best = max(there, key=rank, default=None)  # the first of equals
        return best[0] if best is not None and rank(best)[0] else None


def _fit(passage: Passage, unit: Unit, way: _Way) -> int:
    """How surely a line is about reaching the shop, 0 for not at all."""
    page = _OF_CONTACT.search(f"{passage.title} {passage.document_id.replace('-', ' ').replace('_', ' ')}")
    heading = _OF_CONTACT.search(passage.heading)
    return 4 * bool(page) + 2 * bool(heading) + bool(way.labelled.search(unit.quote))


def _key(written: str) -> str:
    """A number without its marks."""
    return "".join(filter(str.isalnum, written)).casefold()
