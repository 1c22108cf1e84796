"""Lists of recommended products over HTTP, and how what a shopper does changes the next one."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import jwt
import pytest
from aiohttp.test_utils import TestClient
from pydantic import SecretStr
from shopper import Shopper, begin

from bot.channels.limits import RateLimiter
from bot.channels.parts import PARTS
from bot.recommending.guarded import Breaker, GuardedRecommender
from bot.recommending.shopper import MOST_SET_ASIDE, NEWEST, SET_ASIDE_DAYS, history_of
from bot.settings import Settings
from bot.wiring import Services
from retrieval.recommend.behaviour import Dismiss, NewBehaviour, View
from retrieval.recommend.port import Recommendations, RecommendContext

SECRET = "the shop's own secret, long enough for HS256"
KEY = "the key of the shop's server"
SHOP = {"Authorization": f"Bearer {KEY}"}
DAY = 86_400.0
TENT, JACKET, BOOT = "P0001", "P0086", "P0151"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    identity = settings.identity.model_copy(update={"secret": SECRET})
    data = settings.data.model_copy(update={"key": SecretStr(KEY), "events_per_minute": 60_000})
    return settings.model_copy(update={"identity": identity, "data": data})


async def get(client: TestClient, path: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    response = await client.get(path, headers=headers)
    assert response.status == 200, await response.text()
    answer: dict[str, Any] = await response.json()
    assert set(answer) == {"products", "source", "model", "degraded"}
    for product in answer["products"]:
        assert product["in_stock"]
        assert product["reasons"]
        variant = next(v for v in product["variants"] if v["variant_id"] == product["variant_id"])
        assert variant["stock"] > 0
    return answer


def ids(answer: dict[str, Any]) -> list[str]:
    return [product["product_id"] for product in answer["products"]]


async def tell(client: TestClient, headers: dict[str, str], *done: tuple[str, str], **fields: Any) -> None:
    events = [
        {"type": kind, "event_id": uuid.uuid4().hex, "product_id": product_id, **fields}
        for kind, product_id in done
    ]
    response = await client.post("/v1/events", json={"events": events}, headers=headers)
    assert (await response.json())["accepted"] == len(done), await response.text()


async def code(client: TestClient, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    response = await client.get(path, headers=headers)
    return response.status, (await response.json())["error"]["code"]


async def test_a_newcomer_is_shown_what_is_popular(shopper: Shopper) -> None:
    answer = await get(shopper.client, "/v1/recommendations?k=5", shopper.headers)
    assert (answer["source"], answer["degraded"], len(ids(answer))) == ("popular", False, 5)
    assert len(set(ids(answer))) == 5
    assert ids(await get(shopper.client, "/v1/trending?k=5")) == ids(answer)


async def test_a_click_changes_the_next_list_at_once(shopper: Shopper) -> None:
    client, headers = shopper.client, shopper.headers
    before = await get(client, "/v1/recommendations", headers)
    await tell(client, headers, ("click", TENT))
    after = await get(client, "/v1/recommendations", headers)
    assert after["source"] in ("bought_together", "similar")
    assert ids(after) != ids(before)
    assert "Skerry 2" in after["products"][0]["reasons"][0] or "tents" in after["products"][0]["reasons"][0]


async def test_what_was_dismissed_does_not_come_again(shopper: Shopper) -> None:
    client, headers = shopper.client, shopper.headers
    paths = ("/v1/recommendations", f"/v1/products/{TENT}/similar", "/v1/trending")
    for path in paths:
        refused = ids(await get(client, path, headers))[:2]
        await tell(client, headers, *(("dismiss", product_id) for product_id in refused))
        assert not set(refused) & set(ids(await get(client, f"{path}?k=50", headers))), path
        assert refused[0] in ids(await get(client, path if "recomm" not in path else "/v1/trending"))


async def test_dismissals_are_found_behind_any_number_of_views(services: Services) -> None:
    now = time.time()

    def done(event: Any, ago: float) -> NewBehaviour:
        return NewBehaviour(scope="v_1", shopper_id="v_1", time=now - ago, event=event)

    await services.behaviour.add(
        [
            done(Dismiss(event_id="old", product_id="P0003"), (SET_ASIDE_DAYS + 1) * DAY),
            done(Dismiss(event_id="new", product_id="P0002"), (SET_ASIDE_DAYS - 1) * DAY),
            *(done(View(event_id=str(n), product_id=TENT), 1000 - n) for n in range(NEWEST + 50)),
        ]
    )
    history = await history_of(services.behaviour, "v_1", now)
    assert history.set_aside == ("P0002",)
    assert len(history.did) == NEWEST
    assert [deed.time for deed in history.did] == sorted(deed.time for deed in history.did)
    assert MOST_SET_ASIDE > NEWEST


async def test_what_was_bought_lately_does_not_come_again(client: TestClient) -> None:
    mine = "/v1/recommendations?shopper_id=4711&k=50"
    popular = ids(await get(client, mine, SHOP))
    old = time.time() - 31 * DAY
    await tell(client, SHOP, ("purchase", popular[0]), shopper_id="4711")
    await tell(client, SHOP, ("purchase", popular[1]), shopper_id="4711", time=old)
    after = ids(await get(client, mine, SHOP))
    assert popular[0] not in after
    assert popular[1] in after


async def test_the_cart_is_not_recommended(shopper: Shopper) -> None:
    client, headers = shopper.client, shopper.headers
    first, second = ids(await get(client, "/v1/recommendations", headers))[:2]
    await tell(client, headers, ("add_to_cart", first), ("add_to_cart", second), ("remove", second))
    history = ids(await get(client, "/v1/recommendations?k=50", headers))
    assert first not in history
    assert second in history
    named = ids(await get(client, f"/v1/recommendations?k=50&cart={second}", headers))
    assert second not in named


async def test_what_a_page_shows_is_counted(services: Services, client: TestClient, shopper: Shopper) -> None:
    shown = await get(client, "/v1/recommendations?k=4&place=basket", shopper.headers)
    await get(client, "/v1/trending", shopper.headers)
    await get(client, "/v1/trending")
    kept = [one.impression async for one in services.impressions.between(0, time.time() + 1)]
    assert [one.place for one in kept] == ["page:basket", "page:trending"], "nobody's list is not kept"
    assert kept[0].shopper_id == kept[1].shopper_id
    assert [item.product_id for item in kept[0].items] == ids(shown)
    answer = await client.get("/v1/recommendations?place=%3Cb%3E", headers=shopper.headers)
    assert answer.status == 400


async def test_a_shopper_sees_what_is_known_of_their_likings(client: TestClient, shopper: Shopper) -> None:
    await tell(client, shopper.headers, ("view", TENT), ("add_to_cart", TENT))
    answer = await client.get("/v1/profile", headers=shopper.headers)
    assert answer.status == 200
    assert "no-store" in answer.headers["Cache-Control"]
    found = await answer.json()
    assert (found["events"], found["segment"]) == (2, "prospect")
    assert found["categories"] == [{"name": "tents", "share": 1.0, "products": 1}]
    assert (await client.get("/v1/profile")).status == 401


async def test_what_a_shopper_says_is_not_theirs_is_forgotten(client: TestClient, shopper: Shopper) -> None:
    async def correct(body: Any, status: int = 200) -> dict[str, Any]:
        answer = await client.post("/v1/profile/corrections", json=body, headers=shopper.headers)
        assert answer.status == status, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found

    await tell(client, shopper.headers, ("view", JACKET), ("view", BOOT), ("view", TENT))
    before = await get(client, "/v1/recommendations?k=3", shopper.headers)
    assert any("tents" in reason for product in before["products"] for reason in product["reasons"])
    found = await correct({"category": "tents"})
    assert sorted(one["name"] for one in found["categories"]) == ["footwear", "jackets"]
    after = await get(client, "/v1/recommendations?k=3", shopper.headers)
    assert not any("tents" in reason for product in after["products"] for reason in product["reasons"])
    brand = next(one["name"] for one in found["brands"])
    assert brand not in [one["name"] for one in (await correct({"brand": brand}))["brands"]]
    assert (await correct({"everything": True}))["events"] == 0
    for body in ({}, {"brand": "Halde", "category": "tents"}, {"size": "44"}, {"colour": "red"}, [1]):
        assert (await correct(body, 400))["error"]["code"] == "bad_request"
    assert (await client.post("/v1/profile/corrections", json={"everything": True})).status == 401


async def test_a_list_keeps_to_category_price_and_what_is_shown_already(shopper: Shopper) -> None:
    client, headers = shopper.client, shopper.headers
    path = "/v1/recommendations?category=tents&price_max=300&k=50"
    answer = await get(client, path, headers)
    assert ids(answer)
    for product in answer["products"]:
        variant = next(v for v in product["variants"] if v["variant_id"] == product["variant_id"])
        assert product["category"] == "tents"
        assert Decimal(variant["price"]) <= 300
    first, second, *_ = ids(answer)
    less = ids(await get(client, f"{path}&exclude={first}&exclude={second},P9999", headers))
    assert not {first, second} & set(less)
    assert ids(await get(client, "/v1/recommendations?category=no+such+shelf", headers)) == []
    assert ids(await get(client, "/v1/trending?price_max=0")) == []


async def test_what_lies_beside_a_product(client: TestClient) -> None:
    similar = await get(client, f"/v1/products/{TENT}/similar?k=4")
    assert similar["source"] == "similar"
    assert TENT not in ids(similar)
    assert all(reason.startswith("Similar to") for p in similar["products"] for reason in p["reasons"])
    together = await get(client, f"/v1/products/{TENT}/bought-together")
    assert together["source"] == "bought_together"
    assert TENT not in ids(together)
    for list_name in ("similar", "bought-together"):
        assert await code(client, f"/v1/products/P9999/{list_name}") == (404, "not_found")


async def test_who_signs_in_keeps_what_they_did(shopper: Shopper) -> None:
    client = shopper.client
    refused = ids(await get(client, "/v1/recommendations", shopper.headers))[0]
    await tell(client, shopper.headers, ("dismiss", refused))
    identity = jwt.encode({"sub": "77", "exp": time.time() + 600}, SECRET, "HS256")
    body = {"events": [], "identity": identity}
    assert (await client.post("/v1/events", json=body, headers=shopper.headers)).status == 200
    person = await begin(client, identity=identity)
    for headers in (shopper.headers, person.headers):
        assert refused not in ids(await get(client, "/v1/recommendations?k=50", headers))
    assert refused not in ids(await get(client, "/v1/recommendations?k=50&shopper_id=77", SHOP))


MANY = ",".join(f"P{number}" for number in range(201))
BAD = (
    "k=0", "k=51", "k=-1", "k=x", "k=", "k=1.5", "k=²", "price_max=x", "price_max=-1", "price_max=NaN",
    "price_max=1e99", "category=" + "x" * 101, "exclude=" + "x" * 101, f"exclude={MANY}", f"cart={MANY}",
    "shopper_id=1",
)  # fmt: skip


async def test_bad_requests_are_named(shopper: Shopper) -> None:
    for query in BAD:
        path = f"/v1/recommendations?{query}"
        assert await code(shopper.client, path, shopper.headers) == (400, "bad_request"), query


async def test_who_asks_must_say_who_they_are(client: TestClient) -> None:
    assert await code(client, "/v1/recommendations") == (401, "not_signed_in")
    bad = {"Authorization": "Bearer nonsense"}
    for path in ("/v1/recommendations", "/v1/trending", f"/v1/products/{TENT}/similar"):
        assert await code(client, path, bad) == (401, "bad_token")
    assert await code(client, "/v1/recommendations", SHOP) == (400, "bad_request")
    assert ids(await get(client, "/v1/trending", SHOP))
    foreign = {"Origin": "https://elsewhere.example"}
    assert await code(client, "/v1/trending", foreign) == (403, "foreign_origin")


async def test_visitors_are_limited_and_the_shop_is_not(client: TestClient) -> None:
    object.__setattr__(client.app[PARTS], "requests", RateLimiter(9))
    lists = ("/v1/trending", f"/v1/products/{TENT}/similar", f"/v1/products/{TENT}/bought-together")
    for path in (*lists, *lists, "/v1/recommendations?shopper_id=1"):
        await get(client, path, SHOP)
    for path in lists:
        await get(client, path)
    for path in (*lists, "/v1/recommendations"):
        assert await code(client, path) == (429, "too_many_requests")


async def test_nobody_names_a_shopper_without_the_key(client: TestClient, shopper: Shopper) -> None:
    for headers in (None, shopper.headers):
        assert await code(client, "/v1/trending?shopper_id=4711", headers) == (400, "bad_request")


async def test_lists_of_a_person_are_kept_by_no_cache(shopper: Shopper) -> None:
    response = await shopper.client.get("/v1/recommendations", headers=shopper.headers)
    assert "no-store" in response.headers["Cache-Control"]


async def test_the_lists_are_described(client: TestClient) -> None:
    paths = (await (await client.get("/v1/openapi.json")).json())["paths"]
    for path in ("/v1/recommendations", "/v1/trending", "/v1/products/{product_id}/similar"):
        names = {parameter["name"] for parameter in paths[path]["get"]["parameters"]}
        assert {"k", "category", "price_max", "exclude"} <= names
    assert "/v1/products/{product_id}/bought-together" in paths


class Broken:
    """A recommender of which something can go wrong: the outside of the guard."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.calls = seconds, 0

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = ()
    ) -> Recommendations:
        self.calls += 1
        time.sleep(self.seconds)
        raise RuntimeError("out of order")


