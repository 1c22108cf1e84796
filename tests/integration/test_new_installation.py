"""A shop's own installation: laid out, prepared, asked, and its documents changed while it answers."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp.test_utils import TestClient, TestServer
from new_shop import shopclerk
from shopper import Shopper, begin
from typer.testing import CliRunner

from bot.app import build_app
from bot.cli import build_cli
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class LaidOut(NamedTuple):
    """A shop that stays as it was laid out and prepared, and what was said of that."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def laid_out(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> LaidOut:
    folder = tmp_path_factory.mktemp("new") / "own"
    assert "Laid out" in run("init", str(folder), "--name", "Little Shop")
    shutil.copytree(prepared_demo / "var" / "models", folder / "var" / "models", copy_function=os.link)
    assert "no mistakes" in run("check", "--state", str(folder))
    return LaidOut(folder, run("prepare", "--state", str(folder)))


@pytest.fixture
def own_shop(laid_out: LaidOut, tmp_path: Path) -> Path:
    shop = shutil.copytree(laid_out.folder, tmp_path / "own", ignore=shutil.ignore_patterns("models"))
    shutil.copytree(laid_out.folder / "var" / "models", shop / "var" / "models", copy_function=os.link)
    return shop


async def test_it_answers_as_it_was_laid_out_and_from_what_is_written_later(
    laid_out: LaidOut, own_shop: Path
) -> None:
    prepared = laid_out.said
    assert "2 products, 3 variants" in prepared
    assert "prices in EUR, hours by Europe/Berlin" in prepared
    told = "are understood without them (75 to 85% is usual; if it is less, write more"
    assert told in " ".join(prepared.split())
    assert "!" not in prepared
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        curated = await shopper.replies("how many days do I have for a return?")
        assert "30 days" in curated[-1]["text"]
        assert [c["document_id"] for c in curated[-1]["citations"]] == ["returns.md"]
        parking = own_shop / "documents" / "parking.md"
        parking.write_text("# Parking\n\nCustomers may park in the yard behind the shop for two hours.\n")
        await asyncio.to_thread(run, "index", "build", "--state", str(own_shop))
        assert await cited(shopper, "where may customers park?", "parking.md")


GOODS = """\
product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,stock
T1,Orlo Tab 10,Computers/Tablets,Orlo,For films.,Ports: USB-C,"tablet,android",64 GB,grey,T1-1,199.00,4
T2,Orlo Tab 12 Pro,Computers/Tablets,Orlo,,Pen: included,"tablet,drawing",256 GB,grey,T2-1,549.00,4
M1,Orlo K24 monitor,Computers/Monitors,Orlo,,"Ports: HDMI, VGA; Power: 18 W",monitor,,black,M1-1,119,3
M2,Orlo K27U 4K monitor,Computers/Monitors,Orlo,,"Ports: HDMI, USB-C","monitor,4k",,black,M2-1,449,3
L1,Lumi table lamp,Lamps,Lysbo,Warm light.,Dimmable: yes; Power: 6 W,bedside lamp,,brass,L1-1,59.00,5
L2,Akk desk lamp,Lamps,Lysbo,Clamps.,Dimmable: no; Height: 60 cm; Foot height: 4 cm,desk lamp,,black,L2-1,75,5
C1,Huila Sin,Coffee,Linde,Mild.,Caffeine: none,"coffee,decaf",250 g,,C1-1,10.50,9
C2,Casa Nera,Coffee,Linde,Strong.,Roast: dark,"coffee,espresso",250 g,,C2-1,8.50,9
J1,Fine Merino V-Neck Jumper,Men/Knitwear,Lerwick,,Material: merino,,M,navy,J1-1,75,4
J2,Soft Merino Roll-Neck Jumper,Women/Knitwear,Lerwick,,Material: merino,,12,cream,J2-1,85,4
D1,Girls' Tulle Party Dress,Children,Lumo,,Material: cotton,,104,pink,D1-1,42,5
D2,Wren Midi Dress,Women/Dresses,Wren,,Material: linen,,12,green,D2-1,89,5
P1,Torvald BX 75 Belt Sander 750 W,Power tools/Sanders,Torvald,,Power: 750 W,,,,P1-1,79,0
P2,Torvald KD18 Combi Drill 18 V,Power tools/Drills,Torvald,,Voltage: 18 V,cordless drill,,,P2-1,99,4
P3,Torvald K18 Battery 18 V,Power tools/Batteries,Torvald,,Voltage: 18 V,spare battery,,,P3-1,59,4
O1,Olive Oil Mirova,Olive oil,,Mild.,"Volume: 500 ml, 5 l tin; Acidity: 0.3 %",,5 l tin,,O1-1,90,4
O2,Olive Oil Lindos,Olive oil,,Strong.,Volume: 500 ml; Acidity: 0.5 %,,500 ml,,O2-1,20,4
"""
TALKS = {
    ("tablets",): {"T1", "T2"},
    ("small lamp for the bedside table",): {"L1"},
    ("black lamp with an arm for my desk",): {"L2"},
    ("monitor with vga",): {"M1"},
    ("monitors", "only with usb-c"): {"M2"},
    ("decaf",): {"C1"},
    ("tablets", "256gb"): {"T2"},
    ("jumper for my husband",): {"J1"},
    ("party dress for a 6 year old",): {"D1"},
    ("dresses for women",): {"D2"},
    ("torvald belt sander",): {"P1"},
    ("kd18 battery",): {"P3"},
    ("power tools",): {"P2", "P3"},
    ("olive oil, 5 litres",): {"O1"},
    ("hi which lamps do you have",): {"L1", "L2"},
    ("My desk is small. What's your smallest monitor?",): {"M1", "M2"},
}


