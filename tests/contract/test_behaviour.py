"""What shoppers do is stored once, follows the person and can be erased, on every database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.record.behaviour import LARGEST, SqlBehaviour
from bot.record.database import Database, open_database
from bot.record.log import SqlEventLog
from bot.record.migrate import migrate
from bot.record.privacy import Privacy
from retrieval.recommend.behaviour import Dismiss, NewBehaviour, RecordedBehaviour, Search, View

NOW = 1_000_000.0


@pytest.fixture
def behaviour(database: Database) -> SqlBehaviour:
    return SqlBehaviour(database, now=lambda: NOW)


def view(event_id: str, shopper: str = "v_1", *, product: str = "P1", time: float = 10.0) -> NewBehaviour:
    event = View(event_id=event_id, product_id=product)
    return NewBehaviour(scope=shopper, shopper_id=shopper, time=time, event=event)


def ids(recorded: Sequence[RecordedBehaviour]) -> list[str]:
    return [one.event.event_id for one in recorded]


async def test_events_come_back_as_they_were_told(behaviour: SqlBehaviour) -> None:
    searched = Search(event_id="s", query="grün 🥾 'tents'", session="one")
    await behaviour.add([NewBehaviour(scope="v_1", shopper_id="v_1", time=5.0, event=searched)])
    [one] = await behaviour.of_shopper("v_1")
    assert (one.event, one.time, one.received, one.shopper_id) == (searched, 5.0, NOW, "v_1")


async def test_only_the_types_that_are_asked_for(behaviour: SqlBehaviour) -> None:
    old = NewBehaviour(scope="v_1", shopper_id="v_1", time=1.0, event=Dismiss(event_id="d", product_id="P1"))
    await behaviour.add([old, *(view(str(number), time=10.0 + number) for number in range(5))])
    assert ids(await behaviour.of_shopper("v_1", limit=2)) == ["3", "4"]
    assert ids(await behaviour.of_shopper("v_1", limit=2, types=("dismiss", "purchase"))) == ["d"]
    assert ids(await behaviour.of_shopper("v_1", since=1.0, types=("dismiss",))) == []
    assert len(await behaviour.of_shopper("v_1", types=("dismiss", "view"))) == 6


async def test_the_same_id_is_the_same_event(behaviour: SqlBehaviour) -> None:
    first = await behaviour.add([view("a"), view("b"), view("a", product="P2")])
    again = await behaviour.add([view("b"), view("c")])
    assert (first, again) == (["stored", "stored", "duplicate"], ["duplicate", "stored"])
    assert ids(await behaviour.of_shopper("v_1")) == ["a", "b", "c"]


async def test_visitors_do_not_take_each_others_ids(behaviour: SqlBehaviour) -> None:
    assert await behaviour.add([view("1", "v_1"), view("1", "v_2")]) == ["stored", "stored"]


async def test_who_signs_in_takes_what_they_did_along(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("a", "v_1", time=1), view("b", "v_2", time=2)])
    assert await behaviour.merge("v_1", "p_7")
    assert await behaviour.merge("v_1", "p_7")
    late = await behaviour.add([view("a", "p_7"), view("late", "v_1", time=3)])
    assert late == ["duplicate", "stored"]
    for name in ("p_7", "v_1"):
        assert ids(await behaviour.of_shopper(name)) == ["a", "late"]
    assert ids(await behaviour.of_shopper("v_2")) == ["b"]
    [merged] = await behaviour.merged_since()
    assert (merged.visitor_id, merged.person_id) == ("v_1", "p_7")
    assert await behaviour.merged_since(merged.seq) == []


async def test_a_second_person_gets_nothing_of_the_first(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("a", "v_1")])
    await behaviour.merge("v_1", "p_7")
    assert not await behaviour.merge("v_1", "p_8")
    await behaviour.add([view("b", "v_1")])
    assert await behaviour.of_shopper("p_8") == []
    assert ids(await behaviour.of_shopper("p_7")) == ["a", "b"]


async def test_two_browsers_of_a_person_are_one_history(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("a", "v_1", time=2), view("b", "v_2", time=1)])
    await behaviour.merge("v_1", "p_7")
    await behaviour.merge("v_2", "p_7")
    assert ids(await behaviour.of_shopper("p_7")) == ["b", "a"]
    assert await behaviour.add([view("a", "v_2")]) == ["duplicate"]


async def test_the_newest_are_read_oldest_first(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view(str(n), time=float(n)) for n in range(20)])
    assert ids(await behaviour.of_shopper("v_1", limit=3)) == ["17", "18", "19"]
    assert ids(await behaviour.of_shopper("v_1", since=17.0)) == ["18", "19"]


async def test_a_reader_that_goes_on_misses_nothing(database: Database) -> None:
    """Several writers, on PostgreSQL as of several processes, store while one reads from its last number."""
    writers = [SqlBehaviour(database) for _ in range(4)]
    read: list[RecordedBehaviour] = []

    async def write(number: int) -> None:
        for step in range(25):
            await writers[number].add([view(f"{number}-{step}-{i}", f"v_{number}") for i in range(3)])

    async def follow() -> None:
        while len(read) < 300:
            read.extend(await writers[0].since(read[-1].seq if read else 0, limit=40))
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(follow(), *map(write, range(4)))
    assert len({one.event.event_id for one in read}) == len(read) == 300
    assert [one.seq for one in read] == sorted(one.seq for one in read)


async def test_what_waits_is_stored_together_and_each_caller_learns_their_own(
    behaviour: SqlBehaviour,
) -> None:
    sizes = [1, LARGEST, 400, 700, 3]
    batches = [[view(f"{n}-{i}", f"v_{n}") for i in range(size)] for n, size in enumerate(sizes)]
    outcomes = await asyncio.gather(*map(behaviour.add, batches), behaviour.add(batches[0]))
    assert [len(one) for one in outcomes] == [*sizes, 1]
    assert outcomes[-1] == ["duplicate"]
    assert set().union(*outcomes[:-1]) == {"stored"}


async def test_erasing_takes_all_of_a_person_and_keeps_old_events_out(
    database: Database, behaviour: SqlBehaviour
) -> None:
    await behaviour.add([view("a", "v_1"), view("b", "p_7"), view("c", "v_2")])
    await behaviour.merge("v_1", "p_7")
    privacy = Privacy(database, SqlEventLog(database))
    export = await privacy.export("p_7")
    assert [one["event"]["event_id"] for one in export["behaviour"]] == ["a", "b"]
    assert [one["visitor_id"] for one in export["visitors"]] == ["v_1"]
    assert (await privacy.erase("p_7")).behaviour == 2
    assert ids(await behaviour.since()) == ["c"]
    assert await behaviour.merged_since() == []
    again = await behaviour.add([view("a", "p_7"), view("new", "p_7", time=9e12)])
    assert again == ["erased", "stored"]


async def test_a_shopper_forgets_their_own_events_alone(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("a"), view("b"), view("c"), view("d", "v_2")])
    first, second, _ = await behaviour.of_shopper("v_1")
    (strange,) = await behaviour.of_shopper("v_2")
    assert await behaviour.forget("v_1", [first.seq, second.seq, strange.seq]) == 2
    assert ids(await behaviour.of_shopper("v_1")) == ["c"]
    assert await behaviour.forget("v_1", range(2_000)) == 1
    assert ids(await behaviour.of_shopper("v_2")) == ["d"]


async def test_numbers_of_erased_events_never_come_again(database: Database, behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("a", "p_7")])
    [first] = await behaviour.since()
    await Privacy(database, SqlEventLog(database)).erase("p_7")
    await behaviour.add([view("b", "v_2")])
    assert ids(await behaviour.since(first.seq)) == ["b"]


async def test_old_events_go_when_their_time_is_over(behaviour: SqlBehaviour) -> None:
    await behaviour.add([view("old", time=10.0), view("new", time=20.0)])
    assert await behaviour.erase_before(15.0) == 1
    assert ids(await behaviour.since()) == ["new"]


SENT = st.lists(
    st.lists(st.tuples(st.sampled_from(["v_1", "v_2", "p_7"]), st.integers(0, 8)), max_size=6), max_size=8
)


@given(sent=SENT, merged=st.integers(0, 8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_often_events_are_sent_each_is_kept_once(
    tmp_path_factory: pytest.TempPathFactory, sent: list[list[tuple[str, int]]], merged: int
) -> None:
    """Any batches, in any order, each sent twice, with a sign-in in between."""
    file = tmp_path_factory.mktemp("behaviour") / "shopclerk.db"
    kept = asyncio.run(_send_all(file, sent, merged))
    expected: set[tuple[str, int]] = set()
    for place, batch in enumerate(sent):
        for name, number in batch:
            family = {"v_1", "p_7"} if place >= merged and name != "v_2" else {name}
            if not any((member, number) in expected for member in family):
                expected.add((name, number))
    if merged < len(sent):
        told = [("p_7" if name == "v_1" else name, str(number)) for name, number in expected]
    else:
        told = [(name, str(number)) for name, number in expected]
    assert sorted((one.shopper_id, one.event.event_id) for one in kept) == sorted(told)


async def _send_all(file: Path, sent: list[list[tuple[str, int]]], merged: int) -> list[RecordedBehaviour]:
    url = f"sqlite:///{file}"
    await migrate(url)
    database = open_database(url)
    log = SqlBehaviour(database)
    try:
        for place, batch in enumerate(sent):
            if place == merged:
                await log.merge("v_1", "p_7")
            for _ in range(2):
                await log.add([view(str(number), name) for name, number in batch])
        return await log.since()
    finally:
        await database.close()
