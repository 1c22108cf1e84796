"""The CSV files of a shop folder, read into orders. data/demo_shop/shop/README.md lists their columns.

A new shop needs none of them; orders need their lines and customers, the other files may be missing.
``policy.toml`` beside them holds the shop's rules (see ``Policy``). A file ``as_of.txt`` with a moment in ISO
format says that the data were exported then: all dates are moved by whole days so that this moment is now. A
shop with live data has no such file; it keeps a demo alive.
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path

import msgspec

from bot.errors import ShopUnavailable
from bot.shop.numbers import names_of, one_slip, order_key, shape
from bot.shop.policy import Policy
from bot.shop.port import Address, GiftCard, Loyalty, Order, OrderLine, Parcel, Return
from bot.shop.tables import LeftOut, Made, Row, Tables, amount, as_whole, day, moment, whole

_READ = (
    "customers.csv", "orders.csv", "order_lines.csv", "shipments.csv", "returns.csv", "gift_cards.csv",
    "policy.toml", "as_of.txt",
)  # fmt: skip


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A row of customers.csv."""

    email: str
    name: str
    loyalty: Loyalty | None


class ShopFiles(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read. Orders by number; customers (None: the points cannot be read) and gift cards by
    e-mail and by code and PIN. ``withheld`` are orders of which a row was ``left_out``, by number, with their
    e-mail, "" where that is not known."""

    orders: dict[str, Order] = {}
    customers: dict[str, Loyalty | None] = {}
    gift_cards: dict[tuple[str, str], GiftCard] = {}
    policy: Policy = Policy()
    left_out: tuple[LeftOut, ...] = ()
    withheld: dict[str, str] = {}


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Tells whether files must be read again: names with time of change and size, and days moved."""

    files: tuple[tuple[str, int, int], ...]
    moved: timedelta


def stamp(folder: Path, now: datetime) -> Stamp:
    """The state of the folder, without reading its CSV files.

    Raises: ShopUnavailable.
    """
    try:
        with os.scandir(folder) as entries:
            stats = [(entry.name, entry.stat()) for entry in entries if entry.name in _READ]
    except FileNotFoundError:
        stats = []
    except OSError as error:
        raise ShopUnavailable(detail=f"{folder}: {error}") from error
    files = tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))
    return Stamp(files=files, moved=_shift(folder, now))


@dataclass(frozen=True)
class Told:
    """How the files are told: dates ``moved`` by so much, times in ``zone`` (None: as they are written), sums
    in ``currency`` where their row names none."""

    moved: timedelta = timedelta()
    zone: tzinfo | None = None
    currency: str = ""

    def moment(self, row: Row, column: str) -> datetime | None:
        """The time in a column.

        Raises: ValueError.
        """
        found = moment(row, column)
        if found is None:
            return None
        return (found.astimezone(self.zone) if self.zone else found) + self.moved

    def currency_of(self, row: Row) -> str:
        """Of the sums of a row."""
        return row.get("currency", "").strip() or self.currency


def read_files(folder: Path, told: Told) -> ShopFiles:
    """Read the folder as it is ``told``. An order of which a row cannot be used is withheld whole: shown
    without one of its parcels it would be told wrong.

    Raises: ShopUnavailable, naming the file that is broken as a whole.
    """
    tables = Tables(folder)
    customers = _customers(tables)
    policy = _policy(folder / "policy.toml")
    number_of = NumberOf(tables.column("orders.csv", "order_number"))
    lines = _grouped(tables, number_of, "order_lines.csv", _line)
    parcels = _grouped(tables, number_of, "shipments.csv", lambda row: _parcel(row, told, policy))
    returns = _grouped(tables, number_of, "returns.csv", lambda row: _return(row, told))

    def order(row: Row) -> tuple[str, Order]:
        number = number_of(row)
        return number, _order(row, customers, lines[number], parcels[number], returns[number], told)

    orders = dict(tables.read("orders.csv", order))
    gift_cards = dict(tables.read("gift_cards.csv", lambda row: _gift_card(row, told)))
    if orders or lines:
        _require(folder, "customers.csv", "orders.csv", "order_lines.csv")
    withheld = _withheld(tables.left_out, orders, customers, number_of)
    return ShopFiles(
        orders={number: one for number, one in orders.items() if number not in withheld},
        customers={customer.email.casefold(): customer.loyalty for customer in customers.values()},
        gift_cards=gift_cards,
        policy=policy,
        left_out=tuple(tables.left_out),
        withheld=withheld,
    )


