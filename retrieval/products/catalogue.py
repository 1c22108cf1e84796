"""The catalogue as it is now: products by id, browsing, categories."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from retrieval.products.terms import stems
from retrieval.products.text import product_text
from retrieval.types import Product, Variant


class Catalogue:
    """All products of one reading of the file, and their ``places`` by id. Immutable; only published ones are
    shown."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.products = tuple(products)
        self._by_id = {product.product_id: product for product in self.products}
        self.places = {product.product_id: place for place, product in enumerate(self.products)}
        self._by_variant = {v.variant_id: (p, v) for p in self.products for v in p.variants}
        self._published = [product for product in self.products if product.published]

    def with_changed(self, changed: Mapping[str, Product]) -> Self:
        """The same with other prices and stock of some products, by id: variants and publishing as before."""
        if not changed:
            return self
        products = list(self.products)
        other = copy.copy(self)
        other._by_id = {**self._by_id, **changed}
        other._by_variant = self._by_variant.copy()
        for product_id, product in changed.items():
            products[self.places[product_id]] = product
            other._by_variant.update({v.variant_id: (product, v) for v in product.variants})
        other.products = tuple(products)
        other._published = [product for product in products if product.published]
        return other

    def get(self, product_id: str) -> Product | None:
        """A published product, or None."""
        product = self._by_id.get(product_id)
        return product if product is not None and product.published else None

    def place_of(self, product_id: str) -> int | None:
        """Its place in ``products``, published or not; None for an unknown id."""
        return self.places.get(product_id)

    def knows(self, product_id: str) -> bool:
        """Whether there is such a product, published or not."""
        return product_id in self._by_id

    def variant(self, variant_id: str) -> tuple[Product, Variant] | None:
        """A variant with its product, published or not; None for an unknown one."""
        return self._by_variant.get(variant_id)

    def variant_alone(self, variant_id: str) -> Variant | None:
        """A variant alone, published or not."""
        found = self._by_variant.get(variant_id)
        return found[1] if found else None

    def categories(self, *, exclude: Collection[str] = ()) -> list[tuple[str, int]]:
        """Category names with the number of published products, in the order of the file."""
        return list(
            Counter(
                product.category for product in self._published if product.product_id not in exclude
            ).items()
        )

    def browse(
        self,
        *,
        category: str = "",
        query: str = "",
        limit: int = 24,
        offset: int = 0,
        exclude: Collection[str] = (),
    ) -> tuple[Sequence[Product], int]:
        """Published products that hold every word of ``query``, and how many there are; in stock first."""
        wanted = stems(query)
        found = [
            product
            for product in self._published
            if (not category or product.category == category)
            and product.product_id not in exclude
            and _holds_all(product, wanted)
        ]
        found.sort(key=lambda product: not product.in_stock)
        return found[offset : offset + limit], len(found)


def _holds_all(product: Product, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    words = set(stems(product_text(product)))
    return all(any(word.startswith(part) for word in words) for part in wanted)
