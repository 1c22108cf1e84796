"""What goes on with a wish that a person is to see to: a new address, a fault's order, no order number."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.conversation.state import Utterance

WISHES = """
  change_address:
    name: a new address
    description: Wants it sent elsewhere.
    persisted_slots: [wish]
    nlu_trigger: [{intent: change_address}]
    steps:
      - set_slots: [{wish: another delivery address}]
      - action: utter_dropped
  damaged_item:
    name: something faulty
    description: Something came broken.
    persisted_slots: [wish]
    nlu_trigger: [{intent: damaged_item}]
    steps:
      - set_slots: [{wish: something faulty}]
      - action: utter_dropped
  pass_on:
    name: passing it on
    description: Passes a wish on.
    persisted_slots: [order_number, new_address]
    nlu_trigger: [{intent: pass_on}]
    steps:
      - collect: order_number
      - collect: new_address
      - action: action_handoff
"""
SLOTS = """
  wish: {type: text, mappings: [{type: controlled}]}
  wish_said: {type: any, mappings: [{type: controlled}]}
  order_status: {type: text, mappings: [{type: controlled}]}
  new_address: {type: text, mappings: [{type: from_text, conditions: [{active_flow: pass_on}]}]}
actions:"""
STREET = "Hauptstr. 5, 50667 Köln"
PASS_ON = Button(title="Pass it on", payload="/pass_on")
NO_NUMBER = ["utter_no_number"]


@pytest.fixture
def talk(talk_to, sources):
    """A shop that passes wishes on."""
    domain = sources["domain.yml"]
    domain = domain.replace("[greet,", "[greet, change_address, damaged_item, pass_on,", 1)
    domain = domain.replace("\nactions:", SLOTS, 1)
    domain = domain.replace(
        "  utter_ask_email:", "  utter_ask_new_address: [{text: Where to?}]\n  utter_ask_email:"
    )
    return talk_to({"domain.yml": domain, "flows.yml": sources["flows.yml"] + WISHES})


def wishes(talk, intent: str, text: str) -> None:
    """The offer to pass on a wish for it is the last that was said."""
    topic = {"change_address": "change_address", "damaged_item": "damaged_item"}.get(intent, intent)
    talk.says(text, intent)
    window = (
        Utterance(role="shopper", text=text, time=0.0),
        Utterance(role="bot", text="Shall I?", time=0.0),
    )
    talk.state = replace(talk.state, topic=topic, window=window)
    talk.offers(PASS_ON)


def hears(talk, text: str) -> None:
    """The message is the newest of the conversation."""
    said = Utterance(role="shopper", text=text, time=0.0)
    talk.state = replace(talk.state, window=(*talk.state.window, said))


def test_a_new_address_behind_the_offer_is_passed_on(talk):
    wishes(talk, "change_address", "send FW-1 elsewhere")
    talk.state = replace(talk.state, slots={**talk.state.slots, "order_number": "FW-1"})
    said = f"a@b.de, to {STREET}"
    assert talk.says(said, "track_order", 0.6, email="a@b.de") == ["action_handoff"]
    assert talk.slots["email"] == "a@b.de"
    assert talk.slots["new_address"] == STREET


def test_an_address_in_small_letters_counts_and_its_postcode_is_no_order(talk):
    wishes(talk, "change_address", "send FW-1 elsewhere")
    talk.state = replace(talk.state, slots={**talk.state.slots, "order_number": "FW-1"})
    said = "hauptstr. 5, 50667 köln, a@b.de"
    assert talk.says(said, "give_details", 0.9, order_number="FW-50667", email="a@b.de") == ["action_handoff"]
    assert talk.slots["new_address"] == "hauptstr. 5, 50667 köln"
    assert talk.slots["order_number"] == "FW-1"


def test_an_address_in_a_question_is_asked_about(talk):
    wishes(talk, "change_address", "send FW-1 elsewhere")
    assert talk.says(f"do you deliver to {STREET}?", "ask_shipping") == ["action_answer"]


def test_the_address_that_is_asked_for_is_no_other_wish(talk):
    wishes(talk, "change_address", "send it elsewhere")
    talk.state = replace(talk.state, slots={**talk.state.slots, "order_number": "FW-1"})
    assert talk.presses("/pass_on") == ["utter_ask_new_address"]
    assert talk.says(f"i told you, {STREET}", "track_order", 0.64) == ["action_handoff"]
    assert talk.slots["new_address"] == STREET


def test_the_order_of_what_came_damaged_goes_on_with_that(talk):
    told = Utterance(role="shopper", text="my pot arrived chipped :(", time=0.0)
    answer = Utterance(role="bot", text="Send photos.", time=0.0, cited=("returns.md#0",))
    talk.state = replace(talk.state, window=(told, answer), topic="returns")
    said = "its the casserole, order FW-1 a@b.de"
    hears(talk, said)
    assert talk.says(said, "track_order", 0.7, order_number="FW-1", email="a@b.de") == ["utter_dropped"]
    assert talk.slots["wish"] == "something faulty"


def test_where_an_order_is_stays_a_question_behind_a_fault(talk):
    told = Utterance(role="shopper", text="my pot arrived chipped", time=0.0)
    talk.state = replace(talk.state, window=(told,), topic="returns")
    said = "and where is order FW-1 a@b.de"
    hears(talk, said)
    done = talk.says(said, "track_order", 0.87, order_number="FW-1", email="a@b.de")
    assert done == ["action_check", "action_track"]


def test_what_comes_of_a_fault_is_asked_with_it(talk):
    wishes(talk, "damaged_item", "my pot arrived chipped :(")
    kept = ["something faulty", "my pot arrived chipped :("]
    talk.state = replace(talk.state, slots={**talk.state.slots, "wish_said": kept})
    assert talk.says("and what happens with the pot now", "ask_shipping") == ["action_answer"]
    assert talk.commands[-1].text == "my pot arrived chipped, what can I do?"


@pytest.mark.parametrize(
    "text",
    ["i dont have the number", "my order number is gone", "never got an order number", "i can't find it"],
)
def test_who_has_no_number_is_not_asked_again(talk, text):
    assert talk.says("where is my parcel", "track_order") == ["utter_ask_order_number"]
    assert talk.says(text, "track_order", 0.5) == NO_NUMBER
    assert talk.flows == []
    assert talk.slots["wish_said"][-1] == text


def test_without_a_number_the_wish_stays_what_it_was(talk):
    wishes(talk, "damaged_item", "the sofa came with a scratch")
    said = "FW-1? no i dont have the number"
    hears(talk, said)
    assert talk.says(said, "skip", 0.97, order_number="FW-1") == NO_NUMBER
    assert talk.slots["wish_said"] == ["something faulty", "the sofa came with a scratch", said]
    assert "order_number" not in talk.slots


@pytest.mark.parametrize(
    "text",
    [
        "where do i find my order number",
        "can i return it without the number",
        "i dont have a phone number",
        "no, just in general",
    ],
)
def test_a_question_about_the_number_is_no_lack_of_it(talk, text):
    talk.says("where is my parcel", "track_order")
    assert "utter_no_number" not in talk.says(text, "ask_returns", 0.9)
