"""Takes an export of orders into a shop folder: checked order by order, written beside the tables, put in
their place one after the other."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from bot.errors import DataError
from bot.shop.exports.item import Found, VariantOf
from bot.shop.exports.registry import EXPORTS, kind_of
from bot.shop.numbers import order_key
from bot.shop.port import Order
from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import separator_of

NAMED = 1_000
"""Orders refused that the report names; the others are counted."""
EVERY = 200
"""Orders between two words of the progress."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "customers.csv": ("customer_id", "name", "email"),
    "order_lines.csv": (
        "order_number", "line", "variant_id", "title", "quantity", "unit_price", "status", "shipment",
    ),
    "shipments.csv": (
        "order_number", "shipment", "carrier", "tracking_number", "tracking_url", "shipped_at",
        "delivered_at", "status", "eta", "last_event", "last_event_at",
    ),
    "returns.csv": (
        "return_number", "order_number", "lines", "reason", "registered_at", "received_at", "refunded_at",
        "amount", "refund_to", "status",
    ),
    "orders.csv": (
        "order_number", "customer_id", "placed_at", "status", "currency", "total", "shipping_method",
        "shipping_cost", "payment_method", "paid", "voucher", "discount", "delivery_name", "delivery_street",
        "delivery_postcode", "delivery_city", "delivery_country",
    ),
}  # fmt: skip
"""The tables in the order in which they are put in place: an order is known last."""
Row = dict[str, str]
Progress = Callable[[int, int], None]
"""Called with how many bytes are read, and how many there are."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """An order of the file that was not taken."""

    file: str
    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason} ({self.code})"


class OrdersReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an export. ``added`` and ``changed`` orders, the second of those that were known;
    ``passed_over`` are no orders yet; ``refused`` counts the others by code, ``problems`` names the first of
    them; ``untold`` counts lines of articles that the catalogue does not have. ``kept``: orders that the file
    does not name. ``complete`` False: the file breaks off. ``written`` False: a dry run."""

    file: str
    format: str
    added: int
    changed: int
    kept: int
    passed_over: int
    refused: dict[str, int]
    problems: tuple[Refused, ...]
    untold: int
    complete: bool
    written: bool

    @property
    def counted(self) -> str:
        """In a few words."""
        return f"{self.added + self.changed} orders, {sum(self.refused.values())} refused"


