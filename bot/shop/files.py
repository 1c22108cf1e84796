"""The CSV files of a shop folder, read into orders. data/demo_shop/shop/README.md lists their columns.

A new shop needs none of them; orders need their lines and customers, the other files may be missing.
``policy.toml`` beside them holds the shop's rules (see ``Policy``). A file ``as_of.txt`` with a moment in ISO
format says that the data were exported then: all dates are moved by whole days so that this moment is now. A
shop with live data has no such file; it keeps a demo alive.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import ShopUnavailable
from bot.shop.policy import Policy
from bot.shop.port import Address, GiftCard, Loyalty, Order, OrderLine, Parcel, Return
from retrieval.products.csv_rows import separator_of
from retrieval.products.row_check import with_dot

Made = TypeVar("Made")
Row = dict[str, str]

_READ = (
    "customers.csv", "orders.csv", "order_lines.csv", "shipments.csv", "returns.csv", "gift_cards.csv",
    "policy.toml", "as_of.txt",
)  # fmt: skip


A_TIME = "2026-11-25T10:00:00+01:00"


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A row of customers.csv."""

    email: str
    loyalty: Loyalty


class ShopFiles(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read. Orders by number; customers and gift cards by e-mail and by code and PIN."""

    orders: dict[str, Order] = {}
    customers: dict[str, Loyalty] = {}
    gift_cards: dict[tuple[str, str], GiftCard] = {}
    policy: Policy = Policy()


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


def read_files(folder: Path, moved: timedelta) -> ShopFiles:
    """Read the folder, with all dates ``moved``.

    Raises: ShopUnavailable, naming the file and line that is broken.
    """
    customers = dict(_made(folder / "customers.csv", _customer))
    policy = _policy(folder / "policy.toml")
    lines = _grouped(folder / "order_lines.csv", _line)
    parcels = _grouped(folder / "shipments.csv", lambda row: _parcel(row, moved, policy))
    returns = _grouped(folder / "returns.csv", lambda row: _return(row, moved))

    def order(row: Row) -> tuple[str, Order]:
        number = row["order_number"]
        return number, _order(row, customers, lines[number], parcels[number], returns[number], moved)

    orders = dict(_made(folder / "orders.csv", order))
    if orders or lines:
        _require(folder, "customers.csv", "orders.csv", "order_lines.csv")
    return ShopFiles(
        orders=orders,
        customers={customer.email.casefold(): customer.loyalty for customer in customers.values()},
        gift_cards=dict(_made(folder / "gift_cards.csv", _gift_card)),
        policy=policy,
    )


def card_code(code: str) -> str:
    """The digits of a gift card's number."""
    return "".join(c for c in code if c.isalnum())


def _made(path: Path, make: Callable[[Row], Made]) -> Iterator[Made]:
    """What is made of each row; a row that cannot be used is named with its line."""
    if not path.exists():
        return
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = separator_of(file.readline())
            file.seek(0)
            reader = csv.DictReader(file, restval="", delimiter=separator)
            for row in reader:
                line = reader.line_num
                yield make(row)
    except KeyError as error:
        raise ShopUnavailable(detail=f"{path}:{line}: there is no column {error}") from error
    except UnicodeDecodeError as error:
        raise ShopUnavailable(detail=f"{path}: after line {line}: save it as UTF-8 ({error})") from error
    except (OSError, ValueError, csv.Error) as error:
        raise ShopUnavailable(detail=f"{path}:{line}: {error}") from error


def _require(folder: Path, *names: str) -> None:
    for name in names:
        if not (folder / name).exists():
            raise ShopUnavailable(detail=f"{folder / name} is missing")


def _grouped(path: Path, make: Callable[[Row], Made]) -> dict[str, list[Made]]:
    groups: dict[str, list[Made]] = defaultdict(list)
    for number, made in _made(path, lambda row: (row["order_number"], make(row))):
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


def _moment(text: str, moved: timedelta) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time; write it like {A_TIME}") from error
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} is a time without its offset; write it like {A_TIME}")
    return moment + moved


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(with_dot(text))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no amount") from error
    if not amount.is_finite():
        raise ValueError(f"{text!r} is no amount")
    return amount


def _line(row: Row) -> OrderLine:
    return OrderLine(
        number=int(row["line"]), variant_id=row["variant_id"], quantity=int(row["quantity"]),
        unit_price=_amount(row["unit_price"]), status=row["status"],
        parcel=int(row["shipment"]) if row.get("shipment") else None,
    )  # fmt: skip


def _parcel(row: Row, moved: timedelta, policy: Policy) -> Parcel:
    return Parcel(
        number=int(row["shipment"]), carrier=row["carrier"], tracking_number=row["tracking_number"],
        status=row["status"], shipped_at=_moment(row["shipped_at"], moved),
        delivered_at=_moment(row["delivered_at"], moved),
        eta=date.fromisoformat(row["eta"]) + moved if row["eta"] else None, last_event=row["last_event"],
        last_event_at=_moment(row["last_event_at"], moved),
        tracking_url=policy.tracking_url.replace("{number}", row["tracking_number"]),
    )  # fmt: skip


def _return(row: Row, moved: timedelta) -> Return:
    return Return(
        return_number=row["return_number"], order_number=row["order_number"],
        lines=tuple(int(number) for number in row["lines"].split()), reason=row["reason"],
        status=row["status"], registered_at=_moment(row["registered_at"], moved),
        received_at=_moment(row["received_at"], moved), refunded_at=_moment(row["refunded_at"], moved),
        amount=_amount(row["amount"]) if row["amount"] else None, refund_to=row["refund_to"],
    )  # fmt: skip


def _order(
    row: Row,
    customers: dict[str, Customer],
    lines: list[OrderLine],
    parcels: list[Parcel],
    returns: list[Return],
    moved: timedelta,
) -> Order:
    placed = _moment(row["placed_at"], moved)
    customer = customers.get(row["customer_id"])
    if placed is None or customer is None:
        raise ValueError(
            f"order {row['order_number']} has no date, or a customer that is not in customers.csv"
        )
    return Order(
        number=row["order_number"], email=customer.email, customer_name=customer.loyalty.name,
        status=row["status"], placed_at=placed, currency=row["currency"],
        total=_amount(row["total"]), lines=tuple(lines),
        address=Address(
            name=row["delivery_name"], street=row["delivery_street"], postcode=row["delivery_postcode"],
            city=row["delivery_city"], country=row["delivery_country"],
        ),
        parcels=tuple(parcels), returns=tuple(returns), payment_method=row["payment_method"],
        shipping_method=row["shipping_method"], collect=row["shipping_method"] == "click and collect",
    )  # fmt: skip


def _customer(row: Row) -> tuple[str, Customer]:
    tier = row.get("tier", "")
    loyalty = Loyalty(
        name=row["name"], points=int(row.get("loyalty_points") or 0), tier="" if tier == "none" else tier
    )
    return row["customer_id"], Customer(email=row["email"].strip(), loyalty=loyalty)


def _gift_card(row: Row) -> tuple[tuple[str, str], GiftCard]:
    card = GiftCard(
        balance=_amount(row["balance"]),
        currency=row["currency"],
        valid_until=date.fromisoformat(row["expires"]),
    )
    return (card_code(row["code"]), row["pin"]), card
