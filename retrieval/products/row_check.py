"""What makes a row of a catalogue usable: one check for catalogue.csv and for every kind of feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from retrieval.types import Variant

LONGEST_ID = 100
DEAREST = Decimal(10_000_000)
_COMMA_CENTS = re.compile(r"(-?(?:\d+|\d{1,3}(?:[.'\s]\d{3})+)),(\d{1,2})")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies of which ``1.899`` is a price; elsewhere it may be 1899 as a German table writes it."""
_DOT_CENTS = re.compile(r"(-?\d{1,3}(?:[,'\s]\d{3})+)\.(\d{1,2})")

CODES = {
    "bad_row": "the row is not of the file's form",
    "missing_id": "the id of product or variant is missing",
    "bad_id": "the id is longer than 100 characters, or holds control characters",
    "id_taken": "the product's id belongs to a product of another title",
    "duplicate_id": "the variant's id was used before in this file",
    "missing_title": "the product has no title",
    "missing_category": "the product has no category",
    "missing_price": "the price is missing",
    "bad_price": "the price is not a number, may be two, or is over 10,000,000",
    "negative_price": "the price is below 0",
    "wrong_currency": "the price is in another currency than the shop's",
    "bad_stock": "the stock is not a whole number from 0 on",
    "bad_date": "the day from which on the shop has the product is no date",
    "no_variants": "nothing of the product can be bought",
    "missing_parent": "the product that a variation belongs to is not in the file before it",
    "broken_file": "the file ends or breaks off here; what stands before is in",
}
"""Why a row is left out."""


class BadRow(Exception):
    """A row that cannot be used: ``code`` is one of ``CODES``, ``hint`` says what to write."""

    def __init__(self, code: str, reason: str, hint: str = "") -> None:
        self.code, self.reason, self.hint = code, reason, hint
        super().__init__(reason)


class RowCheck:
    """Checks rows (by the column names of catalogue.csv, no value with blanks around it) one after the other.

    It keeps ids and titles, not rows: a file of any size passes. Rows in another ``currency`` are bad (""
    takes any).
    """

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._products: dict[str, tuple[str, str]] = {}
        self._variants: dict[str, int] = {}

    def knows(self, product_id: str) -> bool:
        """Whether a row has begun this product."""
        return product_id in self._products

    def check(self, line: int, row: Mapping[str, str]) -> Variant:
        """The variant of a row. A product begins with its first row that has title and category, even if the
        variant on it is bad.

        Raises: BadRow.
        """
        _, currency = self._begin(row)
        check_day(row.get("since", ""))
        variant = _variant(row, self._currency, currency)
        self._once(variant.variant_id, line)
        return variant

    def _begin(self, row: Mapping[str, str]) -> tuple[str, str]:
        product_id, title = row["product_id"], row["title"]
        if not product_id:
            raise BadRow(
                "missing_id", "The product_id is missing.", "Write the same id on every row of a product."
            )
        _check_id("product_id", product_id)
        known = self._products.get(product_id)
        if known is None and not title:
            raise BadRow(
                "missing_title",
                f"{product_id} has no title.",
                "Fill in the product's fields on its first row.",
            )
        if known is None and not row["category"]:
            raise BadRow(
                "missing_category", f"{product_id} has no category.",
                "Write the shelf on which it stands, e.g. tents.",
            )  # fmt: skip
        if known is not None and title and title != known[0]:
            raise BadRow(
                "id_taken", f"{product_id} is already {known[0]!r}.", "Give this product an id of its own."
            )
        return self._products.setdefault(product_id, (title, row.get("currency", "")))

    def _once(self, variant_id: str, line: int) -> None:
        if variant_id in self._variants:
            raise BadRow(
                "duplicate_id",
                f"The variant_id {variant_id!r} was used on line {self._variants[variant_id]}.",
                "Each row needs an id of its own.",
            )  # fmt: skip
        self._variants[variant_id] = line


