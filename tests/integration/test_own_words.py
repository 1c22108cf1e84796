"""The shop's words for things, in whatever form they are said."""

from __future__ import annotations

import pytest
from shopper import Shopper

from bot.wiring import Services


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("it pinches at the toes", "reason", "too_small"),
        ("The lamp arrived broken.", "reason", "damaged"),
        ("could you send another one", "resolution", "replacement"),
        ("I'd rather have my money back", "resolution", "refund"),
    ],
)
async def test_synonyms_are_read_as_their_value(
    services: Services, text: str, entity: str, value: str
) -> None:
    found = services.speaker.understander.read(text).entities
    assert (entity, value) in [(item.entity, item.value) for item in found]


async def test_a_return_told_in_own_words(shopper: Shopper) -> None:
    await shopper.replies("I'd like to send back something from order FW-204150")
    await shopper.replies("amelie.brandt@example.com")
    assert (await shopper.replies("only the hiking boots"))[-1]["response"] == "utter_ask_return_reason"
    assert (await shopper.replies("they pinch, too tight"))[-1]["response"] == "utter_ask_confirm_return"
    replies = await shopper.replies("no, leave it, I will wear them in")
    assert replies[0]["response"] == "utter_return_dropped"


async def test_an_address_that_is_refused_is_asked_for_again(shopper: Shopper) -> None:
    await shopper.replies("please change the delivery address of FW-204697")
    await shopper.replies("nora.feldmann@example.com")
    await shopper.replies("Nora Feldmann, Ringstr. 8, 80337 Munich")
    again = await shopper.replies("no, that's the wrong street")
    assert again[-1]["response"] == "utter_ask_new_address"
    asked = await shopper.replies("Nora Feldmann, Parkstr. 8, 80337 Munich")
    assert "Parkstr. 8" in asked[-1]["text"]


async def test_what_is_told_before_a_question_is_not_answered(shopper: Shopper) -> None:
    told = "I always wash my down jacket at 30 degrees."
    replies = await shopper.replies(f"{told} Who is the coach of your climbing course?")
    assert [(reply["kind"], reply["citations"]) for reply in replies] == [("decline", [])]
