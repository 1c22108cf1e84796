"""catalogue.csv to products: one row a variant, product fields blank after a product's first row.

A row that cannot be used is reported with file, line, reason and hint, and left out; all others load.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import CsvRow, read_rows, separator_of
from retrieval.products.gender import with_gender
from retrieval.products.headings import check_headings
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.model_names import with_things
from retrieval.products.row_check import BadRow, RowCheck, known_day
from retrieval.products.sections import with_sections
from retrieval.products.stated_colours import with_stated_colours
from retrieval.products.terms import stems
from retrieval.types import Product, Variant

COLUMNS = (
    "product_id", "title", "category", "brand", "description", "attributes", "tags", "image", "url",
    "variant_id", "size", "colour", "price", "compare_at_price", "currency", "stock", "published", "since",
)  # fmt: skip
_PATH = re.compile(r"\s*>\s*|(?<=\w)/(?=\w)")
FLAGS = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row was left out, by one of ``retrieval.products.row_check.CODES``. ``line`` counts from 1, the
    header included; ``hint`` says what to write."""

    file: str
    line: int
    reason: str
    hint: str = ""
    code: str = "bad_row"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" + (f" {self.hint}" if self.hint else "")


def problem_of(file: str, line: int, bad: BadRow) -> Problem:
    """The report on a bad row."""
    return Problem(file=file, line=line, reason=bad.reason, hint=bad.hint, code=bad.code)


class CatalogueFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: products in the order of the file, and what was left out."""

    products: tuple[Product, ...]
    problems: tuple[Problem, ...] = ()


def read_catalogue(path: Path, *, currency: str = "") -> CatalogueFile:
    """Read a catalogue; rows in another ``currency`` are left out ("" takes any).

    Raises: RetrievalError when there is no such file, it is not UTF-8, or columns are missing.
    """
    reader = _Reader(path.name, currency)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            separator = separator_of(first)
            names = next(csv.reader([first], delimiter=separator), [])
            check_headings(path, names)
            for row in read_rows(file, separator, len(names)):
                reader.take(names, row)
    except UnicodeDecodeError as error:
        reason = 'It cannot be read: it is not UTF-8. Save it so (Excel: "CSV UTF-8").'
        raise RetrievalError(reason, file=path) from error
    except (OSError, csv.Error) as error:
        raise RetrievalError(f"The catalogue cannot be read: {error}", file=path) from error
    return reader.finished()


class _Reader:
    """Collects rows into products. A product whose first row is bad takes its fields from no other."""

    def __init__(self, file: str, currency: str) -> None:
        self._file, self._currency, self._check = file, currency, RowCheck(currency)
        self._heads: dict[str, dict[str, str]] = {}
        self._variants: dict[str, list[Variant]] = {}
        self._problems: list[Problem] = []

    def take(self, names: list[str], read: CsvRow) -> None:
        """Take up one row, or report it."""
        line = read.line
        if read.reason:
            bad = BadRow("bad_row", read.reason, read.hint)
            self._problems.append(problem_of(self._file, line, bad))
            return
        values = dict(zip(names, map(str.strip, read.fields), strict=False))
        row = dict.fromkeys(names, "") | values
        product_id = row["product_id"]
        try:
            variant = self._check.check(line, row)
            self._variants.setdefault(product_id, []).append(variant)
        except BadRow as bad:
            self._problems.append(problem_of(self._file, line, bad))
        if self._check.knows(product_id):
            self._heads.setdefault(product_id, row)

    def finished(self) -> CatalogueFile:
        """All products that have a usable variant."""
        products = [self._product(self._heads[i], variants) for i, variants in self._variants.items()]
        return CatalogueFile(
            products=with_things(with_sections(with_stated_colours(products))), problems=tuple(self._problems)
        )

    def _product(self, head: dict[str, str], variants: list[Variant]) -> Product:
        return product_of({**head, "currency": head.get("currency") or self._currency}, variants)


def product_of(head: dict[str, str], variants: list[Variant]) -> Product:
    """Of a category that is a path ("Computers/Tablets") the last part is the shelf, the others stand
    ``above`` it; for whom things are ("Shoes/Women") is no shelf while another part is."""
    path = [part.strip() for part in _PATH.split(head["category"])]
    path = sorted(path, key=lambda part: not PERSON_WORDS.issuperset(stems(part)))
    attributes = dict(_attributes(head.get("attributes", "")))
    return Product(
        product_id=head["product_id"], title=head["title"], category=path[-1] or head["category"],
        above=tuple(filter(None, path[:-1])),
        brand=head.get("brand", ""), description=head.get("description", ""),
        currency=head.get("currency", ""), variants=tuple(variants),
        attributes=with_gender(attributes, path, head["title"]),
        tags=tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip()),
        image=head.get("image", ""), url=head.get("url", ""),
        published=FLAGS.get(head.get("published", "").lower(), False),
        since=known_day(head.get("since", "")),
    )  # fmt: skip


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """``Weight: 1.25 kg; Waterproof: yes`` as pairs; a part without a colon is passed over."""
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip() and value.strip():
            yield name.strip(), value.strip()
