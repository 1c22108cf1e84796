"""When the shopper is asked which of several tasks is meant, and when not."""

from __future__ import annotations

import pytest

from bot.decide.assistant import load_assistant

CLARIFIED = ["utter_clarification_options_rasa"]


def test_the_task_that_needs_nothing_more_is_done_instead_of_asking(talk):
    details = {"order_number": "FW-1", "email": "a@b.de"}
    done = talk.says("FW-1 is a mess, a@b.de", "return_item", 0.45, others={"track_order": 0.4}, **details)
    assert done == ["action_check", "action_track"]


def test_a_certain_task_is_not_given_up_for_one_that_needs_less(talk):
    details = {"order_number": "FW-1", "email": "a@b.de"}
    done = talk.says("FW-1 back to you, a@b.de", "return_item", 0.8, others={"track_order": 0.1}, **details)
    assert done == ["action_check", "utter_ask_reason"]


def test_details_for_both_tasks_do_not_decide_between_them(talk):
    done = talk.says("about FW-1", "return_item", 0.45, others={"track_order": 0.4}, order_number="FW-1")
    assert done == CLARIFIED
    assert talk.commands[-1].options == ("return_item", "track_order")


def test_several_tasks_that_are_likely_together_are_offered(talk):
    done = talk.says(
        "my order thing", "track_order", 0.19, others={"return_item": 0.18, "invoice_copy": 0.16}
    )
    assert done == CLARIFIED
    assert talk.commands[-1].options == ("track_order", "return_item", "invoice")


def test_a_handful_of_unlikely_tasks_is_not_offered(talk):
    talk.says("my odd thing", "track_order", 0.12, others={"return_item": 0.11, "invoice_copy": 0.1})
    assert talk.commands[-1].kind == "search"


def test_a_task_that_is_much_less_likely_is_not_offered(talk):
    assert talk.says("my order", "track_order", 0.44, others={"return_item": 0.15}) == CLARIFIED
    assert talk.commands[-1].options == ("track_order",)


def test_a_single_look_up_is_done_instead_of_asking(talk):
    assert talk.says("something about parcels abroad", "ask_shipping", 0.3) == ["action_answer"]
    assert talk.says("something about the invoice", "invoice_copy", 0.3) == CLARIFIED


def test_between_look_ups_the_likeliest_is_done_instead_of_asking(talk, sources):
    flows = sources["flows.yml"].replace("- action: action_answer", "- action: action_track", 1)
    talk = type(talk)(load_assistant({**sources, "flows.yml": flows}))
    assert talk.says("what about parcels", "ask_returns", 0.35, others={"ask_shipping": 0.33}) == [
        "action_answer"
    ]
    certain = {"ask_shipping": 0.46}
    assert talk.says("what about parcels", "ask_returns", 0.51, others=certain) == ["action_answer"]
    both = {"ask_shipping": 0.33, "invoice_copy": 0.3}
    assert talk.says("what about parcels", "ask_returns", 0.35, others=both) == CLARIFIED


def test_who_is_torn_between_two_tasks_is_asked_although_one_is_certain(talk):
    others = {"track_order": 0.2, "ask_returns": 0.05}
    said = "can't decide whether it should go back or whether I wait for it"
    assert talk.says(said, "return_item", 0.74, others=others) == CLARIFIED
    assert talk.commands[-1].options == ("return_item", "track_order")


@pytest.mark.parametrize(
    ("said", "named"),
    [("the second one", {"ordinal": "2"}), ("2", {}), ("2.", {}), ("the last please", {"ordinal": "last"})],
)
def test_what_was_offered_is_chosen_by_its_place(talk, said, named):
    torn = "can't decide whether it goes back or gets traced"
    talk.says(torn, "return_item", 0.9, others={"track_order": 0.06})
    assert talk.commands[-1].options == ("return_item", "track_order")
    talk.says("the second one of the boots that I sent", "give_details", 0.9, ordinal="2")
    assert talk.commands[-1].flow != "track_order"
    talk.says(torn, "return_item", 0.9, others={"track_order": 0.06})
    talk.says(said, "give_details", 0.9, **named)
    assert talk.commands[-1].flow == "track_order"
    talk.says("the first one", "give_details", 0.9, ordinal="1")  # a question is open now
    assert talk.commands[-1].flow != "return_item"


def test_who_says_to_be_torn_means_two_however_sure_one_looks(talk):
    said = "can't decide whether it goes back or gets traced"
    assert talk.says(said, "return_item", 0.9, others={"track_order": 0.06}) == CLARIFIED
    assert talk.says(said, "return_item", 0.9, others={"track_order": 0.02}) == ["utter_ask_order_number"]


def test_each_side_of_an_or_is_read_by_itself_where_the_whole_means_one(talk):
    said = "can't decide whether it goes back or gets traced"
    both = (("return_item", 0.6), ("track_order", 0.3))
    assert talk.says(said, "return_item", 0.97, sides=both) == CLARIFIED
    assert talk.commands[-1].options == ("return_item", "track_order")
    for one in (("track_order", 0.1), ("ask_shipping", 0.9), ("return_item", 0.9)):
        assert talk.says(said, "return_item", 0.97, sides=(both[0], one)) != CLARIFIED


def test_to_be_undecided_about_something_else_changes_nothing(talk):
    assert talk.says("not sure if it is blue or green, send it back", "return_item", 0.9) == [
        "utter_ask_order_number"
    ]
