"""Labelled messages out of the formats that they come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.transcripts.dialogue import Dialogue, Span, Turn
from training.understanding.data import from_dialogues, message, read_messages, to_bio

IOB1 = """-DOCSTART- -X- O O

U.N. NNP I-NP I-ORG
official NN I-NP O
Ekeus NNP I-NP I-PER
heads VBZ I-VP O

Baghdad NNP I-NP I-LOC
Paris NNP I-NP B-LOC
"""


def test_conll_in_iob1_becomes_bio(tmp_path: Path) -> None:
    file = tmp_path / "train.txt"
    file.write_text(IOB1)
    first, second = read_messages(file)
    assert first.words == ("U.N.", "official", "Ekeus", "heads")
    assert first.tags == ("B-ORG", "O", "B-PER", "O")
    assert second.tags == ("B-LOC", "B-LOC")
    assert first.intent == ""


@pytest.mark.parametrize(
    ("tags", "bio"),
    [
        ("I-A I-A B-A I-B", "B-A I-A B-A B-B"),
        ("B-A I-A O I-A", "B-A I-A O B-A"),
        ("B-A I-B", "B-A B-B"),
    ],
)
def test_iob1_and_bio(tags: str, bio: str) -> None:
    assert to_bio(tags.split()) == tuple(bio.split())


def test_a_tag_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="S-A"):
        to_bio(["O", "S-A"])


def test_lines_that_are_no_columns(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Hello\n")
    with pytest.raises(ValueError, match="columns"):
        read_messages(file)


def test_a_folder_of_sequences(tmp_path: Path) -> None:
    (tmp_path / "seq.in").write_text("play jazz now\n")
    (tmp_path / "seq.out").write_text("O B-genre O\n")
    (tmp_path / "label").write_text("PlayMusic\n")
    (only,) = read_messages(tmp_path)
    assert (only.intent, only.tags) == ("PlayMusic", ("O", "B-genre", "O"))
    (tmp_path / "seq.out").write_text("O B-genre\n")
    with pytest.raises(ValueError, match="line 1"):
        read_messages(tmp_path)


def test_nlu_examples_are_tagged_by_word(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(
        'version: "3.1"\nnlu:\n  - intent: find\n    examples: |\n'
        "      - a [rain jacket](product), size [M](size)\n"
    )
    (only,) = read_messages(file)
    assert only.words == ("a", "rain", "jacket", ",", "size", "M")
    assert only.tags == ("O", "B-product", "I-product", "O", "O", "B-size")


def test_out_of_scope_goes_by_one_name(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    parts = {"train": [["hi", "greet"]], "oos_train": [["why", "oos"]], "val": [["bye", "leave"]]}
    file.write_text(json.dumps(parts))
    assert [m.intent for m in read_messages(file)] == ["greet", "out_of_scope"]
    assert [m.intent for m in read_messages(file, "test")] == ["leave"]


def test_what_a_person_labelled_counts() -> None:
    turns = (
        Turn(
            role="shopper", text="a red hat", intent="find", entities=(Span(entity="colour", start=2, end=5),)
        ),
        Turn(role="shopper", text="hello there", intent="greet"),
        Turn(role="shopper", text="maybe", intent="find", labelled=False),
        Turn(role="shopper", text="else"),
        Turn(role="bot", text="Hello!"),
    )
    found = list(from_dialogues([Dialogue(id="d", turns=turns)]))
    assert [m.text for m in found] == ["a red hat", "hello there"]
    assert found[0].tags == ("O", "B-colour", "O")
    assert found[1].tags == ()


def test_half_a_word_in_a_span() -> None:
    assert message("re-send it", "x", [("what", 0, 7)]).tags == ("B-what", "I-what", "I-what", "O")
    assert message("resend it", "x", [("what", 0, 2)]).tags == ("O", "O")
