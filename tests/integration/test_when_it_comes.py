"""When it comes, of which was spoken last."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

BEHIND = ("show me rain jackets", "is the first one waterproof")
ASKED = [
    ("when would i have it", "2-3 working days"),
    ("how quickly would it arrive", "2-3 working days"),
    ("how long until i get it in munich", "2-3 working days"),
    ("delivery to munich?", "2-3 working days"),
    ("how soon can I have it in Lyon?", "4-6 working days"),
    ("can i get it by friday", "2-3 working days"),
    ("I need it for a trip. When would I have it in Lyon", "4-6 working days"),
]


async def test_behind_a_product_it_is_delivery(client: TestClient) -> None:
    said = {}
    for asked, told in ASKED:
        shopper = await begin(client)
        for text in BEHIND:
            await shopper.replies(text)
        replies = await shopper.replies(asked)
        text = " ".join(reply["text"] for reply in replies)
        if told not in text or any(reply["cards"] for reply in replies):
            said[asked] = text
    assert not said


@pytest.mark.parametrize("asked", ["when would i have it", "how long does delivery take"])
async def test_how_long_a_tent_takes_to_pitch_is_not_asked(shopper: Shopper, asked: str) -> None:
    for text in ("show me tents", "does the first one come with pegs"):
        await shopper.replies(text)
    replies = await shopper.replies(asked)
    assert "2-3 working days" in " ".join(reply["text"] for reply in replies)


@pytest.mark.parametrize("asked", ["how long does delivery to munich take", "do you ship to Munich?"])
async def test_a_town_with_a_store_lies_in_a_country_too(shopper: Shopper, asked: str) -> None:
    replies = await shopper.replies(asked)
    assert "2-3 working days" in " ".join(reply["text"] for reply in replies)


@pytest.mark.parametrize(
    "asked",
    ["when will i get it?", "how long until its here", "what time will it come", "when will my order come"],
)
async def test_with_an_order_it_is_the_order(shopper: Shopper, asked: str) -> None:
    for text in ("show me rain jackets", "where is my order FW-204518", "jonas.weber@example.com"):
        await shopper.replies(text)
    replies = await shopper.replies(asked)
    assert "due" in " ".join(reply["text"] for reply in replies)
