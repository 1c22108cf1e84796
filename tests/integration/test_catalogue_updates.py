"""A running server shows new prices, stock and catalogues within a second, whoever wrote them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from pydantic import SecretStr
from shopper import Shopper

from bot.cli.catalogue import import_catalogue, update_catalogue
from bot.settings import Settings
from bot.wiring import Services

KEY = "the key of the shop's server"
SHOP = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    data = settings.data.model_copy(update={"key": SecretStr(KEY)})
    return settings.model_copy(update={"data": data})


async def shown(client: TestClient, product_id: str = "P0001") -> dict[str, Any]:
    return await (await client.get(f"/v1/products/{product_id}")).json()


async def tell(client: TestClient, *updates: Any) -> dict[str, Any]:
    response = await client.post("/v1/catalogue/updates", json={"updates": updates}, headers=SHOP)
    assert response.status == 200, await response.text()
    return await response.json()


async def until(client: TestClient, wanted: Any, product_id: str = "P0001") -> float:
    """Seconds until what is shown is as wanted."""
    started = time.perf_counter()
    async with asyncio.timeout(10):
        while not wanted(await shown(client, product_id)):
            await asyncio.sleep(0.02)
    return time.perf_counter() - started


def stock_of(product: dict[str, Any], variant_id: str) -> int:
    return next(v["stock"] for v in product["variants"] if v["variant_id"] == variant_id)


async def test_the_shops_server_tells_prices_and_stock(client: TestClient, shopper: Shopper) -> None:
    before = await shown(client)
    first, *others = [variant["variant_id"] for variant in before["variants"]]
    answer = await tell(
        client,
        {"variant_id": first, "price": "399.00", "compare_at_price": "449.00", "stock": 2},
        {"variant_id": "nothing", "stock": 2},
        {"variant_id": first, "price": "-3"},
        *({"variant_id": other, "stock": 0} for other in others),
    )
    assert answer["accepted"] == 1 + len(others)
    assert [(one["index"], one["code"]) for one in answer["refused"]] == [
        (1, "unknown_variant"),
        (2, "negative_price"),
    ]
    product = await shown(client)
    assert (product["price"], stock_of(product, first)) == ("399.00", 2)
    replies = await shopper.replies("how much is the Skerry 2 trekking tent?")
    assert any("399" in str(reply) for reply in replies), replies


async def test_what_is_sold_out_now_is_not_suggested(client: TestClient, shopper: Shopper) -> None:
    replies = await shopper.replies("I am looking for a light tent for two")
    cards = [card["product_id"] for reply in replies for card in reply["cards"]]
    assert cards
    product = await shown(client, cards[0])
    await tell(client, *({"variant_id": v["variant_id"], "stock": 0} for v in product["variants"]))
    assert not (await shown(client, cards[0]))["in_stock"]
    replies = await shopper.replies("I am looking for a light tent for two")
    again = [card["product_id"] for reply in replies for card in reply["cards"]]
    assert again
    assert cards[0] not in again


async def test_the_door_is_the_shops_alone(client: TestClient, shopper: Shopper) -> None:
    for headers in ({}, shopper.headers, {"Authorization": "Bearer wrong"}):
        response = await client.post("/v1/catalogue/updates", json={"updates": []}, headers=headers)
        assert response.status == 401
    response = await client.post("/v1/catalogue/updates", json={"updates": [{}] * 2_001}, headers=SHOP)
    assert response.status == 400


async def test_a_command_changes_what_a_running_server_shows(
    client: TestClient, services: Services, tmp_path: Path
) -> None:
    """Update, a new feed that forgets the update, and a feed with another product."""
    settings = services.settings
    variant = (await shown(client))["variants"][0]
    await asyncio.sleep(0.5)
    file = tmp_path / "stock.csv"
    file.write_text(
        f"variant_id,price,stock\n{variant['variant_id']},,77\nnothing,,5\n{variant['variant_id']},,-5\n"
        f"{variant['variant_id']},,many\n",
        encoding="utf-8",
    )
    refused, accepted = await asyncio.to_thread(update_catalogue, settings, file)
    assert (accepted, {line: one.code for line, one in refused.items()}) == (
        1,
        {3: "unknown_variant", 4: "bad_stock", 5: "invalid_update"},
    )
    assert await until(client, lambda p: stock_of(p, variant["variant_id"]) == 77) < 1.0
    written = settings.state / "catalogue.csv"
    feed = tmp_path / "feed.csv"
    content = written.read_text(encoding="utf-8").replace(
        "Skerry 2 trekking tent", "Skerry Two trekking tent", 1
    )
    row = "NEW1,Lantern,camp kitchen,,A small light.,,,,,NEW1-A,,,19.90,,EUR,5,yes\n"
    feed.write_text(content + row, encoding="utf-8")
    report = await asyncio.to_thread(import_catalogue, settings, feed)
    assert (report.added, report.removed, report.refused) == (1, 0, {})
    took = await until(client, lambda p: p["title"] == "Skerry Two trekking tent")
    assert took < 3.0, "the catalogue of 357 products is read and indexed anew"
    product = await shown(client)
    assert stock_of(product, variant["variant_id"]) == variant["stock"], "the feed is newer than the update"
    assert (await shown(client, "NEW1"))["price"] == "19.90"
    assert not written.is_symlink()


async def test_a_catalogue_that_cannot_be_read_costs_nothing(client: TestClient, services: Services) -> None:
    """What was shown stays, prices and stock go on changing, and the repaired file is taken over."""
    written = services.settings.state / "catalogue.csv"
    content = written.read_bytes()
    before = await shown(client)
    first = before["variants"][0]["variant_id"]
    written.unlink()  # a link to the demo shop's own
    written.write_bytes(b"product_id,titel\n")
    await asyncio.sleep(1.0)
    assert await shown(client) == before
    assert (await tell(client, {"variant_id": first, "stock": 9}))["accepted"] == 1
    assert stock_of(await shown(client), first) == 9
    written.write_bytes(content.replace(b"Skerry 2 trekking tent", b"Skerry Two trekking tent", 1))
    await until(client, lambda product: product["title"] == "Skerry Two trekking tent")
    assert stock_of(await shown(client), first) == 9
