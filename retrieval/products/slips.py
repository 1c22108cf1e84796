"""Typing mistakes in wishes, repaired with the catalogue's own nouns; never a word that it or we know. Words
of them that are written together ("multitool") or apart ("ruck sack") are written as there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.products.lexicon import lexicon
from retrieval.products.plain_words import TEXTS, plain_words
from retrieval.products.terms import stem
from retrieval.products.text import product_text
from retrieval.spelling import Spelling
from retrieval.types import Product

SHORTEST = 5
"""Letters of a word that is repaired: among names of things, shorter ones are near to too many others."""
COMPOUND = 7
"""Letters of a word that may be written as two."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_TWO_WORDS = re.compile(r"\b([^\W\d_]{3,}) (?=([^\W\d_]{3,})\b)")


class Slips:
    """Repairs the words of messages. Immutable; safe for threads.

    A word is put right only to what the catalogue or the lexicon calls things, and not where its stem stands
    anywhere in them: "hikng" becomes "hiking", "headlamps" and "midges" stay. Names of products are none of
    it: another shop's brand may be one letter away.
    """

    def __init__(self, products: Sequence[Product]) -> None:
        nouns = [*_nouns(products), *_lexicon_words()]
        self._spelling = Spelling.of(nouns)
        texts = (*nouns, *(product_text(product) for product in products))
        self._known = frozenset(stem(word) for text in texts for word in _WORD.findall(text))
        named = [[word.lower() for word in _WORD.findall(name)] for name in _names(products)]
        pairs = {pair for words in named for pair in pairwise(words)}
        self._remembered = lru_cache(TEXTS)(self._put_right)
        self._apart = {"".join(pair): " ".join(pair) for pair in sorted(pairs)}
        self._pairs = frozenset((stem(first), stem(second)) for first, second in pairs)
        nouns_in = [*named, *lexicon().same]
        self._whole = frozenset(stem(word) for words in nouns_in for word in words if len(word) >= COMPOUND)

    def knows(self, word: str) -> bool:
        """Whether the catalogue or the lexicon has a word of that stem."""
        return stem(word) in self._known

    def repaired(self, text: str) -> str:
        """The text in plain words, mistyped ones put right; short forms ("won't") are no mistakes."""
        return self._remembered(text)

    def _put_right(self, text: str) -> str:
        together = _TWO_WORDS.sub(self._joined, plain_words(text))
        return _WORD.sub(lambda match: self._repaired(match[0]), together)

    def _joined(self, match: re.Match[str]) -> str:
        first, second = match.groups()
        is_one = stem(first + second) in self._whole and (stem(first), stem(second)) not in self._pairs
        return first if is_one else match[0]

    def _repaired(self, word: str) -> str:
        if "'" in word or len(word) < SHORTEST or stem(word) in self._known:
            return word
        for end in ("", "s"):
            if word.endswith(end) and (apart := self._apart.get(word.removesuffix(end))):
                return apart + end
        repaired = self._spelling.repaired(word)
        if repaired == word and word.endswith("s"):  # "hedlamps", where all titles say "headlamp"
            repaired = f"{self._spelling.repaired(word.removesuffix('s'))}s"
        elif repaired == word and (several := self._spelling.repaired(f"{word}s")) != f"{word}s":
            repaired = several.removesuffix("s")  # "smokker", where only a shelf is called "Smokers"
        return word if repaired[1:] == word[1:] else repaired  # a "racket" is no "jacket"


def _names(products: Iterable[Product]) -> Iterator[str]:
    """What things are called: the nouns of titles, categories and tags."""
    for product in products:
        yield " ".join(word for word in product.title.split() if word.islower())
        yield from (product.category, *product.tags)


def _nouns(products: Sequence[Product]) -> Iterator[str]:
    yield from _names(products)
    for product in products:
        yield from product.attributes
        yield from (variant.colour for variant in product.variants)


def _lexicon_words() -> Iterator[str]:
    words = lexicon()
    for group in (*words.same, *words.persons.values(), *words.counts.values(), *words.flags.values()):
        yield from group
    for praise in words.praise:
        yield from (*praise.words, *praise.more, *praise.about)
