"""A shop kept in a folder, on the demo shop's own files: each named order, each change, each broken file.

The contract that any shop system keeps is in tests/contract/test_shop.py.
"""

from __future__ import annotations

import asyncio
import csv
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from blockbuster import BlockBuster
from structlog.testing import capture_logs

from bot.errors import OrderUnreadable, ShopUnavailable
from bot.shop.files import Told, read_files
from bot.shop.folder import FolderShop
from bot.shop.port import Order

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "data" / "demo_shop" / "shop"
NEW_SHOP = ROOT / "bot" / "cli" / "new_assistant" / "shop"
NOW = datetime.fromisoformat("2026-11-25T10:00:00+01:00")

JONAS, AMELIE = "jonas.weber@example.com", "amelie.brandt@example.com"
NORA, TIMO = "nora.feldmann@example.com", "timo.reinhardt@example.com"
PLACED, DELIVERED, TWO_PARCELS = "FW-204697", "FW-204150", "FW-204266"

Opener = Callable[..., FolderShop]


@pytest.fixture(autouse=True)
def shop_never_blocks() -> Iterator[None]:
    blockbuster = BlockBuster(["bot.shop"])
    blockbuster.activate()
    yield
    blockbuster.deactivate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo shop's files."""
    files = [*DEMO.glob("*.csv"), DEMO / "policy.toml", DEMO / "as_of.txt"]
    target = tmp_path / "shop"
    target.mkdir()
    for file in files:
        shutil.copy(file, target)
    return target


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "var" / "journal.jsonl"


@pytest.fixture
def opened(folder: Path, journal: Path) -> Opener:
    """Opens the shop as a new process would, at a moment."""
    return lambda now=NOW: FolderShop(folder, journal.parent, now=lambda: now)


async def found(shop: FolderShop, number: str, email: str) -> Order:
    order = await shop.order(number, email)
    assert order is not None
    return order


def written(journal: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in journal.read_text().splitlines()]


NAMED = [
    ("FW-204518", JONAS, "shipped", "not_delivered", ()),
    ("FW-204150", AMELIE, "delivered", "", (1, 2)),
    ("FW-204652", "lotte.vanleeuwen@example.org", "packed", "not_delivered", ()),
    ("FW-204697", NORA, "placed", "not_delivered", ()),
    ("FW-204133", "patrick.doyle@example.org", "shipped", "not_delivered", ()),
    ("FW-203790", "mara.hofstaetter@example.net", "shipped", "not_delivered", ()),
    ("FW-204266", TIMO, "shipped", "", (1, 2)),
    ("FW-203655", "celine.marchand@example.org", "returned", "already_returned", ()),
    ("FW-203312", "pieter.claeys@example.net", "refunded", "already_returned", ()),
    ("FW-204590", "samira.haddad@example.com", "cancelled", "cancelled", ()),
    ("FW-204561", "helga.oltmanns@example.com", "shipped", "not_delivered", ()),
    ("FW-203641", "marten.kroll@example.com", "partly_returned", "", (2, 3)),
    ("FW-204290", "beat.gerber@example.net", "shipped", "not_delivered", ()),
    ("FW-203872", "ewan.sinclair@example.org", "shipped", "not_delivered", ()),
    ("FW-204659", NORA, "packed", "not_delivered", ()),
    ("FW-197204", AMELIE, "delivered", "too_late", ()),
    ("FW-204076", JONAS, "delivered", "", (1, 2, 3)),
]


@pytest.mark.parametrize(("number", "email", "status", "blocker", "back"), NAMED)
async def test_named_orders(
    opened: Opener, number: str, email: str, status: str, blocker: str, back: tuple[int, ...]
) -> None:
    order = await found(opened(), number, email.upper())
    assert (order.number, order.email, order.status) == (number, email, status)
    assert (order.return_blocker, order.returnable_lines) == (blocker, back)
    assert order.cancellable == order.address_changeable == (status == "placed")


