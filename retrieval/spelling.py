"""Typing mistakes in questions, repaired with the words of the index.

A word is repaired only where it stands nowhere in the index and is no ordinary word of English, and only to a
word of the index that one or two slips of the keyboard make of it, or to two of it that are written together:
"re-proof" for "reproof", "gift card" for "giftcard" where that stands in a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

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
_HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])")
_JOINS = re.compile(r"[ -]")
PART = 3
"""Letters of each of two words that may be written together."""
_STRUCK = re.compile(r"([a-z])\1{3}|^[b-df-hj-np-tv-xz]{4,}$|[b-df-hj-np-tv-xz]{6}|^[a-z]{30}")
"""Four of one letter, no vowel, six consonants in a row, or more letters than a word has."""


class Spelling:
    """The words of an index with how often they stand there. Immutable and safe for threads."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self._apart = {_JOINS.sub("", word): word for word in counts if _JOINS.search(word)}
        self._by_length: dict[int, list[str]] = {}
        for word in counts.keys() - set(self._apart.values()):
            self._by_length.setdefault(len(word), []).append(word)

    @classmethod
    def of(cls, texts: Iterable[str], names: Iterable[str] = ()) -> Spelling:
        """Of the words of these texts; ``names``, such as headings, also tell which two may be written
        together."""
        kinds = (_WORD, _HYPHENATED)
        found = (word for text in texts for kind in kinds for word in kind.findall(folded(text)))
        pairs = (pair for name in set(names) for pair in _pairs(_WORD.findall(folded(name))))
        return cls(dict(Counter(chain(found, pairs))))

    def repaired(self, question: str) -> str:
        """The question with mistyped words put right; all else stays as it is written."""
        return _WORD.sub(lambda match: self._repaired(match[0]), question)

    def _repaired(self, written: str) -> str:
        word = folded(written)
        known = word in self.counts or is_ordinary(word) or "'" in word  # "we're" is not "were"
        if len(word) < SHORTEST or not self.counts or known:
            return written
        if apart := self._apart.get(word) or self._apart.get(word.removesuffix("s")):
            return apart
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


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Each two words that stand side by side, in the singular, but for short and ordinary ones."""
    for one, other in pairwise(words):
        if min(len(one), len(other)) >= PART and not {one, other} & STOP_WORDS:
            yield f"{one} {other.removesuffix('s')}"


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
