"""Names of the shop in a text."""

from __future__ import annotations

import pytest

from bot.understand.gazetteer import Gazetteer
from bot.understand.parsers import find_emails

GAZETTEER = Gazetteer(
    {
        "category": {"tent": "tents", "sleeping bag": "sleeping_bags", "bag": "bags", "shoes": "footwear"},
        "colour": {"orange": "orange", "rust orange": "rust orange"},
        "product": {"Rivière d'Or": "P1", "Küstenregen": "P2"},
        "brand": {"": "nothing", "Brae": "Brae"},
    }
)


def found(text: str) -> list[tuple[str, str]]:
    entities = GAZETTEER.find(text)
    assert all(entity.text == text[entity.start : entity.end] for entity in entities)
    return [(entity.entity, entity.value) for entity in entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an orange tent", [("colour", "orange"), ("category", "tents")]),
        ("RUST ORANGE", [("colour", "rust orange")]),
        ("sleeping bags", [("category", "sleeping_bags")]),
        ("a bag for tents", [("category", "bags"), ("category", "tents")]),
        ("bag bag", [("category", "bags"), ("category", "bags")]),
        ("the küstenregen?", [("product", "P2")]),
        ("rivière d'or", [("product", "P1")]),
        ("tentative oranges", [("colour", "orange")]),
        ("", []),
    ],
)
def test_longest_phrase_case_and_plural(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_what_a_parser_took_is_left_alone() -> None:
    text = "tent@brae.example likes Brae"
    taken = list(find_emails(text))
    assert [(e.entity, e.start) for e in GAZETTEER.find(text, taken)] == [("brand", 24)]


def test_forms_of_the_shops_own() -> None:
    patterns = {"card": [r"\b60\d\d(?: ?\d{4}){3}\b"], "pin": [r"(?i)\bpin\b\W*(?:is )?(\d{4})\b"]}
    own = Gazetteer({}, patterns)
    text = "6090 3382 0915 7740, PIN is 1906, not 6090"
    assert [(e.entity, e.value, e.start) for e in own.forms(text)] == [
        ("card", "6090 3382 0915 7740", 0), ("pin", "1906", 28),
    ]  # fmt: skip
    assert own.forms("pin please") == []


def test_nothing_known() -> None:
    assert Gazetteer({}).find("an orange tent") == []
