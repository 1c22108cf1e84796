"""Typing mistakes in questions, repaired with the words of the index.

A word is repaired only where it stands nowhere in the index and is no ordinary word of English, and only to a
word of the index that one or two slips of the keyboard make of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.encode import bundle_folder
from retrieval.words import STOP_WORDS, folded

SHORTEST = 4
"""Letters of a word that can be repaired: shorter ones are near to too many."""
LONG = 10
"""Letters from which two slips are repaired instead of one ..."""
SHORT = 5
"""... and up to which the first letter must be right."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_STRUCK = re.compile(r"([a-z])\1{3}|^[b-df-hj-np-tv-xz]{4,}$|[b-df-hj-np-tv-xz]{6}|^[a-z]{30}")
"""Four of one letter, no vowel, six consonants in a row, or more letters than a word has."""


class Spelling:
    """The words of an index with how often they stand there. Immutable and safe for threads."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            self._by_length.setdefault(len(word), []).append(word)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Spelling:
        """Of the words of these texts."""
        return cls(dict(Counter(word for text in texts for word in _WORD.findall(folded(text)))))

    def repaired(self, question: str) -> str:
        """The question with mistyped words put right; all else stays as it is written."""
        return _WORD.sub(lambda match: self._repaired(match[0]), question)

    def _repaired(self, written: str) -> str:
        word = folded(written)
        if len(word) < SHORTEST or not self.counts or word in self.counts or is_ordinary(word):
            return written
        slips = 2 if len(word) >= LONG else 1
        near = [
            w for n in range(len(word) - slips, len(word) + slips + 1) for w in self._by_length.get(n, ())
        ]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=20)
        likely = [
            (distance, -self.counts[other], other)
            for other, distance, _ in found
            if other[0] == word[0] or len(word) > SHORT
        ]
        return min(likely)[2] if likely else written


def is_ordinary(word: str) -> bool:
    """Whether this is a common word, or one with a common ending."""
    known = _english()
    return any(form in known for form in (word, word.removesuffix("s"), word.removesuffix("'s"))) or (
        word in STOP_WORDS
    )


def is_noise(text: str) -> bool:
    """Whether a text is letters struck at random and nothing else: "xxxxxxxx", "sdfgh jkl"."""
    found = _WORD.findall(folded(text))
    return bool(found) and not re.search(r"\d", text) and all(map(_is_struck, found))


def _is_struck(word: str) -> bool:
    return not is_ordinary(word) and _STRUCK.search(word) is not None


@cache
def _english() -> frozenset[str]:
    """The whole words that the bundled model's tokenizer knows: some 20,000 frequent ones.

    Raises: ModelFileError.
    """
    lines = (bundle_folder() / "vocab.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())
