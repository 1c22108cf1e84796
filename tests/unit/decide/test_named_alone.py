"""Messages that name what the shop sells and say nothing else: it is shown, unless more is surely meant."""

from __future__ import annotations

import pytest

from bot.decide.assistant import load_assistant

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
