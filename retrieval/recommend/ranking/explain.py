"""Why a product is recommended: what moved it up in the ranking, said only where the data bear it out.

The ranking tells how much each of its columns moved a candidate (``Ranker.shares``). Columns of one meaning
are a kind; the kinds that moved it most are put into words, each from the data themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from retrieval.products.relax import amount
from retrieval.recommend.port import Deed
from retrieval.recommend.ranking.items import Floats
from retrieval.recommend.ranking.model import Ranking
from retrieval.types import Product, Variant

Kind = Literal["others", "alike", "brand", "category", "price", "reduced", "popular"]
MEANING: Mapping[str, Kind] = {
    "popularity": "popular", "trending": "popular", "this month": "popular", "share in category": "popular",
    "a year ago": "popular", "category this month": "popular", "category a year ago": "popular",
    "item_knn": "others", "item_knn_recent": "others", "als": "others", "ease": "others",
    "sequence": "others", "two_tower": "others",
    "content": "alike", "text": "alike", "tags": "alike", "text to one": "alike", "text to last": "alike",
    "tags to last": "alike", "brand": "brand", "brand of last": "brand", "category": "category",
    "bought in category": "category", "in cart of category": "category", "step": "category",
    "step from bought": "category", "same category as last": "category", "level gap": "price",
    "price gap to last": "price", "reduced": "reduced",
}  # fmt: skip
"""Of columns, without "rank" and spans. What is not here tells nothing that can be said."""
NEAR = 0.35
"""Cosine from which a product is called similar."""
OFTEN = 2
"""Products of a brand or category that a shopper looked at, from which on that is said."""
USUAL = 0.2
"""Of a category's prices, ordered: how far from its place a price is still like another."""
LOOKED, BOUGHT = ("view", "click", "add_to_cart", "purchase"), "purchase"


@dataclass(frozen=True, eq=False)
class Explainer:
    """Explains candidates of one shopper. ``did`` are things with ``products`` that there are, oldest first;
    ``names`` what those that may be named are called in a sentence."""

    ranking: Ranking
    did: Sequence[Deed]
    names: Mapping[str, str]
    products: Mapping[str, Product]

    def reasons(
        self, product: Product, variant: Variant, shares: Floats, columns: Sequence[str]
    ) -> list[str]:
        """True sentences, of what moved the product most first; ``shares`` (f,) by the names of columns."""
        moved: dict[Kind, float] = {}
        for name, share in zip(columns, shares, strict=True):
            kind = _kind(name)
            if kind is not None:
                moved[kind] = moved.get(kind, 0.0) + float(share)
        ordered = sorted((kind for kind in moved if moved[kind] > 0), key=lambda kind: -moved[kind])
        return [text for kind in ordered for text in self._said(kind, product, variant)]

    def _said(self, kind: Kind, product: Product, variant: Variant) -> Iterator[str]:
        if kind == "others":
            yield from self._others(product)
        elif kind == "alike":
            yield from self._alike(product)
        elif kind == "brand":
            yield from self._counted("brand", product.brand)
        elif kind == "category":
            yield from self._counted("category", product.category)
        elif kind == "price":
            yield from self._priced(product)
        elif kind == "reduced" and (variant.compare_at_price or 0) > variant.price:
            yield f"Reduced from {amount(variant.compare_at_price or variant.price)} {product.currency}"

    def _others(self, product: Product) -> Iterator[str]:
        place_of, together = self.ranking.items.place_of, self.ranking.habits.together
        own = place_of[product.product_id]
        counts = {
            one.product_id: int(together[place_of[one.product_id], own])
            for one in self.did
            if one.kind in LOOKED and one.product_id in self.names and one.product_id != product.product_id
        }
        best = max(counts, key=lambda product_id: counts[product_id], default="")
        if best and counts[best]:
            yield f"{counts[best]} shoppers who looked at the {self.names[best]} looked at this too"

    def _alike(self, product: Product) -> Iterator[str]:
        items = self.ranking.items
        known = [one for one in self.did if one.product_id in self.names and one.kind in LOOKED]
        known = [one for one in known if one.product_id != product.product_id]
        if not known:
            return
        places = [items.place_of[one.product_id] for one in known]
        cosines = items.vectors[places] @ items.vectors[items.place_of[product.product_id]]  # (h,)
        best = int(np.argmax(cosines))
        if cosines[best] >= NEAR:
            did = "bought" if known[best].kind == BOUGHT else "looked at"
            yield f"Similar to the {self.names[known[best].product_id]} that you {did}"

    def _counted(self, what: Literal["brand", "category"], value: str) -> Iterator[str]:
        seen = {
            one.product_id
            for one in self.did
            if one.kind in LOOKED and getattr(self.products[one.product_id], what) == value
        }
        if len(seen) >= OFTEN:
            said = f"products by {value}" if what == "brand" else f"products in {value}"
            yield f"You looked at {len(seen)} {said}"

    def _priced(self, product: Product) -> Iterator[str]:
        """Where most of what was looked at has its price in the same part of its category's."""
        items = self.ranking.items
        places = {items.place_of[one.product_id] for one in self.did if one.kind in LOOKED}
        gaps = np.abs(items.level[sorted(places)] - items.level[items.place_of[product.product_id]])
        if len(gaps) > OFTEN and float((gaps <= USUAL).mean()) > 0.5:
            yield "In the price range that you mostly look at"


@cache
def _kind(column: str) -> Kind | None:
    name = column.removesuffix(" rank")
    for span in (" long", " recent", " days"):
        name = name.removesuffix(span)
    return MEANING.get(name)
