"""The resumable stream: in order, nothing lost, nothing twice, over real WebSockets."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError
from shopper import Shopper, begin

from bot.conversation import events as ev
from bot.wiring import Services


async def connect(shopper: Shopper, since: int = 0) -> ClientWebSocketResponse:
    token = shopper.headers["Authorization"].removeprefix("Bearer ")
    return await shopper.client.ws_connect(
        f"{shopper.path}/stream?since={since}", protocols=("shopclerk.v1", f"bearer.{token}")
    )


async def until(socket: ClientWebSocketResponse, wanted: Any) -> list[dict[str, Any]]:
    """Frames up to and with the first for which ``wanted`` holds."""
    frames: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while True:
            frames.append(await socket.receive_json())
            if wanted(frames[-1]):
                return frames


async def some(socket: ClientWebSocketResponse, count: int) -> list[dict[str, Any]]:
    """At most so many frames, as long as they come."""
    frames: list[dict[str, Any]] = []
    try:
        async with asyncio.timeout(0.5):
            while len(frames) < count:
                frames.append(await socket.receive_json())
    except TimeoutError:
        pass
    return frames


def is_reply(frame: dict[str, Any]) -> bool:
    return frame["type"] == "event" and frame["event"]["type"] == "Replied"


async def test_message_ack_progress_answer(shopper: Shopper) -> None:
    socket = await connect(shopper)
    assert (await socket.receive_json())["type"] == "hello"
    await socket.send_json({"type": "message", "client_id": "a", "text": "how much is shipping to Austria?"})
    frames = await until(socket, is_reply)
    kinds = [frame["type"] for frame in frames]
    assert "ack" in kinds
    progress = [frame["text"] for frame in frames if frame["type"] == "progress"]
    assert progress[0] != ""
    assert progress[-1] == ""
    await socket.close()


async def test_resume_misses_and_repeats_nothing(shopper: Shopper) -> None:
    for text in ("hello", "what are your opening hours?", "thanks"):
        await shopper.say(text)
    seqs = [event["seq"] for event in await shopper.events()]
    rng = random.Random(3)
    for since in [0, *rng.sample(range(seqs[-1]), 5)]:
        socket = await connect(shopper, since)
        last = seqs[-1]
        frames = await until(socket, lambda f, last=last: f["type"] == "event" and f["event"]["seq"] == last)
        got = [frame["event"]["seq"] for frame in frames if frame["type"] == "event"]
        assert got == [seq for seq in seqs if seq > since]
        await socket.close()


async def test_cut_connections_lose_and_double_nothing(shopper: Shopper) -> None:
    """The client of the widget in small: outbox, client ids, resume."""
    rng, seen, acked = random.Random(11), [], set()
    outbox = [(f"id{i}", f"question number {i}: do you ship to France?") for i in range(12)]
    async with asyncio.timeout(60):
        while len(acked) < len(outbox):
            socket = await connect(shopper, max(seen, default=0))
            for client_id, text in [item for item in outbox if item[0] not in acked][:3]:
                await socket.send_json({"type": "message", "client_id": client_id, "text": text})
            for frame in await some(socket, rng.randrange(1, 9)):
                if frame["type"] == "event":
                    seen.append(frame["event"]["seq"])
                if frame["type"] == "ack":
                    acked.add(frame["client_id"])
            await socket.close()
    events = (await (await shopper.client.get(f"{shopper.path}/events", headers=shopper.headers)).json())[
        "events"
    ]
    ids = [event["client_id"] for event in events if event["type"] == "MessageReceived"]
    assert sorted(ids) == sorted({client_id for client_id, _ in outbox})
    assert seen == sorted(set(seen))


async def test_a_burst_is_answered_once(shopper: Shopper, services: Services) -> None:
    socket = await connect(shopper)
    for number, text in enumerate(("about returns:", "how many days", "do I have?")):
        await socket.send_json({"type": "message", "client_id": str(number), "text": text})
    await until(socket, is_reply)
    await services.intake.settled(shopper.id)
    stored = await services.log.read(shopper.id)
    understood = [item.event for item in stored if isinstance(item.event, ev.Understood)]
    answered = [message_id for event in understood for message_id in event.message_ids]
    assert len(answered) == len(set(answered)) == 3
    assert len(understood) < 3
    await socket.close()


async def written_at_once(shopper: Shopper, services: Services, *frames: dict[str, str]) -> list[ev.AnyEvent]:
    """The events behind messages of which none waits for an answer."""
    before = await services.log.state(shopper.id)
    socket = await connect(shopper, since=before.last_seq)
    for number, frame in enumerate(frames):
        await socket.send_json({"type": "message", "client_id": str(number), **frame})
    for _ in frames:
        await until(socket, lambda frame: frame["type"] == "ack")
    await services.intake.settled(shopper.id)
    await socket.close()
    return [item.event for item in await services.log.read(shopper.id, since=before.last_seq)]


async def test_a_button_pressed_before_the_answer_is_a_turn_of_its_own(
    shopper: Shopper, services: Services
) -> None:
    await shopper.say("where is my order FW-204518")
    events = await written_at_once(
        shopper,
        services,
        {"text": "jonas.weber@example.com"},
        {"text": "Talk to a person", "payload": "/handoff"},
    )
    said = [event.reply.text for event in events if isinstance(event, ev.Replied)]
    assert any("FW-204518 is on its way" in text for text in said)
    asked = [event for event in events if isinstance(event, ev.HandoffRequested)]
    assert [event.reason for event in asked] == ["asked"]
    state = await services.log.state(shopper.id)
    assert state.owner == "waiting"
    assert not state.pending


async def test_what_is_written_behind_a_button_is_answered_behind_it(
    shopper: Shopper, services: Services
) -> None:
    shown = await shopper.replies("show me headlamps")
    button = next(one for reply in shown for one in reply["buttons"] if one["title"] == "Something cheaper")
    events = await written_at_once(
        shopper,
        services,
        {"text": button["title"], "payload": button["payload"]},
        {"text": "how much does standard shipping to France cost?"},
    )
    replies = [event for event in events if isinstance(event, ev.Replied)]
    assert "9.95 EUR" in replies[-1].reply.text
    messages = [event.message_id for event in events if isinstance(event, ev.MessageReceived)]
    assert {event.in_reply_to for event in replies} == set(messages)
    window = (await services.log.state(shopper.id)).window
    assert [one.role for one in window[-4:]] == ["shopper", "bot", "shopper", "bot"]


async def test_bad_frames_are_told_and_the_stream_goes_on(shopper: Shopper) -> None:
    socket = await connect(shopper)
    await socket.receive_json()
    for raw, code in (
        ("{", "malformed_json"),
        ("[]", "malformed_json"),
        ('{"type":"dance"}', "bad_request"),
        ('{"type":"message","client_id":"x"}', "invalid_message"),
        (json.dumps({"type": "message", "client_id": "x", "text": "y" * 5000}), "message_too_long"),
        ('{"type":"rate","rating":99}', "bad_request"),
    ):
        await socket.send_str(raw)
        frame = await socket.receive_json()
        assert (frame["type"], frame["code"]) == ("error", code)
    await socket.send_json({"type": "ping"})
    assert (await socket.receive_json())["type"] == "pong"
    await socket.close()


async def test_a_stranger_cannot_listen(shopper: Shopper) -> None:
    stranger = await begin(shopper.client)
    stranger.id = shopper.id
    with pytest.raises(WSServerHandshakeError) as error:
        await connect(stranger)
    assert error.value.status == 404


async def test_server_sent_events_are_the_same_frames(shopper: Shopper) -> None:
    await shopper.say("hello")
    token = shopper.headers["Authorization"].removeprefix("Bearer ")
    url = f"{shopper.path}/stream?since=0&token={token}"
    async with shopper.client.get(url, headers={"Accept": "text/event-stream"}) as response:
        frames = []
        async for line in response.content:
            if line.startswith(b"data: "):
                frames.append(json.loads(line[6:]))
                if is_reply(frames[-1]):
                    break
    assert frames[0]["type"] == "hello"
    assert frames[1]["event"]["type"] == "MessageReceived"


async def test_server_sent_events_end_with_the_server(shopper: Shopper) -> None:
    token = shopper.headers["Authorization"].removeprefix("Bearer ")
    url = f"{shopper.path}/stream?since=0&token={token}"
    async with shopper.client.get(url, headers={"Accept": "text/event-stream"}) as response:
        assert b"hello" in await response.content.readline()
        async with asyncio.timeout(5):
            await shopper.client.server.close()
            while await response.content.readline():
                pass
