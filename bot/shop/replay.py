"""What a change does to an order. Where the shop's files have moved on since, the files are right."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bot.shop.journal import Change
from bot.shop.policy import EARLY
from bot.shop.port import Address, Order, Return


def changed(order: Order, change: Change) -> Order:
    """The order after a change; the same where the change concerns no field of it."""
    return _EFFECTS[change.kind](order, change) if change.kind in _EFFECTS else order


def _cancelled(order: Order, _change: Change) -> Order:
    if order.status not in EARLY:
        return order
    lines = tuple(replace(line, status="cancelled") for line in order.lines)
    return replace(order, status="cancelled", lines=lines)


def _readdressed(order: Order, change: Change) -> Order:
    if order.status not in EARLY:
        return order
    return replace(order, address=Address(country=order.address.country, written=change.data["address"]))


def _going_back(order: Order, change: Change) -> Order:
    known = {number for one in order.returns for number in one.lines}
    lines = tuple(number for number in change.data["lines"] if number not in known)
    if not lines:
        return order
    started = Return(
        return_number=change.result, order_number=order.number, lines=lines, reason=change.data["reason"],
        status="registered", registered_at=change.time, refund_to=order.payment_method,
    )  # fmt: skip
    return replace(order, returns=(*order.returns, started))


_EFFECTS: dict[str, Callable[[Order, Change], Order]] = {
    "cancel": _cancelled,
    "address": _readdressed,
    "return": _going_back,
}
