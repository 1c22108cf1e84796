"""A few words that name what a page is about: it is shown, and what is sold is shown all the same."""

from __future__ import annotations

import pytest
from shopper import Shopper


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("privacy", "company/"),
        ("recall", "safety/recalls.html"),
        ("account", "orders/account.md"),
        ("business account", "payment/business-customers.docx"),
        ("gift wrapping", "shipping/packaging-and-gift-wrap.md"),
        ("pre-order", "orders/pre-orders-and-back-orders.md"),
        ("second hand", "company/second-trail.md"),
        ("help!! forgot the code of my Cabin 38 suitcase, have to pack tonight", "manuals/wayfare-cabin-38"),
    ],
)
async def test_its_page_is_shown(shopper: Shopper, words: str, page: str) -> None:
    replies = await shopper.replies(words)
    sources = [source["document_id"] for reply in replies for source in reply["citations"]]
    assert any(source.startswith(page) for source in sources)


async def test_its_page_is_shown_behind_products(shopper: Shopper) -> None:
    await shopper.replies("let me see the Nid")
    replies = await shopper.replies("gift wrapping")
    assert "3.95" in replies[0]["text"]


@pytest.mark.parametrize("words", ["tent", "crampons", "towel", "camp stove", "winter sleeping bag"])
async def test_products_come_first(shopper: Shopper, words: str) -> None:
    replies = await shopper.replies(words)
    assert replies[0]["cards"]
    assert not replies[0]["citations"]


@pytest.mark.parametrize("words", ["hi there!", "brilliant", "cheers", "ok cool", "see you"])
async def test_small_talk_stays_small_talk(shopper: Shopper, words: str) -> None:
    assert not [reply for reply in await shopper.replies(words) if reply["citations"]]


@pytest.mark.parametrize("words", ["help", "what can you do?", "menu"])
async def test_what_the_chat_can_do(shopper: Shopper, words: str) -> None:
    replies = await shopper.replies(words)
    assert [reply["response"] for reply in replies] == ["utter_help"]
    assert len(replies[0]["buttons"]) == 4


async def test_what_a_document_speaks_of_is_not_told_to_be_unheard_of(shopper: Shopper) -> None:
    replies = await shopper.replies("Is there a reduction for youth groups? We're a registered one.")
    assert "in our shop" not in replies[0]["text"]
    unheard = await shopper.replies("do you sell typewriters under 100 euros")
    assert unheard[0]["text"].startswith("I couldn't find “typewriters” in our shop.")
