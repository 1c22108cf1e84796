"""Saved replies over HTTP: who may do what, and what is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from console_people import Clock, Person

from bot.console.services import ConsoleServices
from bot.record.copy import copy_sqlite
from bot.record.database import open_database
from bot.record.saved_replies import MOST, SavedReplies

SignedIn = Callable[..., Awaitable[Person]]
LATE = {"name": "Late parcel", "text": "Hello {first_name}, order {order_number} is late. {agent_name}"}


async def listed(person: Person) -> list[tuple[str, str]]:
    found = (await person.get("saved-replies"))["saved_replies"]
    return [(one["name"], one["text"]) for one in found]


async def test_trainers_write_them_and_agents_use_them(signed_in: SignedIn, clock: Clock) -> None:
    tess, bo = await signed_in("Tess", "trainer"), await signed_in("Bo")
    assert await bo.get("saved-replies") == {
        "saved_replies": [],
        "placeholders": ["first_name", "agent_name", "order_number"],
    }
    saved = (await tess.post("saved-replies", LATE))["saved_reply"]
    assert {name: saved[name] for name in LATE} == LATE
    assert (saved["changed"], saved["changed_by"]) == (clock.now, "Tess")
    await tess.post("saved-replies", {"name": "Address", "text": "Which address?"})
    assert await listed(bo) == [("Address", "Which address?"), (LATE["name"], LATE["text"])]
    clock.now += 60
    path = f"saved-replies/{saved['id']}"
    status, changed = await tess.send("PUT", path, {"name": " late   PARCEL ", "text": "It is late.\n"})
    assert (status, changed["saved_reply"]["changed"]) == (200, clock.now)
    assert (await listed(bo))[1] == ("late PARCEL", "It is late.")
    status, deleted = await tess.send("DELETE", path)
    assert (status, deleted["saved_reply"]["text"]) == (200, "It is late.")
    assert await listed(bo) == [("Address", "Which address?")]
    for method in ("PUT", "DELETE"):
        status, answer = await tess.send(method, path, LATE)
        assert (status, answer["error"]["code"]) == (404, "not_found")


async def test_agents_do_not_write_them(
    signed_in: SignedIn, visitor: Callable[[], Awaitable[Person]]
) -> None:
    tess, bo, stranger = await signed_in("Tess", "trainer"), await signed_in("Bo"), await visitor()
    saved = (await tess.post("saved-replies", LATE))["saved_reply"]
    calls = (("POST", "saved-replies"), ("PUT", f"saved-replies/{saved['id']}"))
    for method, path in (*calls, ("DELETE", f"saved-replies/{saved['id']}")):
        status, answer = await bo.send(method, path, LATE)
        assert (status, answer["error"]["code"]) == (403, "not_allowed")
    assert (await stranger.send("GET", "saved-replies"))[0] == 401
    assert len(await listed(tess)) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"name": " ", "text": "x"}, "Give the reply a name"),
        ({"name": "n" * 61, "text": "x"}, "60 characters at most"),
        ({"name": "n", "text": " \n"}, "Write the text"),
        ({"name": "n", "text": "\u200d"}, "Write the text"),
        ({"name": "n", "text": "x" * 4001}, "4,000 characters at most"),
        (
            {"name": "n", "text": "Hello {firstname}"},
            "Nothing is known as {firstname}. Use {first_name}, {agent_name} or {order_number}.",
        ),
    ],
)
async def test_what_cannot_be_saved(signed_in: SignedIn, body: dict[str, Any], told: str) -> None:
    tess = await signed_in("Tess", "trainer")
    status, answer = await tess.send("POST", "saved-replies", body)
    assert (status, answer["error"]["code"]) == (422, "invalid_saved_reply")
    assert told in answer["error"]["text"]
    assert await listed(tess) == []


async def test_a_name_is_used_once(signed_in: SignedIn) -> None:
    tess = await signed_in("Tess", "trainer")
    await tess.post("saved-replies", LATE)
    other = (await tess.post("saved-replies", {"name": "Address", "text": "Which address?"}))["saved_reply"]
    for method, path in (("POST", "saved-replies"), ("PUT", f"saved-replies/{other['id']}")):
        status, answer = await tess.send(method, path, {"name": "LATE parcel", "text": "x"})
        assert (status, answer["error"]["code"]) == (409, "conflict")
        assert "LATE parcel" in answer["error"]["text"]
    assert (await listed(tess))[0] == ("Address", "Which address?")


async def test_there_is_an_end_to_them(services: ConsoleServices, signed_in: SignedIn) -> None:
    tess = await signed_in("Tess", "trainer")
    for number in range(MOST):
        await services.saved_replies.add(f"Reply {number}", "x", "Tess")
    status, answer = await tess.send("POST", "saved-replies", LATE)
    assert (status, answer["error"]["code"]) == (409, "conflict")


async def test_they_are_in_the_audit_list_and_in_a_backup(
    signed_in: SignedIn, services: ConsoleServices, tmp_path: Path
) -> None:
    tess = await signed_in("Tess", "trainer")
    saved = (await tess.post("saved-replies", LATE))["saved_reply"]
    copy_sqlite(tmp_path / "shopclerk.db", tmp_path / "copy.db")
    await tess.send("DELETE", f"saved-replies/{saved['id']}")
    entries = await services.audit.page()
    assert [(one.action, one.target) for one in entries[:2]] == [
        ("reply_deleted", LATE["name"]),
        ("reply_saved", LATE["name"]),
    ]
    database = open_database(f"sqlite:///{tmp_path / 'copy.db'}")
    assert [one.name for one in await SavedReplies(database).all()] == [LATE["name"]]
    await database.close()
