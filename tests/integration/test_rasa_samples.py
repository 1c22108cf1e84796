"""What a Rasa server and its action server were recorded to exchange has the same form here.

In own words always; literally where SHOPCLERK_RASA_SAMPLES names a folder of recordings. Each of its JSON
files is one exchange over HTTP (``{"request", "response"}``) or a list of Socket.IO frames. Compared are
statuses, content types, event names, keys and JSON types, never texts, ids, times or values.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient
from rasa_forms import (
    ACTION_ANSWER,
    ACTION_CALL,
    ACTION_REFUSAL,
    ACTIONS,
    HEALTH,
    OWN_REST_MESSAGE,
    OWN_SOCKET_EVENTS,
    REST_MESSAGE,
    SOCKET_EVENTS,
    TRACKER,
    differences,
)
from rasa_peer import WEBHOOK, Peer, action_server, call, connected

from bot.channels.rasa_rest import conversation_id_of
from bot.conversation import events as ev
from bot.settings import Settings
from bot.wiring import Services

JSON = "application/json"
JONAS = {"order_number": "FW-204518", "email": "Jonas.Weber@example.com"}
TALK = [
    {"sender": "shelf", "message": "good morning"},
    {"sender": "shelf", "message": "what about my refund?", "metadata": {"lang": "en"}},
]
OWN_ACTIONS = """
from rasa_sdk import Action, FormValidationAction


class Says(Action):
    def name(self):
        return "action_track_order"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"{tracker.get_slot('order_id')} is on the road.")
        return []


class Recommends(Says):
    def name(self):
        return "action_recommend_product"


class Validates(FormValidationAction):
    def name(self):
        return "validate_return_form"

    def validate_order_id(self, value, dispatcher, tracker, domain):
        return {"order_id": value}
"""


class Answer(NamedTuple):
    """A response over HTTP."""

    status: int
    content_type: str
    body: Any


class Exchange(NamedTuple):
    """A recorded request and its answer."""

    body: Any
    headers: dict[str, str]
    answer: Answer


class Frame(NamedTuple):
    """What a Socket.IO client sends, and the event that answers it."""

    event: str
    payload: Any
    answer: str


async def send(
    client: ClientSession | TestClient[Any, Any], path: str, body: Any, headers: dict[str, str] | None = None
) -> Answer:
    response = await client.post(path, json=body, headers=headers)
    return Answer(response.status, response.headers["Content-Type"], await response.json())


def keys(things: Iterable[dict[str, Any]]) -> set[str]:
    return {key for thing in things for key in thing}


@pytest.fixture(scope="session")
def recordings() -> list[Any]:
    """The contents of the recorded files."""
    folder = os.environ.get("SHOPCLERK_RASA_SAMPLES")
    if not folder:
        pytest.skip("SHOPCLERK_RASA_SAMPLES names no folder of recorded Rasa exchanges")
    files = sorted(Path(folder).glob("*.json"))
    assert files, f"{folder} holds no recordings"
    return [json.loads(file.read_text()) for file in files]


def recorded(recordings: list[Any], path: str) -> list[Exchange]:
    found = [
        exchange
        for exchange in recordings
        if isinstance(exchange, dict) and exchange["request"]["path"] == path
    ]
    if not found:
        pytest.skip(f"no exchange with {path} is among the recordings")
    return [_exchange(**exchange) for exchange in found]


def _exchange(request: dict[str, Any], response: dict[str, Any]) -> Exchange:
    of_the_connection = ("host", "content-length")
    headers = {k: v for k, v in request["headers"].items() if k.lower() not in of_the_connection}
    answered = {name.lower(): value for name, value in response["headers"].items()}
    answer = Answer(response["status"], answered["content-type"], response["body"])
    return Exchange(request["body"], headers, answer)


# The REST channel


async def test_rest_in_own_words(client: TestClient[Any, Any]) -> None:
    said: list[dict[str, Any]] = []
    for body in TALK:
        answer = await send(client, WEBHOOK, body)
        assert answer[:2] == (200, JSON)
        assert differences(answer.body, [OWN_REST_MESSAGE]) == []
        said += answer.body
    assert {"recipient_id", "text", "buttons"} <= keys(said)


async def test_rest_as_recorded(client: TestClient[Any, Any], recordings: list[Any]) -> None:
    for body, headers, theirs in recorded(recordings, WEBHOOK):
        assert differences(theirs.body, [REST_MESSAGE]) == []
        ours = await send(client, WEBHOOK, body, headers)
        assert ours[:2] == theirs[:2]
        assert differences(ours.body, [OWN_REST_MESSAGE]) == []
        assert keys(theirs.body) <= keys(ours.body)
        assert {message["recipient_id"] for message in ours.body} == {body["sender"]}


async def test_the_tracker_has_the_form_that_actions_get(
    client: TestClient[Any, Any], services: Services
) -> None:
    await client.post(WEBHOOK, json={"sender": "tracked", "message": "where is my order FW-204518"})
    await client.post(WEBHOOK, json={"sender": "tracked", "message": JONAS["email"]})
    agent = {"agent_id": "a", "name": "Mara"}
    said = ev.AgentSaid(**agent, text="Mara here.", message_id="m_1")
    back = ev.ReturnedToBot(**agent)
    await services.log.append(conversation_id_of("tracked"), [ev.AgentJoined(**agent), said, back])

    tracker = await (await client.get("/conversations/tracked/tracker")).json()
    assert differences(tracker, TRACKER) == []
    names = {event["event"] for event in tracker["events"]}
    assert names == {"user", "bot", "slot", "action", "pause", "resume"}
    first, *_, last = (event for event in tracker["events"] if event["event"] == "user")
    assert first["parse_data"]["intent"]["name"] == "track_order"
    assert first["parse_data"]["message_id"] == first["message_id"]
    assert tracker["latest_message"] == last["parse_data"]


# The Socket.IO channel

OWN_SCENARIOS = [
    [
        Frame("session_request", {"session_id": "shelf-7"}, "session_confirm"),
        Frame("user_uttered", {"message": "good morning", "session_id": "shelf-7"}, "bot_uttered"),
        Frame(
            "user_uttered",
            {"message": "what about my refund?", "session_id": "shelf-7", "metadata": {"lang": "en"}},
            "bot_uttered",
        ),
    ],
    [
        Frame("session_request", {}, "session_confirm"),
        Frame("user_uttered", {"message": "good morning"}, "bot_uttered"),
    ],
    [
        Frame("session_request", {"session_id": "odd"}, "session_confirm"),
        Frame("user_uttered", "no object", "error"),
        Frame("user_uttered", {"session_id": "odd"}, "error"),
        Frame("user_uttered", {"message": "is anybody there?", "session_id": "odd"}, "bot_uttered"),
    ],
]


async def walk(peer: Peer, scenario: list[Frame]) -> list[tuple[str, Any]]:
    """Send a scenario's frames; what was heard has our form and the expected names."""
    heard = []
    for event, payload, answer in scenario:
        await peer.io.emit(event, payload)
        heard.append(await peer.next())
        name, data = heard[-1]
        assert name == answer, f"{payload} was answered by {name} {data}"
        assert differences(data, OWN_SOCKET_EVENTS[name]) == []
        if event == "session_request":
            assert data == payload.get("session_id", data)
    return heard


