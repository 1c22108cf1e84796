"""A CSV file of prices and stock: one variant a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import separator_of
from retrieval.products.row_check import with_dot

PRICES = ("price", "compare_at_price")
COLUMNS = ("variant_id", "price", "compare_at_price", "currency", "stock")


def read_updates(path: Path) -> Iterator[tuple[int, bytes]]:
    """Line from 1, and the JSON of an ``Update``, to be judged.

    Raises: RetrievalError when it cannot be read, or names no variants.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = separator_of(file.readline())
            file.seek(0)
            rows = csv.DictReader(file, restval="", delimiter=separator)
            names = set(rows.fieldnames or ())
            if "variant_id" not in names or not names & {"price", "stock"}:
                raise RetrievalError("The first line must name variant_id, and price or stock.", file=path)
            for row in rows:
                given = {name: (row.get(name) or "").strip() for name in COLUMNS}
                yield rows.line_num, _json(given)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RetrievalError(f"It cannot be read: {error}.", file=path) from error


def _json(given: dict[str, str]) -> bytes:
    fields: dict[str, str | int] = {
        name: with_dot(value) if name in PRICES else value for name, value in given.items() if value
    }
    if (stock := given["stock"]).lstrip("-").isdecimal():
        fields["stock"] = int(stock)  # what is no number stays text, and is refused
    return msgspec.json.encode({"variant_id": "", **fields})
