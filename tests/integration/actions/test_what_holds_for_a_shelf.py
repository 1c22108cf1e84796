"""What a page says of the shelf that the product at hand stands on, and of the case that a wish tells."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ASK, WISH = "action_find_products", "action_product_answer", "action_explain_wish"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,image,url,"
    "size,colour,variant_id,price,compare_at_price,stock,currency"
)
GOODS = """\
P1|Relax Classic Black|Cosmetics & Make-up/Wigs|Relax|Long and straight.|Hair: real||||;black;80;;4
P2|Velvet Bow Amelie|Accessories/Hair bands|Relax|Hair band of velvet.|Material: velvet||||;red;12;;4
P3|Slide Gold|Accessories/Hair slides|Corvin|Hair slide.|Material: brass||||;gold;9;;4"""
PAGES = {
    "returns": """\
# Returns
## How long you have
You can return what you bought within 30 days, unused and in its packaging.
## Opened jars
An opened jar of our own creams is taken back if at least half of it is left, and you get the money back.
## The money
We pay back within 6 working days after the parcel has reached us.
""",
    "nickel": """\
# Nickel
There is nickel in the clasps that Corvin makes, but not in the teeth.
""",
    "wigs": """\
# Wigs
Every wig is fitted in our shop, which takes an hour.
## Sending wigs back
Wigs cannot be sent back, for reasons of hygiene.
""",
}
WISHES = {"wish": "a return", "wish_question": "How do I return something?"}


async def test_a_product_is_asked_of_by_its_shelf(shop_with_pages: Talk) -> None:
    await shop_with_pages.reply(FIND, "the relax classic black")
    reply = await shop_with_pages.reply(WISH, "can i send it back", **WISHES)
    assert "Wigs cannot be sent back" in reply.text, reply


async def test_another_shelf_has_the_rule(shop_with_pages: Talk) -> None:
    await shop_with_pages.reply(FIND, "the velvet bow amelie")
    reply = await shop_with_pages.reply(WISH, "can i send it back", **WISHES)
    assert "30 days" in reply.text, reply


@pytest.mark.parametrize(
    "text", ["opened a jar and it stings can i send it back", "opened the jar, can i return it?"]
)
async def test_the_case_that_a_wish_tells_is_looked_up(shop_with_pages: Talk, text: str) -> None:
    reply = await shop_with_pages.reply(WISH, text, **WISHES)
    assert "opened jar" in reply.text, reply


async def test_what_is_told_of_another_maker_is_not_of_this_one(shop_with_pages: Talk) -> None:
    reply = await shop_with_pages.reply(ASK, "is there nickel in the clasp of the velvet bow amelie")
    assert "Corvin" not in reply.text, reply
