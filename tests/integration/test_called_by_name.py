"""Products that are called by their names: whatever a shop calls its things, who asks to see one sees it."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import begin

from bot.wiring import Services

EVERY = 47
"""Of so many products one is asked for."""


@pytest.mark.parametrize(
    "asked",
    [
        "show me the {}", "tell me about the {}", "let me see the {}", "{}?", "is the {} in stock?",
        "I want the {}", "hello, I saw the {} on your website",
    ],
)  # fmt: skip
async def test_it_is_shown(client: TestClient, services: Services, asked: str) -> None:
    products = services.speaker.products
    named = [product for product in products.shelf.catalogue.products if product.published][::EVERY]
    missed = []
    for product in named:
        name = products.short_name(product)
        replies = await (await begin(client)).replies(asked.format(name))
        shown = {card["product_id"] for reply in replies for card in reply["cards"]}
        if product.product_id not in shown and name not in " ".join(reply["text"] for reply in replies):
            missed.append((name, replies[-1]["text"]))
    assert len(named) > 6
    assert not missed


@pytest.mark.parametrize(
    "text",
    [
        "any sign of FW-204561?", "where is FW-204561", "status of FW-204561", "FW-204561 where is it",
        "has fw204561 shipped", "still waiting for FW-204561",
    ],
)  # fmt: skip
async def test_an_order_is_tracked_by_its_number(client: TestClient, text: str) -> None:
    replies = await (await begin(client)).replies(text)
    assert [reply["response"] for reply in replies] == ["utter_ask_order_email"]


@pytest.mark.parametrize("text", ["FW-204561", "FW-204561?", "what about FW-204561"])
async def test_a_bare_order_number_is_asked_what_for(client: TestClient, text: str) -> None:
    replies = await (await begin(client)).replies(text)
    assert "I have order FW-204561 at hand" in replies[0]["text"]


async def test_a_number_in_a_name_is_no_size(client: TestClient) -> None:
    for name in ("Gratweg 45", "Whippet 38"):
        replies = await (await begin(client)).replies(name)
        assert [card["title"].startswith(name) for card in replies[0]["cards"]] == [True]


async def test_a_name_is_no_word_of_another_language(services: Services) -> None:
    read = services.speaker.understander.read
    assert read("is the Uferweg trekking sandal women waterproof").language == "en"
    assert read("Ik wil graag mijn pakket terugsturen").language == "nl"
