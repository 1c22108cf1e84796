"""How what is spoken of is washed, by the sections of care pages."""

from __future__ import annotations

import pytest
from small_shop import MODELS

from retrieval.documents.answer import Answerer
from retrieval.documents.care import asked_care, is_on_another
from retrieval.documents.index import DocumentIndex
from retrieval.documents.search import Documents
from retrieval.encode import load_encoder
from retrieval.types import Passage

CARE = """# Washing and care

## Alpaca and mohair
Let it hang over night instead of washing it. Alpaca is washed by hand at 20 degrees at most. Mohair only goes
to the dry cleaner. Lay it flat until it is dry.

## Oilskin
Never put oilskin into the machine: it washes the oil out.

## Hemp
Hemp may be washed at 60 degrees and ironed while it is damp.

## Waxed cloth
Waxed cloth is wiped with cold water and never washed.

## Raw cloth
Raw cloth is washed inside out.
"""
OTHER = """# Sales

## Hemp week
In the first week of May everything of hemp costs a tenth less.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("care")
    (folder / "documents").mkdir()
    (folder / "documents" / "care.md").write_text(CARE)
    (folder / "documents" / "sales.md").write_text(OTHER)
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    DocumentIndex(folder / "index", folder / "documents", encoder).build()
    return Answerer(Documents(folder / "index", encoder))


@pytest.mark.parametrize(
    ("question", "spoken", "told", "not_told"),
    [
        (
            "can i put it in the machine or not",
            "Birk cardigan, alpaca",
            "Alpaca is washed by hand",
            "oilskin",
        ),
        ("wash at 60 ok?", "Birk cardigan of alpaca", "Alpaca is washed by hand", "Hemp"),
        ("how do i wash a mohair scarf", "how do i wash a mohair scarf", "Mohair only", "Alpaca is"),
        ("how do i look after a waxed jacket", "how do i look after a waxed jacket", "cold water", "inside"),
        ("may i iron it?", "a shirt of hemp", "ironed while it is damp", "Alpaca"),
    ],
)
def test_the_section_on_what_is_spoken_of_answers(
    answerer: Answerer, question: str, spoken: str, told: str, not_told: str
) -> None:
    answer = answerer.cared(question, spoken)
    assert answer is not None
    said = " ".join(one.text for one in answer.sentences)
    assert told in said
    assert not_told not in said


def test_what_its_section_does_not_tell_is_declined(answerer: Answerer) -> None:
    answer = answerer.cared("and iron?", "Birk cardigan, alpaca")
    assert answer is not None
    assert not answer.answered
    assert answer.closest is not None
    assert answer.closest.hits[0].passage.heading == "Alpaca and mohair"


@pytest.mark.parametrize(("heading", "strange"), [("Drying", False), ("Ironing", False), ("Linen", True)])
def test_what_is_done_is_no_other_thing(heading: str, strange: bool) -> None:
    passage = Passage(
        passage_id="c#1", document_id="c", title="Care of merino wool", heading=heading, text="Flat."
    )
    assert is_on_another(passage, frozenset({"merino"})) is strange


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("how do i wash it", "a bowl of beech"),
        ("is it warm?", "alpaca"),
        ("what of hemp costs less?", "hemp"),
    ],
)
def test_no_section_says_nothing(answerer: Answerer, question: str, spoken: str) -> None:
    assert answerer.cared(question, spoken) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("wash at 40 ok?", {"wash"}), ("so can i put it in the machine or not", {"wash"}),
        ("and iron?", {"iron"}), ("how do i clean them", {"clean"}), ("can i tumble dry it", {"dry"}),
        ("I washed it at 30 degrees. Who runs your course?", set()),
        ("can i dry it in the dryer? its merino.", {"dry"}),
        ("can i return it if i washed it", set()), ("is it dry in the tent?", set()),
        ("i washed it yesterday", set()), ("do you sell washing machines", set()),
    ],
)  # fmt: skip
def test_care_is_asked_for(text: str, asked: set[str]) -> None:
    assert asked_care(text) == asked
