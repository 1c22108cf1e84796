"""What the ranking knows of products: columns over a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.types import Product

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Items:
    """``n`` products in the order of their catalogue.

    ``category`` and ``brand`` (n,) are places in ``categories`` and ``brands``; ``price`` (n,) is the natural
    logarithm of the lowest price; ``level`` (n,) where that stands among the prices of its category, 0 the
    cheapest to 1; ``reduced`` (n,) the share that is off; ``tags`` (n, t) rows of norm 1; ``vectors`` (n, d)
    are of norm 1.
    """

    ids: tuple[str, ...]
    place_of: dict[str, int]
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    category: Ints
    brand: Ints
    price: Floats
    level: Floats
    reduced: Floats
    tags: csr_matrix
    vectors: Floats

    def __len__(self) -> int:
        return len(self.ids)


def items_of(products: Sequence[Product], vectors: Floats) -> Items:
    """The columns of products with the vectors of their meaning, (n, d)."""
    ids = tuple(product.product_id for product in products)
    categories, category = _numbered([product.category for product in products])
    brands, brand = _numbered([product.brand for product in products])
    price = np.log(np.array([max(float(product.price), 0.01) for product in products], np.float32))
    return Items(
        ids=ids,
        place_of={product_id: place for place, product_id in enumerate(ids)},
        categories=categories,
        brands=brands,
        category=category,
        brand=brand,
        price=price,
        level=_level(price, category),
        reduced=np.array([_reduced(product) for product in products], np.float32),
        tags=_tags(products),
        vectors=vectors,
    )


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The names, each once, and the place of each among them."""
    places: dict[str, int] = {}
    found = [places.setdefault(name, len(places)) for name in names]
    return tuple(places), np.array(found, np.int32)


def _level(price: Floats, category: Ints) -> Floats:
    """The share of a category's products that are cheaper, equal ones by half."""
    if not len(price):
        return price
    order = np.lexsort((price, category))
    own, sizes = category[order], np.bincount(category)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    begins = np.concatenate([[True], (np.diff(own) != 0) | (np.diff(price[order]) != 0)])
    group = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    ends = np.concatenate([starts[1:], [len(order)]])
    level = np.empty(len(price), np.float32)
    level[order] = ((starts + ends)[group] / 2 - first[own]) / sizes[own]
    return level


def _reduced(product: Product) -> float:
    shares = [
        1 - float(variant.price / variant.compare_at_price)
        for variant in product.variants
        if variant.compare_at_price is not None and variant.compare_at_price > variant.price
    ]
    return max(shares, default=0.0)


def _tags(products: Sequence[Product]) -> csr_matrix:
    """Tags, and the values of attributes that are lists of words ("Activity: trekking, climbing")."""
    places: dict[str, int] = {}
    columns, lengths = [], []
    for product in products:
        words = {*product.tags, *(one.strip() for one in product.attributes.get("Activity", "").split(","))}
        own = sorted(places.setdefault(word, len(places)) for word in words if word)
        columns += own
        lengths.append(len(own))
    counts = np.array(lengths, np.int64)
    data = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return csr_matrix((data, np.array(columns, np.int32), starts), shape=(len(products), max(len(places), 1)))
