"""Takes a feed in: checked row by row, written beside catalogue.csv, put in its place in one step."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import separator_of
from retrieval.products.feeds.item import Item
from retrieval.products.feeds.registry import FEEDS, kind_of
from retrieval.products.row_check import BadRow, RowCheck, with_dot
from retrieval.products.rows import COLUMNS, Problem, problem_of

NAMED = 1_000
"""Bad rows that the report names; the others are counted."""
FEW = 20
"""Catalogues of fewer products may lose any number of them."""
OF_PRODUCT = (
    "title", "category", "brand", "description", "attributes", "tags", "image", "url", "published", "since",
)  # fmt: skip
Progress = Callable[[int, int], None]
"""Called with how many bytes are read, and how many there are."""


class FeedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a feed. ``refused`` counts bad rows by code, ``problems`` names the first of them;
    ``complete`` False: the file breaks off. ``added`` and ``removed`` count products against the catalogue
    before, ``kept`` those that were kept because the feed did not name them. ``written`` False: a dry run."""

    file: str
    format: str
    rows: int
    products: int
    variants: int
    refused: dict[str, int]
    problems: tuple[Problem, ...]
    complete: bool
    added: int
    removed: int
    kept: int
    written: bool


class TooManyRemoved(RetrievalError):
    """More than half of the catalogue would be gone; nothing was changed."""


class TooManyRefused(RetrievalError):
    """Fewer than half of the rows can be taken, and they would replace a catalogue; nothing was changed."""


