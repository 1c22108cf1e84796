"""Exports of Shopify and WooCommerce: what they say of an order is what a shopper is told of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.actions.order_cards import order_text, refund_text
from bot.errors import DataError
from bot.shop.exports.registry import kind_of
from bot.shop.exports.take_in import OrdersReport, import_orders
from bot.shop.files import ShopFiles, Told, read_files
from bot.shop.order_forms import forms_of
from bot.shop.port import Order
from retrieval.errors import RetrievalError

CATALOGUE = {"UKE-S", "UKE-T", "4401", "4402", "77"}
TODAY = date(2026, 12, 1)

FULFILLED = {
    "id": 91, "status": "success", "created_at": "2026-11-27T09:00:00+00:00",
    "updated_at": "2026-11-27T09:00:00+00:00", "shipment_status": None, "tracking_company": "Royal Mail",
    "tracking_number": "RM123", "tracking_url": "https://track.example/RM123",
    "line_items": [{"id": 11}],
}  # fmt: skip


def shopify(name: str, **fields: Any) -> dict[str, Any]:
    """An order of two lines as the Admin API gives it."""
    return {
        "id": 5001, "name": name, "email": "ada@mail.example", "created_at": "2026-11-26T10:15:00+00:00",
        "currency": "GBP", "total_price": "64.50", "financial_status": "paid", "fulfillment_status": None,
        "cancelled_at": None, "payment_gateway_names": ["shopify_payments"],
        "customer": {"first_name": "Ada", "last_name": "Okoye"},
        "shipping_address": {
            "name": "Ada Okoye", "address1": "12 Mill Lane", "address2": "Flat 3", "zip": "LS6 2EH",
            "city": "Leeds", "country": "GB",
        },
        "shipping_lines": [{"title": "Standard delivery"}], "fulfillments": [], "refunds": [],
        "line_items": [
            {"id": 11, "variant_id": 4401, "sku": "UKE-S", "title": "Soprano ukulele", "quantity": 1,
             "price": "49.50"},
            {"id": 12, "variant_id": None, "sku": "GONE-9", "title": "Songbook, out of print", "quantity": 2,
             "price": "5.00"},
        ],
    } | fields  # fmt: skip


def woo(number: int, status: str, **fields: Any) -> dict[str, Any]:
    """An order of the REST API."""
    return {
        "id": number, "number": str(number), "status": status, "currency": "EUR", "total": "31.90",
        "date_created": "2026-11-26T11:15:00", "date_created_gmt": "2026-11-26T10:15:00",
        "date_completed_gmt": None, "payment_method_title": "Bank transfer",
        "billing": {"first_name": "Siobhán", "last_name": "Daly", "email": "siobhan@post.example",
                    "address_1": "4 Quay St", "city": "Galway", "postcode": "H91 XY12", "country": "IE"},
        "shipping": {"first_name": "", "last_name": "", "address_1": "", "country": ""},
        "shipping_lines": [{"method_id": "flat_rate:3", "method_title": "An Post"}],
        "line_items": [{"id": 1, "product_id": 77, "variation_id": 0, "sku": "", "name": "Oak leaf hydrangea",
                        "quantity": 1, "price": 26.9}],
        "refunds": [], "meta_data": [],
    } | fields  # fmt: skip


def variant_of(ids: Sequence[str]) -> str:
    return next((one for one in ids if one in CATALOGUE), "")


def take(tmp_path: Path, orders: Any, name: str = "orders.json", **how: Any) -> OrdersReport:
    file = tmp_path / name
    file.write_text(orders if isinstance(orders, str) else json.dumps(orders, indent=1), "utf-8")
    return import_orders(file, tmp_path / "shop", variant_of=variant_of, previous=tmp_path / "before", **how)


def files(tmp_path: Path) -> ShopFiles:
    read = read_files(tmp_path / "shop", Told())
    assert read.left_out == (), "what an import writes is good"
    return read


def told(tmp_path: Path, number: str) -> Order:
    return files(tmp_path).orders[number]


def test_an_order_of_shopify(tmp_path: Path) -> None:
    report = take(tmp_path, {"orders": [shopify("#1042")]})
    order = told(tmp_path, "#1042")
    assert (report.added, report.changed, report.untold, report.complete) == (1, 0, 1, True)
    assert (order.email, order.customer_name, order.status) == ("ada@mail.example", "Ada Okoye", "placed")
    assert (order.total, order.currency) == (type(order.total)("64.50"), "GBP")
    assert (order.address.street, order.address.country) == ("12 Mill Lane, Flat 3", "United Kingdom")
    first, second = order.lines
    assert (first.variant_id, second.variant_id, second.title) == ("4401", "GONE-9", "Songbook, out of print")
    assert forms_of(["#1042"]).examples == ("#1042",), "numbers with a hash alone are learned as well"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"financial_status": "pending"}, "unpaid", "waiting for your payment"),
        ({"fulfillments": [FULFILLED]}, "shipped", "Part of order #1042 is on its way, sent on Fri"),
        ({"fulfillments": [{**FULFILLED, "status": "cancelled"}]}, "placed", "will be packed soon"),
        (
            {"fulfillments": [{**FULFILLED, "line_items": [{"id": 11}, {"id": 12}],
                               "shipment_status": "delivered", "updated_at": "2026-11-30T12:00:00+00:00"}]},
            "delivered", "is delivered (Monday 30 November)",
        ),
        (
            {"fulfillments": [{**FULFILLED, "created_at": "2026-08-03T09:00:00+00:00",
                               "line_items": [{"id": 11}, {"id": 12}]}]},
            "shipped", "was sent on Monday 3 August, and I can't see whether it has arrived",
        ),
        ({"cancelled_at": "2026-11-27T08:00:00+00:00"}, "cancelled", "is cancelled"),
        ({"shipping_lines": [{"title": "Local pickup - Leeds"}]}, "placed", "being prepared for collection"),
        (
            {"shipping_lines": [{"title": "Pick up in store"}],
             "fulfillments": [{**FULFILLED, "shipment_status": "ready_for_pickup"}]},
            "packed", "is ready to be collected",
        ),
    ],
)  # fmt: skip
def test_where_an_order_of_shopify_is(tmp_path: Path, fields: dict[str, Any], status: str, said: str) -> None:
    take(tmp_path, [shopify("#1042", **fields)])
    order = told(tmp_path, "#1042")
    assert order.status == status
    assert said in order_text(order, TODAY)


def test_what_was_sent_is_known_by_its_sku_where_a_parcel_tells_no_ids(tmp_path: Path) -> None:
    sent = {**FULFILLED, "line_items": [{"sku": "UKE-S", "quantity": 1}], "shipment_status": "delivered"}
    take(tmp_path, [shopify("#1042", fulfillments=[sent], fulfillment_status="partial")])
    order = told(tmp_path, "#1042")
    assert [line.parcel for line in order.lines] == [1, None]
    assert "The rest is still here" in order_text(order, TODAY)


def test_what_waits_for_its_payment_has_nothing_to_be_refunded(tmp_path: Path) -> None:
    take(tmp_path, [shopify("#1042", financial_status="pending")])
    assert "waiting for your payment" in refund_text(told(tmp_path, "#1042"), 5, TODAY)


def test_what_shopify_paid_back(tmp_path: Path) -> None:
    refund = {
        "id": 700, "created_at": "2026-11-28T08:00:00+00:00", "note": "too small",
        "refund_line_items": [{"line_item_id": 11, "quantity": 1}],
        "transactions": [{"kind": "refund", "amount": "49.50"}],
    }  # fmt: skip
    take(tmp_path, [shopify("#1042", fulfillments=[FULFILLED], refunds=[refund])])
    order = told(tmp_path, "#1042")
    assert order.lines[0].status == "refunded"
    assert refund_text(order, 5, TODAY) == (
        "Return 700: 49.50 GBP went back to card on Saturday 28 November."
    )


@pytest.mark.parametrize(
    ("order", "number", "said"),
    [
        (
            shopify("#1042", cancelled_at="2026-11-27T08:00:00+00:00", financial_status="voided"),
            "#1042", "was cancelled before it was paid, so there is nothing to refund",
        ),
        (shopify("#1042", cancelled_at="2026-11-27T08:00:00+00:00"), "#1042", "Your money goes back to card"),
        (
            shopify("#1042", cancelled_at="2026-11-27T08:00:00+00:00", financial_status="partially_paid"),
            "#1042", "Your money goes back to card",
        ),
        (woo(8731, "cancelled"), "8731", "was cancelled before it was paid"),
        (
            woo(8731, "cancelled", date_paid_gmt="2026-11-26T10:20:00"),
            "8731", "Your money goes back to Bank transfer",
        ),
    ],
)  # fmt: skip
def test_what_was_never_paid_is_not_paid_back(
    tmp_path: Path, order: dict[str, Any], number: str, said: str
) -> None:
    take(tmp_path, [order])
    assert said in refund_text(told(tmp_path, number), 5, TODAY)


COLUMNS = (
    "Name", "Email", "Financial Status", "Fulfillment Status", "Fulfilled at", "Currency", "Total",
    "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Lineitem fulfillment status", "Billing Name", "Shipping Name", "Shipping Address1", "Shipping City",
    "Shipping Zip", "Shipping Country", "Cancelled at", "Payment Method", "Refunded Amount",
)  # fmt: skip


def table(*rows: dict[str, str]) -> str:
    """Shopify's CSV: an order's own fields stand in its first row alone."""
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def csv_order(name: str, **fields: str) -> dict[str, str]:
    return {
        "Name": name, "Email": "ada@mail.example", "Financial Status": "paid",
        "Fulfillment Status": "unfulfilled", "Currency": "GBP", "Total": "64.50",
        "Created at": "2026-11-26 10:15:22 +0000", "Lineitem quantity": "1",
        "Lineitem name": "Soprano ukulele - blue", "Lineitem price": "49.50", "Lineitem sku": "UKE-S",
        "Lineitem fulfillment status": "pending", "Billing Name": "Ada Okoye", "Shipping Zip": "'01309",
        "Shipping Country": "DE", "Payment Method": "PayPal", "Refunded Amount": "0.00",
    } | fields  # fmt: skip


def test_the_table_of_shopify(tmp_path: Path) -> None:
    sent = {"Fulfillment Status": "fulfilled", "Fulfilled at": "2026-11-27 09:00:00 +0100",
            "Lineitem fulfillment status": "fulfilled"}  # fmt: skip
    more = {"Name": "#1043", "Lineitem quantity": "2", "Lineitem name": "Tenor", "Lineitem price": "80",
            "Lineitem sku": "UKE-T", "Lineitem fulfillment status": "fulfilled"}  # fmt: skip
    nobody = csv_order("#1044", Email="")
    back = csv_order(
        "#1045", **sent, **{"Refunded Amount": "12.00", "Financial Status": "partially_refunded"}
    )
    report = take(
        tmp_path, table(csv_order("#1042"), csv_order("#1043", **sent), more, nobody, back), "orders.csv"
    )
    assert (report.format, report.added, report.refused) == ("shopify-csv", 3, {"missing_email": 1})
    assert str(report.problems[0]) == (
        "orders.csv:5: Order #1044: the e-mail address is missing. (missing_email)"
    )
    waiting, gone, partly = (told(tmp_path, number) for number in ("#1042", "#1043", "#1045"))
    assert (waiting.status, waiting.address.postcode, waiting.address.country) == (
        "placed",
        "01309",
        "Germany",
    )
    assert [line.variant_id for line in gone.lines] == ["UKE-S", "UKE-T"]
    assert "is on its way, sent on Friday 27 November" in order_text(gone, TODAY)
    assert refund_text(partly, 5, TODAY) == "12.00 GBP went back to PayPal."


TRACKED = {
    "key": "_wc_shipment_tracking_items",
    "value": [{"tracking_provider": "an-post", "tracking_number": "CE1IE", "date_shipped": "1795694400"}],
}


@pytest.mark.parametrize(
    ("status", "fields", "ours", "said"),
    [
        ("on-hold", {}, "unpaid", "waiting for your payment"),
        ("processing", {}, "placed", "will be packed soon"),
        ("processing", {"meta_data": [TRACKED]}, "shipped", "is on its way, sent on Thursday 26 November"),
        ("completed", {"date_completed_gmt": "2026-11-30T07:00:00"}, "shipped", "sent on Monday 30 November"),
        ("wc-delivered", {"meta_data": [TRACKED]}, "delivered", "is delivered"),
        ("refunded", {}, "refunded", "was delivered and refunded"),
        (
            "ready-for-pickup", {"shipping_lines": [{"method_id": "local_pickup:1", "method_title": "Shop"}]},
            "packed", "is ready to be collected",
        ),
    ],
)  # fmt: skip
def test_where_an_order_of_woocommerce_is(
    tmp_path: Path, status: str, fields: dict[str, Any], ours: str, said: str
) -> None:
    report = take(tmp_path, [woo(8731, status, **fields)])
    order = told(tmp_path, "8731")
    assert (report.format, order.status, order.lines[0].variant_id) == ("woocommerce", ours, "77")
    assert (order.address.name, order.address.country) == ("Siobhán Daly", "Ireland")
    assert said in order_text(order, TODAY)


def test_what_is_no_order_yet_is_passed_over_and_what_is_not_known_named(tmp_path: Path) -> None:
    report = take(
        tmp_path, [woo(1, "failed"), woo(2, "checkout-draft"), woo(3, "in-the-oven"), woo(4, "pending")]
    )
    assert (report.added, report.passed_over, report.refused) == (1, 2, {"unknown_status": 1})
    assert "its status 'in-the-oven' is none of pending, on-hold" in str(report.problems[0])


def test_an_import_takes_the_place_of_what_was_known_and_leaves_the_rest(tmp_path: Path) -> None:
    take(tmp_path, [shopify("#1042"), shopify("#1043", email="bo@mail.example")])
    customers = tmp_path / "shop" / "customers.csv"
    rows = list(csv.DictReader(customers.read_text("utf-8").splitlines()))
    own = ["loyalty_points", "tier", "birthday"]
    with customers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *own])
        writer.writeheader()
        writer.writerows(
            [{**row, "loyalty_points": "120", "tier": "gold", "birthday": "1 May"} for row in rows]
        )
    report = take(tmp_path, [shopify("1042", fulfillments=[FULFILLED]), shopify("#1050")])
    assert (report.added, report.changed, report.kept) == (1, 1, 1)
    read = files(tmp_path)
    assert sorted(read.orders) == ["#1043", "#1050", "1042"], "a number counts however it is written"
    assert read.orders["1042"].status == "shipped"
    assert len(read.orders["1042"].lines) == 2
    loyalty = read.customers["ada@mail.example"]
    assert loyalty is not None
    assert (loyalty.points, loyalty.tier) == (120, "gold")
    assert "birthday" in customers.read_text("utf-8"), "columns of the shop's own stay"
    assert (tmp_path / "before" / "orders.csv").exists()


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    assert not take(tmp_path, [shopify("#1042")], dry_run=True).written
    assert not (tmp_path / "shop").exists()


def test_a_file_that_breaks_off_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = json.dumps([shopify("#1"), shopify("#2"), shopify("#3")], indent=1)
    report = take(tmp_path, whole[: whole.rindex("#3")])
    assert (report.added, report.complete) == (2, False)
    assert report.refused == {"broken_file": 1}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("orders.json", "[]", "What is it?"),
        ("orders.json", json.dumps([shopify("", order_number=None)]), "its name is missing"),
        ("orders.json", json.dumps([shopify("#1", line_items="two")]), "is no list of objects"),
        ("orders.json", json.dumps([shopify("#1", total_price="much")]), "'much' is no amount"),
        ("orders.json", json.dumps([shopify("#1", created_at="last week")]), "'last week' is no time"),
        ("orders.csv", "a,b\n1,2\n", "not the headings of Shopify's export"),
        ("orders.csv", table(), "It has no orders"),
    ],
)
def test_a_file_of_which_nothing_can_be_taken_changes_nothing(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    take(tmp_path, [shopify("#1042")])
    before = {path.name: path.read_bytes() for path in (tmp_path / "shop").iterdir()}
    with pytest.raises(RetrievalError, match=said):
        take(tmp_path, content, name)
    assert {path.name: path.read_bytes() for path in (tmp_path / "shop").iterdir()} == before


def test_a_table_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    customers = tmp_path / "shop" / "customers.csv"
    customers.write_bytes("customer_id,name,email\n1,Jürgen,j@mail.example\n".encode("latin-1"))
    with pytest.raises(DataError, match="Mend it or move it away"):
        take(tmp_path, [shopify("#1042")])
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == ["customers.csv"]


def test_kinds_are_told_apart(tmp_path: Path) -> None:
    for name, content, kind in (
        ("a.json", json.dumps([shopify("#1")]), "shopify"),
        ("b.json", json.dumps([woo(1, "pending")]), "woocommerce"),
        ("c.csv", table(csv_order("#1")), "shopify-csv"),
    ):
        (tmp_path / name).write_text(content, "utf-8")
        assert kind_of(tmp_path / name) == kind
