"""What people write short is read in full; what only looks so stays."""

from __future__ import annotations

import time

import pytest

from bot.conversation.plain_words import plain_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("aw how much r they tho", "aw how much are they though"),
        ("r u a bot", "are you a bot"),
        ("do ye have rope n hooks", "do you have rope and hooks"),
        ("guitar w/ bag", "guitar with bag"),
        ("wot diff is it b4 xmas, plz", "what difference is it before xmas, please"),
        ("wud ur shop deliver", "would your shop deliver"),
        ("what temp is it good for, any recs?", "what temperature is it good for, any recommendations?"),
        # as they are
        ("size U or R?", "size U or R?"),
        ("a u-lock and a u shaped pipe", "a u-lock and a u shaped pipe"),
        ("w/o bag", "w/o bag"),
        ("u@mail.example and ur.name@mail.example", "u@mail.example and ur.name@mail.example"),
        ("I live at 7 r street", "I live at 7 r street"),
        ("ye that is right", "ye that is right"),
        ("", ""),
    ],
)
def test_short_words(written: str, read: str) -> None:
    assert plain_words(written) == read


def test_long_messages_are_read_in_no_time() -> None:
    begun = time.perf_counter()
    for word in ("u ", "r ", "n ", "w/", "do ye ", "much r "):
        plain_words(word * 4_000)
    assert time.perf_counter() - begun < 1
