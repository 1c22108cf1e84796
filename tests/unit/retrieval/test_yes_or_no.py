"""A yes or no answers the question that is its heading; a label tells what is behind it, whatever the heading
says; with what comes with the package."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer

ACCOUNT = """# Do I need an account to order?

No, you can order as a guest. You need an account for points and for pre-orders.
"""
TRADE_IN = """# Trade in your old phone

Answer five questions on the trade-in page and you see a price at once.

## What you take

Phones and tablets up to six years old, of any maker, also with a cracked display if they switch on.

## Do I have to buy something?

No. You choose between a voucher with 10 % on top and a bank transfer.
"""
WINDOWS = """# Do laptops come with Windows?

Yes, unless the product page says "no operating system". Office is not included.
"""
PRIVACY = """# Data protection

Write to privacy@voltkiste.example and we send you what we know of you within one month.

## Cookies

You can change your choice at any time. Data protection officer: Dr. Ines Wolter, Kassel.
"""
PAGES = {"account.md": ACCOUNT, "trade-in.md": TRADE_IN, "windows.md": WINDOWS, "privacy.md": PRIVACY}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("asked"), PAGES)


def shown(answerer: Answerer, question: str) -> list[str]:
    return [sentence.text for sentence in answerer.answer(question).sentences]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("do I need an account?", "No, you can order as a guest."),
        ("can I order without an account?", "You can order as a guest."),
        ("do the laptops come with windows", 'Yes, unless the product page says "no operating system".'),
    ],
)
def test_a_yes_or_no_is_said_to_the_question_of_its_heading(
    answerer: Answerer, question: str, first: str
) -> None:
    assert first in shown(answerer, question)


@pytest.mark.parametrize(
    "question", ["I'd like to trade in my old iphone 12", "do you take phones with a cracked display"]
)
def test_a_no_to_something_else_is_not_shown(answerer: Answerer, question: str) -> None:
    said = shown(answerer, question)
    assert said
    assert not [text for text in said if text.startswith("No")]


def test_what_stands_behind_a_label(answerer: Answerer) -> None:
    assert shown(answerer, "who is your data protection officer") == [
        "Data protection officer: Dr. Ines Wolter, Kassel."
    ]
