"""What a page tells, asked with a number, a unit or a kind in it for which there are products as well."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ASK, RECOMMEND = "action_find_products", "action_product_answer", "action_recommend"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,image,url,"
    "size,colour,variant_id,price,compare_at_price,stock,currency"
)
GOODS = """\
P1|Planter Delta 60|Pots/Planters|Terra|Planter for the balcony.|Volume: 60 l||||60 l;grey;40;;4
P2|Planter Delta 120|Pots/Planters|Terra|Planter for the terrace.|Volume: 120 l||||120 l;grey;80;;4
P3|Straw hat Riva|Clothing/Hats|Terra|Hat with a wide brim.|Material: straw||||M;;30;;4"""
PAGES = {
    "planting": """\
# Planting on the balcony
## How many plants
One large plant per 20 litres of soil. Herbs need 3 litres each.
## Which soil
Take soil without peat and mix in some sand for lavender.
""",
    "hats": """\
# Sizes of hats and gloves
## Hats
| size | head | for example |
|---|---|---|
| S | 54 to 55 cm | youths |
| M | 56 to 57 cm | most women |
| L | 58 to 59 cm | most men |

Between two sizes take the bigger one.
""",
}


@pytest.mark.parametrize("text", ["how many plants fit in 60 l", "how many plants can i put in 60 litres"])
async def test_a_number_that_a_page_tells_for_any_measure(shop_with_pages: Talk, text: str) -> None:
    reply = await shop_with_pages.reply(ASK, text)
    assert "per 20 litres" in reply.text, reply


@pytest.mark.parametrize("action", [FIND, RECOMMEND])
async def test_a_size_without_the_measure_it_goes_by(shop_with_pages: Talk, action: str) -> None:
    reply = await shop_with_pages.reply(action, "what size hat for a 70 kg man")
    assert not reply.cards
    assert [size for size in ("54 to 55", "56 to 57", "58 to 59") if size in reply.text] != [], reply
    assert len(reply.tables) == 1


async def test_what_comes_in_a_size_is_shown(shop_with_pages: Talk) -> None:
    assert (await shop_with_pages.reply(FIND, "do you have hats in size M")).cards