def uttered(heard: list[tuple[str, Any]]) -> set[str]:
    return keys(data for name, data in heard if name == "bot_uttered")


async def test_socket_in_own_words(client: TestClient[Any, Any]) -> None:
    heard = []
    for scenario in OWN_SCENARIOS:
        async with connected(client) as peer:
            heard += await walk(peer, scenario)
    assert {"text", "quick_replies"} <= uttered(heard)


async def test_socket_as_recorded(client: TestClient[Any, Any], recordings: list[Any]) -> None:
    frames = [frame for recording in recordings if isinstance(recording, list) for frame in recording]
    theirs = [(f["event"], f["payload"]) for f in frames if f.get("dir") == "server->client"]
    assert [line for name, data in theirs for line in differences(data, SOCKET_EVENTS[name])] == []
    ours = []
    for scenario in recorded_scenarios(frames):
        async with connected(client) as peer:
            ours += await walk(peer, scenario)
    assert uttered(theirs) <= uttered(ours)


def recorded_scenarios(frames: list[dict[str, Any]]) -> Iterator[list[Frame]]:
    """The recorded scenarios. A message without a text is to be refused here, whatever Rasa did with it."""
    if not frames:
        pytest.skip("no frames of Socket.IO are among the recordings")
    scenario: list[Frame] = []
    for frame, following in zip(frames, [*frames[1:], {}], strict=True):
        if "scenario" in frame and scenario:
            yield scenario
            scenario = []
        if frame.get("dir") == "client->server":
            event, payload = frame["event"], frame["payload"]
            refused = event == "user_uttered" and "message" not in (
                payload if isinstance(payload, dict) else {}
            )
            scenario.append(Frame(event, payload, "error" if refused else following["event"]))
    yield scenario


# The action server


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ClientSession]:
    async with action_server(settings, OWN_ACTIONS) as client:
        yield client


async def acted(server: ClientSession, body: Any, headers: dict[str, str] | None = None) -> Answer:
    """Have an action run; the answer has Rasa's form."""
    answer = await send(server, "/webhook", body, headers)
    assert answer[:2] == (200, JSON), f"{body['next_action']}: {answer}"
    assert differences(answer.body, ACTION_ANSWER) == []
    return answer


async def test_action_server_in_own_words(server: ClientSession) -> None:
    body = call("action_track_order", "where is parcel 7", order_id="7")
    assert differences(body, ACTION_CALL) == []
    assert len((await acted(server, body)).body["responses"]) == 1

    validated = await acted(server, call("validate_return_form", "it is 7", order_id="7"))
    assert [event["event"] for event in validated.body["events"]] == ["slot"]
    assert validated.body["responses"] == []

    shown = await acted(server, call("action_show_order", "where is it", **JONAS))
    assert shown.body["responses"][0]["custom"]
    assert shown.body["events"]


async def test_action_server_beside_its_webhook(server: ClientSession) -> None:
    for path, form in (("/health", HEALTH), ("/actions", ACTIONS)):
        response = await server.get(path)
        assert (response.status, response.headers["Content-Type"]) == (200, JSON)
        assert differences(await response.json(), form) == []
    unknown = await send(server, "/webhook", call("action_nobody_knows"))
    assert unknown[:2] == (404, JSON)
    assert differences(unknown.body, ACTION_REFUSAL) == []


async def test_action_server_as_recorded(server: ClientSession, recordings: list[Any]) -> None:
    for body, headers, theirs in recorded(recordings, "/webhook"):
        assert differences(body, ACTION_CALL) == []
        assert differences(theirs.body, ACTION_ANSWER) == []
        ours = await acted(server, body, headers)
        assert ours[:2] == theirs[:2]
        for part in ("events", "responses"):
            assert [keys([one]) for one in ours.body[part]] == [keys([one]) for one in theirs.body[part]]


async def test_own_actions_read_recorded_trackers(server: ClientSession, recordings: list[Any]) -> None:
    for body, headers, _ in recorded(recordings, "/webhook"):
        for action in ("action_answer", "action_repeat", "action_recommend", "action_check_order"):
            await acted(server, {**body, "next_action": action}, headers)
