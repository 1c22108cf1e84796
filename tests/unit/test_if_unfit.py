"""What is asked of a thing that may turn out not to fit or to please."""

from __future__ import annotations

import time

import pytest

from bot.conversation.if_unfit import CANCELS, EXCHANGES, RETURNS, asked_if_unfit


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("can i return it if it's too small", RETURNS.format("it")),
        ("can I send it back if it doesn't fit?", RETURNS.format("it")),
        ("can i return boots if they dont fit", RETURNS.format("boots")),
        ("if my dad doesn't like it can i bring it back", RETURNS.format("it")),
        ("do i get my money back if its the wrong size", RETURNS.format("it")),
        ("how do i return the lamp if it does not suit", RETURNS.format("the lamp")),
        ("what if it doesnt fit", RETURNS.format("it")),
        ("what if she already has it?", RETURNS.format("it")),
        ("can i swap it if its too big", EXCHANGES.format("it")),
        ("could i exchange the jacket if it is the wrong colour", EXCHANGES.format("the jacket")),
        ("can i cancel if i change my mind", CANCELS),
        # what has happened, what breaks, and what is asked of something else
        ("i want to return it because it doesn't fit", ""),
        ("can i return my order, it doesn't fit", ""),
        ("can i return it if it breaks", ""),
        ("what size if i'm not sure", ""),
        ("what if it arrives broken", ""),
        ("can i send it back if it comes too late", ""),
        ("which tent if we are too many for a small one", ""),
    ],
)
def test_what_may_not_fit_is_asked_of_the_rules(text: str, asked: str) -> None:
    assert asked_if_unfit(text) == asked


def test_a_long_message_is_not_looked_at() -> None:
    begun = time.perf_counter()
    assert asked_if_unfit("can i return it if it's too small " * 4_000) == ""
    assert asked_if_unfit("if it " * 33) == ""
    assert time.perf_counter() - begun < 0.1
