"""Tags of words to entities: only sequences that are BIO, the likeliest of them, at the right characters."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.understand.tags import as_entities, decode, find_tagged, log_softmax
from bot.understand.words import SHAPES, split_words, word_shape

LABELS = ("O", "B-size", "I-size", "B-colour", "I-colour")


def follows(before: str, label: str) -> bool:
    return not label.startswith("I-") or before in (f"B-{label[2:]}", label)


@settings(max_examples=40)
@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 4), st.just(len(LABELS))), elements=st.floats(-5, 5, width=32)
    )
)
def test_the_likeliest_sequence_that_is_one(logits: np.ndarray) -> None:
    path = decode(logits, LABELS)
    names = ["O", *(LABELS[column] for column in path)]
    assert all(follows(before, label) for before, label in pairwise(names))
    scores = log_softmax(logits)
    best = max(
        sum(float(scores[word, column]) for word, column in enumerate(columns))
        for columns in product(range(len(LABELS)), repeat=len(logits))
        if all(follows(a, b) for a, b in pairwise(["O", *(LABELS[c] for c in columns)]))
    )
    assert sum(float(scores[word, column]) for word, column in enumerate(path)) == pytest.approx(
        best, abs=1e-4
    )


def test_an_entity_has_its_characters_and_its_least_sure_word() -> None:
    logits = np.zeros((4, 5), np.float32)
    logits[0, 0] = logits[1, 3] = 8
    logits[2, 4], logits[3, 4] = 2, 8
    text = "in light sky-blue"
    words = split_words("in light sky blue")
    assert words.texts == ("in", "light", "sky", "blue")
    (entity,) = as_entities(text, words, find_tagged(logits, LABELS))
    assert (entity.entity, entity.text, entity.start, entity.end) == ("colour", "light sky-blue", 3, 17)
    assert entity.confidence == pytest.approx(np.exp(2) / (np.exp(2) + 4), abs=1e-3)


def test_no_words_no_entities() -> None:
    assert decode(np.empty((0, 5), np.float32), LABELS) == []
    assert find_tagged(np.empty((0, 5), np.float32), LABELS) == []


@given(st.text(max_size=40))
def test_words_are_where_they_say(text: str) -> None:
    words = split_words(text)
    assert [text[start:end] for start, end in words.places] == list(words.texts)
    assert all(0 < word_shape(word) < SHAPES for word in words.texts)


def test_shapes_tell_capitals_and_digits_apart() -> None:
    different = ["paris", "Paris", "P", "PARIS", "1999", "iPhone12", "A-4", "-"]
    assert len({word_shape(word) for word in different}) == len(different)
    assert word_shape("Rome") == word_shape("Berlin")
