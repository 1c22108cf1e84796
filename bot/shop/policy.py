"""The shop's rules for orders and returns, and what they allow for an order at a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from bot.shop.port import Order, OrderLine

EARLY = ("unpaid", "placed")
"""States in which an order can still be cancelled and sent elsewhere."""
BLOCKERS = ("too_late", "not_delivered", "already_returned", "cancelled")
"""Why a line cannot be sent back; where lines differ, the first of these is said."""


class Postage(msgspec.Struct, frozen=True, kw_only=True):
    """What a return costs the shopper of some countries, in one sentence; no countries means all others."""

    text: str
    countries: tuple[str, ...] = ()


class MoneyBack(msgspec.Struct, frozen=True, kw_only=True):
    """When money is back that was paid with some methods, in one sentence each: after a cancellation, and
    after the refund of a return was released; no methods means all others."""

    methods: tuple[str, ...] = ()
    cancelled: str = ""
    returned: str = ""


class AddressNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a new address means for an order paid with some methods and dearer than ``above``."""

    text: str
    methods: tuple[str, ...] = ()
    above: Decimal = Decimal(0)


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules by which the shop decides. ``return_days`` count from delivery, the last one included; a
    search for a parcel starts ``overdue_days`` after the promised day; no exchange is possible with
    ``no_exchange`` countries; ``{number}`` in ``tracking_url`` stands for the tracking number."""

    return_days: int = 14
    overdue_days: int = 1
    no_exchange: tuple[str, ...] = ()
    postage: tuple[Postage, ...] = ()
    money_back: tuple[MoneyBack, ...] = ()
    address_note: tuple[AddressNote, ...] = ()
    tracking_url: str = ""

    def postage_for(self, country: str) -> str:
        """The sentence for a country, or ""."""
        named = (p.text for p in self.postage if country in p.countries)
        return next(named, next((p.text for p in self.postage if not p.countries), ""))

    def address_note_for(self, order: Order) -> str:
        """The sentence for how an order was paid, or ""."""
        paid = order.payment_method.casefold()
        notes = (n for n in self.address_note if order.total > n.above)
        return next((n.text for n in notes if paid in {method.casefold() for method in n.methods}), "")

    def money_back_for(self, order: Order) -> str:
        """The sentence for what became of an order and how it was paid, or ""."""
        paid = order.payment_method.casefold()
        named = (m for m in self.money_back if paid in {method.casefold() for method in m.methods})
        rule = next(named, next((m for m in self.money_back if not m.methods), MoneyBack()))
        return rule.cancelled if order.status == "cancelled" else rule.returned


def judged(order: Order, policy: Policy, now: datetime) -> Order:
    """The order with what can be done with it now."""
    early = order.status in EARLY
    blockers = {line.number: _line_blocker(order, line, policy, now) for line in order.lines}
    back = tuple(number for number, blocker in blockers.items() if not blocker)
    return replace(
        order, cancellable=early, address_changeable=early and not order.collect, returnable_lines=back,
        money_back=policy.money_back_for(order),
        return_postage=policy.postage_for(order.address.country),
        address_note=policy.address_note_for(order),
        exchangeable=order.address.country not in policy.no_exchange,
        return_blocker="" if back else _first(blockers.values()),
        return_until=_last_day(order.delivered_at, policy) if order.delivered_at else None,
    )  # fmt: skip


def lines_blocker(order: Order, numbers: tuple[int, ...], policy: Policy, now: datetime) -> str:
    """Why these lines of an order cannot go back together, or ""."""
    chosen = [line for line in order.lines if line.number in numbers]
    if not numbers or len(chosen) < len(set(numbers)):
        return "not_returnable"
    blockers = {_line_blocker(order, line, policy, now) for line in chosen} - {""}
    return _first(blockers) if blockers else ""


def overdue(order: Order, policy: Policy, now: datetime) -> bool:
    """Whether a parcel is marked delivered, delayed, lost or sent back, or was due on an earlier day."""
    return any(
        parcel.status in ("delivered", "delayed", "lost", "returned_to_sender")
        or (parcel.eta is not None and now.date() - parcel.eta >= timedelta(days=policy.overdue_days))
        for parcel in order.parcels
    )


def invoiced(order: Order) -> bool:
    """Whether there is an invoice: it is made when goods leave, or wait in the store."""
    return order.status not in (*EARLY, "cancelled") and (order.status != "packed" or order.collect)


def _line_blocker(order: Order, line: OrderLine, policy: Policy, now: datetime) -> str:
    going_back = {number for one in order.returns for number in one.lines}
    if "cancelled" in (order.status, line.status):
        return "cancelled"
    if line.number in going_back or line.status in ("returned", "refunded"):
        return "already_returned"
    if not _has_arrived(order, line):
        return "not_delivered"
    arrived = _arrival(order, line)
    return "too_late" if now.astimezone(arrived.tzinfo).date() > _last_day(arrived, policy) else ""


def _has_arrived(order: Order, line: OrderLine) -> bool:
    complete = order.status in ("delivered", "partly_returned") or order.collect
    return line.status == "delivered" or (complete and line.status == "shipped")


def _arrival(order: Order, line: OrderLine) -> datetime:
    """When the line's parcel came, else the order's last; goods of a store count from the order."""
    own = (parcel.delivered_at for parcel in order.parcels if parcel.number == line.parcel)
    return next(own, None) or order.delivered_at or order.placed_at


def _last_day(arrived: datetime, policy: Policy) -> date:
    return arrived.date() + timedelta(days=policy.return_days)


def _first(blockers: Collection[str]) -> str:
    return next((blocker for blocker in BLOCKERS if blocker in blockers), "not_delivered")
