"""A shopper's sentence while it is being read: what was understood is taken out, the rest stays in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from retrieval.products.plain_words import plain_words
from retrieval.products.terms import Found, Phrase, Word, find_phrases, read_words

Value = TypeVar("Value")


class Sentence:
    """A text in plain words with places that never shift; ``take`` blanks out what has been understood."""

    def __init__(self, text: str) -> None:
        self.text = plain_words(text)
        self.rest = self.text
        self._read: tuple[str, tuple[Word, ...]] = "", ()

    @classmethod
    def of_plain(cls, text: str) -> Sentence:
        """A part of a sentence that is in plain words already."""
        part = cls("")
        part.text = part.rest = text
        return part

    def take(self, start: int, end: int) -> None:
        """Blank out a span."""
        self.rest = self.rest[:start] + "\0" * (end - start) + self.rest[end:]

    def blank(self, start: int, end: int) -> None:
        """Take out a span between words that belong together: "wet cat food" is wet food."""
        self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]

    def put_back(self, start: int, end: int) -> None:
        """Give back what was taken."""
        self.rest = self.rest[:start] + self.text[start:end] + self.rest[end:]

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left, taken."""
        match = pattern.search(self.rest)
        if match:
            self.take(match.start(), match.end())
        return match

    def words(self) -> tuple[Word, ...]:
        """The words that are left; a gap keeps phrases from reaching over what was taken."""
        rest, read = self._read
        if rest == self.rest:
            return read
        words: list[Word] = []
        for word in read_words(self.rest):
            if words and "\0" in self.rest[words[-1].end : word.start]:
                words.append(Word("", word.start, word.start))
            words.append(word)
        self._read = self.rest, tuple(words)
        return self._read[1]

    def phrases(self, known: Mapping[Phrase, Value]) -> list[tuple[Found, Value]]:
        """Known phrases in what is left, each taken."""
        phrases = list(find_phrases(self.words(), known))
        for found, _ in phrases:
            self.take(found.start, found.end)
        return phrases

    def left(self) -> str:
        """What was not understood, as one line."""
        return " ".join(self.rest.replace("\0", " ").split())
