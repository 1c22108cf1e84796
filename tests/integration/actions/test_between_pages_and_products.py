"""Questions that lie between the documents and the products: each is answered by the one that knows."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ANSWER, ASK = "action_find_products", "action_answer", "action_product_answer"
RECOMMEND = "action_recommend"


async def test_which_of_those_shown_is_read_from_their_data(talk: Talk) -> None:
    await talk.reply(FIND, "hiking boots size 38 women")
    reply = await talk.reply(ANSWER, "which one is narrow")
    assert reply.comparison is not None, reply
    assert "Width" in reply.text


async def test_a_width_is_asked_for_by_the_feet(talk: Talk) -> None:
    await talk.reply(FIND, "hiking boots for women")
    reply = await talk.reply(ANSWER, "is the pfadfinder ok for narrow feet")
    assert reply.text == "The width of the Pfadfinder Mid hiking boot women is normal."


async def test_what_the_data_state_is_asked_of_the_product_spoken_of(talk: Talk) -> None:
    await talk.reply(FIND, "summer sleeping bag up to 120")
    await talk.reply(ASK, "how heavy is the second one")
    reply = await talk.reply(ANSWER, "and is it down")
    assert reply.text.startswith("The fill of the"), reply


async def test_a_size_that_a_product_has(talk: Talk) -> None:
    await talk.reply(FIND, "a rain jacket for my wife, size M")
    reply = await talk.reply(ASK, "has the kustenregen size M?")
    assert reply.text.startswith("Yes, the Küstenregen"), reply


async def test_the_same_for_somebody_else_in_a_size(talk: Talk) -> None:
    await talk.reply(ASK, "size 39 for the pfadfinder low women?")
    reply = await talk.reply(ASK, "and for my husband size 43?")
    assert [card.title for card in reply.cards] == ["Pfadfinder Low hiking shoe men"], reply


async def test_what_all_products_are_asked_shows_those_that_are(talk: Talk) -> None:
    reply = await talk.reply(ASK, "are your products vegan?")
    assert reply.cards, reply
    assert "vegan" in reply.text


@pytest.mark.parametrize("text", ["how much co2 do you make", "do you test on animals"])
async def test_what_the_shop_does_is_not_asked_of_a_product(talk: Talk, text: str) -> None:
    await talk.reply(ASK, "how heavy is the Ember")
    reply = await talk.reply(ASK, text)
    assert "Ember" not in reply.text, reply


@pytest.mark.parametrize(
    "text",
    [
        "Can you tell me which poles my 68 year old mother should take? She is 165 cm tall.",
        "what offers do you have now",
    ],
)
async def test_products_where_the_documents_are_silent(talk: Talk, text: str) -> None:
    reply = await talk.reply(ANSWER, text)
    assert reply.cards, reply


@pytest.mark.parametrize("action", [FIND, RECOMMEND])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("can you tell me how much student discount for boots", "10 %"),
        ("what size sleeping bag for 186cm", "Long"),
    ],
)
async def test_what_a_page_is_called_by_is_no_product(talk: Talk, action: str, text: str, told: str) -> None:
    reply = await talk.reply(action, text)
    assert told in reply.text, reply
    assert reply.citations, reply
    assert not reply.cards, reply


@pytest.mark.parametrize(
    "text",
    [
        "which boots for via ferrata",
        "what sleeping mat do you recommend for winter",
        "a sleeping mat with a high r value",
        "can you show me boots for via ferrata",
    ],
)
async def test_a_wish_that_a_page_speaks_of_is_a_search(talk: Talk, text: str) -> None:
    outcome = await talk.run(RECOMMEND, text)
    assert outcome.replies[0].cards, outcome.replies


async def test_what_is_asked_of_a_page_is_not_sought(talk: Talk) -> None:
    await talk.reply(ANSWER, "can I rent a tent")
    outcome = await talk.run(RECOMMEND, "is that also for a small club?")
    assert not any(reply.cards for reply in outcome.replies), outcome.replies


@pytest.mark.parametrize(
    "text",
    [
        "Which tents can I pitch on rock?",
        "Which boots take crampons?",
        "Which jackets can I wash at 40 degrees?",
        "do you have climbing ropes for beginners? which length",
        "which stove can I take on a plane",
    ],
)
async def test_what_is_wished_for_is_shown_below_what_a_page_tells(talk: Talk, text: str) -> None:
    outcome = await talk.run(ANSWER, text, "recommend_product")
    assert [reply.kind for reply in outcome.replies] == ["answer", "products"], outcome.replies
    assert outcome.slots["shown_products"]


async def test_what_is_wished_for_is_shown_in_place_of_a_decline(talk: Talk) -> None:
    outcome = await talk.run(ANSWER, "Which sleeping bags are warm enough for minus 5?", "recommend_product")
    assert [reply.kind for reply in outcome.replies] == ["products"], outcome.replies


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How do I wash a rain jacket?", "find_product"),
        ("Do I have to register a tent for the warranty?", "recommend_product"),
        ("How long can I return a tent?", "ask_question"),
    ],
)
async def test_who_wishes_for_nothing_is_shown_nothing_below_a_page(
    talk: Talk, text: str, intent: str
) -> None:
    outcome = await talk.run(ANSWER, text, intent)
    assert not any(reply.cards for reply in outcome.replies), outcome.replies
