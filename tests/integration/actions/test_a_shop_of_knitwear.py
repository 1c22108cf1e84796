"""A shop whose titles end with names of people and places: what its things are, which of them is meant, and
what a wish keeps."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, COMPARE, ASK = "action_find_products", "action_compare_products", "action_product_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
GOODS = """\
K1|Merino Cardigan Nora|Women/Knitwear|Loam|Buttoned cardigan of fine merino.|Material: merino|office|\
S;navy;85;;0,M;navy;85;;4
K2|Cashmere Crew Una|Women/Knitwear|Loam|Fine jumper of pure cashmere.|Material: cashmere|gift|M;oat;179;;5
K3|Heavy Cable Jumper|Women/Knitwear|Loam|Chunky cable jumper.|Material: wool|winter|M;oat;95;;5
D1|Velvet Dress Clodagh|Women/Dresses|Loam|Evening dress of velvet.|Material: velvet|party|\
12;black;139;;3,14;black;139;;0
D2|Wrap Dress Maeve|Women/Dresses|Loam|Wrap dress of soft jersey.|Material: viscose|office|14;green;79;;3
S1|Derby Shoes Joyce|Shoes/Men|Bren|Smooth leather shoes for the office.|Material: leather|office|\
43;black;119;;2
S2|Canvas Shoes Quay|Shoes/Men|Bren|Plain shoes of canvas.|Material: canvas|casual|43;navy;99;;2
U1|Wool Suit Noel|Men/Suits|Loam|Suit of fine wool.|Material: wool|office|48;navy;349;;2
J1|Down Jacket Slieve|Women/Coats & jackets|Loam|Light jacket filled with down.|Filling: down|winter|\
M;plum;159;;5
B1|Leather Belt Hurley|Accessories|Loam|Belt 3.5 cm wide.|Material: leather|office|95;brown;45;;2
C1|Kids Rain Jacket Puddle|Children/Jackets|Loam|Rain jacket with a hood.|Waterproof: yes|rain|\
98;blue;45;;3,104;blue;45;;3,110;blue;45;;3,116;blue;45;;3
"""


def ids(reply: Reply) -> set[str]:
    return {card.product_id for card in reply.cards}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cardigans", {"K1"}),
        ("jumpers for women", {"K2", "K3"}),
        ("do you have belts", {"B1"}),
        ("shoes for men", {"S1", "S2"}),
        ("black shoes to go with a navy suit", {"S1"}),
        ("jacket for kids 116", {"C1"}),
        ("a rain jacket, she is 103 cm", {"C1"}),
        ("jackets in plum size m", {"J1"}),
    ],
)
async def test_what_is_found(shop: Talk, text: str, found: set[str]) -> None:
    assert ids(await shop.reply(FIND, text)) == found


async def test_a_thing_goes_by_its_name(shop: Talk) -> None:
    reply = await shop.reply(FIND, "cardigan nora in S")
    assert "sold out in S" in reply.text
    assert ids(reply) == {"K1"}


async def test_one_that_is_named_is_told_to_be_sold_out_in_the_size_that_was_asked_for(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "a dress in size 14")) == {"D2"}
    assert "Velvet Dress Clodagh is sold out in 14" in (await shop.reply(FIND, "the clodagh one")).text


async def test_a_wish_without_a_thing_goes_on_with_one(shop: Talk) -> None:
    await shop.reply(FIND, "something warm but not itchy under 100")
    reply = await shop.reply(FIND, "a jumper for a woman")
    assert "up to 100 EUR" in reply.text
    assert ids(reply) == {"K3"}


async def test_materials_that_are_compared_are_no_wish_for_both(shop: Talk) -> None:
    assert not (await shop.reply(COMPARE, "whats warmer, down or wool")).cards


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("una in M oat?", "Cashmere Crew Una is in stock in M in oat"),
        ("derby shoes joyce 43 black", "Derby Shoes Joyce is in stock in 43 in black"),
        ("43 in the derby shoes?", "Derby Shoes Joyce is in stock in 43"),
        ("una is made of what?", "cashmere"),
    ],
)
async def test_a_size_and_a_colour_beside_a_name_ask_whether_there_is_one(
    shop: Talk, text: str, said: str
) -> None:
    await shop.reply(FIND, "derby shoes")
    assert said in (await shop.reply(ASK, text, "give_details")).text


async def test_what_is_named_is_shown_whatever_was_asked_before(shop: Talk) -> None:
    await shop.reply(FIND, "a jumper under 100")
    assert ids(await shop.reply(FIND, "what about the una")) == {"K2"}
