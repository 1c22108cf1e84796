"""What a product is called in its title, told by a model that learned it from titles of many trades: "LED
bulb" of "LED bulb E27 8 W 806 lm warm white", and nothing of "The Silent Harbour".

Two logistic regressions over named features (``title_features``), fitted by ``python -m training.titles
fit``. Each word gets odds; those of a title's words and of none of them share its probability.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from safetensors import safe_open
from tokenizers import Tokenizer

from retrieval.encode import bundle_folder
from retrieval.products.kind_nouns import head_at_end
from retrieval.products.title_features import Style, Titles
from retrieval.products.title_words import Title
from retrieval.types import Product

DEFAULT = Path(__file__).with_name("title_model.json")
NONE = 0.25
"""Odds of none of a title's words."""
SURE = 0.4
"""Probability from which a word counts as what the thing is called ..."""
UNLIKELY = 0.2
"""... and below which the noun at the title's end is not it either."""
SETS = frozenset({"set", "kit"})
"""Behind what a thing is called they belong to that: "bike light set"."""
_EMBEDDINGS = "embeddings.word_embeddings.weight"

Vector = npt.NDArray[np.float32]


class Weights(msgspec.Struct, frozen=True):
    """A logistic regression over named features."""

    weights: dict[str, float]
    bias: float

    def log_odds(self, features: Iterable[tuple[str, float]]) -> float:
        """Of a word with these features."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features)

    def log_odds_of(self, names: Iterable[str]) -> float:
        """Of a word that has features of these names, each once."""
        return self.bias + sum(map(self.weights.get, names, repeat(0.0)))


class Called(msgspec.Struct, frozen=True):
    """Where the words of a title end that say what the thing is, 0 where none surely do, and whether the noun
    at the title's end is unlikely to."""

    end: int
    end_unlikely: bool = False


class TitleModel(msgspec.Struct, frozen=True):
    """``first`` looks at a title by itself, ``second`` at how the shop's others are written as well.
    ``words`` weighs what the bundled model's vocabulary knows of a word, shape (384,)."""

    first: Weights
    second: Weights
    words: tuple[float, ...]

    def read(self, products: Sequence[Product]) -> list[Called]:
        """What each product is called by its title; all of a shop's are to be read together."""
        titles = Titles(products)
        known = word_scores(self.words, (w for title in titles.titles for w in words_of(title)))
        chances = []
        for product, title in zip(products, titles.titles, strict=True):
            looks = (titles.features(product, title, at) for at in title.candidates)
            odds = map(self.first.log_odds_of, looks)
            chances.append(shares(map(operator.add, odds, (known[word] for word in words_of(title)))))
        style, read = Style(products, titles, chances), []
        for product, title, first in zip(products, titles.titles, chances, strict=True):
            looked = (style.features(product, title, at, first) for at in title.candidates)
            read.append(_called(product, title, shares(map(self.second.log_odds, looked))))
        return read


def words_of(title: Title) -> Iterator[str]:
    """The words of a title that may be what the thing is called, in small letters."""
    return (title.words[at].lower() for at in title.candidates)


def shares(log_odds: Iterable[float]) -> list[float]:
    """The share of each word of a title in what it and none of them have, by their log odds."""
    odds = [math.exp(min(one, 30.0)) for one in log_odds]
    whole = sum(odds) + NONE
    return [one / whole for one in odds]


def _called(product: Product, title: Title, chances: Sequence[float]) -> Called:
    likeliest = max(chances, default=0.0)
    if likeliest < SURE:
        at_end = head_at_end(product)
        its = [
            chance for at, chance in zip(title.candidates, chances, strict=True) if title.stems[at] == at_end
        ]
        return Called(0, bool(its) and max(its) < UNLIKELY)
    at = title.candidates[chances.index(likeliest)]
    if at + 1 < len(title.words) and title.words[at + 1].lower() in SETS:
        at += 1
    return Called(title.ends[at])


@cache
def default_title_model() -> TitleModel:
    """The one that comes with the package."""
    return msgspec.json.decode(DEFAULT.read_bytes(), type=TitleModel)


def word_scores(weights: Sequence[float], words: Iterable[str]) -> dict[str, float]:
    """The part of the score that a word has by its place in the bundled model's vocabulary; the mean of its
    pieces where it is not whole there."""
    vectors = word_vectors(words)
    scale = np.array(weights, np.float32)
    return {word: float(vector @ scale) for word, vector in vectors.items()}


def word_vectors(words: Iterable[str]) -> dict[str, Vector]:
    """Each word's vector of the bundled model's vocabulary, shape (384,), centred and of unit deviation."""
    table, tokenizer = _vocabulary()
    listed = list(dict.fromkeys(words))
    found = tokenizer.encode_batch(listed, add_special_tokens=False)
    return {word: table[one.ids or [0]].mean(axis=0) for word, one in zip(listed, found, strict=True)}


@cache
def _vocabulary() -> tuple[Vector, Tokenizer]:
    """Raises: ModelFileError."""
    folder = bundle_folder()
    with safe_open(folder / "model.safetensors", framework="numpy") as file:
        table = file.get_tensor(_EMBEDDINGS).astype(np.float32)
    table -= table.mean(axis=0)
    table /= table.std(axis=0).mean()
    return table, Tokenizer.from_file(str(folder / "tokenizer.json"))
