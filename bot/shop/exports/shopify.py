"""Shopify's orders as its Admin API gives them: the JSON of ``/admin/api/.../orders.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bot.shop.exports.item import (
    COLLECT,
    Found,
    VariantOf,
    full_name,
    is_collected,
    known_money,
    line_of_order,
    line_status,
    made,
    money,
    needed,
    objects,
    paid_back,
    paid_with,
    placed_at,
    sent_status,
    text_of,
    time_of,
)
from bot.shop.port import Address, Order, OrderLine, Parcel, Return
from retrieval.places import country_named
from retrieval.products.feeds.item import Item
from retrieval.products.feeds.json_stream import read_objects

NOTHING_PAID = frozenset({"pending", "expired", "voided"})
UNPAID = NOTHING_PAID | {"partially_paid"}
NOT_SENT = frozenset({"cancelled", "error", "failure"})
"""States of a fulfilment that came to nothing."""
PARCEL = {
    "delivered": "delivered",
    "out_for_delivery": "out_for_delivery",
    "label_printed": "label_created",
    "label_purchased": "label_created",
    "confirmed": "label_created",
    "failure": "delayed",
}
"""Its states of a parcel in ours; all others are on their way."""
NEWS = {"attempted_delivery": "A delivery was attempted"}
STREET = ("company", "address1", "address2")
_Object = Mapping[str, Any]


def read_shopify_json(path: Path, variant_of: VariantOf) -> Iterator[Found]:
    """See ``Export``."""
    for found in read_objects(path, "orders"):
        if isinstance(found, Item):
            yield Found(line=found.line, code=found.code, reason=found.reason, end=found.end)
        else:
            line, end, order = found
            yield made(line, end, partial(_order, order, variant_of), text_of(order.get("name")))


def status_of(order: _Object, parcels: Sequence[Parcel], *, sent: bool, all_sent: bool) -> str:
    """Where an order is, by its states of payment and of fulfilment and by what was ``sent``."""
    paid = text_of(order.get("financial_status"))
    sent = sent or text_of(order.get("fulfillment_status")) in ("fulfilled", "partial")
    if order.get("cancelled_at"):
        return "cancelled"
    if paid == "refunded":
        return "refunded" if sent else "cancelled"
    if sent:
        return sent_status(parcels, all_sent=all_sent)
    return "unpaid" if paid in UNPAID else "placed"


def address_of(given: _Object) -> Address:
    """An address; its country may be a code."""
    street = ", ".join(filter(None, (text_of(given.get(part)) for part in STREET)))
    return Address(
        name=text_of(given.get("name")) or full_name(given), street=street,
        postcode=text_of(given.get("zip")), city=text_of(given.get("city")),
        country=country_named(text_of(given.get("country"))),
    )  # fmt: skip


def _order(order: _Object, variant_of: VariantOf) -> Order | None:
    if order.get("test"):
        return None
    number = needed(order.get("name") or order.get("order_number"), "missing_id", "its name")
    sent = [one for one in objects(order.get("fulfillments")) if one.get("status") not in NOT_SENT]
    methods = objects(order.get("shipping_lines"))
    shipping = ", ".join(text_of(one.get("title")) for one in methods)
    waits = any(one.get("shipment_status") == "ready_for_pickup" for one in sent)
    collect = waits or is_collected(shipping) or any(one.get("source") == "pick_up" for one in methods)
    parcels = () if collect else tuple(_parcel(place, one) for place, one in enumerate(sent, 1))
    shares = list(_shares(objects(order.get("line_items")), sent))
    whole = all(one.parcel is not None or not one.item.get("requires_shipping", True) for one in shares)
    status = status_of(order, parcels, sent=bool(sent), all_sent=whole)
    if collect and status in ("shipped", "delivered"):
        status = "packed" if waits else "delivered"
    paid = paid_with(*(order.get("payment_gateway_names") or ()))
    address = address_of(order.get("shipping_address") or ({"name": shipping} if collect else {}))
    billed = full_name(order.get("customer") or {}) or full_name(order.get("billing_address") or {})
    return Order(
        number=number,
        email=needed(order.get("email") or order.get("contact_email"), "missing_email", "the e-mail address"),
        customer_name=billed or address.name, status=status, placed_at=placed_at(order.get("created_at")),
        currency=needed(order.get("currency"), "wrong_currency", "the currency").upper(),
        total=money(order.get("total_price")),
        paid=text_of(order.get("financial_status")) not in NOTHING_PAID,
        shipping_cost=_shipping_cost(order, methods),
        discount=known_money(order.get("total_discounts")),
        voucher=", ".join(text_of(one.get("code")) for one in objects(order.get("discount_codes"))),
        lines=tuple(_lines(shares, variant_of, status, parcels, _counted(order))), address=address,
        parcels=parcels,
        returns=tuple(_refunds(number, order, [text_of(one.item.get("id")) for one in shares], paid)),
        payment_method=paid, shipping_method=COLLECT if collect else shipping, collect=collect,
    )  # fmt: skip


class _Share(NamedTuple):
    """Pieces of an item that go together: in the parcel of this number, or None while they wait."""

    item: _Object
    pieces: int
    parcel: int | None


def _shares(items: Sequence[_Object], sent: Sequence[_Object]) -> Iterator[_Share]:
    """Of each item what is in which parcel, and what is to be sent yet."""
    for item in items:
        left = pieces = int(item.get("quantity") or 1)
        for number, parcel in enumerate(sent, 1):
            for line in objects(parcel.get("line_items")):
                key = "id" if line.get("id") else "sku"
                if line.get(key) and line.get(key) == item.get(key):
                    gone = int(line.get("quantity") or pieces)
                    left -= gone
                    yield _Share(item, gone, number)
        waiting = min(left, int(item.get("fulfillable_quantity", left)))
        if waiting > 0 or left == pieces:
            yield _Share(item, waiting if waiting > 0 else pieces, None)


def _lines(
    shares: Sequence[_Share],
    variant_of: VariantOf,
    order: str,
    parcels: Sequence[Parcel],
    back: Mapping[str, int],
) -> Iterator[OrderLine]:
    """``back``: how many pieces of each item were paid back, by its id."""
    for place, (item, pieces, number) in enumerate(shares, 1):
        parcel = parcels[number - 1] if parcels and number is not None else None
        refunded = back.get(text_of(item.get("id")), 0) >= int(item.get("quantity") or 1)
        yield line_of_order(
            place, (item.get("variant_id"), item.get("sku")), item.get("title") or item.get("name"),
            variant_of, quantity=pieces, price=item.get("price"), parcel=parcel.number if parcel else None,
            status=line_status(order, parcel, refunded=refunded),
        )  # fmt: skip


def _parcel(number: int, sent: _Object) -> Parcel:
    known = text_of(sent.get("shipment_status"))
    status, latest = PARCEL.get(known, "in_transit"), time_of(sent.get("updated_at"))
    return Parcel(
        number=number, carrier=text_of(sent.get("tracking_company")),
        tracking_number=text_of(sent.get("tracking_number")), status=status,
        shipped_at=time_of(sent.get("created_at")), delivered_at=latest if status == "delivered" else None,
        last_event=NEWS.get(known, ""), last_event_at=latest if known in NEWS else None,
        tracking_url=text_of(sent.get("tracking_url")),
    )  # fmt: skip


def _counted(order: _Object) -> Counter[str]:
    """How many pieces of each line were paid back."""
    back: Counter[str] = Counter()
    for refund in objects(order.get("refunds")):
        for one in objects(refund.get("refund_line_items")):
            back[text_of(one.get("line_item_id"))] += int(one.get("quantity") or 0)
    return back


def _refunds(number: str, order: _Object, ids: Sequence[str], to: str) -> Iterator[Return]:
    """Of an order that was cancelled nothing came back but the money."""
    for refund in objects(order.get("refunds")):
        named = {text_of(one.get("line_item_id")) for one in objects(refund.get("refund_line_items"))}
        back = not order.get("cancelled_at")
        lines = [place for place, own in enumerate(ids, 1) if back and own in named]
        paid = [one for one in objects(refund.get("transactions")) if one.get("kind", "refund") == "refund"]
        if amount := sum((money(one.get("amount")) for one in paid), Decimal(0)):
            yield paid_back(
                text_of(refund.get("id")), number, lines, amount, reason=text_of(refund.get("note")),
                when=time_of(refund.get("created_at")), to=to,
            )  # fmt: skip


def _shipping_cost(order: _Object, methods: Sequence[_Object]) -> Decimal | None:
    paid = ((order.get("total_shipping_price_set") or {}).get("shop_money") or {}).get("amount")
    return known_money(paid or (methods[0].get("price") if len(methods) == 1 else None))
