"""Orders in words and as cards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.conversation.messages import OrderCard
from bot.shop.port import Order, OrderLine, Parcel, Return
from retrieval.products.products import Products

STATUS = {
    "unpaid": "placed", "placed": "placed", "packed": "packed", "shipped": "shipped",
    "delivered": "delivered", "partly_returned": "delivered", "cancelled": "cancelled",
    "returned": "returned", "refunded": "returned",
}  # fmt: skip
"""The shop's states as the slot order_status knows them."""
PARCEL = {
    "label_created": "packed and waiting for the carrier",
    "in_transit": "on its way",
    "out_for_delivery": "out for delivery today",
    "delivered": "delivered",
    "delayed": "delayed",
    "lost": "lost by the carrier; a colleague sends it again or refunds it",
    "returned_to_sender": "on its way back to us, because it could not be delivered",
}
NO_PARCEL = {
    "unpaid": "waiting for your payment, and is packed once that has arrived",
    "placed": "placed and will be packed soon",
    "packed": "packed and will leave soon",
    "shipped": "on its way",
}
"""What is said of an order of which no parcel is known."""
HALF_A_YEAR = timedelta(days=183)
"""From or to a day of which one says the year."""
LONGEST_WAY = 21
"""Days after which a parcel of which nothing more is known is not said to be on its way."""
LOST = frozenset({"lost", "returned_to_sender"})
TROUBLE = frozenset({"lost", "returned_to_sender", "delayed"})


def order_card(order: Order, products: Products) -> OrderCard:
    """The card of an order with its steps and lines."""
    steps, reached = _steps(order)
    parcel = latest_parcel(order)
    return OrderCard(
        order_number=order.number, status=order.status.replace("_", " "), steps=steps, step=reached,
        lines=tuple(line_names(order, products)), carrier=parcel.carrier if parcel else "",
        tracking_number=parcel.tracking_number if parcel else "",
        tracking_url=parcel.tracking_url if parcel else "",
        eta=parcel.eta.isoformat() if parcel and parcel.eta and not parcel.delivered_at else "",
        total=f"{order.total:.2f} {order.currency}",
    )  # fmt: skip


def order_text(order: Order, today: date | None = None) -> str:
    """Where the order is, in one or two sentences; of a parcel whose day was before ``today`` that it is
    late."""
    if order.status == "cancelled":
        return f"Order {order.number} is cancelled."
    if order.collect and order.status in ("placed", "packed"):
        return f"Order {order.number} {_to_collect(order)}."
    if order.collect and order.status == "delivered":
        return f"Order {order.number} was collected."
    if not order.parcels and order.status in NO_PARCEL:
        return f"Order {order.number} is {NO_PARCEL[order.status]}."
    if order.status in ("returned", "refunded", "partly_returned"):
        return f"Order {order.number} was delivered and {order.status.replace('_', ' ')}."
    if not order.parcels:
        return f"Order {order.number} is {order.status.replace('_', ' ')}."
    rest = " The rest is still here and comes in another parcel." if _is_partly_sent(order) else ""
    if len(order.parcels) == 1:
        what = "Part of order" if rest else "Order"
        return f"{what} {order.number} {_parcel_words(order.parcels[0], today)}.{rest}"
    parts = [f"parcel {parcel.number} {_parcel_words(parcel, today)}" for parcel in order.parcels]
    return f"Order {order.number} comes in {len(order.parcels)} parcels: {'; '.join(parts)}.{rest}"


def _to_collect(order: Order) -> str:
    """Whether it can be collected, and where, as far as the order names a place: the name of the shopper is
    none, and their address neither."""
    own = order.address.name.casefold() == order.customer_name.casefold()
    place = "" if own else order.address.name or order.address.city
    at = f" at {place}" if place else ""
    if order.status == "packed":
        return f"is ready to be collected{at}"
    return f"is being prepared for collection{at} and is not ready yet"


def is_late(order: Order, today: date) -> bool:
    """Whether a parcel that is still to come should have been there before."""
    return any(_is_overdue(parcel, today) for parcel in order.parcels)


