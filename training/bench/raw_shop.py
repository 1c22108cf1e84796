"""What a made shop really has, kept apart from what is measured: it judges whatever was shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from retrieval.types import Constraints, Product, ProductHit


class RawShop:
    """Stock and price of each variant, which products are published, and which are blocked."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = {product.product_id: product for product in products}
        self._blocked: frozenset[str] = frozenset()
        self.stock = {v.variant_id: v.stock for product in products for v in product.variants}
        self.price = {v.variant_id: v.price for product in products for v in product.variants}

    def block(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Take over the rules that block products, categories or brands."""
        fields = {"products": "product_id", "categories": "category", "brands": "brand"}
        selectors = [entry["block"] for entry in entries if "block" in entry]
        self._blocked = frozenset(
            product.product_id
            for product in self._products.values()
            for selector in selectors
            if all(getattr(product, fields[key]) in values for key, values in selector.items())
        )

    def unavailable(
        self,
        hits: Sequence[ProductHit],
        wish: Constraints,
        given_up: Collection[str] = (),
        taken: Collection[str] = (),
    ) -> int:
        """How many of the hits may not be shown: sold out, hidden, blocked, at another price, beyond the
        budget of the wish where that was not given up, shown twice, or ``taken`` (ids) before."""
        seen: set[str] = set(taken)
        wrong = 0
        for hit in hits:
            wrong += not self._may_be_shown(hit, wish, "price" in given_up) or hit.product.product_id in seen
            seen.add(hit.product.product_id)
        return wrong

    def _may_be_shown(self, hit: ProductHit, wish: Constraints, any_price: bool) -> bool:
        product, variant = self._products[hit.product.product_id], hit.variant
        price: Decimal = self.price[variant.variant_id]
        return (
            product.published
            and product.product_id not in self._blocked
            and any(own.variant_id == variant.variant_id for own in product.variants)
            and self.stock[variant.variant_id] > 0
            and price == variant.price
            and (any_price or wish.price_max is None or price <= wish.price_max)
            and (any_price or wish.price_min is None or price >= wish.price_min)
        )
