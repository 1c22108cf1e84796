"""A new shop explains what it does not do by itself, and passes it on; what was looked up stays at hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from new_shop import new_shop, shopclerk
from shopper import Shopper, begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services

ORDER = "LS-100{}01,C1,{},{},EUR,20.00,standard,0.00,PayPal,,0.00,Jo,Lane 1,10115,Berlin,Germany"
STATUS = {1: "placed", 2: "shipped", 3: "returned", 4: "shipped", 5: "delivered", 6: "shipped"}
OFFER = "utter_change_order"
JO = "jo@example.com"
PAGES = """\
# Orders

## Cancelling
Orders can be cancelled in your account until they are packed.

## Faults
To report a fault write to us with a photo. We repair or replace it.

## Damaged in transit
If the box arrived crushed or smashed, photograph the box before you unpack further, and write to us within
five days of delivery.

## Wrong or missing articles
If the wrong article came or one is missing, tell us within a week with a picture of the packing slip.

## Exchanges
Exchange for another size or colour of the same product is free of charge once per order. Choose "exchange" on
the page of your returns. For another product please return and order again. In the store you can exchange on
the spot.

## Warranty
On everything we sell you have the legal guarantee of two years. On seams and zips we give three years.

## Booking the workshop
To book a bike service in the workshop call 091 555 0142.

## Lost parcels
A parcel counts as lost after five working days without news.
"""


def fill(shop: Path) -> None:
    placed = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    heads = {file.name: file.read_text().splitlines()[0] for file in (shop / "shop").glob("*.csv")}
    rows = {
        "customers.csv": [f"C1,Jo,{JO},,"],
        "orders.csv": [ORDER.format(n, placed, status) for n, status in STATUS.items()],
        "order_lines.csv": [f"LS-100{n}01,1,P1-GRN,1,20.00,placed,1" for n in STATUS],
        "shipments.csv": [
            f"LS-100201,1,DHL,T2,{placed},,in_transit,,On the way,{placed}",
            f"LS-100301,1,DHL,T3,{placed},{placed},delivered,,There,{placed}",
            f"LS-100401,1,DHL,T4,{placed},,lost,,Not found,{placed}",
            f"LS-100501,1,DHL,T5,{placed},{placed},delivered,,There,{placed}",
            f"LS-100601,1,DHL,T6,{placed},,delayed,{placed[:10]},Held,{placed}",
        ],
        "gift_cards.csv": ["KCG-7781-2290,4410,35.50,EUR,2099-05-01"],
        "returns.csv": [f"R3,LS-100301,1,other,{placed},{placed},,20.00,EUR,PayPal,received"],
    }  # fmt: skip
    for name, lines in rows.items():
        (shop / "shop" / name).write_text("\n".join([heads[name], *lines]) + "\n")
    (shop / "documents" / "orders.md").write_text(PAGES)


@pytest.fixture(scope="module")
def prepared_shop(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The new shop, prepared, that stays as it is."""
    shop = new_shop(tmp_path_factory.mktemp("new") / "own", prepared_demo, examples=40, talks=True)
    fill(shop)
    shopclerk("prepare", "--state", str(shop))
    return shop


@pytest.fixture
async def client(prepared_shop: Path, tmp_path: Path) -> AsyncIterator[TestClient]:
    """The new shop on a day on which nobody is there."""
    day = f"{datetime.now(UTC) + timedelta(days=3):%a}"
    async with opened(prepared_shop, tmp_path, [f"{day} 09:00-18:00"]) as client:
        yield client


@pytest.fixture
async def by_day(prepared_shop: Path, tmp_path: Path) -> AsyncIterator[TestClient]:
    """The new shop, whose team is always there."""
    async with opened(prepared_shop, tmp_path, []) as client:
        yield client


@asynccontextmanager
async def opened(prepared_shop: Path, tmp_path: Path, hours: list[str]) -> AsyncIterator[TestClient]:
    shop = shutil.copytree(prepared_shop, tmp_path / "own", ignore=shutil.ignore_patterns("models"))
    shutil.copytree(prepared_shop / "var" / "models", shop / "var" / "models", copy_function=os.link)
    quick = {"turn": {"burst_wait_ms": 0}, "shop": {"hours": hours}}
    settings = load_settings(shop, quick)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        yield client


async def texts(shopper: Shopper, said: str) -> str:
    return " ".join(reply["text"] for reply in await shopper.replies(said))


async def test_a_wish_is_explained_and_passed_on(client: TestClient) -> None:
    shopper = await begin(client)
    page, offer = await shopper.replies("I'd like to cancel my order 100101")
    assert page["citations"]
    assert (offer["response"], offer["buttons"][0]["title"]) == (OFFER, "Pass it on")
    (asked,) = await shopper.replies("ok then write it to your colleagues please")
    assert asked["response"] == "utter_ask_order_email"
    passed = await texts(shopper, JO)
    assert "I'd like to cancel my order 100101" in passed
    assert f"Order LS-100101 (placed), {JO}" in passed
    assert "Somebody is here again on " in passed
    shown = await (await client.get(shopper.path, headers=shopper.headers)).json()
    assert shown["owner"] == "waiting"


