"""While an agent owns a conversation the bot says nothing, however their acts and its turns interleave."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.console.desk import Desk
from bot.conversation import events as ev
from bot.conversation.events import Stored
from bot.conversation.messages import Reply
from bot.errors import Conflict
from bot.record.bus import MemoryBus
from bot.record.database import open_database
from bot.record.locks import MemoryLocks
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate
from bot.record.staff import Staff

INTERLEAVINGS = 10_000
AT_ONCE = 500
AGENTS = [Staff(id=name.lower(), email=f"{name}@x", name=name, role="agent") for name in ("Bo", "Cy")]


async def breathe(chance: random.Random, longest: float = 0.01) -> None:
    """Let others run for a while, at most ``longest`` seconds."""
    await asyncio.sleep(chance.random() * longest)


async def shopper(log: SqlEventLog, name: str, chance: random.Random) -> None:
    for number in range(3):
        await breathe(chance)
        await log.receive(name, ev.MessageReceived(message_id=f"m{number}", text="hello"))


async def bot(log: SqlEventLog, name: str, chance: random.Random, ended: asyncio.Event) -> None:
    """Takes turns as bot/turn.py does: decide on a state, think, append only if nothing came in between."""
    while not ended.is_set():
        state = await log.state(name)
        if state.owner == "bot" and state.pending:
            await breathe(chance, 0.005)
            reply = ev.Replied(reply=Reply(text="Hi"), in_reply_to=state.pending[-1].message_id)
            with contextlib.suppress(Conflict):
                await log.append(name, [reply], after=state.last_seq)
        await breathe(chance)


async def agent(desk: Desk, name: str, person: Staff, chance: random.Random) -> None:
    acts = chance.choices(["take", "reply", "give_back", "close"], [2, 2, 2, 1], k=3)
    for act in acts:
        await breathe(chance, 0.03)
        with contextlib.suppress(Conflict):
            if act == "reply":
                await desk.reply(name, person, "Hello, I am a person.")
            else:
                await getattr(desk, act)(name, person)


def check(stored: Iterable[Stored]) -> None:
    """The log read as a shopper would: who may speak when."""
    owner = ""
    for item in stored:
        match item.event:
            case ev.AgentJoined(agent_id=agent_id):
                assert owner == "", "a colleague was pushed aside"
                owner = agent_id
            case ev.ReturnedToBot() | ev.Closed():
                owner = ""
            case ev.AgentSaid(agent_id=agent_id):
                assert agent_id == owner, "somebody spoke who does not own the conversation"
            case ev.Replied():
                assert owner == "", "the bot spoke while an agent owns the conversation"


@pytest.mark.slow
async def test_nobody_speaks_out_of_turn(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shopclerk.db'}"
    await migrate(url)
    database = open_database(url)
    log = SqlEventLog(database)
    desk = Desk(log, MemoryBus(), MemoryLocks())
    counts = {"Replied": 0, "AgentSaid": 0, "AgentJoined": 0}

    async def interleave(seed: int) -> None:
        chance, name = random.Random(seed), f"c_{seed}"
        await log.create(name, shopper_id="s", channel="web")
        ended = asyncio.Event()
        speaking = asyncio.create_task(bot(log, name, chance, ended))
        await asyncio.gather(
            shopper(log, name, chance), *(agent(desk, name, person, chance) for person in AGENTS)
        )
        ended.set()
        await speaking
        stored = await log.read(name)
        check(stored)
        for kind in (type(item.event).__name__ for item in stored):
            counts[kind] = counts.get(kind, 0) + 1

    for start in range(0, INTERLEAVINGS, AT_ONCE):
        await asyncio.gather(*map(interleave, range(start, start + AT_ONCE)))
    assert min(counts["Replied"], counts["AgentSaid"], counts["AgentJoined"]) > INTERLEAVINGS / 10
    await database.close()
