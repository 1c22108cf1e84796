"""A shop of sewing machines and what belongs to them, its titles in capital letters: which product a message
is of, what several cost, and what keeps to a limit."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, ASK, BUY = "action_find_products", "action_product_answer", "action_buy_product"
COMPARE, ANSWER = "action_compare_products", "action_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
M1|Tarn Silk Road 300 Sewing Machine|Machines/Sewing machines|Tarn|For the beginning.|Stitches: 14; \
Max cloth thickness: 6 mm; Weight: 5.8 kg|;white;249;;4
M2|Tarn Atlas Sewing Machine|Machines/Sewing machines|Tarn|For heavy cloth.|Stitches: 32; \
Max cloth thickness: 12 mm; Weight: 9.5 kg; Lights included: yes|;black;599;699;2
T1|Okka Bench Table|Furniture/Tables|Okka|Folds.|Max load: 40 kg; Width: 90 cm|;oak;189;;3
N1|Prick Universal Needles|Supplies/Needles|Prick|For all cloth.|Needle shape: round|\
70x10A;;4.50;;9,80x12A;;4.50;;0,90x14A;;4.90;;9
N2|Prick Leather Needles|Supplies/Needles|Prick|For leather.|Needle shape: cutting|90x14A;;6.50;7.50;0
F1|Prick KL-R470 Walking Foot|Supplies/Feet|Prick|Feeds from above.|Fits: cloth of 2 to 8 mm; Left side: no|\
;steel;29.90;;6
F2|Prick KL-R480 Zip Foot|Supplies/Feet|Prick|For zips.|Screws included: yes|;steel;12;;6
L1|Lux Clamp Front Lamp|Furniture/Lamps|Lux|Light from the front.|Brightness: 300 lm|;white;39.90;;6
L2|Lux Clamp Rear Lamp|Furniture/Lamps|Lux|Light from behind.|Brightness: 200 lm|;white;19.90;;6
C1|Heavy Felt Cloth|Supplies/Cloth|Loom|Thick.|Thickness: 9 mm|;red;12;;50
B1|Loom Wicker Basket|Furniture/Baskets|Loom|For wool.|Width: 30 cm|;brown;25;;4
W1|Women's Fennick Work Apron|Clothing/Aprons|Loom|Long.|Gender: women|S;teal;35;;2,M;teal;35;;2
W2|Garrick Work Apron|Clothing/Aprons|Loom|Wide.|Gender: unisex|S;grey;32;;2,M;grey;32;;7
"""


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("how heavy is the sr300", "Tarn Silk Road 300"), ("how heavy is the sr 300", "Tarn Silk Road 300"),
        ("how heavy is the road300", "Tarn Silk Road 300"),
        ("are screws in the box with the r480", "Prick KL-R480 Zip Foot"),
        ("is the fennick in stock in M", "Women's Fennick Work Apron"),
    ],
)  # fmt: skip
async def test_what_a_product_is_called_for_short(shop: Talk, text: str, title: str) -> None:
    await shop.reply(FIND, "show me leather needles")
    assert title in (await shop.reply(ASK, text)).text


@pytest.mark.parametrize("text", ["is the sr999 in stock?", "xk2000 available", "do you have the xk2000"])
async def test_an_unknown_code_is_not_the_product_at_hand(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "the atlas")
    reply = await shop.reply(ASK, text, "check_stock")
    assert reply.text.startswith("I couldn't find")
    assert not reply.cards


@pytest.mark.parametrize(
    "text", ["what about schmetz needles do you have those", "do you have schmetz needles"]
)
async def test_an_unknown_brand_is_said_also_in_small_letters(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "leather needles")
    reply = await shop.reply(FIND, text)
    assert reply.text.startswith("I couldn't find “schmetz” in our shop.")
    assert ids(reply) == ["N1"]


