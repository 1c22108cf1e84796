"""Declined questions, on every database."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.record.database import Database
from bot.record.gaps import Given, Tried, declined_since, given_since
from bot.record.log import SqlEventLog

TRIED = (
    ("shipping.md", "shipping.md#1", 1.5),
    ("shipping.md", "shipping.md#2", 1.0),
    ("stores.md", "s#1", 0.2),
)


async def test_declined_questions_are_found_newest_first(database: Database) -> None:
    clock = iter(range(100, 200))
    log = SqlEventLog(database, now=lambda: float(next(clock)))
    await log.create("c_1", shopper_id="ada", channel="web")
    for question, answered in (("to Mars?", False), ("to France?", True), ("to Venus?", False)):
        searched = ev.Searched(question=question, answered=answered, answerable=0.3, tried=TRIED)
        await log.append("c_1", [searched])
    found = await declined_since(database, 0)
    assert [one.question for one in found] == ["to Venus?", "to Mars?"]
    assert found[0].tried == (Tried("shipping.md", 1.5), Tried("stores.md", 0.2))
    assert found[0].conversation_id == "c_1"
    assert await declined_since(database, found[1].time + 0.5) == found[:1]
    assert await declined_since(database, 0, limit=1) == found[:1]
    assert await declined_since(database, found[0].time + 1) == []


async def test_approved_answers_are_counted(database: Database) -> None:
    clock = iter(range(100, 200))
    log = SqlEventLog(database, now=lambda: float(next(clock)))
    await log.create("c_1", shopper_id="ada", channel="web")
    for curated in ("cards", "", "cards", "sale"):
        searched = ev.Searched(question="?", answered=True, answerable=0.9, tried=TRIED, curated=curated)
        await log.append("c_1", [searched])
    given = await given_since(database, 0)
    assert {name: one.times for name, one in given.items()} == {"cards": 2, "sale": 1}
    assert given["sale"].last > given["cards"].last
    assert await given_since(database, given["sale"].last) == {
        "sale": Given(times=1, last=given["sale"].last)
    }
