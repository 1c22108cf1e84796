"""Which size is somebody's, for whom and for what was spoken of."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ANSWER, ASK, EXPLAIN = (
    "action_find_products", "action_answer", "action_product_answer", "action_explain",
)  # fmt: skip


@pytest.mark.parametrize("action", [FIND, ANSWER, ASK, "action_recommend"])
async def test_a_measure_is_looked_up_for_whom_products_were_shown(talk: Talk, action: str) -> None:
    await talk.reply(FIND, "rain jackets for men")
    reply = await talk.reply(action, "i have a 98cm chest")
    assert [one.title for one in reply.citations] == ["Men's jackets and trousers: size chart"], reply
    assert reply.text.startswith("Size: M"), reply


async def test_for_whom_says_whose_row_it_is(talk: Talk) -> None:
    await talk.reply(ANSWER, "what size trousers is a waist of 84 cm")
    reply = await talk.reply(EXPLAIN, "im a woman")
    assert [one.title for one in reply.citations] == ["Women's jackets and trousers: size chart"], reply
    assert "EU: 44" in reply.text, reply


async def test_a_wish_stays_a_search(talk: Talk) -> None:
    reply = await talk.reply(FIND, "a rain jacket for my husband, chest 98cm")
    assert reply.cards, reply
