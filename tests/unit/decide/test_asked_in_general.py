"""Questions about what a task is for: the documents come first, and the task is offered."""

from __future__ import annotations

from time import monotonic

import msgspec
import pytest

from bot.conversation.messages import Button
from bot.conversation.state import State, Utterance
from bot.decide.asks import (
    asks_amount_needed,
    asks_for_something,
    asks_of_a_kind,
    asks_whether_sold,
    asks_which_does,
    tells_lost_paper,
)
from bot.decide.assistant import load_assistant

EXPLAIN = """
  pattern_explain:
    description: The documents first.
    steps:
      - action: action_explain
        next:
          - if: slots.explained and context.names
            then:
              - action: action_cancel_flow
              - action: utter_offered
                next: END
          - if: slots.explained and context.canceled_frames
            then:
              - action: action_cancel_flow
                next: END
          - else: END
"""


@pytest.fixture
def asker(talk, sources):
    """A shop whose documents may come first."""
    domain = sources["domain.yml"].replace("  note:\n", "  explained: {type: bool}\n  note:\n", 1)
    domain = domain.replace("actions: [", "actions: [action_explain, ", 1)
    domain = domain.replace("  utter_dropped:", "  utter_offered: [{text: Shall I?}]\n  utter_dropped:", 1)
    assistant = load_assistant({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + EXPLAIN})
    return type(talk)(assistant)


def test_a_question_is_explained_and_its_task_offered(asker):
    asker.scripts["action_explain"] = {"explained": True}
    done = asker.says("could I swap the size instead?", "return_item", 0.9)
    assert done == ["action_explain", "utter_offered"]
    assert asker.state.dialogue.stack == ()
    assert [button.title for button in asker.state.latest] == ["Your return"]


@pytest.mark.parametrize(
    "said", ["can i return it if it doesn't fit", "could we send them back if they turn out too small?"]
)
@pytest.mark.parametrize("explained", [True, False])
def test_what_may_not_fit_is_looked_up_and_begins_no_task(asker, said, explained):
    asker.scripts["action_explain"] = {"explained": explained}
    done = asker.says(said, "return_item", 0.9)
    assert done == (["action_explain", "utter_offered"] if explained else ["action_explain", "action_answer"])
    assert asker.state.dialogue.stack == ()


def test_what_is_supposed_is_explained_before_its_task(asker):
    asker.scripts["action_explain"] = {"explained": True}
    said = "can i send it back if the zip breaks"
    assert asker.says(said, "return_item", 0.9)[0] == "action_explain"
    assert asker.state.dialogue.stack == ()


def test_what_the_documents_do_not_say_begins_the_task(asker):
    asker.scripts["action_explain"] = {"explained": False}
    done = asker.says("could I swap the size instead?", "return_item", 0.9)
    assert done == ["action_explain", "utter_ask_order_number"]


@pytest.mark.parametrize("said", ["tell me about returns", "more info on returns please"])
def test_who_asks_to_be_told_has_the_documents_first(asker, said):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]


def test_who_asks_to_be_told_of_their_own_has_the_task(asker):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says("tell me about my return", "return_item", 0.95) == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [("privacy", "skip", 0.95), ("second hand", "chitchat", 0.6), ("recalls", "repeat", 0.6)],
)
def test_a_few_words_may_name_a_page(asker, said, intent, confidence):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, intent, confidence) == ["action_explain"]
    assert asker.state.dialogue.stack == ()
    asker.scripts["action_explain"] = {"explained": False}
    assert len(asker.says(said, intent, confidence)) > 1


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [
        ("hello there", "greet", 0.9),
        ("who are you", "chitchat", 0.9),
        ("a person please", "talk_to_human", 0.9),
    ],
)
def test_what_is_certainly_small_talk_names_none(asker, said, intent, confidence):
    assert "action_explain" not in asker.says(said, intent, confidence)


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("can you take the boots back?", {}),
        ("can I return my order?", {}),
        ("could I send it back?", {}),
        ("is my stuff coming today or do I not need to wait in?", {}),
        ("I want to swap the size", {}),
        ("I sent the hammock off on Friday and still no money??", {}),
        ("why do I not get all of it?", {}),
        ("can I return things from FW-1?", {"order_number": "FW-1"}),
    ],
)
def test_who_wants_it_done_is_not_lectured(asker, said, details):
    assert "action_explain" not in asker.says(said, "return_item", 0.9, **details)


def test_an_assistant_without_the_pattern_begins_the_task(talk):
    assert talk.says("could I swap the size instead?", "return_item", 0.9) == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "confidence"),
    [
        ("half empty cartridge, send back?", 0.9),
        ("one of the wheels wobbles, do I need a new one", 0.9),
        ("until when can I return things", 0.9),
        ("money on my card or how?", 0.6),
        ("I need gloves for my little sister, size 5", 0.7),
    ],
)
def test_what_may_be_no_wish_for_a_task_begins_none_without_a_look(asker, said, confidence):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", confidence) == ["action_explain", "utter_offered"]


