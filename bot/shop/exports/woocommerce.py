"""WooCommerce's orders: the JSON of its REST API (``/wc/v3/orders``), parcels as its extension Shipment
Tracking notes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.shop.exports.item import (
    COLLECT,
    Found,
    Unusable,
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
    text_of,
    time_of,
)
from bot.shop.port import Address, Order, Parcel, Return
from retrieval.places import country_named
from retrieval.products.feeds.item import Item
from retrieval.products.feeds.json_stream import read_objects

STATUS = {
    "pending": "unpaid",
    "on-hold": "unpaid",
    "processing": "placed",
    "packed": "packed",
    "ready-for-pickup": "packed",
    "shipped": "shipped",
    "partial-shipped": "shipped",
    "partially-shipped": "shipped",
    "completed": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
    "refunded": "refunded",
}
"""Its states, and those that its usual extensions add, in ours. What is completed was sent: of its arrival it
says nothing."""
UNPAID = frozenset({"pending", "on-hold", "cancelled"})
"""States in which it was paid only where it says when."""
NO_ORDER = frozenset({"failed", "checkout-draft", "auto-draft", "draft", "trash"})
PICKUP = frozenset({"local_pickup", "pickup_location"})
TRACKING = "_wc_shipment_tracking_items"


def read_woocommerce(path: Path, variant_of: VariantOf) -> Iterator[Found]:
    """See ``Export``."""
    for found in read_objects(path, "orders"):
        if isinstance(found, Item):
            yield Found(line=found.line, code=found.code, reason=found.reason, end=found.end)
        else:
            line, end, order = found
            yield made(line, end, partial(_order, order, variant_of), _number(order))


def _number(order: Mapping[str, Any]) -> str:
    return text_of(order.get("number") or order.get("id"))


def _order(order: Mapping[str, Any], variant_of: VariantOf) -> Order | None:
    known = text_of(order.get("status")).removeprefix("wc-")
    if known in NO_ORDER:
        return None
    if known not in STATUS:
        raise Unusable("unknown_status", f"its status {known!r} is none of {', '.join(STATUS)}.")
    number = needed(_number(order), "missing_id", "its number")
    methods = objects(order.get("shipping_lines"))
    shipping = ", ".join(text_of(one.get("method_title")) for one in methods)
    collect = is_collected(shipping) or any(
        text_of(one.get("method_id")).partition(":")[0] in PICKUP for one in methods
    )
    parcels = () if collect else tuple(_parcels(order, known))
    status = "shipped" if STATUS[known] in ("placed", "packed") and parcels else STATUS[known]
    status = "delivered" if collect and status == "shipped" else status
    paid = paid_with(order.get("payment_method_title"))
    lines = tuple(
        line_of_order(
            place,
            (item.get("variation_id"), item.get("product_id"), item.get("sku")),
            item.get("name"),
            variant_of,
            quantity=item.get("quantity"),
            price=item.get("price"),
            status=line_status(status, parcels[-1] if parcels else None, refunded=False),
            parcel=parcels[-1].number if len(parcels) == 1 else None,
        )
        for place, item in enumerate(objects(order.get("line_items")), 1)
    )
    billing = order.get("billing") or {}
    return Order(
        number=number, email=needed(billing.get("email"), "missing_email", "the e-mail address"),
        customer_name=full_name(billing), status=status,
        placed_at=placed_at(order.get("date_created_gmt") or order.get("date_created")),
        currency=needed(order.get("currency"), "wrong_currency", "the currency").upper(),
        total=money(order.get("total")),
        paid=bool(order.get("date_paid_gmt") or order.get("date_paid")) or known not in UNPAID,
        shipping_cost=known_money(order.get("shipping_total")),
        discount=known_money(order.get("discount_total")), lines=lines,
        voucher=", ".join(text_of(one.get("code")) for one in objects(order.get("coupon_lines"))),
        address=_address(order.get("shipping") or {}, billing), parcels=parcels,
        returns=tuple(_refunds(number, order, paid)), payment_method=paid,
        shipping_method=COLLECT if collect else shipping, collect=collect,
    )  # fmt: skip


def _parcels(order: Mapping[str, Any], known: str) -> Iterator[Parcel]:
    """Those that are noted; else, of what was sent, the one that must be."""
    noted = [
        one
        for meta in objects(order.get("meta_data"))
        if meta.get("key") == TRACKING
        for one in objects(meta.get("value"))
    ]
    status = "delivered" if known == "delivered" else "in_transit"
    done = time_of(order.get("date_completed_gmt") or order.get("date_completed"))
    for place, one in enumerate(noted, 1):
        day = text_of(one.get("date_shipped"))
        yield Parcel(
            number=place,
            carrier=text_of(one.get("custom_tracking_provider") or one.get("tracking_provider")),
            tracking_number=text_of(one.get("tracking_number")), status=status,
            shipped_at=datetime.fromtimestamp(int(day), UTC) if day.isdecimal() else time_of(day),
            tracking_url=text_of(one.get("custom_tracking_link")),
        )  # fmt: skip
    if not noted and STATUS[known] in ("shipped", "delivered"):
        yield Parcel(number=1, carrier="", tracking_number="", status=status, shipped_at=done)


def _refunds(number: str, order: Mapping[str, Any], to: str) -> Iterator[Return]:
    for one in objects(order.get("refunds")):
        amount = abs(money(one.get("total")))
        reason = text_of(one.get("reason"))
        yield paid_back(text_of(one.get("id")), number, (), amount, reason=reason, when=None, to=to)


def _address(shipping: Mapping[str, Any], billing: Mapping[str, Any]) -> Address:
    """Where it goes; to the address of the bill where no other is given."""
    given = shipping if shipping.get("address_1") else billing
    street = ", ".join(
        filter(None, (text_of(given.get(part)) for part in ("company", "address_1", "address_2")))
    )
    return Address(
        name=full_name(given), street=street, postcode=text_of(given.get("postcode")),
        city=text_of(given.get("city")), country=country_named(text_of(given.get("country"))),
    )  # fmt: skip
