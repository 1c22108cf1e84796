"""What a follow-up asks that names no more than another day or country, or leans on what lies further
back."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.query import asked_anew
from retrieval.documents.snapshot import Snapshot

HOURS = """# Our workshop

## When we are open
Monday closed. Tuesday to Friday 9:30 to 18:00, Thursday until 20:00.

## Telephone
By telephone Tuesday to Friday 10:00 to 16:00.
"""
SENDING = """# Sending

## Costs and times

| Where to | Costs | Free from | Takes |
|---|---|---|---|
| Ireland | 4 EUR | 60 EUR | 2 days |
| Great Britain | 9 EUR | 120 EUR | 4 days |
| Germany, France | 11 EUR | 150 EUR | 5 days |

We do not deliver to the United States.

## Customs
For parcels to Great Britain below 135 GBP the UK VAT is included.
Above that the courier collects VAT.

## Paying
We cannot charge in pounds.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("moved"), {"hours.md": HOURS, "sending.md": SENDING})


@pytest.fixture(scope="module")
def snapshot(answerer: Answerer) -> Snapshot:
    return answerer._documents.newest()


@pytest.mark.parametrize(
    ("before", "question", "anew"),
    [
        ("are you open today?", "what about tomorrow evening", "are you open  tomorrow evening"),
        ("are you open today", "and on thursday?", "are you open  on thursday"),
        ("do you have a newsletter", "and on thursday?", ""),
        ("are you open today", "and the telephone tomorrow?", ""),
        ("do you ship to usa", "and uk? i'm in leeds", "do you ship to Great Britain"),
        ("do you ship to usa", "and to germany?", "do you ship to Germany"),
        ("do you ship to usa", "and express to germany?", ""),
        ("do you ship on saturdays", "and to germany?", ""),
    ],
)
def test_only_the_time_or_place_is_another_one(
    snapshot: Snapshot, before: str, question: str, anew: str
) -> None:
    assert asked_anew(snapshot, question, before).split() == anew.split()


@pytest.mark.parametrize(
    ("said", "cited", "question", "begins"),
    [
        (["are you open today"], ["hours.md#0"], "what about tomorrow evening", "Monday closed."),
        (["do you ship to usa"], ["sending.md#0"], "and uk? i'm in leeds", "Where to: Great Britain"),
        (["how long until i get it in munich"], ["sending.md#0"], "costs for a 140 euro order?",
         "Where to: Germany"),
        (["how long until i get it in munich", "i spend about 140 i think"], ["sending.md#0"],
         "and with 10 euro more its free?", "Where to: Germany"),
        (["how long until i get it in munich", "costs for a 140 euro order?"], ["sending.md#0"],
         "and with 10 euro more its free?", "Where to: Germany"),
    ],
)  # fmt: skip
def test_a_follow_up_is_answered_of_what_was_spoken_of(
    answerer: Answerer, said: list[str], cited: list[str], question: str, begins: str
) -> None:
    answer = answerer.answer(question, said, cited)
    assert [one for one in answer.sentences if one.text.startswith(begins)], answer.sentences
