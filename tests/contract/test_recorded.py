"""Conversations that are over are read page by page, on every database."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.record.database import Database
from bot.record.log import SqlEventLog
from bot.record.transcripts import recorded


async def test_closed_and_idle_ones_come_once_each_with_their_events(database: Database) -> None:
    now = 1000.0
    log = SqlEventLog(database, now=lambda: now)
    for number in range(7):
        await log.create(f"c_{number}", shopper_id=f"s_{number}", channel="web")
        await log.receive(f"c_{number}", ev.MessageReceived(message_id="m", text=f"hello {number}"))
    await log.create("c_silent", shopper_id="s", channel="web")
    now = 5000.0
    await log.append("c_2", [ev.Closed(by="s_1")])
    await log.receive("c_3", ev.MessageReceived(message_id="n", text="still here"))
    found = [one async for one in recorded(database, idle_since=2000.0, page=2)]
    assert [(one.conversation_id, one.closed, len(one.events)) for one in found] == [
        ("c_0", False, 1),
        ("c_1", False, 1),
        ("c_2", True, 2),
        ("c_4", False, 1),
        ("c_5", False, 1),
        ("c_6", False, 1),
    ]
    assert found[2].shopper_id == "s_2"
    assert [stored.seq for stored in found[2].events] == [1, 2]
    assert [one async for one in recorded(database, idle_since=0.0, page=1)] == [found[2]]
