"""Products that are called by a part of their titles: "the canister 350" of a "Brightwell Canister 350
External Filter"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

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
        having: dict[str, list[int]] = defaultdict(list)
        for place, title in enumerate(titles):
            for word in {word.stem for word in read_words(title)}:
                having[word].append(place)
        self._having = {word: np.array(places, np.int32) for word, places in having.items()}

    def places(self, text: str) -> list[int]:
        """The places of the products whose titles have most of the text's words, where these are few; []
        where none has enough of them."""
        written = ((word.stem, text[word.start : word.end]) for word in read_words(text))
        said = {stem: word for stem, word in written if len(word) >= SHORTEST or word.isdigit()}
        found = {stem: self._having[stem] for stem in said if stem in self._having}
        if not found:
            return []
        places, shared = np.unique(np.concatenate(list(found.values())), return_counts=True)
        best = places[shared == shared.max()].tolist()
        if len(best) > FEW:
            return []
        rare = [
            stem
            for stem, there in found.items()
            if len(there) <= FEW and not set(best).isdisjoint(there.tolist())
        ]
        enough = shared.max() >= LEAST or any(_is_name(said[stem]) for stem in rare)
        return best if rare and enough else []


def _is_name(word: str) -> bool:
    """Whether a word is none of the language."""
    return word.isalpha() and not is_ordinary(word.lower())
