"""Typing mistakes are repaired with the index's own words, and nothing else is touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spelling import Spelling, is_noise

SPELLING = Spelling.of(
    [
        "You may return what you do not like within 60 days. Shipping to Austria costs 4.90 EUR.",
        "Halde sleeping bags and Norrland jackets: is a jacket waterproof? The warranty is 3 years.",
        "Express orders are exchanged for a different size in the same week.",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can i retrun it", "can i return it"),
        ("shiping to austrai", "shipping to austria"),
        ("is the jaket watrproof", "is the jacket waterproof"),
        ("a diffrent size", "a different size"),
        ("NORLAND jacket", "norrland jacket"),
        ("waranty of halde", "warranty of halde"),
    ],
)
def test_slips_are_repaired(typed: str, meant: str) -> None:
    assert SPELLING.repaired(typed) == meant


@pytest.mark.parametrize(
    "written",
    [
        "is my brother allowed to resell",  # ordinary words that the shop does not use
        "do you sell espresso makers",
        "Zelte nach Hause",
        "order 4711-X, size 42",
        "can I pay with klarna",
        "",
    ],
)
def test_other_words_stay_as_they_are(written: str) -> None:
    assert SPELLING.repaired(written) == written


@given(st.text(max_size=80))
def test_what_is_no_word_is_never_touched(text: str) -> None:
    repaired = SPELLING.repaired(text)
    assert re.sub(r"[^\W\d_']", "", repaired) == re.sub(r"[^\W\d_']", "", text)
    assert Spelling({}).repaired(text) == text


def test_the_words_of_the_index_are_left_alone() -> None:
    sentence = "The warranty is 3 years."
    assert SPELLING.repaired(sentence) == sentence


@pytest.mark.parametrize(
    "text", ["x" * 60, "asdfghjkl", "sdkjfh qwrtz", "aaaaaaaa!", "jjjjjjjj kkkk", "o" * 31]
)
def test_letters_struck_at_random_are_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text",
    ["graz", "wien?", "164?", "XS", "thx", "hmm", "why", "asdfghjkl and shipping?", "Übergrößenträger", ""],
)
def test_what_may_be_meant_is_no_noise(text: str) -> None:
    assert not is_noise(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how do i reproof it", "how do i re-proof it"),
        ("a sleepingbag", "a sleeping bag"),
        ("two giftcards", "two gift card"),
        ("is it overcome", "is it overcome"),
        ("a freestanding tent", "a freestanding tent"),
        ("a bagis", "a bagis"),
    ],
)
def test_words_written_together_are_taken_apart(typed: str, meant: str) -> None:
    texts = [
        "Re-proof the jacket.",
        "A gift card is no sleeping bag; it is over, and free as you are standing.",
    ]
    spelling = Spelling.of(texts, names=["Gift cards and vouchers", "Washing a sleeping bag"])
    assert spelling.repaired(typed) == meant


def test_a_contraction_is_no_mistake() -> None:
    assert Spelling.of(["They were free."]).repaired("We're a club") == "We're a club"
