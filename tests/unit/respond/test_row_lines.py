"""Rows of tables as lines that are read."""

from __future__ import annotations

import pytest

from bot.respond.rows import row_line


@pytest.mark.parametrize(
    ("text", "row", "line"),
    [
        ("Day: Sunday; Hours: 12:00-17:00.", "| Sunday | 12:00-17:00 |", "Sunday – Hours: 12:00-17:00"),
        (
            "Article: Child carrier; 1 day: 8 EUR; 1 week: 40 EUR.",
            "| Child carrier | 8 EUR | 40 EUR |",
            "Child carrier – 1 day: 8 EUR · 1 week: 40 EUR",
        ),
        ("EU: 39; UK: 6; Foot (mm): 245.", "| 39 | 6 | 245 |", "EU: 39 · UK: 6 · Foot (mm): 245"),
        ("Used filter; Returned?: no.", "| Used filter | no |", "Used filter – Returned? no"),
        (
            "Stain: Blood; Nylon: cold water; then soap; Down: soap.",
            "| Blood | cold water; then soap | soap |",
            "Blood – Nylon: cold water; then soap · Down: soap",
        ),
        ("Birthday; Member: 50 points; Gold: 50 points.", "| Birthday | 50 points | 50 points |",
         "Birthday – Member: 50 points · Gold: 50 points"),
        ("From: France; Cost:.", "| France | |", "From: France; Cost:."),
        ("From: France.", "| France |", "From: France."),
        ("Returns are free: you have 60 days; the label is in the box.", "- you have 60 days",
         "Returns are free: you have 60 days; the label is in the box."),
        ("We answer: by e-mail; by telephone.", "| a row | of another table |",
         "We answer: by e-mail; by telephone."),
    ],
)  # fmt: skip
def test_a_row_is_read_as_a_line(text: str, row: str, line: str) -> None:
    assert row_line(text, row) == line