def _variant(row: Mapping[str, str], currency: str, product_currency: str) -> Variant:
    written = row.get("currency") or product_currency
    if currency and written and written.upper() != currency:
        reason = f"The price is in {written}, the shop sells in {currency}."
        raise BadRow("wrong_currency", reason, _other_currency(written))
    if not row["variant_id"]:
        raise BadRow("missing_id", "The variant_id is missing.", f"For example {row['product_id']}-M-RED.")
    _check_id("variant_id", row["variant_id"])
    compare = row.get("compare_at_price", "")
    if (known := currency or written.upper()) and known not in THREE_DECIMALS:
        _check_thousands("price", row["price"])
        _check_thousands("compare_at_price", compare)
    return Variant(
        variant_id=row["variant_id"],
        price=check_price("price", row["price"]),
        stock=check_stock(row["stock"]),
        size=row.get("size", ""),
        colour=row.get("colour", ""),
        compare_at_price=check_price("compare_at_price", compare) if compare else None,
    )


def _check_thousands(column: str, text: str) -> None:
    if _THOUSANDS.fullmatch(text):
        raise BadRow(
            "bad_price",
            f"The {column} {text!r} may be two prices.",
            f"Write {text.replace('.', '')}.00, or {text[:-1]}.",
        )


def _other_currency(written: str) -> str:
    """What to do about a price in another currency, or in what is none."""
    if len(written) != 3 or not written.isalpha():
        return "Write the currency in three capital letters, such as EUR or GBP."
    code = written.upper()
    setting = f'set currency = "{code}" under [shop] in shopclerk.toml'
    return f"If the shop sells in {code}, {setting}; else convert it."


def _check_id(column: str, text: str) -> None:
    if len(text) > LONGEST_ID or not text.isprintable():
        raise BadRow("bad_id", f"The {column} is no id.", f"At most {LONGEST_ID} characters on one line.")


def check_price(column: str, text: str) -> Decimal:
    """A price as ``with_dot`` reads it. Raises: BadRow."""
    if not text:
        raise BadRow("missing_price", f"The {column} is missing.", "Write it like 129.95 or 129,95.")
    try:
        price = Decimal(with_dot(text))
    except InvalidOperation:
        raise BadRow(
            "bad_price", f"The {column} {text!r} is not a number.", "Write it like 129.95 or 129,95."
        ) from None
    if not price.is_finite() or price > DEAREST:
        raise BadRow("bad_price", f"The {column} {text!r} is not a price.", "Write it like 129.95.")
    if price < 0:
        raise BadRow("negative_price", f"The {column} {text!r} is not a price.", "It cannot be below 0.")
    return price


def with_dot(text: str) -> str:
    """``129,95``, ``1.299,00`` and ``1,299.00`` with nothing but a dot; what is no price, or may be two
    (``1,299``), as it is."""
    match = _COMMA_CENTS.fullmatch(text) or _DOT_CENTS.fullmatch(text)
    return re.sub(r"[.,'\s]", "", match[1]) + f".{match[2]}" if match else text


def check_day(text: str) -> str:
    """A day (ISO), or the day of a time; "" for none. Raises: BadRow."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text else ""
    except ValueError:
        raise BadRow(
            "bad_date", f"The since {text!r} is not a date.", "Write it like 2026-10-12, or leave it empty."
        ) from None


def known_day(text: str) -> str:
    """The same; "" for what is no date."""
    try:
        return check_day(text)
    except BadRow:
        return ""


def check_stock(text: str) -> int:
    """Pieces. Raises: BadRow."""
    try:
        stock = int(text)
    except ValueError:
        raise BadRow(
            "bad_stock", f"The stock {text!r} is not a whole number.", "Write 0 for sold out."
        ) from None
    if stock < 0:
        raise BadRow("bad_stock", f"The stock {stock} is below 0.", "Write 0 for sold out.")
    return stock
