"""Who asks for anything that is so, and names no thing: "what do you have for men?"."""

from __future__ import annotations

import asyncio

from aiohttp.test_utils import TestClient
from shopper import begin

from bot.app import SERVICES
from retrieval.products.filters import size_fits
from retrieval.types import Product


def is_made_for(person: str, product: Product) -> bool:
    return product.attributes.get("Gender", product.category).lower() == person


ASKED = {
    "what have you got for men?": lambda p: is_made_for("men", p),
    "what do you have for kids?": lambda p: is_made_for("children", p),
    "what do you have in size 42?": lambda p: any(size_fits(v.size, "42") for v in p.variants),
    "what do you have from Norrland?": lambda p: p.brand == "Norrland",
    "Norrland": lambda p: p.brand == "Norrland",
    "what can I get for 20 euros?": lambda p: min(v.price for v in p.variants) <= 20,
    "anything made of wool?": lambda p: "wool" in str(p).lower(),
}


async def test_such_things_are_shown(client: TestClient) -> None:
    missed = {}
    for asked, fits in ASKED.items():
        replies = await (await begin(client)).replies(asked)
        shown = [card["product_id"] for reply in replies for card in reply["cards"]]
        catalogue = client.app[SERVICES].speaker.models.products
        products = [await asyncio.to_thread(catalogue.get, one) for one in shown]
        if not products or not all(fits(product) for product in products):
            missed[asked] = [product.title for product in products]
    assert not missed


async def test_a_brand_that_the_shop_does_not_have_is_said(client: TestClient) -> None:
    said = {}
    strange = ("do you sell Petzl headlamps?", "do you have jackets from Patagonia?")
    opened = "My old one is wet. What tents have you got?"
    for asked in (*strange, "Halde tents", "LED lamps", "Down-Filled jackets", opened):
        reply = (await (await begin(client)).replies(asked))[-1]
        assert reply["cards"], asked
        said[asked] = reply["text"].startswith("I couldn't find")
    assert list(said.values()) == [True, True, False, False, False, False]
