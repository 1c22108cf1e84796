"""Responses: variations, conditions, placeholders, buttons, and the built-in texts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.conversation.state import State, Utterance
from bot.decide.assistant import load_assistant
from bot.decide.patterns import built_in_responses
from bot.errors import ConfigError
from bot.respond.responder import DomainResponder
from bot.respond.texts import load_texts

DOMAIN = """\
intents: [talk_to_human, track]
entities: [order]
slots:
  name: {type: text}
  tries: {type: float}
  order: {type: text}
responses:
  utter_hello:
    - condition: slots.name
      text: "Hello {name}."
    - text: Hello.
    - text: Good day.
    - text: Hi {name}!
      channel: socketio
  utter_old_condition:
    - condition:
        - type: slot
          name: tries
          value: 2
      text: Twice.
    - text: Not twice.
  utter_rich:
    - text: "Order {order}, try {tries}."
      image: https://shop.example/{order}.png
      custom: {kind: picker}
      buttons:
        - title: Track {order}
          payload: '/track{"order": "{order}"}'
  utter_jinja:
    - text: "Back to {{ context.previous_flow_name }}: {{context.corrected_slots.values()|join(' and ')}}."
  utter_ask_rephrase:
    - text: Once more, please.
"""


@pytest.fixture
def responder():
    return DomainResponder(load_assistant({"domain.yml": DOMAIN}).domain)


def _state(*said, channel="", conversation_id="c"):
    window = tuple(Utterance(role="bot", text=text, time=0.0) for text in said)
    return State(conversation_id=conversation_id, channel=channel, window=window)


def test_variations_rotate_and_never_repeat(responder):
    said = []
    for _ in range(6):
        said.append(responder.say("utter_hello", {}, _state(*said)).text)
    assert set(said) == {"Hello.", "Good day."}
    assert all(a != b for a, b in pairwise(said))


def test_a_true_condition_wins_over_the_general_text(responder):
    assert responder.say("utter_hello", {"name": "Ada"}, _state()).text == "Hello Ada."


def test_the_channel_wins_over_the_general_text(responder):
    assert responder.say("utter_hello", {}, _state(channel="socketio")).text == "Hi!"


@pytest.mark.parametrize(("tries", "text"), [(2.0, "Twice."), (1.0, "Not twice."), (None, "Not twice.")])
def test_conditions_in_the_list_form(responder, tries, text):
    assert responder.say("utter_old_condition", {"tries": tries}, _state()).text == text


def test_everything_rich_is_filled(responder):
    reply = responder.say("utter_rich", {"order": "FW-1", "tries": 2.0}, _state())
    assert reply.text == "Order FW-1, try 2."
    assert reply.image == "https://shop.example/FW-1.png"
    assert reply.custom == {"kind": "picker"}
    assert [(b.title, b.payload) for b in reply.buttons] == [("Track FW-1", '/track{"order": "FW-1"}')]
    assert reply.response == "utter_rich"


def test_the_jinja_of_rasas_own_responses_is_read(responder):
    values = {"previous_flow_name": "your return", "corrected_slots": {"a": "x", "b": "y"}}
    assert responder.say("utter_jinja", values, _state()).text == "Back to your return: x and y."


def test_a_missing_value_leaves_nothing_behind(responder):
    assert responder.say("utter_rich", {"tries": 1}, _state()).text == "Order, try 1."


def test_text_in_a_slot_is_never_a_template(responder):
    assert (
        responder.say("utter_hello", {"name": "{order}", "order": "FW-1"}, _state()).text == "Hello {order}."
    )


def test_options_become_buttons(responder):
    offered = [{"title": "Your parcel", "payload": "/track"}]
    values = {"clarification_options": "your parcel", "offered_buttons": offered}
    reply = responder.say("utter_clarification_options_rasa", values, _state())
    assert reply.buttons[0].payload == "/track"
    assert "your parcel" in reply.text


def test_the_domain_overrides_a_built_in_text(responder):
    assert responder.say("utter_ask_rephrase", {}, _state()).text == "Once more, please."


def test_an_unknown_response_is_an_error(responder):
    with pytest.raises(ConfigError, match="utter_nothing"):
        responder.say("utter_nothing", {}, _state())


def test_every_response_of_the_built_in_patterns_has_a_text():
    assert built_in_responses() <= set(load_texts("en").responses)


def test_failures_are_honest_and_offer_a_person(responder):
    reply = responder.failure("shop_unavailable")
    assert reply.kind == "error"
    assert "order system" in reply.text
    assert reply.buttons[0].payload == "/talk_to_human"
    assert responder.failure("never_heard_of").text == responder.failure("internal_error").text


def test_progress_names_what_is_searched(responder):
    assert responder.progress("action_answer", "Can I return my boots?") == "Searching the return policy"
    assert responder.progress("action_answer", "Do you like me?") == "Searching our documents"
    assert responder.progress("action_unheard_of", "?") == ""


@pytest.mark.parametrize("language", ["de", "nl", "fr", "es", "it"])
def test_foreign_languages_get_a_sentence_of_their_own(responder, language):
    reply = responder.foreign(language)
    assert reply is not None
    assert reply.buttons[0].payload == "/talk_to_human"


def test_an_unknown_language_gets_none(responder):
    assert responder.foreign("tlh") is None
