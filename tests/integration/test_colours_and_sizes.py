"""Behind products that were shown, "which colours?" and "other sizes?" tell what these come in."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import begin


@pytest.mark.parametrize(
    "asked", ["which colours", "any other colour than that?", "and what colors do you have?"]
)
async def test_colours_of_the_one_that_was_shown(client: TestClient, asked: str) -> None:
    shopper = await begin(client)
    (found,) = await shopper.replies("bike tent for one person up to 300 euros")
    (card,) = found["cards"]
    (reply,) = await shopper.replies(asked)
    assert [one["product_id"] for one in reply["cards"]] == [card["product_id"]]
    assert all(colour in reply["text"] for colour in card["colours"])


async def test_sizes_of_each_that_was_shown(client: TestClient) -> None:
    shopper = await begin(client)
    (found,) = await shopper.replies("hiking shoes for men in 44")
    for asked in ("which sizes", "colours?"):
        (reply,) = await shopper.replies(asked)
        lines = reply["text"].split("\n")
        assert len(lines) == len(found["cards"]) == 2
        for line, card in zip(lines, found["cards"], strict=True):
            wanted = card["sizes"] if asked == "which sizes" else card["colours"]
            assert all(value in line for value in wanted)


async def test_nothing_was_shown(client: TestClient) -> None:
    shopper = await begin(client)
    replies = await shopper.replies("which colours")
    assert not any(reply["cards"] for reply in replies)
