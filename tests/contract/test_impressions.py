"""Lists that were shown are stored once, follow the person, and can be erased, on every database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation import events as ev
from bot.conversation.messages import ProductCard
from bot.errors import Conflict
from bot.record.behaviour import SqlBehaviour
from bot.record.database import Database
from bot.record.impressions import PAGE, SqlImpressions
from bot.record.log import SqlEventLog
from bot.record.outcomes import RecommendationReports, chat_between
from bot.record.privacy import Privacy
from retrieval.recommend.attribution import Windows
from retrieval.recommend.behaviour import SHOP, Click, NewBehaviour, Purchase
from retrieval.recommend.impressions import CHAT, Impression, Item, ShownTo, items_of

NOW = 1_000_000.0


@pytest.fixture
def impressions(database: Database) -> SqlImpressions:
    return SqlImpressions(database)


def impression(name: str, shopper: str = "v_1", *, time: float = NOW, products: str = "P1 P2") -> Impression:
    return Impression(
        impression_id=name, shopper_id=shopper, time=time, place="page:home", items=items_of(products.split())
    )


async def kept(impressions: SqlImpressions, since: float = 0.0, until: float = 1e13) -> list[ShownTo]:
    return [one async for one in impressions.between(since, until)]


async def ids(impressions: SqlImpressions, since: float = 0.0, until: float = 1e13) -> list[str]:
    return [one.impression.impression_id for one in await kept(impressions, since, until)]


async def begin(log: SqlEventLog, name: str = "c_1", shopper: str = "v_1") -> None:
    await log.create(name, shopper_id=shopper, channel="web")


def recommended(*product_ids: str, **fields: object) -> ev.Recommended:
    cards = tuple(ProductCard(product_id=i, title=i, price="1", currency="EUR", url="") for i in product_ids)
    return ev.Recommended(products=cards, source="popular", **fields)  # type: ignore[arg-type]


async def test_who_forgets_everything_as_a_visitor_forgets_the_persons_lists(
    database: Database, impressions: SqlImpressions
) -> None:
    behaviour = SqlBehaviour(database)
    click = Click(event_id="a", product_id="P1")
    await behaviour.add(
        [NewBehaviour(scope=one, shopper_id=one, time=NOW, event=click) for one in ("v_1", "p_1")]
    )
    await behaviour.merge("v_1", "p_1")
    await impressions.record([impression("i", "v_1"), impression("j", "p_1"), impression("k", "v_2")])
    assert await behaviour.forget("v_1", [1, 2]) == 2
    assert await ids(impressions) == ["i", "j", "k"]
    await behaviour.add(
        [NewBehaviour(scope="p_1", shopper_id="p_1", time=NOW, event=Click(event_id="b", product_id="P1"))]
    )
    assert await behaviour.forget("v_1", None) == 1
    assert await ids(impressions) == ["k"]


async def test_an_impression_comes_back_as_it_was_shown(impressions: SqlImpressions) -> None:
    shown = Impression(
        impression_id="i", shopper_id="p_7", time=NOW, place="page:product", source="similar", model="r1",
        experiment="first", arm="new", conversation_id="", items=(Item("P1", 0.9), Item("P2", 0.01)),
    )  # fmt: skip
    assert await impressions.record([shown]) == 1
    assert await kept(impressions) == [ShownTo(person="p_7", impression=shown)]


async def test_recorded_again_it_is_the_same_one(impressions: SqlImpressions) -> None:
    assert await impressions.record([impression("a"), impression("b"), impression("a")]) == 2
    assert await impressions.record([impression("b", products="P9"), impression("c")]) == 1
    assert await ids(impressions) == ["a", "b", "c"]
    assert (await kept(impressions))[1].impression.items[0].product_id == "P1"


async def test_what_nobody_in_particular_was_shown_is_not_kept(impressions: SqlImpressions) -> None:
    assert await impressions.record([impression("a", ""), impression("b")]) == 1
    assert await ids(impressions) == ["b"]


async def test_a_span_begins_at_its_first_moment_and_ends_before_its_last(
    impressions: SqlImpressions,
) -> None:
    await impressions.record([impression(str(n), time=float(n)) for n in range(5)])
    assert await ids(impressions, 1.0, 3.0) == ["1", "2"]


async def test_more_than_a_page_is_read_without_gaps_and_doubles(impressions: SqlImpressions) -> None:
    names = [f"{n:05}" for n in range(PAGE + 7)]
    await impressions.record([impression(name, time=float(int(name) // 3)) for name in names])
    assert await ids(impressions) == names


async def test_who_signs_in_takes_along_what_they_were_shown(
    database: Database, impressions: SqlImpressions
) -> None:
    await impressions.record([impression("a", "v_1"), impression("b", "v_2")])
    await SqlBehaviour(database).merge("v_1", "p_7")
    await impressions.record([impression("late", "v_1")])
    people = {one.impression.impression_id: one.person for one in await kept(impressions)}
    assert people == {"a": "p_7", "b": "v_2", "late": "p_7"}
    assert {one.impression.shopper_id for one in await kept(impressions)} == {"v_1", "v_2"}


async def test_an_export_has_them_and_erasing_takes_them_with_those_of_the_visitor(
    database: Database, impressions: SqlImpressions
) -> None:
    behaviour, privacy = SqlBehaviour(database), Privacy(database, SqlEventLog(database))
    await impressions.record([impression("a", "v_1"), impression("b", "p_7"), impression("c", "v_2")])
    await behaviour.merge("v_1", "p_7")
    export = (await privacy.export("p_7"))["impressions"]
    assert [one["impression_id"] for one in export] == ["a", "b"]
    assert export[0]["items"][1] == {"position": 2, "product_id": "P2", "propensity": 1.0}
    assert (await privacy.erase("p_7")).impressions == 2
    assert await ids(impressions) == ["c"]


async def test_what_was_shown_before_an_erasure_does_not_come_back(
    database: Database, impressions: SqlImpressions
) -> None:
    await Privacy(database, SqlEventLog(database)).erase("v_1")
    assert await impressions.record([impression("old"), impression("new", time=9e12)]) == 1
    assert await ids(impressions) == ["new"]


async def test_old_ones_go_when_their_time_is_over(impressions: SqlImpressions) -> None:
    await impressions.record([impression("old", time=10.0), impression("new", time=20.0)])
    assert await impressions.erase_before(15.0) == 1
    assert await ids(impressions) == ["new"]


async def test_a_list_in_a_conversation_is_an_impression(
    database: Database, impressions: SqlImpressions
) -> None:
    log = SqlEventLog(database, now=lambda: NOW)
    await begin(log)
    fields = {"model": "r1", "propensities": (1.0, 0.95), "experiment": "first", "arm": "new"}
    [stored], _ = await log.append("c_1", [recommended("P1", "P2", **fields)])
    [one] = await kept(impressions)
    expected = Impression(
        impression_id=f"c_1:{stored.seq}", shopper_id="v_1", conversation_id="c_1", time=NOW, place=CHAT,
        source="popular", model="r1", experiment="first", arm="new", items=(Item("P1"), Item("P2", 0.95)),
    )  # fmt: skip
    assert one == ShownTo(person="v_1", impression=expected)


async def test_a_turn_that_is_taken_again_shows_one_list(
    database: Database, impressions: SqlImpressions
) -> None:
    log = SqlEventLog(database)
    await begin(log)
    message = ev.MessageReceived(message_id="m", text="hello", client_id="once")
    for _ in range(2):
        await log.receive("c_1", message)
    await log.append("c_1", [recommended("P1")], after=1)
    with pytest.raises(Conflict):
        await log.append("c_1", [recommended("P1")], after=1)
    assert await ids(impressions) == ["c_1:2"]


async def test_an_erased_conversation_takes_its_impressions_along(
    database: Database, impressions: SqlImpressions
) -> None:
    log = SqlEventLog(database, now=lambda: NOW)
    for name in ("c_1", "c_2"):
        await begin(log, name)
        await log.append(name, [recommended("P1")])
    await log.append("c_1", [ev.Closed(by="shopper")])
    assert (await Privacy(database, log).erase_closed(NOW + 1)).impressions == 1
    assert await ids(impressions) == ["c_2:1"]


def click(event_id: str, product: str, *, scope: str = "v_1", time: float = NOW) -> NewBehaviour:
    return NewBehaviour(
        scope=scope, shopper_id=scope, time=time, event=Click(event_id=event_id, product_id=product)
    )


async def test_a_click_in_the_chat_counts_once_wherever_it_is_told(database: Database) -> None:
    log, behaviour = SqlEventLog(database, now=lambda: NOW), SqlBehaviour(database, now=lambda: NOW)
    await begin(log)
    clicks = [ev.ProductClicked(product_id=i) for i in ("P1", "P2")]
    await log.append("c_1", [recommended("P1", "P2", "P3"), *clicks, ev.AddedToCart(variant_id="P3-S")])
    await behaviour.add([click("c_1:2", "P1")])
    left = await chat_between(database, 0.0, 9e12, {"P3-S": "P3"}.get)  # type: ignore[arg-type]
    assert [one.event.product_id for one in left] == ["P2", "P3"]  # type: ignore[union-attr]


async def test_from_a_list_in_the_chat_to_a_purchase_by_the_person(database: Database) -> None:
    """Shown and clicked as a visitor, bought as the person whom the shop's server names."""
    log, behaviour = SqlEventLog(database, now=lambda: NOW), SqlBehaviour(database, now=lambda: NOW)
    await begin(log)
    await log.append("c_1", [recommended("P1", "P2")])
    await behaviour.add([click("one", "P1", time=NOW + 60)])
    await behaviour.merge("v_1", "p_7")
    bought = Purchase(event_id="FW-1/1", product_id="P1", quantity=2, price=Decimal("19.50"))
    await behaviour.add([NewBehaviour(scope=SHOP, shopper_id="p_7", time=NOW + 86_400, event=bought)])
    reports = RecommendationReports(database, Windows(), None, lambda _: "", now=lambda: NOW + 30 * 86_400)
    report = await reports.report(NOW - 1, NOW + 1)
    total = report.total
    assert (total.impressions, total.shoppers, total.clicked, total.bought) == (1, 1, 1, 1)
    assert total.sales == 39.0
    assert total.click_through.value is None
    assert [row.name for row in report.places] == [CHAT]
    assert (await reports.report(NOW + 1, NOW + 2)).total.impressions == 0
