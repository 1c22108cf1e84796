"""Whole conversations of shoppers with a task, judged by what was done."""

from __future__ import annotations

from pathlib import Path
from random import Random

from aiohttp.test_utils import TestClient
from shopper import begin
from simulated_shopper import goals, pursue

SHOP = Path(__file__).parents[2] / "data" / "demo_shop" / "shop"


async def test_what_they_want_is_done(client: TestClient) -> None:
    random = Random(44)
    failed = {}
    for goal in goals(SHOP, random, each=4):
        if told := await pursue(await begin(client), goal, random):
            failed[goal] = told
    assert not failed
