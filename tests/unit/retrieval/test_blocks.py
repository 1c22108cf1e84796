"""Markdown to blocks, and paragraphs to sentences."""

from __future__ import annotations

import pytest

from retrieval.documents.blocks import parse, sentences


def test_headings_paragraphs_lists_and_tables_are_told_apart() -> None:
    blocks = parse(
        "# Title\n\nFirst line\nof a paragraph.\n\n- one\n  goes on\n- two\n\nThen:\n\n1. a\n2. b\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n"
    )
    assert [(block.kind, block.lines) for block in blocks] == [
        ("heading", ("Title",)),
        ("paragraph", ("First line of a paragraph.",)),
        ("list", ("one goes on", "two")),
        ("paragraph", ("Then:",)),
        ("list", ("a", "b")),
        ("table", ("| A | B |", "| 1 | 2 |")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs 4.95 EUR. Free from 60 EUR.", ["It costs 4.95 EUR.", "Free from 60 EUR."]),
        ("Use e.g. Wool. Or silk.", ["Use e.g. Wool.", "Or silk."]),
        ("Order by 13:00! We ship.", ["Order by 13:00!", "We ship."]),
        ('Press "Try again". The link works.', ['Press "Try again".', "The link works."]),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
