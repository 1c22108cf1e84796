"""The report on recommendations: who may see it, of which days, and what it says of nothing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from blockbuster import blockbuster_ctx
from console_people import Person

from bot.record.database import Database
from bot.record.impressions import SqlImpressions
from retrieval.recommend.impressions import Impression, items_of

SignedIn = Callable[..., Awaitable[Person]]
DAY = 86_400.0


async def shown(database: Database, *days_ago: float) -> None:
    """Lists that were shown so many days ago."""
    await SqlImpressions(database).record(
        [
            Impression(
                impression_id=f"i{days}", shopper_id="v_1", time=time.time() - days * DAY, place="page:home",
                source="popular", items=items_of(["P1", "P2"]),
            )
            for days in days_ago
        ]
    )  # fmt: skip


async def test_trainers_see_the_last_four_weeks(signed_in: SignedIn, database: Database) -> None:
    await shown(database, 1, 27, 29)
    tess = await signed_in("Tess", "trainer")
    with blockbuster_ctx(["bot", "retrieval"]):
        report = await tess.get("recommendations")
    assert (report["total"]["impressions"], report["total"]["shoppers"], report["currency"]) == (2, 1, "EUR")
    assert report["total"]["click_through"] == {"value": None, "low": None, "high": None}
    assert [row["name"] for row in report["places"]] == ["page:home"]
    assert report["trials"] == []


async def test_days_are_chosen(signed_in: SignedIn, database: Database) -> None:
    await shown(database, 1, 29)
    tess = await signed_in("Tess", "trainer")
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 29 * DAY))
    report = await tess.get(f"recommendations?since={day}&until={day}")
    assert report["total"]["impressions"] == 1
    assert report["until"] - report["since"] == DAY


async def test_nothing_shown_is_a_report_too(signed_in: SignedIn) -> None:
    tess = await signed_in("Tess", "trainer")
    report = await tess.get("recommendations?since=2020-01-01&until=2020-01-31")
    assert (report["total"]["impressions"], report["models"], report["exploration"]) == (0, [], None)


async def test_agents_and_wrong_days_are_refused(signed_in: SignedIn) -> None:
    ada, tess = await signed_in("Ada"), await signed_in("Tess", "trainer")
    assert (await ada.send("GET", "recommendations"))[0] == 403
    later, long = "since=2026-02-02&until=2026-02-01", "since=2020-01-01&until=2026-01-01"
    for query in ("since=yesterday", later, long):
        status, body = await tess.send("GET", f"recommendations?{query}")
        assert (status, body["error"]["code"]) == (400, "bad_request")
