"""Sums that shoppers write out."""

from __future__ import annotations

import pytest

from bot.conversation.written_sum import written_sum


@pytest.mark.parametrize(
    ("text", "worked_out"),
    [
        ("so 59+25+45?", "59 + 25 + 45 = 129"),
        ("59 + 79 + 39 = ?", "59 + 79 + 39 = 177"),
        ("what is 59 plus 25 eur", "59 + 25 = 84"),
        ("2x64+54+129 in total?", "2 x 64 + 54 + 129 = 311"),
        ("12.50 + 4,90 \u20ac", "12.50 + 4.90 = 17.40"),
        ("59 + carrying in", ""),
        ("size 160+", ""),
        ("80x80", ""),
        ("2+1 free?", ""),
        ("3+ years", ""),
        ("100-120", ""),
    ],
)
def test_written_sum(text: str, worked_out: str) -> None:
    assert written_sum(text) == worked_out
