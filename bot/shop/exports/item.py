"""What every export of orders is read into, and what its readers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol

import msgspec

from bot.shop.port import Order, OrderLine, Parcel, Return

VariantOf = Callable[[Sequence[str]], str]
"""The first of some ids that is a variant of the catalogue; "" where none is."""

COLLECT = "click and collect"
_PAID_WITH = {
    "shopify_payments": "card", "stripe": "card", "paypal": "PayPal", "klarna": "Klarna",
    "gift_card": "gift card", "bogus": "", "manual": "",
}  # fmt: skip
"""How shoppers call what systems name otherwise."""
_COLLECTED = re.compile(r"\b(?:local |store |in-store )?pick[- ]?up\b|click (?:and|&) collect", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An order, or why there is none (``code`` and ``reason``); with ``passed_over`` it is no order yet,
    which is no mistake. ``line`` is where it stands in the file, from 1; ``end`` about how many bytes are
    read."""

    line: int
    order: Order | None = None
    code: str = ""
    reason: str = ""
    passed_over: bool = False
    end: int = 0


class Unusable(ValueError):
    """An order that cannot be taken; ``kind`` is the code it is reported by."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class Export(Protocol):
    """Reads one kind of file."""

    def __call__(self, path: Path, variant_of: VariantOf) -> Iterator[Found]:
        """The orders as they stand in the file.

        Raises: RetrievalError when it cannot be opened or is of another kind.
        """


def made(line: int, end: int, make: Callable[[], Order | None], name: object) -> Found:
    """The order that ``make`` makes; None is one that is none yet. ``name`` is what a mistake is told of."""
    try:
        order = make()
    except Unusable as error:
        return Found(line=line, code=error.kind, reason=f"Order {name}: {error}", end=end)
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        reason = f"A field of order {name} is of the wrong kind: {error}."
        return Found(line=line, code="bad_row", reason=reason, end=end)
    return Found(line=line, order=order, passed_over=order is None, end=end)


def needed(value: object, code: str, what: str) -> str:
    """The text of a field that must be filled in.

    Raises: Unusable.
    """
    if text := text_of(value):
        return text
    raise Unusable(code, f"{what} is missing.")


def text_of(value: object) -> str:
    """A field on one line; "" for what is not there."""
    return "" if value is None else " ".join(str(value).split())


def money(value: object) -> Decimal:
    """A sum of money, as systems write it: with a dot.

    Raises: Unusable.
    """
    try:
        found = Decimal(text_of(value))
    except InvalidOperation as error:
        raise Unusable("bad_price", f"{text_of(value)!r} is no amount.") from error
    if not found.is_finite():
        raise Unusable("bad_price", f"{text_of(value)!r} is no amount.")
    return found


def known_money(value: object) -> Decimal | None:
    """The same of a field that may be empty."""
    return money(value) if text_of(value) else None


def time_of(value: object) -> datetime | None:
    """A moment as systems write it; one without an offset is in UTC. None where the field is empty.

    Raises: Unusable.
    """
    text = text_of(value)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").removesuffix(" UTC"))
    except ValueError as error:
        raise Unusable("bad_date", f"{text!r} is no time.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def placed_at(value: object) -> datetime:
    """When an order was placed.

    Raises: Unusable.
    """
    if (found := time_of(value)) is None:
        raise Unusable("bad_date", "it does not say when it was placed.")
    return found


def paid_with(*gateways: object) -> str:
    """How an order was paid, as shoppers call it."""
    names = [text_of(one) for one in gateways]
    called = [_PAID_WITH.get(name.lower().replace(" ", "_"), name.replace("_", " ")) for name in names]
    return ", ".join(dict.fromkeys(filter(None, called)))


def is_collected(shipping: str) -> bool:
    """Whether a shipping method's name says that the shopper comes for it."""
    return bool(_COLLECTED.search(shipping))


def line_of_order(
    number: int,
    ids: Sequence[object],
    title: object,
    variant_of: VariantOf,
    *,
    quantity: object,
    price: object,
    status: str,
    parcel: int | None,
) -> OrderLine:
    """A line whose variant goes by one of ``ids``, the surest first; one that the catalogue does not have is
    told by its title."""
    known = [text for one in ids if (text := text_of(one)) and text != "0"]
    return OrderLine(
        number=number, variant_id=variant_of(known) or next(iter(known), "") or text_of(title),
        title=text_of(title), quantity=int(Decimal(text_of(quantity) or "1")), unit_price=money(price or "0"),
        status=status, parcel=parcel,
    )  # fmt: skip


def line_status(order: str, parcel: Parcel | None, *, refunded: bool) -> str:
    """The status of a line, by its order's, its parcel and whether it was paid back."""
    if order == "cancelled":
        return order
    if refunded or order == "refunded":
        return "refunded"
    if parcel is not None:
        return "delivered" if parcel.status == "delivered" else "shipped"
    return order if order in ("packed", "delivered") else "placed"


def sent_status(parcels: Collection[Parcel], *, all_sent: bool) -> str:
    """Of an order of which something was sent."""
    arrived = all(parcel.status == "delivered" for parcel in parcels)
    return "delivered" if parcels and arrived and all_sent else "shipped"


def paid_back(
    number: str,
    order: str,
    lines: Collection[int],
    amount: Decimal,
    *,
    reason: str,
    when: datetime | None,
    to: str,
) -> Return:
    """Money that went back, with the goods of some lines or without."""
    return Return(
        return_number=number, order_number=order, lines=tuple(sorted(lines)), reason=reason,
        registered_at=when, received_at=when if lines else None, refunded_at=when, amount=amount,
        refund_to=to, status="refunded",
    )  # fmt: skip


def full_name(person: Mapping[str, Any]) -> str:
    """First and last name, as far as they are given."""
    return " ".join(filter(None, (text_of(person.get("first_name")), text_of(person.get("last_name")))))


def objects(value: object) -> list[Mapping[str, Any]]:
    """A list of objects; [] where there is none.

    Raises: ValueError for something else.
    """
    if value in (None, ""):
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{str(value)[:40]!r} is no list of objects")
    return value
