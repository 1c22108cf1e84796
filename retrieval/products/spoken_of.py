"""Which product of a whole catalogue a message is about: a conditional logit (McFadden 1974) over how near
each one is to what is said, which words of it are said, and whether it was shown or spoken of last.

Rules know what names, places and pronouns point at. "How many square metres does the 10 litre white do"
behind a light switch points at nothing, and means the paint (docs/decisions/0081).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.encode import Encoder, Vectors
from retrieval.products.leading import leading
from retrieval.products.terms import stems
from retrieval.types import Product

Places = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]

SURE = 0.7
"""Probability from which the product is taken for the one that is meant."""
NEAREST, NAMED = 8, 4
"""Candidates by their nearness to the message and to what was said last, and by their words."""
BEFORE = 3
"""Messages before this one that are looked at."""
SHORT = 6
"""Below so many words a message says little by itself."""
OF = 100
"""Products among which a word counts as rare at least: in a small shop it tells as much."""
SCALE = 5.0
"""Of cosines beside words."""
NAMES = (
    "said", "told", "said before", "near with the last", "near with the last ones", "seen",
    "seen, few words",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "said": 0.333,
    "told": 0.279,
    "said before": 0.166,
    "near with the last": 1.368,
    "near with the last ones": 1.095,
    "seen": 2.258,
    "seen, few words": 0.402,
}
"""``python -m training.spoken_of``."""


class Spoken(NamedTuple):
    """A message, those before it, the oldest first, and the places of the products shown or spoken of last,
    the likeliest first."""

    text: str
    before: Sequence[str] = ()
    seen: Sequence[int] = ()


class SpokenOf:
    """Tells products of one catalogue apart. Immutable; safe for threads."""

    def __init__(self, products: Sequence[Product], vectors: Vectors, encoder: Encoder) -> None:
        """``vectors`` of the products' texts, shape (n, d)."""
        self._products, self._vectors, self._encoder = products, vectors, encoder
        having: dict[str, list[int]] = defaultdict(list)
        for place, product in enumerate(products):
            for word in set(stems(_called(product))):
                having[word].append(place)
        self._having = {word: np.array(places, np.int64) for word, places in having.items()}

    def likeliest(self, spoken: Spoken) -> list[tuple[int, float]]:
        """The places of the products that may be meant, with the logarithms of their probabilities, the
        likeliest first; [] without products."""
        if not self._products:
            return []
        places, figures = self.figures(spoken)
        utility = figures @ np.array([WEIGHTS[name] for name in NAMES])  # (c, f) @ (f,) -> (c,)
        chances = utility - utility.max()
        chances -= np.log(np.exp(chances).sum())
        return [(int(places[n]), float(chances[n])) for n in np.argsort(-chances, kind="stable")]

    def figures(self, spoken: Spoken) -> tuple[Places, Figures]:
        """The places of candidates, shape (c,), and what is known of each, shape (c, len(NAMES))."""
        before = list(spoken.before[-BEFORE:])
        texts = (spoken.text, " ".join([*before[-1:], spoken.text]), " ".join([*before, spoken.text]))
        cosines = self._vectors @ self._encoder.encode(list(texts)).T  # (n, d) @ (d, 3) -> (n, 3)
        said, said_before = (self._words(text) for text in (spoken.text, " ".join(before)))
        near = [leading([-cosines[:, n]], NEAREST) for n in (0, 2)]
        named = [leading([-column], NAMED) for column in (said, said_before)]
        places = np.unique(np.concatenate([*near, *named, np.array(spoken.seen, np.int64)])).astype(np.int64)
        seen = np.zeros(len(self._products))
        for rank, place in enumerate(spoken.seen):
            seen[place] = max(seen[place], 1 / (rank + 1))
        asked = set(stems(spoken.text))
        told = np.array([len(asked & set(stems(_told(self._products[place])))) for place in places], float)
        last = seen[places]
        few = len(spoken.text.split()) < SHORT
        columns = (
            said[places],
            told,
            said_before[places],
            *(SCALE * cosines[places, 1:].T),
            last,
            last * few,
        )
        return places, np.stack(columns, axis=1)

    def _words(self, text: str) -> Figures:
        """By product how much of a text stands in its title, its sizes and colours; rare words count more."""
        found = np.zeros(len(self._products))
        for word in set(stems(text)):
            if word in self._having:
                places = self._having[word]
                found[places] += np.log(max(len(self._products), OF) / len(places))
        return found


def _called(product: Product) -> str:
    """What tells it from others at a glance."""
    kinds = (f"{variant.size} {variant.colour}" for variant in product.variants)
    return " ".join([product.title, *dict.fromkeys(kinds)])


def _told(product: Product) -> str:
    """What its data say."""
    stated = (f"{name} {value}" for name, value in product.attributes.items())
    return " ".join([product.category, product.description, *product.tags, *stated])