async def test_an_order_tells_who_where_and_in_which_parcel(opened: Opener) -> None:
    order = await found(opened(), TWO_PARCELS, TIMO)
    assert order.customer_name == "Timo Reinhardt"
    assert order.address.city == "Cologne"
    assert [line.parcel for line in order.lines] == [1, 1, 2]
    assert [parcel.delivered_at is not None for parcel in order.parcels] == [True, False]
    assert order.delivered_at == order.parcels[0].delivered_at
    assert order.parcels[0].tracking_url.endswith(order.parcels[0].tracking_number)


async def test_what_names_no_currency_is_in_that_of_the_shop(folder: Path, journal: Path) -> None:
    for name in ("orders.csv", "gift_cards.csv"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(",EUR,", ",,"), "utf-8")
    card = (folder / "gift_cards.csv").read_text("utf-8").splitlines()[1].split(",")
    shop = FolderShop(folder, journal.parent, now=lambda: NOW, currency="GBP")
    assert (await found(shop, TWO_PARCELS, TIMO)).currency == "GBP"
    known = await shop.gift_card(card[0], card[1])
    assert known is not None
    assert known.currency == "GBP"


async def test_times_are_told_by_the_clock_of_the_shop(folder: Path, journal: Path) -> None:
    there = NOW.astimezone(ZoneInfo("Pacific/Auckland"))
    order = await found(FolderShop(folder, journal.parent, now=lambda: there), TWO_PARCELS, TIMO)
    same = await found(FolderShop(folder, journal.parent, now=lambda: NOW), TWO_PARCELS, TIMO)
    assert order.placed_at == same.placed_at
    assert order.placed_at.utcoffset() == there.utcoffset()


@pytest.mark.parametrize(
    ("number", "email", "back"),
    [
        ("FW-184233", "bastian.engel@example.net", "PayPal within 2 working days"),
        ("FW-195318", "willem.vandenberg@example.net", "within 3 working days"),
        ("FW-192001", "david.krause@example.com", "reservation disappears within 3-5 banking days"),
        ("FW-203655", "celine.marchand@example.org", "it takes 3-5 banking days"),
    ],
)
async def test_when_money_is_back_depends_on_how_it_was_paid(
    opened: Opener, number: str, email: str, back: str
) -> None:
    assert back in (await found(opened(), number, email)).money_back


async def test_a_shop_may_say_nothing_of_some_payments_or_one_thing_of_all(
    opened: Opener, folder: Path
) -> None:
    engel = ("FW-184233", "bastian.engel@example.net")
    (folder / "policy.toml").write_text("[[money_back]]\nmethods = ['Visa']\ncancelled = 'Soon.'\n")
    assert (await found(opened(), *engel)).money_back == ""
    (folder / "policy.toml").write_text("[[money_back]]\ncancelled = 'In a week.'\n")
    assert (await found(opened(), *engel)).money_back == "In a week."


@pytest.mark.parametrize("typed", ["FW-204518", "fw 204518", "FW204518", " fw–204518 ", "204518", "#204518"])
async def test_numbers_count_in_any_form(opened: Opener, typed: str) -> None:
    assert (await found(opened(), typed, JONAS)).number == "FW-204518"


async def test_an_unknown_number_and_a_wrong_address_look_the_same(opened: Opener) -> None:
    shop = opened()
    for number, email in (("FW-999999", JONAS), ("FW-204518", AMELIE), ("FW-204518", " "), ("", JONAS)):
        assert await shop.order(number, email) is None


async def test_orders_of_an_address_come_newest_first(opened: Opener) -> None:
    orders = await opened().orders_of(f" {AMELIE.upper()}")
    assert {DELIVERED, "FW-197204"} <= {order.number for order in orders}
    assert [o.placed_at for o in orders] == sorted((o.placed_at for o in orders), reverse=True)
    assert await opened().orders_of("") == []


async def test_a_second_cancel_with_the_same_key_changes_nothing(opened: Opener, journal: Path) -> None:
    shop = opened()
    assert await shop.cancel(PLACED, "k")
    assert await shop.cancel(PLACED, "k")
    order = await found(shop, PLACED, NORA)
    assert (order.status, order.cancellable) == ("cancelled", False)
    assert written(journal) == ["cancel"]


