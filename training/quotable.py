"""Reports of trainings as they may be shown and written: the examples that they quote are masked."""

from __future__ import annotations

from dataclasses import replace

from bot.settings import Settings
from bot.understand.fitting import Report
from training.transcripts.masking import masked_text
from training.transcripts.shop_masker import shop_masker


def quotable(report: Report, settings: Settings) -> Report:
    """The report, its examples of confused intents without personal data: some are what shoppers wrote."""
    masker = shop_masker(settings, order_numbers=False)
    confused = tuple(
        replace(pair, examples=tuple(masked_text(masker, text) for text in pair.examples))
        for pair in report.confused
    )
    return replace(report, confused=confused)
