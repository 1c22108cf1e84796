"""What is said to a question and is no answer: a moment, what it is for, a yes to no such question."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Button

EXPLAINED = {
    "utter_greet: [{text: Hello.}]": (
        "utter_greet: [{text: Hello.}]\n"
        "  utter_here: [{text: I am here.}]\n"
        "  utter_explain_order_number: [{text: It tells which order it is.}]\n"
        "  utter_explain_confirm: [{text: Nothing is done before.}]"
    ),
    "actions: [": "actions: [action_find_products, ",
    "chitchat, track_order": "chitchat, wait, explain_question, goodbye, find_product, track_order",
}
TALK = """\
      - action: utter_greet
"""
IN_BETWEEN = """\
      - noop: true
        next:
          - if: context.interrupts
            then:
              - action: utter_here
                next: END
          - else:
              - action: utter_greet
                next: END
  goodbye:
    description: Goodbye.
    nlu_trigger: [{intent: goodbye}]
    steps:
      - action: utter_greet
      - action: action_listen
  one_by_one:
    description: Says two things, and waits between them.
    nlu_trigger: [{intent: chitchat}]
    steps:
      - action: utter_greet
      - action: action_listen
      - action: utter_returned
  find_product:
    description: Finds products.
    nlu_trigger: [{intent: find_product}]
    steps:
      - action: action_find_products
