"""Products that are called by a part of their titles: "the canister 350" of a "Brightwell Canister 350
External Filter"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from retrieval.products.terms import read_words
from retrieval.spelling import is_ordinary

LEAST = 2
"""Words of a title that a text must have, or one that few titles have and that is no word of the language."""
SHORTEST = 3
FEW = 4
"""Products that may be meant at most."""


class PartlyNamed:
    """Finds products by some words of their titles. Immutable."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._titles = [frozenset(word.stem for word in read_words(title)) for title in titles]
        self._count = Counter(word for title in self._titles for word in title)

    def places(self, text: str) -> list[int]:
        """The places of the products whose titles have most of the text's words, where these are few; []
        where none has enough of them."""
        written = ((word.stem, text[word.start : word.end]) for word in read_words(text))
        said = {stem: word for stem, word in written if len(word) >= SHORTEST or word.isdigit()}
        shared = [title & said.keys() for title in self._titles]
        most = max(map(len, shared), default=0)
        best = [place for place, words in enumerate(shared) if len(words) == most]
        if not most or len(best) > FEW:
            return []
        enough = most >= LEAST or any(self._tells(word, said[word]) for word in shared[best[0]])
        rare = any(self._count[word] <= FEW for place in best for word in shared[place])
        return best if enough and rare else []

    def _tells(self, word: str, written: str) -> bool:
        return self._count[word] <= FEW and word.isalpha() and not is_ordinary(written.lower())
