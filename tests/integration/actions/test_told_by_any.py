"""Questions that the data of a product answer, whatever they call it."""

from __future__ import annotations

import dataclasses

import pytest
from actions_talk import Talk
from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.told_by_any import told_by_any
from bot.actions.tools import ActionTools
from retrieval.products.products import Products

ANSWER, ASK = "action_answer", "action_product_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,stock,currency"
)
GOODS = """\
P1|Corvane Front Clip Harness|Dogs/Harnesses|Corvane|Unpadded webbing with a ring at the chest. \
Take a lead with two hooks for it, which is sold by itself. Wash by hand.|Material: nylon|harness|M;red;29;5
P2|Corvane Everyday Harness|Dogs/Harnesses|Corvane|Thickly padded, with a handle on the back. \
Reflecting seams. Wash at 30 degrees.|Material: polyester|harness|M;grey;39;5
P3|Seedling Soya Clumping Litter 8 l|Cats/Litter|Seedling|Of soya hulls, clumps at once. \
Small amounts may go down the toilet where the waterworks allow it. A bag lasts one cat for five weeks.|\
Weight: 3 kg|litter|;;14;5
P4|Gate Two Chip Cat Flap|Cats/Flaps|Brenner|Opens for the cats whose chips it has learned only, up to 30. \
Needs four AA batteries, not included, which last for a year. A hole in glass must be cut by a glazier.|\
Colour: white|cat flap|;white;89;5
P5|Open Door Cat Flap|Cats/Flaps|Brenner|No electronics, can be locked in four ways. For doors from 8 mm.|\
Colour: white|cat flap|;white;25;5
P6|Sunny Perch Cat Tree|Cats/Trees|Brenner|Three platforms which carry 9 kg each. \
Two people build it in half an hour.|Height: 150 cm|cat tree|;beige;99;5
P7|Glim Light Collar|Dogs/Collars|Glim|Can be cut to 22 cm. Shines for nine hours, charged by USB-C. \
Stands rain and a short swim. No lead may be tied to it.|Colour: green|collar|;green;19;5
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("do i need a special lead for the ring at the front", "a lead with two hooks"),
        ("can I put the soya litter down the loo?", "may go down the toilet"),
        ("got a glass door. can i cut the hole for the chip one myself", "cut by a glazier"),
        ("how long do two of us need to put the cat tree together", "build it in half an hour"),
    ],
)
@pytest.mark.parametrize("action", [ANSWER, ASK])
async def test_whatever_it_calls_the_thing(shop: Talk, action: str, text: str, told: str) -> None:
    reply = await shop.reply(action, text, "ask_product")
    assert told in reply.text
    assert len(reply.cards) == 1  # nothing had been shown before
    assert shop.slots["current_product"] == reply.cards[0].product_id


async def test_another_than_the_one_at_hand(shop: Talk) -> None:
    await shop.reply(ASK, "how high is the Sunny Perch Cat Tree?", "ask_product")
    reply = await shop.reply(ASK, "is the light collar ok in the rain", "ask_product")
    assert "Stands rain" in reply.text
    reply = await shop.reply(ANSWER, "and how long does it shine?", "ask_product")
    assert "nine hours" in reply.text
    assert not reply.cards  # it was seen


@pytest.mark.parametrize(
    "text",
    [
        "do you ship to Norway?", "how long do I have to return something?", "can I pay by invoice?",
        "how long is the delivery time", "how do I measure my dog for a harness",
        "is the Makita harness heavy", "do you have hammocks?", "thanks a lot",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("action", "intent"), [(ANSWER, "ask_question"), (ANSWER, "ask_product")])
async def test_what_no_product_tells_is_left_to_others(
    shop: Talk, action: str, intent: str, text: str
) -> None:
    outcome = await shop.run(action, text, intent)
    assert outcome.error == ""
    assert outcome.replies
    assert not shop.slots.get("current_product")


async def test_an_approved_answer_comes_first(tools: ActionTools, products: Products) -> None:
    question = "do i need a special lead for the ring at the front"
    understood = {"text": question, "intent": {"name": "ask_product", "confidence": 1.0}}
    tracker = Tracker("c", {}, understood, [], False, None, {}, "action_listen")
    of_shop, pages = dataclasses.replace(tools, products=products), tools.documents.answer(question)
    assert told_by_any(of_shop, tracker, question, pages) is not None
    approved = replace(pages, answered=True, curated="front-ring")
    assert told_by_any(of_shop, tracker, question, approved) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("is the cat tree in stock and how much do its platforms carry?", ("in stock", "9 kg each")),
        ("does the chip flap need batteries? how many", ("four AA batteries",)),
    ],
)
async def test_stock_and_a_fact_are_told_together(shop: Talk, text: str, told: tuple[str, ...]) -> None:
    reply = await shop.reply(ANSWER, text, "ask_product")
    assert all(one in reply.text for one in told), reply


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("does it come with a footprint", True), ("is a footprint included", True),
        ("what does it come with", True), ("does it come with everything I need", True),
        ("does it come with pegs", False), ("do they come with a stuff sack?", False),
    ],
)  # fmt: skip
def test_what_is_included_is_told_of_the_thing_that_was_asked_for(
    tools: ActionTools, question: str, told: bool
) -> None:
    kit = tools.products.named("Flickzeug repair kit")[0][0]
    tent = replace(kit, description="A tent.", attributes={"Footprint included": "no", "Persons": "2"})
    known = tools.products.answer(tent, question)
    assert (known is not None and "footprint is not included" in known.text) is told


async def test_a_product_that_comes_without_another_thing_tells_nothing_of_this(talk: Talk) -> None:
    reply = await talk.reply(ASK, "does the pop up one come with pegs", "ask_product")
    assert "footprint" not in reply.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what pets is it for", True), ("which animals is it for", True),
        ("which of my pets is it for, dogs?", True),
        ("can the neighbour's cat get in", False), ("will the neighbour's cat get in", False),
        ("does it keep other cats out", False),
        ("is it ok for transporting dogs", False),
    ],
)  # fmt: skip
def test_which_animals_a_thing_is_for_is_told_where_it_is_asked(
    tools: ActionTools, question: str, told: bool
) -> None:
    kit = tools.products.named("Flickzeug repair kit")[0][0]
    flap = replace(kit, description="A flap.", attributes={"Animal": "Cat, Dog", "Colour": "white"})
    known = tools.products.answer(flap, question)
    assert (known is not None and "is for: Cat" in known.text) is told