class NumberOf:
    """The order that a row belongs to, by its number, however that is written: of ``orders.csv`` or, in the
    same form, an order that is not there (of last year, it may be).

    Raises, when called: ValueError for a number of no such form, as a slip makes it.
    """

    def __init__(self, known: Iterable[str]) -> None:
        numbers = [number.strip() for number in known if order_key(number)]
        self._names, self._shapes = names_of(numbers), {shape(number) for number in numbers}

    def is_slip(self, number: str) -> bool:
        """Whether no order is numbered in this form."""
        return bool(self._shapes) and self._named(number) == "" and shape(number) not in self._shapes

    def _named(self, number: str) -> str:
        return self._names.get(order_key(number), "")

    def __call__(self, row: Row) -> str:
        """The number as it stands in orders.csv, where it does."""
        number = row["order_number"].strip()
        if not order_key(number):
            raise ValueError("order_number is empty")
        if self.is_slip(number):
            raise ValueError(f"order_number {number!r} is not in orders.csv, nor written as those are")
        return self._named(number) or number


def _customers(tables: Tables) -> dict[str, Customer]:
    """By id. Who has no readable points keeps name and address: the orders are known by them."""
    customers = dict(tables.read("customers.csv", _customer))
    for row in (one.row for one in tables.left_out):
        if row.get("customer_id") and row.get("email"):
            name = row.get("name", "")
            customers[row["customer_id"]] = Customer(email=row["email"].strip(), name=name, loyalty=None)
    return customers


def _withheld(
    left_out: Iterable[LeftOut],
    orders: Mapping[str, Order],
    customers: Mapping[str, Customer],
    number_of: NumberOf,
) -> dict[str, str]:
    """The orders of which a row was left out, with the address of each; "" where that is not known. A row
    whose number is written wrong may be of any whose number is so by one slip."""
    found: dict[str, str] = {}
    for row in (one.row for one in left_out):
        number, customer = row.get("order_number", "").strip(), customers.get(row.get("customer_id", ""))
        if number:
            known = orders[number].email if number in orders else customer.email if customer else ""
            found[number] = found.get(number) or known
        if number and number_of.is_slip(number):
            found |= {near: order.email for near, order in orders.items() if one_slip(near, number)}
    return found


def card_code(code: str) -> str:
    """The digits of a gift card's number."""
    return "".join(c for c in code if c.isalnum())


def unreadable_cards(left_out: Iterable[LeftOut]) -> set[tuple[str, str]]:
    """Code and PIN of the gift cards whose rows were left out."""
    rows = (one.row for one in left_out if one.path.name == "gift_cards.csv")
    return {(card_code(row.get("code", "")), row.get("pin", "")) for row in rows}


def _require(folder: Path, *names: str) -> None:
    for name in names:
        if not (folder / name).exists():
            raise ShopUnavailable(detail=f"{folder / name} is missing")


def _grouped(
    tables: Tables, number_of: NumberOf, name: str, make: Callable[[Row], Made]
) -> dict[str, list[Made]]:
    groups: dict[str, list[Made]] = defaultdict(list)
    for made, number in tables.read(name, lambda row: (make(row), number_of(row))):
        groups[number].append(made)
    return groups


def _policy(path: Path) -> Policy:
    if not path.exists():
        return Policy()
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Policy)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ShopUnavailable(detail=f"{path}: {error}") from error


