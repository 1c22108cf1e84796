"""A shop of garden ponds: which product a message means, what two of them cost, and what a new word leaves of
the wish before."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, ASK, BUY, COMPARE, ANSWER = (
    "action_find_products", "action_product_answer", "action_buy_product", "action_compare_products",
    "action_answer",
)  # fmt: skip
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
B1|Basin Marsh 60|Ponds/Basins|Wasp|With pump.|Volume: 60 l; Material: plastic|;black;89;;6
B2|Basin Marsh 120|Ponds/Basins|Wasp|With pump.|Volume: 120 l; Material: plastic|;black;149;;3
B3|Basin Rill|Ponds/Basins|Wasp|Small, for a balcony.|Volume: 20 l; Plants: lilies|;grey;49;;3
G1|Quartz gravel|Ponds/Gravel|Stein|Round.|Material: quartz; Floating: no|5 kg;white;6;;9,25 kg;white;20;;9
G2|Basalt gravel|Ponds/Gravel|Stein|Black.|Material: basalt; Floating: no|5 kg;black;5;;9,10 kg;black;9;;9
G3|Lava gravel|Ponds/Gravel|Stein|Light. Next delivery in March.|Material: lava; Floating: yes|5 kg;red;7;;0
P1|Fountain pump Jet|Ponds/Pumps|Wasp|Quiet.|Power: 20 W|;black;39;;4
M1|Net for leaves|Ponds/Nets|Wasp|Fine.|Material: nylon|200 cm;green;15;;4,300 cm;green;19;;4
L1|Planter Ark|Ponds/Planters|Wasp|For lilies.|Floating: yes|;brown;12;;4
L2|Planter Rock|Ponds/Planters|Wasp|For reeds.|Floating: no|;brown;14;;4
S1|Storage bag Heap|Ponds/Bags|Stein|For what is left.|Material: jute|;brown;4;;9
W1|Wellington boot Moor|Ponds/Boots|Wasp|High.|Material: rubber|M 38 cm;black;29;;4,L 41 cm;black;29;;0
"""


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


async def test_a_name_behind_the_noun_with_its_number(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "marsh 60")) == ["B1"]
    assert (await shop.reply(ASK, "how much is the 120")).text.startswith("The Basin Marsh 120 costs 149")


@pytest.mark.parametrize("action", [ANSWER, COMPARE])
async def test_how_one_differs_from_another_by_its_number(shop: Talk, action: str) -> None:
    await shop.reply(FIND, "basin rill")
    reply = await shop.reply(action, "the marsh 60 then, what's the difference to the 120")
    assert reply.comparison is not None
    assert [column.product_id for column in reply.comparison.products] == ["B1", "B2"]


@pytest.mark.parametrize("action", [FIND, ASK, COMPARE, ANSWER])
async def test_what_is_cheapest_by_the_kilo(shop: Talk, action: str) -> None:
    await shop.reply(FIND, "gravel")
    reply = await shop.reply(action, "which of them is cheapest per kilo")
    told = "the Quartz gravel 0.80 EUR in 25 kg and the Basalt gravel 0.90 EUR in 10 kg."
    assert reply.text == f"By the kilo, the cheapest first: {told}"


async def test_prices_of_one_by_a_unit(shop: Talk) -> None:
    reply = await shop.reply(ASK, "how much is the basalt gravel per 100 g")
    assert reply.text == "The Basalt gravel by the 100 g: 0.09 EUR in 10 kg and 0.10 EUR in 5 kg."


async def test_two_kinds_that_were_shown_in_total(shop: Talk) -> None:
    await shop.reply(FIND, "fountain pump")
    await shop.reply(FIND, "leaf net")
    reply = await shop.reply(ASK, "ok the pump and the net, total?")
    assert sorted(ids(reply)) == ["M1", "P1"]
    assert "together 54 EUR" in reply.text


async def test_both_are_put_into_the_basket(shop: Talk) -> None:
    await shop.reply(FIND, "gravel")
    assert ids(await shop.reply(BUY, "add both to basket")) == ["G1", "G2"]


async def test_another_material_takes_the_place_of_the_first(shop: Talk) -> None:
    await shop.reply(FIND, "gravel of quartz")
    assert ids(await shop.reply(FIND, "basalt then")) == ["G2"]


async def test_what_is_said_behind_a_comparative_is_heard(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "a basin of 120 litres")) == ["B2"]
    assert ids(await shop.reply(FIND, "too dear. anything smaller, with lilies")) == ["B3"]


async def test_what_things_do_not_is_no_wish_for_it(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "planters that don't float")) == ["L2"]


async def test_a_number_behind_a_colour_is_a_size(shop: Talk) -> None:
    await shop.reply(FIND, "nets in 200 cm")
    assert "in size 300 cm" in (await shop.reply(FIND, "i'd like to see it in green 300")).text


@pytest.mark.parametrize("text", ["show me basalt gravel", "what gravel is in stock"])
async def test_things_that_are_to_be_seen_are_shown(shop: Talk, text: str) -> None:
    assert "G2" in ids(await shop.reply(ANSWER, text))


async def test_a_word_that_begins_one_of_a_title(shop: Talk) -> None:
    await shop.reply(FIND, "gravel")
    assert (await shop.reply(ASK, "the basa one, how much")).text.startswith("The Basalt gravel costs")


async def test_what_holds_a_thing_is_not_the_thing(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "do you have a bag of basalt gravel")) == ["G2"]


async def test_what_none_of_the_new_things_is_was_not_to_be_left_out(shop: Talk) -> None:
    await shop.reply(FIND, "something for my balcony, no nylon")
    assert "nylon" not in (await shop.reply(FIND, "show me pumps")).text


async def test_when_it_is_back_is_asked_of_what_is_sold_out(shop: Talk) -> None:
    await shop.reply(FIND, "lava gravel")
    reply = await shop.reply(ANSWER, "when will you have it again")
    assert reply.text.startswith("Sorry, the Lava gravel is sold out at the moment. Our description says:")
    assert "Next delivery in March." in reply.text
    assert reply.text.endswith("I can tell you when it is back.")


async def test_what_is_in_it_is_no_question_for_stock(shop: Talk) -> None:
    await shop.reply(FIND, "basin rill")
    reply = await shop.reply(ASK, "does it have a pump in it", "check_stock")
    assert "in stock" not in reply.text


async def test_a_letter_with_its_measure_is_a_size(shop: Talk) -> None:
    reply = await shop.reply(FIND, "do you have a wellington boot in L")
    assert reply.text.startswith("Sorry, the Wellington boot Moor is sold out in L")
    assert "in stock in M" in (await shop.reply(ASK, "and in M?", "check_stock")).text
