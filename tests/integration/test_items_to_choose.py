"""Who is asked for an item is shown those of the order."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import begin


async def test_the_items_are_buttons(client: TestClient) -> None:
    shopper = await begin(client)
    for text in ("one item is missing from my parcel", "FW-203641", "marten.kroll@example.com"):
        replies = await shopper.replies(text)
    assert replies[-1]["response"] == "utter_ask_return_lines"
    first, second, every = replies[-1]["buttons"]
    assert (first["payload"], second["payload"]) == ("/SetSlots(return_lines=2)", "/SetSlots(return_lines=3)")
    assert every["payload"] == "/SetSlots(return_lines=all)"
    (asked,) = await shopper.replies(second["title"], payload=second["payload"])
    assert asked["response"] == "utter_ask_damage_description"