def degrade(services: Services, recommender: Broken, deadline: float = 0.3) -> None:
    models = services.speaker.models
    guarded = GuardedRecommender(
        recommender,
        models.popular,
        deadline=deadline,
        telemetry=services.telemetry,
        breaker=Breaker(lambda: 0.0),  # the pause never ends
    )
    object.__setattr__(services.speaker, "recommender", guarded)


@pytest.mark.parametrize("seconds", [0.0, 1.0])
async def test_a_recommender_that_fails_or_is_late_costs_no_page(
    services: Services, shopper: Shopper, seconds: float
) -> None:
    usual = ids(await get(shopper.client, "/v1/trending?category=tents"))
    broken = Broken(seconds)
    degrade(services, broken)
    for _ in range(6):
        answer = await get(shopper.client, f"/v1/products/{TENT}/similar?category=tents")
        assert (answer["source"], answer["degraded"]) == ("popular", True)
        assert TENT not in ids(answer)
        assert set(ids(answer)) & set(usual)
    assert broken.calls == 3, "what is down is not asked by everybody"
    body = await (await shopper.client.get("/metrics")).text()
    assert 'shopclerk_recommendations_total{outcome="degraded"} 6.0' in body


async def test_lists_do_not_hold_up_the_loop(services: Services, client: TestClient) -> None:
    degrade(services, Broken(1.0), deadline=5.0)
    waiting = asyncio.create_task(get(client, "/v1/trending"))
    await asyncio.sleep(0.05)
    assert (await client.get("/healthz")).status == 200
    assert not waiting.done()
    assert (await waiting)["degraded"]


