"""Questions that the documents do not answer, and that ask for what is sold, show it."""

from __future__ import annotations

import re

import pytest
from actions_talk import Talk

ANSWER = "action_answer"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Do you have mittens for women?", "mittens"),
        ("what is the lightest tent", "tent"),
        ("whats the cheapest headlamp?", "headlamp"),
        ("is there a dry bag of 20 litres", "bag"),
        ("what do you have for climbing", "limbing"),
    ],
)
async def test_what_is_sold_is_shown(talk: Talk, question: str, kind: str) -> None:
    reply = await talk.reply(ANSWER, question)
    assert reply.cards, reply
    assert kind in f"{reply.text} {reply.cards[0].title} {reply.cards[0].category}".lower()


async def test_what_a_kind_costs_is_said(talk: Talk) -> None:
    reply = await talk.reply(ANSWER, "what does the 60 m climbing rope cost")
    assert "cost" in reply.text, reply
    assert reply.cards


@pytest.mark.parametrize(
    "question",
    ["do you have a patent on tents", "is there a museum of boots", "how do I knit mittens for a bear"],
)
async def test_what_is_not_sold_is_declined(talk: Talk, question: str) -> None:
    reply = await talk.reply(ANSWER, question)
    assert not reply.cards, reply


@pytest.mark.parametrize("action", [ANSWER, "action_product_answer"])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what sizes do your boots come in", r"Boots come in \d\d to \d\d\."),
        ("which colours do you have rain jackets in?", r"come in (?:\w+ ?\w*, ){7}.* and \d+ more\."),
        ("what sizes of gloves are available", r"come in .*S, M, L"),
    ],
)
async def test_what_a_kind_comes_in_is_said_of_all(talk: Talk, action: str, question: str, told: str) -> None:
    reply = await talk.reply(action, question)
    assert re.search(told, reply.text), reply
    assert reply.cards


@pytest.mark.parametrize(
    "question",
    ["what size should I take in boots", "which size do I need for gloves", "what sizes are there"],
)
async def test_whose_size_is_asked_is_told_no_sizes_of_a_kind(talk: Talk, question: str) -> None:
    reply = await talk.reply(ANSWER, question)
    assert " come in " not in reply.text, reply


PRODUCT_ANSWER, SEARCH = "action_product_answer", "action_find_products"


@pytest.mark.parametrize("action", [PRODUCT_ANSWER, SEARCH, "action_buy_product"])
@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("can i take a gas cartridge on the plane", "can i buy one from you", "gas cartridge"),
        ("what detergent should I take for down", "do you sell that?", "couldn't find “detergent”"),
    ],
)
async def test_what_the_documents_spoke_of_is_looked_for(
    talk: Talk, action: str, before: str, question: str, told: str
) -> None:
    await talk.reply(ANSWER, before)
    reply = await talk.reply(action, question)
    assert told in reply.text, reply


async def test_whether_the_product_at_hand_is_sold_is_said(talk: Talk) -> None:
    await talk.reply(SEARCH, "show me the Lederfett boot wax")
    reply = await talk.reply(PRODUCT_ANSWER, "do you sell it")
    assert "Lederfett is in stock" in reply.text, reply
    await talk.reply(SEARCH, "show me the Lumenor Orion 1200")
    reply = await talk.reply(PRODUCT_ANSWER, "do you sell it")
    assert "sold out" in reply.text, reply
    assert [button.title for button in reply.buttons] == ["Tell me when it's back"]


async def test_a_thing_that_is_not_sold_is_not_in_stock_behind_others(talk: Talk) -> None:
    await talk.reply("action_find_products", "tents for two")
    reply = await talk.reply("action_product_answer", "glockenspiel in stock?", "check_stock")
    assert "glockenspiel" in reply.text, reply
    assert not reply.cards
