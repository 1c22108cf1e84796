"""What is said after products were shown: the things stay the same unless others are named."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin


async def titles(shopper: Shopper, *messages: str) -> list[str]:
    """The titles of the cards behind the last message."""
    replies: list[dict[str, Any]] = []
    for message in messages:
        replies = await shopper.replies(message)
    return [card["title"] for reply in replies for card in reply["cards"]]


THINGS = [
    ("show me headlamps", "do you have any in grey?", "headlamp"),
    ("show me boots", "do you have cheaper ones?", "boot"),
    ("I'm looking for backpacks", "do you have them in M?", "backpack"),
    ("gloves", "I need XS", "gloves"),
    ("I'm looking for power banks", "under 70", "power bank"),
    ("do you have trousers?", "do you have them in 38?", "trousers"),
    ("do you have T-shirts?", "not Norrland", "Trockenlauf"),
    ("show me lanterns", "other brands than Lumenor", "lantern"),
    ("show me sleeping bags", "do you have them from Halde?", "sleeping bag"),
    ("do you have boots?", "it's for a woman", "women"),
    ("do you have sleeping mats?", "too heavy", "mat"),
]
"""What is sought, what is said then, and what the products then shown are called."""


async def test_the_things_stay(client: TestClient) -> None:
    found = {
        (sought, then): (called, await titles(await begin(client), sought, then))
        for sought, then, called in THINGS
    }
    missed = {
        said: shown
        for said, (called, shown) in found.items()
        if not shown or not all(called in title for title in shown)
    }
    assert not missed


@pytest.mark.parametrize("then", ["more", "next", "others?", "show me more"])
async def test_further_ones(shopper: Shopper, then: str) -> None:
    first = await titles(shopper, "show me tents")
    further = await titles(shopper, then)
    assert further
    assert set(further).isdisjoint(first)


@pytest.mark.parametrize(
    ("sought", "then"),
    [
        (["show me boots"], "that's too expensive for me"),
        (["tents"], "a bit pricey"),
        (["show me T-shirts for men", "do you have any in grey?"], "too expensive"),
        (["show me the Fjordpass Pro for men", "is it waterproof?"], "too expensive"),
    ],
)
async def test_too_much_money(shopper: Shopper, sought: list[str], then: str) -> None:
    shown = [reply for message in sought for reply in await shopper.replies(message)]
    dearest = max(float(card["price"]) for reply in shown for card in reply["cards"])
    replies = await shopper.replies(then)
    prices = [float(card["price"]) for reply in replies for card in reply["cards"]]
    assert prices
    assert max(prices) < dearest


async def test_other_things(shopper: Shopper) -> None:
    found = await titles(shopper, "show me GPS devices", "what about bottles?")
    assert found
    assert all("bottle" in title for title in found), found


async def test_one_of_those_shown(shopper: Shopper) -> None:
    shown = await titles(shopper, "do you have boots?")
    assert await titles(shopper, "tell me more about the second") == shown[1:2]


async def test_a_fact_of_one_of_those_shown(shopper: Shopper) -> None:
    await shopper.replies("hiking boots")
    (reply,) = await shopper.replies("what is the third made of?")
    assert "material" in reply["text"]


async def test_how_long_it_lasts_does_not_point_at_the_last(shopper: Shopper) -> None:
    shown = await titles(shopper, "show me headlamps")
    await shopper.replies("tell me about the first")
    (reply,) = await shopper.replies("how long does its battery last?")
    assert reply["text"].startswith("The battery life of the")
    assert shown[0].split()[0] in reply["text"]


async def test_who_is_not_told_to_be_a_child_is_shown_nothing_for_children(shopper: Shopper) -> None:
    found = await titles(shopper, "show me boots", "something lighter?")
    assert not any("children" in title for title in found), found


async def test_what_all_have_and_is_refused_is_not_looked_up(shopper: Shopper) -> None:
    await shopper.replies("show me water filters")
    (reply,) = await shopper.replies("not Rivulet")
    assert not reply["citations"]
    assert "without Rivulet" in reply["text"]


async def test_the_second_one_is_that_of_the_list(shopper: Shopper) -> None:
    """And not the first one's counterpart for men, which is the third."""
    shown = await titles(shopper, "hiking boots")
    assert "Steinbock" in shown[1]
    await shopper.replies("how heavy is the first?")
    (reply,) = await shopper.replies("and the second one?")
    assert "Steinbock" in reply["text"]


async def test_the_lighter_of_two_is_bought_in_a_size(shopper: Shopper) -> None:
    """And not its counterpart for women, which was shown beside it."""
    await shopper.replies("show me rain jackets")
    await shopper.replies("compare the first and the third")
    assert await titles(shopper, "I'll take the lighter one") == ["Küstenregen 2.5L rain jacket men"]
    (reply,) = await shopper.replies("in M")
    assert "is in stock" in reply["text"]
    assert [card["title"] for card in reply["cards"]] == ["Küstenregen 2.5L rain jacket men"]


@pytest.mark.parametrize(
    ("messages", "called"),
    [
        (
            ["I'm looking for a jacket", "for my daughter, she is 8", "size 128"],
            ("Otterfell", "Flitzer", "Daunen"),
        ),
        (["show me trousers", "for kids"], ("children", "Otterfell")),
        (["headlamp for running", "with rechargeable battery"], ("head", "lamp")),
        (["show me backpacks", "only black", "ok without the colour"], ("pack",)),
    ],
)
async def test_a_wish_goes_on(shopper: Shopper, messages: list[str], called: tuple[str, ...]) -> None:
    found = await titles(shopper, *messages)
    assert found
    assert all(any(word in title for word in called) for title in found), found


@pytest.mark.parametrize("then", ["something else", "all"])
async def test_others_of_them(shopper: Shopper, then: str) -> None:
    first = await titles(shopper, "show me tents")
    further = await titles(shopper, then)
    assert further
    assert set(further).isdisjoint(first)


async def test_what_is_reduced(shopper: Shopper) -> None:
    replies = await shopper.replies("what's on sale?")
    cards = [card for reply in replies for card in reply["cards"]]
    assert cards
    assert all(card["compare_at_price"] for card in cards), cards


async def test_the_store_that_is_named_is_told_of(shopper: Shopper) -> None:
    """And of it the day that is asked for, whatever was asked before."""
    await shopper.replies("is the store in Hamburg open on Sunday?")
    (reply,) = await shopper.replies("ok and munich saturday")
    assert {citation["title"] for citation in reply["citations"]} == {"Store Munich"}
    assert "10:00-18:00" in reply["text"]
    assert "closed" not in reply["text"]