def import_orders(
    path: Path,
    folder: Path,
    kind: str = "",
    *,
    variant_of: VariantOf,
    previous: Path,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> OrdersReport:
    """Read the export at ``path`` into the tables of ``folder``: its orders take the place of what was known
    of them, all others stay. The tables before are copied to ``previous``.

    Raises: RetrievalError for a file of which nothing can be taken; DataError where the tables cannot be
    read or written. They are as they were then.
    """
    kind = kind or kind_of(path)
    orders, counts, problems = _read(path, kind, variant_of, progress)
    if not orders:
        first = f" {problems[0]}" if problems else " It has no orders."
        raise RetrievalError(f"Nothing of it can be taken.{first}", file=path)
    try:
        tables = {name: _Table(folder / name, columns) for name, columns in HEADINGS.items()}
        known = {order_key(row["order_number"]) for row in tables["orders.csv"].rows}
        _merge(tables, orders)
        if not dry_run:
            _write(tables.values(), previous)
    except OSError as error:
        raise DataError(f"{folder}: {error.strerror}.") from error
    changed = sum(order_key(number) in known for number in orders)
    refused = Counter({code: count for code, count in counts.items() if code})
    return OrdersReport(
        file=path.name, format=kind, added=len(orders) - changed, changed=changed,
        kept=len(known) - changed, passed_over=counts[""], refused=dict(refused.most_common()),
        problems=tuple(problems), complete="broken_file" not in refused,
        untold=sum(not variant_of([line.variant_id]) for one in orders.values() for line in one.lines),
        written=not dry_run,
    )  # fmt: skip


def _read(
    path: Path, kind: str, variant_of: VariantOf, progress: Progress
) -> tuple[dict[str, Order], Counter[str], list[Refused]]:
    """The orders by number, of one that stands there twice the last; what was not taken, by code ("" for
    what is no order yet); and the first mistakes."""
    orders: dict[str, Order] = {}
    counts: Counter[str] = Counter()
    problems: list[Refused] = []
    size = path.stat().st_size if path.exists() else 0
    for number, found in enumerate(EXPORTS[kind][1](path, variant_of), 1):
        if number % EVERY == 0:
            progress(min(found.end, size), size)
        if found.order is not None:
            orders[found.order.number] = found.order
            continue
        counts[found.code] += 1
        if not found.passed_over and len(problems) < NAMED:
            problems.append(_refused(path, found))
    return orders, counts, problems


def _refused(path: Path, found: Found) -> Refused:
    return Refused(file=path.name, line=found.line, code=found.code, reason=found.reason)


class _Table:
    """A table as it is, with columns that are not known to anybody here."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self.rows: list[Row] = []
        self._columns = list(columns)
        if path.exists():
            self._read()

    def _read(self) -> None:
        """Raises: DataError."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                separator = separator_of(file.readline())
                file.seek(0)
                reader = csv.DictReader(file, restval="", delimiter=separator, restkey="")
                self.rows = [{name: value for name, value in row.items() if name} for row in reader]
                own = [name for name in reader.fieldnames or () if name]
        except (UnicodeDecodeError, csv.Error) as error:
            raise DataError(f"{self.path}: {error}. Mend it or move it away first.") from error
        self._columns = [*own, *(column for column in self._columns if column not in own)]

    def replace(self, column: str, keys: Collection[str], rows: Iterable[Mapping[str, str]]) -> None:
        """Put ``rows`` in the place of those with one of the ``keys``."""
        kept = [row for row in self.rows if order_key(row.get(column, "")) not in keys]
        self.rows = [*kept, *map(dict, rows)]

    def write(self, path: Path) -> None:
        """All of it, on disk."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, self._columns, restval="", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(self.rows)
            file.flush()
            os.fsync(file.fileno())


def _merge(tables: Mapping[str, _Table], orders: Mapping[str, Order]) -> None:
    keys = {order_key(number) for number in orders}
    ids = _customers(tables["customers.csv"], orders.values())
    every = orders.values()
    for name, rows in (
        ("order_lines.csv", [row for order in every for row in _line_rows(order)]),
        ("shipments.csv", [row for order in every for row in _parcel_rows(order)]),
        ("returns.csv", [row for order in every for row in _return_rows(order)]),
        ("orders.csv", [_order_row(order, ids[order.email.casefold()]) for order in every]),
    ):
        tables[name].replace("order_number", keys, rows)


def _customers(table: _Table, orders: Iterable[Order]) -> dict[str, str]:
    """The id of each address. Who is not known yet goes by it; names are those of the last order."""
    rows = {row.get("email", "").strip().casefold(): row for row in table.rows}
    for order in orders:
        email = order.email.casefold()
        row = rows.get(email)
        if row is None:
            row = rows[email] = {"customer_id": email, "email": order.email}
            table.rows.append(row)
        row["name"] = order.customer_name or row.get("name", "")
    return {email: row["customer_id"] for email, row in rows.items()}


def _order_row(order: Order, customer: str) -> Row:
    return {
        "order_number": order.number,
        "customer_id": customer,
        "placed_at": order.placed_at.isoformat(),
        "status": order.status,
        "currency": order.currency,
        "total": str(order.total),
        "shipping_method": order.shipping_method,
        "shipping_cost": _sum(order.shipping_cost),
        "payment_method": order.payment_method,
        "paid": "yes" if order.paid else "no",
        "voucher": order.voucher,
        "discount": _sum(order.discount),
        "delivery_name": order.address.name,
        "delivery_street": order.address.street,
        "delivery_postcode": order.address.postcode,
        "delivery_city": order.address.city,
        "delivery_country": order.address.country,
    }


def _line_rows(order: Order) -> list[Row]:
    return [
        {
            "order_number": order.number,
            "line": str(line.number),
            "variant_id": line.variant_id,
            "title": line.title,
            "quantity": str(line.quantity),
            "unit_price": str(line.unit_price),
            "status": line.status,
            "shipment": "" if line.parcel is None else str(line.parcel),
        }
        for line in order.lines
    ]


def _parcel_rows(order: Order) -> list[Row]:
    return [
        {
            "order_number": order.number,
            "shipment": str(parcel.number),
            "carrier": parcel.carrier,
            "tracking_number": parcel.tracking_number,
            "tracking_url": parcel.tracking_url,
            "shipped_at": _moment(parcel.shipped_at),
            "delivered_at": _moment(parcel.delivered_at),
            "status": parcel.status,
            "eta": parcel.eta.isoformat() if parcel.eta else "",
            "last_event": parcel.last_event,
            "last_event_at": _moment(parcel.last_event_at),
        }
        for parcel in order.parcels
    ]


def _return_rows(order: Order) -> list[Row]:
    return [
        {
            "return_number": one.return_number,
            "order_number": order.number,
            "lines": " ".join(map(str, one.lines)),
            "reason": one.reason,
            "registered_at": _moment(one.registered_at),
            "received_at": _moment(one.received_at),
            "refunded_at": _moment(one.refunded_at),
            "amount": _sum(one.amount),
            "refund_to": one.refund_to,
            "status": one.status,
        }
        for one in order.returns
    ]


def _sum(money: Decimal | None) -> str:
    return "" if money is None else str(money)


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _write(tables: Iterable[_Table], previous: Path) -> None:
    """Write all beside what is there, then put each in its place. Raises: OSError."""
    written = [(table.path.with_name(f".{table.path.name}.partial"), table) for table in tables]
    try:
        for partial, table in written:
            table.path.parent.mkdir(parents=True, exist_ok=True)
            table.write(partial)
        previous.mkdir(parents=True, exist_ok=True)
        for _, table in written:
            if table.path.exists():
                shutil.copyfile(table.path, previous / table.path.name)
        for partial, table in written:
            partial.replace(table.path)
    finally:
        for partial, _ in written:
            partial.unlink(missing_ok=True)
