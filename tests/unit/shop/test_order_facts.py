"""What is asked of an order that was told, and what it says of itself."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hashing import HashingEncoder

from bot.actions.order_facts import UNKNOWN, facts_text
from bot.conversation.order_facts import asked_facts, facts_asked
from bot.shop.port import Address, Order, OrderLine, Parcel
from retrieval.products.index import build_products
from retrieval.products.products import Products

SENT = datetime(2026, 11, 27, 9, tzinfo=UTC)
PARCEL = Parcel(
    number=1, carrier="Royal Mail", tracking_number="RM123", status="in_transit", shipped_at=SENT,
    tracking_url="https://track.example/RM123",
)  # fmt: skip


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    """A shop that sells the ukulele, and no songbook any more."""
    folder = tmp_path_factory.mktemp("shop")
    row = {"product_id": "P1", "variant_id": "V1", "title": "Soprano ukulele", "category": "Ukuleles",
           "colour": "blue", "price": "49.50", "currency": "GBP", "stock": "3"}  # fmt: skip
    file = folder / "catalogue.csv"
    file.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", "utf-8")
    build_products(file, folder / "index", HashingEncoder(), currency="GBP")
    return Products(file, folder / "index", HashingEncoder())


def line(number: int, title: str, *, parcel: int | None = None, quantity: int = 1) -> OrderLine:
    return OrderLine(
        number=number, variant_id=f"V{number}", title=title, quantity=quantity, unit_price=Decimal(10),
        status="shipped" if parcel else "placed", parcel=parcel,
    )  # fmt: skip


def order(**of: Any) -> Order:
    known = {
        "number": "#1042", "email": "ada@mail.example", "status": "shipped", "placed_at": SENT,
        "total": Decimal(64), "currency": "GBP",
        "lines": (line(1, "Ukulele", parcel=1), line(2, "Songbook", parcel=1, quantity=2)),
        "parcels": (PARCEL,), "payment_method": "card",
        "address": Address(name="Ada Okoye", street="12 Mill Lane", postcode="LS6 2EH", city="Leeds"),
    }  # fmt: skip
    return Order(**{**known, **of})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("how much did i pay for it", ("paid",)),
        ("What's the total of the order?", ("paid",)),
        ("How much is the total to transfer", ("paid",)),
        ("does it include delivery?", ("shipping_cost",)),
        ("how much was the postage on that order", ("shipping_cost",)),
        ("was delivery included", ("shipping_cost",)),
        ("Did my 10% code work on that order? How much did I save", ("discount",)),
        ("was the voucher applied", ("discount",)),
        ("Can you tell me how much discount I got with the code?", ("discount",)),
        ("how much discount can I get when I order twenty?", ()),
        ("tell me what I paid for the postage", ("shipping_cost",)),
        ("do you know how much I paid?", ("paid",)),
        ("And what did it come to altogether?", ("paid",)),
        ("the refund is less than what I paid", ()),
        ("What I paid for was blue, and a red one came", ()),
        ("what discount code was in your newsletter?", ()),
        ("how did I pay again?", ("paid_with",)),
        ("Can you give me the tracking number please?", ("tracking",)),
        ("Which carrier and what's the number so I can follow it?", ("tracking",)),
        ("can i track it", ("tracking",)),
        ("And what exactly was in it?", ("contents",)),
        ("whats in parcel 2", ("contents",)),
        ("Which size did I order?", ("contents",)),
        ("and what colour", ("contents",)),
        ("ok which size was it?", ("contents",)),
        ("what colour is the lamp", ()),
        ("how many recorders did we order", ("contents",)),
        ("what else did i order", ("contents",)),
        ("did the other bits all go out?", ("contents",)),
        ("what address is it going to", ("address",)),
        ("where is it being sent to?", ("address",)),
        ("When did it actually leave you?", ("sent",)),
        ("when was the parcel posted", ("sent",)),
        ("when did I order it", ("placed",)),
        # of no order, or of where it is
        ("the tracking number hasn't updated since monday", ()),
        ("tracking info says delivered", ()),
        ("which courier do you use", ()),
        ("how can I pay", ()),
        ("how much is it", ()),
        ("do you have discount codes", ()),
        ("which address do I send the return to", ()),
        ("what is in the starter pack", ()),
        ("when will it arrive", ()),
        ("what size should I order", ()),
        ("can I change the address?", ()),
        ("how long does delivery take", ()),
    ],
)
def test_what_is_asked_of_an_order(text: str, facts: tuple[str, ...]) -> None:
    assert asked_facts(text) == facts


@pytest.mark.parametrize(
    ("messages", "facts"),
    [
        (["it's #1042", "was the delivery included in my order?"], ("shipping_cost",)),
        (["ada@mail.example", "#1042", "which address does it go to?"], ("address",)),
        (["Sure: 1055 and ada@mail.example", "how much did I pay?"], ("paid",)),
        (["where is #1042?", "how much did I pay?"], ()),
        (["FW 204518", "how much did I pay?"], ("paid",)),
        (["x" * 4_000, "how much did I pay?"], ()),
        (["and how much did I save?", "which address does it go to?"], ("discount",)),
        (["ok thanks", "how much did I pay?"], ()),
        ([], ()),
    ],
)
def test_what_was_asked_before_the_order_was_given(messages: list[str], facts: tuple[str, ...]) -> None:
    assert facts_asked(messages) == facts


def test_a_long_message_is_not_looked_at() -> None:
    begun = time.perf_counter()
    assert asked_facts("what did i order " * 4_000) == ()
    assert asked_facts("which a " * 37) == ()
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize(
    ("facts", "of", "said"),
    [
        (("paid",), {}, "Order #1042 came to 64.00 GBP in total (card)."),
        (("paid",), {"status": "unpaid"}, "Order #1042 comes to 64.00 GBP in total (card)."),
        (
            ("shipping_cost",), {"shipping_cost": Decimal("4.95")},
            "Order #1042 came to 64.00 GBP in total (card), 4.95 GBP of it for the delivery.",
        ),
        (("shipping_cost",), {"shipping_cost": Decimal(0)}, "its delivery is free."),
        (("shipping_cost",), {}, UNKNOWN),
        (
            ("discount",), {"discount": Decimal(5), "voucher": "WELCOME5"},
            "5.00 GBP was taken off order #1042 with the code WELCOME5.",
        ),
        (("discount",), {"discount": Decimal(0)}, "Nothing was taken off order #1042."),
        (("paid_with",), {"status": "unpaid"}, "is to be paid by card."),
        (
            ("tracking",), {},
            "The parcel of order #1042 went with Royal Mail, tracking number RM123.",
        ),
        (("tracking",), {"parcels": (), "status": "placed"}, "There is no tracking number yet."),
        (("contents",), {}, "Order #1042: Soprano ukulele (blue); 2 x Songbook."),
        (
            ("contents",), {"lines": (line(1, "Ukulele", parcel=1), line(2, "Amp"))},
            "In the parcel (in transit): Soprano ukulele (blue). Still here: 1 x Amp.",
        ),
        (("address",), {}, "Order #1042 goes to Ada Okoye, 12 Mill Lane, LS6 2EH Leeds."),
        (("address",), {"address": Address()}, UNKNOWN),
        (("sent",), {}, "Order #1042 was sent on Friday 27 November."),
        (("sent",), {"parcels": (), "status": "placed"}, "It has not been sent yet."),
        (("placed",), {}, "Order #1042 was placed on Friday 27 November."),
        (("paid", "shipping_cost"), {"shipping_cost": Decimal(4)}, "(card), 4.00 GBP of it for the"),
        (("paid", "placed"), {}, "in total (card). Order #1042 was placed"),
    ],
)  # fmt: skip
def test_what_an_order_says_of_itself(
    products: Products, facts: tuple[str, ...], of: dict[str, Any], said: str
) -> None:
    assert said in facts_text(order(**of), facts, products)
