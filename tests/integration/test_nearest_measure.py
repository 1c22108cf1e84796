"""Where nothing has the measure that was asked for, what comes nearest to it is shown first."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import begin


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("a sleeping bag for minus 15 degrees", "Polarlicht 900 down sleeping bag"),
        ("tent for 7 people", "Ferienhof 6 Air family tent"),
        ("a backpack with at least 90 litres", "Weltreise 55 + 15 travel backpack"),
    ],
)
async def test_the_nearest_first(client: TestClient, asked: str, first: str) -> None:
    replies = await (await begin(client)).replies(asked)
    assert replies[0]["cards"][0]["title"] == first