def ordered_products(order: Order, products: Products) -> tuple[str, ...]:
    """The ids of the products of an order; none where one is not sold any more, which may be meant."""
    found = [products.variant(line.variant_id) for line in order.lines]
    return tuple(dict.fromkeys(pair[0].product_id for pair in found if pair)) if all(found) else ()


def line_names(order: Order, products: Products) -> list[str]:
    """The lines as a shopper knows them: "2 x Wandersocke merino hiking socks (42-44, forest green)"."""
    return [line_name(line, products) for line in order.lines]


def refund_text(order: Order, days: int, today: date) -> str:
    """Where the money is. ``days``: the working days in which it goes back, where the shop says nothing of
    the way in which it was paid."""
    is_back = any(one.status == "refunded" for one in order.returns)
    if order.status == "cancelled" and not (order.paid or is_back):
        return f"Order {order.number} was cancelled before it was paid, so there is nothing to refund."
    if order.status == "cancelled" and not is_back:
        to = order.payment_method or "the same payment method"
        back = order.money_back or f"Your money goes back to {to} within {days} working days."
        return f"Order {order.number} was cancelled. {back}"
    if not order.returns and parcel_trouble(order) in LOST:
        return order_text(order)
    if not order.returns and order.status == "unpaid":
        return order_text(order)
    if not order.returns:
        return f"There is no return for order {order.number} yet, so there is nothing to refund."
    waited_for = any(one.status != "refunded" for one in order.returns)
    then = [order.money_back] if order.money_back and waited_for else []
    less = [order.return_postage] if any(_is_less(one, order) for one in order.returns) else []
    first = [f"Order {order.number} was cancelled."] if order.status == "cancelled" else []
    told = (_return_text(one, order.currency, days, today) for one in order.returns)
    return " ".join([*first, *told, *less, *then])


def refund_is_late(order: Order, days: int, today: date) -> bool:
    """Whether money that should be back by now is not."""
    return any(_is_late(one, days, today) for one in order.returns)


def expected_refund_text(order: Order, numbers: Collection[int], days: int) -> str:
    """How much goes back for lines that may be returned, and in how many working ``days`` behind them."""
    paid = sum(line.unit_price * line.quantity for line in order.lines if line.number in numbers)
    back = (
        f"For this return {paid:.2f} {order.currency} would go back to you, within {days} working days after"
        " it has reached us."
    )
    return f"{back} {order.return_postage}".strip()


def day(moment: datetime | date | None, today: date | None = None) -> str:
    """ "Friday 27 November", or ""; with its year where that is not near ``today``."""
    if moment is None:
        return ""
    on = moment.date() if isinstance(moment, datetime) else moment
    far = today is not None and abs(today - on) > HALF_A_YEAR
    return f"{on:%A} {on.day} {on:%B}{f' {on.year}' if far else ''}"


def latest_parcel(order: Order) -> Parcel | None:
    """The parcel that is still to come, else the last one."""
    coming = [parcel for parcel in order.parcels if parcel.delivered_at is None]
    parcels = coming or list(order.parcels)
    return parcels[-1] if parcels else None


def parcel_trouble(order: Order) -> str:
    """What is wrong with the parcel that is still to come: lost, returned_to_sender or delayed; else ""."""
    parcel = latest_parcel(order)
    return parcel.status if parcel is not None and parcel.status in TROUBLE else ""


def line_name(line: OrderLine, products: Products) -> str:
    """A line as a shopper knows it."""
    found, quantity = products.variant(line.variant_id), line.quantity
    if found is None:
        return f"{quantity} x {line.title or line.variant_id}"
    product, variant = found
    detail = ", ".join(part for part in (variant.size, variant.colour) if part)
    return f"{f'{quantity} x ' if quantity > 1 else ''}{product.title}{f' ({detail})' if detail else ''}"


def _is_overdue(parcel: Parcel, today: date | None) -> bool:
    gone = parcel.delivered_at is not None or parcel.status in LOST
    return not gone and today is not None and parcel.eta is not None and parcel.eta < today


