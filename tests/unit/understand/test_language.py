"""Which language: careful by design."""

from __future__ import annotations

import pytest

from bot.understand.language import LanguageDetector


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector(frozenset({"en"}))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ich möchte etwas zurückschicken", "de"),
        ("WO BLEIBT MEIN PAKET DENN NUR", "de"),
        ("ik wil graag een medewerker spreken", "nl"),
        ("je voudrais retourner ces chaussures", "fr"),
        ("quiero hablar con una persona", "es"),
        ("vorrei restituire queste scarpe", "it"),
    ],
)
def test_foreign(detector: LanguageDetector, text: str, code: str) -> None:
    assert detector.detect(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "ok danke",
        "FW-204518, k@example.de",
        "where is my order",
        "the Kochfrei pot set, FW-204949",
        "Oudegracht 221-3b, 3511 NK Utrecht",
        "yes please. Getreidegasse 3, Salzburg",
        "👍👍👍",
        "Bergwerk Media GmbH, Rosenweg 2, 70173 Stuttgart",
        "the Küstenregen jacket is better for Scotland",
        "so no klarna?",
    ],
)
def test_in_doubt_at_home(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text) == "en"


def test_another_home() -> None:
    detector = LanguageDetector(frozenset({"de"}))
    assert detector.detect("ok") == "de"
    assert detector.detect("where is the parcel that you sent me last week") == "en"


@pytest.mark.parametrize("text", ["haha ok. glockenspiel in stock?", "ok glockenspiel in stock then"])
def test_what_is_asked_in_english_is_english_whatever_things_are_called(text: str) -> None:
    assert LanguageDetector(frozenset({"en"})).detect(text) == "en"
