"""The kinds of feeds by name, and telling them apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import RetrievalError
from retrieval.products.feeds.google import read_google
from retrieval.products.feeds.item import Feed, Item
from retrieval.products.feeds.shopify import read_shopify
from retrieval.products.feeds.shopify_csv import read_shopify_csv
from retrieval.products.feeds.systems import system_of
from retrieval.products.feeds.table_rows import headings
from retrieval.products.feeds.tables import read_csv, read_jsonl
from retrieval.products.feeds.woocommerce import read_woocommerce
from retrieval.products.feeds.woocommerce_csv import read_woocommerce_csv


def _in_either_form(as_json: Feed, as_table: Feed) -> Feed:
    """Reads JSON or CSV, whichever a file is by its name."""

    def read(path: Path) -> Iterator[Item]:
        return as_table(path) if _BY_NAME.get(path.suffix.lower()) == "csv" else as_json(path)

    return read


FEEDS: dict[str, Feed] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "google": read_google,
    "shopify": _in_either_form(read_shopify, read_shopify_csv),
    "woocommerce": _in_either_form(read_woocommerce, read_woocommerce_csv),
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
    """The kind of a file by its name, of ``.csv`` and its kin by the headings too, of ``.json`` by the
    words in its beginning.

    Raises: RetrievalError where that does not tell.
    """
    if known := _BY_NAME.get(path.suffix.lower()):
        return (system_of(headings(path)) or known) if known == "csv" else known
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
