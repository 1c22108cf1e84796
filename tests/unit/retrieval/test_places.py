"""Towns in questions are read as their countries, and other words are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import MODELS, build

from retrieval.documents.search import Documents
from retrieval.encode import load_encoder
from retrieval.places import is_of_other_countries, moved, places_as_countries

DOCUMENTS = frozenset({"austria", "ireland", "germany", "france", "united kingdom", "sale", "reading"})


def known(name: str) -> bool:
    return name.casefold() in DOCUMENTS


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("what is a parcel to Graz?", "what is a parcel to Austria?"),
        ("do you ship to galway", "do you ship to Ireland"),
        ("I live in Cologne, not in Wien", "I live in Germany, not in Austria"),
        ("a kayak to Le Havre please", "a kayak to France please"),
    ],
)
def test_a_town_behind_a_preposition_is_read_as_its_country(question: str, read: str) -> None:
    assert places_as_countries(question, known) == read


@pytest.mark.parametrize(
    "question",
    [
        "is the return for sale items free",  # a word of the documents
        "Graz delivery",  # no preposition: too many towns are called like a thing
        "to Graz in Austria",  # said already
        "a parcel to Lima",  # the documents say nothing of that country
        "how do I get to it",
        "",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert places_as_countries(question, known) == question


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("how long does delivery to munich take", "how long does delivery to munich, Germany take"),
        ("do you ship a kayak to Munich?", "do you ship a kayak to Munich, Germany?"),
        ("can I bring a parcel to the store in Munich", "can I bring a parcel to the store in Munich"),
        ("how do I get to Munich", "how do I get to Munich"),
        ("delivery to Munich, Germany", "delivery to Munich, Germany"),
    ],
)
def test_what_is_sent_to_a_town_with_a_store_is_sent_to_its_country(question: str, read: str) -> None:
    assert places_as_countries(question, lambda name: name.casefold() in {"munich", "germany"}) == read


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("delivery to Scotland?", "delivery to Great Britain?"),
        ("shipping costs wales", "shipping costs Great Britain"),
        ("a parcel to Glasgow", "a parcel to Great Britain"),
        ("a parcel to Belfast", "a parcel to Northern Ireland"),
        ("do you send to Bavaria", "do you send to Germany"),
        ("to northern ireland, how much", "to northern ireland, how much"),
        ("to Scotland, in Great Britain", "to Scotland, in Great Britain"),
        ("to Sicily", "to Sicily"),
    ],
)
def test_a_part_of_a_country_is_read_as_the_documents_call_that(question: str, read: str) -> None:
    there = {"great britain", "northern ireland", "germany"}
    assert places_as_countries(question, lambda name: name.casefold() in there) == read


def test_documents_are_searched_with_the_country_that_they_name(tmp_path: Path) -> None:
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    documents = Documents(build(tmp_path, encoder), encoder)
    asked = "a return from {}, like one from Graz"  # no document speaks of Austria
    found = documents.find(documents.snapshot, asked.format("Lille"))
    assert found.query.text == asked.format("France")


def test_a_follow_up_moves_the_question_before_it() -> None:
    asked = "what is the postage to Austria if I spend 80"
    assert moved(asked, "and to Ireland?") == "what is the postage to Ireland if I spend 80"
    assert moved(asked, "and express?") == asked
    british = moved("do you ship to usa", "and uk?", lambda name: name == "Great Britain")
    assert british == "do you ship to Great Britain"
    assert moved(asked, "and to Ireland or France?") == asked
    assert moved("is a return free?", "also from Ireland?") == "is a return free?"
    assert moved("a parcel to austria", "and dublin?") == "a parcel to Ireland"
    assert moved("a parcel to Austria", "and thursday?") == "a parcel to Austria"
    assert moved("a parcel to Austria", "and for the blue jersey?") == "a parcel to Austria"
    assert moved("a parcel to Austria", "and to Jersey?") == "a parcel to Jersey"


@pytest.mark.parametrize(
    ("question", "row", "other"),
    [
        ("and prague?", "Country: Austria; Parcel: 8.90 EUR", True),
        ("and portugal?", "To: France, Denmark and Poland; Parcel: 14.90 EUR", True),
        ("a parcel to Portugal", "To: France; Parcel: 14.90 EUR", True),
        ("and graz?", "Country: Austria; Parcel: 8.90 EUR", False),
        ("and holland?", "Country: The Netherlands; Parcel: 8.90 EUR", False),
        ("and prague?", "Country: Austria, other countries of the EU; Parcel: 8.90 EUR", False),
        ("and dublin?", "Destination: Republic of Ireland; Parcel: 8.90 EUR", False),
        ("and prague?", "Austria gets parcels by rail.", False),
        ("just scotland please", "To: Ireland; Parcel: 8.90 EUR", True),
        ("just scotland please", "To: Great Britain; Parcel: 8.90 EUR", False),
        ("just scotland please", "To: Northern Ireland; Parcel: 8.90 EUR", False),
        ("from Austria to Ireland?", "Country: France; Parcel: 8.90 EUR", False),
        ("until when?", "Country: Austria; Parcel: 8.90 EUR", False),
    ],
)
def test_a_row_of_other_countries_answers_nothing(question: str, row: str, *, other: bool) -> None:
    assert is_of_other_countries(question, row) is other
