"""What comes with the number of an order and its address is about that order."""

from __future__ import annotations

import pytest

FIND = "  find: {description: f, nlu_trigger: [{intent: find}], steps: [{action: action_find_products}]}\n"


@pytest.fixture
def selling(talk_to, sources):
    """The small shop, with a search for products."""
    domain = sources["domain.yml"].replace("intents: [greet,", "intents: [find, greet,", 1)
    domain = domain.replace("actions: [action_check,", "actions: [action_find_products, action_check,", 1)
    found = {"action_check": {"order_found": True}}
    return talk_to({"domain.yml": domain, "flows.yml": sources["flows.yml"] + FIND}, found)


def test_it_is_no_search(selling):
    done = selling.says(
        "FW-1, a@b.de, want whole beans instead", "find", 0.7, others={"return_item": 0.2},
        order_number="FW-1", email="a@b.de",
    )  # fmt: skip
    assert done == ["action_check", "utter_ask_reason"]


def test_a_number_alone_may_be_a_search(selling):
    done = selling.says("FW-1 beans", "find", 0.7, others={"return_item": 0.2}, order_number="FW-1")
    assert done == ["action_find_products"]