async def test_the_bot_goes_on_beside_what_was_passed_on(by_day: TestClient) -> None:
    shopper = await begin(by_day)
    for said in ("I'd like to cancel my order 100101", "pass it on please", JO):
        replies = await shopper.replies(said)
    assert replies[-1]["response"] == "utter_passed_on_now"
    assert "two years" in await texts(shopper, "how long is the warranty?")
    wait = f"{shopper.path}/wait"
    assert not (await (await by_day.get(wait, headers=shopper.headers)).json())["waiting"]
    assert await shopper.replies("I want to talk to a person")
    assert (await (await by_day.get(wait, headers=shopper.headers)).json())["waiting"]
    assert await shopper.replies("hello?") == []


async def test_who_calls_a_person_is_waited_for_whatever_was_wished_before(by_day: TestClient) -> None:
    shopper = await begin(by_day)
    (*_, offer) = await shopper.replies("I'd like to cancel my order 100101")
    assert offer["response"] == OFFER
    await shopper.replies("I want to talk to a person")
    shown = await (await by_day.get(f"{shopper.path}/wait", headers=shopper.headers)).json()
    assert shown["waiting"]


async def test_what_was_ordered_is_spoken_of(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(f"where is my order 100201, {JO}")
    assert "85 cm" in await texts(shopper, "how long is it?")
    assert "on its way" in await texts(shopper, "so has it actually left?")
    assert "oil" in await texts(shopper, "and the olive wood spoon, does it want oil?")
    assert "30 cm" in await texts(shopper, "how long is it?"), "what was spoken of last"
    other = await begin(client)
    await other.replies(f"where is my order 100201, {JO}")
    assert "on its way" not in await texts(other, "does it come with pockets?")


async def test_what_was_asked_before_the_order_was_given_is_told(client: TestClient) -> None:
    shopper = await begin(client)
    (asked,) = await shopper.replies("which address does my order 100201 go to?")
    assert asked["response"] == "utter_ask_order_email"
    assert "Lane 1" in await texts(shopper, f"it's {JO}")
    assert "on its way" in await texts(shopper, "and where is it now?")
    told = await texts(await begin(client), f"Hello, order 100201, {JO}. Was the delivery included?")
    assert "its delivery is free" in told


async def test_a_fault_is_passed_on_without_a_number(client: TestClient) -> None:
    shopper = await begin(client)
    replies = await shopper.replies("my lamp arrived and the light is flickering")
    assert replies[-1]["response"] == OFFER
    (asked,) = await shopper.replies("pass it on please")
    assert asked["response"] == "utter_ask_wish_email"
    assert "the light is flickering" in await texts(shopper, JO)


async def test_an_order_that_was_shown_stays_at_hand(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies("where is my order 100201")
    missed = [reply["response"] for reply in await shopper.replies("no@example.com")]
    assert missed == ["utter_order_not_found_yet", "utter_ask_order_email"]
    assert "on its way" in await texts(shopper, f"oh sorry its {JO}")
    for said in ("100201", "when does it come exactly", JO):
        assert "on its way" in await texts(shopper, said), said
    told = await texts(shopper, "and can I still cancel it")
    assert "shipped already" in told
    lost = await shopper.replies("no, it's about my parcel 100201. how long until it counts as lost?")
    assert "five working days" in lost[-1]["text"]


async def test_where_the_money_is(client: TestClient) -> None:
    shopper = await begin(client)
    assert "Return R3 arrived" in await texts(shopper, f"where is my refund? order 100301, {JO}")
    told = await shopper.replies("and my refund for order 100101?")
    assert "no return for order LS-100101" in told[0]["text"]
    assert told[-1]["response"] == "utter_offer_refund"


async def test_what_is_wished_of_a_lost_parcel_is_passed_on(client: TestClient) -> None:
    shopper = await begin(client)
    shown, asked = await shopper.replies(f"where is order 100401, {JO}")
    assert "let us" not in shown["text"]
    assert asked["response"] == "utter_ask_parcel_wish"
    assert "“Send it again”" in await texts(shopper, "please send it again")


async def test_what_was_passed_on_is_taken_back(client: TestClient) -> None:
    shopper = await begin(client)
    assert "nothing is cancelled" in await texts(shopper, "please don't cancel my order")
    await shopper.replies(f"cancel order 100101 please, {JO}")
    assert "A cancellation: " in await texts(shopper, "pass it on")
    said, note = (
        "actually no i want to keep it, dont cancel",
        "In place of what was noted before (a cancellation)",
    )
    assert f"{note}: “{said}”. Order LS-100101 (placed)" in await texts(shopper, said)
    assert await texts(shopper, "NO. dont cancel my order") == "That is noted already; it stays as it is."
    await texts(shopper, "cancel order 100101 after all")
    assert "A cancellation: " in await texts(shopper, "pass it on")
    assert note in await texts(shopper, "please dont cancel my order"), "what was passed on since"
    soon = await texts(shopper, "how long till i hear")
    assert "somebody is here again on " in soon
    assert "09:00-18:00" in soon


async def test_another_wish_than_was_passed_on(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(f"where is order 100401, {JO}")
    await shopper.replies("please send it again")
    assert "“can i have my money instead”" in await texts(shopper, "can i have my money instead")


async def test_a_question_behind_a_note_changes_nothing(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(f"cancel order 100101 please, {JO}")
    assert "A cancellation: " in await texts(shopper, "pass it on")
    asked = await texts(shopper, "how long does the refund take if i send it back instead")
    assert "passed on" not in asked
    (stays,) = await shopper.replies("i was only asking. keep the cancellation please")
    assert stays["response"] == "utter_note_stays"
    assert "“actually the whole order" in await texts(shopper, "actually the whole order, not the lamp alone")


async def test_what_is_declined_is_not_passed_on_later(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(f"cancel order 100101 please, {JO}")
    assert "passed on" not in await texts(shopper, "no leave it, i'll return it then. do i pay for that")
    assert "cancellation" not in await texts(shopper, "yes pass it on")


async def test_a_few_words_behind_what_was_told(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(f"where is my refund? order 100301, {JO}")
    for said in ("where is my 20 euro", "when do i get it then, card"):
        assert "Return R3 arrived" in await texts(shopper, said), said
    await shopper.replies(f"where is order 100201, {JO}")
    for said in ("why and when now", "i need it for sunday, will that work"):
        assert "on its way" in await texts(shopper, said), said


async def test_what_happened_is_asked_before_what_the_wish_does(client: TestClient) -> None:
    shopper = await begin(client)
    assert "photograph the box" in await texts(shopper, "the box arrived totally smashed")
    other = await begin(client)
    wrong = await texts(other, "you sent me the wrong size gloves!!")
    assert "picture of the packing slip" in wrong
    assert "We repair or replace it" not in wrong


async def test_a_new_address_is_asked_for_and_passed_on(client: TestClient) -> None:
    shopper = await begin(client)
    offered = await shopper.replies("hi want to change delivery adress")
    assert offered[-1]["response"] == OFFER
    (asked,) = await shopper.replies("order 100101")
    assert asked["response"] == "utter_ask_new_address"
    (asked,) = await shopper.replies("9 Patrick Street, Cork")
    assert asked["response"] == "utter_ask_order_email"
    passed = await texts(shopper, JO)
    assert "9 Patrick Street, Cork”. Order LS-100101 (placed)" in passed
    told = await begin(client)
    await told.replies("please send my order 100101 to 9 Patrick Street in Cork instead")
    (asked,) = await told.replies("yes")
    assert asked["response"] == "utter_ask_order_email"


async def test_the_balance_of_a_gift_card(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies("how much is left on my gift card")
    (asked,) = await shopper.replies("KCG-7781-2290")
    assert asked["response"] == "utter_ask_gift_card_pin"
    assert "35.50 EUR left" in await texts(shopper, "4410")
    assert "35.50 EUR left" in await texts(shopper, "check my gift card KCG-7781-2290 pin 4410")
    (missed,) = await shopper.replies("check my gift card KCG-7781-2290 pin 9999")
    assert missed["response"] == "utter_gift_card_not_found"


async def test_who_wants_to_book_is_told_how_or_that_a_person_can(client: TestClient) -> None:
    shopper = await begin(client)
    assert "091 555 0142" in await texts(shopper, "can you book me in for a bike service on the 5th")
    (cannot,) = await shopper.replies("i want to book a test ride for saturday")
    assert cannot["text"] == "I can't book anything myself, but a colleague can."


async def test_another_size_is_told_of_the_same_product(client: TestClient) -> None:
    for said in ("can i swap the shirt for a L instead", "i'd like to exchange my boots for the black ones"):
        shopper = await begin(client)
        told = await texts(shopper, said)
        assert "another size or colour of the same product" in told, said
        assert "return and order again" not in told, said
    other = await texts(await begin(client), "i want to exchange it for another product")
    assert "return and order again" in other


async def test_a_parcel_that_is_shown_as_delivered_and_missing(client: TestClient) -> None:
    shopper = await begin(client)
    told = await shopper.replies(f"my parcel 100501 says delivered but its not here, {JO}")
    assert [one.get("response", "") for one in told][-1] == "utter_parcel_missing"
    assert "five working days" in await texts(shopper, "what do i do now")
    assert "A parcel that is shown as delivered and did not arrive" in await texts(shopper, "yes please")


async def test_a_parcel_whose_day_has_passed(client: TestClient) -> None:
    shopper = await begin(client)
    (told,) = await shopper.replies(f"where is my order 100601, {JO}")
    assert "sorry that it is late" in told["text"]
    assert told["buttons"][0]["payload"] == "/talk_to_human"
    assert "sorry that it is late" in await texts(shopper, "thats so slow")


async def test_how_are_you(client: TestClient) -> None:
    (well,) = await (await begin(client)).replies("how are you")
    assert well["response"] == "utter_how_are_you"
