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
C2|Stacking chair, beech|Furniture/Chairs|Lund|Chair that stacks.|Material: beech; Load: 130 kg||;natural;119;;8
C3|Armchair Sessel|Furniture/Armchairs|Polster|Soft armchair.|Material: velvet||;rust;649;;8
R1|Wall shelf Fjell, ash|Furniture/Shelves|Holm|Board of ash.|Material: ash; Depth: 24 cm||;ash;79;;8
R2|Narrow shelf for the bathroom|Furniture/Shelves|Lund|Slim tower.|Material: bamboo; Depth: 33 cm||;white;99;;8
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
P1|Pillow Burrow|Bedding/Pillows|Feder|Soft pillow.|Filling: duck feathers||80 x 80 cm;;59;;4,40 x 80 cm;;45;;4
L1|Fitted sheet jersey|Bedding/Sheets|Lein|Stretchy fitted sheet.|Material: cotton jersey||\
90-100 x 200 cm;white;24;;4,160-180 x 200 cm;white;34;;4
G1|Pendant lamp Hagel|Lamps/Pendant lamps|Lys|Bell for over the dining table.|\
Material: steel; Socket: E27; Dimmable: yes||;black;149;;4
G2|Linear hanging light Strahl|Lamps/Pendant lamps|Lys|Long lamp of oak.|\
Material: oak; Luminous flux: 2400 lm; Dimmable: yes||;oak;389;;2
G3|Floor lamp Reiher|Lamps/Floor lamps|Lys|Reading lamp.|Material: steel; Socket: E27; Dimmable: no||;brass;229;;0,;black;199;;5
G4|Table lamp Morchel|Lamps/Table lamps|Lys|Small mushroom lamp of glass.|Material: glass; Socket: E14|\
mushroom lamp|;white;79;;5
G5|Bathroom wall light|Lamps/Wall lamps|Lys|Splash-proof light.|Material: glass; IP rating: IP44||;chrome;89;;5
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
