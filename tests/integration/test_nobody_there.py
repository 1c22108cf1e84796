"""Who asked for a person outside opening hours is not met with silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from shopper import begin

from bot.app import SERVICES, away_rule, build_app
from bot.conversation.state import State
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services


@pytest.fixture
async def at_night(state: Path) -> AsyncIterator[TestClient]:
    """The bot on a day on which nobody is there."""
    other = f"{datetime.now(UTC) + timedelta(days=3):%a}"
    quick = {"turn": {"burst_wait_ms": 0}, "shop": {"hours": [f"{other} 09:00-18:00"]}}
    settings = load_settings(state, quick)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        yield client


async def test_the_bot_goes_on_behind_a_message_that_was_left(at_night: TestClient) -> None:
    shopper = await begin(at_night)
    for text in ("I want to speak to a human", "please call me about my tent"):
        await shopper.replies(text)
    (taken,) = await shopper.replies("lotte.vanleeuwen@example.org")
    assert taken["response"] == "utter_handoff_message_taken"
    shown = await (await at_night.get(shopper.path, headers=shopper.headers)).json()
    assert shown["owner"] == "waiting"
    told = await (await at_night.get(f"{shopper.path}/wait", headers=shopper.headers)).json()
    assert told == {"waiting": False, "wait": None}
    (kept,) = await shopper.replies("flurb the wibble")
    assert kept["response"] == "utter_handoff_kept"
    replies = await shopper.replies("has my order FW-204652 left?")
    assert any(reply["order"] for reply in replies)
    shown = await (await at_night.get(shopper.path, headers=shopper.headers)).json()
    assert shown["owner"] == "waiting"
    closed, ask = await shopper.replies("I want to talk to somebody now!!")
    assert [closed["response"], ask["response"]] == ["utter_handoff_closed", "utter_ask_handoff_message"]


async def test_who_gives_the_message_up_is_helped(at_night: TestClient) -> None:
    shopper = await begin(at_night)
    for text in ("I want to speak to a human", "no not email, now, in the chat"):
        await shopper.replies(text)
    replies = await shopper.replies("forget it. can you just tell me if my order FW-204652 has left?")
    asked = [reply["response"] for reply in replies]
    assert asked == ["utter_flow_cancelled_rasa", "utter_ask_order_email"]
    replies = await shopper.replies("lotte.vanleeuwen@example.org")
    assert any(reply["order"] for reply in replies)
    assert await shopper.replies("so? where is my order")


async def test_a_message_that_the_documents_answer_is_answered_and_kept(at_night: TestClient) -> None:
    shopper = await begin(at_night)
    await shopper.replies("I want to speak to a human")
    answer, still = await shopper.replies("how long can I return things?")
    assert answer["citations"]
    assert still["response"] == "utter_ask_email_still"
    (taken,) = await shopper.replies("lotte.vanleeuwen@example.org")
    assert taken["response"] == "utter_handoff_message_taken"


async def test_nobody_need_leave_a_message(at_night: TestClient) -> None:
    shopper = await begin(at_night)
    await shopper.replies("I want to speak to a human")
    stopped, answer = await shopper.replies("no message. I just want to know how long I can return things")
    assert stopped["response"] == "utter_flow_cancelled_rasa"
    assert answer["citations"]


async def test_whose_agent_is_away_is_told_so_by_the_hours(at_night: TestClient, state: Path) -> None:
    services = at_night.app[SERVICES]
    kept = away_rule(services)
    always = away_rule(replace(services, settings=load_settings(state, {"shop": {"hours": []}})))
    never = replace(services, settings=load_settings(state, {"console": {"away_minutes": 0}}))
    with_bo = State(conversation_id="c", owner="agent", agent_id="s_1", agent_name="Bo")
    assert kept is not None
    assert always is not None
    assert kept.seconds == 900
    assert kept.reply(with_bo).text.startswith("Bo is away, and nobody else is here")
    assert always.reply(with_bo).text.startswith("Bo is away just now. I've called the other colleagues")
    assert away_rule(never) is None
