"""A shop whose products are told by descriptions: which of several it is, how they differ, what they cost."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ASK, COMPARE, ANSWER, ADVISE = (
    "action_find_products", "action_product_answer", "action_compare_products", "action_answer",
    "action_recommend",
)  # fmt: skip
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,stock,currency"
)
GOODS = """\
M1|Trell Uno Espresso Machine|Machines|Trell|Brass boiler. 23 cm wide.||espresso machine|;steel;449;4
M2|Trell Piccola Espresso Machine|Machines|Trell|Only 19 cm wide. Fits where nothing else does.||\
espresso machine|;cream;289;4
G1|Kestrel K40 Electric Grinder|Grinders|Kestrel Works|For filter coffee.||grinder|;white;169;3
G2|Kestrel K40 E Espresso Grinder|Grinders|Kestrel Works|For espresso. Timer.||grinder|;black;199;3
G3|Morren Flat 55|Grinders|Morren|Flat burrs of 55 mm.||grinder|;black;349;3
K1|Lunde Kettle|Kettles|Lunde|Glass, with buttons for 70, 80 and 90 degrees.||kettle|;clear;79;5
K2|Lunde Everyday Kettle|Kettles|Lunde|Boils and switches off. No choice of temperature.||kettle|;black;39;5
C1|Harbour Blend|Coffee Beans|Quay|Chocolate and nuts.||coffee|250 g;;9.80;9,1 kg;;34;9
C2|Quay Decaf|Coffee Beans|Quay|By water alone.||coffee|250 g;;11.50;9,1 kg;;41;9
P1|Bottomless Portafilter|Barista Tools|Trell|For the Uno.||portafilter|;steel;65;2
"""


async def test_each_says_what_no_attribute_tells(shop: Talk) -> None:
    await shop.reply(FIND, "espresso machines")
    reply = await shop.reply(COMPARE, "i have a gap of 20 cm, which one fits")
    assert "“23 cm wide.”" in reply.text
    assert "“Only 19 cm wide.”" in reply.text
    assert reply.comparison is not None


@pytest.mark.parametrize("action", [ASK, ANSWER])
async def test_the_cheapest_that_does_something(shop: Talk, action: str) -> None:
    await shop.reply(FIND, "kettles")
    reply = await shop.reply(action, "whats the cheapest that does 70 degrees")
    assert "buttons for 70, 80 and 90 degrees" in reply.text
    assert "No choice of temperature" in reply.text


async def test_products_without_attributes_differ_by_their_descriptions(shop: Talk) -> None:
    reply = await shop.reply(COMPARE, "what's the difference between the K40 and the K40 E")
    assert "For filter coffee." in reply.text
    assert "For espresso." in reply.text
    assert "Price: 199 EUR / 169 EUR" in reply.text


@pytest.mark.parametrize("name", ["K40 E", "k40 e", "k40e"])
async def test_a_code_is_a_name_behind_the_beginning_of_a_brand(shop: Talk, name: str) -> None:
    reply = await shop.reply(ASK, f"does the {name} come in black?")
    assert [card.product_id for card in reply.cards] == ["G2"]


async def test_a_number_is_one_side_of_a_comparison(shop: Talk) -> None:
    reply = await shop.reply(COMPARE, "the 55 vs the K40 E")
    assert reply.comparison is not None
    assert [one.product_id for one in reply.comparison.products] == ["G3", "G2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the piccola in cream and the k40 e, how much together", "together 488 EUR"),
        ("the uno in steel plus the flat 55, what would that be with the deal", "Uno (steel) 449 EUR"),
        ("harbour blend kilo bags, 6 of them, what would that be", "204 EUR"),
        ("2 x harbour blend 1 kg and the flat 55, total?", "together 417 EUR"),
        ("1 kilo of the quay decaf and 250g harbour blend", "together 50.80 EUR"),
        ("so the piccola plus the flat 55", "together 638 EUR"),
        ("the piccola and the flat 55 comes to what", "together 638 EUR"),
        ("the piccola and the flat 55 please, total with postage", "together 638 EUR"),
        ("so total for the piccola and the flat 55", "together 638 EUR"),
    ],
)
@pytest.mark.parametrize("action", [ANSWER, FIND, ASK])
async def test_what_things_cost_together(shop: Talk, action: str, text: str, told: str) -> None:
    assert told in (await shop.reply(action, text)).text


async def test_what_was_shown_is_summed_by_what_it_is_called(shop: Talk) -> None:
    await shop.reply(FIND, "kettles")
    await shop.reply(ASK, "do you have the harbour blend in 250 g?", "check_stock")
    reply = await shop.reply(ANSWER, "glass kettle plus 1 kg of that, sum?")
    assert "Kettle 79 EUR" in reply.text
    assert "together 113 EUR" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "the piccola and a unicorn, how much together",
        "5 kg of the quay decaf plus the flat 55, total?",
        "how much is delivery to Cork and to Berlin?",
        "how much is the flat 55 and the trell machine together",
        "so total for the piccola, a unicorn, the flat 55 and 3 kettles",
    ],
)
async def test_what_is_not_known_is_not_summed(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "kettles")
    assert "together" not in (await shop.reply(ANSWER, text)).text


async def test_what_is_asked_besides_is_no_thing_to_be_paid(shop: Talk) -> None:
    await shop.reply(FIND, "kettles")
    await shop.reply(ASK, "do you have the harbour blend in 250 g?", "check_stock")
    reply = await shop.reply(ASK, "how much is it and what buttons are there")
    assert "together" not in reply.text


async def test_a_budget_is_for_what_was_named_before(shop: Talk) -> None:
    await shop.run(ANSWER, "which grinder is without hassle")
    reply = await shop.reply(FIND, "my budget is max 200 though, what would u say")
    assert {card.product_id for card in reply.cards} <= {"G1", "G2"}


async def test_which_coffee_seeks_coffee_behind_other_things(shop: Talk) -> None:
    await shop.reply(FIND, "portafilters in steel")
    reply = await shop.reply(FIND, "and which coffee, strong pls")
    assert {card.product_id for card in reply.cards} == {"C1", "C2"}
