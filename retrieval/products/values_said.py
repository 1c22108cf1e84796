"""What is said of things in words that an attribute states: "washed coffees" of "Process: washed"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from retrieval.products.conditions import holds
from retrieval.products.lexicon import lexicon
from retrieval.products.sentence import Sentence
from retrieval.products.stated_terms import as_condition
from retrieval.products.terms import Word, stem, stems
from retrieval.products.things import Things
from retrieval.spelling import is_ordinary
from retrieval.types import Constraints
from retrieval.words import STOP_WORDS

_BEFORE_A_THING = re.compile(r"\s+\0")
_IS_SO = re.compile(r"\b(?:is|are|be|that's)\s+$")


def stated_values(
    sentence: Sentence,
    wish: Constraints,
    values: Mapping[str, str],
    begin: Mapping[str, str],
    things: Things,
) -> dict[str, str]:
    """Conditions by attribute, their words taken out: of what stands right before the things that are named,
    before the attribute's name ("natural process"), or behind "is". ``values`` and ``begin`` are
    ``Vocabulary.values`` and ``begins_others``; what all of the ``things`` are, or none is, asks nothing."""
    told = {word for kind in wish.kinds for word in stems(kind)}
    found: dict[str, str] = {}
    for word, name in list(_placed(sentence, values, begin)):
        written = as_condition(sentence.text[word.start : word.end], begin)
        fitting = sum(holds(product.attributes.get(name), written) for product in things)
        if word.stem not in told and 0 < fitting < len(things):
            sentence.take(word.start, word.end)
            found.setdefault(name, written)
    return found


def _placed(
    sentence: Sentence, values: Mapping[str, str], begin: Mapping[str, str]
) -> Iterator[tuple[Word, str]]:
    words = sentence.words()
    for n, word in enumerate(words):
        name = values.get(word.stem)
        if name is None or word.stem in _RANKING or sentence.rest[word.start : word.end] in STOP_WORDS:
            continue
        following = words[n + 1].stem if n + 1 < len(words) else ""
        if (
            _BEFORE_A_THING.match(sentence.rest, word.end)
            or _IS_SO.search(sentence.rest, 0, word.start)
            or following in stems(name)
            or (word.stem in begin and not is_ordinary(word.stem))
        ):
            yield word, name


_RANKING = lexicon().praise_stems | {stem("new"), stem("good")}
