"""What shoppers do, over HTTP: a bad event never costs the good ones, and each is told with its code."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from shopper import Shopper, begin

from bot.app import build_app
from bot.settings import Settings
from bot.wiring import Services

SECRET = "the shop's own secret, long enough for HS256"
KEY = "the key of the shop's server"
SHOP = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    identity = settings.identity.model_copy(update={"secret": SECRET})
    data = settings.data.model_copy(update={"key": SecretStr(KEY), "events_per_minute": 60_000})
    return settings.model_copy(update={"identity": identity, "data": data})


def signed(sub: str = "4711") -> str:
    return jwt.encode({"sub": sub, "exp": time.time() + 600}, SECRET, "HS256")


def event(kind: str, event_id: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": event_id, **fields}


async def send(client: TestClient, events: list[Any], headers: dict[str, str], **more: Any) -> dict[str, Any]:
    response = await client.post("/v1/events", json={"events": events, **more}, headers=headers)
    assert response.status == 200, await response.text()
    return await response.json()


def codes(answer: dict[str, Any]) -> dict[str, str]:
    return {refused["event_id"]: refused["code"] for refused in answer["refused"]}


async def kept(services: Services, shopper_id: str) -> list[str]:
    return [one.event.event_id for one in await services.behaviour.of_shopper(shopper_id)]


async def test_a_visitor_tells_what_they_did(services: Services, shopper: Shopper) -> None:
    events = [
        event("search", "1", query="light tent", session="a"),
        event("click", "2", product_id="P0001", position=3),
        event("view", "3", product_id="P0001", time=time.time() - 60),
        event("add_to_cart", "4", variant_id="P0001-1P-OLIVE-GREEN"),
        event("remove", "5", product_id="P0001", quantity=1),
        event("dismiss", "6", product_id="P0002"),
        event("rate", "7", product_id="P0001", rating=4.5),
    ]
    variant = next(v.variant_id for v in services.speaker.products.get("P0001").variants)
    events[3]["variant_id"] = variant
    answer = await send(shopper.client, events, shopper.headers)
    assert answer == {"accepted": 7, "duplicates": 0, "refused": [], "merged": None}
    assert await send(shopper.client, events, shopper.headers) == {**answer, "accepted": 0, "duplicates": 7}
    stored = await services.behaviour.since()
    assert {one.event.event_id for one in stored} == set("1234567")
    cart = next(one.event for one in stored if one.event.event_id == "4")
    assert (cart.product_id, cart.variant_id, cart.quantity) == ("P0001", variant, 1)


BAD = [
    (event("view", "x", product_id="P9999"), "unknown_product"),
    (event("view", "x", variant_id="P0001-nothing"), "unknown_variant"),
    (event("view", "x"), "no_product"),
    (event("view", "x", product_id="P0001", time=time.time() + 86_400), "future_time"),
    (event("view", "x", product_id="P0001", time=0), "too_old"),
    (event("view", "x", product_id="P0001", time="2026-11-01T10:00:00"), "invalid_event"),
    (event("purchase", "x", shopper_id="1", product_id="P0001", quantity=0), "bad_quantity"),
    (event("purchase", "x", shopper_id="1", product_id="P0001", price="-5"), "bad_price"),
    (event("purchase", "x", shopper_id="1", product_id="P0001", price="NaN"), "bad_price"),
    (event("purchase", "x", shopper_id="1", product_id="P0001", price="5", currency="USD"), "wrong_currency"),
    (event("rate", "x", product_id="P0001", rating=6), "bad_rating"),
    (event("search", "x", query="  "), "empty_query"),
    (event("search", "x", query="a\0b"), "empty_query"),
    (event("view", "x\n", product_id="P0001"), "bad_id"),
    (event("view", "", product_id="P0001"), "bad_id"),
    (event("vieww", "x", product_id="P0001"), "invalid_event"),
    (event("view", "x", product="P0001"), "invalid_event"),
    ("no object", "invalid_event"),
    (None, "invalid_event"),
]


async def test_bad_events_are_named_and_the_good_ones_are_in(services: Services, client: TestClient) -> None:
    sent: list[Any] = []
    for number, (bad, _) in enumerate(BAD):
        sent.append(event("view", f"g{number}", product_id="P0001", shopper_id="1"))
        sent.append({"shopper_id": "1", **bad} if isinstance(bad, dict) else bad)
    answer = await send(client, sent, SHOP)
    told = [(refused["index"], refused["code"]) for refused in answer["refused"]]
    assert told == [(2 * number + 1, code) for number, (_, code) in enumerate(BAD)]
    assert all(refused["text"] for refused in answer["refused"])
    assert answer["accepted"] == len(BAD)
    assert await kept(services, "p_1") == [f"g{number}" for number in range(len(BAD))]


async def test_purchases_are_the_shops_to_tell(services: Services, shopper: Shopper) -> None:
    bought = [event("purchase", "1", product_id="P0001", price="9.95", currency="EUR", order_id="FW-1")]
    bought += [event("return", "2", product_id="P0001", order_id="FW-1")]
    answer = await send(shopper.client, bought, shopper.headers)
    assert codes(answer) == {"1": "not_yours", "2": "not_yours"}
    named = [event("view", "3", product_id="P0001", shopper_id="4711")]
    assert codes(await send(shopper.client, named, shopper.headers)) == {"3": "not_yours"}
    assert codes(await send(shopper.client, bought, SHOP)) == {"1": "no_shopper", "2": "no_shopper"}
    bought = [{**one, "shopper_id": "4711"} for one in bought]
    assert (await send(shopper.client, bought, SHOP))["accepted"] == 2
    assert await kept(services, "p_4711") == ["1", "2"]
    assert str((await services.behaviour.since())[0].event.price) == "9.95"


async def test_the_history_follows_who_signs_in(services: Services, shopper: Shopper) -> None:
    await send(shopper.client, [event("view", "1", product_id="P0001")], shopper.headers)
    more = [event("view", "2", product_id="P0002")]
    answer = await send(shopper.client, more, shopper.headers, identity=signed())
    assert (answer["accepted"], answer["merged"]) == (1, True)
    assert await kept(services, "p_4711") == ["1", "2"]
    other = await send(shopper.client, more, shopper.headers, identity=signed("another"))
    assert other["merged"] is False
    assert await kept(services, "p_another") == ["2"]


async def test_beginning_as_a_person_takes_the_history_along(services: Services, shopper: Shopper) -> None:
    await send(shopper.client, [event("view", "1", product_id="P0001")], shopper.headers)
    response = await shopper.client.post(
        "/v1/conversations", json={"identity": signed()}, headers=shopper.headers
    )
    assert response.status == 201
    assert await kept(services, "p_4711") == ["1"]
    stale = {"Authorization": "Bearer nonsense"}
    response = await shopper.client.post("/v1/conversations", json={"identity": signed()}, headers=stale)
    assert response.status == 201


async def test_a_card_opened_in_the_chat_is_a_click(services: Services, shopper: Shopper) -> None:
    token = shopper.headers["Authorization"].removeprefix("Bearer ")
    path = f"{shopper.path}/stream"
    async with shopper.client.ws_connect(path, protocols=("shopclerk.v1", f"bearer.{token}")) as socket:
        for product in ("P0003", "never heard of"):
            await socket.send_json({"type": "clicked", "product_id": product, "position": 2})
        await socket.send_json({"type": "ping"})
        async with asyncio.timeout(5):
            while (await socket.receive_json())["type"] != "pong":
                pass
    [one] = await services.behaviour.since()
    assert (one.event.product_id, one.event.position) == ("P0003", 2)
    assert one.shopper_id.startswith("v_")


NO_BATCH = [
    (b"{", 400, "malformed_json"),
    (b"[]", 400, "bad_request"),
    (b"{}", 400, "bad_request"),
    (b'{"events": 3}', 400, "bad_request"),
    (b'{"events": [], "event": []}', 400, "bad_request"),
    (b'{"events": [' + b"0," * 500 + b"0]}", 400, "bad_request"),
    (b'{"events": ["' + b"x" * 600_000 + b'"]}', 413, "message_too_long"),
    (b'{"events": ["\xff"]}', 200, "invalid_event"),
]


async def test_bodies_that_are_no_batch(shopper: Shopper) -> None:
    for body, status, code in NO_BATCH:
        response = await shopper.client.post("/v1/events", data=body, headers=shopper.headers)
        answer = await response.json()
        told = answer["refused"][0]["code"] if status == 200 else answer["error"]["code"]
        assert (response.status, told) == (status, code), body[:40]


async def test_a_full_batch_larger_than_a_message_is_taken(services: Services, client: TestClient) -> None:
    assert services.settings.server.max_body_bytes == 65_536
    events = [
        event("view", f"{n:080}", product_id="P0001", shopper_id="1", session="s" * 90) for n in range(500)
    ]
    assert (await send(client, events, SHOP))["accepted"] == 500


async def test_closed_without_token_or_key_and_for_foreign_pages(shopper: Shopper) -> None:
    for given in (None, "Bearer wrong", KEY, f"Basic {KEY}"):
        headers = {"Authorization": given} if given else {}
        response = await shopper.client.post("/v1/events", json={"events": []}, headers=headers)
        assert response.status == 401, given
    headers = {**shopper.headers, "Origin": "https://elsewhere.example"}
    response = await shopper.client.post("/v1/events", json={"events": []}, headers=headers)
    assert response.status == 403


class TestLimits:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        data = settings.data.model_copy(update={"events_per_minute": 30})
        server = settings.server.model_copy(update={"requests_per_minute": 30})
        return settings.model_copy(update={"data": data, "server": server})

    @pytest.fixture
    async def client(self, services: Services) -> AsyncIterator[TestClient]:
        async with TestClient(TestServer(build_app(services))) as opened:
            yield opened

    async def test_a_visitor_is_limited_and_the_shop_is_not(self, client: TestClient) -> None:
        shopper: Shopper = await begin(client)
        batch = [event("view", str(n), product_id="P0001") for n in range(40)]
        await send(client, batch, shopper.headers)
        response = await client.post("/v1/events", json={"events": batch}, headers=shopper.headers)
        assert response.status == 429
        for number in range(40):
            one = event("view", str(number), product_id="P0001", shopper_id="1")
            assert (await send(client, [one], SHOP))["accepted"] == 1
