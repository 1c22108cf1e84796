"""The contract of EventLog, on every database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.conversation.state import fold
from bot.errors import BadRequest, Conflict, UnknownConversation
from bot.record.database import Database, open_database
from bot.record.log import SqlEventLog
from bot.record.tables import conversations


@pytest.fixture
async def log(database: Database) -> AsyncIterator[SqlEventLog]:
    log = SqlEventLog(database)
    yield log
    await log.close()


@pytest.fixture
async def conversation(log: SqlEventLog) -> str:
    await log.create("c_1", shopper_id="s_1", channel="web", identity={"name": "Ada"})
    return "c_1"


def message(text: str = "hello", client_id: str = "") -> ev.MessageReceived:
    return ev.MessageReceived(message_id=f"m_{text}", text=text, client_id=client_id, channel="web")


def reply(text: str, to: str = "") -> ev.Replied:
    return ev.Replied(reply=Reply(text=text), in_reply_to=to)


async def test_a_conversation_begins_once(log: SqlEventLog) -> None:
    first = await log.create("c_1", shopper_id="s_1", channel="web", identity={"email": "ada@example.com"})
    again = await log.create("c_1", shopper_id="other", channel="rest")
    assert first == again == await log.state("c_1")
    assert (again.shopper_id, again.channel, again.owner, again.last_seq) == ("s_1", "web", "bot", 0)
    assert again.identity == {"email": "ada@example.com"}


async def test_events_are_numbered_and_folded(log: SqlEventLog, conversation: str) -> None:
    received, state, fresh = await log.receive(conversation, message("where is it?"))
    assert (received.seq, fresh, len(state.pending)) == (1, True, 1)
    stored, state = await log.append(conversation, [ev.SlotSet(name="order", value="1"), reply("Here.")])
    assert [item.seq for item in stored] == [2, 3]
    assert state.slots == {"order": "1"}
    assert await log.read(conversation) == [received, *stored]
    assert state == await log.state(conversation)


async def test_the_snapshot_is_the_fold_of_the_events(
    log: SqlEventLog, database: Database, conversation: str
) -> None:
    start = await log.state(conversation)
    await log.receive(conversation, message("one"))
    await log.append(conversation, [reply("two", "m_one"), ev.AgentJoined(agent_id="a", name="Bo")])
    fresh = SqlEventLog(database)
    assert await fresh.state(conversation) == fold(start, await log.read(conversation))
    assert (await fresh.state(conversation)).agent_name == "Bo"


async def test_reading_in_windows(log: SqlEventLog, conversation: str) -> None:
    await log.append(conversation, [reply(str(number)) for number in range(10)])
    assert [item.seq for item in await log.read(conversation, since=3, limit=4)] == [4, 5, 6, 7]
    assert await log.read(conversation, since=10) == []


async def test_after_refuses_what_was_decided_on_an_old_state(log: SqlEventLog, conversation: str) -> None:
    state = await log.state(conversation)
    await log.receive(conversation, message("first"))
    with pytest.raises(Conflict):
        await log.append(conversation, [reply("late")], after=state.last_seq)
    assert (await log.state(conversation)).last_seq == 1
    await log.append(conversation, [reply("on time")], after=1)


async def test_a_repeated_client_id_is_stored_once(log: SqlEventLog, conversation: str) -> None:
    first, _, fresh = await log.receive(conversation, message("hello", "id-1"))
    again, state, fresh_again = await log.receive(conversation, message("hello", "id-1"))
    assert first == again
    assert (fresh, fresh_again, state.last_seq) == (True, False, 1)


async def test_a_client_id_counts_in_its_conversation_only(log: SqlEventLog, conversation: str) -> None:
    await log.create("c_2", shopper_id="s_2", channel="web")
    await log.receive(conversation, message("hello", "id-1"))
    assert (await log.receive("c_2", message("hello", "id-1")))[2]


async def test_senders_do_not_share_client_ids(log: SqlEventLog, conversation: str) -> None:
    def said(agent_id: str) -> ev.AgentSaid:
        return ev.AgentSaid(agent_id=agent_id, name="Bo", text="Hi", message_id="x", client_id="id-1")

    await log.receive(conversation, message("hello", "id-1"))
    first, _ = await log.append(conversation, [said("a")])
    again, state = await log.append(conversation, [said("a")], after=1)
    assert first == again
    other, state = await log.append(conversation, [said("b")])
    assert (other[0].seq, state.last_seq) == (3, 3)


async def test_concurrent_repetitions_are_stored_once(log: SqlEventLog, conversation: str) -> None:
    receipts = await asyncio.gather(*(log.receive(conversation, message("hello", "id-1")) for _ in range(40)))
    assert sum(fresh for _, _, fresh in receipts) == 1
    assert {stored.seq for stored, _, _ in receipts} == {1}


async def test_two_logs_on_one_database_store_a_client_id_once(url: str, database: Database) -> None:
    other = open_database(url)
    logs = [SqlEventLog(database), SqlEventLog(other)]
    await logs[0].create("c_1", shopper_id="s_1", channel="web")
    receipts = await asyncio.gather(
        *(
            logs[number % 2].receive("c_1", message(f"m{number // 4}", f"id-{number // 4}"))
            for number in range(40)
        )
    )
    await other.close()
    assert sum(fresh for _, _, fresh in receipts) == 10
    assert [item.seq for item in await logs[0].read("c_1")] == list(range(1, 11))


async def test_two_logs_interleave_without_gaps_or_loss(url: str, database: Database) -> None:
    other = open_database(url)
    logs = [SqlEventLog(database), SqlEventLog(other)]
    names = [f"c_{number}" for number in range(4)]
    for name in names:
        await logs[0].create(name, shopper_id="s", channel="web")
    await asyncio.gather(
        *(logs[n % 2].append(names[n % 4 if n % 3 else 0], [reply(str(n)), reply("more")]) for n in range(60))
    )
    texts = []
    for name in names:
        stored = await logs[1].read(name)
        assert [item.seq for item in stored] == list(range(1, len(stored) + 1))
        texts += [item.event.reply.text for item in stored if isinstance(item.event, ev.Replied)][::2]
    await other.close()
    assert sorted(texts, key=int) == [str(number) for number in range(60)]


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_a_log_sees_what_another_process_wrote(url: str, database: Database) -> None:
    other = open_database(url)
    here, there = SqlEventLog(database), SqlEventLog(other)
    await here.create("c_1", shopper_id="s_1", channel="web")
    assert (await there.state("c_1")).last_seq == 0
    _, after_there = await there.append("c_1", [ev.AgentJoined(agent_id="a", name="Bo")], after=0)
    assert await here.state("c_1") == after_there
    await here.append("c_1", [reply("x")])
    with pytest.raises(Conflict):
        await there.append("c_1", [reply("y")], after=1)
    await there.append("c_1", [reply("z")], after=2)
    await other.close()


async def test_one_of_many_writers_that_saw_the_same_state_wins(log: SqlEventLog, conversation: str) -> None:
    joined = [ev.AgentJoined(agent_id=str(number), name="x") for number in range(20)]
    results = await asyncio.gather(
        *(log.append(conversation, [event], after=0) for event in joined), return_exceptions=True
    )
    assert sum(isinstance(result, Conflict) for result in results) == 19
    assert (await log.state(conversation)).last_seq == 1


async def test_a_write_that_fails_takes_no_other_with_it(log: SqlEventLog, conversation: str) -> None:
    broken = ev.SlotSet(name="x", value=object())
    results = await asyncio.gather(
        log.append(conversation, [reply("one")]),
        log.append(conversation, [reply("two"), broken]),
        log.append("c_unknown", [reply("three")]),
        log.append(conversation, [reply("four")]),
        return_exceptions=True,
    )
    assert isinstance(results[1], TypeError)
    assert isinstance(results[2], UnknownConversation)
    texts = [
        item.event.reply.text for item in await log.read(conversation) if isinstance(item.event, ev.Replied)
    ]
    assert texts == ["one", "four"]


async def test_a_cancelled_writer_disturbs_nobody(log: SqlEventLog, conversation: str) -> None:
    tasks = [asyncio.create_task(log.append(conversation, [reply(str(number))])) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    stored = await log.read(conversation)
    assert [item.seq for item in stored] == list(range(1, len(stored) + 1))
    texts = {item.event.reply.text for item in stored if isinstance(item.event, ev.Replied)}
    assert texts >= {str(number) for number in range(1, 20, 2)}


@pytest.mark.parametrize("name", ["c_unknown", "", "c\0", "c\ud800", "x" * 5000])
async def test_unknown_conversations_are_not_made_up(log: SqlEventLog, name: str) -> None:
    for call in (
        log.state(name),
        log.read(name),
        log.receive(name, message()),
        log.append(name, [reply("x")]),
    ):
        with pytest.raises(UnknownConversation):
            await call


@pytest.mark.parametrize("name", ["", "c\0", "x" * 5000])
async def test_impossible_ids_are_refused(log: SqlEventLog, name: str) -> None:
    with pytest.raises(BadRequest):
        await log.create(name, shopper_id="s", channel="web")


async def test_any_text_comes_back_as_it_was(log: SqlEventLog, database: Database, conversation: str) -> None:
    text = "Größe 😀 \0 \u202e '; DROP TABLE events; -- " + "x" * 5000
    await log.receive(conversation, message(text, client_id="\0" * 5000))
    [stored] = await SqlEventLog(database).read(conversation)
    assert isinstance(stored.event, ev.MessageReceived)
    assert stored.event.text == text


async def test_text_that_is_no_unicode_is_refused(log: SqlEventLog, conversation: str) -> None:
    with pytest.raises(BadRequest):
        await log.receive(conversation, message("\ud800", client_id="\ud800"))
    assert await log.read(conversation) == []


async def test_pending_lists_what_the_bot_owes_oldest_first(log: SqlEventLog) -> None:
    for name in ("c_1", "c_2", "c_3", "c_4"):
        await log.create(name, shopper_id="s", channel="web")
    await log.receive("c_2", message("second"))
    await log.receive("c_1", message("first"))
    await log.receive("c_3", message("answered"))
    await log.append("c_3", [reply("done", "m_answered")])
    await log.append("c_4", [ev.AgentJoined(agent_id="a", name="Bo")])
    await log.receive("c_4", message("to the agent"))
    assert await log.pending() == ["c_2", "c_1"]


async def test_latest_of_a_shopper(log: SqlEventLog) -> None:
    await log.create("c_1", shopper_id="s_1", channel="web")
    await log.create("c_2", shopper_id="s_1", channel="web")
    latest = await log.latest_of("s_1")
    assert latest is not None
    assert latest.conversation_id == "c_2"
    assert await log.latest_of("s_2") is None


async def test_a_snapshot_of_another_layout_is_folded_anew(
    log: SqlEventLog, database: Database, conversation: str
) -> None:
    await log.append(conversation, [reply("one"), ev.SlotSet(name="a", value=1)])
    old = sa.update(conversations).values(state='{"conversation_id": 1, "gone": true}')
    await database.write(lambda connection: connection.execute(old))
    assert await SqlEventLog(database).state(conversation) == await log.state(conversation)
