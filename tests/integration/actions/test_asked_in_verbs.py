"""A shop of furniture: what people ask in verbs, "how many can sit at it", the data call by nouns."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from retrieval.products.products import Products

FIND, ASK = "action_find_products", "action_product_answer"
COMPARE, ANSWER, RECOMMEND = "action_compare_products", "action_answer", "action_recommend"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
T1|Ulme dining table|Tables|Tischlerei|Solid table with straight legs.|\
Height: 75 cm; Seats: 6|180 x 90 cm;oak;900;;3,180 x 90 cm;walnut;1300;;2,220 x 90 cm;oak;1100;;0
T2|Extending table Barke|Tables|Tischlerei|Table with a leaf under the top.|\
Material: ash; Length: 160 cm; Extended length: 210 cm; Seats: 4 to 8|;ash;1100;;4
S1|Shelf Barke, wall|Shelves|Tischlerei|Wall board with hidden brackets.|\
Material: ash; Depth: 24 cm; Load: 20 kg|80 cm;ash;80;;4
S2|Bookcase Kontor|Shelves|Holzhaus|Open bookcase.|\
Material: oak; Width: 90 cm; Depth: 32 cm; Load: 30 kg per board|;oak;400;;4
C1|Children's high chair Hopsa|Chairs|Holzhaus|High chair that grows along.|\
Material: beech; Height: 79 cm; Load: 110 kg|;natural;190;;4
C2|Stacking chair, ash|Chairs|Holzhaus|Plain chair that stacks.|Material: ash; Load: 130 kg|;natural;110;;9
C3|Dining chair Svea|Chairs|Holzhaus|Chair with a seat of paper cord.|\
Material: oak, paper cord; Load: 120 kg|;oak;230;;9
B1|Sofa bed Siesta|Sofas|Holzhaus|Sofa for guests with a box for bedding.|\
Width: 198 cm; Height: 85 cm; Lying surface: 140 x 200 cm; Removable cover: yes; Drawers: 1|;blue;1100;;2
L1|Pendant lamp Kuppel|Pendant lamps|Lichtwerk|Bell of metal for over the table.|\
Material: steel; Socket: E27; Dimmable: yes; IP rating: IP20|;black;150;;5
L2|Table lamp Glimm|Table lamps|Lichtwerk|Cordless lamp.|\
Luminous flux: 240 lm; Power: 3 W; IP rating: IP44|;white;90;;5
L3|LED bulb cosy|Bulbs|Lichtwerk|Bulb for cosy light.|\
Socket: E27; Luminous flux: 800 lm; Dimmable: no|E27;;9;;50
R1|Washable cotton rug|Rugs|Weberei|Flat rug for the kitchen.|\
Material: cotton; Machine washable: yes|60 x 90 cm;blue;40;;9
R2|Wool rug Priel|Rugs|Weberei|Hand-woven rug.|\
Material: wool; Pile height: 8 mm|140 x 200 cm;grey;350;;3,200 x 300 cm;grey;700;;1
D1|Pillow Kiebitz|Pillows|Federn|Soft pillow of down.|Filling: down; Wash: 60 °C|80 x 80 cm;;60;;9
P1|Linen bed set, plain|Bed linen|Weberei|Bed linen of washed linen.|\
Pillow case: 80 x 80 cm|135 x 200 cm;natural;120;;6
P2|Percale bed set, plain|Bed linen|Weberei|Cool, crisp bed linen.|\
Pillow case: 60 x 70 cm|135 x 200 cm;white;70;;6
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how many people can sit at the ulme", "The Ulme has seats for 6."),
        ("how many does the ulme seat", "The Ulme has seats for 6."),
        ("how high is the hopsa", "79 cm"),
        (
            "extending table barke, how long with the leaf",
            "extended length of the Extending table Barke is 210 cm",
        ),
        ("how much weight can the hopsa take", "110 kg"),
        ("how much can one board of the bookcase kontor hold", "30 kg per board"),
        ("is the kontor deep enough for folders", "32 cm"),
        ("how bright is the glimm", "240 lm"),
        ("is the glimm bright", "240 lm"),
        ("is the glimm waterproof", "The IP rating of the Table lamp Glimm is IP44."),
        ("is the glimm waterproof, what does IP44 mean", "The IP rating of the Table lamp Glimm is IP44."),
        ("what size is the sofa bed siesta when it's folded out", "140 x 200 cm"),
        ("does the siesta have a removable cover", "has a removable cover"),
        ("how many drawers does the siesta have", "has 1 drawer."),
        ("how thick is the priel", "8 mm"),
    ],
)
async def test_a_fact_asked_in_other_words(shop: Talk, text: str, told: str) -> None:
    reply = await shop.reply(ASK, text, "ask_product")
    assert told in reply.text, reply


@pytest.mark.parametrize(
    "text", ["how much more is it in walnut", "what's the difference for walnut", "price difference?"]
)
async def test_how_much_more_it_is(shop: Talk, text: str) -> None:
    await shop.reply(ASK, "how high is the ulme")
    reply = await shop.reply(ASK, text)
    assert reply.text == "The Ulme in 180 x 90 cm costs 900 EUR in oak and 1300 EUR in walnut."


async def test_a_size_called_by_its_first_measure(shop: Talk) -> None:
    await shop.reply(ASK, "how high is the ulme")
    reply = await shop.reply(ASK, "220 i said. is that one in 220")
    assert reply.text.startswith("Sorry, the Ulme is sold out in 220 x 90 cm"), reply


@pytest.mark.parametrize("action", [FIND, ASK, ANSWER])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the pendant kuppel, can i dim it", "The Pendant lamp Kuppel is dimmable."),
        ("stacking chair. max weight?", "130 kg"),
        ("i like the cotton rug, is it machine washable", "is machine washable"),
    ],
)
async def test_what_is_called_first_is_asked_of(shop: Talk, action: str, text: str, told: str) -> None:
    await shop.reply(ASK, "is the led bulb cosy dimmable")
    reply = await shop.reply(action, text)
    assert told in reply.text, reply


async def test_a_colour_chooses_among_those_shown(shop: Talk) -> None:
    await shop.reply(FIND, "bed linen")
    reply = await shop.reply(ASK, "white please, and which pillow case size is in it")
    assert "60 x 70 cm" in reply.text, reply


@pytest.mark.parametrize("text", ["which one is cooler in summer", "which of them is crisper"])
async def test_which_is_so_by_its_description(shop: Talk, text: str) -> None:
    await shop.reply(FIND, "bed linen")
    reply = await shop.reply(COMPARE, text)
    assert reply.text.startswith("About the Percale"), reply


async def test_only_those_of_the_kind_that_is_named_are_compared(shop: Talk) -> None:
    await shop.reply(FIND, "rugs and tables")
    reply = await shop.reply(COMPARE, "just the rugs. which one is thicker")
    assert reply.comparison is not None, reply
    assert "Ulme" not in reply.text, reply


def test_a_word_behind_a_name_says_nothing_more(products: Products) -> None:
    assert products.named_alone("pillows then") == products.named_alone("pillows") != ""


@pytest.mark.parametrize("action", [FIND, ANSWER])
@pytest.mark.parametrize("text", ["what is the siesta thing", "ok, the siesta one looks nice"])
async def test_what_is_called_by_a_word_of_its_title_is_told(shop: Talk, action: str, text: str) -> None:
    told = await shop.reply(action, text)
    assert told.text == "Sofa for guests with a box for bedding."
    assert [card.product_id for card in told.cards] == ["B1"]