class FeedImport:
    """One import into the catalogue at ``target``; ``previous`` is where the old one is copied.

    ``merge`` keeps products that the feed does not name. A feed that breaks off is always merged: what stood
    behind the break is unknown, not gone. Where the feed does not say since when the shop has a product, the
    catalogue before does: it has those that are not in it since ``today`` (ISO), if there is one.
    """

    def __init__(
        self,
        target: Path,
        *,
        currency: str,
        previous: Path | None = None,
        merge: bool = False,
        remove_most: bool = False,
        refuse_most: bool = False,
        today: str = "",
        progress: Progress = lambda *_: None,
    ) -> None:
        self._target, self._previous = target, previous
        self._merge, self._remove_most, self._refuse_most = merge, remove_most, refuse_most
        self._today, self._since = today or datetime.now().astimezone().date().isoformat(), dict[str, str]()
        self._progress = progress
        self._check = RowCheck(currency)
        self._heads: dict[str, Mapping[str, str]] = {}
        self._written: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._problems: list[Problem] = []

    def take(
        self,
        path: Path,
        kind: str = "",
        *,
        dry_run: bool = False,
        swap: Callable[[Callable[[], None]], None] | None = None,
    ) -> FeedReport:
        """Read the feed at ``path`` and put the new catalogue in place; ``swap`` is given the last step, to
        be done while nobody else writes.

        Raises: RetrievalError for a file of which nothing can be taken; TooManyRemoved; TooManyRefused, but
        in a ``dry_run``, which is to name the rows. The catalogue is as it was then.
        """
        kind = kind or kind_of(path)
        with self._beside() as (file, partial):
            rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            rows.writeheader()
            for row in self._old():
                self._since.setdefault(row["product_id"], row.get("since") or "")
            complete = self._read(path, kind, rows)
            if not self._written:
                raise RetrievalError(f"Nothing of it can be taken.{self._first()}", file=path)
            keep = self._merge or not complete
            if not (keep or dry_run or self._refuse_most):
                self._require_half()
            kept, removed, added = self._compare(rows, keep=keep)
            file.flush()
            os.fsync(file.fileno())
            if not dry_run:
                (swap or (lambda last: last()))(lambda: self._replace(partial))
        return FeedReport(
            file=path.name, format=kind, rows=self._counts["rows"], products=len(self._written),
            variants=self._counts["variants"], refused=dict(self._refused.most_common()),
            problems=tuple(self._problems), complete=complete, added=added, removed=removed, kept=kept,
            written=not dry_run,
        )  # fmt: skip

    def _read(self, path: Path, kind: str, rows: csv.DictWriter[str]) -> bool:
        """Write what is good; returns whether the file was whole."""
        size, complete = path.stat().st_size if path.exists() else 0, True
        for item in FEEDS[kind](path):
            complete = complete and item.code != "broken_file"
            self._counts["rows"] += item.code != "broken_file"
            if self._counts["rows"] % 500 == 0:
                self._progress(min(item.end, size), size)
            try:
                self._write(rows, item)
            except BadRow as bad:
                self._refused[bad.code] += 1
                if len(self._problems) < NAMED:
                    self._problems.append(problem_of(path.name, item.line, bad))
        return complete

    def _write(self, rows: csv.DictWriter[str], item: Item) -> None:
        """Raises: BadRow."""
        if item.code:
            raise BadRow(item.code, item.reason, item.hint)
        row, product_id = item.row, item.row.get("product_id", "")
        try:
            self._check.check(item.line, row)
        finally:
            if product_id not in self._written and self._check.knows(product_id):
                self._heads.setdefault(product_id, row)
        head = self._heads.pop(product_id, None)
        of_product = head or dict.fromkeys(OF_PRODUCT, "")
        currency = row.get("currency") or (head or row).get("currency") or ""
        full = {
            **row,
            **{name: of_product.get(name, "") for name in OF_PRODUCT},
            "price": with_dot(row["price"]),
            "compare_at_price": with_dot(row.get("compare_at_price", "")),
            "currency": currency.upper(),
        }
        if head is not None and not full["since"] and self._since:
            full["since"] = self._since.get(product_id, self._today)
        rows.writerow({name: full.get(name, "") for name in COLUMNS})
        self._written.add(product_id)
        self._counts["variants"] += 1

    def _require_half(self) -> None:
        """Raises: TooManyRefused where most rows are bad, and there is a catalogue to be replaced."""
        rows, good = self._counts["rows"], self._counts["variants"]
        if good * 2 >= rows or next(self._old(), None) is None:
            return
        codes = ", ".join(f"{count} {code}" for code, count in self._refused.most_common())
        raise TooManyRefused(
            f"{rows - good} of {rows} rows are refused ({codes}), so the catalogue was left as it is. The"
            f" first: {self._problems[0]} --dry-run names them, --merge takes the good ones beside the"
            " catalogue before, --refuse-most replaces it with them."
        )

    def _compare(self, rows: csv.DictWriter[str], *, keep: bool) -> tuple[int, int, int]:
        """Keep old products if asked to; returns how many were kept, removed and added.

        Raises: TooManyRemoved.
        """
        before: set[str] = set()
        for row in self._old():
            before.add(row["product_id"])
            if keep and row["product_id"] not in self._written:
                rows.writerow({name: row.get(name) or "" for name in COLUMNS})
        gone = len(before - self._written)
        if not keep and not self._remove_most and len(before) >= FEW and gone * 2 > len(before):
            raise TooManyRemoved(
                f"{gone} of {len(before)} products would be gone. --merge keeps what the feed does not name; "
                "--remove-most does as the feed says."
            )
        return (gone if keep else 0), (0 if keep else gone), len(self._written - before)

    def _old(self) -> Iterator[dict[str, Any]]:
        if not self._target.exists():
            return
        with self._target.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            separator = separator_of(file.readline())
            file.seek(0)
            for row in csv.DictReader(file, restval="", delimiter=separator):
                if row.get("product_id"):
                    yield row

    @contextmanager
    def _beside(self) -> Iterator[tuple[TextIO, Path]]:
        """A file beside the catalogue, gone in the end if it did not become the catalogue."""
        partial = self._target.with_name(f".{self._target.name}.partial")
        try:
            with partial.open("w", encoding="utf-8", newline="") as file:
                yield file, partial
        except OSError as error:
            raise RetrievalError(f"It cannot be written: {error.strerror}.", file=partial) from error
        finally:
            partial.unlink(missing_ok=True)

    def _replace(self, partial: Path) -> None:
        if self._previous is not None and self._target.exists():
            self._previous.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._target, self._previous)
        partial.replace(self._target)

    def _first(self) -> str:
        return f" {self._problems[0]}" if self._problems else " It has no rows."
