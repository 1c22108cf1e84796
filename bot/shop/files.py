"""The CSV files of a shop folder, read into orders. Their columns stand in docs/first-shop.md.

``policy.toml`` beside them holds the shop's rules (see ``Policy``). A file ``as_of.txt`` with a moment in ISO
format says that the data were exported then: all dates are moved by whole days so that this moment is now. A
shop with live data has no such file; it keeps a demo alive.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import ShopUnavailable
from bot.shop.port import Address, GiftCard, Loyalty, Order, OrderLine, Parcel, Return

Made = TypeVar("Made")
Row = dict[str, str]


class Postage(msgspec.Struct, frozen=True, kw_only=True):
    """What a return costs the shopper of some countries, in one sentence; no countries means all others."""

    text: str
    countries: tuple[str, ...] = ()


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules by which the shop decides. ``return_days`` count from delivery; a search for a parcel starts
    ``overdue_days`` after the promised day; no exchange is possible with ``no_exchange`` countries."""

    return_days: int = 14
    overdue_days: int = 1
    no_exchange: tuple[str, ...] = ()
    postage: tuple[Postage, ...] = ()
    tracking_url: str = ""

    def postage_for(self, country: str) -> str:
        """The sentence for a country, or ""."""
        named = (p.text for p in self.postage if country in p.countries)
        return next(named, next((p.text for p in self.postage if not p.countries), ""))


class ShopFiles(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read. Orders by number; customers and gift cards by e-mail and by code and PIN."""

    orders: dict[str, Order]
    customers: dict[str, Loyalty]
    gift_cards: dict[tuple[str, str], GiftCard]
    policy: Policy


def read_files(folder: Path, now: datetime) -> ShopFiles:
    """Read the folder.

    Raises: ShopUnavailable, naming the file and line that is missing or broken.
    """
    moved = _shift(folder, now)
    customers = {row["customer_id"]: row for _, row in _rows(folder / "customers.csv")}
    policy = _policy(folder / "policy.toml")
    lines = _grouped(folder / "order_lines.csv", _line)
    parcels = _grouped(folder / "shipments.csv", lambda row: _parcel(row, moved, policy))
    returns = _grouped(folder / "returns.csv", lambda row: _return(row, moved), optional=True)
    orders = {}
    for row in _made(folder / "orders.csv", lambda row: row):
        number = row["order_number"]
        orders[number] = _order(row, customers, lines[number], parcels[number], returns[number], moved)
    return ShopFiles(
        orders=orders,
        customers={row["email"].casefold(): _loyalty(row) for row in customers.values()},
        gift_cards=dict(_made(folder / "gift_cards.csv", _gift_card, optional=True)),
        policy=policy,
    )


def card_code(code: str) -> str:
    """The digits of a gift card's number."""
    return "".join(c for c in code if c.isalnum())


def _rows(path: Path, *, optional: bool = False) -> Iterator[tuple[int, Row]]:
    if optional and not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ShopUnavailable(detail=f"{path}: {error}") from error


def _made(path: Path, make: Callable[[Row], Made], *, optional: bool = False) -> Iterator[Made]:
    for line, row in _rows(path, optional=optional):
        try:
            yield make(row)
        except (KeyError, ValueError, InvalidOperation) as error:
            raise ShopUnavailable(detail=f"{path}:{line}: {error!r}") from error


def _grouped(path: Path, make: Callable[[Row], Made], *, optional: bool = False) -> dict[str, list[Made]]:
    groups: dict[str, list[Made]] = defaultdict(list)
    for number, made in _made(path, lambda row: (row["order_number"], make(row)), optional=optional):
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
    return datetime.fromisoformat(text) + moved if text else None


def _line(row: Row) -> OrderLine:
    return OrderLine(
        number=int(row["line"]), variant_id=row["variant_id"], quantity=int(row["quantity"]),
        unit_price=Decimal(row["unit_price"]), status=row["status"],
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
        amount=Decimal(row["amount"]) if row["amount"] else None, refund_to=row["refund_to"],
    )  # fmt: skip


def _order(
    row: Row,
    customers: dict[str, Row],
    lines: list[OrderLine],
    parcels: list[Parcel],
    returns: list[Return],
    moved: timedelta,
) -> Order:
    placed = _moment(row["placed_at"], moved)
    if placed is None or row["customer_id"] not in customers:
        raise ShopUnavailable(detail=f"order {row['order_number']} has no date or no customer")
    return Order(
        number=row["order_number"], email=customers[row["customer_id"]]["email"], status=row["status"],
        placed_at=placed, currency=row["currency"], total=Decimal(row["total"]), lines=tuple(lines),
        address=Address(
            name=row["delivery_name"], street=row["delivery_street"], postcode=row["delivery_postcode"],
            city=row["delivery_city"], country=row["delivery_country"],
        ),
        parcels=tuple(parcels), returns=tuple(returns), payment_method=row["payment_method"],
        shipping_method=row["shipping_method"], collect=row["shipping_method"] == "click and collect",
    )  # fmt: skip


def _loyalty(row: Row) -> Loyalty:
    tier = row.get("tier", "")
    return Loyalty(
        name=row["name"], points=int(row.get("loyalty_points") or 0), tier="" if tier == "none" else tier
    )


def _gift_card(row: Row) -> tuple[tuple[str, str], GiftCard]:
    card = GiftCard(
        balance=Decimal(row["balance"]),
        currency=row["currency"],
        valid_until=date.fromisoformat(row["expires"]),
    )
    return (card_code(row["code"]), row["pin"]), card
