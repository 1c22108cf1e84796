"""What shoppers shorten a title to: "Arlo Quill 7" for "Used Arlo Quill 7 Smartphone"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.products.kind_nouns import PERSON_WORDS, kind_nouns
from retrieval.products.terms import stem
from retrieval.spelling import is_ordinary
from retrieval.types import Product

_BEHIND = re.compile(r",|:| (?:for|with|in|of) ")
"""Before what a title says of the thing that it names."""
LEAST = 2
"""Words of a shortened title."""


def short_titles(product: Product) -> Iterator[str]:
    """A title from its brand on, or without it, up to the nouns for what it is, and up to its first number:
    of these what has a number, a word that is no English, or two words beside the brand."""
    words = core(product)
    brand = len(product.brand.split()) if " ".join(words).startswith(product.brand) else 0
    number = next((n for n, word in enumerate(words) if n > brand and word[0].isdigit()), len(words))
    for short in (words, words[: number + 1]):
        own = short[brand:]
        if len(short) >= LEAST and (len(own) >= LEAST or any(map(_is_telling, own))):
            yield " ".join(short)
            if len(own) >= LEAST and any(map(_is_telling, own)):
                yield " ".join(own)


def core(product: Product, *, alone: bool = False) -> list[str]:
    """The words of a title from its brand on, up to the nouns for what it is; ``alone``: to such as stand
    alone."""
    words = _from_brand(_BEHIND.split(product.title)[0].split(), product.brand)
    kinds = (kind.split() for kind in kind_nouns(product))
    nouns = {stem(part) for kind in kinds for part in (kind[-1:] if alone else kind)}
    while len(words) > 1 and stem(words[-1]) in nouns | PERSON_WORDS:
        words = words[:-1]
    return words


def own_part(words: Sequence[str]) -> list[str]:
    """The words of a title without what it says of the thing that it names: "Clear Case" of "Clear Case for
    Quill 9"."""
    return _BEHIND.split(" ".join(words))[0].split()


def _from_brand(words: Sequence[str], brand: str) -> list[str]:
    """The words from the brand on, where only words of English stand before it: "Refurbished", "New"."""
    parts = brand.split()
    for at in range(1, len(words) - len(parts)) if parts else ():
        if list(words[at : at + len(parts)]) == parts and all(is_ordinary(w.lower()) for w in words[:at]):
            return list(words[at:])
    return list(words)


def _is_telling(word: str) -> bool:
    """Whether a word has a number, or is none of the language."""
    return any(map(str.isdigit, word)) or (word.isalpha() and not is_ordinary(word.lower()))