@pytest.mark.parametrize(
    ("said", "confidence"),
    [
        ("the boots go back to you", 0.6),
        ("I need gloves for my little sister, size 5", 0.9),
        ("refund?", 0.9),
    ],
)
def test_a_sign_of_an_order_or_a_certain_wish_begins_the_task(asker, said, confidence):
    assert asker.says(said, "return_item", confidence) == ["utter_ask_order_number"]


def test_details_begin_the_task_that_was_offered_behind_an_answer(asker):
    asker.scripts["action_explain"] = {"explained": True}
    asker.says("could I swap the size instead?", "return_item", 0.9)
    assert asker.says("FW-1", "give_details", 0.9, order_number="FW-1") == ["utter_ask_email"]
    assert asker.state.slots["order_number"] == "FW-1"


def test_details_choose_of_several_offers_the_one_that_asks_for_them(talk):
    delivery = Button(title="Delivery", payload="/ask_shipping")
    talk.offers(delivery, Button(title="Your invoice", payload="/invoice_copy"))
    assert talk.says("a@b.example", "give_details", 0.9, email="a@b.example") == ["action_track"]
    talk.offers(
        delivery, Button(title="It", payload="/track_order"), Button(title="Or", payload="/return_item")
    )
    assert "utter_ask_email" not in talk.says("FW-1", "give_details", 0.9, order_number="FW-1")


def test_another_task_is_explained_in_the_middle_of_one(asker):
    asker.scripts["action_explain"] = {"explained": True}
    asker.says("I want to send the boots back", "return_item", 0.9)
    done = asker.says("how long does a parcel take?", "track_order", 0.9)
    assert done[:2] == ["action_explain", "utter_offered"]
    assert done[-1] == "utter_ask_order_number"
    assert [frame.flow for frame in asker.state.dialogue.stack] == ["return_item", "identify"]


def test_the_task_under_way_goes_on_behind_an_answer_about_it(asker):
    asker.scripts["action_explain"] = {"explained": True}
    asker.says("I want to send the boots back", "return_item", 0.9)
    done = asker.says("can I return only one of the things?", "return_item", 0.9)
    assert done == ["action_explain", "utter_ask_order_number"]


def test_a_task_that_was_just_done_is_explained(asker):
    asker.scripts |= {"action_explain": {"explained": True}, "action_check": {"order_found": True}}
    asker.says("where is FW-1?", "track_order", 0.9, order_number="FW-1", email="a@b.example")
    asker.state = msgspec.structs.replace(asker.state, topic="track_order")
    done = asker.says("how many days does a parcel take?", "track_order", 0.9)
    assert done == ["action_explain", "utter_offered"]
    assert "action_explain" not in asker.says("where is my parcel?", "track_order", 0.9)
    done = asker.says("could you put a bottle into the same order?", "return_item", 0.6)
    assert done == ["action_explain", "utter_offered"]
    assert "action_explain" not in asker.says("how do I send the boots back?", "return_item", 0.9)


@pytest.mark.parametrize(
    ("first", "second", "done"),
    [
        ("I need boots,", "my old ones leak", ["action_explain", "utter_offered"]),
        ("And the power bank,", "cabin or checked?", ["action_explain", "utter_offered"]),
        ("Thank you!", "Now the boots go back to you", ["utter_ask_order_number"]),
    ],
)
def test_one_sentence_begins_no_task_that_the_whole_hardly_means(asker, first, second, done):
    asker.scripts["action_explain"] = {"explained": True}
    sentences = [("chitchat", 0.2), ("return_item", 0.9)]
    said = asker.says(f"{first} {second}", "return_item", 0.1, sentences=sentences, texts=[first, second])
    assert said == done


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Good day, I would like to know whether you take boots back", "do you take boots back?"),
        ("can you tell me how a return works", "how a return works?"),
        ("I was wondering if I can send boots back.", "can I send boots back?"),
    ],
)
def test_who_asks_in_a_statement_is_answered_and_nothing_begins(asker, said, asked):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]
    assert asker.commands[-1].text == asked
    assert [button.title for button in asker.state.latest] == ["Your return"]
    asker.scripts["action_explain"] = {"explained": False}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "action_answer"]
    assert asker.flows == []


def test_in_a_statement_one_may_ask_about_ones_own(asker):
    asker.scripts["action_explain"] = {"explained": True}
    done = asker.says("I would like to know where my parcel is", "track_order", 0.95)
    assert done == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    "said",
    ["how do I send things back generally", "can I change the size in general?", "do you have labels?"],
)
def test_what_is_certainly_general_begins_no_task(asker, said):
    asker.scripts["action_explain"] = {"explained": False}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "action_answer"]