async def test_advice_in_the_chat_minds_what_was_dismissed(services: Services, shopper: Shopper) -> None:
    async def advised(text: str) -> list[str]:
        replies = await shopper.replies(text)
        return [card["product_id"] for reply in replies for card in reply.get("cards", [])]

    for text in ("what do most people buy?", "can you recommend a tent for two people?"):
        shown = await advised(text)
        assert shown, text
        await tell(shopper.client, shopper.headers, *(("dismiss", one) for one in shown))
        again = await advised(text)
        assert again, text
        assert not set(again) & set(shown)


async def test_who_asks_for_nothing_is_shown_what_suits_what_they_looked_at(shopper: Shopper) -> None:
    asked = "can you recommend something?"
    newcomer = await shopper.replies(asked)
    assert not any(reply.get("cards") for reply in newcomer)
    await tell(shopper.client, shopper.headers, ("view", TENT))
    cards = [card for reply in await shopper.replies(asked) for card in reply.get("cards", [])]
    assert cards
    assert all("Skerry 2" in card["reason"] for card in cards)


async def test_a_shop_that_cannot_read_its_storage_still_recommends(
    services: Services, shopper: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.errors import StorageError

    async def unread(*_: Any, **__: Any) -> list[Any]:
        raise StorageError(detail="the disk is gone")

    monkeypatch.setattr(services.behaviour, "of_shopper", unread)
    answer = await get(shopper.client, "/v1/recommendations", shopper.headers)
    assert answer["degraded"]
    assert ids(answer)
