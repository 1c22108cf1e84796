"""Questions how something is done, and of what lies before the shopper, show no products instead."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.actions.tools import ActionTools

FIND, ADVISE, ANSWER, ASK = (
    "action_find_products",
    "action_recommend",
    "action_answer",
    "action_product_answer",
)


@pytest.mark.parametrize("action", [FIND, ADVISE, ANSWER])
@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("how do i choose a climbing helmet", "Helmet and harness sizes"),
        ("what should i look for when buying a via ferrata set", "Via ferrata: gear and grades"),
        ("hw do i wash a down sleeping bag", "Washing down jackets and down sleeping bags"),
    ],
)
async def test_a_page_says_how(talk: Talk, action: str, question: str, page: str) -> None:
    reply = await talk.reply(action, question)
    assert [citation.title for citation in reply.citations][:1] == [page], reply
    assert not reply.cards


async def test_which_of_those_shown_by_any_attribute(talk: Talk) -> None:
    await talk.reply(FIND, "2 person tents under 300 euro")
    reply = await talk.reply(ASK, "which one is the tallest inside")
    assert reply.text == "Inner height: 110 cm (Campo 2), 110 cm (Wandervogel 2), 108 cm (Ridgeway 2)."
    assert reply.comparison is not None
    shown = await talk.reply(ASK, "how much is it")
    assert [card.title for card in shown.cards] == ["Campo 2 dome tent"]


async def test_words_that_end_like_comparatives_are_none(tools: ActionTools) -> None:
    tents = [hit.product for hit in tools.products.search(tools.products.wish("2 person tents"), 3).hits]
    asked = tools.products.asked_of(tents, "which of them has the best water column")
    assert asked is not None
    assert asked[0] == "Water column"


async def test_when_something_is_done_with_a_thing_asks_nothing(talk: Talk) -> None:
    reply = await talk.reply(FIND, "when I go camping in autumn I am cold, show me warm sleeping bags")
    assert reply.cards, reply


async def test_what_a_page_answered_before_is_not_asked_of_a_product(talk: Talk) -> None:
    assert (await talk.reply(ANSWER, "how much is express delivery")).citations
    reply = await talk.reply(ASK, "and how many stamps are they")
    assert "Which product" not in reply.text


@pytest.mark.parametrize("text", ["what's new in the shop?", "any sale on tents atm?"])
async def test_what_is_new_or_reduced_is_of_no_single_product(talk: Talk, text: str) -> None:
    reply = await talk.reply(ASK, text)
    assert reply.cards, reply


async def test_a_text_that_compares_nothing_asks_of_what_is_shown(talk: Talk) -> None:
    await talk.reply(FIND, "show me the Felstanz")
    reply = await talk.reply("action_compare_products", "how much are two of those together")
    assert [card.title for card in reply.cards] == ["Felstanz approach shoe"]
    which = await talk.reply("action_compare_products", "which one is better")
    assert "Which two products" in which.text


async def test_a_new_part_is_not_what_the_old_one_is_made_of(talk: Talk) -> None:
    made = await talk.reply(ASK, "what are the poles of the Campo 2 made of")
    assert "fibreglass" in made.text
    new = await talk.reply(ASK, "do you have a new pole for the Campo 2")
    assert "fibreglass" not in new.text


async def test_one_of_two_that_a_question_asks_of_has_an_approved_answer(talk: Talk) -> None:
    alone = await talk.reply(ANSWER, "can i pay with paypal")
    either = await talk.reply(ANSWER, "can i pay with klarna or paypal")
    assert either.kind == alone.kind == "curated"
    assert either.text == alone.text


async def test_what_it_is_good_for(talk: Talk) -> None:
    await talk.reply(FIND, "show me the Felstanz")
    for action in (FIND, ADVISE, ASK):
        reply = await talk.reply(action, "good for climbing?")
        assert "made for" in reply.text, (action, reply)


async def test_a_few_words_that_go_on_are_answered_from_the_page_spoken_of(talk: Talk) -> None:
    await talk.reply("action_answer", "do you ship to austria")
    outcome = await talk.run("action_explain", "and for tents", "find_product", confidence=0.9)
    assert [reply.kind for reply in outcome.replies] == ["answer"]
    assert talk.slots["explained"]


async def test_and_of_another_page_they_are_sought(talk: Talk) -> None:
    await talk.reply("action_answer", "do you ship to austria")
    outcome = await talk.run("action_explain", "and for three people", "find_product", confidence=0.9)
    assert not outcome.replies


@pytest.mark.parametrize("action", ["action_product_answer", "action_answer"])
async def test_what_it_costs_is_of_what_was_spoken_of_last(talk: Talk, action: str) -> None:
    await talk.reply("action_find_products", "show me hiking boots")
    assert (await talk.reply("action_product_answer", "how much")).cards
    await talk.reply("action_answer", "do you ship to austria?")
    reply = await talk.reply(action, "how much")
    assert "7.95 EUR" in reply.text, reply
    assert not reply.cards
