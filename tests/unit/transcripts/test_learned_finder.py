"""The learned finder that comes with the package, alone and beside the rules."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
import structlog
from small_shop import MODELS

from retrieval.errors import ModelFileError
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker
from training.transcripts.personal_data.learned import (
    FINDER_MODEL,
    LearnedFinder,
    finder_folder,
    open_finder,
)
from training.transcripts.personal_data.reading import AT_ONCE, BEFORE, windows, words_of


@cache
def finder() -> LearnedFinder:
    return LearnedFinder(MODELS)


def found(text: str, before: str = "") -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in finder().find(text, before)]


def dialogue(*turns: tuple[str, str]) -> Dialogue:
    return Dialogue(id="d1", turns=tuple(Turn(role=role, text=text) for role, text in turns))  # type: ignore[arg-type]


def test_masks_and_line_breaks_are_words() -> None:
    words = words_of("[name_1], hi\n\n 5 b")
    assert words.texts == ("[MASK]", ",", "hi", "|", "5", "b")
    assert words.places[3] == (12, 15)


def test_a_long_text_is_read_in_windows_that_see_the_end_of_the_one_before() -> None:
    text = " ".join(f"w{number}" for number in range(AT_ONCE + 5))
    first, second = windows(text, "before it")
    assert first[1] == ()  # too long to be an answer
    assert len(first[0].texts) == AT_ONCE
    assert second[1] == first[0].texts[-BEFORE:]
    assert text[second[0].places[0][0] :] == " ".join(second[0].texts)
    ((_, said),) = windows("short", "before it")
    assert said == ("before", "it")


def test_it_finds_names_and_addresses() -> None:
    assert found("my flatmate wrenna boltwick can take it") == [("name", "wrenna boltwick")]
    assert found("12 Oddfellow Street, Leeds LS1 4AP", "What is the new address?") == [
        ("address", "12 Oddfellow Street"),
        ("address", "Leeds LS1 4AP"),
    ]
    assert found("is the Skerry 2 tent waterproof? we go to Norway in May") == []


def test_what_was_said_before_decides_how_an_answer_is_read() -> None:
    assert found("Zorbelin", "What is your name?") == [("name", "Zorbelin")]
    assert found("Zorbelin", "Which colour would you like?") == []


def test_a_text_has_the_same_findings_each_time() -> None:
    text = "its for tamsin oakapple, 3 Weir Cottages, Bude"
    again = LearnedFinder(MODELS)
    assert again.all_in(text) == finder().all_in(text)
    assert again.all_in(text) == again.all_in(text)


def test_it_adds_to_the_rules_one_mask_a_person_and_masking_twice_changes_nothing() -> None:
    said = dialogue(
        ("shopper", "my flatmate wrenna boltwick can take it"),
        ("bot", "Noted: Wrenna Boltwick."),
        ("shopper", "thx. wrenna is home all day"),
    )
    masker = Masker(finder=finder())
    masked = masker.masked(said).dialogue
    assert [turn.text for turn in masked.turns] == [
        "my flatmate [name_1] can take it",
        "Noted: [name_1].",
        "thx. [name_1] is home all day",
    ]
    assert masker.masked(masked).dialogue == masked


def test_words_and_addresses_of_the_shop_stay() -> None:
    masker = Masker(
        words=("Zorbelin", "Fernweg"), own=("Visit us: 12 Oddfellow Street, Leeds.",), finder=finder()
    )
    stays = dialogue(
        ("bot", "Which tent do you mean?"),
        ("shopper", "the Zorbelin"),
        ("bot", "You can see it at 12 Oddfellow Street."),
    )
    assert masker.masked(stays).dialogue == stays


def test_a_number_alone_is_a_house_where_somebody_speaks_of_houses() -> None:
    masker = Masker(finder=finder())
    things = dialogue(("shopper", "the rope number 28 is broken"), ("shopper", "the tent number 3 as well"))
    assert masker.masked(things).dialogue == things
    house = dialogue(("bot", "What is your house number?"), ("shopper", "its 22b"))
    assert masker.masked(house).dialogue.turns[1].text == "its [address_1]"


def test_without_its_files_masking_goes_on_by_rules_and_says_so(tmp_path: Path) -> None:
    with structlog.testing.capture_logs() as logs:
        assert open_finder(tmp_path / "none", MODELS) is None
    assert logs[0]["event"] == "finder_missing"
    assert "finder.json" in logs[0]["reason"]


def test_a_damaged_finder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FINDER_MODEL, tmp_path / "copy")
    (tmp_path / "copy" / "head.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelFileError):
        LearnedFinder(tmp_path / "models", tmp_path / "copy").load()


def test_settings_name_the_finder(tmp_path: Path) -> None:
    assert finder_folder("package", tmp_path) == FINDER_MODEL
    assert finder_folder("adapters/finder", tmp_path) == tmp_path / "adapters" / "finder"
    assert finder_folder("", tmp_path) is None


def test_the_package_stays_small() -> None:
    assert sum(file.stat().st_size for file in FINDER_MODEL.iterdir()) < 6_000_000
