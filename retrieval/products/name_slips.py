"""Typing mistakes in the names of products: "Morland 3", "the Reisewaser", "spats piezo"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from retrieval.products.plain_words import TEXTS
from retrieval.products.terms import stem
from retrieval.spelling import Spelling, is_ordinary
from retrieval.words import folded

SHORTEST = 5
"""Letters of a mistyped word that stands alone ..."""
BESIDE = 4
"""... and of one beside another word of the same name."""

_WORD = re.compile(r"[^\W\d_]+")


class NameSlips:
    """Repairs names in messages. Immutable; safe for threads.

    A word that neither the catalogue nor English knows is put right to the word of a name that one slip makes
    of it, two in a long one. A word of English is, only beside another word of that name.
    """

    def __init__(self, names: Iterable[str], known: Iterable[str]) -> None:
        """``names`` as they are written, ``known`` the stems of all words of the catalogue."""
        self._remembered = lru_cache(TEXTS)(self._put_right)
        self._known = frozenset(known)
        own = [folded(name) for name in names]
        self._spelling = Spelling.of(
            word for name in own for word in _WORD.findall(name) if not is_ordinary(word)
        )
        self._beside: dict[str, set[str]] = defaultdict(set)
        for name in own:
            words = [word for word in _WORD.findall(name) if len(word) >= BESIDE]
            for word, other in pairwise(words):
                self._beside[word].add(other)
                self._beside[other].add(word)

    def repaired(self, text: str) -> str:
        """The text with mistyped names put right; all else stays as it is written."""
        return self._remembered(text)

    def _put_right(self, text: str) -> str:
        text = _WORD.sub(lambda match: self._alone(match[0]), text)
        found = list(_WORD.finditer(text))
        written = [match[0] for match in found]
        for place, (match, following) in enumerate(pairwise(found)):
            if text[match.end() : following.start()].isspace():
                first, second = written[place : place + 2]
                written[place : place + 2] = self._next_to(second, first), self._next_to(first, second)
        better = iter(written)
        return _WORD.sub(lambda _: next(better), text)

    def _alone(self, word: str) -> str:
        if len(word) < SHORTEST or stem(word) in self._known:
            return word
        return self._spelling.repaired(word)

    def _next_to(self, other: str, word: str) -> str:
        """The word, or what it is meant to be beside the other one."""
        if len(word) < BESIDE or stem(word) in self._known:
            return word
        meant = sorted(name for name in self._beside.get(folded(other), ()) if not is_ordinary(name))
        return next((name for name in meant if OSA.distance(folded(word), name) == 1), word)
