"""Words of a text, and what their letters look like: the encoder itself is blind to capitals."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_RUN = re.compile(r"(.)\1+")
BUCKETS = 120
KNOWN = ("x", "Xx", "X", "XX", "d", "Xx-x", "xX")
SHAPES = 1 + len(KNOWN) + BUCKETS
"""Numbers that ``word_shape`` gives; 0 is kept for what is no word."""


class Words(NamedTuple):
    """Words of a text with the places of their characters."""

    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def split_words(text: str) -> Words:
    """Runs of letters and digits, and every other character by itself, as the encoder's tokenizer parts
    them."""
    found = list(_WORD.finditer(text))
    return Words(tuple(match[0] for match in found), tuple(match.span() for match in found))


def word_shape(word: str) -> int:
    """The number of a word's shape: X for capitals, x for small letters, d for digits, other characters as
    they are, runs of one kind as one ("iPhone12" is xXxd); a single capital differs from several."""
    kinds = "".join(_kind(character) for character in word[:24])
    shape = "XX" if len(kinds) > 1 and set(kinds) == {"X"} else _RUN.sub(r"\1", kinds)
    if shape in KNOWN:
        return 1 + KNOWN.index(shape)
    return 1 + len(KNOWN) + zlib.crc32(shape.encode()) % BUCKETS


def _kind(character: str) -> str:
    if character.isdigit():
        return "d"
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return character


def token_shapes(words: Sequence[str], owners: Sequence[int | None]) -> list[int]:
    """The shape of the word of each token, 0 for tokens of no word. ``owners``: the tokenizer's word ids."""
    shapes = [word_shape(word) for word in words]
    return [0 if owner is None else shapes[owner] for owner in owners]


def first_tokens(owners: Sequence[int | None]) -> list[tuple[int, int]]:
    """(token, word) of the first token of every word; words behind the cut have none."""
    firsts: dict[int, int] = {}
    for token, owner in enumerate(owners):
        if owner is not None:
            firsts.setdefault(owner, token)
    return [(token, word) for word, token in firsts.items()]
