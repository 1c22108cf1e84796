"""A shopper who wants to buy what was shown, spoken of or named is shown where that is done."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ASK, BUY = "action_find_products", "action_product_answer", "action_buy_product"


async def test_what_was_spoken_of_last(talk: Talk) -> None:
    tents = await talk.reply(FIND, "tents")
    await talk.reply(ASK, "is the first one waterproof?")
    reply = await talk.reply(BUY, "I'll take it")
    assert [card.title for card in reply.cards] == [tents.cards[0].title]
    assert reply.text.startswith("The Campo 2 is in stock. Open its page")


async def test_what_is_pointed_at_or_named(talk: Talk) -> None:
    tents = await talk.reply(FIND, "tents")
    second = await talk.reply(BUY, "put the second in my basket")
    assert [card.title for card in second.cards] == [tents.cards[1].title]
    named = await talk.reply(BUY, "I'd like to order the Skerry 2")
    assert [card.title for card in named.cards] == ["Skerry 2 trekking tent"]


async def test_of_several_it_is_asked_which_and_the_button_tells(talk: Talk) -> None:
    await talk.reply(FIND, "tents")
    asked = await talk.reply(BUY, "I'll take it")
    assert not asked.cards
    titles = [button.title for button in asked.buttons]
    assert titles == ["Campo 2", "Campo 3", "Ridgeway 2"]
    chosen = await talk.reply(BUY, asked.buttons[1].payload)
    assert [card.title for card in chosen.cards] == ["Campo 3 dome tent"]


async def test_the_size_and_colour_of_the_search_are_those_that_are_bought(talk: Talk) -> None:
    jackets = await talk.reply(FIND, "rain jacket for women in moss green, size M")
    reply = await talk.reply(BUY, "add the first to my cart")
    assert reply.cards[0].variant_id == jackets.cards[0].variant_id
    assert "choose" not in reply.text


async def test_what_is_sold_out_is_not_offered(talk: Talk) -> None:
    reply = await talk.reply(BUY, "I'll take the Pulverschnee ski jacket women in turquoise, size M")
    assert "sold out in M in turquoise" in reply.text


async def test_a_kind_is_searched_for(talk: Talk) -> None:
    reply = await talk.reply(BUY, "I'd like to buy a tent")
    assert len(reply.cards) == 3
    assert all("tent" in card.title for card in reply.cards)


@pytest.mark.parametrize("text", ["I'll take it", "order the same again", "I want to reorder FW-191272"])
async def test_nothing_to_buy_yet(talk: Talk, text: str) -> None:
    assert "What are you looking for?" in (await talk.reply(BUY, text)).text
