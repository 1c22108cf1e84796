"""Words that name things and say what others are like: a safe, and what is safe."""

from __future__ import annotations

import pytest

from retrieval.products.plurals import plural
from retrieval.products.word_class import is_noun


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("which ones are safe over the shower", False),
        ("is it safe with the dog around", False),
        ("are the spots really safe there", False),
        ("a key safe", True),
        ("i want a safe for keys", True),
        ("do you have safes", True),
    ],
)
def test_what_is_a_thing(text: str, noun: bool) -> None:
    start = text.index("safe")
    assert is_noun(text, start, start + len("safes" if "safes" in text else "safe")) is noun


def test_several_safes_are_no_saves() -> None:
    assert [plural(one) for one in ("key safe", "bread knife", "shelf")] == [
        "key safes", "bread knives", "shelves",
    ]  # fmt: skip
