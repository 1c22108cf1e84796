"""Questions that lean on a product: of the shop, of the kind, and nothing that holds for other products."""

from __future__ import annotations

import pytest
from actions_talk import Talk

from bot.actions.focus import focus_on, of_focus
from bot.actions.tools import ActionTools
from retrieval.types import Answer, AnswerSentence

FIND, ANSWER, ASK = "action_find_products", "action_answer", "action_product_answer"


def titles(reply: object) -> list[str]:
    return [citation.title for citation in getattr(reply, "citations", ())]


@pytest.mark.parametrize("action", [ANSWER, ASK])
async def test_a_rule_of_the_shop_holds_for_what_was_shown(talk: Talk, action: str) -> None:
    await talk.reply(FIND, "show me rain jackets for women")
    await talk.reply(FIND, "the first one")
    reply = await talk.reply(action, "how long can i return it")
    assert "60 days" in reply.text
    assert not any("Washing" in title or "manual" in title for title in titles(reply))


@pytest.mark.parametrize(
    ("wanted", "question", "page"),
    [
        ("show me rain jackets for women", "how do i wash it", "Washing and re-proofing waterproof jackets"),
        ("sleeping bag for -5", "how do i store it", "Washing down jackets and down sleeping bags"),
        ("hiking boots for men", "how do i look after them", "Caring for leather boots"),
    ],
)
async def test_the_page_of_the_kind_answers(talk: Talk, wanted: str, question: str, page: str) -> None:
    await talk.reply(FIND, wanted)
    await talk.reply(FIND, "the first one")
    assert titles(await talk.reply(ANSWER, question))[0] == page


async def test_another_kind_is_asked_of_by_its_name(talk: Talk) -> None:
    await talk.reply(FIND, "show me rain jackets for women")
    reply = await talk.reply(ANSWER, "and how do i wash a down sleeping bag")
    assert titles(reply)[0] == "Washing down jackets and down sleeping bags"


async def test_nothing_of_other_products(talk: Talk) -> None:
    await talk.reply(FIND, "2 person tent under 300 euro")
    reply = await talk.reply(ANSWER, "how do i put it up")
    assert not any("roof tent" in title or "carrier" in title for title in titles(reply))


async def test_a_page_that_does_not_answer_is_left_for_another(talk: Talk) -> None:
    await talk.reply(ANSWER, "what can not be returned?")
    reply = await talk.reply(ANSWER, "is there parking at the store in Munich")
    assert reply.kind == "answer"
    assert "Gärtnerplatz" in reply.text


async def test_how_big_it_is_tells_no_page_on_something_else(talk: Talk) -> None:
    await talk.reply(FIND, "show me the höhle 2")
    reply = await talk.reply(ASK, "how big is it on the floor")
    assert reply.kind == "decline"
    assert "Höhle 2 doesn't say that" in reply.text


async def test_what_is_spoken_of_changes(talk: Talk) -> None:
    await talk.reply(FIND, "show me rain jackets for women")
    await talk.reply(ANSWER, "how do i wash a down sleeping bag")
    reply = await talk.reply(ANSWER, "can it go in the dryer")
    assert titles(reply)[0] == "Washing down jackets and down sleeping bags"


async def test_what_is_supposed_is_not_asked(talk: Talk) -> None:
    await talk.reply(FIND, "show me rain jackets for women")
    await talk.reply(FIND, "the first one")
    reply = await talk.reply(ASK, "can i get my money back if it doesn't fit")
    assert "regular" not in reply.text


async def test_another_word_for_the_kind(talk: Talk) -> None:
    await talk.reply(FIND, "headlamps")
    await talk.reply(FIND, "the first one")
    reply = await talk.reply(ASK, "can i take it on a plane")
    assert titles(reply)[0] == "Travelling with hand luggage only"


async def test_what_is_counted_has_no_other_one_s_manual(talk: Talk) -> None:
    found = await talk.reply(FIND, "avalanche transceiver")
    assert [card.title.split()[0] for card in found.cards] == ["Lawinenruf", "Signal"]
    first = await talk.reply(ANSWER, "does the first have a group check")
    assert not any("Signal 3" in title for title in titles(first))
    second = await talk.reply(ANSWER, "how does the group check of the second work")
    assert any("Signal 3" in title for title in titles(second))


async def test_what_is_not_found_goes_on_from_a_page(talk: Talk) -> None:
    assert (await talk.reply(ANSWER, "whats your return policy for sale items")).citations
    assert (await talk.reply(FIND, "and worn ones?")).citations


@pytest.mark.parametrize(
    ("wanted", "question"),
    [
        ("wanderstab carbon folding poles", "does it smell"),
        ("gratweg 30 w hiking backpack", "is it quiet"),
        ("wanderstab carbon folding poles", "is it good in the rain"),
    ],
)
async def test_what_holds_for_other_kinds_is_not_told(talk: Talk, wanted: str, question: str) -> None:
    assert (await talk.reply(FIND, wanted)).cards
    reply = await talk.reply(ASK, question)
    assert not titles(reply)
    assert reply.kind == "decline" or "our description says" in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "is a mat in the box",
        "are ropes included",
        "do you have a rope or a bag with it",
        "is there a mat with it",
    ],
)
async def test_what_comes_with_it_is_asked_of_what_is_at_hand(talk: Talk, question: str) -> None:
    await talk.reply(FIND, "lumenor blick 300")
    for action in (FIND, ASK):
        reply = await talk.reply(action, question)
        assert not reply.cards
        assert "Blick 300" in reply.text


async def test_what_goes_with_it_is_sought(talk: Talk) -> None:
    await talk.reply(FIND, "campo 2")
    assert (await talk.reply(FIND, "do you have a mat that goes with it")).cards


@pytest.mark.parametrize(
    ("wanted", "question", "said"),
    [
        ("cotton hut liner", "what warranty does it have", "3 years"),
        ("wegwarte hiking trousers men", "what warranty does it have", "3 years"),
        ("lumenor blick 500 r", "does it have a maker guarantee", "Lumenor"),
    ],
)
async def test_a_guarantee_is_that_of_its_maker(talk: Talk, wanted: str, question: str, said: str) -> None:
    assert (await talk.reply(FIND, wanted)).cards
    assert said in (await talk.reply(ASK, question)).text


async def test_another_kind_that_is_named_is_told_of(talk: Talk) -> None:
    await talk.reply(FIND, "campo 2")
    told = await talk.reply(ASK, "is it ok for my daughter of 34 kilos to use an ordinary via ferrata set?")
    assert titles(told)


def test_how_the_things_of_another_maker_come_out_is_not_told(tools: ActionTools) -> None:
    boots = [hit.product for hit in tools.products.search(tools.products.wish("hiking boots"), 20).hits]
    own = next(product for product in boots if product.brand)
    other = next(product.brand for product in boots if product.brand not in ("", own.brand))
    said = [f"{brand} boots run small: take one size larger." for brand in (own.brand, other)]
    for text, kept in zip(said, (True, False), strict=True):
        sentences = (AnswerSentence(text=text, hits=()),)
        answer = Answer(question="does it run small", answered=True, answerable=0.9, sentences=sentences)
        assert of_focus(tools.products, focus_on(tools.products, own), answer).answered is kept
