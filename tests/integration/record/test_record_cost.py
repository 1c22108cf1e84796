"""A turn costs the same at the end of a long conversation as at its beginning."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.record.database import open_database
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate


async def test_20_000_events_cost_no_more_than_20(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shopclerk.db'}"
    await migrate(url)
    database = open_database(url)
    log = SqlEventLog(database, remembered=0)  # read each state from the database
    for name, number in (("c_short", 20), ("c_long", 20_000)):
        await log.create(name, shopper_id="s", channel="web")
        for _ in range(0, number, 20):
            await log.append(name, [ev.Replied(reply=Reply(text="word " * 20))] * 20)

    async def turn(name: str) -> float:
        began = time.perf_counter()
        state = await log.state(name)
        await log.receive(name, ev.MessageReceived(message_id="m", text="hello"))
        await log.append(name, [ev.Replied(reply=Reply(text="Hi"))], after=state.last_seq + 1)
        return time.perf_counter() - began

    costs: dict[str, list[float]] = {"c_short": [], "c_long": []}
    for _ in range(100):
        for name, seconds in costs.items():
            seconds.append(await turn(name))
    assert statistics.median(costs["c_long"]) < 1.3 * statistics.median(costs["c_short"])
    assert statistics.median(costs["c_long"]) < 0.02
    await database.close()