async def test_what_is_told_of_a_product_is_not_asked_of_it(shop: Talk) -> None:
    reply = await shop.reply(ASK, "does it work on the atlas, its reduced", "ask_product")
    assert not reply.text.startswith("Yes")
    assert (await shop.reply(ASK, "is the atlas reduced?", "ask_product")).text.startswith("Yes")


async def test_what_is_on_sale_stays_so(shop: Talk) -> None:
    assert set(ids(await shop.reply(FIND, "whats on sale"))) == {"M2"}
    assert ids(await shop.reply(FIND, "only sewing machines pls")) == ["M2"]
    reply = await shop.reply(FIND, "only tables")
    assert reply.text.startswith("I found no reduced tables")


@pytest.mark.parametrize(
    ("action", "text", "found"),
    [
        (FIND, "any other needles?", ["N1"]), (ASK, "anything similar in stock?", ["N1"]),
        (ANSWER, "forget it. do you have a lamp that is bright", ["L1", "L2"]),
        (ASK, "have you got a table as well?", ["T1"]),
    ],
)  # fmt: skip
async def test_another_thing_is_not_the_one_at_hand(
    shop: Talk, action: str, text: str, found: list[str]
) -> None:
    await shop.reply(ASK, "are the leather needles in stock", "check_stock")
    reply = await shop.reply(action, text, "ask_question", confidence=0.6)
    assert sorted(ids(reply)) == found


@pytest.mark.parametrize("action", [FIND, BUY])
async def test_one_of_another_sort(shop: Talk, action: str) -> None:
    await shop.reply(FIND, "clamp front lamp")
    assert ids(await shop.reply(action, "ok and a rear one to go with it")) == ["L2"]


@pytest.mark.parametrize(
    ("action", "text", "said"),
    [
        (BUY, "how much for two of them", "Women's Fennick Work Apron costs 35 EUR. Two are 70 EUR."),
        (ASK, "what would 3 of those cost", "Three are 105 EUR. There are only 2 left."),
        (FIND, "how much for two r470", "costs 29.90 EUR. Two are 59.80 EUR."),
        (ASK, "how much is it together with the garrick", "together 67 EUR, without delivery."),
        (BUY, "ok 2 of these please", "Open its page from here"),
        (ANSWER, "no i meant the zip foot r480, two of them", "Two are 24 EUR."),
    ],
)
async def test_what_several_cost(shop: Talk, action: str, text: str, said: str) -> None:
    await shop.reply(FIND, "the fennick in M")
    assert said in (await shop.reply(action, text)).text


async def test_the_total_of_the_two_spoken_of_last(shop: Talk) -> None:
    await shop.reply(FIND, "clamp front lamp")
    await shop.reply(FIND, "i mean a rear lamp")
    reply = await shop.reply(COMPARE, "whats the total for both")
    assert reply.text.endswith("together 59.80 EUR, without delivery.")
    assert ids(reply) == ["L1", "L2"]


@pytest.mark.parametrize("text", ["what does a table for two cost", "how much is the table for two"])
async def test_for_two_persons_is_no_number_of_pieces(shop: Talk, text: str) -> None:
    assert "Two are" not in (await shop.reply(ASK, text)).text


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (BUY, "ok can you put it in my basket"), (COMPARE, "take the fennick in teal M"),
        (BUY, "please add the Fennick apron to my basket"),
    ],
)  # fmt: skip
async def test_a_basket_to_put_it_into_is_none_to_buy(shop: Talk, action: str, text: str) -> None:
    await shop.reply(ASK, "is the fennick in stock in M", "check_stock")
    reply = await shop.reply(action, text, "buy_product")
    assert reply.text.startswith("The Women's Fennick Work Apron is in stock. Open its page")


