"""Each repair pattern as a short dialogue with the engine."""

from __future__ import annotations

import re

from bot.conversation.messages import Button


def _begin_return(talk):
    talk.says("I want to return something", "return_item")
    talk.says("FW-1", "give_details", order_number="FW-1")
    return talk.says("a@b.de", "give_details", email="a@b.de")


def test_a_flow_asks_for_what_it_needs_and_ends(talk):
    assert talk.says("where is my order", "track_order") == ["utter_ask_order_number"]
    assert talk.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]
    assert talk.says("a@b.de", "give_details", email="a@b.de") == ["action_check", "action_track"]
    assert talk.flows == []
    assert talk.slots == {"order_number": "FW-1", "email": "a@b.de", "order_found": True}
    assert ("completed", "track_order") in talk.state.dialogue.trace


def test_what_was_said_before_is_not_asked_again(talk):
    assert talk.says("where is FW-1", "track_order", order_number="FW-1") == ["utter_ask_email"]
    assert talk.says("a@b.de", "give_details", email="a@b.de") == ["action_check", "action_track"]
    assert talk.says("and return it", "return_item") == ["action_check", "utter_ask_reason"]


def test_a_question_meanwhile_is_answered_and_the_task_goes_on(talk):
    talk.says("I want to return something", "return_item")
    done = talk.says("how much is shipping?", "ask_shipping")
    assert done == ["action_answer", "utter_flow_continue_interrupted", "utter_ask_order_number"]
    assert talk.flows == ["return_item", "identify"]


def test_who_goes_on_asking_is_reminded_once_and_may_answer_later(talk):
    talk.says("where is my parcel?", "track_order")
    reminded = ["action_answer", "utter_flow_continue_interrupted", "utter_ask_order_number"]
    assert talk.says("how much is shipping?", "ask_shipping") == reminded
    assert talk.says("and to Norway?", "ask_shipping") == ["action_answer"]
    assert talk.says("do you sell kayaks in blue?") == ["action_answer"]
    assert talk.says("it is FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]
    assert talk.says("how much is shipping?", "ask_shipping")[-1] == "utter_ask_email"


def test_the_announcement_names_the_task_not_the_part(talk):
    talk.says("I want to return something", "return_item")
    talk.says("how much is shipping?", "ask_shipping")
    assert talk.said["utter_flow_continue_interrupted"]["previous_flow_name"] == "your return"


def test_a_digression_into_another_task_comes_back(talk):
    talk.says("I want to return something", "return_item")
    assert talk.says("I need the invoice", "invoice_copy") == ["utter_ask_email"]
    done = talk.says("a@b.de", "give_details", email="a@b.de")
    assert done == ["action_track", "utter_flow_continue_interrupted", "utter_ask_order_number"]


def test_an_unknown_question_goes_to_the_documents(talk):
    talk.says("I want to return something", "return_item")
    done = talk.says("do you sell kayaks in blue?")
    assert done == ["action_answer", "utter_flow_continue_interrupted", "utter_ask_order_number"]
    assert talk.commands[0].kind == "search"


def test_a_correction_goes_back_to_where_the_slot_was_asked(talk):
    assert _begin_return(talk) == ["action_check", "utter_ask_reason"]
    done = talk.says("sorry, the order is FW-2", "give_details", order_number="FW-2")
    assert done == ["utter_corrected_previous_input", "action_check", "utter_ask_reason"]
    assert talk.slots["order_number"] == "FW-2"
    assert talk.slots["email"] == "a@b.de"


def test_a_correction_instead_of_a_yes_wins_over_the_no(talk):
    _begin_return(talk)
    talk.says("broken", reason="broken")
    talk.says("2")
    talk.says("nothing to add")
    done = talk.says("no, it is FW-2", "deny", order_number="FW-2")
    assert done[0] == "utter_corrected_previous_input"
    assert done[-1] == "utter_ask_confirm"
    assert "confirm" not in talk.slots


def test_a_wrong_value_is_rejected_and_after_three_a_person_is_offered(talk):
    talk.says("I want to return something", "return_item")
    again = ["utter_bad_number", "utter_ask_order_number"]
    assert talk.says("X1", "give_details", order_number="X1") == again
    assert talk.says("X2", "give_details", order_number="X2") == again
    assert talk.says("X3", "give_details", order_number="X3") == ["utter_bad_number", "utter_offer_person"]
    assert talk.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]


def test_cancel_stops_the_whole_task_and_forgets_its_slots(talk):
    _begin_return(talk)
    talk.says("too small")
    assert talk.says("stop it", "cancel") == ["utter_flow_cancelled_rasa"]
    assert talk.flows == []
    assert "reason" not in talk.slots
    assert talk.slots["order_number"] == "FW-1"
    assert ("cancelled", "return_item") in talk.state.dialogue.trace


def test_cancel_without_a_task_says_so(talk):
    assert talk.says("stop it", "cancel") == ["utter_nothing_to_cancel"]


def test_cancel_of_a_digression_goes_back(talk):
    talk.says("I want to return something", "return_item")
    talk.says("I need the invoice", "invoice_copy")
    done = talk.says("never mind", "cancel")
    assert done == ["utter_flow_cancelled_rasa", "utter_flow_continue_interrupted", "utter_ask_order_number"]


