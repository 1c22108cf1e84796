"""Messages that name what the shop sells and say nothing else: it is shown, unless more is surely meant."""

from __future__ import annotations

import re

import pytest

from bot.conversation.state import State, Utterance
from bot.decide.assistant import load_assistant
from bot.decide.unasked import ANYTHING

FIND = """
  find_product:
    description: Products by kind.
    nlu_trigger: [{intent: find_product}]
    steps: [{action: action_find_products}]
"""


@pytest.fixture
def seller(talk, sources):
    """A shop that finds products, too."""
    domain = sources["domain.yml"].replace("intents: [", "intents: [find_product, ", 1)
    domain = domain.replace("actions: [", "actions: [action_find_products, ", 1)
    return type(talk)(
        load_assistant({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + FIND})
    )


@pytest.mark.parametrize(("intent", "confidence"), [("", 1.0), ("greet", 0.49), ("give_details", 0.89)])
def test_what_is_named_is_shown(seller, intent, confidence):
    assert seller.says("watch", intent, confidence, named_alone="things") == ["action_find_products"]


@pytest.mark.parametrize(
    ("intent", "confidence", "done"),
    [("give_details", 0.8, "action_find_products"), ("greet", 0.9, "utter_greet")],
)
def test_a_word_said_of_what_is_sold_counts_where_nothing_is_certain(seller, intent, confidence, done):
    assert seller.says("amber", intent, confidence, named_alone="said") == [done]


def test_a_look_up_that_is_certain_is_done(seller):
    assert seller.says("lockers", "ask_shipping", 0.8, named_alone="things") == ["action_answer"]


def test_beside_a_number_a_doubtful_look_up_is_none(seller):
    assert seller.says("wellies size 40", "ask_shipping", 0.6, named_alone="things") == [
        "action_find_products"
    ]
    assert seller.says("wellies size 40", "ask_shipping", 0.9, named_alone="things") == ["action_answer"]


def test_a_name_of_several_words_is_no_question(seller):
    assert seller.says("repair kit", "ask_shipping", 0.8, named_alone="thing") == ["action_find_products"]


@pytest.mark.parametrize("intent", ["talk_to_human", "affirm", "cancel"])
def test_the_name_of_a_product_calls_for_nobody_and_is_no_yes(seller, intent):
    assert seller.says("haldrik anker", intent, 0.9, named_alone="things") == ["action_find_products"]
    assert seller.says("real person", "talk_to_human", 0.7, named_alone="things") != ["action_find_products"]


def test_a_task_that_is_certain_begins(seller):
    assert seller.says("tent return", "return_item", 0.9, named_alone="thing")[-1] == "utter_ask_order_number"


@pytest.mark.parametrize("intent", ["ask_shipping", "return_item"])
def test_who_asks_to_see_what_is_named_means_nothing_else(seller, intent):
    assert seller.says("let me see the Skerry", intent, 0.9, named_alone="shown") == ["action_find_products"]


def test_where_something_was_asked_it_is_an_answer(seller):
    seller.says("I want to send something back", "return_item", 0.9)
    assert "action_find_products" not in seller.says("watch", "give_details", 0.9, named_alone="things")


def test_a_shop_without_products_does_not_follow(talk):
    assert "action_find_products" not in talk.says("watch", "", 1.0, named_alone="things")


@pytest.mark.parametrize(
    "said",
    [
        "hey there, what do you sell?",
        "what kinds of products are there",
        "tell me what you sell",
        "show me your range",
    ],
)
def test_who_asks_what_is_sold_at_all_is_shown_the_kinds(seller, said):
    assert seller.says(said, "ask_shipping", 0.4) == ["action_find_products"]
    assert seller.commands[-1].text == ANYTHING


@pytest.mark.parametrize("said", ["what do you have in size 43", "what tents do you sell", "what can you do"])
def test_who_names_a_kind_or_asks_else_is_not(seller, said):
    seller.says(said, "ask_shipping", 0.9)
    assert seller.commands[-1].text == ""


@pytest.fixture
def answered(seller, sources):
    """A shopper whose question the documents have just answered."""
    domain = sources["domain.yml"].replace("intents: [", "intents: [find_product, ", 1)
    domain = domain.replace("entities: [", "entities: [kind, ", 1)
    domain = domain.replace("actions: [", "actions: [action_find_products, ", 1)
    flows = sources["flows.yml"] + FIND
    intents = re.search(r"intents: \[([^]]*)\]", domain)[1].split(",")
    examples = (f"- intent: {one.strip()}\n  examples: |\n    - [{one.strip()}](kind)\n" for one in intents)
    nlu = "nlu:\n" + "".join(examples)
    seller = type(seller)(load_assistant({"domain.yml": domain, "flows.yml": flows, "nlu.yml": nlu}))

    def ask(question, said, *, behind=()):
        heard = (
            ("shopper", question, ()),
            ("bot", "The jet.", ("care.md#1",)),
            *behind,
            ("shopper", said, ()),
        )
        window = tuple(Utterance(role=role, text=text, time=0.0, cited=ids) for role, text, ids in heard)
        seller.state = State(conversation_id="c", window=window)
        return seller

    return ask


@pytest.mark.parametrize(
    ("said", "intent", "confidence"),
    [("its the Pico", "give_details", 0.54), ("a Campo, not that", "deny", 0.7)],
)
def test_of_which_thing_the_documents_were_asked_is_no_yes_or_no(answered, said, intent, confidence):
    talk = answered("how do I clean my jet?", said, behind=(("bot", "Is it yours?", ()),))
    assert talk.says(said, intent, confidence, kind="Pico") == ["action_answer"]
    assert talk.commands[-1].text == f"how do I clean my jet, {said}"


def test_a_plain_no_is_one_though_it_names_something(answered):
    talk = answered("how do I clean my jet?", "no")
    assert talk.says("no, not the Pico", "deny", 0.95, kind="Pico") != ["action_answer"]
