"""What is planted leaves no trace, and little else is masked. Recall is held a little below what was
measured; the bar is 0.98 (docs/decisions/0017). ``fresh_*``: dialogues written without knowing the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.evaluate.personal_data import MaskingReport, evaluate_masking, read_cases
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker

FOLDER = Path(__file__).parent / "personal_data"
WORDS = ["fernweg", "hilda", "freya", "alva", "skarvik", "nordkapp", "luna", "holm", "malmö"]
ALLOWED = ("Santa Claus brings it, I hope.",)
"""What is masked without need, known and accepted."""


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(order_number="FW-204518", country="DE", words=WORDS)


def report_on(masker: Masker, name: str) -> MaskingReport:
    return evaluate_masking(read_cases([FOLDER / name]), masker)[0]


@pytest.mark.parametrize(
    ("name", "recall"),
    [
        ("developed_on.jsonl", 0.99),
        ("kept.jsonl", 0.97),
        ("fresh_developed_on.jsonl", 0.97),
        ("fresh_kept.jsonl", 0.94),
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


def test_the_same_value_gets_the_same_mask(masker: Masker) -> None:
    assert report_on(masker, "developed_on.jsonl").consistent >= 0.95
    assert report_on(masker, "kept.jsonl").consistent >= 0.85
    assert report_on(masker, "fresh_developed_on.jsonl").consistent >= 0.95
    assert report_on(masker, "fresh_kept.jsonl").consistent >= 0.85


def test_harmless_sentences_stay(masker: Masker) -> None:
    lines = (FOLDER / "harmless_sentences.txt").read_text(encoding="utf-8").splitlines()
    masked = [
        line for line in lines if masker.masked(Dialogue(id="1", turns=(Turn(role="bot", text=line),))).found
    ]
    assert masked == list(ALLOWED)
