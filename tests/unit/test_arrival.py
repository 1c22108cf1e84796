"""Asking when a product would be there."""

from __future__ import annotations

import time
from typing import Any

import pytest
from msgspec.structs import replace

from bot.conversation.arrival import asked_in_full
from bot.conversation.dialogue import Dialogue, Frame
from bot.conversation.state import State, Utterance


def spoken_of(*, cited: tuple[str, ...] = (), **more: Any) -> State:
    """Behind a product that the bot said something of."""
    said = Utterance(role="bot", text="It is waterproof.", time=1.0, cited=cited)
    asked = Utterance(role="shopper", text="and when?", time=2.0)
    slots = {"current_product": "P1"} | more.pop("slots", {})
    return State(conversation_id="c", window=(said, asked), slots=slots, **more)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("how long until i get it in munich", "how long does delivery to munich take"),
        ("when would i have it", "how long does delivery take"),
        ("how quickly would it arrive?", "how long does delivery take?"),
        ("how long till its here", "how long does delivery take"),
        ("how fast can you deliver it to Lyon", "how long does delivery to Lyon take"),
        ("how quickly can you get it to me", "how long does delivery take"),
        (
            "Great. When will it arrive if I order today?",
            "Great. how long does delivery take if I order today?",
        ),
        ("when can i have them by express", "how long does delivery take by express"),
        ("can i get it by friday", "how long does delivery take"),
        ("would it be here before the weekend?", "how long does delivery take?"),
        ("and delivery?", "how much is delivery and how long does it take?"),
        ("ok, and shipping to Ghent", "how much is shipping to Ghent and how long does it take"),
        (
            "It is a present. When would I have it? Thanks",
            "It is a present. how long does delivery take? Thanks",
        ),
    ],
)
def test_it_is_asked_after_delivery(asked: str, read: str) -> None:
    assert asked_in_full(asked, spoken_of()) == read


@pytest.mark.parametrize(
    "asked",
    [
        "when will it be back in stock",
        "when do i get my refund",
        "when can I get them back",
        "how long can i keep it",
        "how long does it last",
        "can i get it in blue",
        "can i have it in 42",
        "when do you get them in again",
        "how fast can I get it in Utrecht at the store",
        "is it available here",
        "when are you here",
        "are you here on sunday",
        "when can i come here",
        "do you come on saturday",
        "how fast does it get here and what does it weigh",
        "OK the Nid it is, in long wide. When can I have it?",
    ],
)
def test_other_questions_stay(asked: str) -> None:
    assert asked_in_full(asked, spoken_of()) == asked


@pytest.mark.parametrize(
    "state",
    [
        State(conversation_id="c"),
        spoken_of(cited=("repairs#1",)),
        spoken_of(slots={"order_number": "FW-204518"}),
        spoken_of(slots={"order_number": "FW-204518", "order_status": "shipped", "ordered_products": ["P2"]}),
        spoken_of(slots={"current_product": None}),
        spoken_of(dialogue=Dialogue(stack=(Frame(frame_id="f1", flow="return_item", step="start"),))),
    ],
)
def test_it_is_something_else_where_no_product_was_spoken_of_last(state: State) -> None:
    assert asked_in_full("when would i have it", state) == "when would i have it"


def test_behind_an_order_it_is_the_order() -> None:
    slots = {"order_number": "FW-204518", "order_status": "shipped", "ordered_products": ["P1"]}
    for asked in (
        "when will i get it",
        "how long until it's here",
        "will it be here by friday",
        "and delivery",
    ):
        assert asked_in_full(asked, spoken_of(slots=slots)) == "when will it arrive"
    told = Utterance(role="bot", text="Order FW-204518 is on its way.", time=3.0)
    more = Utterance(role="bot", text="Anything else?", time=3.0)
    elsewhere = spoken_of(slots={**slots, "ordered_products": ["P2"]})
    assert asked_in_full("when will i get it", elsewhere) == "when will i get it"
    behind = replace(elsewhere, window=(*elsewhere.window, told, more))
    assert asked_in_full("when will i get it", behind) == "when will it arrive", "whatever was shown before"


@pytest.mark.parametrize(
    "text",
    [
        "and, " * 1300,
        "when will " + "it " * 1500,
        "\n" * 4000,
        "can it be here by " * 250,
        "how long until i " * 250,
    ],
)
def test_a_long_text_is_read_at_once(text: str) -> None:
    begun = time.perf_counter()
    asked_in_full(text, spoken_of())
    assert time.perf_counter() - begun < 0.5
