"""The console's live socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from console_people import Person, hand_over, say
from structlog.testing import capture_logs

from bot.console.hub import Hub
from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.conversation.ports import Progress
from bot.record.bus import MemoryBus

SignedIn = Callable[..., Awaitable[Person]]


@dataclass
class Screen:
    """What a console has received."""

    socket: aiohttp.ClientWebSocketResponse
    messages: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of a kind (with those fields); what comes before it is kept in ``messages``."""
        async with asyncio.timeout(5):
            while True:
                message: dict[str, Any] = await self.socket.receive_json()
                self.messages.append(message)
                if message["type"] == kind and fields.items() <= message.items():
                    return message

    def seqs(self) -> list[int]:
        return [message["event"]["seq"] for message in self.messages if message["type"] == "event"]


async def look(person: Person) -> Screen:
    screen = Screen(await person.client.ws_connect("/console/api/live"))
    await screen.until("hello")
    return screen


async def test_the_inbox_lives(services: ConsoleServices, signed_in: SignedIn) -> None:
    screen = await look(await signed_in("Bo"))
    await say(services, "c_1", "hello")
    await hand_over(services, "c_1")
    update = await screen.until("inbox")
    assert [(item["id"], item["owner"]) for item in update["items"]] == [("c_1", "waiting")]
    assert update["counts"] == {"waiting": 1, "agent": 0, "mine": 0, "bot": 0}


async def test_a_watched_conversation_arrives_whole_and_in_order(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    screen = await look(await signed_in("Bo"))
    await services.log.create("c_1", shopper_id="s", channel="web")
    await services.log.append("c_1", [ev.Replied(reply=Reply(text=str(n))) for n in range(450)])
    await screen.socket.send_json({"type": "watch", "id": "c_1", "since": 3})
    assert (await screen.until("watching"))["last_seq"] == 450
    await asyncio.gather(*(say(services, "c_1", f"hello {number}") for number in range(20)))
    async with asyncio.timeout(5):
        while screen.seqs()[-1] < 490:
            await screen.until("event")
    assert screen.seqs() == list(range(4, 491))


async def test_a_bus_that_cuts_off_again_and_again_is_logged_when_it_begins_and_ends(
    services: ConsoleServices,
) -> None:
    assert isinstance(services.bus, MemoryBus)
    hub = Hub(services, settled=0.3)
    with capture_logs() as logs:
        running = asyncio.create_task(hub.run())
        for _ in range(5):
            await asyncio.sleep(0.02)
            services.bus.cut_off()
        await asyncio.sleep(0.6)
        services.bus.cut_off()
        await asyncio.sleep(0.6)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    said = [(one["event"], one.get("times")) for one in logs]
    begun, over = "console fell behind the bus", "console follows the bus again"
    assert said == [(begun, None), (over, 5), (begun, None), (over, 1)]


async def test_watching_from_now_on(services: ConsoleServices, signed_in: SignedIn) -> None:
    screen = await look(await signed_in("Bo"))
    await say(services, "c_1", "before")
    await say(services, "c_2", "elsewhere")
    await screen.socket.send_json({"type": "watch", "id": "c_1"})
    await screen.until("watching")
    await say(services, "c_2", "elsewhere again")
    await say(services, "c_1", "after")
    event = (await screen.until("event"))["event"]
    assert (event["seq"], event["text"]) == (3, "after")
    await services.bus.publish([Progress(conversation_id="c_1", text="Searching")])
    assert (await screen.until("progress"))["text"] == "Searching"


async def test_two_agents_see_each_other(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo, cy = await signed_in("Bo"), await signed_in("Cy")
    await say(services, "c_1", "hello")
    bos, cys = await look(bo), await look(cy)
    await bos.socket.send_json({"type": "watch", "id": "c_1"})
    await bos.until("watching")
    await cys.socket.send_json({"type": "watch", "id": "c_1"})
    seen = await bos.until("presence")
    while not seen["viewers"]:
        seen = await bos.until("presence")
    assert [(viewer["name"], viewer["typing"]) for viewer in seen["viewers"]] == [("Cy", False)]
    await cy.send("POST", "conversations/c_1/typing", {})
    assert (await bos.until("presence"))["viewers"][0]["typing"] is True
    await cy.post("conversations/c_1/reply", {"text": "Hi!"})
    assert (await bos.until("presence"))["viewers"][0]["typing"] is False
    assert [viewer["name"] for viewer in (await bo.get("conversations/c_1"))["viewers"]] == ["Cy"]
    await cys.socket.close()
    assert (await bos.until("presence"))["viewers"] == []


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("{", "malformed_json"),
        ('{"type":"dance"}', "malformed_json"),
        ('{"type":"watch","id":"c_unknown"}', "unknown_conversation"),
    ],
)
async def test_wishes_that_make_no_sense(signed_in: SignedIn, sent: str, code: str) -> None:
    screen = await look(await signed_in("Bo"))
    await screen.socket.send_str(sent)
    assert (await screen.until("error"))["code"] == code
    await screen.socket.send_json({"type": "ping"})
    await screen.until("pong")


async def test_the_socket_ends_with_the_session(signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    screen = await look(bo)
    await bo.send("DELETE", "session")
    await screen.until("signed_out")
    assert (await screen.socket.receive()).data == 4401


async def test_a_console_that_does_not_read_is_cut_off_alone(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    slow, quick = await look(await signed_in("Bo")), await look(await signed_in("Cy"))
    await services.log.create("c_1", shopper_id="s", channel="web")
    for screen in (slow, quick):
        await screen.socket.send_json({"type": "watch", "id": "c_1"})
        await screen.until("watching")
    progress = Progress(conversation_id="c_1", text="x" * 20_000)
    for number in range(1500):
        await services.bus.publish([progress])
        if number % 20 == 0:
            await quick.socket.send_json({"type": "ping"})
            await quick.until("pong")
    await say(services, "c_1", "still here")
    assert (await quick.until("event"))["event"]["text"] == "still here"
    with pytest.raises(TypeError):  # the connection is closed
        await slow.until("event")


async def test_what_is_erased_disappears_from_every_console(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    ada, screen = await signed_in("Ada", "admin"), await look(await signed_in("Bo"))
    await say(services, "c_1", "hello")
    assert (await ada.send("DELETE", "conversations/c_1/shopper"))[0] == 200
    assert (await screen.until("erased"))["conversation_ids"] == ["c_1"]
