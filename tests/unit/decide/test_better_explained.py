"""A task that can use what is named goes before one that doubtfully is meant and cannot."""

from __future__ import annotations

import pytest

NLU = """\
version: "3.1"
nlu:
  - intent: track_order
    examples: |
      - where is [FW-1](order_number)
      - [FW-2](order_number) has not come
      - is [FW-3](order_number) on its way?
      - track [FW-4](order_number)
      - when will [FW-5](order_number) be here
  - intent: invoice_copy
    examples: |
      - I need my invoice
      - the bill again please
      - send me the invoice
      - a copy of the bill
      - where is my invoice
"""
OTHERS = (
    "greet", "affirm", "deny", "cancel", "skip", "repeat", "talk_to_human", "chitchat", "return_item",
    "ask_shipping", "ask_returns", "give_details",
)  # fmt: skip


@pytest.fixture
def named(talk_to, sources):
    """The small shop with examples."""
    others = "".join(f"  - intent: {name}\n    examples: |\n      - some {name}\n" for name in OTHERS)
    return talk_to({**sources, "nlu.yml": NLU + others}, {"action_check": {"order_found": True}})


def test_an_order_number_is_for_a_task_that_asks_for_one(named):
    named.says(
        "so long paid and not here, FW-7",
        "invoice_copy",
        0.6,
        others={"track_order": 0.3},
        order_number="FW-7",
    )
    assert named.commands[-1].flow == "track_order"
    assert "what is named decides" in named.reason


@pytest.mark.parametrize(
    ("confidence", "other", "entities"),
    [
        (0.9, 0.3, {"order_number": "FW-7"}),  # certain
        (0.6, 0.05, {"order_number": "FW-7"}),  # hardly possible
        (0.6, 0.3, {"email": "ada@example.com"}),  # both ask for it
        (0.6, 0.3, {}),
    ],
)
def test_else_the_likelier_task_begins(named, confidence, other, entities):
    named.says(
        "so long paid and not here", "invoice_copy", confidence, others={"track_order": other}, **entities
    )
    assert named.commands[-1].flow == "invoice"