async def test_it_sells_what_the_demo_shop_does_not(own_shop: Path) -> None:
    (own_shop / "catalogue.csv").write_text(GOODS)
    await asyncio.to_thread(shopclerk, "prepare", "--state", str(own_shop))
    settings = load_settings(
        own_shop,
        {"turn": {"burst_wait_ms": 0}, "server": {"messages_per_minute": 1000, "requests_per_minute": 1000}},
    )
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        wrong = {}
        for talk, products in TALKS.items():
            shopper = await begin(client)
            for message in talk:
                replies = await shopper.replies(message)
            shown = {card["product_id"] for reply in replies for card in reply["cards"]}
            if shown != products:
                wrong[talk] = (shown, replies[-1]["text"])
        assert not wrong
        shopper = await begin(client)
        await shopper.replies("Orlo K24")
        assert "18 W" in (await shopper.replies("how many watts?"))[-1]["text"]
        (brass,) = (await (await begin(client)).replies("brass"))[-1]["cards"]
        assert brass["product_id"] == "L1"
        shopper = await begin(client)
        await shopper.replies("akk desk lamp")
        asked = ("how high is the foot?", "how high is it?", "can i dim it")
        told = [(await shopper.replies(question))[-1]["text"] for question in asked]
        assert ["4 cm" in told[0], "60 cm" in told[1], "not dimmable" in told[2]] == [True] * 3, told
        shopper = await begin(client)
        assert "sold out" in (await shopper.replies("torvald belt sander"))[-1]["text"]
        assert "sold out" in (await shopper.replies("can i have it today, is it in stock"))[-1]["text"]
        shopper = await begin(client)
        await shopper.replies("olive oil mirova")
        assert "0.3 %" in (await shopper.replies("how many percent"))[-1]["text"]
        (told,) = await shopper.replies("what is different to lindos")
        assert {p["product_id"] for p in told["comparison"]["products"]} == {"O1", "O2"}
        shopper = await begin(client)
        (first, *_) = (await shopper.replies("merino v-neck"))[-1]["cards"]
        assert first["product_id"] == "J1"
        (told,) = await (await begin(client)).replies("compare the merino v-neck and the merino roll-neck")
        assert {p["product_id"] for p in told["comparison"]["products"]} == {"J1", "J2"}
        shopper = await begin(client)
        await shopper.replies("jumper for my husband")
        (told,) = await shopper.replies("compare it with the merino roll-neck")
        assert {p["product_id"] for p in told["comparison"]["products"]} == {"J1", "J2"}


HELP = """\
# When something is wrong

## Lamps

A lamp that hums or flickers has a bulb that cannot be dimmed. Put in one that can.

## Monitors

| Light | Meaning |
|---|---|
| blue | switched on |
| orange | no picture arrives: check the cable |

## Paying

After three failed attempts to pay, an order is cancelled within 24 hours.

## Fetching it yourself

What is ordered online lies ready at our counter after three hours.

## Opening hours

| Day | Hours |
|---|---|
| Wednesday | 10 am to 6 pm |
| Thursday | 10 am to 8 pm |

## Care

Never put a combi drill into water. Dust is blown out of a drill with the mouth or a small pump.
"""
TROUBLE = {
    "the light on my monitor went orange": "orange",
    "my table lamp hums since yesterday": "cannot be dimmed",
    "card got refused three times, is my order gone?": "cancelled within 24 hours",
    "order online and fetch it myself in the shop, does that work": "after three hours",
}


