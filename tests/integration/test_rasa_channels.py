"""Rasa's REST and Socket.IO channels speak as Rasa 3.6 does, and refuse what it swallows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from rasa_peer import Peer, connected, post


async def test_a_message_and_its_answers(client: TestClient) -> None:
    status, messages = await post(client, {"sender": "peer", "message": "hello"})
    assert status == 200
    assert messages
    for message in messages:
        assert (
            {"recipient_id", "text"}
            <= message.keys()
            <= {"recipient_id", "text", "buttons", "image", "custom"}
        )
        assert message["recipient_id"] == "peer"
        assert all({"title", "payload"} == button.keys() for button in message.get("buttons", []))


async def test_a_button_is_pressed_by_its_payload(client: TestClient) -> None:
    status, messages = await post(client, {"sender": "peer", "message": "something about the universe"})
    buttons = [button for message in messages for button in message.get("buttons", [])]
    assert status == 200
    assert buttons
    status, messages = await post(client, {"sender": "peer", "message": buttons[0]["payload"]})
    assert status == 200


async def test_parse(client: TestClient) -> None:
    status, parsed = await post(client, {"text": "where is my order FW-204518"}, "/model/parse")
    assert status == 200
    assert parsed["intent"]["name"] == "track_order"
    entity = next(e for e in parsed["entities"] if e["entity"] == "order_number")
    assert (entity["value"], entity["start"], entity["end"]) == ("FW-204518", 18, 27)
    assert parsed["intent_ranking"][0] == parsed["intent"]


async def test_tracker(client: TestClient) -> None:
    await post(client, {"sender": "tracked", "message": "where is my order FW-204518"})
    tracker = await (await client.get("/conversations/tracked/tracker")).json()
    assert tracker["slots"]["order_number"] == "FW-204518"
    assert [e["event"] for e in tracker["events"]][:1] == ["user"]
    missing = await client.get("/conversations/nobody/tracker")
    assert missing.status == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "malformed_json"),
        ("text", "malformed_json"),
        ({"message": "hi"}, "bad_request"),
        ({"sender": "", "message": "hi"}, "bad_request"),
        ({"sender": "x"}, "invalid_message"),
        ({"sender": "x", "message": None}, "invalid_message"),
        ({"sender": "x", "message": ["hi"]}, "invalid_message"),
        ({"sender": "x", "message": ""}, "invalid_message"),
        ({"sender": "x", "message": "y" * 9000}, "message_too_long"),
    ],
)
async def test_what_rasa_swallows_is_an_error(client: TestClient, body: Any, code: str) -> None:
    status, answer = await post(client, body)
    assert 400 <= status < 500
    assert answer["error"]["code"] == code


@pytest.mark.parametrize("body", [[], {"text": 3}, {}, {"text": ""}])
async def test_malformed_parse_requests(client: TestClient, body: Any) -> None:
    status, _ = await post(client, body, "/model/parse")
    assert 400 <= status < 500


@pytest.fixture
async def peer(client: TestClient) -> AsyncIterator[Peer]:
    async with connected(client) as peer:
        yield peer


async def test_socket_session_and_message(peer: Peer) -> None:
    await peer.io.emit("session_request", {"session_id": "my-session-1"})
    assert await peer.next() == ("session_confirm", "my-session-1")
    await peer.io.emit("user_uttered", {"message": "hello", "session_id": "my-session-1"})
    event, data = await peer.next()
    assert event == "bot_uttered"
    assert data["text"]


async def test_socket_makes_up_a_session_id(peer: Peer) -> None:
    await peer.io.emit("session_request", {})
    event, session_id = await peer.next()
    assert (event, len(session_id)) == ("session_confirm", 32)
    await peer.io.emit("user_uttered", {"message": "hello"})
    assert (await peer.next())[0] == "bot_uttered"


async def test_socket_quick_replies_have_rasas_form(peer: Peer) -> None:
    await peer.io.emit("session_request", {"session_id": "s"})
    await peer.next()
    await peer.io.emit("user_uttered", {"message": "tell me about the universe", "session_id": "s"})
    _, data = await peer.next()
    assert data["quick_replies"]
    assert all({"content_type", "title", "payload"} == reply.keys() for reply in data["quick_replies"])


async def test_socket_bad_payloads_are_told(peer: Peer) -> None:
    await peer.io.emit("session_request", {"session_id": "bad"})
    await peer.next()
    await peer.io.emit("user_uttered", "just a string")
    assert (await peer.next())[1]["code"] == "bad_request"
    await peer.io.emit("user_uttered", {"session_id": "bad"})
    assert (await peer.next())[1]["code"] == "invalid_message"
    await peer.io.emit("user_uttered", {"message": "still alive?", "session_id": "bad"})
    assert (await peer.next())[0] == "bot_uttered"
