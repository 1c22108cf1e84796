"""Prices and stock of now: changes that count at once, kept beside the catalogue in a journal.

A change remembers what catalogue.csv said when it was made. Where the file says something else since,
somebody has written it there, and the file is right. A new feed begins the journal anew.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import msgspec
import structlog
from msgspec.structs import replace

from retrieval.products.row_check import BadRow, check_price, check_stock
from retrieval.types import Product, Variant

log = structlog.get_logger()

LARGEST = 32 << 20
"""Bytes of a journal from which on only the newest change of each variant is kept."""

CODES = {
    "invalid_update": "it is not an object of these fields",
    "unknown_variant": "the catalogue has no such variant",
    "nothing_to_change": "neither price nor stock is given",
    "bad_price": "the price is not a number, or over 10,000,000",
    "negative_price": "the price is below 0",
    "wrong_currency": "the price is in another currency than the shop's",
    "bad_stock": "the stock is not a whole number from 0 on",
}
"""Why an update is refused."""


class Update(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants: a new price, a new stock or both, of a variant. ``compare_at_price`` is the price
    before a sale, and goes with a price."""

    variant_id: str
    price: Decimal | None = None
    compare_at_price: Decimal | None = None
    currency: str = ""
    stock: int | None = None


class RefusedUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """Why an update is not taken, by one of ``CODES``, and in words what to do."""

    code: str
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An update that was taken; ``price_was`` and ``stock_was`` are what catalogue.csv said then."""

    variant_id: str
    price: Decimal | None = None
    compare_at_price: Decimal | None = None
    price_was: Decimal | None = None
    stock: int | None = None
    stock_was: int | None = None

    def over(self, older: Change | None) -> Change:
        """Both together: what this one does not say, the older one does."""
        if older is None:
            return self
        both = older
        if self.price is not None:
            both = replace(
                both, price=self.price, compare_at_price=self.compare_at_price, price_was=self.price_was
            )
        if self.stock is not None:
            both = replace(both, stock=self.stock, stock_was=self.stock_was)
        return both


def judge(
    raw: bytes | msgspec.Raw, written: Callable[[str], Variant | None], currency: str
) -> Change | RefusedUpdate:
    """The change that the JSON of an update makes; ``written`` gives a variant as catalogue.csv has it."""
    try:
        update = msgspec.json.decode(raw, type=Update)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return RefusedUpdate(code="invalid_update", text=f"{error}.")
    if update.currency and update.currency.upper() != currency:
        text = f"The price is in {update.currency}, the shop sells in {currency}."
        return RefusedUpdate(code="wrong_currency", text=text)
    variant = written(update.variant_id)
    if variant is None:
        text = f"The catalogue has no variant {update.variant_id!r}."
        return RefusedUpdate(code="unknown_variant", text=text)
    if update.price is None and update.stock is None:
        return RefusedUpdate(code="nothing_to_change", text="Give price, stock or both.")
    try:
        return _change(update, variant)
    except BadRow as bad:
        return RefusedUpdate(code=bad.code, text=f"{bad.reason} {bad.hint}")


def _change(update: Update, variant: Variant) -> Change:
    """Raises: BadRow."""
    for name in ("price", "compare_at_price"):
        if (value := getattr(update, name)) is not None:
            check_price(name, str(value))
    if update.stock is not None:
        check_stock(str(update.stock))
    return Change(
        variant_id=variant.variant_id,
        price=update.price,
        compare_at_price=update.compare_at_price if update.price is not None else None,
        price_was=variant.price if update.price is not None else None,
        stock=update.stock,
        stock_was=variant.stock if update.stock is not None else None,
    )


def changed(product: Product, changes: Mapping[str, Change]) -> Product:
    """The product of catalogue.csv as it is now; the same object where nothing concerns it."""
    variants = tuple(_now(variant, changes.get(variant.variant_id)) for variant in product.variants)
    if all(one is other for one, other in zip(variants, product.variants, strict=True)):
        return product
    return replace(product, variants=variants)


def _now(variant: Variant, change: Change | None) -> Variant:
    if change is None:
        return variant
    if change.price is not None and change.price_was == variant.price:
        before = change.compare_at_price
        before = before if before is not None and before > change.price else None
        variant = replace(variant, price=change.price, compare_at_price=before)
    if change.stock is not None and change.stock_was == variant.stock:
        variant = replace(variant, stock=change.stock)
    return variant


class UpdateJournal:
    """One line of JSON a change, flushed to disk before it counts; any number of processes read and write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Change] = {}
        self._read_to = (0, 0)

    def stamp(self) -> tuple[int, int, int]:
        """What tells whether there is something new: inode, time and size."""
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return status.st_ino, status.st_mtime_ns, status.st_size

    def read(self) -> dict[str, Change]:
        """The newest of each variant; only what is new is read. Not for two threads at once. A torn last
        line, left by a crash, never counted."""
        inode, read_to = self._read_to
        try:
            with self._path.open("rb") as file:
                status = os.fstat(file.fileno())
                if status.st_ino != inode or status.st_size < read_to:
                    self._known, read_to = {}, 0
                file.seek(read_to)
                raw = file.read()
        except OSError:
            self._known, self._read_to = {}, (0, 0)
            return {}
        whole = raw.rfind(b"\n") + 1
        self._known = self._newest(raw[:whole], self._known)
        self._read_to = (status.st_ino, read_to + whole)
        return self._known

    def append(self, changes: Sequence[Change]) -> None:
        """Write changes; when this returns, they survive a crash. Raises: OSError."""
        if not changes:
            return
        with self._locked() as file:
            end = file.seek(0, os.SEEK_END)
            if end and not self._ends_well(file, end):
                file.write(b"\n")
            file.write(b"".join(msgspec.json.encode(change) + b"\n" for change in changes))
            file.flush()
            os.fsync(file.fileno())
            if file.tell() > LARGEST:
                self._write_anew(self._newest(self._path.read_bytes(), {}).values())

    def begin_anew(self, last: Callable[[], None]) -> None:
        """Forget all changes together with ``last``, which puts a new catalogue in place. Raises: OSError."""
        with self._locked():
            last()
            self._write_anew(())

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._path.open("a+b") as file:
                yield file

    def _newest(self, raw: bytes, known: Mapping[str, Change]) -> dict[str, Change]:
        found = dict(known)
        for line in raw.splitlines():
            try:
                change = msgspec.json.decode(line, type=Change)
            except msgspec.MsgspecError as error:
                log.warning("update_not_read", reason=str(error), file=str(self._path))
                continue
            found[change.variant_id] = change.over(found.get(change.variant_id))
        return found

    def _ends_well(self, file: BinaryIO, end: int) -> bool:
        file.seek(end - 1)
        return file.read(1) == b"\n"

    def _write_anew(self, changes: Iterable[Change]) -> None:
        partial = self._path.with_suffix(".partial")
        partial.write_bytes(b"".join(msgspec.json.encode(change) + b"\n" for change in changes))
        partial.replace(self._path)