async def test_later_changes_can_be_undone(opened: Opener, journal: Path) -> None:
    shop = opened()
    await shop.start_return(DELIVERED, (1,), "other", "k1")
    before = shop.changes()
    await shop.start_return(DELIVERED, (2,), "other", "k2")
    await asyncio.to_thread(shop.back_to, before)
    assert (await found(shop, DELIVERED, AMELIE)).returnable_lines == (2,)
    assert (await shop.start_return(DELIVERED, (2,), "other", "k3")).return_number
    await asyncio.to_thread(shop.back_to, 0)
    assert (await found(shop, DELIVERED, AMELIE)).returnable_lines == (1, 2)
    assert written(journal) == []


async def test_what_is_packed_is_neither_cancelled_nor_sent_elsewhere(opened: Opener, journal: Path) -> None:
    shop = opened()
    assert not await shop.cancel("FW-204652", "k1")
    assert not await shop.change_address("FW-204652", "Elsewhere 1, Utrecht", "k2")
    assert not journal.exists()


async def test_a_new_address_stays_in_the_country(opened: Opener) -> None:
    shop = opened()
    assert await shop.change_address(PLACED, "Nora Feldmann, Ring 1, 80331 Munich", "k")
    address = (await found(shop, PLACED, NORA)).address
    assert (address.written, address.country) == ("Nora Feldmann, Ring 1, 80331 Munich", "Germany")


@pytest.mark.parametrize(("days", "blocker"), [(0, ""), (53, ""), (54, "too_late")])
async def test_the_last_day_of_a_return_counts(opened: Opener, folder: Path, days: int, blocker: str) -> None:
    (folder / "as_of.txt").unlink()
    shop = opened(NOW.replace(hour=23) + timedelta(days=days))
    order = await found(shop, DELIVERED, AMELIE)
    assert (order.return_until, order.return_blocker) == (date(2027, 1, 17), blocker)
    assert (await shop.start_return(DELIVERED, (1,), "too_small", "k")).blocker == blocker


@pytest.mark.parametrize(
    ("number", "lines", "blocker"),
    [
        (TWO_PARCELS, (1, 3), "not_delivered"),
        ("FW-203641", (1, 2), "already_returned"),
        ("FW-204590", (1,), "cancelled"),
        (DELIVERED, (7,), "not_returnable"),
        (DELIVERED, (), "not_returnable"),
    ],
)
async def test_lines_that_cannot_go_back(
    opened: Opener, journal: Path, number: str, lines: tuple[int, ...], blocker: str
) -> None:
    receipt = await opened().start_return(number, lines, "changed_mind", "k")
    assert (receipt.blocker, receipt.return_number) == (blocker, "")
    assert not journal.exists()


async def test_a_return_is_registered_once_and_lives_on(opened: Opener, journal: Path) -> None:
    receipt = await opened().start_return(DELIVERED, (2,), "too_small", "k")
    assert receipt.postage == "The label is free."
    later = opened()
    assert await later.start_return(DELIVERED, (2,), "too_small", "k") == receipt
    order = await found(later, DELIVERED, AMELIE)
    assert order.returnable_lines == (1,)
    assert [one.return_number for one in order.returns] == [receipt.return_number]
    assert written(journal) == ["return"]


async def test_two_at_once_do_not_send_the_same_line_back_twice(opened: Opener, journal: Path) -> None:
    shop = opened()
    receipts = await asyncio.gather(*(shop.start_return(DELIVERED, (1,), "other", f"k{n}") for n in range(8)))
    assert sorted(receipt.blocker for receipt in receipts) == ["", *["already_returned"] * 7]
    assert written(journal) == ["return"]


async def test_every_case_has_a_number_of_its_own(opened: Opener) -> None:
    shop = opened()
    cases = await asyncio.gather(
        *(shop.report_damage(DELIVERED, (1,), "torn", "refund", f"k{n}") for n in range(30))
    )
    assert len(set(cases)) == 30
    assert await shop.report_damage(DELIVERED, (1,), "torn", "refund", "k3") == cases[3]


@pytest.mark.parametrize(
    ("number", "searched"), [("FW-204518", False), ("FW-204133", True), ("FW-203790", True), (PLACED, False)]
)
async def test_only_an_overdue_parcel_is_searched(opened: Opener, number: str, searched: bool) -> None:
    assert (await opened().report_missing(number, "k") is not None) == searched