async def test_what_is_told_of_a_thing_is_no_search_for_it(own_shop: Path) -> None:
    (own_shop / "catalogue.csv").write_text(GOODS)
    (own_shop / "documents" / "help.md").write_text(HELP)
    await asyncio.to_thread(shopclerk, "prepare", "--state", str(own_shop))
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        told = {message: (await (await begin(client)).replies(message))[-1] for message in TROUBLE}
        assert {m: r["kind"] for m, r in told.items()} == dict.fromkeys(TROUBLE, "answer")
        assert {m: r["text"] for m, r in told.items() if TROUBLE[m] not in r["text"]} == {}
        shopper = await begin(client)
        asked = ("what are your opening hours on wednesday?", "and thursday?", "until when?")
        hours = [(await shopper.replies(message))[-1] for message in asked]
        assert [r["kind"] for r in hours] == ["answer"] * 3
        assert ["8 pm" in r["text"] for r in hours] == [False, True, True]
        for wish in ("a table lamp", "monitor for the kitchen", "lamp that can be dimmed"):
            assert (await (await begin(client)).replies(wish))[-1]["cards"], wish


async def test_who_waits_for_what_is_sold_out_is_told_and_no_order_is_asked_for(own_shop: Path) -> None:
    (own_shop / "catalogue.csv").write_text(GOODS)
    (own_shop / "documents" / "help.md").write_text(HELP)
    await asyncio.to_thread(shopclerk, "prepare", "--state", str(own_shop))
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    wishes = {
        "tell me when it's back": "is the torvald belt sander in stock?",
        "ok let me know": "is the torvald belt sander in stock?",
        "yes please": "is the torvald belt sander in stock?",
        "notify me when the torvald belt sander is available": "hello",
        "i have no order, i want a notification for the torvald belt sander": "where is my order",
    }
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        for wish, before in wishes.items():
            shopper = await begin(client)
            await shopper.replies(before)
            assert (await shopper.replies(wish))[-1]["response"] == "utter_ask_email", wish
            noted = (await shopper.replies("jo@example.com"))[-1]["text"]
            assert "I'll write to jo@example.com as soon as Torvald BX 75" in noted, wish
        shopper = await begin(client)
        assert (await shopper.replies("where is my parcel"))[-1]["response"] == "utter_ask_order_number"
        asked = await shopper.replies("no order yet, I just ask how your tracking works")
        assert "utter_ask_order_number" not in [reply["response"] for reply in asked]
        assert (await shopper.replies("where is order 204518"))[-1]["response"] == "utter_ask_order_email"


async def test_what_only_a_person_can_do_is_said(own_shop: Path) -> None:
    """No product is searched for, and the button passes it on."""
    await asyncio.to_thread(shopclerk, "prepare", "--state", str(own_shop))
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        for said in (
            "I want to return something from order 204518",
            "cancel it please",
            "my lamp arrived broken",
        ):
            reply = (await (await begin(client)).replies(said))[-1]
            assert reply["response"] == "utter_change_order", said
            assert [button["title"] for button in reply["buttons"]] == ["Pass it on"]


async def cited(shopper: Shopper, question: str, document: str) -> str:
    """The reply that cites only this document, "" for none: a new index is served within seconds, not at
    once."""
    wanted = [document] if document else []
    for _ in range(40):
        reply = (await shopper.replies(question))[-1]
        if [citation["document_id"] for citation in reply.get("citations", ())] == wanted:
            return str(reply["text"])
        await asyncio.sleep(0.25)
    return ""


async def test_it_is_taught_while_it_answers(own_shop: Path) -> None:
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    question = "does an unboxed espresso machine go back to you?"

    async def teach(*arguments: str) -> str:
        command = ["teach", question, *arguments, "--state", str(own_shop)]
        done = await asyncio.to_thread(CliRunner().invoke, build_cli(), command)
        return done.output if done.exit_code == 0 else str(done.exception)

    assert "Near: returns.md" in await teach("--document", "return.md", "--sentence", "It must be unused.")
    assert "It must be unused." in await teach("--document", "returns.md", "--sentence", "It must be used.")
    assert "--nothing" in await teach()
    assert "was not taught" in await teach("--forget")
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        said = await teach("--document", "returns.md", "--sentence", "must be unused")
        assert "It must be unused. [returns.md]" in said
        assert "It must be unused." in await cited(shopper, question, "returns.md")
        await teach("--nothing")
        assert await cited(shopper, question, "")
        assert "Forgotten" in await teach("--forget")
    assert (own_shop / "training" / "retrieval" / "taught.jsonl").read_text() == ""
