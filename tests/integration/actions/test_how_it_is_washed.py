"""How the product at hand is washed, by what it is made of."""

from __future__ import annotations

import pytest
from actions_talk import Talk

FIND, ANSWER, ASK, EXPLAIN = (
    "action_find_products", "action_answer", "action_product_answer", "action_explain",
)  # fmt: skip


@pytest.mark.parametrize("action", [FIND, ANSWER, EXPLAIN])
async def test_it_is_washed_as_what_it_is_made_of(talk: Talk, action: str) -> None:
    await talk.reply(FIND, "merino base layer for men")
    await talk.reply(ASK, "how heavy is the first one")
    reply = await talk.reply(action, "wash at 60 ok?")
    assert [one.document_id for one in reply.citations] == ["care/merino.md"] * len(reply.citations), reply
    assert reply.citations


async def test_its_own_data_come_first(talk: Talk) -> None:
    shown = await talk.reply(FIND, "merino base layer for men")
    reply = await talk.reply(ASK, "how do i wash the first one")
    assert reply.text == f"Care of the {shown.cards[0].title}: wool wash 30 °C.", reply