@pytest.mark.parametrize(
    ("number", "sent"), [(DELIVERED, True), (PLACED, False), ("FW-204652", False), ("FW-204659", True)]
)
async def test_an_invoice_is_there_once_goods_left_or_wait_in_the_store(
    opened: Opener, number: str, sent: bool
) -> None:
    assert await opened().send_invoice(number, "k") == sent


@pytest.mark.parametrize("code", ["6090 3382 0915 7740", "6090338209157740", "6090-3382-0915-7740"])
async def test_gift_cards(opened: Opener, code: str) -> None:
    card = await opened().gift_card(code, " 1906 ")
    assert card is not None
    assert (str(card.balance), card.valid_until) == ("18.35", date(2027, 12, 31))
    assert await opened().gift_card(code, "1907") is None


async def test_a_message_after_a_crash_does_not_join_the_torn_line(opened: Opener, journal: Path) -> None:
    await opened().leave_message("Please call", JONAS, "k1")
    with journal.open("ab") as file:
        file.write(b'{"key": "k2", "ki')
    await opened().leave_message("Please call", JONAS, "k1")
    await opened().leave_message("Hello?", JONAS, "k3")
    assert written(journal) == ["message", "message"]


async def test_a_damaged_journal_is_named_and_stays_as_it_is(opened: Opener, journal: Path) -> None:
    journal.parent.mkdir()
    journal.write_text("nonsense\n")
    with pytest.raises(ShopUnavailable) as raised:
        await opened().cancel(PLACED, "k")
    assert str(journal) in str(raised.value.detail)
    assert journal.read_text() == "nonsense\n"


async def test_the_files_win_where_the_shop_has_moved_on(opened: Opener, folder: Path) -> None:
    assert await opened().cancel(PLACED, "k")
    orders = folder / "orders.csv"
    shipped = [
        row.replace(",placed,", ",shipped,") if row.startswith(PLACED) else row
        for row in orders.read_text("utf-8").splitlines()
    ]
    orders.write_text("\n".join(shipped), "utf-8")
    assert (await found(opened(), PLACED, NORA)).status == "shipped"


async def test_changed_files_are_read_again(opened: Opener, folder: Path) -> None:
    shop = opened()
    assert await shop.cancel(PLACED, "k")
    lines = folder / "order_lines.csv"
    lines.write_text(lines.read_text("utf-8") + f"{PLACED},2,P0337-SKY,1,29.95,placed,\n", "utf-8")
    order = await found(shop, PLACED, NORA)
    assert [line.status for line in order.lines] == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    ("name", "row", "problem"),
    [
        (
            "orders.csv",
            "FW-1,C9999,2026-11-25T09:00:00+01:00,placed,EUR,1.00",
            "'C9999' is not in customers.csv",
        ),
        ("orders.csv", "FW-1,C1001,yesterday,placed,EUR,1.00", "placed_at 'yesterday'"),
        ("orders.csv", "FW-1,C1001,2026-11-25T09:00:00,placed,EUR,1.00", "offset"),
        ("order_lines.csv", "FW-1,x,P0001-MOS,1,1.00,placed,", "line 'x'"),
        ("order_lines.csv", "FW-1,3,P0001-MOS,1,free,placed,", "unit_price 'free'"),
        ("order_lines.csv", 'FW-1,3,"P1,1,1.00,placed,\nFW-204518,3,P1,1,1.00,placed,', "quotation mark"),
        ("shipments.csv", "FW-1,1,DHL,1,,,in_transit,soon,,", "eta 'soon'"),
        ("returns.csv", "RT-1,FW-1,1 b,too_small", "lines 'b'"),
        ("gift_cards.csv", "1234,99,NaN,EUR,2028-12-31", "balance 'NaN'"),
        ("customers.csv", "C9,Ida,ida@example.com,,,,,,,many,basic,de-DE", "loyalty_points 'many'"),
    ],
)
async def test_a_broken_row_is_named_with_file_line_and_column_and_costs_no_other(
    opened: Opener, folder: Path, name: str, row: str, problem: str
) -> None:
    path = folder / name
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{text}\n{row}\n", "utf-8")
    shop = opened()
    assert await found(shop, "FW-204518", JONAS)
    (left_out,) = (await asyncio.to_thread(read_files, folder, Told())).left_out
    assert str(left_out).startswith(f"{path}:{len(text.splitlines()) + 1}: ")
    assert problem in left_out.reason
    if "FW-1" in row:
        with pytest.raises(OrderUnreadable):
            await shop.order("fw 1", JONAS)


