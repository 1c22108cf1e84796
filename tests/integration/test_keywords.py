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
        ("via ferrata set", "Via ferrata set"),  # English, however Italian it sounds
    ],
)
async def test_it_is_shown(shopper: Shopper, typed: str, shown: str) -> None:
    (reply,) = await shopper.replies(typed)
    assert any(shown in card["title"] for card in reply["cards"]), reply


async def test_a_greeting_is_one(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("day to you")
    assert not reply["cards"]
