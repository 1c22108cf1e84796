"""Who waits for a person: told for how long, and free to go on with the bot."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from console_people import PASSWORD
from shopper import Shopper, begin

from bot.app import accounts, console_services
from bot.conversation.events import AgentJoined, HandoffRequested
from bot.conversation.messages import GO_ON_PAYLOAD
from bot.record.transcripts import Recorded
from bot.record.waits import SqlWaits
from bot.wiring import Services
from training.transcripts.event_log import dialogue_of

GO_ON = "Go on without a person"


async def called(services: Services, shopper: Shopper) -> None:
    """The shopper waits for a person."""
    await shopper.client.post(f"{shopper.path}/handoff", headers=shopper.headers)
    async with asyncio.timeout(10):
        while not (await services.log.state(shopper.id)).is_waiting:
            await asyncio.sleep(0.02)


async def told(shopper: Shopper) -> dict[str, Any]:
    return await (await shopper.client.get(f"{shopper.path}/wait", headers=shopper.headers)).json()


async def test_who_goes_on_is_answered_and_their_task_goes_on(services: Services, shopper: Shopper) -> None:
    await shopper.say("I want to return something")
    await called(services, shopper)
    assert await shopper.replies("FW-204518") == []
    said, asked = await shopper.replies(GO_ON, payload=GO_ON_PAYLOAD)
    assert [said["response"], asked["response"]] == ["utter_go_on", "utter_ask_order_number"]
    state = await services.log.state(shopper.id)
    assert (state.owner, state.waiting_since, state.handoff) == ("bot", 0.0, None)
    counts = await console_services(services).inbox.counts()
    assert counts.waiting == 0
    answer, *_ = await shopper.replies("How much does standard shipping to France cost?")
    assert answer["citations"]


async def test_a_call_that_was_taken_back_teaches_no_hand_over(services: Services, shopper: Shopper) -> None:
    await shopper.say("where is my parcel?")
    await called(services, shopper)
    await shopper.say(GO_ON, payload=GO_ON_PAYLOAD)
    events = tuple(await services.log.read(shopper.id))
    recorded = Recorded(conversation_id=shopper.id, shopper_id="v", topic="", closed=True, events=events)
    dialogue = dialogue_of(recorded)
    assert dialogue.outcome != "handed_over"
    assert not any(turn.called for turn in dialogue.turns)


async def left_by_day(services: Services, shopper: Shopper) -> None:
    """A message lies with the team, which is there."""
    note = HandoffRequested(reason="asked", note=True)
    await services.log.append(shopper.id, [note])


async def test_the_bot_answers_beside_what_lies_with_the_team(services: Services, shopper: Shopper) -> None:
    await shopper.say("hello")
    await left_by_day(services, shopper)
    answer, *_ = await shopper.replies("How much does standard shipping to France cost?")
    assert answer["citations"]
    assert await told(shopper) == {"waiting": False, "wait": None}
    other = await begin(shopper.client)
    await called(services, other)
    assert (await told(other))["wait"]["ahead"] == 0
    page = await console_services(services).inbox.page("waiting", limit=1)
    behind = await console_services(services).inbox.page("waiting", cursor=page.next or "")
    assert [item.id for item in (*page.items, *behind.items)] == [other.id, shopper.id]
    assert [item.note_only for item in behind.items] == [True]


async def test_who_is_called_besides_is_waited_for_until_the_shopper_goes_on(
    services: Services, shopper: Shopper
) -> None:
    await shopper.say("hello")
    await left_by_day(services, shopper)
    await shopper.replies("I want to talk to a person")
    state = await services.log.state(shopper.id)
    assert (state.is_expecting, state.has_note) == (True, True)
    assert await shopper.replies("anybody there?") == []
    (said,) = await shopper.replies(GO_ON, payload=GO_ON_PAYLOAD)
    assert said["response"] == "utter_go_on"
    state = await services.log.state(shopper.id)
    assert (state.owner, state.is_expecting) == ("waiting", False)
    events = tuple(await services.log.read(shopper.id))
    recorded = Recorded(conversation_id=shopper.id, shopper_id="v", topic="", closed=True, events=events)
    dialogue = dialogue_of(recorded)
    assert dialogue.outcome == "handed_over"
    assert sum(bool(turn.called) for turn in dialogue.turns) == 1
    mara, _ = await accounts(services).add("mara@shop.example", "Mara", "agent", PASSWORD)
    await console_services(services).desk.take(shopper.id, mara)
    joined = [e.event for e in await services.log.read(shopper.id) if isinstance(e.event, AgentJoined)]
    assert [event.waited for event in joined] == [0.0]


async def test_the_button_means_nothing_to_an_agent(services: Services, shopper: Shopper) -> None:
    await called(services, shopper)
    mara, _ = await accounts(services).add("mara@shop.example", "Mara", "agent", PASSWORD)
    await console_services(services).desk.take(shopper.id, mara)
    assert await shopper.replies(GO_ON, payload=GO_ON_PAYLOAD) == []
    assert (await services.log.state(shopper.id)).owner == "agent"


async def test_a_wait_is_told_by_those_before_it_and_those_of_late(
    services: Services, shopper: Shopper
) -> None:
    assert await told(shopper) == {"waiting": False, "wait": None}
    others = [await begin(shopper.client) for _ in range(5)]
    for one in (*others, shopper):
        await called(services, one)
    first = await told(shopper)
    assert first["waiting"]
    assert (first["wait"]["ahead"], first["wait"]["usual_s"]) == (5, None)
    mara, _ = await accounts(services).add("mara@shop.example", "Mara", "agent", PASSWORD)
    for one in others:
        await console_services(services).desk.take(one.id, mara)
    waits = SqlWaits(services.database, [], "UTC")
    wait = await waits.of(await services.log.state(shopper.id))
    assert wait.ahead == 0
    assert wait.usual_s is not None
    assert 0 < wait.usual_s < 60
    assert 0 < wait.waited_s < 60
    later = SqlWaits(services.database, [], "UTC", clock=lambda: time.time() + 40 * 86_400)
    assert (await later.of(await services.log.state(shopper.id))).usual_s is None


async def test_who_takes_what_nobody_called_for_tells_of_no_wait(
    services: Services, shopper: Shopper
) -> None:
    await shopper.say("hello")
    mara, _ = await accounts(services).add("mara@shop.example", "Mara", "agent", PASSWORD)
    await console_services(services).desk.take(shopper.id, mara)
    joined = [e.event for e in await services.log.read(shopper.id) if isinstance(e.event, AgentJoined)]
    assert [event.waited for event in joined] == [0.0]
