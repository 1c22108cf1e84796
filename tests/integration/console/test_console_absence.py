"""An agent goes home and a shopper goes on writing: somebody else is called, and the shopper is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from console_people import PASSWORD, Clock, Person, say

from bot.console.absence import Absence, AwayRule
from bot.console.app import build_console
from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.conversation.state import State

SignedIn = Callable[..., Awaitable[Person]]
MINUTE = 60.0


def told(state: State) -> Reply:
    return Reply(text=f"{state.agent_name} is away.", response="utter_agent_away")


@pytest.fixture
def watching(services: ConsoleServices, clock: Clock) -> Callable[..., Absence]:
    """Makes what looks who is away, as a process does that sees these."""

    def start(here: Collection[str] = ()) -> Absence:
        return Absence(
            AwayRule(15 * MINUTE, told),
            store=services.accounts.store,
            inbox=services.inbox,
            desk=services.desk,
            present=lambda: here,
            now=clock,
        )

    return start


async def write(services: ConsoleServices, text: str) -> None:
    message = ev.MessageReceived(message_id=f"m_{text}", text=text)
    stored, _, _ = await services.log.receive("c_1", message)
    await services.bus.publish([stored])


async def taken(services: ConsoleServices, signed_in: SignedIn) -> str:
    """Bo has a conversation; returns Bo's id."""
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello")
    await bo.post("conversations/c_1/take")
    return (await services.log.state("c_1")).agent_id


async def test_what_waits_for_somebody_who_is_away_goes_back_to_the_queue(
    services: ConsoleServices, signed_in: SignedIn, clock: Clock, watching: Callable[..., Absence]
) -> None:
    absence = watching()
    bo = await taken(services, signed_in)
    clock.now += 60 * MINUTE
    await absence.look()
    assert (await services.log.state("c_1")).agent_id == bo, "nobody waits"
    await write(services, "Are you there?")
    await absence.look()
    state = await services.log.state("c_1")
    assert (state.owner, state.agent_id, state.agent_name) == ("waiting", "", "")
    assert state.handoff is not None
    assert state.handoff.reason == "away"
    assert "Are you there?" in state.handoff.packet["summary"]
    note, word, call = (stored.event for stored in (await services.log.read("c_1"))[-3:])
    assert isinstance(note, ev.NoteAdded)
    assert note.text == "Bo has been away for 60 minutes: back in the queue."
    assert isinstance(word, ev.Replied)
    assert word.reply.text == "Bo is away."
    assert isinstance(call, ev.HandoffRequested)
    await absence.look()
    assert (await services.log.state("c_1")).last_seq == state.last_seq
    ada = await signed_in("Ada")
    assert [item["id"] for item in (await ada.get("inbox?state=waiting"))["items"]] == ["c_1"]
    await ada.post("conversations/c_1/take")


@pytest.mark.parametrize("minutes", [5, 16])
async def test_an_agent_is_away_after_its_minutes_only(
    services: ConsoleServices,
    signed_in: SignedIn,
    clock: Clock,
    watching: Callable[..., Absence],
    minutes: int,
) -> None:
    absence = watching()
    bo = await taken(services, signed_in)
    clock.now += 20 * MINUTE
    await watching({bo}).look()  # on another process
    await write(services, "Are you there?")
    clock.now += minutes * MINUTE
    await absence.look()
    assert ((await services.log.state("c_1")).owner == "waiting") == (minutes > 15)


async def test_a_restart_returns_nothing_before_agents_had_time_to_come_back(
    services: ConsoleServices, signed_in: SignedIn, clock: Clock, watching: Callable[..., Absence]
) -> None:
    bo = await taken(services, signed_in)
    clock.now += 8 * 60 * MINUTE
    started = watching()
    await write(services, "Are you there?")
    for _ in range(2):
        await started.look()
        assert (await services.log.state("c_1")).agent_id == bo
        clock.now += 14 * MINUTE
    await started.look()
    assert (await services.log.state("c_1")).owner == "waiting"


async def test_who_has_a_console_open_is_there(services: ConsoleServices) -> None:
    rule = AwayRule(0.2, told, look_seconds=0.05)
    app = web.Application()
    app.add_subapp("/console/api", build_console(replace(services, away=rule)))
    await services.accounts.add("bo@shop.example", "Bo", "agent", PASSWORD)
    async with TestClient(TestServer(app)) as client:
        bo = Person(client)
        await bo.sign_in("bo@shop.example", PASSWORD)
        await say(services, "c_1", "hello")
        await bo.post("conversations/c_1/take")
        screen = await client.ws_connect("/console/api/live")
        await write(services, "Are you there?")
        await asyncio.sleep(0.6)
        assert (await services.log.state("c_1")).agent_name == "Bo"
        await screen.close()
        async with asyncio.timeout(10):
            while (await services.log.state("c_1")).owner != "waiting":
                await asyncio.sleep(0.05)