def _parcel_words(parcel: Parcel, today: date | None) -> str:
    words = f"is {PARCEL.get(parcel.status, parcel.status.replace('_', ' '))}"
    if parcel.delivered_at is not None:
        return f"{words} ({day(parcel.delivered_at, today)})"
    if parcel.status == "in_transit" and parcel.shipped_at and not (parcel.eta or parcel.last_event):
        return _sent_words(words, parcel.shipped_at.date(), today)
    due = f", due {day(parcel.eta, today)}" if parcel.eta and parcel.status not in LOST else ""
    if _is_overdue(parcel, today):
        due = f". It was due {day(parcel.eta, today)}, and I'm sorry that it is late"
    last = f". Last news from {parcel.carrier}: {parcel.last_event.rstrip('.')}" if parcel.last_event else ""
    return f"{words}{due}{last}"


def _sent_words(words: str, sent: date, today: date | None) -> str:
    """Of a parcel that is known to have been sent and no more."""
    if today is not None and today - sent > timedelta(days=LONGEST_WAY):
        return f"was sent on {day(sent, today)}, and I can't see whether it has arrived"
    return f"{words}, sent on {day(sent, today)}"


def _is_partly_sent(order: Order) -> bool:
    """Whether some lines wait for a further parcel."""
    return any(line.parcel is not None for line in order.lines) and any(
        line.parcel is None and line.status in ("placed", "packed") for line in order.lines
    )


def _due(one: Return, days: int) -> date | None:
    """The day by which the money of what has arrived goes back; None where it is back, or nothing arrived."""
    waited_for = one.status == "received" and one.received_at is not None
    return _after_working_days(one.received_at, days) if waited_for and one.received_at else None


def _is_late(one: Return, days: int, today: date) -> bool:
    due = _due(one, days)
    return due is not None and due < today


def _return_text(one: Return, currency: str, days: int, today: date) -> str:
    amount = f" {one.amount:.2f} {currency}" if one.amount is not None else ""
    to = f" to {one.refund_to}" if one.refund_to else ""
    if one.status == "refunded":
        on = f" on {day(one.refunded_at, today)}" if one.refunded_at else ""
        what = f"Return {one.return_number}:{amount}" if one.lines else amount.strip()
        return f"{what} went back{to}{on}."
    if one.status == "received":
        due, money = _due(one, days), amount or " The money"
        arrived = f"Return {one.return_number} arrived on {day(one.received_at, today)}."
        by = f"within {days} working days, by {day(due)}"
        if _is_late(one, days, today):
            return f"{arrived}{money} should have gone back{to} {by}, and I can't see yet that it did. Sorry!"
        return f"{arrived}{money} goes back{to} {by}." if due else f"{arrived}{money} goes back{to}."
    return (
        f"Return {one.return_number} is registered and not at our warehouse yet."
        f" The money goes back{to} within {days} working days after it arrives."
    )


def _is_less(one: Return, order: Order) -> bool:
    """Whether less goes back than its lines cost."""
    paid = sum(line.unit_price * line.quantity for line in order.lines if line.number in one.lines)
    return bool(order.return_postage) and one.amount is not None and one.amount < paid


def _after_working_days(moment: datetime, days: int) -> date:
    end = moment.date()
    while days:
        end += timedelta(days=1)
        days -= end.weekday() < 5
    return end


def _steps(order: Order) -> tuple[tuple[tuple[str, str], ...], int]:
    """Labels with dates, and the number of the one reached."""
    placed = ("Placed", order.placed_at.date().isoformat())
    if order.status == "cancelled":
        return (placed, ("Cancelled", "")), 1
    if order.collect:
        in_store = (placed, ("Ready to collect", ""), ("Collected", ""))
        return in_store, {"unpaid": 0, "placed": 0, "packed": 1}.get(order.status, 2)
    parcel = latest_parcel(order)
    shipped = parcel.shipped_at.date().isoformat() if parcel and parcel.shipped_at else ""
    arrived = parcel.delivered_at.date().isoformat() if parcel and parcel.delivered_at else ""
    steps = (placed, ("Packed", ""), ("Shipped", shipped), ("Delivered", arrived))
    if order.status in ("returned", "refunded"):
        return (*steps, (order.status.capitalize(), "")), 4
    return steps, {"unpaid": 0, "placed": 0, "packed": 1, "shipped": 2}.get(order.status, 3)
