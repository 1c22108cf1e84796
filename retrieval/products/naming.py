"""What products are called and said to be, by words: ``filters.is_kind``, ``is_called`` and ``mentions`` over
all products at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from retrieval.products.filters import nouns_in, said_in, words_in
from retrieval.products.kind_nouns import COMPOUND
from retrieval.products.postings import Coded, Mask, Postings
from retrieval.products.terms import Phrase, holds_phrase, stem, stems
from retrieval.types import Product


class Naming:
    """The words of titles, tags, shelves and attributes of products, with ``categories`` their shelves.
    Immutable; prices and stock are not in it. Each method gives a mask over the products, shape (n,)."""

    def __init__(self, products: Sequence[Product], categories: Coded) -> None:
        self._products, self._categories = products, categories
        self._own, self._described, self._said = Postings[str](), Postings[str](), Postings[str]()
        self._nouns = Postings(map(nouns_in, products))
        self._shelves: list[frozenset[str]] = [frozenset()] * len(categories.distinct)
        for product, code in zip(products, categories.codes.tolist(), strict=True):
            words = words_in(product)
            self._own.add(words.own)
            self._described.add(words.described)
            self._said.add(said_in(product))
            self._shelves[code] = words.shelf
        self._ending: dict[str, list[Phrase]] = defaultdict(list)
        self._told_by: dict[str, list[Phrase]] = defaultdict(list)
        """Nouns by the word before their last one."""
        for noun in self._nouns:
            if noun:
                self._ending[noun[-1]].append(noun)
            if len(noun) > 1:
                self._told_by[noun[-2]].append(noun)

    def kind(self, kind: str) -> Mask:
        """See ``filters.is_kind``."""
        *rest, head = stems(kind)
        found = self._own.mask(head)
        for word in rest:
            found &= self._described.mask(word)
        for code, shelf in enumerate(self._shelves):
            if head in shelf:
                standing = self._categories.codes == code
                for word in rest:
                    if word not in shelf:
                        standing &= self._described.mask(word)
                found |= standing
        return found

    def called(self, kind: str) -> Mask:
        """See ``filters.is_called``."""
        phrase = stems(kind)
        head = phrase[-1] if phrase else ""
        nouns = [noun for noun in self._ending.get(head, ()) if noun[-len(phrase) :] == phrase]
        if len(phrase) == 1 and len(head) >= COMPOUND:
            nouns += [noun for last, those in self._ending.items() if last.endswith(head) for noun in those]
        return self._nouns.mask(*nouns)

    def telling(self, kind: str) -> Mask:
        """Where a word of one noun only tells another apart: the hammer of a hammer drill."""
        return self._nouns.mask(*self._told_by.get(stem(kind.split()[-1]), ()))

    def mentioned(self, word: str) -> Mask:
        """See ``filters.mentions``."""
        phrase = stems(word)
        found = np.ones(len(self._products), bool)
        for part in phrase:
            found &= self._said.mask(part)
        if len(phrase) != 1:
            for place in np.flatnonzero(found).tolist():
                found[place] = holds_phrase(said_in(self._products[place]), phrase)
        return found
