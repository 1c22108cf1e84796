"""What wants several things in one message gets each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from shopper import Shopper, begin

from bot.app import build_app
from bot.conversation import events as ev
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import Services, open_services

COUNTING = """
from pathlib import Path

from rasa_sdk import Action


class Counting(Action):
    def name(self):
        return "action_product_answer"

    async def run(self, dispatcher, tracker, domain):
        with Path(__file__).with_name("ran.txt").open("a") as file:
            file.write("x")
        dispatcher.utter_message(text="It is noted.")
"""
JACKETS = "show me rain jackets"


def told(replies: list[dict[str, Any]]) -> str:
    """All that is said and shown."""
    titles = [card["title"] for reply in replies for card in reply["cards"]]
    return " ".join([*(reply["text"] for reply in replies), *titles])


@pytest.mark.parametrize(
    ("before", "message", "said"),
    [
        (JACKETS, "does the first one come in M, and how much is next-day delivery?", ["stock in M", "9.95"]),
        (
            JACKETS,
            "is the second one in stock in L? do you ship to Norway?",
            ["in stock in L", "eight countries"],
        ),
        (JACKETS, "i'll take the first one. when would i have it", ["in stock", "2-3 working days"]),
        (JACKETS, "the first one please, how much is delivery", ["rain jacket men", "4.95"]),
        (
            JACKETS,
            "I'll have the first one in L. how do i wash it",
            ["in stock", "After two winters wash it"],
        ),
        ("", "do you sell head torches? and are you open on sunday?", ["Beam", "closed"]),
        ("", "hi! I'm looking for a tent for 2. what does shipping to France cost?", ["tent", "9.95"]),
    ],
)
async def test_a_product_and_a_page(shopper: Shopper, before: str, message: str, said: list[str]) -> None:
    if before:
        await shopper.say(before)
    shown = told(await shopper.replies(message))
    assert [part for part in said if part not in shown] == []


async def test_who_has_a_thing_chooses_none(shopper: Shopper) -> None:
    replies = await shopper.replies("i have a tent. how do i clean it")
    assert not any(reply["cards"] for reply in replies)
    assert "lukewarm water" in told(replies)


@pytest.mark.parametrize(
    "message",
    [
        "where is my order and what does shipping to France cost?",
        "what does shipping to France cost? where is my parcel?",
        "what does shipping to France cost and where is my parcel? FW-204518",
    ],
)
async def test_a_task_stands_behind_what_a_page_says(shopper: Shopper, message: str) -> None:
    replies = await shopper.replies(message)
    assert "9.95" in replies[0]["text"]
    asked = "e-mail" if "204518" in message else "order number"
    assert asked in replies[-1]["text"]
    after = await shopper.replies("FW-204518, mira.hoffmann@example.com")
    assert "204518" in told(after)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("how heavy is the first one and how long does it take", "weighs"),
        ("how heavy is the first one and how fast", "weighs"),
        ("the zip is broken, it was bought 6 years ago. is this still under guarantee?", "10 years"),
        ("what if it rains, is it waterproof?", "waterproof"),
    ],
)
async def test_one_matter_stays_one(shopper: Shopper, message: str, said: str) -> None:
    await shopper.say(JACKETS)
    replies = await shopper.replies(message)
    assert len(replies) == 1
    assert said in replies[0]["text"]


async def test_it_is_one_turn(services: Services) -> None:
    async with TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        await shopper.say("do you sell head torches? and are you open on sunday?")
        stored = [one.event for one in await services.log.read(shopper.id)]
        assert len([event for event in stored if isinstance(event, ev.Understood)]) == 1
        assert len([event for event in stored if isinstance(event, ev.Decided)]) == 2
        replies = [event.reply for event in stored if isinstance(event, ev.Replied)]
        assert [reply.kind for reply in replies] == ["products", "answer"]
        first = replies[0].cards[0].title.split()[0]
        assert first in told(await shopper.replies("tell me more about the first one"))


async def test_what_may_change_something_is_not_tried(state: Path) -> None:
    (state / "actions.py").write_text(COUNTING)
    settings = load_settings(state, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        await shopper.say(JACKETS)
        replies = await shopper.replies("how heavy is the first one? do you ship to Norway?")
        assert replies
        ran = state / "ran.txt"
        assert len(ran.read_text() if ran.exists() else "") <= 1
