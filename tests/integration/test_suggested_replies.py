"""Suggested replies on a running shop: made once, the same for all, kept, edited or put away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from console_people import PASSWORD, Person
from shopper import Shopper

from bot.app import accounts, console_services, suggested
from bot.conversation import events as ev
from bot.record.transcripts import Recorded
from bot.settings import load_settings
from bot.wiring import Services
from training.transcripts.dialogue import Suggestion
from training.transcripts.event_log import dialogue_of

SHIPPING = "How much does standard shipping to France cost?"
COST = "Standard shipping to France and Ireland costs 9.95 EUR and is free from 120 EUR."
RETURNS = "how long do i have to return something"
SignIn = Callable[..., Awaitable["Agent"]]


class Agent(Person):
    """Somebody at the console with a conversation open."""

    @asynccontextmanager
    async def looking_at(self, conversation_id: str) -> AsyncIterator[None]:
        """A console on which the conversation is open."""
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        async with self.client.ws_connect("/console/api/live") as socket, asyncio.TaskGroup() as tasks:
            await socket.send_json({"type": "watch", "id": conversation_id, "since": 0})
            reading = tasks.create_task(self._read(socket))
            yield
            reading.cancel()

    async def _read(self, socket: Any) -> None:
        async for message in socket:
            frame = message.json()
            if frame["type"] == "event":
                self.events.put_nowait(frame["event"])

    async def sees(self, kind: str, *, within: float = 10.0) -> dict[str, Any]:
        """The next event of a type that comes to the console."""
        async with asyncio.timeout(within):
            while True:
                event = await self.events.get()
                if event["type"] == kind:
                    return event

    async def sees_no_suggestion(self, seconds: float = 1.0) -> None:
        """Nothing is suggested for a while."""
        with pytest.raises(TimeoutError):
            await self.sees("Suggested", within=seconds)


@pytest.fixture
def sign_in(client: TestClient, services: Services) -> SignIn:
    """Makes agents who are signed in; they share a browser with the shopper, and bring their own cookies."""

    async def come(name: str = "Mara") -> Agent:
        email = f"{name.lower()}@shop.example"
        await accounts(services).add(email, name, "agent", PASSWORD)
        visitor: TestClient[Any, Any] = TestClient(client.server)
        agent = Agent(visitor)
        await agent.sign_in(email, PASSWORD)
        return agent

    return come


@pytest.fixture
async def mara(sign_in: SignIn) -> AsyncIterator[Agent]:
    agent = await sign_in()
    yield agent
    await agent.client.session.close()


async def hand_over(shopper: Shopper) -> None:
    """Ask for a person, and hear that one comes."""
    await shopper.client.post(f"{shopper.path}/handoff", headers=shopper.headers)
    async with asyncio.timeout(10):
        while "HandoffRequested" not in [event["type"] for event in await shopper.events()]:
            await asyncio.sleep(0.02)


async def taken(shopper: Shopper, agent: Agent) -> None:
    """The agent has asked what it is about."""
    await hand_over(shopper)
    await agent.post(f"conversations/{shopper.id}/reply", {"text": "Mara here, how can I help?"})


async def dialogue(services: Services, conversation_id: str) -> Any:
    events = await services.log.read(conversation_id)
    state = await services.log.state(conversation_id)
    recorded = Recorded(
        conversation_id=conversation_id,
        shopper_id=state.shopper_id,
        topic="",
        closed=state.owner == "closed",
        events=tuple(events),
    )
    return dialogue_of(recorded)


async def of_type(services: Services, conversation_id: str, kind: type) -> list[Any]:
    events = await services.log.read(conversation_id)
    return [item.event for item in events if isinstance(item.event, kind)]


async def test_what_the_documents_answer_is_suggested(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        suggestion = await mara.sees("Suggested")
        assert suggestion["text"] == COST
        assert suggestion["citations"][0]["title"] == "Delivery to France and Ireland"
        assert suggestion["release"] == services.speaker.release.release_id
        [asked] = [event for event in await shopper.events() if event.get("text") == SHIPPING]
        assert suggestion["in_reply_to"] == asked["message_id"]
    assert [event["type"] for event in await shopper.events()][-1] == "MessageReceived"


@pytest.mark.parametrize(
    "text",
    ["thank you!", "ok i will wait", "do you have a store in Barcelona?", "where is my order FW-204518?"],
)
async def test_what_they_do_not_answer_is_not(shopper: Shopper, mara: Agent, text: str) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(text, wait=False)
        await mara.sees_no_suggestion()


async def test_the_bots_own_and_who_waits_get_none(shopper: Shopper, mara: Agent) -> None:
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING)
        await hand_over(shopper)
        await shopper.say(RETURNS, wait=False)
        await mara.sees_no_suggestion()
        await mara.post(f"conversations/{shopper.id}/take")
        assert "60 days" in (await mara.sees("Suggested"))["text"]


async def test_it_is_made_once_and_the_same_for_two(
    services: Services, shopper: Shopper, mara: Agent, sign_in: SignIn
) -> None:
    tom = await sign_in("Tom")
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id), tom.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        hers, his = await mara.sees("Suggested"), await tom.sees("Suggested")
        assert hers == his
    async with mara.looking_at(shopper.id):
        assert await mara.sees("Suggested") == hers
        await mara.sees_no_suggestion()
    assert len(await of_type(services, shopper.id, ev.Suggested)) == 1
    await tom.client.session.close()


async def test_it_is_used_in_the_transaction_of_the_reply(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        made = await mara.sees("Suggested")
        body = {"text": COST, "suggestion_id": made["suggestion_id"], "client_id": "one"}
        written = await mara.post(f"conversations/{shopper.id}/reply", body)
        assert [event["type"] for event in written["events"]] == ["SuggestionUsed", "AgentSaid"]
        again = await mara.post(f"conversations/{shopper.id}/reply", body)
        assert [event["type"] for event in again["events"]] == ["AgentSaid"]
    used = await of_type(services, shopper.id, ev.SuggestionUsed)
    assert [(one.use, one.text) for one in used] == [("kept", COST)]


async def test_a_real_conversation_is_learned_from(services: Services, shopper: Shopper, mara: Agent) -> None:
    await taken(shopper, mara)
    made = []
    async with mara.looking_at(shopper.id):
        path = f"conversations/{shopper.id}"
        for text, sent, use in (
            (SHIPPING, COST, "kept"),
            (RETURNS, "You have 60 days, Ada.", "edited"),
            ("when is the store in Hamburg open on saturday?", "Ten to seven.", "discarded"),
        ):
            await shopper.say(text, wait=False)
            made.append(await mara.sees("Suggested"))
            suggestion_id = made[-1]["suggestion_id"]
            if use == "discarded":
                await mara.post(f"{path}/discard", {"suggestion_id": suggestion_id})
                suggestion_id = ""
            await mara.post(f"{path}/reply", {"text": sent, "suggestion_id": suggestion_id})
    told = [turn for turn in (await dialogue(services, shopper.id)).turns if turn.role == "agent"]
    assert [(turn.text, turn.suggestion) for turn in told[1:]] == [
        (COST, Suggestion(text=made[0]["text"], use="kept")),
        ("You have 60 days, Ada.", Suggestion(text=made[1]["text"], use="edited")),
        ("Ten to seven.", Suggestion(text=made[2]["text"], use="discarded")),
    ]


async def test_a_follow_up_is_read_after_what_was_sent(shopper: Shopper, mara: Agent) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(RETURNS, wait=False)
        made = await mara.sees("Suggested")
        body = {"text": made["text"], "suggestion_id": made["suggestion_id"]}
        await mara.post(f"conversations/{shopper.id}/reply", body)
        await shopper.say("and for boots?", wait=False)
        assert "within 60 days" in (await mara.sees("Suggested"))["text"]


async def test_another_message_replaces_it_and_what_was_put_away_stays_away(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        first = await mara.sees("Suggested")
        await shopper.say(RETURNS, wait=False)
        second = await mara.sees("Suggested")
        assert second["in_reply_to"] != first["in_reply_to"]
        path = f"conversations/{shopper.id}/discard"
        await mara.post(path, {"suggestion_id": second["suggestion_id"]})
        written = await mara.post(path, {"suggestion_id": second["suggestion_id"]})
        assert written["events"] == []
    async with mara.looking_at(shopper.id):
        for _ in range(2):
            await mara.sees("Suggested")
        await mara.sees_no_suggestion()
    state = await services.log.state(shopper.id)
    assert [one.use for one in state.suggested] == ["", "discarded"]


async def test_what_was_put_away_is_brought_back_and_counts_as_what_it_becomes_then(
    services: Services, shopper: Shopper, mara: Agent, sign_in: SignIn
) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        made = await mara.sees("Suggested")
    path, body = f"conversations/{shopper.id}", {"suggestion_id": made["suggestion_id"]}
    assert (await mara.post(f"{path}/restore", body))["events"] == [], "it was not put away"
    await mara.post(f"{path}/discard", body)
    tom = await sign_in("Tom")
    status, answer = await tom.send("POST", f"{path}/restore", body)
    assert (status, answer["error"]["code"]) == (409, "owned_by_another")
    await tom.client.session.close()
    await mara.post(f"{path}/restore", body)
    assert [one.use for one in (await services.log.state(shopper.id)).suggested] == [""]
    await mara.post(f"{path}/reply", {"text": made["text"], **body})
    used = await of_type(services, shopper.id, ev.SuggestionUsed)
    assert [one.use for one in used] == ["discarded", "restored", "kept"]
    said = (await dialogue(services, shopper.id)).turns
    assert said[-1].suggestion == Suggestion(text=made["text"], use="kept")


async def test_a_second_one_and_one_that_comes_too_late_are_not_kept(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    await shopper.say(SHIPPING, wait=False)
    made = await suggested(services, await services.log.state(shopper.id))
    late = await suggested(services, await services.log.state(shopper.id))
    assert made is not None
    assert late is not None
    desk = console_services(services).desk
    assert [item.event for item in (await desk.suggest(shopper.id, made))[0]] == [made]
    assert (await desk.suggest(shopper.id, late))[0] == []
    await shopper.say(RETURNS, wait=False)
    made = await suggested(services, await services.log.state(shopper.id))
    await mara.post(f"conversations/{shopper.id}/reply", {"text": "Sixty days."})
    assert made is not None
    assert (await desk.suggest(shopper.id, made))[0] == []


async def test_a_stranger_puts_nothing_away(shopper: Shopper, mara: Agent, sign_in: SignIn) -> None:
    tom = await sign_in("Tom")
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        made = await mara.sees("Suggested")
    body = {"suggestion_id": made["suggestion_id"]}
    status, answer = await tom.send("POST", f"conversations/{shopper.id}/discard", body)
    assert (status, answer["error"]["code"]) == (409, "owned_by_another")
    await tom.client.session.close()


async def test_a_reply_is_sent_whatever_suggestion_it_names(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    await mara.post(f"conversations/{shopper.id}/reply", {"text": "Well.", "suggestion_id": "g_unknown"})
    assert await of_type(services, shopper.id, ev.SuggestionUsed) == []


async def test_nobody_is_shown_that_the_bot_rehearses(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    await shopper.say(SHIPPING, wait=False)
    state = await services.log.state(shopper.id)
    async with services.bus.watch() as signals:
        assert await suggested(services, state) is not None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await anext(aiter(signals))
    assert await services.log.state(shopper.id) == state


async def test_erasing_the_shopper_takes_suggestions_with_it(
    services: Services, shopper: Shopper, mara: Agent
) -> None:
    await taken(shopper, mara)
    async with mara.looking_at(shopper.id):
        await shopper.say(SHIPPING, wait=False)
        await mara.sees("Suggested")
        await accounts(services).add("ad@shop.example", "Ad", "admin", PASSWORD)
        admin = Agent(mara.client)
        await admin.sign_in("ad@shop.example", PASSWORD)
        path = f"conversations/{shopper.id}/shopper"
        kept = await admin.get(path)
        assert "Suggested" in [event["type"] for event in kept["conversations"][0]["events"]]
        status, _ = await admin.send("DELETE", path)
        assert status in (200, 204)
    assert (await admin.send("GET", f"conversations/{shopper.id}"))[0] == 404


def test_it_can_be_turned_off(services: Services, state: Path) -> None:
    assert console_services(services).rehearse is not None
    services.settings = load_settings(state, {"console": {"suggestions": False}})
    assert console_services(services).rehearse is None
