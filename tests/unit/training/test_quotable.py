"""What a training quotes is masked."""

from __future__ import annotations

from pathlib import Path

from bot.settings import load_settings
from bot.understand.fitting import Confusion, Report
from training.quotable import quotable


def test_examples_of_confused_intents_are_masked(tmp_path: Path) -> None:
    said = ("my name is Paul Winter, write to paul.winter@gmail.com", "where is my parcel")
    report = Report(
        examples=9, intents=2, accuracy=0.5, macro_f1=0.5, in_scope_accuracy=0.5, oos_recall=0.0,
        calibration_error=0.1, mood_accuracy=0.0, confused=(Confusion("greet", "thanks", 2, said),),
    )  # fmt: skip
    (pair,) = quotable(report, load_settings(tmp_path)).confused
    assert pair.examples == ("my name is [name_1], write to [email_1]", "where is my parcel")
    assert (pair.intent, pair.taken_for, pair.count) == ("greet", "thanks", 2)
