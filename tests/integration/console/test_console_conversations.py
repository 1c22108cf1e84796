"""The inbox and what agents do with conversations, over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from console_people import Person, hand_over, say

from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.conversation.dialogue import Dialogue
from bot.conversation.messages import Reply
from bot.conversation.ports import Progress
from bot.errors import Conflict

SignedIn = Callable[..., Awaitable[Person]]


def types(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


async def test_the_inbox_lists_by_owner(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await services.log.create("c_silent", shopper_id="s", channel="web")
    for name in ("c_1", "c_2", "c_3", "c_4"):
        await say(services, name, f"hello from {name}")
    await hand_over(services, "c_3")
    await hand_over(services, "c_2")
    await bo.post("conversations/c_4/take")
    waiting = await bo.get("inbox?state=waiting")
    assert [item["id"] for item in waiting["items"]] == ["c_3", "c_2"]
    assert waiting["counts"] == {"waiting": 2, "agent": 1, "mine": 1, "bot": 1}
    assert [item["id"] for item in (await bo.get("inbox?state=mine"))["items"]] == ["c_4"]
    everything = (await bo.get("inbox?state=all"))["items"]
    assert [item["id"] for item in everything] == ["c_4", "c_2", "c_3", "c_1"]
    newest = await bo.get("inbox?state=waiting&sort=newest")
    assert [item["id"] for item in newest["items"]] == ["c_2", "c_3"]


async def test_an_inbox_item(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    identity = {"name": "Ada L.", "email": "ada@example.com"}
    await services.log.create("c_1", shopper_id="s_1", channel="web", identity=identity)
    await say(services, "c_1", "x" * 500)
    await hand_over(services, "c_1", topic="returns")
    [item] = (await bo.get("inbox"))["items"]
    assert item["shopper"] == {"id": "s_1", **identity, "identified": True}
    assert (item["owner"], item["topic"], item["mood"]) == ("waiting", "returns", "neutral")
    assert item["messages"] == 1
    assert (item["last"]["role"], len(item["last"]["text"])) == ("shopper", 160)
    assert item["waiting_since"] == pytest.approx(time.time(), abs=20)
    assert item["agent"] is None


async def test_who_waits_is_shown_with_what_they_said(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello", "my tent leaks", "FW-204518", "a person please")
    await hand_over(services, "c_1")
    [item] = (await bo.get("inbox"))["items"]
    assert (item["last"]["role"], item["last"]["text"]) == (
        "shopper",
        "my tent leaks / FW-204518 / a person please",
    )
    await bo.post("conversations/c_1/reply", {"text": "Good day"})
    [item] = (await bo.get("inbox?state=mine"))["items"]
    assert item["last"]["text"] == "Good day"


async def test_pages_of_the_inbox_join_up(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    for number in range(23):
        await say(services, f"c_{number}", "hello")
    for state in ("bot", "all"):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await bo.get(f"inbox?state={state}&limit=5&cursor={cursor}")
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert seen == [f"c_{number}" for number in reversed(range(23))]


@pytest.mark.parametrize("query", ["ada", "ADA@", "c_1 find", "returns", "100%"])
async def test_searching_the_inbox(services: ConsoleServices, signed_in: SignedIn, query: str) -> None:
    bo = await signed_in("Bo")
    identity = {"name": "Ada", "email": "ada@example.com"}
    await services.log.create("c_1", shopper_id="s_1", channel="web", identity=identity)
    await say(services, "c_1", "find me: 100% wool")
    await hand_over(services, "c_1", topic="returns")
    await say(services, "c_2", "1000 others")
    found = await bo.get(f"inbox?state=all&q={query.replace('%', '%25')}")
    assert [item["id"] for item in found["items"]] == ["c_1"]


@pytest.mark.parametrize(
    "query", ["state=x", "sort=x", "state=bot&sort=waiting", "cursor=%%%", "cursor=AAAA", "limit=x"]
)
async def test_wrong_questions_to_the_inbox(signed_in: SignedIn, query: str) -> None:
    bo = await signed_in("Bo")
    status, body = await bo.send("GET", f"inbox?{query}")
    assert (status, body["error"]["code"]) == (400, "bad_request")


async def test_a_conversation_on_one_screen(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "where is my order")
    await services.log.append(
        "c_1",
        [
            ev.SlotSet(name="order_number", value="FW-204518"),
            ev.Searched(question="q", answered=False, answerable=0.2, tried=(("a.md", "a.md#1", 0.4),)),
            ev.ActionRan(action="order_status", duration_ms=3.0, error="shop_unavailable"),
            ev.TurnFailed(code="shop_unavailable", part="action"),
            ev.Decided(commands=(), reason="Nothing fits.", dialogue=Dialogue(failures=1)),
        ],
    )
    await hand_over(services, "c_1")
    shown = await bo.get("conversations/c_1")
    conversation = shown["conversation"]
    assert conversation["slots"] == {"order_number": "FW-204518"}
    assert conversation["handoff"]["packet"] == {"summary": "About: returns."}
    assert conversation["tried"] == [
        {
            "question": "q",
            "answered": False,
            "answerable": 0.2,
            "documents": [{"document_id": "a.md", "passage_id": "a.md#1", "score": 0.4}],
        }
    ]
    assert conversation["failed"] == [{"code": "shop_unavailable", "part": "action"}]
    assert types(shown["events"])[:2] == ["MessageReceived", "Replied"]
    assert shown["events"][-2] == {
        "seq": 7,
        "time": shown["events"][-2]["time"],
        "type": "Decided",
        "commands": [],
        "reason": "Nothing fits.",
    }
    assert (shown["first_seq"], shown["last_seq"], shown["more_before"]) == (1, 8, False)
    assert shown["viewers"] == []


async def test_windows_of_a_long_conversation(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await services.log.create("c_1", shopper_id="s", channel="web")
    replies = [ev.Replied(reply=Reply(text=str(number))) for number in range(1, 1001)]
    await services.log.append("c_1", replies)

    async def numbers(query: str) -> list[int]:
        return [event["seq"] for event in (await bo.get(f"conversations/c_1?{query}"))["events"]]

    assert await numbers("") == list(range(801, 1001))
    assert await numbers("before=801&limit=100") == list(range(701, 801))
    assert await numbers("before=3") == [1, 2]
    assert await numbers("before=1") == []
    assert await numbers("since=998") == [999, 1000]
    assert await numbers("since=1000") == []
    assert await numbers("limit=99999") == list(range(501, 1001))


async def test_a_conversation_of_10_000_messages_opens_quickly(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    bo = await signed_in("Bo")
    await services.log.create("c_1", shopper_id="s", channel="web")
    for start in range(0, 10_000, 1000):
        texts = [f"message {start + number}" for number in range(500)]
        pairs = [(ev.MessageReceived(message_id=t, text=t), ev.Replied(reply=Reply(text=t))) for t in texts]
        await services.log.append("c_1", [event for pair in pairs for event in pair])
    began = time.perf_counter()
    shown = await bo.get("conversations/c_1")
    assert time.perf_counter() - began < 0.3
    assert shown["last_seq"] == 10_000


async def test_an_agent_answers_and_gives_back(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello")
    await hand_over(services, "c_1")
    taken = await bo.post("conversations/c_1/take")
    assert types(taken["events"]) == ["AgentJoined"]
    assert taken["conversation"]["owner"] == "agent"
    assert (await bo.post("conversations/c_1/take"))["events"] == []
    said = await bo.post("conversations/c_1/reply", {"text": " Hi  there! ", "client_id": "1"})
    assert [event["text"] for event in said["events"]] == ["Hi there!"]
    again = await bo.post("conversations/c_1/reply", {"text": "Hi there!", "client_id": "1"})
    assert again["events"] == said["events"]
    assert types((await bo.post("conversations/c_1/note", {"text": "a note"}))["events"]) == ["NoteAdded"]
    assert types((await bo.post("conversations/c_1/return"))["events"]) == ["ReturnedToBot"]
    closed = await bo.post("conversations/c_1/close", {"resolution": "refunded"})
    assert (closed["events"][0]["resolution"], closed["conversation"]["owner"]) == ("refunded", "closed")
    assert (await bo.post("conversations/c_1/close"))["events"] == []


async def test_replying_takes_over(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello")
    said = await bo.post("conversations/c_1/reply", {"text": "Hi!"})
    assert types(said["events"]) == ["AgentJoined", "AgentSaid"]


async def test_a_colleague_is_refused_with_the_owners_name(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    bo, cy, ann = await signed_in("Bo"), await signed_in("Cy"), await signed_in("Ann", "admin")
    await say(services, "c_1", "hello")
    await bo.post("conversations/c_1/take")
    for act in ("take", "reply", "return", "close"):
        status, body = await cy.send("POST", f"conversations/c_1/{act}", {"text": "Hi"})
        assert (status, body["error"]["code"], body["error"]["owner"]) == (409, "owned_by_another", "Bo")
    assert (await cy.send("POST", "conversations/c_1/take", {"force": True}))[0] == 403
    assert (await ann.send("POST", "conversations/c_1/take", {}))[0] == 409
    assert types((await ann.post("conversations/c_1/take", {"force": True}))["events"]) == ["AgentJoined"]
    assert (await bo.send("POST", "conversations/c_1/reply", {"text": "Hi"}))[0] == 409
    taken = [entry for entry in (await ann.get("audit"))["entries"] if entry["action"] == "taken_over"]
    assert [(entry["staff_name"], entry["target"]) for entry in taken] == [("Ann", "c_1"), ("Bo", "c_1")]


async def test_passing_on_to_a_colleague(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo, kim = await signed_in("Bo"), await signed_in("Kim")
    await say(services, "c_1", "hello")
    [kims] = [one for one in (await bo.get("colleagues"))["colleagues"] if one["name"] == "Kim"]
    assert not kims["online"]
    await bo.post("conversations/c_1/take")
    passed = await bo.post("conversations/c_1/pass", {"to": kims["id"]})
    assert types(passed["events"]) == ["NoteAdded", "AgentJoined"]
    assert passed["events"][0]["text"] == "Passed on to Kim."
    assert passed["conversation"]["agent"] == {"id": kims["id"], "name": "Kim"}
    assert (await bo.send("POST", "conversations/c_1/reply", {"text": "still me?"}))[0] == 409
    await kim.post("conversations/c_1/reply", {"text": "I am Kim."})
    status, refused = await bo.send("POST", "conversations/c_1/pass", {"to": kims["id"]})
    assert (status, refused["error"]["code"]) == (409, "owned_by_another")


async def test_passing_on_to_nobody(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo, ada = await signed_in("Bo"), await signed_in("Ada", "admin")
    await say(services, "c_1", "hello")
    [adas] = (await bo.get("colleagues"))["colleagues"]
    [bos] = [one for one in (await ada.get("staff"))["staff"] if one["name"] == "Bo"]
    for nobody in ("s_nobody", bos["id"]):
        assert (await bo.send("POST", "conversations/c_1/pass", {"to": nobody}))[0] == 404
    await ada.send("PATCH", f"staff/{bos['id']}", {"disabled": True})
    assert (await ada.get("colleagues"))["colleagues"] == []
    assert (await ada.send("POST", "conversations/c_1/pass", {"to": bos["id"]}))[0] == 404
    assert adas["name"] == "Ada"


async def test_giving_back_what_nobody_took(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello")
    status, body = await bo.send("POST", "conversations/c_1/return", {})
    assert (status, body["error"]["code"]) == (409, "conflict")


async def test_of_many_agents_one_gets_it(services: ConsoleServices, signed_in: SignedIn) -> None:
    await say(services, "c_1", "hello")
    agents = [await signed_in(f"Agent{number}") for number in range(5)]
    results = await asyncio.gather(*(agent.send("POST", "conversations/c_1/take", {}) for agent in agents))
    assert sorted(status for status, _ in results) == [200, 409, 409, 409, 409]


WRONG: list[tuple[str, Any, int]] = [
    ("reply", {"text": "  \u200b "}, 422),
    ("reply", {"text": "x" * 4001}, 413),
    ("reply", {"text": 1}, 400),
    ("reply", {}, 400),
    ("note", {"text": ""}, 422),
    ("take", [], 400),
]


@pytest.mark.parametrize(("act", "body", "expected"), WRONG)
async def test_what_cannot_be_said(
    services: ConsoleServices, signed_in: SignedIn, act: str, body: Any, expected: int
) -> None:
    bo = await signed_in("Bo")
    await say(services, "c_1", "hello")
    assert (await bo.send("POST", f"conversations/c_1/{act}", body))[0] == expected
    assert (await services.log.state("c_1")).last_seq == 2


@pytest.mark.parametrize("act", ["take", "reply", "note", "return", "close", "typing"])
async def test_unknown_conversations(signed_in: SignedIn, act: str) -> None:
    bo = await signed_in("Bo")
    status, body = await bo.send("POST", f"conversations/c_unknown/{act}", {"text": "Hi"})
    assert (status, body["error"]["code"]) == (404, "unknown_conversation")
    assert (await bo.send("GET", "conversations/c_unknown"))[0] == 404


async def test_the_shopper_sees_the_owner_typing(services: ConsoleServices, signed_in: SignedIn) -> None:
    bo, cy = await signed_in("Bo"), await signed_in("Cy")
    await say(services, "c_1", "hello")
    await bo.post("conversations/c_1/take")
    async with services.bus.watch("c_1") as signals:
        for person in (cy, bo):
            assert (await person.send("POST", "conversations/c_1/typing", {}))[0] == 204
        signal = await anext(signals)
    assert signal == Progress(conversation_id="c_1", text="Bo is typing", deadline_ms=5000)


async def test_a_joining_agent_makes_the_bots_turn_fall_through(
    services: ConsoleServices, signed_in: SignedIn
) -> None:
    bo = await signed_in("Bo")
    await services.log.create("c_1", shopper_id="s", channel="web")
    _, seen, _ = await services.log.receive("c_1", ev.MessageReceived(message_id="m", text="hello"))
    await bo.post("conversations/c_1/take")
    with pytest.raises(Conflict):
        await services.log.append("c_1", [ev.Replied(reply=Reply(text="late"))], after=seen.last_seq)
