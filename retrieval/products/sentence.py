"""A shopper's sentence while it is being read: what was understood is taken out, the rest stays in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from retrieval.products.terms import Found, Phrase, Word, find_phrases, read_words

Value = TypeVar("Value")

_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ONES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15,
}  # fmt: skip
_SPELLED = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})|(?:(?:a|one)\s+(?P<hundred>hundred))"
    rf"|(?P<ones>{'|'.join(_ONES)})(?P<times>\s+hundred)?)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:(?<!have )(?<!has )(?<!got )(?:not|no)"
    r"(?!\s+(?:more|less|over|under|above|below|longer|bigger|larger|heavier)\b)"
    r"|without|non|except(?: for)?|(?:anything|everything|any\w*) but|other than|avoid|free of"
    r"|(?:don'?t|do not) (?:want|like)|nothing (?:in|with|from|made of)|instead of|rather than|isn'?t|is not"
    r"|but (?:not|no))\b[\s-]*"
    r"(?P<what>(?:(?!\b(?:but|with|under|below|for|that|please|which|and also|just|only)\b)[^,.;!?])*)",
    re.IGNORECASE,
)
_FREE_OF = re.compile(r"\b(?P<what>[\w]+)[- ]free\b", re.IGNORECASE)


class Sentence:
    """A text in lower case with places that never shift; ``take`` blanks out what has been understood."""

    def __init__(self, text: str) -> None:
        self.text = _spell_out(text.replace("’", "'").lower())
        self.rest = self.text

    def take(self, start: int, end: int) -> None:
        """Blank out a span."""
        self.rest = self.rest[:start] + "\0" * (end - start) + self.rest[end:]

    def put_back(self, start: int, end: int) -> None:
        """Give back what was taken."""
        self.rest = self.rest[:start] + self.text[start:end] + self.rest[end:]

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left, taken."""
        match = pattern.search(self.rest)
        if match:
            self.take(match.start(), match.end())
        return match

    def words(self) -> list[Word]:
        """The words that are left; a gap keeps phrases from reaching over what was taken."""
        words: list[Word] = []
        for word in read_words(self.rest):
            if words and "\0" in self.rest[words[-1].end : word.start]:
                words.append(Word("", word.start, word.start))
            words.append(word)
        return words

    def phrases(self, known: Mapping[Phrase, Value]) -> list[tuple[Found, Value]]:
        """Known phrases in what is left, each taken."""
        phrases = list(find_phrases(self.words(), known))
        for found, _ in phrases:
            self.take(found.start, found.end)
        return phrases

    def denials(self, keep: Mapping[Phrase, object]) -> list[tuple[int, str]]:
        """What the shopper does not want and where it starts, each taken; ``keep`` ("PFAS-free") stays."""
        matches = list(_DENIAL.finditer(self.rest))
        matches += [
            m for m in _FREE_OF.finditer(self.rest) if tuple(w.stem for w in read_words(m[0])) not in keep
        ]
        for match in matches:
            self.take(match.start(), match.end())
        return [(match.start("what"), match["what"]) for match in matches]

    def left(self) -> str:
        """What was not understood, as one line."""
        return " ".join(self.rest.replace("\0", " ").split())


def _spell_out(text: str) -> str:
    """Numbers in words as digits: "under fifty euros", "two people"."""

    def digits(match: re.Match[str]) -> str:
        if match["tens"]:
            return str(_TENS[match["tens"].lower()])
        if match["hundred"]:
            return "100"
        ones = _ONES[match["ones"].lower()]
        return str(ones * 100 if match["times"] else ones)

    return _SPELLED.sub(digits, text)
