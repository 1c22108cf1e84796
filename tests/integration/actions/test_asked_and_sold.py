"""Questions that the documents do not answer, and that ask for what is sold, show it."""

from __future__ import annotations

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
