"""Messages of several sentences, of which the whole leaves open what is meant."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

STOPPED = "utter_flow_cancelled_rasa"


def test_a_task_is_ended_before_the_next_sentence_begins_another(talk):
    talk.says("I want to send this back", "return_item")
    both = (("cancel", 0.97), ("ask_shipping", 0.7))
    done = talk.says("leave it. do you ship to Norway?", "return_item", 0.45, sentences=both)
    assert done == [STOPPED, "action_answer"]
    assert talk.flows == []
    assert talk.reason.startswith("Sentence 2 of 2")


def test_the_last_certain_sentence_counts(talk):
    three = (("track_order", 0.9), ("ask_returns", 0.8), ("track_order", 0.3))
    done = talk.says("It is late. How do returns work? Hm.", "track_order", 0.4, sentences=three)
    assert done == ["action_answer"]


def test_a_part_that_names_nobody_calls_nobody(talk):
    both = {
        "sentences": (("greet", 0.3), ("talk_to_human", 0.96)),
        "texts": ["2000 euro order,", "trade customer"],
    }
    said = "2000 euro order, trade customer"
    assert talk.says(said, "ask_shipping", 0.42, **both) == ["action_answer"]
    both["texts"] = ["2000 euro order,", "a person please"]
    assert talk.says("2000 euro order, a person please", "ask_shipping", 0.42, **both) == ["action_handoff"]


def test_a_kind_word_does_not_hide_a_wish(talk):
    both = (("greet", 0.9), ("ask_shipping", 0.8))
    assert talk.says("Hi. do you ship to Norway?", "greet", 0.4, sentences=both) == ["action_answer"]


def test_without_an_end_the_task_goes_on_after_the_question(talk):
    talk.says("I want to send this back", "return_item")
    both = (("give_details", 0.9), ("ask_shipping", 0.7))
    done = talk.says("I have it here. do you ship to Norway?", "return_item", 0.45, sentences=both)
    assert done[0] == "action_answer"
    assert done[-1] == "utter_ask_order_number"


@pytest.mark.parametrize(
    "sentences", [(), (("greet", 0.9), ("track_order", 0.3)), (("affirm", 0.9), ("chitchat", 0.1))]
)
def test_what_no_sentence_says_is_asked_as_before(talk, sentences):
    done = talk.says("Hi. My order. Hm.", "track_order", 0.4, sentences=sentences)
    assert done == ["utter_clarification_options_rasa"]


def test_a_certain_whole_is_not_taken_apart(talk):
    both = (("cancel", 0.97), ("ask_shipping", 0.7))
    assert talk.says("Send it back. Shipping is dear.", "return_item", 0.9, sentences=both) == [
        "utter_ask_order_number"
    ]


def test_a_whole_that_says_what_is_under_way_is_taken_apart(talk):
    talk.says("I want to send this back", "return_item")
    both = (("cancel", 0.97), ("ask_shipping", 0.9))
    done = talk.says("leave the return. do you ship to Norway?", "return_item", 0.6, sentences=both)
    assert done == [STOPPED, "action_answer"]
    assert talk.flows == []


@pytest.mark.parametrize("last", [("return_item", 0.95), ("cancel", 0.95), ("ask_shipping", 0.55)])
def test_but_not_for_more_of_the_same_or_for_what_is_less_certain(talk, last):
    talk.says("I want to send this back", "return_item")
    done = talk.says("Send it back. Dear me.", "return_item", 0.6, sentences=(("return_item", 0.9), last))
    assert STOPPED not in done
    assert "action_answer" not in done
    assert talk.flows[0] == "return_item"


def test_a_certain_answer_is_not_taken_apart(talk):
    talk.says("I want to send this back", "return_item")
    parts = (("talk_to_human", 0.7), ("give_details", 0.9))
    done = talk.says("Nora Feldmann, 80469 Munich", "give_details", 0.8, sentences=parts)
    assert "utter_ask_order_number" in done
    assert "return_item" in talk.flows


def test_free_text_that_was_asked_for_is_not_taken_apart(talk_to, sources):
    domain = sources["domain.yml"].replace("{type: from_text}", "{type: from_text, intent: give_details}")
    parts = (("give_details", 0.9), ("ask_shipping", 0.9))

    def answers(text):
        talk = talk_to({**sources, "domain.yml": domain}, {"action_check": {"order_found": True}})
        talk.says("send FW-1 back", "return_item", order_number="FW-1", email="a@b.de", reason="broken")
        talk.says("2", "give_details")
        return talk.says(text, "give_details", 0.6, sentences=parts)

    assert answers("Nora Feldmann, Linden Street 4, second floor, 24105 Kiel") == ["utter_ask_confirm"]
    assert answers("Nora Feldmann, Linden Street 4, second floor, do you ship there?")[0] == "action_answer"


def test_a_certain_digression_ends_the_task_where_a_sentence_says_so(talk):
    talk.says("I want to send this back", "return_item")
    said = (("cancel", 0.97), ("ask_shipping", 0.9))
    done = talk.says("never mind, do you ship to Norway?", "ask_shipping", 0.9, sentences=said)
    assert done == [STOPPED, "action_answer"]
    assert talk.flows == []


def test_an_unsure_word_before_a_digression_ends_nothing(talk):
    talk.says("I want to send this back", "return_item")
    said = (("cancel", 0.3), ("ask_shipping", 0.9))
    done = talk.says("wait, do you ship to Norway?", "ask_shipping", 0.9, sentences=said)
    assert done[0] == "action_answer"
    assert done[-1] == "utter_ask_order_number"


def test_what_goes_on_with_a_search_is_no_wrong_answer_to_a_question(talk):
    talk.says("I want to send this back", "return_item")
    talk.says("do you ship to Norway?", "ask_shipping")
    assert talk.says("a bit faster", "give_details") == ["utter_ask_rephrase", "utter_ask_order_number"]
    talk.state = replace(talk.state, topic="shipping")
    done = talk.says("a bit faster", "give_details", cues=("comparative",))
    assert done == ["action_answer"]  # of the number it was reminded before


@pytest.mark.parametrize(
    ("number", "done"), [({"order_number": "FW-9"}, "action_track"), ({}, "action_answer")]
)
def test_a_whole_that_gives_all_for_a_task_is_not_taken_for_a_question_in_it(talk, number, done):
    talk.state = replace(talk.state, slots={"email": "a@b.de"})
    three = (("give_details", 0.9), ("ask_shipping", 0.7), ("track_order", 0.3))
    text = "My other one, FW-9, with the mat. Where is that stuck? Should be here."
    assert done in talk.says(text, "track_order", 0.4, sentences=three, **number)


@pytest.mark.parametrize(
    ("said", "texts", "goes_on"),
    [
        ("the boots. the mats we keep.", ("the boots.", "the mats we keep."), False),
        ("the boots. do you ship to Norway?", ("the boots.", "do you ship to Norway?"), True),
    ],
)
def test_who_names_something_to_a_free_question_asks_for_nothing(talk, said, texts, goes_on):
    details = {"order_number": "FW-1", "email": "a@b.de", "reason": "other"}
    talk.says("send it back", "return_item", **details)
    talk.says("2", "give_details")
    assert talk.flows == ["return_item"]
    both = (("give_details", 0.9), ("ask_shipping", 0.8))
    done = talk.says(said, "", 0.1, sentences=both, texts=texts)
    assert ("action_answer" in done) is goes_on


def test_no_repetition_before_a_question(talk):
    both = (("repeat", 0.8), ("ask_shipping", 0.3))
    texts = ("ok again.", "what if it fails?")
    assert talk.says("ok again. what if it fails?", "", 0.1, sentences=both, texts=texts) == ["action_answer"]
