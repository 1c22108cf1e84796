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
    [("crampons", "crampons"), ("trekking poles", "poles"), ("sleeping mat", "mat"), ("power banks", "bank")],
)
async def test_what_only_goes_with_it_is_not(shopper: Shopper, typed: str, called: str) -> None:
    """A boot for crampons, a tent that stands on poles, a pillow beside the mats, a lantern that charges."""
    (reply,) = await shopper.replies(typed)
    assert reply["cards"]
    assert all(called in card["title"] for card in reply["cards"]), reply


@pytest.mark.parametrize("typed", ["camping table", "camping chair", "avalanche shovel", "ski goggles"])
async def test_what_is_not_sold_is_not_replaced(shopper: Shopper, typed: str) -> None:
    (reply,) = await shopper.replies(typed)
    assert not reply["cards"], reply


async def test_a_greeting_is_one(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("day to you")
    assert not reply["cards"]
