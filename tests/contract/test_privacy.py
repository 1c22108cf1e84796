"""A shopper's rights, on every database."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.errors import UnknownConversation
from bot.record.audit import AuditLog
from bot.record.database import Database, Work
from bot.record.log import SqlEventLog
from bot.record.privacy import Privacy, erased_shoppers
from bot.record.tables import client_messages, conversations, events


def message(text: str) -> ev.MessageReceived:
    return ev.MessageReceived(message_id=f"m_{text}", text=text, client_id=text)


async def every(database: Database, column: sa.Column[str]) -> list[str]:
    return await database.read(lambda connection: [*connection.execute(sa.select(column)).scalars()])


@pytest.fixture
async def log(database: Database) -> SqlEventLog:
    log = SqlEventLog(database)
    for name, shopper in (("c_1", "ada"), ("c_2", "ada"), ("c_3", "bob")):
        identity = {"email": f"{shopper}@example.com"}
        await log.create(name, shopper_id=shopper, channel="web", identity=identity)
        await log.receive(name, message(f"hello from {name}"))
    return log


async def test_an_export_has_all_of_one_shopper(database: Database, log: SqlEventLog) -> None:
    await log.append("c_1", [ev.Replied(reply=Reply(text="Hi Ada"))])
    export = await Privacy(database, log).export("ada")
    assert export["shopper_id"] == "ada"
    assert [part["conversation_id"] for part in export["conversations"]] == ["c_1", "c_2"]
    first = export["conversations"][0]
    assert first["identity"] == {"email": "ada@example.com"}
    exported = [(event["seq"], event["type"]) for event in first["events"]]
    assert exported == [(1, "MessageReceived"), (2, "Replied")]
    assert "bob" not in str(export)


async def test_erasing_leaves_nothing_but_the_audit_row(database: Database, log: SqlEventLog) -> None:
    erased = await Privacy(database, log).erase("ada", staff_id="s_1", staff_name="Ann")
    assert (sorted(erased.conversations), erased.events) == (["c_1", "c_2"], 2)
    for column in (conversations.c.id, events.c.conversation_id, client_messages.c.conversation_id):
        assert await every(database, column) == ["c_3"]
    [entry] = await AuditLog(database).page()
    assert (entry.action, entry.target, entry.staff_name) == ("erased", "ada", "Ann")
    assert (await Privacy(database, log).export("ada"))["conversations"] == []


async def test_an_erased_conversation_is_unknown(database: Database, log: SqlEventLog) -> None:
    await Privacy(database, log).erase("ada")
    for call in (log.state("c_1"), log.read("c_1"), log.receive("c_1", message("again"))):
        with pytest.raises(UnknownConversation):
            await call
    assert (await log.receive("c_3", message("again")))[2]


async def test_a_log_that_does_not_know_brings_nothing_back(database: Database, log: SqlEventLog) -> None:
    elsewhere = SqlEventLog(database)
    await elsewhere.receive("c_1", message("before"))
    await Privacy(database, log).erase("ada")
    with pytest.raises(UnknownConversation):
        await elsewhere.receive("c_1", message("after"))
    assert await every(database, events.c.conversation_id) == ["c_3"]


async def test_erasing_while_the_shopper_writes(database: Database, log: SqlEventLog) -> None:
    async def write(number: int) -> None:
        with contextlib.suppress(UnknownConversation):
            await log.receive("c_1", message(str(number)))

    erasing = Privacy(database, log).erase("ada")
    await asyncio.gather(*map(write, range(10)), erasing, *map(write, range(20, 30)))
    with pytest.raises(UnknownConversation):
        await log.receive("c_1", message("last"))


async def test_what_was_being_read_while_it_was_erased_is_not_remembered(
    database: Database, log: SqlEventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, has_read, erased = database.read, asyncio.Event(), asyncio.Event()

    async def late(work: Work[Any]) -> Any:
        found = await read(work)
        has_read.set()
        await erased.wait()
        return found

    monkeypatch.setattr(database, "read", late)
    elsewhere = SqlEventLog(database)
    asked = asyncio.create_task(elsewhere.state("c_1"))
    await has_read.wait()
    await Privacy(database, elsewhere).erase("ada")
    erased.set()
    assert (await asked).shopper_id == "ada"
    with pytest.raises(UnknownConversation):
        await elsewhere.state("c_1")


async def test_the_retention_clock_takes_old_closed_conversations(database: Database) -> None:
    now = 1000.0
    log = SqlEventLog(database, now=lambda: now)
    for name in ("c_old", "c_open", "c_new"):
        await log.create(name, shopper_id="s", channel="web")
        await log.receive(name, message("hello"))
    await log.append("c_old", [ev.Closed(by="s_1")])
    now = 2000.0
    await log.append("c_new", [ev.Closed(by="s_1")])
    erased = await Privacy(database, log).erase_closed(before=1500.0)
    assert erased.conversations == ("c_old",)
    assert (await log.state("c_open")).owner == "bot"


async def test_who_was_erased_is_known_and_who_was_old_is_not(database: Database, log: SqlEventLog) -> None:
    privacy = Privacy(database, log)
    await privacy.erase("ada")
    await privacy.erase("never heard of")
    await log.append("c_3", [ev.Closed(by="s_1")])
    await privacy.erase_closed(before=9e12)
    assert await erased_shoppers(database) == {"ada", "never heard of"}
