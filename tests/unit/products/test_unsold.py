"""What a message asks for and the shop has nothing that is called so."""

from __future__ import annotations

import pytest

from retrieval.products.asked_thing import asked_things, asks_availability


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm looking for a surfboard, max 300 euros", "surfboard"),
        ("washing machine under 400", "washing machine"),
        ("have you got any golf balls in yellow?", "golf balls"),
        ("Hi there, do you sell bikes?", "bikes"),
        ("which hedge trimmer would you recommend for a small lady", "hedge trimmer"),
        ("what's your cheapest toaster", "toaster"),
        ("set of dumbbells 2 x 10 kg", "dumbbells"),
        ("my niece got a pony and needs a saddle", "saddle"),
        ("printer paper A4", "printer paper"),
        ("is klarna available?", "klarna"),
        ("are paper planes in stock", "paper planes"),
    ],
)
def test_the_thing_that_is_asked_for(text: str, name: str) -> None:
    assert [thing.name for thing in asked_things(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "something nice for my dad, around 40 euros", "a present for a climber",
        "anything waterproof in red?", "gear for a week in norway", "any left in XL?",
        "do I need a permit", "I don't need a tent",
        "where is my order", "he's got a torch already", "the lightest things you've got", "next page please",
        "is it available?", "is the second one in stock", "is there any available",
        "FW-204561", "fw204561?", "ta. it's helga@example.com",
        "argh, few cents short. can i pay the rest another way?",
        "I want to return my boots", "is there anything under 10 euros?", "show me the rest", "in blue", "",
    ],
)  # fmt: skip
def test_what_names_no_thing(text: str) -> None:
    assert not list(asked_things(text))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is klarna available?", True), ("Are paper planes in stock", True), ("is it available?", False),
        ("is the red one in stock", False), ("is there any available", False), ("available?", False),
        ("is delivery available on Sundays", False),
    ],
)  # fmt: skip
def test_what_asks_whether_a_thing_is_there(text: str, asks: bool) -> None:
    assert asks_availability(text) == asks
