"""The kinds of exports by name, and telling them apart."""

from __future__ import annotations

from pathlib import Path

from bot.shop.exports.item import Export
from bot.shop.exports.shopify import read_shopify_json
from bot.shop.exports.shopify_csv import read_shopify_csv
from bot.shop.exports.woocommerce import read_woocommerce
from retrieval.errors import RetrievalError
from retrieval.products.feeds.table_rows import headings

EXPORTS: dict[str, tuple[str, Export]] = {
    "shopify": ("shopify", read_shopify_json),
    "shopify-csv": ("shopify", read_shopify_csv),
    "woocommerce": ("woocommerce", read_woocommerce),
}
"""Each with the system that it comes from."""
_OF_SHOPIFY = frozenset({"name", "email", "financial status", "lineitem name"})
_WORDS = {
    "woocommerce": (b'"date_created_gmt"', b'"payment_method_title"', b'"billing"'),
    "shopify": (b'"financial_status"', b'"fulfillment_status"', b'"total_price"'),
}
_TABLES = (".csv", ".tsv", ".txt")
PEEKED = 1 << 18


def kind_of(path: Path) -> str:
    """The kind of a file, of tables by their headings, of JSON by the words in its beginning.

    Raises: RetrievalError where that does not tell.
    """
    if path.suffix.lower() in _TABLES:
        if {heading.strip().lower() for heading in headings(path)} >= _OF_SHOPIFY:
            return "shopify-csv"
        raise RetrievalError(
            "These are not the headings of Shopify's export of orders. WooCommerce's come as JSON; the tables"
            " themselves (shop/orders.csv and so on) are written by hand or by a program of yours.",
            file=path,
        )
    try:
        with path.open("rb") as file:
            head = file.read(PEEKED)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error
    for kind, words in _WORDS.items():
        if sum(word in head for word in words) > 1:
            return kind
    raise RetrievalError(f"What is it? Name it: --format {', '.join(EXPORTS)}.", file=path)
