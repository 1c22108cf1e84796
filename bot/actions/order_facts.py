"""What an order says of itself, one sentence for each fact that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from bot.actions.order_cards import day, line_name, order_text
from bot.shop.port import Order, OrderLine, Parcel
from retrieval.products.products import Products

UNKNOWN = "The order does not say that."


def facts_text(order: Order, facts: Sequence[str], products: Products) -> str:
    """The sentences to ``facts`` (of ``bot.conversation.order_facts``), each once; what the postage was is
    told with the sum."""
    facts = [fact for fact in facts if fact != "paid" or "shipping_cost" not in facts]
    told = (_contents(order, products) if fact == "contents" else _TOLD[fact](order) for fact in facts)
    return " ".join(dict.fromkeys(one or UNKNOWN for one in told))


def _paid(order: Order) -> str:
    by = f" ({order.payment_method})" if order.payment_method else ""
    comes = "comes" if order.status == "unpaid" else "came"
    return f"Order {order.number} {comes} to {_sum(order, order.total)} in total{by}."


def _shipping_cost(order: Order) -> str:
    if order.shipping_cost is None:
        return ""
    told = _paid(order).removesuffix(".")
    if not order.shipping_cost:
        return f"{told}, and its delivery is free."
    return f"{told}, {_sum(order, order.shipping_cost)} of it for the delivery."


def _discount(order: Order) -> str:
    if order.discount is None:
        return ""
    code = f" with the code {order.voucher}" if order.voucher else ""
    if not order.discount:
        return f"Nothing was taken off order {order.number}{code}."
    return f"{_sum(order, order.discount)} was taken off order {order.number}{code}."


def _paid_with(order: Order) -> str:
    if not order.payment_method:
        return ""
    verb = "is to be" if order.status == "unpaid" else "was"
    return f"Order {order.number} {verb} paid by {order.payment_method}."


def _tracking(order: Order) -> str:
    told = [_parcel_told(one, order) for one in order.parcels if one.tracking_number or one.carrier]
    if told:
        return "\n".join(told)
    if order.parcels:
        return f"The tracking number of order {order.number} is not known to me."
    return f"There is no tracking number yet. {order_text(order)}"


def _parcel_told(parcel: Parcel, order: Order) -> str:
    which = f"Parcel {parcel.number}" if len(order.parcels) > 1 else "The parcel"
    which = f"{which} of order {order.number}"
    if not parcel.carrier:
        return f"{which} has the tracking number {parcel.tracking_number}."
    number = f"tracking number {parcel.tracking_number}" if parcel.tracking_number else "without a number"
    return f"{which} went with {parcel.carrier}, {number}."


def _contents(order: Order, products: Products) -> str:
    if not order.lines:
        return ""
    groups: dict[int | None, list[OrderLine]] = {}
    for line in order.lines:
        groups.setdefault(line.parcel, []).append(line)
    if len(groups) == 1:
        return f"Order {order.number}: {_listed(order.lines, products)}."
    return f"Order {order.number}. {' '.join(_parts(order, groups, products))}"


def _parts(order: Order, groups: dict[int | None, list[OrderLine]], products: Products) -> Iterator[str]:
    """What is in each parcel, and what in none."""
    states = {parcel.number: parcel.status.replace("_", " ") for parcel in order.parcels}
    several = len(states) > 1
    for number, lines in sorted(groups.items(), key=lambda group: (group[0] is None, group[0] or 0)):
        where = (
            "Still here" if number is None
            else f"In {f'parcel {number}' if several else 'the parcel'} ({states.get(number, 'sent')})"
        )  # fmt: skip
        yield f"{where}: {_listed(lines, products)}."


def _listed(lines: Sequence[OrderLine], products: Products) -> str:
    return "; ".join(line_name(line, products) for line in lines)


def _address(order: Order) -> str:
    given = order.address
    parts = (given.name, given.street, " ".join(filter(None, (given.postcode, given.city))), given.country)
    written = given.written or ", ".join(filter(None, parts))
    verb = "is to be collected at" if order.collect else "goes to"
    return f"Order {order.number} {verb} {written}." if written else ""


def _sent(order: Order) -> str:
    sent = [parcel for parcel in order.parcels if parcel.shipped_at]
    if not sent:
        return "" if order.parcels else f"It has not been sent yet. {order_text(order)}"
    if len(order.parcels) == 1:
        return f"Order {order.number} was sent on {day(sent[0].shipped_at)}."
    return " ".join(f"Parcel {parcel.number} was sent on {day(parcel.shipped_at)}." for parcel in sent)


def _sum(order: Order, money: Decimal) -> str:
    return f"{money:.2f} {order.currency}"


def _placed(order: Order) -> str:
    return f"Order {order.number} was placed on {day(order.placed_at)}."


_TOLD: dict[str, Callable[[Order], str]] = {
    "paid": _paid,
    "shipping_cost": _shipping_cost,
    "discount": _discount,
    "paid_with": _paid_with,
    "tracking": _tracking,
    "address": _address,
    "sent": _sent,
    "placed": _placed,
}