@pytest.mark.parametrize("written", ["fw-204518", " FW204518", "FW 204518 ", "204518"])
async def test_a_row_belongs_to_its_order_however_its_number_is_written(
    opened: Opener, folder: Path, written: str
) -> None:
    before = await found(opened(), "FW-204518", JONAS)
    for name in ("order_lines.csv", "shipments.csv"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace("FW-204518", written), "utf-8")
    assert await found(opened(), "FW-204518", JONAS) == before


@pytest.mark.parametrize("slip", ["FW-2O4518", "FW-20451", "FW-2045188"])
async def test_a_row_with_a_slip_in_its_number_withholds_the_orders_that_it_may_belong_to(
    opened: Opener, folder: Path, slip: str
) -> None:
    path = folder / "order_lines.csv"
    rows = path.read_text("utf-8").split("\n")
    line = next(n for n, row in enumerate(rows) if row.startswith("FW-204518,"))
    rows[line] = rows[line].replace("FW-204518", slip)
    path.write_text("\n".join(rows), "utf-8")
    (left_out,) = (await asyncio.to_thread(read_files, folder, Told())).left_out
    assert str(left_out) == (
        f"{path}:{line + 1}: order_number '{slip}' is not in orders.csv, nor written as those are"
    )
    shop = opened()
    with pytest.raises(OrderUnreadable):
        await shop.order("FW-204518", JONAS)
    assert await shop.order("FW-204518", NORA) is None
    assert (await found(shop, PLACED, NORA)).lines


async def test_rows_of_orders_that_are_not_there_and_without_a_number_cost_nothing(
    opened: Opener, folder: Path
) -> None:
    path = folder / "order_lines.csv"
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{text}\nFW-999999,1,P1,1,1.00,placed,\n,1,P1,1,1.00,placed,\n", "utf-8")
    (left_out,) = (await asyncio.to_thread(read_files, folder, Told())).left_out
    assert left_out.reason == "order_number is empty"
    assert (await found(opened(), "FW-204518", JONAS)).lines


async def test_what_a_broken_row_told_is_not_said_to_be_unknown(opened: Opener, folder: Path) -> None:
    for name, row in (
        ("gift_cards.csv", "12-34,99,NaN,EUR,2028-12-31"),
        ("customers.csv", "C9,Ida,ida@example.com,,,,,,,many,basic,de-DE"),
        (
            "orders.csv",
            PLACED.replace("204697", "9") + ",C9,2026-11-25T09:00:00+01:00,placed,EUR,1.00" + "," * 10,
        ),
    ):
        path = folder / name
        path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n{row}\n", "utf-8")
    shop = opened()
    with pytest.raises(ShopUnavailable):
        await shop.gift_card("1234", "99")
    assert await shop.gift_card("1234", "98") is None
    with pytest.raises(ShopUnavailable):
        await shop.loyalty("Ida@example.com")
    assert (await found(shop, "FW-9", "ida@example.com")).customer_name == "Ida"


async def test_rows_left_out_are_logged_once_a_change_and_without_what_they_hold(
    opened: Opener, folder: Path
) -> None:
    orders, moments = folder / "orders.csv", [NOW]
    good = orders.read_text("utf-8").rstrip("\n")
    orders.write_text(f"{good}\nFW-1,C1001,Hafenweg 4,placed,EUR,1.00\n", "utf-8")
    shop = FolderShop(folder, folder / "var", now=lambda: moments[-1])
    with capture_logs() as logs:
        await found(shop, "FW-204518", JONAS)
        moments.append(NOW + timedelta(days=2))
        await found(shop, "FW-204518", JONAS)
    (said,) = logs
    assert (said["rows"], said["log_level"]) == (1, "warning")
    assert said["first"] == f"orders.csv:{len(good.splitlines()) + 1}"
    assert "Hafenweg" not in str(said)


