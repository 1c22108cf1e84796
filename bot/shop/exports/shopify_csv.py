"""Shopify's orders as Orders > Export gives them. The CSV knows no parcels: of what was sent it tells the
time alone, of what was paid back the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from bot.shop.exports.item import (
    COLLECT,
    Found,
    VariantOf,
    is_collected,
    known_money,
    line_of_order,
    line_status,
    made,
    money,
    needed,
    paid_back,
    paid_with,
    placed_at,
    text_of,
    time_of,
)
from bot.shop.exports.shopify import NOTHING_PAID, address_of, status_of
from bot.shop.port import Address, Order, OrderLine, Parcel
from retrieval.products.feeds.item import Item
from retrieval.products.feeds.table_rows import read_table

_Row = Mapping[str, str]
_ZEROS = "'"
"""Stands before what a spreadsheet would take for a number."""
_ADDRESS = ("name", "company", "address1", "address2", "zip", "city", "country")


def read_shopify_csv(path: Path, variant_of: VariantOf) -> Iterator[Found]:
    """See ``Export``. The rows of an order stand together; the first has its own fields."""
    rows: list[_Row] = []
    begun = end = 0
    for row in read_table(path):
        if isinstance(row, Item):
            yield Found(line=row.line, code=row.code, reason=row.reason, end=row.end)
            continue
        values = {name.lower(): value for name, value in row.values.items()}
        if rows and values.get("name") != rows[0].get("name"):
            yield _found(begun, end, rows, variant_of)
            rows = []
        begun, end = begun if rows else row.line, row.end
        rows.append(values)
    if rows:
        yield _found(begun, end, rows, variant_of)


def _found(line: int, end: int, rows: list[_Row], variant_of: VariantOf) -> Found:
    return made(line, end, partial(_order, rows, variant_of), rows[0].get("name", ""))


def _order(rows: list[_Row], variant_of: VariantOf) -> Order:
    head = rows[0]
    number = needed(head.get("name"), "missing_id", "its name")
    shipping = text_of(head.get("shipping method"))
    place = address_of({part: head.get(f"shipping {part}", "").removeprefix(_ZEROS) for part in _ADDRESS})
    collect = is_collected(shipping) or bool(shipping and not place.street and head.get("location"))
    items = [row for row in rows if row.get("lineitem name")]
    gone = [row.get("lineitem fulfillment status") == "fulfilled" for row in items]
    sent = Parcel(
        number=1, carrier="", tracking_number="", status="in_transit",
        shipped_at=time_of(head.get("fulfilled at")),
    )  # fmt: skip
    parcels = (sent,) if any(gone) and not collect else ()
    of_order = {name.replace(" ", "_"): value for name, value in head.items()}
    status = status_of(of_order, parcels, sent=any(gone), all_sent=all(gone))
    status = "delivered" if collect and status == "shipped" else status
    back, paid = (
        money(head.get("refunded amount") or "0"),
        paid_with(*head.get("payment method", "").split("+")),
    )
    refund = paid_back(f"{number}-1", number, (), back, reason="", when=None, to=paid)
    return Order(
        number=number, email=needed(head.get("email"), "missing_email", "the e-mail address"),
        customer_name=head.get("billing name") or head.get("shipping name") or "",
        status=status, placed_at=placed_at(head.get("created at")),
        currency=needed(head.get("currency"), "wrong_currency", "the currency").upper(),
        total=money(head.get("total")), paid=text_of(head.get("financial status")) not in NOTHING_PAID,
        shipping_cost=known_money(head.get("shipping")),
        discount=known_money(head.get("discount amount")), voucher=head.get("discount code", ""),
        lines=tuple(
            _line(place, row, variant_of, status, sent if was_sent and parcels else None)
            for place, (row, was_sent) in enumerate(zip(items, gone, strict=True), 1)
        ),
        address=Address(name=shipping) if collect and not place.street else place,
        parcels=parcels, returns=(refund,) if back else (), payment_method=paid,
        shipping_method=COLLECT if collect else shipping, collect=collect,
    )  # fmt: skip


def _line(place: int, row: _Row, variant_of: VariantOf, order: str, parcel: Parcel | None) -> OrderLine:
    return line_of_order(
        place, (row.get("lineitem sku", "").removeprefix(_ZEROS),), row.get("lineitem name"), variant_of,
        quantity=row.get("lineitem quantity"), price=row.get("lineitem price"),
        status=line_status(order, parcel, refunded=False), parcel=parcel.number if parcel else None,
    )  # fmt: skip
