"""What is planted leaves no trace, and little else is masked. Recall is held a little below what was
measured, by rules alone and with the learned finder; the bar is 0.98 (docs/decisions/0017 and 0023).
``fresh_*``, ``blind_*`` and ``wide_*``: dialogues written without knowing the rules, ``wide_third``
knowing them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import MODELS

from bot.shop.order_forms import OrderForms
from training.evaluate.personal_data import MaskingReport, evaluate_masking, read_cases
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker
from training.transcripts.personal_data.learned import LearnedFinder

FOLDER = Path(__file__).parent / "personal_data"
WORDS = ["fernweg", "hilda", "freya", "alva", "skarvik", "nordkapp", "luna", "holm", "malmö"]
ALLOWED = ("Santa Claus brings it, I hope.",)
"""What is masked without need, known and accepted."""


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)), country="DE", words=WORDS)


@pytest.fixture(scope="module")
def with_finder() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)), country="DE", words=WORDS, finder=LearnedFinder(MODELS))


def report_on(masker: Masker, name: str) -> MaskingReport:
    return evaluate_masking(read_cases([FOLDER / name]), masker)[0]


@pytest.mark.parametrize(
    ("name", "recall"),
    [
        ("developed_on.jsonl", 0.99),
        ("kept.jsonl", 0.97),
        ("fresh_developed_on.jsonl", 0.97),
        ("fresh_kept.jsonl", 0.94),
        ("blind_first.jsonl", 0.9),
        ("blind_second.jsonl", 0.9),
        ("wide_first.jsonl", 0.91),
        ("wide_second.jsonl", 0.94),
        ("wide_third.jsonl", 0.95),
        ("wide_fourth.jsonl", 0.95),
        ("wide_fifth.jsonl", 0.89),
    ],
)
def test_planted_items_leave_no_trace_and_little_else_is_masked(
    masker: Masker, name: str, recall: float
) -> None:
    report = report_on(masker, name)
    assert report.recall >= recall
    assert report.precision >= 0.95
    assert report.order_numbers_kept == 1.0
    assert sum(row.planted > 0 for row in report.kinds.values()) >= 12


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("developed_on.jsonl", 0.99, 0.98),
        ("kept.jsonl", 0.99, 0.97),
        ("fresh_developed_on.jsonl", 0.98, 0.96),
        ("fresh_kept.jsonl", 0.98, 0.955),
        ("blind_first.jsonl", 0.97, 0.97),
        ("blind_second.jsonl", 0.97, 0.97),
        ("wide_first.jsonl", 0.99, 0.97),
        ("wide_second.jsonl", 0.99, 0.95),
        ("wide_third.jsonl", 0.99, 0.97),
        ("wide_fourth.jsonl", 0.99, 0.99),
        ("wide_fifth.jsonl", 0.99, 0.99),
    ],
)
def test_with_the_finder_less_is_left(
    masker: Masker, with_finder: Masker, name: str, recall: float, precision: float
) -> None:
    alone, report = report_on(masker, name), report_on(with_finder, name)
    assert report.recall >= max(recall, alone.recall)
    assert report.precision >= precision
    assert report.consistent >= 0.85
    assert report.order_numbers_kept == 1.0


def test_masking_twice_with_the_finder_is_masking_once(with_finder: Masker) -> None:
    for case in read_cases([FOLDER / "fresh_developed_on.jsonl"])[:20]:
        once = with_finder.masked(case.dialogue).dialogue
        assert with_finder.masked(once).dialogue == once


def test_the_same_value_gets_the_same_mask(masker: Masker) -> None:
    assert report_on(masker, "developed_on.jsonl").consistent >= 0.95
    assert report_on(masker, "blind_first.jsonl").consistent >= 0.95
    assert report_on(masker, "blind_second.jsonl").consistent >= 0.95
    assert report_on(masker, "wide_first.jsonl").consistent >= 0.95
    assert report_on(masker, "wide_second.jsonl").consistent >= 0.95
    assert report_on(masker, "wide_fourth.jsonl").consistent >= 0.95
    assert report_on(masker, "wide_fifth.jsonl").consistent >= 0.95
    assert report_on(masker, "kept.jsonl").consistent >= 0.85
    assert report_on(masker, "fresh_developed_on.jsonl").consistent >= 0.95
    assert report_on(masker, "fresh_kept.jsonl").consistent >= 0.85


@pytest.mark.parametrize("named", ["masker", "with_finder"])
def test_harmless_sentences_stay(named: str, request: pytest.FixtureRequest) -> None:
    masker: Masker = request.getfixturevalue(named)
    lines = (FOLDER / "harmless_sentences.txt").read_text(encoding="utf-8").splitlines()
    masked = [
        line for line in lines if masker.masked(Dialogue(id="1", turns=(Turn(role="bot", text=line),))).found
    ]
    assert masked == list(ALLOWED)
