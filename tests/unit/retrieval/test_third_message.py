"""What is spoken of stays so behind a message that leans on it, with what comes with the package."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer

PAGES = {
    "hire.md": "# Hire\n\nA full set costs 70 EUR for a weekend. A weekend runs from Friday 15:00 to Monday"
    " 10:00. Bring a photo ID.\n",
    "evening.md": "# Evening for beginners\n\nOn the first Thursday of each month we show how to begin; it is"
    " free. It is held in English in even months and in German in odd ones.\n",
    "about.md": "# About us\n\nThe shop in English exists since 2020. The app runs in English and German.\n",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("hire"), PAGES)


@pytest.mark.parametrize(
    ("said", "question", "begins"),
    [
        (
            ["what does a full set cost to hire for a weekend", "70 ok"],
            "when do i have to have it back on monday",
            "A weekend runs from Friday",
        ),
        (
            ["is the evening for beginners free?", "great, its march now"],
            "in english?",
            "On the first Thursday of each month",
        ),
    ],
)
def test_a_third_message_asks_of_what_the_first_one_did(
    answerer: Answerer, said: list[str], question: str, begins: str
) -> None:
    shown = answerer.answer(question, said).sentences
    assert shown[0].text.startswith(begins)
    assert not [sentence.text for sentence in shown if "exists since" in sentence.text]
