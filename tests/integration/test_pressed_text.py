"""Buttons that say something count as what they say, pressed or typed."""

from __future__ import annotations

from typing import Any

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin


async def press(shopper: Shopper, reply: dict[str, Any], title: str) -> dict[str, Any]:
    """The last reply to a button, pressed as the widget presses it."""
    payload = next(button["payload"] for button in reply["buttons"] if button["title"] == title)
    return (await shopper.replies(title, **({"payload": payload} if payload != title else {})))[-1]


async def test_more_is_shown(client: TestClient) -> None:
    shopper = await begin(client)
    (first,) = await shopper.replies("show me tents")
    more = await press(shopper, first, "Show more")
    seen = {card["title"] for card in first["cards"]}
    assert more["cards"]
    assert not seen & {card["title"] for card in more["cards"]}


async def test_what_is_offered_is_compared_though_the_payload_is_the_title(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies("show me tents")
    (reply,) = await shopper.replies("Compare these", payload="Compare these")
    assert len(reply["comparison"]["products"]) == 3


async def test_the_question_is_answered_of_the_one_that_was_meant(client: TestClient) -> None:
    for number in ("2", "3"):
        shopper = await begin(client)
        (asked,) = await shopper.replies("is the Skerry in stock?")
        reply = await press(shopper, asked, f"Skerry {number}")
        assert f"Skerry {number} is in stock" in reply["text"]
        typed = await begin(client)
        await typed.replies("is the Skerry in stock?")
        (reply,) = await typed.replies(f"skerry {number}")
        assert f"Skerry {number} is in stock" in reply["text"]


async def test_a_kind_is_shown(client: TestClient) -> None:
    shopper = await begin(client)
    asked = (await shopper.replies("can you recommend something"))[-1]
    reply = await press(shopper, asked, "Jackets")
    assert {card["category"] for card in reply["cards"]} == {"jackets"}


async def test_of_several_charts_the_one_that_was_meant_is_shown(client: TestClient) -> None:
    shopper = await begin(client)
    (asked,) = await shopper.replies("do you have a size chart?")
    title = next(b["title"] for b in asked["buttons"] if "Glove" in b["title"])
    reply = await press(shopper, asked, title)
    assert [table["columns"][0] for table in reply["tables"]] == ["Size", "Size"]
    for table in reply["tables"]:
        lines = reply["text"][table["start"] : table["end"]].split("\n")
        assert len(lines) == len(table["rows"])
        assert all(row[0] in line for row, line in zip(table["rows"], lines, strict=True))
