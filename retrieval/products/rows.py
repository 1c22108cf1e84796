"""catalogue.csv to products: one row a variant, product fields blank after a product's first row.

A row that cannot be used is reported with file, line, reason and hint, and left out; all others load.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from retrieval.errors import RetrievalError
from retrieval.types import Product, Variant

COLUMNS = (
    "product_id", "title", "category", "brand", "description", "attributes", "tags", "image", "url",
    "variant_id", "size", "colour", "price", "compare_at_price", "currency", "stock", "published",
)  # fmt: skip
REQUIRED = ("product_id", "title", "category", "variant_id", "price", "stock")
FLAGS = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row was left out. ``line`` counts from 1, the header included; ``hint`` says what to write."""

    file: str
    line: int
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" + (f" {self.hint}" if self.hint else "")


class CatalogueFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: products in the order of the file, and what was left out."""

    products: tuple[Product, ...]
    problems: tuple[Problem, ...] = ()


class BadRow(Exception):
    """A row that cannot be used."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason, self.hint = reason, hint
        super().__init__(reason)


def read_catalogue(path: Path, *, currency: str = "") -> CatalogueFile:
    """Read a catalogue; rows in another ``currency`` are left out ("" takes any).

    Raises: RetrievalError when there is no such file, it is not UTF-8, or columns are missing.
    """
    reader = _Reader(path.name, currency)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restval="")
            _check_header(path, rows.fieldnames or ())
            for row in rows:
                reader.take(rows.line_num, row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RetrievalError(f"The catalogue cannot be read: {error}", file=path) from error
    return reader.finished()


def _check_header(path: Path, header: Sequence[str]) -> None:
    for name in REQUIRED:
        if name not in header:
            near = difflib.get_close_matches(name, header, n=1)
            hint = f" Is it the column {near[0]!r}?" if near else ""
            raise RetrievalError(f"The column {name!r} is missing in the first line.{hint}", file=path)


class _Reader:
    """Collects rows into products. A product whose first row is bad takes its fields from no other."""

    def __init__(self, file: str, currency: str) -> None:
        self._file, self._currency = file, currency
        self._heads: dict[str, dict[str, str]] = {}
        self._variants: dict[str, list[Variant]] = {}
        self._seen: dict[str, int] = {}
        self._problems: list[Problem] = []

    def take(self, line: int, row: dict[str, str]) -> None:
        """Take up one row, or report it."""
        row = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        try:
            self._head(row)
            variant = _variant(row, self._currency, self._heads[row["product_id"]])
            self._once(variant.variant_id, line)
            self._variants.setdefault(row["product_id"], []).append(variant)
        except BadRow as bad:
            self._problems.append(Problem(file=self._file, line=line, reason=bad.reason, hint=bad.hint))

    def finished(self) -> CatalogueFile:
        """All products that have a usable variant."""
        products = (_product(self._heads[i], variants) for i, variants in self._variants.items())
        return CatalogueFile(products=tuple(products), problems=tuple(self._problems))

    def _head(self, row: dict[str, str]) -> None:
        """Remember the product's own fields from the first row that has a title."""
        product_id, title = row["product_id"], row["title"]
        if not product_id:
            raise BadRow("The product_id is missing.", "Write the same id on every row of a product.")
        known = self._heads.get(product_id)
        if known is None and not title:
            raise BadRow(f"{product_id} has no title.", "Fill in the product's fields on its first row.")
        if known is None and not row["category"]:
            raise BadRow(f"{product_id} has no category.", "Write the shelf on which it stands, e.g. tents.")
        if known is not None and title and title != known["title"]:
            raise BadRow(
                f"{product_id} is already {known['title']!r}.", "Give this product an id of its own."
            )
        self._heads.setdefault(product_id, row)

    def _once(self, variant_id: str, line: int) -> None:
        if variant_id in self._seen:
            raise BadRow(
                f"The variant_id {variant_id!r} was used on line {self._seen[variant_id]}.",
                "Each row needs an id of its own.",
            )
        self._seen[variant_id] = line


def _variant(row: dict[str, str], currency: str, head: dict[str, str]) -> Variant:
    written = row.get("currency") or head.get("currency", "")
    if currency and written and written.upper() != currency:
        raise BadRow(f"The price is in {written}, the shop sells in {currency}.", "Convert it.")
    if not row["variant_id"]:
        raise BadRow("The variant_id is missing.", f"For example {row['product_id']}-M-RED.")
    compare = row.get("compare_at_price", "")
    return Variant(
        variant_id=row["variant_id"],
        price=_price("price", row["price"]),
        stock=_stock(row["stock"]),
        size=row.get("size", ""),
        colour=row.get("colour", ""),
        compare_at_price=_price("compare_at_price", compare) if compare else None,
    )


def _price(column: str, text: str) -> Decimal:
    if not text:
        raise BadRow(f"The {column} is missing.", "Write it with a dot, like 129.95.")
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise BadRow(f"The {column} {text!r} is not a number.", "Write it with a dot, like 129.95.") from None
    if not price.is_finite() or price < 0:
        raise BadRow(f"The {column} {text!r} is not a price.", "It cannot be below 0.")
    return price


def _stock(text: str) -> int:
    try:
        stock = int(text)
    except ValueError:
        raise BadRow(f"The stock {text!r} is not a whole number.", "Write 0 for sold out.") from None
    if stock < 0:
        raise BadRow(f"The stock {stock} is below 0.", "Write 0 for sold out.")
    return stock


def _product(head: dict[str, str], variants: list[Variant]) -> Product:
    return Product(
        product_id=head["product_id"], title=head["title"], category=head["category"],
        brand=head.get("brand", ""), description=head.get("description", ""),
        currency=head.get("currency", ""), variants=tuple(variants),
        attributes=dict(_attributes(head.get("attributes", ""))),
        tags=tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip()),
        image=head.get("image", ""), url=head.get("url", ""),
        published=FLAGS.get(head.get("published", "").lower(), False),
    )  # fmt: skip


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """``Weight: 1.25 kg; Waterproof: yes`` as pairs; a part without a colon is passed over."""
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip() and value.strip():
            yield name.strip(), value.strip()
