"""Questions how the shop is reached, over a small shop's documents."""

from __future__ import annotations

import pytest
from small_shop import MODELS

from retrieval.documents.answer import Answerer
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.encode import load_encoder

CONTACT = """# Contact

Somebody is there from Monday to Friday. On Sundays nobody answers phone and chat.

| | |
|---|---|
| Phone | 090 555 0142, at the rate of a local call |
| Email, orders and questions | help@hobnail.example |
| Trade accounts | trade@hobnail.example, 090 555 0150 |

## Our shops

| Shop | Phone |
|---|---|
| Ennis | 065 555 0163 |
"""
TRADE = """# Trade customers

## Site deliveries

We deliver to building sites if somebody signs. Name a mobile number. Firms ring 090 555 0150.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("contact")
    (folder / "documents").mkdir()
    (folder / "documents" / "contact.md").write_text(CONTACT)
    (folder / "documents" / "trade-customers.md").write_text(TRADE)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Answerer(Documents(folder / "index", encoder))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("WHAT IS THE PHONE NUMBER", "090 555 0142"),
        ("phone number please", "090 555 0142"),
        ("whats the phone number in case", "090 555 0142"),
        ("can i ring you?", "090 555 0142"),
        ("how can I call customer service", "090 555 0142"),
        ("do you have a hotline", "090 555 0142"),
        ("whats ur email", "help@hobnail.example"),
        ("E-mail address?", "help@hobnail.example"),
    ],
)
def test_the_number_or_address_is_told(answerer: Answerer, question: str, told: str) -> None:
    answer = answerer.answer(question)
    assert [sentence.text for sentence in answer.sentences] == [
        sentence.text for sentence in answer.sentences if told in sentence.text
    ]
    assert answer.answered


@pytest.mark.parametrize(
    "question", ["do you sell phones", "is my phone waterproof", "which e-mail had my order"]
)
def test_what_is_asked_of_other_things_is_left_to_the_search(answerer: Answerer, question: str) -> None:
    assert not any("555" in sentence.text for sentence in answerer.answer(question).sentences)