@pytest.mark.parametrize(
    "said",
    [
        "how many days do I have for a return?",
        "how long do we have to decide",
        "how much time do i have to send things back",
    ],
)
def test_the_time_that_anybody_has_is_asked_in_general(asker, said):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]


@pytest.mark.parametrize("said", ["how many boots do I have at home with you", "do I have a voucher?"])
def test_what_one_has_oneself_is_not(asker, said):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    "said",
    ["whats to do when a parcel is lost", "and how long does a return take", "so can I send things by post"],
)
def test_a_question_is_one_behind_a_small_word(asker, said):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]


def test_who_asks_on_behind_the_documents_is_answered_by_them(asker):
    asker.scripts["action_explain"] = {"explained": True}
    said = "and how long till I have my money"
    assert asker.says(said, "return_item", 0.95) == ["utter_ask_order_number"]
    answer = Utterance(role="bot", text="You have 60 days.", time=0.0, cited=("returns.md#0",))
    fresh = State(conversation_id="c", window=(answer,))
    asker.state = fresh
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]


@pytest.mark.parametrize(
    "said",
    ["my stove doesn't light anymore", "the lamp wont turn on", "my mat loses air", "Hi, the zip is stuck"],
)
def test_a_fault_may_be_mended_before_it_is_reported(asker, said):
    asker.scripts["action_explain"] = {"explained": True}
    assert asker.says(said, "return_item", 0.95) == ["action_explain", "utter_offered"]
    assert asker.commands[-1].text == f"{said}, what can I do?"


@pytest.mark.parametrize(
    "said",
    ["my boots don't fit", "the parcel doesn't arrive", "my lamp arrived and doesn't work", "a pole is bent"],
)
def test_what_does_not_fit_or_came_so_is_none(asker, said):
    assert asker.says(said, "return_item", 0.95) == ["utter_ask_order_number"]


@pytest.mark.parametrize(("said", "explained"), [("and returns?", True), ("and my return?", False)])
def test_a_few_words_behind_an_answer_go_on_with_it(asker, said, explained):
    asker.scripts["action_explain"] = {"explained": True}
    answer = Utterance(role="bot", text="Parcels take 3 days.", time=0.0, cited=("shipping.md#0",))
    asker.state = State(conversation_id="c", window=(answer,))
    assert ("action_explain" in asker.says(said, "return_item", 0.95)) is explained


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("which double prams do you have", True),
        ("We have a tiny flat... What's your smallest cot?", True),
        ("hi what lamps have ye got", True),
        ("which sizes do you have", False),
        ("do you have prams", False),
        ("." * 20_000 + " which", False),
    ],
)
def test_which_there_are_of_a_kind_is_told_by_its_form_and_at_once(text: str, asks: bool) -> None:
    began = monotonic()
    assert asks_of_a_kind(text) is asks
    assert monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("I've got a Maine Coon (9.5 kg). Which cat tree won't collapse?", True),
        ("which filter do i need for 300 l", True),
        ("which of them is lighter", False),
        ("which day will it come", False),
        ("Which courier will you use for the tent?", False),
        ("which country are the tents made in?", False),
        ("which " + "very " * 4_000 + "is", False),
        ("which is " * 3_000, False),
    ],
)
def test_which_of_a_kind_does_something_is_told_by_its_form_and_at_once(text: str, asks: bool) -> None:
    began = monotonic()
    assert asks_which_does(text) is asks
    assert monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("do you have something to keep my phone charged on the trail", True),
        ("have you got anything that keeps coffee hot", True),
        ("got something against mosquitoes?", True),
        ("I need something small to cook on", True),
        ("My hands are bad. What do you have for opening bottles easily?", True),
        ("what do you have for returning things", False),
        ("do you have something for students", False),
        ("is there anything i can do about the smell", False),
        ("do you have something to say", False),
        ("something to keep it warm is missing from my parcel", False),
    ],
)
def test_a_thing_is_asked_for_by_what_it_does(text, asks):
    assert asks_for_something(text) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("do you sell skis", True),
        ("Hi, do you also sell gas canisters?", True),
        ("do you sell to Norway", False),
        ("do you sell my data", False),
        ("do you sell skis and how much is delivery, please tell me soon as i am in a hurry today", False),
    ],
)
def test_whether_a_thing_is_sold(text, asks):
    assert asks_whether_sold(text) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("planning our wedding, 80 guests, how much prosecco do we need for a toast", True),
        ("cheese board for 8 how much do i need", True),
        ("how many grams per person", True),
        ("how much do I need to spend for free delivery", False),
        ("how much do i get back", False),
        ("how many days do I need to wait", False),
    ],
)
def test_how_much_is_needed(text, asks):
    assert asks_amount_needed(text) is asks


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("i lost my gift card", True), ("I can't find the receipt any more", True),
        ("i lost my parcel", False), ("my gift card is empty", False),
    ],
)  # fmt: skip
def test_a_card_or_a_receipt_that_is_lost(text, lost):
    assert tells_lost_paper(text) is lost
