"""The contract of shop systems, on a shop kept in a folder."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import OrderUnreadable, ShopUnavailable
from bot.shop.folder import FolderShop

NOW = datetime.fromisoformat("2026-11-25T10:00:00+01:00")
FILES = {
    "customers.csv": (
        "customer_id,name,email,loyalty_points,tier\n"
        "C1,Ada,Ada@example.com,120,silver\nC2,Bo,bo@example.com,,none\n"
    ),
    "orders.csv": (
        "order_number,customer_id,placed_at,status,currency,total,shipping_method,payment_method,delivery_name,"
        "delivery_street,delivery_postcode,delivery_city,delivery_country\n"
        "A-1,C1,2026-11-25T09:00:00+01:00,placed,EUR,10.00,standard,Visa,Ada,Weg 1,1,Ulm,Germany\n"
        "A-2,C1,2026-11-01T09:00:00+01:00,delivered,EUR,30.00,standard,Visa,Ada,Weg 1,1,Ulm,Germany\n"
        "A-3,C2,2026-11-20T09:00:00+01:00,shipped,EUR,30.00,standard,Visa,Bo,Weg 2,1,Bern,Switzerland\n"
    ),
    "order_lines.csv": (
        "order_number,line,variant_id,quantity,unit_price,status\nA-1,1,V1,1,10.00,placed\n"
        "A-2,1,V1,1,10.00,delivered\nA-2,2,V2,2,10.00,delivered\nA-3,1,V1,3,10.00,shipped\n"
    ),
    "shipments.csv": (
        "order_number,shipment,carrier,tracking_number,shipped_at,delivered_at,status,eta,last_event,last_event_at\n"
        "A-2,1,DHL,1,2026-11-02T09:00:00+01:00,2026-11-04T09:00:00+01:00,delivered,2026-11-04,,\n"
        "A-3,1,DHL,2,2026-11-21T09:00:00+01:00,,in_transit,2026-11-26,,\n"
    ),
    "gift_cards.csv": "code,pin,balance,currency,expires\n1234 5678,99,5.00,EUR,2028-12-31\n",
    "policy.toml": 'return_days = 30\nno_exchange = ["Switzerland"]\n[[postage]]\ntext = "Free."\n',
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def shop(folder: Path) -> FolderShop:
    return FolderShop(folder, folder / "var", now=lambda: NOW)


async def test_orders_are_given_to_their_address_only(shop: FolderShop) -> None:
    order = await shop.order("a-1", "ADA@EXAMPLE.COM ")
    assert order is not None
    assert order.cancellable
    assert order.address_changeable
    for number, email in (("A-1", "bo@example.com"), ("A-9", "ada@example.com"), ("A-1", ""), ("", "")):
        assert await shop.order(number, email) is None


async def test_changes_survive_a_restart_and_happen_once(shop: FolderShop, folder: Path) -> None:
    assert await shop.cancel("A-1", "k1")
    assert await shop.cancel("A-1", "k1")
    assert not await shop.cancel("A-1", "k2")
    first = await shop.start_return("A-2", (1,), "too_small", "k3")
    again = FolderShop(folder, folder / "var", now=lambda: NOW)
    cancelled = await again.order("A-1", "ada@example.com")
    assert cancelled is not None
    assert cancelled.status == "cancelled"
    assert await again.start_return("A-2", (1,), "too_small", "k3") == first
    assert (await again.start_return("A-2", (1,), "too_small", "k4")).blocker == "already_returned"
    assert (await again.start_return("A-2", (2,), "too_small", "k5")).return_number
    assert len((folder / "var" / "journal.jsonl").read_text().splitlines()) == 3


async def test_a_torn_line_never_counted(shop: FolderShop, folder: Path) -> None:
    assert await shop.cancel("A-1", "k1")
    journal = folder / "var" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[: len(whole) // 2])
    again = FolderShop(folder, folder / "var", now=lambda: NOW)
    assert await again.change_address("A-2", "Elsewhere", "k2") is False
    assert journal.read_bytes() == whole


async def test_a_return_is_possible_for_its_days(folder: Path) -> None:
    later = FolderShop(folder, folder / "var", now=lambda: NOW + timedelta(days=40))
    order = await later.order("A-2", "ada@example.com")
    assert order is not None
    assert order.return_blocker == "too_late"


async def test_no_exchange_across_the_border_and_no_return_before_arrival(shop: FolderShop) -> None:
    assert (await shop.start_return("A-3", (1,), "other", "k1")).blocker == "not_delivered"
    assert (await shop.start_return("A-3", (1,), "other", "k2", exchange_for="M")).blocker == "no_exchange"


async def test_parcels_invoices_cards_and_points(shop: FolderShop) -> None:
    assert await shop.report_missing("A-3", "k1") is None
    assert await shop.report_missing("A-2", "k2")
    assert await shop.send_invoice("A-2", "k3")
    assert not await shop.send_invoice("A-1", "k4")
    card = await shop.gift_card("12345678", "99")
    assert card is not None
    assert str(card.balance) == "5.00"
    assert await shop.gift_card("12345678", "98") is None
    ada, bo = await shop.loyalty("ada@example.com"), await shop.loyalty("bo@example.com")
    assert ada is not None
    assert (ada.points, ada.tier) == (120, "silver")
    assert bo is not None
    assert bo.tier == ""
    assert await shop.loyalty("who@example.com") is None


async def test_sold_baskets_leave_cancelled_orders_out(shop: FolderShop) -> None:
    assert len(shop.sales()) == 3
    await shop.cancel("A-1", "k1")
    assert len(shop.sales()) == 2


@pytest.mark.parametrize("name", ["orders.csv", "customers.csv", "order_lines.csv"])
async def test_a_broken_file_is_named(shop: FolderShop, folder: Path, name: str) -> None:
    (folder / name).write_text("order_number\nbroken\n")
    with pytest.raises(ShopUnavailable) as broken:
        await shop.order("A-1", "ada@example.com")
    assert name in str(broken.value.detail)
    assert shop.sales() == []


@pytest.mark.parametrize("name", ["orders.csv", "order_lines.csv", "shipments.csv"])
async def test_a_broken_row_costs_its_order_only(shop: FolderShop, folder: Path, name: str) -> None:
    (folder / name).write_text(f"{FILES[name]}A-2,broken\n")
    with pytest.raises(OrderUnreadable):
        await shop.order("a-2", "Ada@example.com")
    assert await shop.order("A-2", "bo@example.com") is None
    for number, email in (("A-1", "ada@example.com"), ("A-3", "bo@example.com")):
        assert await shop.order(number, email) is not None
    assert [order.number for order in await shop.orders_of("ada@example.com")] == ["A-1"]
    assert len(shop.sales()) == 2


async def test_an_export_of_an_earlier_day_is_moved_to_today(folder: Path) -> None:
    (folder / "as_of.txt").write_text("2026-11-25T10:00:00+01:00\n")
    shop = FolderShop(folder, folder / "var", now=lambda: NOW + timedelta(days=400, hours=3))
    order = await shop.order("A-1", "ada@example.com")
    assert order is not None
    assert order.placed_at == datetime.fromisoformat("2026-11-25T09:00:00+01:00") + timedelta(days=400)