async def test_how_many_of_a_size_are_left(shop: Talk) -> None:
    await shop.reply(FIND, "aprons in M")
    reply = await shop.reply(ASK, "the womens one, how many M have you left", "check_stock")
    assert reply.text == "Yes, the Women's Fennick Work Apron is in stock in M: only 2 left."


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        ("", "will the heavy felt cloth go in the silk road 300", "9 mm, which is more than that."),
        ("", "does the heavy felt cloth fit with the r470 walking foot", "9 mm, which is more than that."),
        ("", "does the walking foot r470 fit 5 mm", "5 mm is within that."),
        (
            "",
            "max cloth thickness of the atlas is 12 you said. so 15 is too thick?",
            "15 is more than that.",
        ),
        ("my machine weighs 45 kg", "is it too heavy for the bench table", "45 kg is more than that."),
        ("", "is it too heavy for the bench table", "The max load of the Okka Bench Table is 40 kg."),
    ],
)
async def test_what_keeps_to_a_limit(shop: Talk, before: str, text: str, said: str) -> None:
    if before:
        await shop.run(ANSWER, before)
    assert (await shop.reply(ASK, text, "ask_product")).text.endswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("14a?", "Yes, the Prick Universal Needles are in stock in 90x14A"),
        ("in 12 available?", "Sorry, the Prick Universal Needles are sold out in 80x12A"),
    ],
)
async def test_a_size_by_its_width(shop: Talk, text: str, said: str) -> None:
    await shop.reply(FIND, "universal needles")
    assert said in (await shop.reply(ASK, text, "check_stock")).text


async def test_a_choice_and_a_question(shop: Talk) -> None:
    await shop.reply(ASK, "is the fennick in stock", "check_stock")
    first, second = (await shop.run(ASK, "teal M then. does it have pockets", "ask_product")).replies
    assert first.text == "Yes, the Women's Fennick Work Apron is in stock in M in teal: only 2 left."
    assert "doesn't say that" in second.text
    first, second = (await shop.run(ANSWER, "ok i'll take it. is it easy to wash?", "ask_question")).replies
    assert first.text.startswith("The Women's Fennick Work Apron is in stock. Open its page")


async def test_no_and_a_thing_corrects_what_was_shown(shop: Talk) -> None:
    await shop.reply(FIND, "leather needles")
    assert set(ids(await shop.reply(FIND, "no a lamp"))) == {"L1", "L2"}


async def test_a_word_that_nothing_is_called_is_asked_of_the_product_at_hand(shop: Talk) -> None:
    await shop.reply(FIND, "the silk road 300")
    reply = await shop.reply(FIND, "bobbins?")
    assert reply.text.startswith(
        "Our product data for the Tarn Silk Road 300 Sewing Machine doesn't say that"
    )


async def test_the_one_with_the_most_of_its_kind(shop: Talk) -> None:
    await shop.reply(ASK, "how many stitches has the silk road 300")
    reply = await shop.reply(COMPARE, "and whats the one with the highest number of stitches")
    assert ids(reply) == ["M2"]
    assert "32 stitches" in reply.text


async def test_why_one_costs_more_is_told_by_what_differs(shop: Talk) -> None:
    reply = await shop.reply(COMPARE, "why is the atlas more expensive than the silk road 300")
    assert "side by side. The main differences" in reply.text


async def test_a_condition_behind_a_fact_is_asked_of_it(shop: Talk) -> None:
    await shop.reply(ASK, "how heavy is the atlas")
    reply = await shop.reply("action_recommend", "and in winter?", confidence=0.5)
    assert "9.5 kg" in reply.text
    assert not reply.cards


async def test_a_bare_number_is_no_width_of_other_things(shop: Talk) -> None:
    reply = await shop.reply(ASK, "is the fennick there in 12?", "check_stock")
    assert "80x12A" not in reply.text


async def test_the_size_of_a_search_is_none_of_what_comes_in_one(shop: Talk) -> None:
    await shop.reply(FIND, "needles in 70x10A")
    reply = await shop.reply(BUY, "two of the walking foot r470 please")
    assert reply.text.endswith("Two are 59.80 EUR.")
