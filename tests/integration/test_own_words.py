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


@pytest.mark.parametrize(
    "text",
    [
        "is there any news about 204518?",
        "Sorry to bother you, could you undo what I ordered an hour ago? FW-204697",
        "I need to call off order FW-204123, we are moving next week",
        "no no, leave it in, I changed my mind again",
        "what does the courier do with it when nobody is home?",
        "No, not the red one!! The black",
        "crap, I forgot the house number",
        "and who pays if it gets lost?",
    ],
)
async def test_a_slip_or_a_hurry_is_no_anger(services: Services, text: str) -> None:
    assert services.speaker.understander.read(text).mood.name != "angry"


@pytest.mark.parametrize(
    "text",
    [
        "I've told you three times now, you useless bot!",
        "where the hell is my parcel, you incompetent lot",
        "stop wasting my time and get me your boss",
        "nobody answers your phone and nobody answers my mails!!",
        "what a disgrace of a shop, never again",
    ],
)
async def test_open_anger_is_heard(services: Services, text: str) -> None:
    assert services.speaker.understander.read(text).mood.name == "angry"


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
