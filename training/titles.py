"""Fits what tells the words of a title that say what the thing is (``retrieval.products.title_model``):

    python -m training.titles fit
    python -m training.titles measure

from titles of many trades, two shops each (data/titles/training.jsonl). ``measure`` tells how many are read
rightly where each trade is read by what was learned of the others, and by the packaged model of the shops in
data/titles/kept.jsonl, which nothing was learned from (docs/decisions/0080).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import typer
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from retrieval.products.model_names import up_to_things
from retrieval.products.rows import product_of
from retrieval.products.title_features import Style, Titles
from retrieval.products.title_model import (
    DEFAULT,
    TitleModel,
    Weights,
    default_title_model,
    shares,
    word_vectors,
    words_of,
)
from retrieval.products.title_words import read_title
from retrieval.types import Product

FOLDER = Path("data/titles")
TRAINING, KEPT = FOLDER / "training.jsonl", FOLDER / "kept.jsonl"
FOLDS = 6
"""Parts of the trades; the second look learns from what the first one says of trades that it has not seen."""
STRENGTH = 0.5
"""Inverse strength of regularisation of both regressions."""
SCALE = 0.1
"""Of the words' vectors beside features that are 0 or 1."""
DIGITS = 4


class Labelled(msgspec.Struct, frozen=True):
    """A product's title with ``thing``, the words of it that say what it is, "" where none do."""

    shop: str
    title: str
    category: str
    thing: str
    brand: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()

    @property
    def product(self) -> Product:
        """The product, without variants."""
        names = {"product_id": self.title, "title": self.title, "category": self.category}
        texts = {"brand": self.brand, "description": self.description, "tags": ",".join(self.tags)}
        return product_of({**names, **texts}, [])

    @property
    def trade(self) -> str:
        """What the shop sells: "shoes" of "shoes/2"."""
        return self.shop.split("/")[0]

    @property
    def end(self) -> int:
        """Where the words that say what it is end in the title; 0 where none do."""
        return self.title.index(self.thing) + len(self.thing) if self.thing else 0


Shops = Mapping[str, Sequence[Labelled]]


def read_titles(file: Path) -> dict[str, list[Labelled]]:
    """The labelled titles of a file, by shop."""
    shops: dict[str, list[Labelled]] = defaultdict(list)
    for line in file.read_bytes().splitlines():
        labelled = msgspec.json.decode(line, type=Labelled)
        shops[labelled.shop].append(labelled)
    return shops


def products_of(labelled: Sequence[Labelled]) -> list[Product]:
    """The products of a shop as the model is asked of them."""
    return up_to_things([one.product for one in labelled])


class _Shop:
    """A shop's titles as rows: one for each word that may be what the thing is called."""

    def __init__(self, labelled: Sequence[Labelled]) -> None:
        self.products = products_of(labelled)
        self.titles = Titles(self.products)
        pairs = list(zip(self.products, self.titles.titles, strict=True))
        self.counts = [len(title.candidates) for title in self.titles.titles]
        self.words = [word for title in self.titles.titles for word in words_of(title)]
        self.features = [
            dict.fromkeys(self.titles.features(product, title, at), 1.0)
            for product, title in pairs
            for at in title.candidates
        ]
        self.called = [
            one.end == title.ends[at]
            for one, title in zip(labelled, self.titles.titles, strict=True)
            for at in title.candidates
        ]

    def style(self, log_odds: npt.NDArray[np.float64]) -> list[dict[str, float]]:
        """The features of the second look, by the log odds of the first."""
        parts = np.split(log_odds, np.cumsum(self.counts)[:-1])
        likely = [shares(part) for part in parts]
        style = Style(self.products, self.titles, likely)
        rows = zip(self.products, self.titles.titles, likely, strict=True)
        return [
            dict(style.features(product, title, at, chances))
            for product, title, chances in rows
            for at in title.candidates
        ]


