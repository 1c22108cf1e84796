"""A shop of food: who asks whether somebody with an allergy may have a thing is told what its data state."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.actions.allergies import NO_MORE

FIND, ASK, ANSWER = "action_find_products", "action_product_answer", "action_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
GOODS = """\
T1|Caramel Truffles|Chocolate|Petite|Dark truffles with caramel.|Allergens: milk, may contain nuts|gift|\
100 g;;9;;5
P1|Christmas Pudding|Puddings|Loaf|Pudding with fruit.|Ingredients: wheat, egg, almonds|winter|450 g;;13;;5
C1|Oat Crackers|Crackers|Hob|Crackers of oats.|Weight: 150 g|cheese|150 g;;4;;5
C2|Charcoal Crackers|Crackers|Hob|Black crackers.|Allergens: sesame|cheese|150 g;;5;;5
"""


@pytest.mark.parametrize("action", [FIND, ASK, ANSWER])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("my son has a nut allergy, are your truffles safe", "allergens: milk, may contain nuts."),
        ("is the christmas pudding ok with a nut allergy", "ingredients: wheat, egg, almonds."),
    ],
)
async def test_what_is_in_it_is_told_and_no_yes(shop: Talk, action: str, text: str, told: str) -> None:
    reply = await shop.reply(action, text)
    assert told in reply.text
    assert reply.text.endswith(NO_MORE)


async def test_of_several_it_is_said_which_states_nothing(shop: Talk) -> None:
    reply = await shop.reply(ASK, "she has a nut allergy, are your crackers safe")
    assert "Oat Crackers: our data do not say what is in it." in reply.text
    assert "Charcoal Crackers: allergens: sesame." in reply.text


async def test_what_is_called_by_a_word_is_meant_rather_than_what_was_spoken_of(shop: Talk) -> None:
    await shop.reply(FIND, "show me the caramel truffles")
    reply = await shop.reply(ASK, "would those be ok for a coeliac? the charcoal?")
    assert "Charcoal Crackers: allergens: sesame." in reply.text
    assert "Truffles" not in reply.text
