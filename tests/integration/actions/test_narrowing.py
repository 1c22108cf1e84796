"""Advice asks what narrows the choice most, at most three times, and takes no answer for one."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.actions.narrowing import NO_MATTER
from bot.conversation.messages import Button, Reply
from retrieval.recommend.asking import MOST_ANSWERS

NAMED = ("kinds", "categories")
ADVISE, FIND = "action_recommend", "action_find_products"


def choice(asked: Reply, title: str) -> Button:
    return next(button for button in asked.buttons if button.title == title)


async def test_an_answer_narrows_what_is_shown(talk: Talk) -> None:
    shown, asked = (await talk.run(ADVISE, "i need a tent, which one would you take?")).replies
    assert shown.cards
    assert asked.text == "For how many people?"
    assert [button.title for button in asked.buttons] == ["1", "2", "3", "4", NO_MATTER]
    after = await talk.press(ADVISE, choice(asked, "3"))
    assert talk.slots["constraints"]["wanted"] == {"Persons": "= 3"}
    cards = after.replies[0].cards
    assert cards
    assert all("Persons: 3" in card.reason for card in cards)


async def test_no_matter_leaves_the_wish_and_is_not_asked_again(talk: Talk) -> None:
    _, asked = (await talk.run(ADVISE, "recommend me a jacket")).replies
    before = talk.slots["constraints"]
    texts = [asked.text]
    while len(texts) < MOST_ANSWERS:
        _, asked = (await talk.press(ADVISE, choice(asked, NO_MATTER))).replies
        texts.append(asked.text)
    (last,) = (await talk.press(ADVISE, choice(asked, NO_MATTER))).replies
    assert last.cards, "the fourth time nothing is asked"
    assert len(set(texts)) == MOST_ANSWERS
    after = talk.slots["constraints"]
    assert {**after, "asked": ()} == {**before, "asked": ()}


@pytest.mark.parametrize(
    ("wanted", "use"), [("boots", "via ferrata"), ("boots", "for via ferrata"), ("a jacket", "climbing")]
)
async def test_a_typed_use_keeps_the_things(talk: Talk, wanted: str, use: str) -> None:
    _, asked = (await talk.run(ADVISE, f"recommend me {wanted}")).replies
    assert asked.text == "What is it for?"
    things = talk.slots["constraints"]
    assert (await talk.reply(FIND, use)).cards
    after = talk.slots["constraints"]
    assert [after.get(name) for name in NAMED] == [things.get(name) for name in NAMED]


async def test_other_things_are_an_answer_of_their_own(talk: Talk) -> None:
    await talk.run(ADVISE, "recommend me boots")
    found = (await talk.reply(FIND, "backpacks")).cards
    assert all("backpack" in card.title for card in found)


async def test_what_the_shopper_said_is_not_asked(talk: Talk) -> None:
    outcome = await talk.run(ADVISE, "recommend a waterproof jacket for women under 150 euros")
    texts = [reply.text for reply in outcome.replies[1:]]
    assert not {"Whom is it for?", "What may it cost?", "Does it have to be waterproof?"} & set(texts)


async def test_a_search_is_not_held_up_by_questions(talk: Talk) -> None:
    assert len((await talk.run(FIND, "show me tents")).replies) == 1


async def test_few_products_need_no_question(talk: Talk) -> None:
    outcome = await talk.run(ADVISE, "recommend me a tent for 6 people")
    assert len(outcome.replies) == 1


async def test_nothing_is_asked_of_the_cheapest(talk: Talk) -> None:
    assert len((await talk.run(ADVISE, "recommend me the cheapest tent")).replies) == 1
    assert len((await talk.run(ADVISE, "recommend me a tent")).replies) == 2