class _First:
    """The first look: a regression over named features and the words' vectors."""

    def __init__(self, shops: Sequence[_Shop]) -> None:
        self._names = DictVectorizer()
        rows = self._names.fit_transform([row for shop in shops for row in shop.features])
        called = [one for shop in shops for one in shop.called]
        self._model = _regression().fit(hstack([rows, _vectors(shops)]).tocsr(), called)

    def log_odds(self, shop: _Shop) -> npt.NDArray[np.float64]:
        """Of each row of a shop."""
        rows = hstack([self._names.transform(shop.features), _vectors([shop])]).tocsr()
        found: npt.NDArray[np.float64] = self._model.decision_function(rows)
        return found

    def written(self) -> tuple[Weights, tuple[float, ...]]:
        """The weights of the features, and of the vectors in their own scale."""
        weights = self._model.coef_[0]
        names = self._names.get_feature_names_out()
        vector = weights[len(names) :] * SCALE
        return _weights(names, weights, self._model), tuple(round(float(one), DIGITS + 1) for one in vector)


def fit_titles(shops: Shops) -> TitleModel:
    """The model that shops' titles make."""
    rows = {name: _Shop(labelled) for name, labelled in shops.items()}
    trades = sorted({name.split("/")[0] for name in rows})
    fold = {name: trades.index(name.split("/")[0]) % FOLDS for name in rows}
    features, called = [], []
    for number in sorted(set(fold.values())):
        first = _First([shop for name, shop in rows.items() if fold[name] != number])
        for shop in (shop for name, shop in rows.items() if fold[name] == number):
            features += shop.style(first.log_odds(shop))
            called += shop.called
    names = DictVectorizer()
    second = _regression().fit(names.fit_transform(features), called)
    weights, words = _First(list(rows.values())).written()
    return TitleModel(weights, _weights(names.get_feature_names_out(), second.coef_[0], second), words)


def right_of(model: TitleModel, labelled: Sequence[Labelled]) -> tuple[int, int]:
    """How many titles of a shop are read rightly, and how many of those that say what the thing is."""
    read = model.read(products_of(labelled))
    right = [
        called.end == _word_end(one) for called, one in zip(read, labelled, strict=True)
    ]  # fmt: skip
    return sum(right), sum(hit for hit, one in zip(right, labelled, strict=True) if one.thing)


def _word_end(labelled: Labelled) -> int:
    """Where the last word ends that says what it is; a sign behind it is none."""
    ends = [end for end in read_title(labelled.title).ends if end <= labelled.end]
    return ends[-1] if labelled.end and ends else 0


def fit() -> None:
    """Write the packaged model anew."""
    model = fit_titles(read_titles(TRAINING))
    DEFAULT.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    typer.echo(f"{len(model.first.weights)} and {len(model.second.weights)} features, written to {DEFAULT}")


def measure() -> None:
    """Say how many titles are read rightly."""
    shops = read_titles(TRAINING)
    trades = sorted({one[0].trade for one in shops.values()})
    total = np.zeros(4, int)
    for trade in trades:
        model = fit_titles({name: rows for name, rows in shops.items() if rows[0].trade != trade})
        counted = np.sum([_counted(model, rows) for rows in shops.values() if rows[0].trade == trade], axis=0)
        _show(trade, counted)
        total += counted
    _show("each trade by the others", total)
    for name, rows in read_titles(KEPT).items():
        _show(f"kept: {name}", _counted(default_title_model(), rows))


def _counted(model: TitleModel, rows: Sequence[Labelled]) -> npt.NDArray[np.int64]:
    right, named = right_of(model, rows)
    return np.array([right, len(rows), named, sum(bool(one.thing) for one in rows)])


def _show(name: str, counted: npt.NDArray[np.int64]) -> None:
    right, all_of_them, named, with_thing = map(int, counted)
    typer.echo(
        f"{name}: {right} of {all_of_them} titles ({right / all_of_them:.3f}),"
        f" {named} of {with_thing} that say what the thing is"
    )


def _regression() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000)


def _vectors(shops: Sequence[_Shop]) -> csr_matrix:
    words = [word for shop in shops for word in shop.words]
    known = word_vectors(words)
    return csr_matrix(np.stack([known[word] for word in words]) * SCALE)


def _weights(names: Sequence[str], weights: npt.NDArray[np.float64], model: LogisticRegression) -> Weights:
    told = {str(name): round(float(one), DIGITS) for name, one in zip(names, weights, strict=False)}
    return Weights(
        {name: one for name, one in told.items() if one}, round(float(model.intercept_[0]), DIGITS)
    )


def main() -> None:
    """See above."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("part", choices=("fit", "measure"))
    {"fit": fit, "measure": measure}[arguments.parse_args().part]()


if __name__ == "__main__":
    main()
