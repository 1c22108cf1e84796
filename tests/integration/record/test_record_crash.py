"""What was acknowledged is there after kill -9; what cannot be stored is not acknowledged."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.errors import DiskFull, StorageError
from bot.record.database import SqliteDatabase, database_url, open_database
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate

WRITER = """
import asyncio, sys
from bot.conversation import events as ev
from bot.record.database import open_database
from bot.record.log import SqlEventLog

async def shopper(log, name):
    for number in range(1_000_000):
        message = ev.MessageReceived(message_id=f"{name}-{number}", text="x" * 200, client_id=str(number))
        stored, _, _ = await log.receive(name, message)
        sys.stdout.write(f"{name} {number} {stored.seq}\\n")
        sys.stdout.flush()

async def main():
    log = SqlEventLog(open_database(sys.argv[1]))
    names = [f"c_{number}" for number in range(20)]
    for name in names:
        await log.create(name, shopper_id="s", channel="web")
    await asyncio.gather(*(shopper(log, name) for name in names))

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shopclerk.db'}"
    await migrate(url)
    acknowledged = await asyncio.to_thread(_write_until_killed, url, 3000)
    database = open_database(url)
    log = SqlEventLog(database)
    for name in {line[0] for line in acknowledged}:
        stored = await log.read(name, limit=1_000_000)
        state = await log.state(name)
        assert [item.seq for item in stored] == list(range(1, state.last_seq + 1))
        messages = [(item.event, item.seq) for item in stored if isinstance(item.event, ev.MessageReceived)]
        kept = {(message.message_id, seq) for message, seq in messages}
        promised = {(f"{name}-{number}", int(seq)) for who, number, seq in acknowledged if who == name}
        assert promised <= kept
        assert len(kept) <= len(promised) + 1  # what was committed but not yet said
    await database.close()


def _write_until_killed(url: str, lines: int) -> list[list[str]]:
    """Run the writer, kill it without warning in the middle, and return what it had acknowledged."""
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=root, env=dict(os.environ)
    )
    assert process.stdout
    seen = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    seen += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [line.split() for line in seen if line.endswith("\n")]


async def test_a_full_disk_refuses_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shopclerk.db'}"
    await migrate(url)
    database = SqliteDatabase(database_url(url))
    limit = 60

    @sa.event.listens_for(database.engine, "checkout")
    def limit_pages(connection: object, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit}")  # type: ignore[attr-defined]

    log = SqlEventLog(database)
    await log.create("c_1", shopper_id="s", channel="web")
    note = ev.NoteAdded(agent_id="a", name="A", text="x" * 20_000)
    results = await asyncio.gather(*(_try(log, note) for _ in range(5)))
    results += [await _try(log, note) for _ in range(30)]
    acknowledged = results.count(None)
    assert acknowledged
    assert set(results) == {None, "disk_full"}
    assert (await log.state("c_1")).last_seq == acknowledged
    assert len(await log.read("c_1")) == acknowledged
    limit = 10_000
    assert await _try(log, note) is None
    assert (await log.state("c_1")).last_seq == acknowledged + 1
    await log.close()
    await database.close()


async def _try(log: SqlEventLog, event: ev.AnyEvent) -> str | None:
    """The code of the error, None where it was stored."""
    try:
        await log.append("c_1", [event])
    except DiskFull as error:
        return error.code
    return None


async def test_a_database_that_went_away_is_a_storage_error() -> None:
    database = open_database("postgresql://nobody@127.0.0.1:1/nothing")
    log = SqlEventLog(database)
    with pytest.raises(StorageError):
        await log.state("c_1")
    with pytest.raises(StorageError):
        await log.append("c_1", [ev.Replied(reply=Reply(text="x"))])
    await database.close()
