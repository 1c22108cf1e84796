"""Few words behind a page ask of it, and seek nothing."""

from __future__ import annotations

from actions_talk import Talk

FIND, ANSWER = "action_find_products", "action_answer"


async def test_costs_of_an_order_behind_a_country(talk: Talk) -> None:
    await talk.reply(ANSWER, "do you deliver to Austria?")
    reply = await talk.reply(FIND, "costs for a 40 euro order?")
    assert reply.citations, reply
    assert "Austria" in reply.text


async def test_what_names_no_thing_is_declined_as_a_question(talk: Talk) -> None:
    await talk.reply(ANSWER, "how do I wash merino?")
    reply = await talk.reply(FIND, "and glitter? my cousin asked")
    assert reply.kind == "decline", reply
    assert "in our shop" not in reply.text


async def test_a_number_alone_says_nothing_of_the_subject(talk: Talk) -> None:
    for text in ["can I pay with a gift card", "TS-1234", "jo@example.com", "4417"]:
        await talk.reply(ANSWER, text)
    reply = await talk.reply(ANSWER, "and two of them?")
    assert reply.text.startswith("Up to 3 gift cards can be used in one order"), reply
