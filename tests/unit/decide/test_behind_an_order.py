"""Behind an order that was shown: details alone, questions in general, and who wants a person told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.conversation.state import Utterance

PASS_ON = """
  pass_on:
    name: passing it on
    description: Passes a wish on.
    nlu_trigger: [{intent: pass_on}]
    steps:
      - action: action_handoff
      - action: utter_returned
"""
FAULT = """
  report_fault:
    name: something faulty
    description: Takes a fault.
    nlu_trigger: [{intent: damaged_item}]
    steps:
      - action: utter_returned
"""
ASKED = "no, my parcel FW-1. how long until it counts as lost?"


@pytest.fixture
def shown(talk_to, sources):
    """Order FW-1 has just been shown."""
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, pass_on, wait, buy,", 1)
    flows = sources["flows.yml"] + PASS_ON
    nlu = sources.get("nlu.yml", "")
    talk = talk_to({**sources, "domain.yml": domain, "flows.yml": flows, "nlu.yml": nlu})
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_found": True}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, topic="track_order")
    return talk


@pytest.fixture
def told(talk_to, sources):
    """The same in an assistant that shows orders with the action that is there."""
    parts = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    talk = talk_to(parts)
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_found": True, "order_status": "shipped"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, topic="track_order")
    return talk


def test_a_number_or_an_address_alone_goes_on_with_the_look_up(shown):
    assert shown.says("oh sorry its c@d.de", email="c@d.de") == ["action_check", "action_track"]
    assert shown.says("FW-2", order_number="FW-2") == ["action_check", "action_track"]


@pytest.mark.parametrize(
    "said",
    [
        "Can you give me the tracking number please?",
        "can you give me the tracking",
        "which carrier and what's the number so I can follow it?",
        "And what exactly was in it?",
        "did my 10% code work on that order?",
        "what address is it going to",
        "When did it actually leave you?",
    ],
)
def test_what_the_order_says_of_itself_is_asked_of_it(told, said):
    assert told.says(said, "ask_policy", 0.6) == ["action_check", "action_show_order"]


def test_it_is_asked_behind_other_questions_too(told):
    told.state = replace(told.state, topic="shipping")
    assert told.says("what's the total of the order?", "ask_policy", 0.9) == [
        "action_check",
        "action_show_order",
    ]
    assert told.says("how much is it?", "ask_policy", 0.9) == ["action_answer"]


@pytest.fixture
def begun(told):
    """The same assistant before anything was said."""
    told.state = replace(told.state, slots={}, topic="")
    return told


GIVEN = {"order_number": "FW-2", "email": "a@b.de"}


def test_what_an_order_says_is_asked_with_its_number(begun):
    said = "I placed order FW-2 (a@b.de). How much discount did I get?"
    assert begun.says(said, "ask_policy", 0.7, **GIVEN) == ["action_check", "action_show_order"]


def test_what_an_order_says_is_asked_of_a_number_that_was_given(begun):
    said = "what did I pay in total for that?"
    assert begun.says(said, "ask_policy", 0.9) == ["action_answer"]
    begun.state = replace(begun.state, slots={"order_number": "FW-2"}, topic="")
    assert begun.says(said, "ask_policy", 0.9) == ["utter_ask_email"]


@pytest.mark.parametrize(
    ("share", "apart", "done"),
    [
        (0.6, [("damaged_item", 0.9), ("track_order", 0.2)], ["utter_returned"]),
        (0.6, [("damaged_item", 0.9), ("track_order", 0.9)], ["action_check", "action_show_order"]),
        (0.6, [("return_item", 0.9), ("track_order", 0.2)], ["action_check", "action_show_order"]),
        (0.9, [("damaged_item", 0.9), ("track_order", 0.2)], ["action_check", "action_show_order"]),
    ],
)
def test_a_sentence_tells_what_is_wrong_with_an_order_that_is_given_with_it(
    talk_to, sources, share, apart, done
):
    parts = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    domain = parts["domain.yml"].replace("intents: [greet,", "intents: [greet, damaged_item,", 1)
    talk = talk_to({**parts, "domain.yml": domain, "flows.yml": parts["flows.yml"] + FAULT})
    said = "The pear is missing. Order FW-2, a@b.de"
    assert talk.says(said, "track_order", share, sentences=apart, **GIVEN) == done


def test_what_is_asked_of_the_shop_is_for_its_documents(told):
    assert told.says("which courier do you use", "ask_policy", 0.6) == ["action_answer"]


def test_a_number_alone_behind_an_offer_takes_it_up(shown):
    shown.offers(Button(title="Send it back", payload="/return_item"))
    assert shown.says("FW-2", "track_order", 0.7, order_number="FW-2") == ["action_check", "utter_ask_reason"]


def test_a_question_in_general_behind_the_order_is_for_the_documents(shown):
    parts = {"sentences": [("track_order", 0.9), ("track_order", 0.6)]}
    parts["texts"] = ["no, my parcel FW-1.", "how long until it counts as lost?"]
    assert shown.says(ASKED, "track_order", order_number="FW-1", **parts) == ["action_answer"]
    assert shown.commands[0].text == "how long until it counts as lost?"
    other = shown.says(ASKED.replace("FW-1", "FW-2"), "track_order", order_number="FW-2", **parts)
    assert other == ["action_check", "action_track"]


def test_the_last_sentence_has_a_person_told(shown):
    said = "FW-1, as above. tell a person please"
    parts = {"sentences": [("track_order", 0.8), ("pass_on", 0.95)], "texts": said.split(". ")}
    assert shown.says(said, "track_order", **parts)[0] == "action_handoff"


@pytest.mark.parametrize(
    "said",
    [
        "its not right it should say pounds, get me someone",
        "that makes no sense at all. just get me a person please",
        "it never came and I'd like to talk to a human",
    ],
)
def test_a_call_for_a_person_beside_something_else_is_heard(shown, said):
    shown.says(said, "track_order", 0.6)
    assert [one.kind for one in shown.commands][-1] == "hand_off"


@pytest.mark.parametrize("said", ["is it there yet, someone needs it", "and when is it here? a person asked"])
def test_a_person_who_is_only_spoken_of_is_not_called(shown, said):
    shown.says(said, "track_order", 0.6)
    assert "hand_off" not in [one.kind for one in shown.commands]


def test_a_choice_between_a_question_and_an_order_has_one_side_where_nothing_speaks_of_one(talk):
    assert talk.says("so who can do it?", "ask_shipping", 0.45, others={"track_order": 0.4}) == [
        "action_answer"
    ]
    clarified = talk.says("who has my parcel?", "ask_shipping", 0.45, others={"track_order": 0.4})
    assert clarified == ["utter_clarification_options_rasa"]


def test_a_pressed_choice_looks_up_what_was_asked(talk):
    asked = Utterance(role="shopper", text="and where are the videos saved", time=0.0)
    pressed = Utterance(role="shopper", text="Delivery", time=0.0)
    talk.state = replace(talk.state, window=(asked, pressed))
    talk.offers(Button(title="Delivery", payload="/ask_shipping"))
    assert talk.presses("/ask_shipping") == ["action_answer"]
    assert talk.commands[-1].text == "and where are the videos saved"
    talk.offers(Button(title="How is it sent?", payload="/ask_shipping"))
    talk.presses("/ask_shipping")
    assert talk.commands[-1].text == ""


def test_who_asks_whether_to_wait_asks_for_no_moment(shown):
    assert shown.says("should I wait or do you start a search for it", "wait", 0.95) == ["action_answer"]
    assert "action_answer" not in shown.says("can you wait a moment", "wait", 0.95)


def test_what_is_meant_of_an_answer_begins_no_doubtful_task(talk):
    asked = Utterance(role="shopper", text="how long do I have", time=0.0)
    answer = Utterance(role="bot", text="14 days.", time=0.0, cited=("returns.md#0",))
    said = "no i mean return time for the unopened ones"
    talk.state = replace(talk.state, window=(asked, answer, Utterance(role="shopper", text=said, time=0.0)))
    assert talk.says(said, "track_order", 0.68) == ["action_answer"]
    assert talk.commands[-1].text == f"how long do I have, {said}"
    assert talk.says("no i mean track my parcel", "track_order", 0.95) == ["utter_ask_order_number"]


def test_a_kind_word_ends_what_says_too_little(talk):
    parts = {"sentences": [("", 0.0), ("greet", 0.95)], "texts": ["you don't get it.", "bye"]}
    assert talk.says("you don't get it. bye", **parts) == ["utter_greet"]
    parts["texts"] = ["do you deliver to Norway?", "thanks"]
    assert talk.says("do you deliver to Norway? thanks", **parts) == ["action_answer"]


def test_a_kind_word_ends_what_is_not_understood(talk):
    parts = {"sentences": [("", 0.0), ("greet", 0.95)], "texts": ["meh.", "bye"]}
    assert talk.says("meh. bye", **parts) == ["utter_greet"]
