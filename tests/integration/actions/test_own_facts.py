"""What a product's data say yes or no to goes before a page that speaks of the same."""

from __future__ import annotations

import pytest
from actions_talk import Talk

ANSWER, ASK = "action_answer", "action_product_answer"


@pytest.mark.parametrize("action", [ANSWER, ASK])
async def test_the_named_product_s_own_answer(talk: Talk, action: str) -> None:
    reply = await talk.reply(action, "is the Küstenregen 2.5L rain jacket women waterproof?")
    assert reply.text.startswith("Yes, the Küstenregen")
    assert "waterproof" in reply.text
    assert reply.citations == ()


async def test_what_the_data_do_not_say_is_left_to_the_documents(talk: Talk) -> None:
    reply = await talk.reply(ANSWER, "how long can I return the Skerry 2?")
    assert reply.citations