"""


@pytest.fixture
def asked(sources, talk_to):
    """A shop that tells what its questions are for, and the question for the order."""
    for old, new in EXPLAINED.items():
        assert old in sources["domain.yml"]
        sources["domain.yml"] = sources["domain.yml"].replace(old, new)
    flows = sources["flows.yml"].replace(TALK, IN_BETWEEN, 1)
    track = "      - collect: email\n      - action: action_track\n"
    assert track in flows
    sources["flows.yml"] = flows.replace(track, f"{track}      - action: action_explain_question\n")
    talk = talk_to(sources, {"action_check": {"order_found": True}})
    assert talk.says("I want to return something", "return_item") == ["utter_ask_order_number"]
    return talk


def _to_the_confirmation(talk):
    talk.says("FW-1", "give_details", order_number="FW-1")
    talk.says("a@b.de", "give_details", email="a@b.de")
    talk.says("broken", reason="broken")
    talk.says("2")
    assert talk.says("nothing to add") == ["utter_ask_confirm"]
    return talk


def test_who_needs_a_moment_is_not_asked_again(asked):
    assert asked.says("one moment", "wait") == ["utter_wait"]
    assert asked.says("still looking", "wait") == ["utter_wait"]
    assert asked.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]


def test_a_moment_without_a_question(asked):
    asked.says("stop", "cancel")
    assert asked.says("one moment", "wait") == ["utter_wait"]
    assert asked.flows == []


def test_a_moment_and_an_answer(asked):
    done = asked.says("hold on, it is FW-1", "wait", order_number="FW-1")
    assert done == ["utter_ask_email"]


def test_a_moment_that_is_asked_for_besides(asked):
    texts = ("I asked everybody.", "Please look for it.")
    sentences = (("affirm", 0.9), ("wait", 0.9))
    _to_the_confirmation(asked)
    done = asked.says("Yes, I did. Please look for it.", "affirm", 0.4, sentences=sentences, texts=texts)
    assert done == ["action_return", "utter_returned"]


def test_what_is_sold_is_no_moment(asked):
    asked.says("stop", "cancel")
    assert asked.says("watch", "wait", named_alone="things") == ["action_find_products"]


def test_what_a_question_is_for(asked):
    done = asked.says("why do you need that?", "explain_question")
    assert done == ["utter_explain_order_number", "utter_ask_order_number"]


def test_the_documents_tell_it_where_the_shop_does_not(asked):
    asked.says("FW-1", "give_details", order_number="FW-1")
    done = asked.says("why do you need that?", "explain_question")
    assert done == ["action_answer", "utter_flow_continue_interrupted", "utter_ask_email"]


def test_who_cannot_say_is_told_where_it_is_found(asked):
    done = asked.says("I don't know", "skip")
    assert done == ["utter_skip_question_answer", "utter_explain_order_number", "utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "intent", "done"),
    [
        ("ok", "affirm", ["utter_wait"]),
        (
            "no",
            "deny",
            ["utter_skip_question_answer", "utter_explain_order_number", "utter_ask_order_number"],
        ),
        ("bad word", "affirm", ["utter_ask_rephrase", "utter_ask_order_number"]),
    ],
)
def test_a_yes_or_a_no_to_a_question_that_takes_neither(asked, said, intent, done):
    assert asked.says(said, intent, 0.4 if said == "bad word" else 0.95) == done


@pytest.mark.parametrize(
    ("said", "intent", "confidence", "answer"),
    [
        ("let me check", "affirm", 0.32, None),
        ("is that safe?", "affirm", 0.77, None),
        ("could you do that for me please?", "affirm", 0.9, True),
        ("go on then", "affirm", 0.6, True),
        ("rather not", "deny", 0.3, False),
    ],
)
def test_something_is_done_upon_a_certain_yes_only(asked, said, intent, confidence, answer):
    _to_the_confirmation(asked)
    done = asked.says(said, intent, confidence)
    assert ("action_return" in done) is (answer is True)
    assert ("utter_dropped" in done) is (answer is False)


def test_the_button_of_another_question_is_not_meant(asked):
    asked.offers(Button(title="I can't find it", payload="/SetSlots(order_number=unknown)"))
    asked.says("FW-1", "give_details", order_number="FW-1")
    asked.offers()
    done = asked.says("I can't find it", "skip")
    assert done == ["utter_skip_question_answer", "utter_ask_email"]
    assert asked.slots["order_number"] == "FW-1"


def test_a_button_of_the_open_question_may_set_other_slots_as_well(asked):
    asked.offers(Button(title="Both of them", payload="/SetSlots(email=a@b.de, order_number=FW-1)"))
    asked.offers()
    asked.says("both of them")
    assert asked.slots["order_number"] == "FW-1"


def test_a_flow_of_the_shops_own_has_nothing_to_explain(asked):
    asked.says("stop", "cancel")
    assert asked.says("explain yourself", "invoice_copy") == ["utter_ask_email"]
    assert asked.says("a@b.de", "give_details", email="a@b.de") == ["action_track"]


def test_a_greeting_meanwhile_is_none(asked):
    done = asked.says("hello?", "greet")
    assert done == ["utter_here", "utter_flow_continue_interrupted", "utter_ask_order_number"]


def test_who_leaves_is_not_asked_again_and_may_go_on_later(asked):
    assert asked.says("bye", "goodbye") == ["utter_greet"]
    assert asked.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]


def test_a_flow_that_listens_at_its_end_lets_what_is_below_go_on(asked):
    asked.says("stop", "cancel")
    assert asked.says("one by one", "chitchat") == ["utter_greet"]
    assert asked.says("bye", "goodbye") == ["utter_greet", "utter_returned"]
    assert asked.flows == []


@pytest.mark.parametrize(
    "said", ["I asked my neighbours already", "the box was open", "and we waited all day"]
)
def test_what_has_happened_is_noted(asked, said):
    assert asked.says(said, "invoice_copy", 0.15) == ["utter_noted", "utter_ask_order_number"]


@pytest.mark.parametrize("said", ["I already told you that", "blah blah blah", "I have told you"])
def test_what_tells_nothing_is_not(asked, said):
    assert asked.says(said, "invoice_copy", 0.15) == ["utter_ask_rephrase", "utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "explained"),
    [("how do I find the order number?", "utter_explain_order_number"), ("how do I find the email?", "")],
)
def test_another_question_may_be_asked_about(asked, said, explained):
    assert asked.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]
    done = asked.says(said, "explain_question", 0.9)
    assert done == [explained or "action_answer", *done[1:]]
    assert done[-1] == "utter_ask_email"
