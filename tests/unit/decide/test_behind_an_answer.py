"""What goes on with an answer of the documents stays with them, unless a task is called by name; what was
offered is taken up in other words than its title."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.conversation.state import Utterance
from bot.decide.asks import tells_of_cheaper

STOPPED = "utter_flow_cancelled_rasa"


@pytest.fixture
def answered(talk):
    """The documents have just answered how long delivery takes."""
    asked = Utterance(role="shopper", text="how long does delivery take?", time=0.0)
    answer = Utterance(role="bot", text="Two days.", time=0.0, cited=("delivery.md#0",))
    talk.state = replace(talk.state, window=(asked, answer))
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "and when are those posted",
        "ok and how will i know its on its way",
        "so how does the tracking work then?",
        "until when do they leave the house?",
    ],
)
def test_what_asks_for_more_is_looked_up(answered, said):
    assert answered.says(said, "track_order", 0.9) == ["action_answer"]
    assert answered.says(said, "track_order", 0.5, others={"invoice_copy": 0.45}) == ["action_answer"]


@pytest.mark.parametrize(
    "said", ["where is my parcel", "and when will my order be sent", "how do i track it", "track it please"]
)
def test_a_task_begins_by_its_own_words(answered, said):
    assert answered.says(said, "track_order", 0.95) == ["utter_ask_order_number"]


def test_without_an_answer_before_it_is_the_task(talk):
    assert talk.says("and when are those posted", "track_order", 0.95) == ["utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("thanks, and where do i send it", "greet"),
        ("how do i get it started, where do i send it", "greet"),
        ("lol ok. and how long do they last", "greet"),
    ],
)
def test_a_question_is_no_small_talk(answered, said, intent):
    assert answered.says(said, intent, 0.95) == ["action_answer"]


@pytest.mark.parametrize("said", ["can I use two of them in one order", "does that count for phones, too"])
def test_what_leans_on_the_answer_is_not_asked_back(answered, said):
    assert answered.says(said, "track_order", 0.5, others={"invoice_copy": 0.45}) == ["action_answer"]


@pytest.mark.parametrize(
    "said",
    [
        "and if i order now when would i have it",
        "ok what if i send half of it back",
        "and if i return part of it",
        "would i get my delivery money back as well",
    ],
)
def test_what_is_supposed_begins_no_task(answered, said):
    assert answered.says(said, "track_order", 0.86) == ["action_answer"]
    near = {"invoice_copy": 0.44}
    assert answered.says(f"{said} then", "return_item", 0.46, others=near) == ["action_answer"]


def test_what_the_shopper_does_with_it_begins_no_task(answered):
    assert answered.says("can i send it to her by email", "track_order", 0.76) == ["action_answer"]


def test_who_has_no_order_is_not_asked_for_its_number(answered):
    assert answered.says("no order yet", "track_order", 0.9) == ["utter_can_do_something_else"]


def test_what_is_supposed_stops_nothing(answered):
    assert answered.says("what if i use only part of it", "cancel", 0.74) == ["action_answer"]


def test_a_question_without_a_mark_is_one(answered):
    said = "i sent something back do i lose the points"
    answered.says(said, "track_order", 0.57)
    assert answered.commands[-1].kind == "explain"
    assert answered.commands[-1].text == f"{said}?"


def test_what_is_concluded_has_the_answer_looked_up_again(answered):
    now = Utterance(role="shopper", text="thanks, so 3 days is too long", time=1.0)
    answered.state = replace(answered.state, window=(*answered.state.window, now))
    assert answered.says("thanks, so 3 days is too long", "greet", 0.95) == ["action_answer"]
    assert answered.commands[-1].text == "how long does delivery take?"


@pytest.mark.parametrize(
    "said", ["thanks so much", "great, thanks a lot!", "ok, so nice of you", "how are you"]
)
def test_a_kind_word_stays_one(answered, said):
    assert answered.says(said, "greet", 0.95) == ["utter_greet"]


def test_what_was_meant_is_asked_with_what_was_asked(answered):
    now = Utterance(role="shopper", text="no i mean all of it, in general", time=1.0)
    answered.state = replace(answered.state, window=(*answered.state.window, now))
    assert answered.says(now.text, "deny", 0.95) == ["action_answer"]
    assert answered.commands[-1].text == "how long does delivery take, all of it, in general"


@pytest.mark.parametrize("said", ["no in northern ireland", "nope, for islands", "no with the express one"])
def test_a_no_before_what_is_meant_is_no_refusal(answered, said):
    now = Utterance(role="shopper", text=said, time=1.0)
    answered.state = replace(answered.state, window=(*answered.state.window, now))
    assert answered.says(said, "deny", 0.7) == ["action_answer"]
    assert answered.commands[-1].text == f"how long does delivery take, {said}"


@pytest.mark.parametrize("said", ["no thanks", "no for now", "no", "no problem"])
def test_a_refusal_stays_one(answered, said):
    assert answered.says(said, "deny", 0.7) != ["action_answer"]


@pytest.mark.parametrize("said", ["i mean how many seconds it takes", "no, and how long is a minute"])
def test_who_asks_how_long_asks_for_no_moment(talk_to, sources, answered, said):
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, wait,", 1)
    talk = talk_to({**sources, "domain.yml": domain})
    assert talk.says("one moment", "wait", 0.95) == ["utter_wait"]
    talk.state = answered.state
    assert talk.says(said, "wait", 0.95) == ["action_answer"]


@pytest.mark.parametrize(
    "said",
    [
        "ok and the number of staff?",
        "how many employees are there",
        "and my mate, what does he get if i refer him",
    ],
)
def test_a_question_about_the_team_calls_nobody(answered, said):
    assert answered.says(said, "talk_to_human", 0.95)
    assert answered.commands[-1].kind == "explain"


def test_who_calls_nobody_is_handed_to_nobody(answered):
    assert answered.says("that's useless. what about to a friend in cleggan", "talk_to_human", 0.6)
    assert (answered.commands[-1].kind, answered.commands[-1].value) == ("explain", "search")


@pytest.mark.parametrize("said", ["can i talk to a human", "could I speak to a real person please?"])
def test_who_asks_for_a_person_and_nothing_else_gets_one(talk, said):
    talk.says(said, "talk_to_human", 0.7)
    assert talk.commands[-1].kind == "hand_off"


@pytest.mark.parametrize("said", ["do you have a referral programme", "is there a club for regulars?"])
def test_what_the_shop_may_have_is_asked_of_the_documents_before_small_talk(talk, said):
    talk.says(said, "greet", 0.95)
    assert talk.commands[-1].kind == "explain"


@pytest.mark.parametrize("said", ["can I talk to your staff?", "how do I reach the team", "a human please"])
def test_a_call_for_the_team_does(answered, said):
    assert answered.says(said, "talk_to_human", 0.95) == ["action_handoff"]


def test_what_would_come_of_an_order_is_asked_in_general(talk):
    assert talk.says("where is it", "track_order") == ["utter_ask_order_number"]
    talk.says("so if i order on fri night it leaves when?", "track_order", 0.95)
    assert talk.commands[-1].kind == "explain"


@pytest.mark.parametrize(
    ("said", "intent", "done"),
    [
        ("no order yet!! i just ask how tracking works", "track_order", "action_answer"),
        ("i'm only asking how it works", "track_order", "action_answer"),
        ("I haven't ordered anything, I want the rules for returns", "ask_returns", "action_answer"),
        ("i have no order, send me an invoice", "invoice_copy", "utter_ask_email"),
    ],
)
def test_who_has_no_order_leaves_the_task_for_what_is_asked(talk, said, intent, done):
    assert talk.says("where is it", "track_order") == ["utter_ask_order_number"]
    assert talk.says(said, intent, 0.9) == [STOPPED, done]


@pytest.mark.parametrize("said", ["I have no order number", "there is no order confirmation here"])
def test_who_has_no_number_does_not(talk, said):
    assert talk.says("where is it", "track_order") == ["utter_ask_order_number"]
    assert STOPPED not in talk.says(said, "track_order", 0.9)


@pytest.mark.parametrize(
    "said", ["ok send me the invoice", "Send me the invoice please", "yes please send me the invoice!"]
)
def test_a_title_may_have_kind_words_around_it(talk, said):
    talk.offers(
        Button(title="Send me the invoice", payload="/invoice_copy"),
        Button(title="Talk to a person", payload="/talk_to_human"),
    )
    assert talk.says(said, "chitchat", 0.95) == ["utter_ask_email"]


def test_a_title_is_the_same_without_its_apostrophe(talk):
    talk.offers(Button(title="Tell me what's in it", payload="/invoice_copy"))
    assert talk.says("ok tell me whats in it", "chitchat") == ["utter_ask_email"]


@pytest.mark.parametrize(
    "said", ["let me know", "yes please do", "ok do that", "that would be great, thanks"]
)
def test_an_offer_is_taken_up_in_other_words(talk, said):
    talk.offers(Button(title="Send me the invoice", payload="/invoice_copy"))
    assert talk.says(said, "chitchat", 0.9) == ["utter_ask_email"]
    assert talk.reason == "A yes to the one button that was offered last."


def test_but_not_where_several_things_were_offered_or_a_question_is_open(talk):
    invoice = Button(title="Send me the invoice", payload="/invoice_copy")
    talk.offers(invoice, Button(title="Talk to a person", payload="/talk_to_human"))
    assert talk.says("let me know", "chitchat", 0.9) == ["utter_free_chitchat_response"]
    talk.says("where is it", "track_order")
    talk.offers(invoice)
    assert "utter_ask_email" not in talk.says("let me know", "chitchat", 0.9)


@pytest.mark.parametrize(
    "said",
    [
        "I'd like to trade in my old phone",
        "can I sell you my old tent",
        "swap my old jacket for a new one",
        "I want to give you my used boots",
        "i want to give my old bike in part payment",
    ],
)
def test_what_is_old_is_no_return(talk, said):
    assert talk.says(said, "return_item", 0.75) == ["action_answer"]


@pytest.mark.parametrize(
    "said", ["swap it for a bigger size", "swap my old size for M", "return my jacket please"]
)
def test_a_return_is_one(talk, said):
    assert talk.says(said, "return_item", 0.95) != ["action_answer"]


@pytest.mark.parametrize(
    "said", ["i asked how long it takes, not to buy", "i was only asking, I don't want to buy anything"]
)
def test_who_asked_and_buys_nothing_is_answered(answered, said):
    message = Utterance(role="shopper", text=said, time=0.0)
    answered.state = replace(answered.state, window=(*answered.state.window, message))
    assert answered.says(said, "return_item", 0.3) == ["action_answer"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("the shop around the corner has the table 40 euro cheaper", True),
        ("amazon sells it for less", True),
        ("another store has the same lamp cheaper", True),
        ("does the shop have cheaper tables", False),
        ("do you have a cheaper one", False),
        ("the other one is cheaper", False),
    ],
)
def test_who_sells_it_for_less(said, told):
    assert tells_of_cheaper(said) is told


def test_who_buys_nothing_goes_on_with_the_answer(answered):
    said = answered.says("it's small but I don't want to buy a new one", "return_item", 0.75)
    assert said == ["action_answer"]
    assert answered.says("I don't want it, take it back", "return_item", 0.95) != ["action_answer"]
