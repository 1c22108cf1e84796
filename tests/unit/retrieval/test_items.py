"""A sentence that leads in a list is told with its items."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer

PAY = """# Payment

You can pay by

- **Card** (Visa, Mastercard)
- **PayPal**
- **Bank transfer.** We hold the goods for 7 days.
- **Invoice**: only for schools and councils.

In the shop also cash.
"""
LONG = "# Colours\n\nThe ribbon comes in these colours:\n\n" + "\n".join(
    f"- Shade number {n}" for n in range(1, 20)
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("items"), {"payment.md": PAY, "ribbon.md": LONG})


def told(answerer: Answerer, question: str) -> str:
    return " ".join(sentence.text for sentence in answerer.answer(question).sentences)


def test_all_items_are_told(answerer: Answerer) -> None:
    said = told(answerer, "what can I pay by?")
    assert said.startswith("You can pay by")
    assert all(way in said for way in ("Visa", "PayPal", "7 days", "schools")), said


def test_of_items_that_are_named_the_others_are_not_told(answerer: Answerer) -> None:
    said = told(answerer, "can we pay by invoice?")
    assert "schools" in said
    assert "Visa" not in said


def test_an_item_leads_in_nothing(answerer: Answerer) -> None:
    said = told(answerer, "do you take PayPal")
    assert "PayPal" in said
    assert "7 days" not in said


def test_a_long_list_is_not_told(answerer: Answerer) -> None:
    assert "Shade number 19" not in told(answerer, "which colours does the ribbon come in?")