def test_skip_where_it_is_allowed_and_where_not(talk):
    _begin_return(talk)
    assert talk.says("skip", "skip") == ["utter_skip_question_answer", "utter_ask_reason"]
    talk.says("broken", reason="broken")
    assert talk.says("2") == ["utter_ask_note"]
    assert talk.says("skip this", "skip") == ["utter_ask_confirm"]
    assert "note" not in talk.slots


def test_repeat_asks_the_open_question_again(talk):
    talk.says("I want to return something", "return_item")
    assert talk.says("what did you say?", "repeat") == ["utter_ask_order_number"]


def test_repeat_without_a_question(talk):
    talk.says("hi", "greet")
    assert talk.says("again please", "repeat") == ["action_repeat"]


def test_a_person_is_fetched_at_any_time(talk):
    talk.says("I want to return something", "return_item")
    assert talk.says("get me a human", "talk_to_human")[0] == "action_handoff"


def test_two_near_readings_are_asked_about(talk):
    done = talk.says("about my order", "track_order", 0.45, others={"return_item": 0.42})
    assert done == ["utter_clarification_options_rasa"]
    assert talk.commands[-1].options == ("track_order", "return_item")
    assert (
        talk.said["utter_clarification_options_rasa"]["clarification_options"] == "your parcel or your return"
    )
    offered = talk.said["utter_clarification_options_rasa"]["offered_buttons"]
    assert offered[1] == {"title": "Your return", "payload": "/return_item"}
    assert talk.presses("/return_item") == ["utter_ask_order_number"]


def test_a_typed_option_counts_as_pressed(talk):
    talk.says("about my order", "track_order", 0.45, others={"return_item": 0.42})
    assert talk.says("Your return") == ["utter_ask_order_number"]
    assert talk.flows == ["return_item", "identify"]


def test_two_questions_with_the_same_answer_are_not_asked_about(talk):
    done = talk.says("do you send it back", "ask_shipping", 0.35, others={"ask_returns": 0.3})
    assert done == ["action_answer"]


def test_an_unsure_reading_is_asked_about(talk):
    talk.says("parcel", "track_order", 0.35)
    assert talk.commands[0].kind == "clarify"


def test_not_understood_twice_offers_a_person(talk):
    assert talk.says("asdf") == ["utter_ask_rephrase"]
    assert talk.says("qwer") == ["utter_offer_person"]
    assert talk.state.dialogue.failures == 2
    talk.says("hi", "greet")
    assert talk.state.dialogue.failures == 0


def test_an_unknown_sentence_is_looked_up(talk):
    assert talk.says("my boots squeak on wet stone") == ["action_answer"]


def test_small_talk(talk):
    assert talk.says("nice weather", "chitchat") == ["utter_free_chitchat_response"]


def test_yes_when_nothing_was_asked(talk):
    assert talk.says("yes", "affirm") == ["utter_can_do_something_else"]


def test_yes_to_the_one_button_offered_last_presses_it(talk):
    talk.says("do you sell kayaks in blue?")
    talk.offers(Button(title="Talk to a person", payload="/talk_to_human"))
    assert talk.says("yes please", "affirm") == ["action_handoff"]


def test_an_old_button_does_nothing_but_say_so(talk):
    assert talk.presses("/SetSlots(reason=broken)") == ["utter_can_do_something_else"]
    assert talk.slots == {}


def test_values_are_typed(talk):
    _begin_return(talk)
    assert talk.says("because") == ["utter_categorical_slot_rejection", "utter_ask_reason"]
    assert talk.says("It is broken") == ["utter_ask_amount"]
    assert talk.slots["reason"] == "broken"
    assert talk.says("many")[0] == "utter_float_slot_rejection"
    assert talk.says("0")[0] == "utter_offer_person"
    assert talk.says("2 of them please") == ["utter_ask_note"]
    assert talk.slots["amount"] == 2.0
    assert talk.says("It came late.") == ["utter_ask_confirm"]
    assert talk.slots["note"] == "It came late."
    assert talk.says("yes please", "affirm") == ["action_return", "utter_returned"]


def test_a_number_in_a_question_is_not_an_answer(talk):
    _begin_return(talk)
    talk.says("It is broken")
    done = talk.says("how much is shipping for 2 tents?", "ask_shipping")
    assert done == ["action_answer", "utter_flow_continue_interrupted", "utter_ask_amount"]
    assert "amount" not in talk.slots


def test_a_no_takes_the_other_branch(talk):
    _begin_return(talk)
    for text in ("broken", "2", "no remark"):
        talk.says(text)
    assert talk.says("no", "deny") == ["utter_dropped"]


def test_the_running_task_named_again_is_not_started_twice(talk):
    talk.says("I want to return something", "return_item")
    assert talk.says("I want to return it", "return_item") == ["utter_ask_order_number"]
    assert talk.flows == ["return_item", "identify"]


def test_details_without_a_request(talk):
    assert talk.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_rephrase"]
    assert talk.says("track it", "track_order") == ["utter_ask_email"]


def test_every_decision_has_a_reason(talk):
    talk.says("hi", "greet")
    assert re.search(r"greet .* 95%", talk.reason)
