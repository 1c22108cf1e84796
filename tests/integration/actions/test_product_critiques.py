"""Critiques, refusals, several people and comparisons over several messages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from actions_talk import Talk

from bot.conversation.messages import Reply

FIND, ASK, COMPARE = "action_find_products", "action_product_answer", "action_compare_products"


def ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


async def test_cheaper_than_a_product_that_was_named(talk: Talk) -> None:
    await talk.reply(FIND, "a freestanding trekking tent for 2")
    cheaper = await talk.reply(FIND, "what is cheaper than the ridgeway 2?")
    assert cheaper.cards
    assert all(Decimal(card.price) < 219 for card in cheaper.cards)
    assert "already the cheapest" in cheaper.text, "of trekking tents, which is said"
    assert "footprint" not in " ".join(card.title.lower() for card in cheaper.cards)


async def test_nothing_beats_what_was_shown_so_it_is_shown_again(talk: Talk) -> None:
    await talk.reply(FIND, "a synthetic sleeping bag")
    await talk.reply(FIND, "warmer please")
    warmest = await talk.reply(FIND, "we go in january, so even warmer")
    assert ids(warmest) == ["P0029"]
    assert "already the warmest" in warmest.text


@pytest.mark.parametrize(
    ("kind", "text", "beside"),
    [
        ("boots", "lighter ones", "wax"),
        ("tents", "cheaper", "footprint"),
        ("backpacks", "the lightest", "cover"),
        ("sleeping mats", "something cheaper", "pad"),
    ],
)
async def test_what_only_goes_with_a_thing_is_no_better_one(
    talk: Talk, kind: str, text: str, beside: str
) -> None:
    await talk.reply(FIND, kind)
    better = await talk.reply(FIND, text)
    assert better.cards
    assert not [card.title for card in better.cards if beside in card.title.lower()]


async def test_the_best_of_all_among_what_was_shown(talk: Talk) -> None:
    await talk.reply(FIND, "sleeping mats")
    cheapest = await talk.reply(FIND, "the cheapest one")
    assert ids(cheapest) == ["P0048"]
    assert cheapest.text == "The Klassik is the cheapest that fits what you asked."


async def test_with_one_product_shown_the_best_is_that_of_the_search(talk: Talk) -> None:
    await talk.reply(FIND, "boots for women")
    (lightest,) = (await talk.reply(FIND, "lighter ones")).cards
    (cheapest,) = (await talk.reply(COMPARE, "which one is the cheapest?")).cards
    assert Decimal(cheapest.price) < Decimal(lightest.price)


async def test_a_refused_product_does_not_come_again(talk: Talk) -> None:
    await talk.reply(FIND, "show me your stoves")
    await talk.reply(FIND, "the pico is not for me")
    assert "P0346" not in ids(await talk.reply(FIND, "something cheaper"))
    assert "P0346" not in ids(await talk.reply(FIND, "in any colour"))
    assert "P0346" in ids(await talk.reply(FIND, "show me the pico again"))


async def test_another_of_the_kind_of_what_was_refused(talk: Talk) -> None:
    await talk.reply(ASK, "how much is the wanderstab alu")
    others = await talk.reply(FIND, "the wanderstab alu is not for me")
    assert "P0319" in ids(others)
    assert "P0318" not in ids(others)


async def test_none_of_these(talk: Talk) -> None:
    first = await talk.reply(FIND, "tents")
    assert not set(ids(first)) & set(ids(await talk.reply(FIND, "none of these")))


async def test_something_for_each_of_two(talk: Talk) -> None:
    reply = await talk.reply(FIND, "my husband wears L and I'm S, we need softshells, 120 each")
    assert set(ids(reply)) == {"P0103", "P0104"}
    assert "for men in size L and for women in size S" in reply.text


async def test_like_the_second_but(talk: Talk) -> None:
    compared = await talk.reply(COMPARE, "compare 1. zugwind women, 2. hüttenabend women")
    assert compared.comparison is not None
    blue = await talk.reply(FIND, "something like number 2, only in blue")
    assert ids(blue) == ["P0101"]


async def test_another_than_the_one_that_was_spoken_of(talk: Talk) -> None:
    await talk.reply(ASK, "what does the skerry 2 weigh")
    lighter = await talk.reply(FIND, "anything lighter?")
    assert lighter.cards
    assert {card.category for card in lighter.cards} == {"tents"}
    assert not {"P0001", "P0021"} & set(ids(lighter))


async def test_similar_ones_are_of_the_kind_and_in_the_size(talk: Talk) -> None:
    await talk.reply(ASK, "steinbock mens in 43, got any?")
    similar = await talk.reply(FIND, "what similar boots have you got in 43")
    assert similar.cards
    assert {card.category for card in similar.cards} == {"footwear"}, "no boot wax"


async def test_questions_go_on_from_a_comparison(talk: Talk) -> None:
    reply = await talk.reply(COMPARE, "gratweg 45, gratweg 32 and fernwander 65")
    assert reply.comparison is not None
    assert len(reply.comparison.products) == 3
    assert "149" in (await talk.reply(ASK, "the second one, what does it cost")).text
    assert (await talk.reply(ASK, "which carries the most")).text.startswith(
        "The Fernwander 65: max load 22 kg"
    )
    two = await talk.reply(COMPARE, "polarlicht 500 and polarlicht 900")
    assert two.comparison is not None
    assert "0.94 kg" in (await talk.reply(ASK, "how heavy is the lighter of the two")).text
    assert "1.38 kg" in (await talk.reply(ASK, "and the other one?")).text


async def test_a_question_of_a_name_alone_repeats_the_one_before(talk: Talk) -> None:
    await talk.reply(ASK, "whats the r value on the nid")
    assert "3.4" in (await talk.reply(ASK, "and the cloudbed light")).text


async def test_his_size_is_known(talk: Talk) -> None:
    await talk.reply(FIND, "hiking boots for my dad, he wears 46")
    assert "in stock in 46" in (await talk.reply(ASK, "do you have his size in the pfadfinder mid")).text


async def test_the_limits_hold_again_after_one_was_given_up(talk: Talk) -> None:
    first = await talk.reply(FIND, "down sleeping bag, 200 euros at most")
    assert "Otherwise right" in first.text
    second = await talk.reply(FIND, "fine, 300 then")
    assert ids(second) == ["P0025"]


async def test_what_is_refused_is_not_known_as_wanted(talk: Talk) -> None:
    await talk.run("action_find_products", "tents, any brand but Halde", wanted_brand="Halde")
    assert "wanted_brand" not in talk.slots
    await talk.run("action_find_products", "rather Norrland", wanted_brand="Norrland")
    assert talk.slots["wanted_brand"] == "Norrland"


async def test_the_cheapest_is_not_called_the_most_expensive(talk: Talk) -> None:
    (cheapest, *_) = (await talk.reply(FIND, "the cheapest tent you have")).cards
    talk.slots["shown_products"] = [cheapest.product_id]
    assert "most expensive" not in (await talk.reply(FIND, "a bit pricey")).text
