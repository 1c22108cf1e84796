"""Who asks what is sold at all is shown the kinds of things, also behind a search."""

from __future__ import annotations

from actions_talk import Talk

from bot.decide.unasked import ANYTHING

FIND = "action_find_products"


async def test_the_kinds_are_shown_also_behind_a_search(talk: Talk) -> None:
    first = await talk.reply(FIND, ANYTHING)
    assert len(first.buttons) > 2
    assert not first.cards
    shown = await talk.reply(FIND, "tents in green")
    assert shown.cards
    again = await talk.reply(FIND, ANYTHING)
    assert again.buttons == first.buttons
