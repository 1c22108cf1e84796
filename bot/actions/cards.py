"""Products and comparisons as cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.conversation.messages import Comparison, ComparisonRow, ProductCard
from retrieval.products.compare import Row
from retrieval.products.stock import stock_words
from retrieval.types import Product, ProductHit, Variant


def hit_card(hit: ProductHit) -> ProductCard:
    """The card of a found product, with its reasons."""
    return product_card(hit.product, hit.variant, ". ".join(hit.reasons))


def product_card(product: Product, variant: Variant | None = None, reason: str = "") -> ProductCard:
    """A product's card; without a variant its cheapest one that can be bought."""
    shown = variant or cheapest(product)
    there = [v for v in product.variants if v.stock > 0]
    buyable = {v.size for v in there}
    return ProductCard(
        product_id=product.product_id, title=product.title, price=f"{shown.price:.2f}",
        currency=product.currency, url=product.url, image=product.image, variant_id=shown.variant_id,
        brand=product.brand, category=product.category,
        compare_at_price=f"{shown.compare_at_price:.2f}" if shown.compare_at_price else "",
        stock=stock_words(product, shown), in_stock=shown.stock > 0, reason=reason,
        colours=_each(v.colour for v in there),
        sizes=_each(v.size for v in product.variants if v.size in buyable),
    )  # fmt: skip


def comparison(products: Sequence[Product], rows: Sequence[Row]) -> Comparison:
    """Products side by side."""
    return Comparison(
        products=tuple(product_card(product) for product in products),
        rows=tuple(ComparisonRow(attribute=row.attribute, values=row.values) for row in rows),
    )


def cheapest(product: Product) -> Variant:
    """The cheapest variant that can be bought, else the cheapest."""
    there = [v for v in product.variants if v.stock > 0]
    return min(there or product.variants, key=lambda v: v.price)


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
