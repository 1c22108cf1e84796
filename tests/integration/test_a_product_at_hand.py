"""Questions about the product that was just shown, answered from the catalogue."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

ASKED = [
    ("Lumenor Orion 1200", "how is it charged?", "USB-C"),  # sold out: spoken of all the same
    ("Polarfaust mittens", "how heavy is it?", "0.32 kg"),
    ("Campo 2", "what's the water column?", "2000 mm"),
    ("Campo 2", "how long does it take to set up?", "6 min"),
    ("Windschirm", "how long is it?", "64 cm"),
    ("Zeltlicht", "how bright is it?", "120 lm"),
    ("Sommernacht 12", "how much down is in it?", "350 g"),
    ("Plitsch", "how much does it hold?", "0.4 l"),
    ("Steinbock mountain boot women", "can I use it in the rain?", "water-repellent"),
    ("Silk hut liner", "do you have it in L?", "one size"),
    ("Poncho Allwetter", "which sizes do you have?", "one size"),
    ("Campo 2", "how much is it?", "99.95"),
]
"""A product that is shown, what is asked of it then, and words of the answer."""


async def test_it_is_told(client: TestClient) -> None:
    missed = []
    for product, question, answer in ASKED:
        shopper = await begin(client)
        await shopper.replies(f"show me the {product}")
        (reply,) = await shopper.replies(question)
        if answer not in reply["text"]:
            missed.append((product, question, reply["text"]))
    assert not missed


async def test_others_than_what_is_sold_out_are_of_its_kind(shopper: Shopper) -> None:
    await shopper.replies("show me the Lumenor Orion 1200")
    (reply,) = await shopper.replies("something lighter?")
    assert reply["cards"]
    assert all("headlamp" in card["title"] or "head torch" in card["title"] for card in reply["cards"]), reply


async def test_what_is_sold_out_is_shown_with_a_notice(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("show me the Lumenor Orion 1200")
    assert "sold out" in reply["text"]
    assert [card["title"] for card in reply["cards"]] == ["Lumenor Orion 1200 headlamp"]
    assert [button["title"] for button in reply["buttons"]] == ["Tell me when it's back"]


async def test_another_size_of_it_is_told_with_its_price(shopper: Shopper) -> None:
    await shopper.replies("climbing rope 60 m")
    (reply,) = await shopper.replies("longer?")
    assert "70 m (169 EUR) and 80 m (189 EUR)" in reply["text"]
    assert [card["price"] for card in reply["cards"]] == ["169.00"]
    (reply,) = await shopper.replies("the longest one please")
    assert "80 m (189 EUR)" in reply["text"]
    (reply,) = await shopper.replies("even longer?")
    assert "last of its sizes" in reply["text"]


async def test_what_a_size_costs_is_told_of_each_that_was_shown(shopper: Shopper) -> None:
    await shopper.replies("show me climbing ropes")
    (reply,) = await shopper.replies("how much is 70 m?")
    assert reply["text"].startswith("In 70 m: the "), reply
    assert all("70 m" in card["reason"] for card in reply["cards"]), reply
    await shopper.replies("climbing rope 60 m")
    (reply,) = await shopper.replies("how much is 80 m")
    assert "80 m costs 189 EUR" in reply["text"]