def _shift(folder: Path, now: datetime) -> timedelta:
    """Whole days between the export and now."""
    path = folder / "as_of.txt"
    if not path.exists():
        return timedelta()
    try:
        return timedelta(days=(now - datetime.fromisoformat(path.read_text("utf-8").strip())).days)
    except (OSError, ValueError, TypeError) as error:
        raise ShopUnavailable(detail=f"{path}: {error}") from error


def _line(row: Row) -> OrderLine:
    return OrderLine(
        number=whole(row, "line"), variant_id=row["variant_id"], quantity=whole(row, "quantity"),
        unit_price=amount(row, "unit_price"), status=row["status"],
        parcel=whole(row, "shipment") if row.get("shipment") else None, title=row.get("title", ""),
    )  # fmt: skip


def _parcel(row: Row, told: Told, policy: Policy) -> Parcel:
    return Parcel(
        number=whole(row, "shipment"), carrier=row["carrier"], tracking_number=row["tracking_number"],
        status=row["status"], shipped_at=told.moment(row, "shipped_at"),
        delivered_at=told.moment(row, "delivered_at"),
        eta=day(row, "eta") + told.moved if row["eta"] else None, last_event=row["last_event"],
        last_event_at=told.moment(row, "last_event_at"),
        tracking_url=row.get("tracking_url")
        or policy.tracking_url.replace("{number}", row["tracking_number"]),
    )  # fmt: skip


def _return(row: Row, told: Told) -> Return:
    return Return(
        return_number=row["return_number"], order_number=row["order_number"],
        lines=tuple(as_whole(number, "lines") for number in row["lines"].split()), reason=row["reason"],
        status=row["status"], registered_at=told.moment(row, "registered_at"),
        received_at=told.moment(row, "received_at"), refunded_at=told.moment(row, "refunded_at"),
        amount=amount(row, "amount") if row["amount"] else None, refund_to=row["refund_to"],
    )  # fmt: skip


def _order(
    row: Row,
    customers: dict[str, Customer],
    lines: list[OrderLine],
    parcels: list[Parcel],
    returns: list[Return],
    told: Told,
) -> Order:
    placed = told.moment(row, "placed_at")
    if placed is None:
        raise ValueError("placed_at is empty")
    customer = customers.get(row["customer_id"])
    if customer is None:
        raise ValueError(f"customer_id {row['customer_id']!r} is not in customers.csv")
    return Order(
        number=row["order_number"], email=customer.email, customer_name=customer.name,
        status=row["status"], placed_at=placed, currency=told.currency_of(row),
        total=amount(row, "total"), lines=tuple(lines),
        address=Address(
            name=row["delivery_name"], street=row["delivery_street"], postcode=row["delivery_postcode"],
            city=row["delivery_city"], country=row["delivery_country"],
        ),
        parcels=tuple(parcels), returns=tuple(returns), payment_method=row["payment_method"],
        shipping_method=row["shipping_method"], collect=row["shipping_method"] == "click and collect",
        shipping_cost=_known(row, "shipping_cost"), discount=_known(row, "discount"),
        voucher=row.get("voucher", ""), paid=row.get("paid", "").strip().lower() != "no",
    )  # fmt: skip


def _known(row: Row, column: str) -> Decimal | None:
    """The sum in a column that may be missing or empty."""
    return amount(row, column) if row.get(column) else None


def _customer(row: Row) -> tuple[str, Customer]:
    tier = row.get("tier", "")
    points = whole(row, "loyalty_points") if row.get("loyalty_points") else 0
    loyalty = Loyalty(name=row["name"], points=points, tier="" if tier == "none" else tier)
    return row["customer_id"], Customer(email=row["email"].strip(), name=row["name"], loyalty=loyalty)


def _gift_card(row: Row, told: Told) -> tuple[tuple[str, str], GiftCard]:
    card = GiftCard(
        balance=amount(row, "balance"),
        currency=told.currency_of(row),
        valid_until=day(row, "expires"),
    )
    return (card_code(row["code"]), row["pin"]), card
