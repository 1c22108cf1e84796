"""What the data of the product at hand tell comes before a page, and what pages tell stays theirs."""

from __future__ import annotations

import pytest
from actions_talk import Talk

ANSWER, ASK = "action_answer", "action_product_answer"


@pytest.mark.parametrize("action", [ANSWER, ASK])
@pytest.mark.parametrize(
    ("product", "asked", "told"),
    [
        ("Selfie 3.8", "is it good for back sleepers and bony hips?", "Back sleepers love it"),
        ("Steig", "what happens with it after one fall?", "After one fall it goes in the bin"),
    ],
)
async def test_the_description_tells_it(talk: Talk, action: str, product: str, asked: str, told: str) -> None:
    await talk.reply(ASK, f"how much is the {product}")
    reply = await talk.reply(action, asked, "ask_question")
    assert told in reply.text, reply
    assert not reply.citations


@pytest.mark.parametrize("action", [ANSWER, ASK])
@pytest.mark.parametrize("asked", ["how long can I send it back?", "how long does a parcel to Austria take?"])
async def test_a_page_tells_what_holds_for_all(talk: Talk, action: str, asked: str) -> None:
    await talk.reply(ASK, "how much is the Selfie 3.8")
    reply = await talk.reply(action, asked, "ask_question")
    assert reply.citations, reply
