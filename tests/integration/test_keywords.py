"""What shoppers type into a search field: names of things, and nothing else."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

SHOWN = [
    ("watch", "GPS watch"),
    ("day pack", "day pack"),
    ("power bank 20000 mah", "Vorrat 20000 Outdoor power bank"),
    ("powerbank", "power bank"),
    ("solar panel", "solar panel"),
    ("multitool", "multi-tool"),
    ("packing cubes", "packing cubes"),
    ("repair kit", "repair kit"),
    ("weekender", "weekender"),
    ("balaclava", "balaclava"),
    ("ruck sack 28 l", "Rucksack 28 day pack"),
    ("steinbock 42", "Steinbock mountain boot"),
    ("fanny pack", "hip bag"),
    ("do you have something to keep my phone charged on the trail", "power bank"),
    ("have you got something that keeps coffee hot for a day", "vacuum flask"),
    ("via ferrata set", "Via ferrata set"),  # English, however Italian it sounds
]
CALLED = [
    ("crampons", "crampons"), ("trekking poles", "poles"), ("sleeping mat", "mat"),
    ("power banks", "bank"), ("T-shirts in orange", "T-shirt"), ("GPS device", "GPS"),
    ("boots size 26", "boot children"), ("black sleeping mats", "mat"), ("tents up to 20", "tent"),
    ("sleeping bags up to 29", "sleeping bag"),
    ("rain jackets size 122", "Otterfell rain jacket"), ("shoes in 30", "boot children"),
]  # fmt: skip
DESCRIBED = [
    ("what's your cheapest stove?", "stove"),
    ("what's your cheapest power bank?", "power bank"),
    ("boots but not Norrland", "boot"),
    ("any jackets except Montvale?", ""),
    ("shoes not from Fjellstrom", "shoe"),
    ("jackets size S", ""),
    ("gloves size XL", "gloves"),
    ("hiking boots for children", "Fuchsbau Mid hiking boot children"),
    ("which tent is the lightest?", "tent"),
]
"""What is typed, and what the products then shown are called."""


async def called(client: TestClient, typed: str) -> list[str]:
    """The titles of the cards that a first message shows."""
    return [card["title"] for reply in await (await begin(client)).replies(typed) for card in reply["cards"]]


async def test_it_is_shown(client: TestClient) -> None:
    found = {typed: (name, await called(client, typed)) for typed, name in SHOWN}
    assert not {
        typed: titles for typed, (name, titles) in found.items() if not any(name in t for t in titles)
    }


async def test_what_only_goes_with_it_is_not(client: TestClient) -> None:
    """A boot for crampons or a wax for boots, a tent that stands on poles or a footprint for one, a pillow
    beside the mats, a liner beside the bags, a belay device, what has no sizes."""
    assert not await shown_besides(client, CALLED)


async def test_what_things_are_to_be_like(client: TestClient) -> None:
    """Whatever the heads make of it: all its words are accounted for by the catalogue."""
    assert not await shown_besides(client, DESCRIBED)


async def shown_besides(client: TestClient, asked: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What is shown for who asks for things that are called so, where it is nothing or something else."""
    found = {typed: (name, await called(client, typed)) for typed, name in asked}
    return {
        typed: titles
        for typed, (name, titles) in found.items()
        if not titles or not all(name in title for title in titles)
    }


@pytest.mark.parametrize("typed", ["camping table", "camping chair", "avalanche shovel", "ski goggles"])
async def test_what_is_not_sold_is_not_replaced(shopper: Shopper, typed: str) -> None:
    (reply,) = await shopper.replies(typed)
    assert not reply["cards"], reply


async def test_a_greeting_is_one(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("day to you")
    assert not reply["cards"]
