"""Words of wishes and catalogues: stems with their places, and phrases found among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

import Stemmer

Value = TypeVar("Value")

Phrase = tuple[str, ...]
"""Stems of neighbouring words."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?(?:['’][^\W\d_]+)?|[&+]")
_IRREGULAR = {
    "knives": "knife",
    "scarves": "scarf",
    "shelves": "shelf",
    "halves": "half",
    "wives": "wife",
    "aquaria": "aquarium",
}
"""Plurals that the stemmer does not know."""
_WHOLE = frozenset({"bedding", "painting", "drawing", "flooring", "seating", "clothing", "carbonate"})
"""Things that the stemmer takes for what is done with others, or for another one."""
_SHORT = re.compile(r"([b-df-hj-np-tv-z]{2,4})s")
"""The plural of a short form, which the stemmer leaves: "TVs"."""
_STEMMER = Stemmer.Stemmer("english")


class Word(NamedTuple):
    """A word's stem and its place in the text."""

    stem: str
    start: int
    end: int


class Found(NamedTuple):
    """A phrase of a vocabulary in a text, with what it stands for."""

    phrase: Phrase
    start: int
    end: int


class Phrases(dict[Phrase, Value]):
    """Phrases with what they stand for, not to be changed: those of a large catalogue are measured once."""

    @cached_property
    def reach(self) -> dict[str, int]:
        """By the word that they begin with, the number of words of the longest."""
        return _reach(self)


def _reach(known: Iterable[Phrase]) -> dict[str, int]:
    found: dict[str, int] = {}
    for phrase in known:
        if phrase:
            found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
    return found


def read_words(text: str) -> list[Word]:
    """All words, stop words and numbers included; hyphens part words."""
    return [Word(stem(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def stems(text: str) -> Phrase:
    """The stems of a text."""
    return tuple(word.stem for word in read_words(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Lower case, without accents and possessive s, stemmed."""
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).removesuffix("'s")
    if plain in _WHOLE:
        return plain
    short = _SHORT.fullmatch(plain)
    found: str = short[1] if short else _STEMMER.stemWord(_IRREGULAR.get(plain, plain))
    return found


def holds_phrase(words: Sequence[str], phrase: Phrase) -> bool:
    """Whether the phrase stands in the words, its own in order and side by side."""
    size = len(phrase)
    if size == 1:
        return phrase[0] in words
    return any(tuple(words[i : i + size]) == phrase for i in range(len(words) - size + 1))


def find_phrases(words: Sequence[Word], known: Mapping[Phrase, Value]) -> Iterator[tuple[Found, Value]]:
    """Known phrases in a text, left to right, the longest first, none overlapping."""
    reach = known.reach if isinstance(known, Phrases) else _reach(known)
    text, place = tuple(word.stem for word in words), 0
    while place < len(text):
        for size in range(min(reach.get(text[place], 0), len(text) - place), 0, -1):
            phrase = text[place : place + size]
            if phrase in known:
                yield Found(phrase, words[place].start, words[place + size - 1].end), known[phrase]
                place += size - 1
                break
        place += 1
