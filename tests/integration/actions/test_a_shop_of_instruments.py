"""A shop that names its colours as sizes, of which shoppers want more than are there."""

from __future__ import annotations

import pytest
from actions_talk import Talk

ASK = "action_product_answer"
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
GOODS = """\
G1|Corvane Strand Electric Guitar|Guitars|Corvane|An electric guitar. 3.4 kg.|Frets: 22|guitar|\
Tobacco Sunburst;;299;;4,Natural;;299;;0
G2|Corvane Aria Bass|Basses|Corvane|A bass.|Frets: 20|bass|;sunburst;399;;3
R1|Aldo Soprano Recorder|Recorders|Aldo|A recorder of plastic for classes.|Key: C|recorder|\
;blue;12;;8,;white;12;;40
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("do you have the strand in sunburst", "is in stock in Tobacco Sunburst"),
        ("have ye the soprano recorder in blue", "is in stock in blue"),
        ("can we have 24 soprano recorders in blue", "not 24, though: there are 8."),
        ("do you have thirty of the soprano recorder in white", "in stock in white"),
    ],
)
async def test_what_is_there(shop: Talk, text: str, told: str) -> None:
    reply = await shop.reply(ASK, text, "check_stock")
    assert told.lower() in reply.text.lower(), reply


async def test_where_enough_are_there_no_number_is_told(shop: Talk) -> None:
    reply = await shop.reply(ASK, "do you have thirty of the soprano recorder in white", "check_stock")
    assert "though" not in reply.text
