"""What shoppers shorten a title to: "Arlo Quill 7" for "Used Arlo Quill 7 Smartphone"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from retrieval.products.kind_nouns import PERSON_WORDS, kind_nouns
from retrieval.products.terms import stem
from retrieval.spelling import is_ordinary
from retrieval.types import Product

_BEHIND = re.compile(r",|:| (?:for|with|in|of) ")
"""Before what a title says of the thing that it names."""
LEAST = 2
"""Words of a shortened title."""
SHORTEST_CODE = 4
"""Signs of a code that stands for a product by itself."""
_CODE = re.compile(r"[^\W\d_](?=.*\d)[\w-]+")
"""A model's, of letters and digits: "PD-M520"."""


def short_titles(product: Product) -> Iterator[str]:
    """A title from its brand on, or without it, up to the nouns for what it is, and up to its first number:
    of these what has a number, a word that is no English, or two words beside the brand. Its code alone, and
    the end of that, "M520" of a "PD-M520"; the first letters of words with their number, "GP5000" of a "Grand
    Prix 5000"."""
    words = core(product)
    brand = len(product.brand.split()) if begins_with(words, product.brand) else 0
    number = next((n for n, word in enumerate(words) if n > brand and word[0].isdigit()), len(words))
    for short in (words, words[: number + 1]):
        own = short[brand:]
        if len(short) >= LEAST and (len(own) >= LEAST or any(map(_is_telling, own))):
            yield " ".join(short)
            if len(own) >= LEAST and any(map(_is_telling, own)):
                yield " ".join(own)
    yield from _codes(words[brand:])
    yield from _initials(words[brand:])


def with_brand(product: Product) -> tuple[str, ...]:
    """A title from its brand up to the noun that it ends with, where no more than English stands between,
    and with the first of these words alone: "Lid Commuter" of a "Lid Commuter Helmet"; else ()."""
    words, brand = core(product, alone=True), product.brand.split()
    own = words[len(brand) :] if brand and begins_with(words, product.brand) else []
    plain = own and not any(map(_is_telling, own)) and all(word[0].isupper() for word in own)
    return (" ".join(words), " ".join([*brand, own[0]])) if plain else ()


def _codes(own: Sequence[str]) -> Iterator[str]:
    """The code that a title begins with, where it is the only one, and the end of it; each of several that
    stand there for its variants, "PS-5 / PS-8"."""
    codes = [word for word in own if _CODE.fullmatch(word)]
    begun = [
        word for word in takewhile(lambda word: word == "/" or _CODE.fullmatch(word), own) if word != "/"
    ]
    if begun == codes:
        ends = (code.rpartition("-")[2] for code in codes if len(codes) == 1)
        for code in dict.fromkeys((*codes, *ends)):
            if len(code) >= SHORTEST_CODE and _CODE.fullmatch(code):
                yield code


def _initials(own: Sequence[str]) -> Iterator[str]:
    """The word before a number with it in one word, "Edge540"; the first letters of those before it, in one
    word and in two."""
    at = next((n for n, word in enumerate(own) if word.isdigit()), 0)
    if at and own[at - 1].isalpha():
        yield f"{own[at - 1]}{own[at]}"
    if at >= LEAST and all(word.isalpha() and word[0].isupper() for word in own[:at]):
        letters = "".join(word[0] for word in own[:at])
        yield f"{letters}{own[at]}"
        yield f"{letters} {own[at]}"


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


def begins_with(words: Sequence[str], brand: str) -> bool:
    """Whether words are the brand's and what follows it, in capitals or not: "HALVORN A-310"."""
    parts = brand.casefold().split()
    return [word.casefold() for word in words[: len(parts)]] == parts


def _from_brand(words: Sequence[str], brand: str) -> list[str]:
    """The words from the brand on, where only words of English stand before it: "Refurbished", "New"."""
    parts = brand.split()
    for at in range(1, len(words) - len(parts)) if parts else ():
        if begins_with(words[at:], brand) and all(is_ordinary(w.lower()) for w in words[:at]):
            return list(words[at:])
    return list(words)


def _is_telling(word: str) -> bool:
    """Whether a word has a number, or is none of the language."""
    return any(map(str.isdigit, word)) or (word.isalpha() and not is_ordinary(word.lower()))
