"""Where only a part of an order is to be cancelled, the whole is not offered."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import begin

EMAIL = "lisbeth.moser@example.com"
"""Of FW-204696: a stove, pots, a fuel bottle."""


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (("I ordered 3 things but i only want two of them, can u take one out? FW-204696", EMAIL), ""),
        ((f"can u take one out of FW-204696, {EMAIL}? the fuel bottle",), "Fuel bottle"),
        (("please cancel the fuel bottle in order FW-204696", EMAIL), "Fuel bottle"),
        ((f"cancel my order FW-204696 {EMAIL}", "the fuel bottle"), "Fuel bottle"),
        ((f"cancel my order FW-204696 {EMAIL}", "no, only the fuel bottle"), "Fuel bottle"),
        ((f"cancel my order FW-204696 {EMAIL}", "only the third thing actually"), "Fuel bottle"),
        ((f"cancel the last item of FW-204696 {EMAIL}",), "Fuel bottle"),
    ],
)
async def test_a_part_is_told_how_it_is_taken_out(
    client: TestClient, said: tuple[str, ...], part: str
) -> None:
    shopper = await begin(client)
    for text in said:
        replies = await shopper.replies(text)
    assert replies[0]["response"] == "utter_order_part"
    assert part in replies[0]["text"]
    assert not any(reply["response"] == "utter_ask_confirm_cancel_order" for reply in replies)


@pytest.mark.parametrize(
    "said",
    [
        ("do you have fuel bottles?", "cancel my order", "FW-204696", EMAIL),
        (f"please cancel FW-204696, {EMAIL}. My wife bought me the same bottle",),
        (f"I don't need the stove after all, scrap order FW-204696, {EMAIL}",),
        (f"I bought the wrong stove, please cancel order FW-204696, {EMAIL}",),
        (f"take the fuel bottle out of FW-204696, {EMAIL}", "then cancel the whole order"),
    ],
)
async def test_the_whole_is_cancelled_where_it_is_meant(client: TestClient, said: tuple[str, ...]) -> None:
    shopper = await begin(client)
    for text in said:
        replies = await shopper.replies(text)
    assert replies[-1]["response"] == "utter_ask_confirm_cancel_order"
