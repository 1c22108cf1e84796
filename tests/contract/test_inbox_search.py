"""What people wrote is found again, on every database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.record.database import open_database
from bot.record.inbox import Inbox
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate


@pytest.fixture
async def inbox(url: str) -> AsyncIterator[Inbox]:
    """Of two conversations, of which one was long ago about a tent."""
    await migrate(url)
    database = open_database(url)
    log = SqlEventLog(database)
    await log.create("c_1", shopper_id="s_1", channel="web")
    await log.receive("c_1", ev.MessageReceived(message_id="m_1", text='my "Skerry" tent leaks, café 100%'))
    await log.append("c_1", [ev.Replied(reply=Reply(text="A kettle?"), in_reply_to="m_1")])
    await log.append("c_1", [ev.AgentSaid(agent_id="a", name="Bo", text="We mend it.", message_id="a_1")])
    await log.append("c_1", [ev.NoteAdded(agent_id="a", name="Bo", text="A seam of batch 17.")])
    await log.append("c_1", [ev.AgentSaid(agent_id="a", name="Bo", text="Bye.", message_id="a_2")])
    await log.create("c_2", shopper_id="s_2", channel="web")
    odd = ev.MessageReceived(message_id="m_2", text="a stove", metadata={"odd": "\0"})
    await log.receive("c_2", odd)
    yield Inbox(database)
    await database.close()


@pytest.mark.parametrize("words", ["TENT", "leaks mend", "batch", '"Skerry"', "café", "100%"])
async def test_what_people_wrote_is_found(inbox: Inbox, words: str) -> None:
    assert [item.id for item in (await inbox.page("all", words=words)).items] == ["c_1"]


@pytest.mark.parametrize("words", ["kettle", "message_id", "AgentSaid", "tent stove", "1%0"])
async def test_what_nobody_wrote_is_not(inbox: Inbox, words: str) -> None:
    assert (await inbox.page("all", words=words)).items == []