async def test_a_missing_column_and_a_wrong_encoding_are_named(opened: Opener, folder: Path) -> None:
    cards, customers = folder / "gift_cards.csv", folder / "customers.csv"
    cards.write_text("code,pin\n1234,99\n")
    with pytest.raises(ShopUnavailable, match=r"gift_cards\.csv:2: there is no column 'balance'"):
        await opened().gift_card("1234", "99")
    customers.write_bytes(customers.read_text("utf-8").encode("latin-1", "replace"))
    with pytest.raises(ShopUnavailable, match=r"customers\.csv: after line "):
        await opened().order("FW-204518", JONAS)


async def test_a_shop_heals_when_its_file_does(opened: Opener, folder: Path) -> None:
    shop, cards = opened(), folder / "gift_cards.csv"
    good = cards.read_text("utf-8")
    cards.write_text("code\n1\n")
    with pytest.raises(ShopUnavailable):
        await shop.order("FW-204518", JONAS)
    cards.write_text(good, "utf-8")
    assert await shop.order("FW-204518", JONAS) is not None


@pytest.mark.parametrize("files", [{}, {"orders.csv": "order_number,customer_id,placed_at,status\n"}])
async def test_a_new_shop_has_no_orders_yet(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    for folder in (tmp_path, tmp_path / "not_there"):
        shop = FolderShop(folder, tmp_path / "var")
        assert await shop.order("FW-1", JONAS) is None
        assert await shop.orders_of(JONAS) == []
        assert await shop.loyalty(JONAS) is None
        assert await asyncio.to_thread(shop.sales) == []
        with pytest.raises(ShopUnavailable):
            await shop.cancel("FW-1", "k")


def fill_in(template: Path, source: Path, target: Path) -> None:
    """Write the rows of a demo file below the header that a new shop's file has."""
    with template.open() as header, source.open() as rows, target.open("w", newline="") as filled:
        columns = next(csv.reader(header))
        writer = csv.DictWriter(filled, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(csv.DictReader(rows))


async def test_the_files_of_a_new_shop_take_orders(folder: Path, tmp_path: Path) -> None:
    laid_out = sorted(NEW_SHOP.glob("*.csv"))
    target = tmp_path / "new"
    shutil.copytree(NEW_SHOP, target)
    shop = FolderShop(target, tmp_path / "var", now=lambda: NOW)
    assert await shop.orders_of(NORA) == []
    for file in laid_out:
        fill_in(file, folder / file.name, target / file.name)
    order = await found(shop, PLACED, NORA)
    assert order.lines
    assert order.address.street


@pytest.mark.parametrize("days", [0, 1, 400])
async def test_a_demo_stays_as_old_as_it_was(opened: Opener, days: int) -> None:
    moved = timedelta(days=days)
    order = await found(opened(NOW + moved + timedelta(hours=5)), DELIVERED, AMELIE)
    assert order.placed_at == datetime.fromisoformat("2026-11-15T11:05:00+01:00") + moved
    assert order.return_until == date(2027, 1, 17) + moved
    assert order.parcels[0].eta == date(2026, 11, 19) + moved


async def test_a_demo_that_runs_for_days_moves_on(folder: Path, journal: Path) -> None:
    moments = [NOW]
    shop = FolderShop(folder, journal.parent, now=lambda: moments[-1])
    before = await found(shop, DELIVERED, AMELIE)
    moments.append(NOW + timedelta(days=3))
    assert (await found(shop, DELIVERED, AMELIE)).placed_at - before.placed_at == timedelta(days=3)


async def test_sales_hold_what_was_bought(opened: Opener) -> None:
    shop = opened()
    before = await asyncio.to_thread(shop.sales)
    assert all(basket.variant_ids and basket.shopper for basket in before)
    await shop.cancel(PLACED, "k")
    assert len(await asyncio.to_thread(shop.sales)) == len(before) - 1
