"""The kinds of feeds by name, and telling them apart."""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import RetrievalError
from retrieval.products.feeds.google import read_google
from retrieval.products.feeds.item import Feed
from retrieval.products.feeds.shopify import read_shopify
from retrieval.products.feeds.tables import read_csv, read_jsonl
from retrieval.products.feeds.woocommerce import read_woocommerce

FEEDS: dict[str, Feed] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "google": read_google,
    "shopify": read_shopify,
    "woocommerce": read_woocommerce,
}
_BY_NAME = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "google",
}
_WOO = (b'"permalink"', b'"regular_price"', b'"stock_status"', b'"currency_minor_unit"')
_SHOPIFY = (b'"body_html"', b'"variants"', b'"product_type"', b'"vendor"')
PEEKED = 1 << 18


def kind_of(path: Path) -> str:
    """The kind of a file by its name, of ``.json`` by the words in its beginning.

    Raises: RetrievalError where that does not tell.
    """
    if known := _BY_NAME.get(path.suffix.lower()):
        return known
    try:
        with path.open("rb") as file:
            head = file.read(PEEKED)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "google"
    for kind, words in (("woocommerce", _WOO), ("shopify", _SHOPIFY)):
        if sum(word in head for word in words) > 1:
            return kind
    raise RetrievalError(f"What is it? Name it: --format {', '.join(FEEDS)}.", file=path)
