"""A shop of hardware: what is asked of a thing that was not shown, and in words that its data do not use."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ASK = "action_find_products", "action_product_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
S1|LIGHT SWITCH 10AX 2-WAY WHITE|Electrical/Switches|Voltrane|A plain switch.|Rating: 10 A; Depth: 16 mm; \
Screws included: yes; Warranty: 10 years|;white;3.50;;9
S2|Socket Double USB-A + USB-C Screwless|Electrical/Sockets|Voltrane|A socket with two ports.|\
USB ports: 1 x USB-A, 1 x USB-C; Depth: 35 mm; Rating: 13 A; Warranty: 10 years|;white;21.95;;9
P1|Quick Dry Satinwood Trim Paint 750ml|Paint/Wood and metal|Skellane|For doors and skirting.|\
Suitable for: wood, metal and radiators; Coverage: 14 m² per litre; Touch dry: 30 min; Recoat after: 4 h; \
Finish: satin; Cleaning: water|;white;21.95;;9
P2|Vinyl Matt Emulsion|Paint/Walls|Skellane|For walls and ceilings.|Coverage: 13 m² per litre; \
Touch dry: 2 h; Recoat after: 2 to 4 h; Finish: matt|2.5L;white;24.95;;9,10L;white;64.95;;9
H1|Rotary Hammer SDS+ 800W|Tools/Drills|Ormund|Drills into concrete and brick.|Power: 800 W; Cable: 3 m; \
Weight: 2.9 kg; Chuck: SDS-plus; Case: included|;;99.95;;9
A1|Hollow Wall Anchor M5 x 52|Fixings/Plugs|Fixhaven|For plasterboard of 9 to 16 mm.|\
Pack quantity: 20 pieces; Screws included: yes; Drill hole: 10 mm; Load: 25 kg|;;11.95;;9
C1|Screw & Plug Assortment 1250pce|Fixings/Sets|Fixhaven|In a case with two lids.|\
Contents: 950 screws and 300 wall plugs; Case: yes; Material: steel and nylon; Lengths: 20 to 60 mm|;;19.95;;9
T1|Screwdriver Cordless 3.6V + 32pc Bits|Tools/Drills|Ormund|For flat packs.|Torque: 4 Nm; Weight: 0.35 kg; \
Charging: USB-C; Bits: 32|;;27.95;;9
"""


@pytest.mark.parametrize(
    ("shown", "asked", "told"),
    [
        ("light switch", "is the satinwood ok for radiators as well", "Satinwood"),
        ("cordless screwdriver", "the screw assortment, what's in it exactly", "950 screws"),
        ("rotary hammer", "how much does it weigh", "2.9 kg"),
    ],
)
async def test_of_which_thing_it_is_asked(shop: Talk, shown: str, asked: str, told: str) -> None:
    await shop.reply(FIND, shown)
    assert told in (await shop.reply(ASK, asked)).text


async def test_what_is_told_in_other_words(shop: Talk) -> None:
    await shop.reply(FIND, "hollow wall anchors")
    assert "20 pieces" in (await shop.reply(ASK, "how many are in the packet? I'd only need four")).text


@pytest.mark.parametrize(
    ("shown", "asked", "told"),
    [
        ("rotary hammer", "how long is the lead on it", "cable of the Rotary Hammer SDS+ 800W is 3 m."),
        ("hollow wall anchors", "how strong is it", "load of the Hollow Wall Anchor M5 x 52 is 25 kg."),
    ],
)
async def test_what_comes_closest_is_told_as_no_more_than_that(
    shop: Talk, shown: str, asked: str, told: str
) -> None:
    await shop.reply(FIND, shown)
    reply = await shop.reply(ASK, asked)
    assert reply.kind == "decline"
    assert reply.text.endswith(f"doesn't say that in so many words. Closest: The {told}")


async def test_what_the_data_say_nothing_of_is_not_answered_from_them(shop: Talk) -> None:
    await shop.reply(FIND, "rotary hammer")
    reply = await shop.reply(ASK, "who designed it")
    assert reply.kind == "decline"
    assert "Rotary Hammer" in reply.text
