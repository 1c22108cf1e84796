"""What only resembles a wish about an order; who wants something booked, greets, or asks for the place."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.conversation.state import Utterance
from bot.decide.asks import asks_place, greets_only, wants_booking

SHOP = """
  exchange_item:
    name: an exchange
    description: Something else is wanted in place of what was bought.
    nlu_trigger: [{intent: exchange_item}]
    steps:
      - action: action_explain_wish
      - action: utter_dropped
  find_product:
    name: finding a product
    description: The shopper names a product.
    nlu_trigger: [{intent: find_product}]
    steps:
      - action: action_find_products
"""


@pytest.fixture
def shop(talk_to, sources):
    """The small shop with an exchange, and products to be found."""
    domain = sources["domain.yml"]
    domain = domain.replace("intents: [greet,", "intents: [greet, exchange_item, find_product,", 1)
    domain = domain.replace("actions: [", "actions: [action_explain_wish, action_find_products, ", 1)
    return talk_to({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + SHOP})


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("delivery to France", "return_item"), ("delivery to Scotland", "return_item"),
        ("ok whats the delivery time for it", "track_order"),
        ("shipping costs northern ireland", "track_order"),
        ("and express delivery to Cork?", "track_order"),
    ],
)  # fmt: skip
def test_what_delivery_costs_is_of_no_order(talk, text: str, intent: str) -> None:
    assert talk.says(text, intent, 0.7) == ["action_answer"]


@pytest.mark.parametrize(
    "text", ["where is my delivery to France", "delivery to my new address please", "has the delivery come?"]
)
def test_a_delivery_of_ones_own_is_an_order(talk, text: str) -> None:
    assert talk.says(text, "track_order", 0.9) == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    "text", ["can you change wellies to 30", "please swap the shirt for a M", "could you make it a 43"]
)
def test_a_change_behind_an_order_is_one(shop, text: str) -> None:
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "packed"}
    shop.state = replace(shop.state, slots=slots, topic="track_order")
    said = shop.says(text, "ask_shipping", 0.5, others={"exchange_item": 0.2})
    assert said[0] == "action_explain_wish"
    asked = shop.says(
        "how can i change my order to express", "ask_shipping", 0.5, others={"exchange_item": 0.2}
    )
    assert asked == ["action_answer"]


def test_what_is_taken_is_no_exchange(shop) -> None:
    before = (Utterance(role="shopper", text="can i send them back after that", time=0.0),)
    shop.state = replace(shop.state, window=before, pending=("m",))
    taken = "ok i'd like the kilree ones, size 12, dark blue"
    assert shop.says(taken, "exchange_item", 0.53, size="12") == ["action_find_products"]
    for text in ("i'd like the other size instead", "i'll take it in a size smaller, these are too big"):
        assert "action_explain_wish" in shop.says(text, "exchange_item", 0.7, size="12"), text


def test_another_form_of_what_was_shown_is_no_exchange(shop) -> None:
    shop.state = replace(shop.state, slots={"shown_products": ["P1"]})
    for text in ("then size L of the moher instead, colour?", "no way, XL i am, moher xl in blue?"):
        assert shop.says(text, "exchange_item", 0.8) == ["action_find_products"], text


@pytest.mark.parametrize(
    "text",
    [
        "i bought an L, can i get it in M instead",
        "can i swap it for the blue one",
    ],
)
def test_what_was_bought_is_exchanged(shop, text: str) -> None:
    shop.state = replace(shop.state, slots={"shown_products": ["P1"]})
    assert "action_explain_wish" in shop.says(text, "exchange_item", 0.9)


def test_a_number_with_its_word_takes_up_an_offer(talk) -> None:
    talk.offers(Button(title="Send it back", payload="/return_item"))
    talk.says("FW-2 is my order number", "track_order", 0.7, order_number="FW-2")
    assert talk.commands[-1].flow == "return_item"


def test_what_a_task_asks_for_later_begins_no_other(talk) -> None:
    assert talk.says("I want to send it back", "return_item") == ["utter_ask_order_number"]
    assert talk.says("FW-2 is the order", "track_order", 0.9, order_number="FW-2") == ["utter_ask_email"]
    assert [frame.flow for frame in talk.state.dialogue.stack if frame.flow == "track_order"] == []
    talk.says("a@b.de is my mail", "track_order", 0.9, email="a@b.de")
    assert [frame.flow for frame in talk.state.dialogue.stack if frame.flow == "track_order"] == []


@pytest.mark.parametrize(
    "text",
    [
        "book me in for the 5th december", "i want to book a test ride for saturday",
        "can you reserve me a slot for a bike service tomorrow",
        "make an appointment for a bike fitting please",
        "i need an appointment for my bike service", "please book a table for tonight",
    ],
)  # fmt: skip
def test_who_wants_something_booked(talk, text: str) -> None:
    assert wants_booking(text)
    assert talk.says(text, "ask_shipping", 0.6) == ["action_book"]


@pytest.mark.parametrize(
    "text",
    [
        "can i book online", "do i need to book", "how do i book a test ride", "i want a book about bikes",
        "where can I make an appointment", "I have a table at home", "when are the courses",
    ],
)  # fmt: skip
def test_who_asks_how_to_book(text: str) -> None:
    assert not wants_booking(text)


def test_a_question_is_no_greeting(talk) -> None:
    assert talk.says("thurs evening open?", "greet", 0.96) == ["action_answer"]
    assert talk.says("hello, anybody there?", "greet", 0.96) == ["utter_greet"]
    assert greets_only("good morning, how are you today?")


def test_where_the_shop_is(talk) -> None:
    assert talk.says("where are you exactly", "chitchat", 0.6) == ["action_answer"]
    assert asks_place("where's your shop")
    assert not asks_place("where are you sending it")
