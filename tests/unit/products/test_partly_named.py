"""Products that are called by a part of their titles."""

from __future__ import annotations

import pytest

from retrieval.products.partly_named import PartlyNamed

TITLES = [
    "Brightwell Canister 150 External Filter",
    "Brightwell Canister 350 External Filter",
    "Brightwell Canister 350 Thermo External Filter",
    "Rill Internal Filter 300",
    "Rill Internal Filter 600",
    "Emberstick Aquarium Heater",
    "Dragon Stone",
    *[f"Plain Filter {name}" for name in ("one", "two", "three")],
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what is the noise of the canister 350?", [1, 2]),
        ("does the rill 600 come with a spray bar", [4]),
        ("is the emberstick 200 W in stock", [5]),
        ("how heavy is the filter", []),  # any of them
        ("how heavy is the stone", []),  # a word of the language alone
        ("how long does it take?", []),
        ("", []),
    ],
)
def test_what_is_meant(text: str, meant: list[int]) -> None:
    assert PartlyNamed(TITLES).places(text) == meant
