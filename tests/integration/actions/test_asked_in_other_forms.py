"""A garden shop: what is sold out is told by a part of its title, and facts of the product at hand are found
however they are asked for."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, ASK, BUY, ANSWER = (
    "action_find_products", "action_product_answer", "action_buy_product", "action_answer",
)  # fmt: skip
HEAD = (
    "product_id,title,category,brand,description,attributes,tags,size,colour,variant_id,price,"
    "compare_at_price,stock,currency"
)
EMPTY = 6
"""The column of tags, which no line has."""
GOODS = """\
F1|Tomato feed with seaweed|Garden/Feed|Wuchs|Liquid feed for every week.|\
Ingredients: seaweed, potash, water|1 l;;7.90;;12
F2|Horn shavings|Garden/Feed|Wuchs|Slow feed for beds.|Ingredients: cattle horn|2.5 kg;;6.90;;0
T1|Deck chair Lido|Garden/Chairs|Sonn|Beech chair with padded armrests.|\
Foldable: yes; Washable: cover|;green;49;;5
T2|Bench Riva|Garden/Benches|Sonn|Bench of teak.|Foldable: no|;brown;149;;2
P1|Peat pellets|Garden/Sowing|Keim|For seeds of tomatoes and one sunflower.|Diameter: 4 cm|50 pieces;;4.90;;9
P2|Plant labels, pack of 20|Garden/Sowing|Keim|Wood.|Material: birch|;;2.90;;30
P3|Seed tray|Garden/Sowing|Keim|With a lid.|Length: 38 cm|;black;5.50;;9
"""


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


@pytest.mark.parametrize(
    "text",
    ["do you have horn shavings", "are shavings in stock", "shavings", "have you got any horn shavings?"],
)
async def test_what_is_sold_out_is_told_by_a_part_of_its_title(shop: Talk, text: str) -> None:
    reply = await shop.reply(FIND, text)
    assert reply.text.startswith("Sorry, the Horn shavings are sold out")
    assert [button.title for button in reply.buttons] == ["Tell me when it's back"]


@pytest.mark.parametrize(
    ("product", "text", "said"),
    [
        ("deck chair lido", "can i fold it", "The Deck chair Lido is foldable."),
        ("bench riva", "can it be folded", "The Bench Riva is not foldable."),
        ("deck chair lido", "can you wash it?", "The Deck chair Lido, washable: cover."),
        ("deck chair lido", "are the arms padding", "“Beech chair with padded armrests.”"),
        ("deck chair lido", "green is fine. are the arms padding", "“Beech chair with padded armrests.”"),
        ("tomato feed", "is there any seaweed in it", "Yes. The ingredients"),
        ("tomato feed", "does it contain horn?", "The ingredients"),
        ("peat pellets", "how many in a pack", "The Peat pellets come in 50 pieces."),
        ("plant labels", "how many are in a pack?", "It is sold as “Plant labels, pack of 20”."),
    ],
)
async def test_facts_are_found_in_other_forms_of_their_words(
    shop: Talk, product: str, text: str, said: str
) -> None:
    await shop.reply(FIND, product)
    assert said in (await shop.reply(ASK, text)).text


async def test_nothing_is_denied_that_is_only_not_listed(shop: Talk) -> None:
    await shop.reply(FIND, "tomato feed")
    assert not (await shop.reply(ASK, "is there horn in it")).text.startswith(("No", "By our data"))


async def test_whether_something_goes_with_it_is_no_search(shop: Talk) -> None:
    await shop.reply(FIND, "peat pellets")
    reply = await shop.reply(FIND, "could a sunflower grow in it")
    assert "one sunflower" in reply.text


async def test_a_kind_that_is_named_is_taken_and_not_what_was_spoken_of(shop: Talk) -> None:
    await shop.reply(FIND, "what do you have for sowing")
    await shop.reply(ASK, "how long is the seed tray")
    outcome = await shop.run(BUY, "ok take the pellets. how long do they keep?")
    assert "The Peat pellets are in stock" in outcome.replies[0].text


async def test_one_that_is_refused_by_name_is_not_sought(shop: Talk) -> None:
    reply = await shop.reply(FIND, "show me chairs, not the riva bench")
    assert ids(reply) == ["T1"]
