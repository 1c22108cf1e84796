"""CSV with the columns of catalogue.csv, and JSON Lines: a product with its variants on each line, as
``GET /v1/products/ID`` gives it, or one row of catalogue.csv as an object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import Item, address, plain_text, row_of
from retrieval.products.feeds.systems import system_of
from retrieval.products.feeds.table_rows import read_table
from retrieval.products.headings import check_headings
from retrieval.products.rows import COLUMNS

LONGEST_LINE = 4 << 20
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
PRODUCT = frozenset(
    {"product_id", "title", "category", "brand", "description", "image", "url", "currency", "since"}
)
VARIANT = frozenset({"variant_id", "price", "stock", "size", "colour", "compare_at_price", "currency"})


def read_csv(path: Path) -> Iterator[Item]:
    """See ``Feed``. Fields are separated by what separates the first line: comma, semicolon or tab."""
    for row in read_table(path, lambda names: check_headings(path, names, _advice(names))):
        if isinstance(row, Item):
            yield row
        else:
            yield Item(line=row.line, row=_plain_row(row.values), end=row.end)


def _plain_row(values: Mapping[str, str]) -> dict[str, str]:
    """By all columns, without HTML; a text that has none keeps its lines."""
    row = {name: values.get(name, "") for name in COLUMNS}
    text = row["description"]
    return row | {
        "description": plain_text(text) if _TAG.search(text) else text,
        "image": address(row["image"]),
        "url": address(row["url"]),
    }


def _advice(names: list[str]) -> str:
    kind = system_of(names)
    return f"It is what {kind} exports: --format {kind}, or auto." if kind else ""


def read_jsonl(path: Path) -> Iterator[Item]:
    """See ``Feed``."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(LONGEST_LINE):
                number += 1
                if raw.strip():
                    yield from _json_items(number, raw, file.tell())
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def _json_items(line: int, raw: bytes, end: int) -> Iterator[Item]:
    try:
        product = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        yield Item(line=line, code="bad_row", reason=f"It is no JSON object: {error}.", end=end)
        return
    variants = product.get("variants", [product])
    if not isinstance(variants, list) or not all(isinstance(variant, dict) for variant in variants):
        yield Item(line=line, code="bad_row", reason="variants is no list of objects.", end=end)
        return
    if not variants:
        reason = f"{product.get('product_id', 'It')} has no variants."
        yield Item(line=line, code="no_variants", reason=reason, end=end)
    for variant in variants:
        yield Item(line=line, row=_json_row(product, variant), end=end)


def _json_row(product: Mapping[str, Any], variant: Mapping[str, Any]) -> dict[str, str]:
    attributes, tags = product.get("attributes") or {}, product.get("tags") or ()
    if isinstance(attributes, str):
        attributes = dict(part.split(":", 1) for part in attributes.split(";") if ":" in part)
    fields = {name: _text(product.get(name)) for name in PRODUCT}
    return row_of(
        **fields
        | {name: _text(variant.get(name)) for name in VARIANT if variant.get(name) not in (None, "")}
        | {
            "description": plain_text(fields["description"]),
            "image": address(fields["image"]),
            "url": address(fields["url"]),
        },
        attributes=((str(k), str(v)) for k, v in attributes.items()) if isinstance(attributes, dict) else (),
        tags=tags.split(",") if isinstance(tags, str) else map(str, tags),
        published=product.get("published", True) not in (False, "no", "false", 0, "0"),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
