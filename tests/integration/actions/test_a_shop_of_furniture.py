"""A shop of furniture, lamps, bedding and pans: titles in small letters with a name behind the thing or a
quality behind a comma, people that sit round a table, sizes of beds, and what is said beside a wish."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND = "action_find_products"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
GOODS = """\
T1|Dining table Birk|Furniture/Tables|Holm|Solid table with straight legs.|\
Material: oak; Width: 90 cm; Height: 75 cm; Seats: 6||140 x 90 cm;oak;890;;3,180 x 90 cm;walnut;1590;;1
T2|Extending table Fjell|Furniture/Tables|Holm|Table of ash with a leaf.|\
Material: ash; Width: 85 cm; Height: 74 cm; Seats: 4 to 8||;ash;990;;2
T3|Round table Otter|Furniture/Tables|Lund|Round table with a centre foot.|\
Material: oak veneer; Diameter: 110 cm; Height: 74 cm; Seats: 4||;black;549;;2
T4|Folding table for balconies|Furniture/Tables|Lund|Folds flat.|\
Material: beech; Width: 70 cm; Height: 72 cm; Seats: 2||;white;129;;2
T5|Coffee table Kante with drawer|Furniture/Side tables|Holm|Low table.|\
Material: oak; Drawers: 1||;oak;489;;3
K1|Desk Skrift|Furniture/Desks|Lund|Slim desk.|Width: 120 cm; Depth: 60 cm; Height: 74 cm||;white;359;;4
K2|Big desk Amt|Furniture/Desks|Lund|Desk with two motors.|Width: 160 cm; Depth: 80 cm; Height: 74 cm||\
;oak look;649;;2
S1|Sofa Fen, three seats|Furniture/Sofas|Polster|Sofa with removable covers.|\
Material: flat weave; Width: 224 cm; Seats: 3; Removable cover: yes||;moss green;1690;;3
S2|Sofa Fen, two seats|Furniture/Sofas|Polster|Its small sister.|\
Material: flat weave; Width: 164 cm; Seats: 2; Removable cover: yes||;moss green;1290;;3
S3|Corner sofa Kai|Furniture/Sofas|Polster|Sofa with a long end.|\
Material: corduroy; Width: 268 cm; Seats: 5; Removable cover: no||;cream;2390;;1
C1|Dining chair Otto|Furniture/Chairs|Lund|Wooden chair.|Material: oak; Load: 120 kg||;oak;239;;8
C2|Stacking chair, beech|Furniture/Chairs|Lund|Chair that stacks.|Material: beech; Load: 130 kg||\
;natural;119;;8
C3|Armchair Sessel|Furniture/Armchairs|Polster|Soft armchair.|Material: velvet||;rust;649;;8
R1|Wall shelf Fjell, ash|Furniture/Shelves|Holm|Board of ash.|Material: ash; Depth: 24 cm||;ash;79;;8
R2|Narrow shelf for the bathroom|Furniture/Shelves|Lund|Slim tower.|Material: bamboo; Depth: 33 cm||\
;white;99;;8
R3|Shoe cabinet, slim|Furniture/Hall|Lund|Cupboard for twelve pairs.|\
Material: coated steel; Depth: 20 cm||;white;189;;8
R4|Coat rack Zweig|Furniture/Hall|Holm|Row of hooks.|Material: oak; Hooks: 5||;oak;75;;8
B1|Bed Rast|Bedroom/Beds|Lund|Bed of oak.|Material: oak; Load: 300 kg||\
140 x 200 cm;oak;790;;3,180 x 200 cm;oak;890;;4
B2|Bed frame with drawers|Bedroom/Beds|Lund|Storage bed.|Material: MDF; Storage: yes; Load: 250 kg||\
140 x 200 cm;white;690;;2,180 x 200 cm;white;790;;0
M1|Cold foam mattress Lage|Bedroom/Mattresses|Traum|Mattress with zones.|Material: cold foam; Load: 140 kg||\
90 x 200 cm;;299;;4,180 x 200 cm;;599;;4
D1|Goose down duvet Flaum|Bedding/Duvets|Feder|Light and warm duvet.|\
Filling: goose down; Warmth: winter; Wash: 60 °C||135 x 200 cm;;229;;4
D2|All-year duvet kapok|Bedding/Duvets|Feder|Duvet for the whole year.|\
Filling: kapok; Warmth: all-year; Vegan: yes; Wash: 40 °C||135 x 200 cm;;139;;4
P1|Pillow Burrow|Bedding/Pillows|Feder|Soft pillow.|Filling: duck feathers||\
80 x 80 cm;;59;;4,40 x 80 cm;;45;;4
L1|Fitted sheet jersey|Bedding/Sheets|Lein|Stretchy fitted sheet.|Material: cotton jersey||\
90-100 x 200 cm;white;24;;4,160-180 x 200 cm;white;34;;4
G1|Pendant lamp Hagel|Lamps/Pendant lamps|Lys|Bell for over the dining table.|\
Material: steel; Socket: E27; Dimmable: yes||;black;149;;4
G2|Linear hanging light Strahl|Lamps/Pendant lamps|Lys|Long lamp of oak.|\
Material: oak; Luminous flux: 2400 lm; Dimmable: yes||;oak;389;;2
G3|Floor lamp Reiher|Lamps/Floor lamps|Lys|Reading lamp.|Material: steel; Socket: E27; Dimmable: no||\
;brass;229;;0,;black;199;;5
G7|Arc lamp with marble foot|Lamps/Floor lamps|Lys|Big lamp.|Material: marble; Socket: E27||;brass;329;;2
G4|Table lamp Morchel|Lamps/Table lamps|Lys|Small mushroom lamp of glass.|Material: glass; Socket: E14|\
mushroom lamp|;white;79;;5
G5|Bathroom wall light|Lamps/Wall lamps|Lys|Splash-proof light.|Material: glass; IP rating: IP44||\
;chrome;89;;5
G6|LED bulb warm white|Lamps/Bulbs|Lys|LED bulb for cosy light.|Luminous flux: 806 lm; Dimmable: yes||\
E27;;9.90;;60,E14;;8.90;;40
N1|Cast iron frying pan|Kitchen/Pans|Eisen|Bare pan.|\
Material: cast iron; Induction: yes; Oven safe: yes; Non-stick coating: no||24 cm;;49;;5,28 cm;;59;;5
N2|Non-stick pan Sachte|Kitchen/Pans|Koch|Light pan.|\
Material: aluminium; Induction: yes; Oven safe: no; Non-stick coating: yes||20 cm;;35;;5,28 cm;;45;;5
W1|Chef's knife 20 cm|Kitchen/Knives|Koch|Forged knife.|Material: steel||;;89;;5
W2|Salad bowl, olive wood|Kitchen/Tableware|Koch|Big bowl.|Material: olive wood|gift|;;69;;5
W3|Linen towels, set of 3|Kitchen/Towels|Lein|Three towels.|Material: linen||;striped;32;;5
"""


def ids(reply: Reply) -> set[str]:
    return {card.product_id for card in reply.cards}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("show me all your sofas", {"S1", "S2", "S3"}),
        ("sofa with removable covers", {"S1", "S2"}),
        ("fen sofa", {"S1", "S2"}),
        ("the fen", {"S1", "S2"}),
        ("lamp hagel", {"G1"}),
        ("strahl", {"G2"}),
        ("how about the otter table", {"T3"}),
        ("pillow burrow", {"P1"}),
        ("fitted sheets", {"L1"}),
    ],
)
async def test_a_name_behind_what_a_thing_is(shop: Talk, text: str, found: set[str]) -> None:
    assert ids(await shop.reply(FIND, text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hi im looking for a table for 6", {"T1", "T2"}),
        ("we are looking for a desk", {"K1", "K2"}),
        ("a desk in oak look", {"K2"}),
        ("a table for six people", {"T1", "T2"}),
        ("desk max 130 wide", {"K1"}),
        ("a couch, only 170 cm wide max", {"S2"}),
        ("shoe cabinet not more than 25 deep", {"R3"}),
        ("bed 180 wide", {"B1"}),
        ("lamp for over the dining table", {"G1", "G2", "G3", "G4", "G5", "G7"}),
        ("i have a bathroom without windows need a shelf for towels", {"R1", "R2"}),
        ("shes got enough bowls. a good knife maybe", {"W1"}),
        ("a duvet without feathers", {"D2"}),
        ("a bed for a tall guy 1,98 m", {"B1", "B2"}),
        ("which mattress for 95kg side sleepers", {"M1"}),
        ("which pans can go in the oven", {"N1"}),
        ("towel shelf for the bathroom", {"R2"}),
        ("a lamp that looks like a mushroom, table lamp", {"G4"}),
        ("lamps without a socket", {"G2", "G5"}),
        ("a velvet one, armchair or chair", {"C3"}),
        ("coffee table", {"T5"}),
        ("a sofa for 4 people", {"S3"}),
    ],
)
async def test_what_is_meant(shop: Talk, text: str, found: set[str]) -> None:
    talk = await shop.reply(FIND, text)
    shown = ids(talk)
    assert shown, talk.text
    assert shown == found or (len(found) > 3 and shown < found), talk.text
    assert "oak look" not in talk.text or "oak look" in text
    assert "size guide" not in talk.text


@pytest.mark.parametrize(
    ("text", "variant", "price"),
    [
        ("bed 180", "B1-2", "890.00"),
        ("fitted sheet for a 160 bed", "L1-2", "34.00"),
        ("pillow 40 x 80", "P1-2", "45.00"),
    ],
)
async def test_the_card_of_a_size_shows_its_price(shop: Talk, text: str, variant: str, price: str) -> None:
    (card,) = (await shop.reply(FIND, text)).cards
    assert (card.variant_id, card.price) == (variant, price)


async def test_lamps_are_told_by_one_word_and_are_no_bulbs(shop: Talk) -> None:
    reply = await shop.reply(FIND, "lamps")
    assert reply.text.startswith("Lamps: here are three of ")
    assert "G6" not in ids(reply)


@pytest.mark.parametrize(
    ("messages", "found", "unsaid"),
    [
        (("beds", "only the 180"), {"B1"}, "without"),
        (("duvets", "without feathers", "too heavy and not vegan"), {"D2"}, "without vegan"),
        (("tables", "no made to measure i mean"), {"T1", "T2", "T3", "T4"}, "without"),
        (("sofas", "i asked which size i need not to buy"), {"S1", "S2", "S3"}, "without"),
        (("shoe cabinet with coated wood", "a shoe cabinet then"), {"R3"}, "wood"),
    ],
)
async def test_a_remark_is_no_filter(
    shop: Talk, messages: tuple[str, ...], found: set[str], unsaid: str
) -> None:
    for text in messages:
        reply = await shop.reply(FIND, text)
    assert ids(reply) <= found
    assert unsaid not in reply.text


async def test_that_none_is_of_a_material_is_said(shop: Talk) -> None:
    reply = await shop.reply(FIND, "which of your sofas have velvet")
    assert reply.text.startswith("I found no sofas, with velvet")


async def test_a_product_goes_with_another_in_the_size_that_this_states(shop: Talk) -> None:
    await shop.reply(FIND, "floor lamp reiher in black")
    (card,) = (await shop.reply(FIND, "and which bulb for it")).cards
    assert (card.product_id, card.price) == ("G6", "9.90")


async def test_of_those_of_a_name_the_one_that_is_told_apart(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "the fen with three seats")) == {"S1"}


async def test_things_for_a_place_are_products_and_no_page(shop: Talk) -> None:
    reply = await shop.reply("action_answer", "do you have lamps for the bathroom")
    assert ids(reply) == {"G5"}
    assert ids(await shop.reply(FIND, "shelf for the bathroom")) == {"R2"}


@pytest.mark.parametrize(
    ("messages", "unsaid"),
    [
        (("tables in oak look", "i didnt ask for a colour"), "oak look"),
        (("tables", "longer than 500 cm"), "height"),
        (("tables", "price for 240 cm?"), "height"),
        (("duvets with kapok", "whats a winter duvet then"), "kapok"),
        (("duvets with kapok", "lets start again. a duvet for winter"), "kapok"),
        (("sofas", "which size under a table 180x90"), "180"),
        (("the otter table 40 euro cheaper",), "up to 40"),
        (("pendant lamps in oak", "no i mean one made of oak, for a 2 m table"), "tables"),
        (("beds for kids", "not for a child, for an adult friend"), "for children"),
    ],
)
async def test_what_was_not_asked_is_not_said(shop: Talk, messages: tuple[str, ...], unsaid: str) -> None:
    for text in messages:
        reply = await shop.reply(FIND, text)
    assert unsaid not in reply.text


async def test_wood_is_met_by_its_sorts(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "a table of wood for 6")) == {"T1", "T2"}


async def test_a_sheet_for_a_range_of_widths_fits_one_between(shop: Talk) -> None:
    (card,) = (await shop.reply(FIND, "what size sheet goes on a 160x200 mattress")).cards
    assert card.variant_id == "L1-2"


async def test_what_is_called_by_the_end_of_its_shelf_is_no_other_thing(shop: Talk) -> None:
    assert ids(await shop.reply(FIND, "floor lamps")) == {"G3", "G7"}
