"""Messages behind an answer of the documents that go on with it: they say what was meant, or lean on it."""

from __future__ import annotations

from typing import Any

import pytest
from shopper import Shopper


async def sources(shopper: Shopper, *messages: str) -> list[str]:
    """The titles of what the last reply cites."""
    replies: list[dict[str, Any]] = []
    for message in messages:
        replies = await shopper.replies(message)
    return [citation["title"] for reply in replies for citation in reply["citations"]]


@pytest.mark.parametrize(
    ("said", "page"),
    [
        (("how do i become a member", "what are the benefits", "I mean of the trail club"), "Trail Club"),
        (
            ("how long does delivery to Austria take?", "sorry, i meant Ireland"),
            "Shipping costs and delivery times",
        ),
    ],
)
async def test_the_question_before_is_asked_of_what_is_meant(
    shopper: Shopper, said: tuple[str, ...], page: str
) -> None:
    assert page in await sources(shopper, *said)


async def test_what_one_gets_is_no_question_for_products(shopper: Shopper) -> None:
    cited = await sources(shopper, "whats the trail club", "what do i get")
    assert cited
    assert all("Trail Club" in title for title in cited), cited


async def test_what_leans_on_an_answer_asks_of_no_product(shopper: Shopper) -> None:
    await shopper.say("does express cost extra on bigger parcels")
    said = [reply["text"] for reply in await shopper.replies("and how much is it")]
    assert not [text for text in said if "Which product" in text]


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("I found the same tent cheaper at another shop", "Price match"),
        ("what does 3-season mean for tents", "How to choose a tent"),
    ],
)
async def test_pages_come_before_products(shopper: Shopper, said: str, page: str) -> None:
    assert page in await sources(shopper, said)
