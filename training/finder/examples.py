"""Examples to learn from: sentences filled, mixed, put behind what was said before, written as in chats."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from training.finder.people import reseed
from training.finder.pieces import Piece, Span, joined, plain
from training.finder.sentences import Sentence, fill, read_sentences
from training.finder.writing import as_typed

GAPS = (" ", ". ", "\n", ", ", " - ", "! ", "\n\n")
"""Between two sentences of a message."""


class Example(NamedTuple):
    """A text with its spans, and what was said before it (may be empty)."""

    before: str
    text: str
    spans: tuple[Span, ...]


def make_examples(
    number: int,
    seed: int,
    *,
    harmless: float,
    sentences: Sequence[Sentence] = (),
    products: Sequence[str] = (),
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Example]:
    """``number`` of them, the same for the same seed. ``harmless``: the share without personal data."""
    rng = random.Random(seed)
    reseed(seed)
    drawn = Drawn(sentences or read_sentences(), rng, harmless, products)
    examples = []
    for done in range(number):
        examples.append(drawn.example())
        if done % 500 == 0:
            tell(done, number)
    return examples


class Drawn:
    """Draws examples from sentences."""

    def __init__(
        self, sentences: Sequence[Sentence], rng: random.Random, harmless: float, products: Sequence[str]
    ) -> None:
        self._rng, self._harmless, self._products = rng, harmless, products
        self._personal = [sentence for sentence in sentences if not sentence.bare]
        self._bare = [sentence for sentence in sentences if sentence.bare]
        self._loose = [sentence for sentence in self._bare if not sentence.before]

    def example(self) -> Example:
        """One: mostly a sentence, sometimes two or more in a message, the first drawn anywhere among them."""
        rng = self._rng
        sentence = rng.choice(self._bare if rng.random() < self._harmless else self._personal)
        filled = fill(sentence, rng, self._products)
        before = filled.before if sentence.before else self._said_before()
        parts = [filled.text]
        while rng.random() < 0.28 and len(parts) < 4:
            other = rng.choice(self._loose if sentence.bare or rng.random() < 0.7 else self._personal)
            parts.insert(rng.randint(0, len(parts)), fill(other, rng, self._products).text)
        text, spans = joined(as_typed(list(self._in_one(parts)), rng))
        return Example(joined(as_typed(before, rng))[0] if before else "", text, spans)

    def _said_before(self) -> list[Piece]:
        """What the other side may have said before a sentence that answers nothing."""
        rng = self._rng
        if rng.random() < 0.35:
            return []
        other = rng.choice(self._loose if rng.random() < 0.6 else self._personal)
        return fill(other, rng, self._products).text

    def _in_one(self, parts: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
        gap = self._rng.choice(GAPS)
        for number, part in enumerate(parts):
            yield from plain(gap) if number else ()
            yield from part
