"""How the learned finder reads a text: its words, and a turn that was said before, as tokens of the encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tokenizers import Tokenizer

from bot.understand.words import Words, first_tokens, split_words, token_shapes
from training.transcripts.personal_data.found import MASK

HIDDEN = "[MASK]"
"""The word that stands for a mask of an earlier pass."""
BREAK = "|"
"""The word that stands for a line break, which the tokenizer would not see."""
AT_ONCE = 90
"""Words of a text that are read together; the next ones see the end of these as what was said before."""
BEFORE = 24
"""Words of the turn before that are read, its last ones: there stands what it asks."""
SHORT = 12
"""Words of a text that may be an answer: longer ones are read by themselves, which tells as much and spares
reading them again when the turn before them gets its masks."""
TOKENS = 256
"""Of both; what is behind is not read."""

_WHOLE = re.compile(rf"{MASK.pattern}|\s*\n\s*")


class Inputs(NamedTuple):
    """Token ``ids``, ``types`` (0 the text, 1 what was said before) and word ``shapes``, all (t,);
    ``firsts``: (token, word) for the first token of each of the text's ``words``."""

    ids: list[int]
    types: list[int]
    shapes: list[int]
    firsts: list[tuple[int, int]]
    words: int


def words_of(text: str) -> Words:
    """The words of a text with their places; a mask is one, and so is a line break."""
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    cursor = 0
    for whole in (*_WHOLE.finditer(text), None):
        end = whole.start() if whole else len(text)
        words = split_words(text[cursor:end])
        texts += words.texts
        places += [(first + cursor, last + cursor) for first, last in words.places]
        if whole:
            texts.append(BREAK if whole[0][0].isspace() else HIDDEN)
            places.append(whole.span())
            cursor = whole.end()
    return Words(tuple(texts), tuple(places))


def may_answer(text: str) -> bool:
    """Whether it is short enough that what was said before can decide how it is read."""
    return len(text.split()) <= SHORT


def windows(text: str, before: str) -> Iterator[tuple[Words, tuple[str, ...]]]:
    """A text in parts of ``AT_ONCE`` words, each with the words that were said before it."""
    words = words_of(text)
    said = words_of(before).texts[-BEFORE:] if may_answer(text) else ()
    for start in range(0, len(words.texts), AT_ONCE):
        part = Words(words.texts[start : start + AT_ONCE], words.places[start : start + AT_ONCE])
        yield part, said
        said = part.texts[-BEFORE:]


def as_inputs(tokenizer: Tokenizer, words: tuple[str, ...], said: tuple[str, ...]) -> Inputs:
    """``tokenizer``: the encoder's, which cuts at ``TOKENS``."""
    pair = tokenizer.encode(list(words), list(said) or None, is_pretokenized=True)
    owners = [
        word if sequence == 0 else None
        for word, sequence in zip(pair.word_ids, pair.sequence_ids, strict=True)
    ]
    shapes = token_shapes(words, owners)
    for place, (word, sequence) in enumerate(zip(pair.word_ids, pair.sequence_ids, strict=True)):
        if sequence == 1 and word is not None:
            shapes[place] = token_shapes(said, [word])[0]
    return Inputs(pair.ids, pair.type_ids, shapes, first_tokens(owners), len(words))
