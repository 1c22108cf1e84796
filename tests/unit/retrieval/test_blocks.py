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


def test_rows_below_an_empty_heading_are_labels_with_what_stands_behind_them() -> None:
    table = "| | |\n|---|---|\n| Phone | 090 555 0142 |\n| Post | Mill Lane 3 |\n"
    assert [(one.kind, one.lines) for one in parse(table)] == [
        ("list", ("Phone: 090 555 0142", "Post: Mill Lane 3"))
    ]


def test_the_first_row_below_an_empty_heading_may_name_the_columns() -> None:
    table = "| | |\n|---|---|\n| Gift wrap, one bottle, with card | £3.95 |\n| Card with words | free |\n"
    assert parse(table)[0].lines == (
        "Gift wrap, one bottle, with card: £3.95", "Card with words: free",
    )  # fmt: skip
    table = "| | |\n|---|---|\n| Way | Days |\n| Standard | 3 |\n"
    assert [(one.kind, one.lines) for one in parse(table)] == [
        ("table", ("| Way | Days |", "| Standard | 3 |"))
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
