"""Questions that are doubtfully read as something said in passing: they are looked up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.state import Utterance


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [
        ("and if that doesn't help?", "deny", 0.6),
        ("and is it down", "affirm", 0.6),
        ("can someone else pick it up", "talk_to_human", 0.6),
        ("could anybody collect it for me", "talk_to_human", 0.6),
        ("he won't find the price in the box, will he?", "talk_to_human", 0.6),
        ("Is there anything I should do before the first tour?", "talk_to_human", 0.7),
        ("and it was how much again", "greet", 0.4),
        ("500 then. how long is it good for", "greet", 0.65),
        ("hey there, how long does that last on a charge", "greet", 0.45),
        ("I have no receipt. Is that a difficulty?", "skip", 0.7),
        ("is anyone picking up the phone right now?", "wait", 0.6),
    ],
)
def test_a_question_that_only_resembles_something_is_looked_up(talk, said, intent, confidence):
    assert talk.says(said, intent, confidence) == ["action_answer"]
    assert "only resembles" in talk.reason


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [
        ("can somebody help me with this?", "talk_to_human", 0.6),
        ("can someone else help me", "talk_to_human", 0.6),
        ("would be great for me", "affirm", 0.6),
        ("is there a phone number where I reach you?", "talk_to_human", 0.6),
        ("will he find the price in the box?", "talk_to_human", 0.9),
        ("please get me out of this menu", "talk_to_human", 0.6),
        ("hello, nice to be back again", "greet", 0.45),
        ("hey there, how are you today?", "greet", 0.7),
        ("nice weather out there today?", "chitchat", 0.9),
    ],
)
def test_what_it_certainly_is_or_asks_for_nothing_is_taken_as_it_is(talk, said, intent, confidence):
    assert "action_answer" not in talk.says(said, intent, confidence)
    assert "resembles" not in talk.reason


def test_a_question_is_no_doubtful_chitchat(talk_to, sources):
    doubtful = """
  pattern_chitchat:
    description: A kind word about anything.
    nlu_trigger: [{intent: {name: chitchat, confidence_threshold: 0.3}}]
    steps:
      - action: utter_greet
"""
    talk = talk_to({**sources, "flows.yml": sources["flows.yml"] + doubtful})
    assert talk.says("tent in a storm. safe?", "chitchat", 0.45) == ["action_answer"]
    assert talk.says("tents are lovely in a storm", "chitchat", 0.45) == ["utter_greet"]
    assert talk.says("tent in a storm, isn't that fun?", "chitchat", 0.9) == ["utter_greet"]


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [("and dublin?", "give_details", 0.4), ("until when?", "wait", 0.4), ("weekends too?", "greet", 0.55)],
)
def test_a_few_words_ask_on_after_the_documents(talk, said, intent, confidence):
    talk.state = replace(talk.state, topic="shipping")
    assert talk.says(said, intent, confidence) == ["action_answer"]


@pytest.mark.parametrize(("said", "intent"), [("and dublin?", "give_details"), ("until when?", "wait")])
def test_after_nothing_they_are_not_understood(talk, said, intent):
    assert talk.says(said, intent, 0.4) == ["utter_ask_rephrase"]


@pytest.mark.parametrize("said", ["how are you", "hello how are you today?", "hows it going", "you ok?"])
def test_who_asks_how_one_is_has_an_answer(talk, said):
    assert talk.says(said, "ask_shipping", 0.4) == ["utter_how_are_you"]
    assert talk.says("how are you open on sunday", "ask_shipping", 0.9) == ["action_answer"]


@pytest.mark.parametrize(
    "said",
    ["so why did you show it to me", "why do you suggest that", "but why are you telling me this again?"],
)
def test_who_asks_why_something_was_shown_is_told(talk, said):
    assert talk.says(said, "chitchat", 0.9) == ["utter_why_this"]


@pytest.mark.parametrize("said", ["why did you send it to my old address", "why did you cancel my order"])
def test_why_something_was_done_is_another_question(talk, said):
    assert talk.says(said, "ask_returns", 0.9) == ["action_answer"]


def test_who_seeks_something_for_something_complains_of_nothing(talk_to, sources):
    search = (
        "  find: {description: f, nlu_trigger: [{intent: find}], steps: [{action: action_find_products}]}\n"
    )
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, find,", 1)
    domain = domain.replace("actions: [action_check,", "actions: [action_find_products, action_check,", 1)
    talk = talk_to({"domain.yml": domain, "flows.yml": sources["flows.yml"] + search})
    said = "something for the guest room, people stay over sometimes"
    assert talk.says(said, "greet", 0.6, others={"find": 0.2}) == ["action_find_products"]
    assert talk.says("something is wrong", "greet", 0.6) == ["utter_greet"]


@pytest.mark.parametrize("said", ["so 59+25+45?", "59 + 25 = ?", "what is 2 x 64 plus 54 eur"])
def test_a_sum_that_is_written_out_is_worked_out(talk, said):
    assert talk.says(said, "track_order", 0.4) == ["action_answer"]
    assert talk.reason == "It writes out a sum."


def test_a_certain_question_to_the_bot_is_one_behind_an_answer_too(talk):
    answer = Utterance(role="bot", text="Two days.", time=0.0, cited=("delivery.md#0",))
    talk.state = replace(talk.state, window=(answer,))
    assert talk.says("lol are you a robot", "greet", 0.99) == ["utter_greet"]


def test_who_says_who_they_are_goes_on_with_what_was_asked(talk):
    window = (
        Utterance(role="shopper", text="what size jeans do i need", time=0.0),
        Utterance(role="bot", text="W30.", time=0.0, cited=("sizes.md#0",)),
        Utterance(role="shopper", text="im a woman", time=1.0),
    )
    talk.state = replace(talk.state, window=window)
    assert talk.says("im a woman", "greet", 0.72) == ["action_answer"]
    assert talk.commands[-1].text == "what size jeans do i need, im a woman"


def test_what_asks_for_no_moment_is_no_request_to_wait(talk_to, sources):
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, wait,", 1)
    talk = talk_to({**sources, "domain.yml": domain})
    assert talk.says("thats slow no", "wait", 0.63) == ["utter_ask_rephrase"]
    assert talk.says("one moment", "wait", 0.63) == ["utter_wait"]


def test_a_word_that_greets_nobody_is_looked_for(talk_to, sources):
    flow = """
  find_product:
    name: finding a product
    description: The shopper names a product.
    nlu_trigger: [{intent: find_product}]
    steps:
      - action: action_find_products
"""
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [greet, find_product,", 1)
    domain = domain.replace("actions: [", "actions: [action_find_products, ", 1)
    talk = talk_to({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + flow})
    assert talk.says("hat", "greet", 0.32) == ["action_find_products"]
    assert talk.says("hiya", "greet", 0.4) == ["utter_greet"]
