"""A title as words and signs, and what sort of word each is: a name, a number, a unit, "for", a dash."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.products.kind_nouns import COLOURS, PERSON_WORDS
from retrieval.products.quantities import UNITS
from retrieval.products.terms import stem
from retrieval.words import STOP_WORDS

_PIECE = re.compile(r"[^\W_]+(?:[.,]\d+|['’&+-][^\W_]+|\++)*|[^\w\s]")
_SIGNS = {
    "(": "bracket", "[": "bracket", ")": "close", "]": "close", ",": "comma", ";": "comma", "-": "dash",
    "–": "dash", "—": "dash", "|": "pipe", "/": "slash", ":": "colon",
} | dict.fromkeys("'\"‘’‚“”„«»‹›", "quote")  # fmt: skip
_COUNTING = frozenset(
    ["pack", "pcs", "pieces", "piece", "set", "pair", "pk", "pc", "size", "no", "pages", "sheets", "count"]
)
LEADING = frozenset(["for", "with", "in", "of", "and"])
"""Each is a sort of its own: what follows them differs."""
_JOINING = frozenset(["to", "without", "by", "from", "on", "or", "per", "im", "aus", "mit", "für", "de", "n"])
_THINGS = frozenset(["can", "down"])
"""Words of any sentence that are things in titles: "watering can"."""
EDGES = frozenset(["comma", "dash", "pipe", "colon", "slash", "bracket"])
"""Signs between the parts of a title."""
NAMING = frozenset(["small", "title", "capitals"])
"""Sorts of words that may say something: no colour, no unit, no number."""

_NO_NAMES = LEADING | {"joint", "person", "colour"}


class Title(NamedTuple):
    """The pieces of a title: each ``word`` as it is written and by its ``stem``, its ``sort``, where it
    ``ends``; ``candidates`` are the places of those that may be what the thing is called."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    sorts: tuple[str, ...]
    ends: tuple[int, ...]
    candidates: tuple[int, ...]


@lru_cache(maxsize=20_000)
def read_title(text: str) -> Title:
    """See ``Title``."""
    found = list(_PIECE.finditer(text))
    words = tuple(match[0] for match in found)
    sorts = tuple(map(sort_of, words))
    may_name = (
        word[0].isalpha() and len(word) > 1 and sort not in _NO_NAMES
        for word, sort in zip(words, sorts, strict=True)
    )
    return Title(
        words=words,
        stems=tuple(stem(word.lower()) for word in words),
        sorts=sorts,
        ends=tuple(match.end() for match in found),
        candidates=tuple(n for n, may in enumerate(may_name) if may),
    )


@lru_cache(maxsize=50_000)
def sort_of(word: str) -> str:
    """What sort of word or sign this is."""
    if not word[0].isalnum():
        return _SIGNS.get(word, "mark")
    if any(map(str.isdigit, word)):
        return "number"
    plain = word.lower()
    if plain in LEADING:
        return plain
    if plain in _JOINING or plain in STOP_WORDS - _THINGS:
        return "joint"
    if plain in UNITS or plain in _COUNTING:
        return "unit"
    told = stem(plain)
    if told in COLOURS:
        return "colour"
    if told in PERSON_WORDS or told.removesuffix("'") in PERSON_WORDS:
        return "person"
    if word.isupper() and len(word) > 1:
        return "capitals"
    return "title" if word[0].isupper() else "small"
