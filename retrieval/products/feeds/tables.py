"""CSV with the columns of catalogue.csv, and JSON Lines: a product with its variants on each line, as
``GET /v1/products/ID`` gives it, or one row of catalogue.csv as an object."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import Item, address, plain_text, row_of
from retrieval.products.rows import COLUMNS, REQUIRED

LONGEST_LINE = 4 << 20
PRODUCT = frozenset(
    {"product_id", "title", "category", "brand", "description", "image", "url", "currency", "since"}
)
VARIANT = frozenset({"variant_id", "price", "stock", "size", "colour", "compare_at_price", "currency"})


def read_csv(path: Path) -> Iterator[Item]:
    """See ``Feed``. Fields are separated by what separates the first line: comma, semicolon or tab."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from _rows(path, file)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def _rows(path: Path, file: TextIO) -> Iterator[Item]:
    first = file.readline()
    separator = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=separator), [])
    _check_header(path, names)
    rows = csv.reader(file, delimiter=separator)
    end = len(first)
    while True:
        try:
            fields = next(rows, None)
        except csv.Error as error:
            yield Item(line=rows.line_num + 1, code="bad_row", reason=f"It is not CSV: {error}.", end=end)
            continue
        if fields is None:
            return
        end += sum(map(len, fields)) + len(fields)
        if any(fields):
            yield _csv_item(rows.line_num + 1, names, fields, end)


def _check_header(path: Path, names: list[str]) -> None:
    for name in REQUIRED:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f" Is it the column {near[0]!r}?" if near else ""
            raise RetrievalError(f"The column {name!r} is missing in the first line.{hint}", file=path)


def _csv_item(line: int, names: list[str], fields: list[str], end: int) -> Item:
    if len(fields) > len(names):
        reason = f"It has {len(fields)} fields, the first line {len(names)}."
        return Item(line=line, code="bad_row", reason=reason, hint="Put texts in quotes.", end=end)
    row = dict.fromkeys(COLUMNS, "") | {n: f.strip() for n, f in zip(names, fields, strict=False) if n}
    if any(_is_damaged(value) for value in row.values()):
        return Item(line=line, code="bad_row", reason="It is not UTF-8.", hint="Save it as UTF-8.", end=end)
    return Item(line=line, row={name: row[name] for name in COLUMNS}, end=end)


def _is_damaged(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text) or "\0" in text


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
