"""Questions for what is denied, over a small shop's documents."""

from __future__ import annotations

import pytest
from small_shop import MODELS

from retrieval.documents.answer import Answerer
from retrieval.documents.denial import LISTED, asks_denied
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.encode import load_encoder

REPAIRS = """# Repairs

## What we repair

Jackets, tents and boots. We repair what others sold as well.

## What we do not repair

- climbing ropes
- avalanche airbags
- stoves with a leaking valve
- lamps with a glued housing
- mats that have been cut
- wet suits
- skis

## Prices

A new zip costs 29 EUR. An express repair cannot be booked.
"""
CARE = """# Washing wool

## Machine

Wash merino at 30 degrees in the wool programme. Use a wool detergent.
Never put fabric softener on merino: it sticks the scales together.

## By hand

Merino dries flat on a towel.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("denials")
    (folder / "documents").mkdir()
    (folder / "documents" / "repairs.md").write_text(REPAIRS)
    (folder / "documents" / "care.md").write_text(CARE)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Answerer(Documents(folder / "index", encoder), threshold=0.05)


@pytest.mark.parametrize(
    "question",
    [
        "what do you not repair?",
        "Which things do you not wrap?",
        "What is it that you don't take?",
        "what used things don't you buy",
        "what must I not put on the spots?",
        "what can I not return?",
        "what is not covered by the warranty?",
        "which parts aren't covered",
        "what should one never do in a thunderstorm",
    ],
)
def test_a_question_for_what_is_not(question: str) -> None:
    assert asks_denied(question)


@pytest.mark.parametrize(
    "question",
    [
        "what if it does not arrive?",
        "what happens when I am not at home?",
        "what do I do if the zip doesn't close",
        "what can I do, my tent is not dry",
        "why do you not repair it?",
        "do you not repair boots?",
        "which of the two isn't so heavy",
        "what do you repair?",
        "what did you do with my parcel, it's not here",
    ],
)
def test_a_question_with_a_not_for_something_else(question: str) -> None:
    assert not asks_denied(question)


@pytest.mark.parametrize("question", ["What do you not repair?", "which things can you not repair"])
def test_what_stands_below_a_denying_heading_is_listed(answerer: Answerer, question: str) -> None:
    shown = answerer.answer(question).sentences
    assert [one.text for one in shown][:2] == ["climbing ropes.", "avalanche airbags."]
    assert len(shown) == LISTED
    assert {one.hits[0].passage.heading for one in shown} == {"What we do not repair"}


def test_what_is_forbidden_is_said(answerer: Answerer) -> None:
    [shown] = answerer.answer("what must I never put on merino in the machine?").sentences
    assert shown.text.startswith("Never put fabric softener on merino")


def test_what_is_done_is_answered_as_before(answerer: Answerer) -> None:
    shown = answerer.answer("What do you repair?").sentences
    assert shown[0].text == "Jackets, tents and boots."


SERVICES = """# Our workshop

## Sharpening

Knives and scissors 6 EUR each, axes 12 EUR. On Tuesdays, while you wait.
We do not sharpen the saws of chain saws.

## Cleaning

Stoves are cleaned for 15 EUR. We do not clean sleeping bags.
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "documents").mkdir()
    (folder / "documents" / "workshop.md").write_text(SERVICES)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Answerer(Documents(folder / "index", encoder), threshold=0.05)


def test_an_exception_stands_behind_its_rule(workshop: Answerer) -> None:
    told = [one.text for one in workshop.answer("do you do sharpening of saws").sentences]
    assert told[0].startswith("Knives and scissors"), told
    assert any("do not sharpen" in one for one in told), told


def test_an_exception_that_was_asked_for_stands_alone(workshop: Answerer) -> None:
    told = [one.text for one in workshop.answer("do you clean sleeping bags").sentences]
    assert told[0] == "We do not clean sleeping bags.", told
