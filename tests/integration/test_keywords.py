"""What shoppers type into a search field: names of things, and nothing else."""

from __future__ import annotations

import pytest
from shopper import Shopper


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
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
        ("via ferrata set", "Via ferrata set"),  # English, however Italian it sounds
    ],
)
async def test_it_is_shown(shopper: Shopper, typed: str, shown: str) -> None:
    (reply,) = await shopper.replies(typed)
    assert any(shown in card["title"] for card in reply["cards"]), reply


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("crampons", "crampons"), ("trekking poles", "poles"), ("sleeping mat", "mat"),
        ("power banks", "bank"), ("T-shirts in orange", "T-shirt"), ("GPS device", "GPS"),
        ("boots size 26", "boot children"), ("black sleeping mats", "mat"), ("tents up to 20", "tent"),
        ("sleeping bags up to 29", "sleeping bag"),
        ("rain jackets size 122", "Otterfell rain jacket"), ("shoes in 30", "boot children"),
    ],
)  # fmt: skip
async def test_what_only_goes_with_it_is_not(shopper: Shopper, typed: str, called: str) -> None:
    """A boot for crampons or a wax for boots, a tent that stands on poles or a footprint for one, a pillow
    beside the mats, a liner beside the bags, a belay device, what has no sizes."""
    (reply,) = await shopper.replies(typed)
    assert reply["cards"]
    assert all(called in card["title"] for card in reply["cards"]), reply


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        ("what's your cheapest stove?", "stove"),
        ("what's your cheapest power bank?", "power bank"),
        ("boots but not Norrland", "boot"),
        ("any jackets except Montvale?", ""),
        ("shoes not from Fjellstrom", "shoe"),
        ("jackets size S", ""),
        ("gloves size XL", "gloves"),
        ("hiking boots for children", "Fuchsbau Mid hiking boot children"),
        ("which tent is the lightest?", "tent"),
    ],
)
async def test_what_things_are_to_be_like(shopper: Shopper, asked: str, called: str) -> None:
    """Whatever the heads make of it: all its words are accounted for by the catalogue."""
    replies = await shopper.replies(asked)
    titles = [card["title"] for reply in replies for card in reply["cards"]]
    assert titles, replies
    assert all(called in title for title in titles), replies


@pytest.mark.parametrize("typed", ["camping table", "camping chair", "avalanche shovel", "ski goggles"])
async def test_what_is_not_sold_is_not_replaced(shopper: Shopper, typed: str) -> None:
    (reply,) = await shopper.replies(typed)
    assert not reply["cards"], reply


async def test_a_greeting_is_one(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("day to you")
    assert not reply["cards"]
