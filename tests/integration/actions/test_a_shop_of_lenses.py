"""A shop of cameras and what belongs to them: what attributes say in a word that begins another one, what
fits by the measures that are stated, and what goes on with what was told."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply
from retrieval.products.products import Products

FIND, ASK, BUY = "action_find_products", "action_product_answer", "action_buy_product"
COMPARE, ANSWER = "action_compare_products", "action_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
C1|Pello Vantor Camera|Cameras/Cameras|Pello|For trips.|\
Mount: ZKM; Weight: 480 g; Range: 12 to 30 m|;black;899;;4
C2|Pello Aster Camera|Cameras/Cameras|Pello|For studios.|Mount: ZKM-R; Weight: 980 g|;black;2899;;2
L1|Oculo Brisk Lens|Cameras/Lenses|Oculo|Bright.|Mount: ZKM; Front width: 58 mm|;black;399;;4
L2|Oculo Stately Lens|Cameras/Lenses|Oculo|Long.|Mount: ZKM-R; Front width: 82 mm|;black;1399;;3
H1|Kelp Lens Hood|Supplies/Hoods|Kelp|Against the sun.|Fits: lenses with a front of 52 to 67 mm|;black;29;;6
P1|Haul Roller Bag|Supplies/Bags|Haul|With wheels.|Max print width: 30 cm; Weight: 2 kg|;grey;129;;3
A1|Loom Gallery Prints|Supplies/Prints|Loom|On card.|Paper: matt|20x24M;;9;;5,30x40M;;19;;5,40x60M;;29;;5
A2|Loom Art Prints|Supplies/Prints|Loom|On linen.|Paper: linen|40x60M;;49;;5
G1|Knit Photo Gloves|Clothing/Gloves|Knit|Thin.|Season: winter|7;black;25;;2,8;black;25;;5,9;black;25;;0
T1|Bright Shade Vest|Clothing/Vests|Knit|Light.|Pockets: 4|;yellow;35;;5
"""


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zkm lenses", ["L1"]), ("lenses with zkm mount", ["L1"]), ("a lens for zkm", ["L1"]),
        ("zkm-r lenses", ["L2"]), ("do you have zkm-r lenses", ["L2"]),
        ("zkm lenses and cameras", ["C1", "L1"]),
    ],
)  # fmt: skip
async def test_a_value_that_begins_another_one_is_not_that(shop: Talk, text: str, found: list[str]) -> None:
    assert sorted(ids(await shop.reply(FIND, text))) == found


async def test_what_was_asked_of_both_kinds_stays(shop: Talk) -> None:
    await shop.reply(FIND, "zkm lenses and cameras")
    assert ids(await shop.reply(FIND, "and the lenses?")) == ["L1"]


@pytest.mark.parametrize("text", ["ok how many of the 8 do you have", "how many of those size 8 are there"])
async def test_a_size_points_at_what_comes_in_it(shop: Talk, text: str) -> None:
    await shop.reply(ASK, "are the knit photo gloves in stock in 8", "check_stock")
    await shop.reply(ASK, "how heavy is the vantor", "ask_product")
    reply = await shop.reply(ASK, text, "check_stock")
    assert reply.text == "Yes, the Knit Photo Gloves are in stock in 8."


async def test_a_measure_is_told_of_the_one_that_is_named(shop: Talk) -> None:
    reply = await shop.reply(ANSWER, "how far does the vantor go", "ask_question")
    assert reply.text == "The range of the Pello Vantor Camera is 12 to 30 m."


async def test_how_bright_is_no_name(shop: Talk) -> None:
    assert "Shade Vest" not in (await shop.reply(ASK, "how bright is the brisk lens", "ask_product")).text


@pytest.mark.parametrize(
    ("action", "text", "said", "found"),
    [
        (FIND, "prints for the roller bag", "print width of the Haul Roller Bag is 30 cm. By that", ["A1"]),
        (ASK, "which prints fit the haul roller bag", "is 30 cm. By that this one fits:", ["A1"]),
        (FIND, "do you have hoods for the brisk lens", "is 58 mm, which is within that. By that", ["H1"]),
        (COMPARE, "then which hoods fit the stately", "which is more than that. By that I have no hoods", []),
        (FIND, "a hood for the stately with a 60 mm front", "60 mm is within that. By that this one", ["H1"]),
    ],
)  # fmt: skip
async def test_what_fits_by_the_measures_that_are_stated(
    shop: Talk, action: str, text: str, said: str, found: list[str]
) -> None:
    reply = await shop.reply(action, text)
    assert said in reply.text
    assert ids(reply) == found
    assert all(card.reason.startswith("Size 20x24M") or card.product_id != "A1" for card in reply.cards)


async def test_whether_it_fits_is_asked_again(shop: Talk) -> None:
    first = await shop.reply(ASK, "does the kelp hood fit on the stately lens", "ask_product")
    assert first.text.endswith("82 mm, which is more than that.")
    assert (await shop.reply(ASK, "so does it fit?", "ask_product")).text == first.text


@pytest.mark.parametrize("action", [ASK, ANSWER, COMPARE])
async def test_nothing_is_guessed_of_two_that_nothing_is_said_of(shop: Talk, action: str) -> None:
    reply = await shop.reply(action, "would the knit photo gloves go with the vantor?", "ask_product")
    assert reply.text.startswith("Our product data don't say whether the Knit Photo Gloves and the")


async def test_my_size_is_the_one_that_was_told(shop: Talk) -> None:
    await shop.run(ANSWER, "hi, i wear size 8")
    reply = await shop.reply(FIND, "do you have gloves in my size")
    assert reply.text == "One product fits: gloves in size 8."
    assert reply.cards[0].reason == "Size 8 in stock"


@pytest.mark.parametrize("action", [FIND, ASK, ANSWER])
async def test_how_much_so_many_of_a_kind_are(shop: Talk, action: str) -> None:
    said = (await shop.reply(action, "how much for two lenses", "ask_product")).text
    assert "costs 399 EUR, two 798" in said
    assert "costs 1399 EUR, two 2798" in said


@pytest.mark.parametrize("action", [FIND, ASK])
async def test_why_one_costs_so_much(shop: Talk, action: str) -> None:
    said = (await shop.reply(action, "why is the aster so expensive", "ask_product")).text
    assert said == "The Pello Aster Camera costs 2899 EUR. Our description says: “For studios.”"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("add a lens mirror and something to read", "lens mirror"),
        ("do you have a lens bucket", "lens bucket"),
        ("i need a lens with a good hood", ""), ("do you have a camera today", ""),
    ],
)  # fmt: skip
async def test_what_only_begins_like_a_thing_is_none(products: Products, text: str, thing: str) -> None:
    assert products.unsold(text) == thing


async def test_a_day_when_it_is_back_is_not_known(shop: Talk) -> None:
    reply = await shop.reply(ASK, "when will the photo gloves in size 9 be back", "check_stock")
    assert "is back" not in reply.text
