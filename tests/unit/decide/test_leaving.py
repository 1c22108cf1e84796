"""Who leaves the question of a task and asks something else in the same breath, or means no own case."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.state import Utterance

STOPPED = "utter_flow_cancelled_rasa"
PERSON = """
  pattern_human_handoff:
    description: Takes a message.
    nlu_trigger: [{intent: talk_to_human}]
    steps:
      - collect: note
        force_slot_filling: true
      - collect: email
      - action: action_track
"""


@pytest.fixture
def returning(talk):
    """A return that waits for the order number."""
    assert talk.says("I want to send this back", "return_item") == ["utter_ask_order_number"]
    return talk


@pytest.fixture
def writing(talk_to, sources):
    """A message for a person that is waited for."""
    talk = talk_to({**sources, "flows.yml": sources["flows.yml"] + PERSON})
    assert talk.says("a human please", "talk_to_human") == ["utter_ask_note"]
    return talk


def says(talk, texts, sentences, whole=("ask_shipping", 0.9)):
    return talk.says(" ".join(texts), *whole, texts=texts, sentences=sentences)


@pytest.mark.parametrize(
    ("refusal", "means"),
    [
        ("No,", ("deny", 0.95)),
        ("no order number,", ("skip", 0.85)),
        ("forget it.", ("cancel", 0.95)),
        ("I don't want to give that.", ("skip", 0.8)),
        ("not now.", ("deny", 0.8)),
        ("I don't know the number, forget that.", ("skip", 0.8)),
    ],
)
def test_who_refuses_and_asks_has_the_task_ended_and_the_answer(returning, refusal, means):
    texts = [refusal, "do you ship to Norway?"]
    assert says(returning, texts, [means, ("ask_shipping", 0.9)]) == [STOPPED, "action_answer"]
    assert returning.flows == []
    assert [command.text for command in returning.commands] == ["", "do you ship to Norway?"]


@pytest.mark.parametrize(
    ("first", "means"),
    [
        ("I haven't got it here.", ("skip", 0.9)),
        ("Hm.", ("give_details", 0.5)),
    ],
)
def test_who_cannot_answer_yet_keeps_the_task(returning, first, means):
    done = says(returning, [first, "do you ship to Norway?"], [means, ("ask_shipping", 0.9)])
    assert STOPPED not in done
    assert done[-1] == "utter_ask_order_number"


def test_a_refused_yes_or_no_is_an_answer(talk):
    details = {"order_number": "FW-1", "email": "a@b.de", "reason": "other"}
    talk.says("send it back", "return_item", **details)
    talk.says("2", "give_details")
    assert talk.says("nothing to add", "skip") == ["utter_ask_confirm"]
    done = says(talk, ["No.", "do you ship to Norway?"], [("deny", 0.95), ("ask_shipping", 0.9)])
    assert "utter_dropped" in done
    assert STOPPED not in done


def test_the_value_that_is_asked_for_is_taken(returning):
    texts = ["No,", "it is FW-2. do you ship to Norway?"]
    done = returning.says(
        " ".join(texts), "ask_shipping", 0.9, order_number="FW-2", texts=texts,
        sentences=[("deny", 0.9), ("ask_shipping", 0.9)],
    )  # fmt: skip
    assert STOPPED not in done
    assert returning.slots["order_number"] == "FW-2"


@pytest.mark.parametrize(
    ("texts", "means"),
    [
        (["no message.", "I just want to know when you open"], [("skip", 0.7), ("ask_shipping", 0.95)]),
        (["ok never mind,", "how do returns work"], [("cancel", 0.6), ("ask_returns", 0.95)]),
        (["No thanks,", "do you ship to Norway?"], [("deny", 0.95), ("ask_shipping", 0.95)]),
    ],
)
def test_a_message_to_a_person_can_be_left_for_a_question(writing, texts, means):
    assert says(writing, texts, means) == [STOPPED, "action_answer"]
    assert writing.slots.get("note") is None


@pytest.mark.parametrize(
    "refusal", ["no i dont want to leave a message.", "I won't write a message.", "no message."]
)
@pytest.mark.parametrize("means", [("deny", 0.9), ("skip", 0.9)])
def test_who_leaves_none_may_ask_about_the_team(writing, refusal, means):
    texts = [refusal, "how many employees do you have"]
    done = says(writing, texts, [means, ("talk_to_human", 0.9)], ("talk_to_human", 0.9))
    assert done == [STOPPED, "action_answer"]
    assert writing.commands[-1].text == texts[-1]


def test_a_message_to_a_person_may_begin_with_a_no(writing):
    texts = ["No, it did not come.", "do you ship to Norway?"]
    assert says(writing, texts, [("deny", 0.9), ("ask_shipping", 0.95)]) == ["utter_ask_email"]
    assert writing.slots["note"] == " ".join(texts)


@pytest.mark.parametrize(("said", "intent"), [("no thanks", "deny"), ("no message", "skip")])
def test_nobody_need_leave_a_message(writing, said, intent):
    assert writing.says(said, intent) == [STOPPED]
    assert writing.flows == []


def _heard_before(talk, *said):
    window = tuple(Utterance(role="shopper", text=text, time=0.0) for text in said)
    talk.state = replace(talk.state, window=window)


@pytest.mark.parametrize(
    "said",
    [
        "in general I mean, not a specific one",
        "no, just in general",
        "no i dont have it here. just in general",
        "I'm only asking",
        "I haven't ordered anything yet",
    ],
)
def test_what_is_meant_in_general_is_answered_by_the_documents(returning, said):
    _heard_before(returning, "how long do I have?", said)
    assert returning.says(said, "deny", 0.6) == [STOPPED, "action_answer"]
    assert returning.commands[-1].text == "how long do I have?"
    assert returning.flows == []


def test_a_question_that_says_so_leaves_the_task(returning):
    done = returning.says("I mean in general, how long do I have?", "return_item", 0.9)
    assert done == [STOPPED, "action_answer"]
    assert returning.flows == []


def test_another_task_begins_behind_the_one_that_is_left(returning):
    texts = ["forget it.", "where is my other parcel?"]
    done = says(returning, texts, [("cancel", 0.95), ("track_order", 0.9)], ("track_order", 0.9))
    assert done == [STOPPED, "utter_ask_order_number"]
    assert returning.flows == ["track_order", "identify"]


def test_the_same_task_may_begin_anew(returning):
    texts = ["stop.", "do I send it back in the old box?"]
    says(returning, texts, [("cancel", 0.95), ("return_item", 0.95)], ("return_item", 0.9))
    assert returning.flows.count("return_item") == 1


@pytest.mark.parametrize("means", [("cancel", 0.95), ("deny", 0.95)])
def test_who_stops_where_nothing_was_asked_has_the_answer(talk, means):
    texts = ["No, stop,", "just tell me if you ship to Norway"]
    assert says(talk, texts, [means, ("ask_shipping", 0.4)], ("cancel", 0.4)) == ["action_answer"]
    assert talk.commands[-1].text == texts[-1]


def test_what_the_rest_is_looked_up_as_stays(returning):
    texts = ["forget it.", "can you tell me how a parcel is sent"]
    done = says(returning, texts, [("cancel", 0.95), ("track_order", 0.95)], ("track_order", 0.9))
    assert done == [STOPPED, "action_answer"]
    assert returning.commands[-1].text == "how a parcel is sent?"


def test_who_only_wants_to_know_leaves_the_task(returning):
    said = "actually I just want to know what shipping costs"
    assert returning.says(said, "ask_shipping", 0.75) == [STOPPED, "action_answer"]


def test_but_not_for_what_is_under_way(returning):
    assert STOPPED not in returning.says("I just want to know if it came back", "return_item", 0.75)


def test_no_thanks_wants_nothing_more(returning):
    assert returning.says("no thanks", "deny", 0.95) == [STOPPED]


def test_the_task_under_way_may_be_asked_about_behind_a_refusal(returning):
    texts = ["I don't want to give that.", "how do I send things back myself?"]
    done = says(returning, texts, [("skip", 0.8), ("return_item", 0.9)], ("return_item", 0.9))
    assert done[0] == STOPPED
    assert returning.commands[1].kind == "explain"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no i havent ordered yet just asking how fast you ship", "how fast you ship?"),
        ("so when is it here if i buy today", "so when is it here if i buy today"),
        ("not about an order, how long do you take", "not about an order, how long do you take"),
        ("i haven't bought it yet, where do you ship", "i haven't bought it yet, where do you ship"),
    ],
)  # fmt: skip
def test_who_has_no_order_is_answered_and_not_asked_for_its_number(returning, text, asked):
    assert returning.says(text, "return_item", 0.85) == [STOPPED, "action_answer"]
    assert returning.flows == []
    assert returning.commands[-1].text == asked


def test_just_a_question_is_what_was_asked_before(returning):
    window = (
        Utterance(role="shopper", text="how do points work", time=0.0),
        Utterance(role="shopper", text="no order just the points question", time=1.0),
    )
    returning.state = replace(returning.state, window=window, pending=("m",))
    assert returning.says("no order just the points question", "skip", 0.6) == [STOPPED, "action_answer"]
    assert returning.commands[-1].text == "how do points work"


@pytest.mark.parametrize(
    ("refusal", "means"),
    [
        ("forget the order.", ("cancel", 0.4)),
        ("never mind my parcel,", ("skip", 0.4)),
        ("stop.", ("cancel", 0.9)),
    ],
)
def test_what_is_asked_of_the_task_that_is_left_is_for_the_documents(returning, refusal, means):
    texts = [refusal, "are points lost when i return"]
    said = says(returning, texts, [means, ("return_item", 0.6)], ("return_item", 0.5))
    assert said == [STOPPED, "action_answer"]
    assert returning.flows == []


@pytest.mark.parametrize(("text", "intent"), [("stop asking", "cancel"), ("nope, leave it", "deny")])
def test_a_mere_word_to_stop_ends_the_task(returning, text, intent):
    assert returning.says(text, intent, 0.9) == [STOPPED]


def test_what_is_asked_behind_no_order_is_asked_alone(returning):
    texts = ["there is no order yet.", "do you deliver on saturdays"]
    said = says(returning, texts, [("return_item", 0.4), ("ask_shipping", 0.7)], ("ask_shipping", 0.75))
    assert said == [STOPPED, "action_answer"]
    assert returning.commands[-1].text == texts[-1]
