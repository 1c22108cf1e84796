"""What a catalogue says of things in words that do not name them: in tags, titles and attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec.structs import replace

from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.nouns import Describing
from retrieval.products.sentence import Sentence
from retrieval.products.terms import stem, stems
from retrieval.products.things import Things
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import Constraints
from retrieval.words import STOP_WORDS

MOST_TOLD = 3
"""Words that may say nothing but what things must be."""
_BEHIND = r"(?:and|or|please|for|under|up to|but|too)\b"
REQUIRED = re.compile(
    r"\b(?:with|only|from|must be|(?:has|have|needs?|got) to be|should be)\s+(?:(?:an?|the|some|with)\s+)?"
    rf"(?P<what>[^\W\d_][\w-]*(?:\s(?!{_BEHIND})[a-z][\w-]*)?)(?=\s*(?:$|[.,;!?]|{_BEHIND}))"
)
"""Only where nothing more is said of it: a shopper may have fallen out "with a zip of theirs"."""
_FOR_A_PLACE = re.compile(r"\bfor (?:(?:the|my|our|an?) )?(?P<what>[a-z]{4,})\b")
_ARTICLES = frozenset({"a", "an", "the", "and", "please"})
_PIECE = re.compile(r"[^\s,;.!/+&-]+")


def is_place(word: str) -> bool:
    """Whether a word is for where things stand at home."""
    return stem(word) in lexicon().places


def for_a_place(text: str) -> bool:
    """Whether a text says where something is to stand: "for the bathroom"."""
    return any(is_place(match["what"]) for match in _FOR_A_PLACE.finditer(text.lower()))


class Sayings:
    """Of one catalogue. Texts are in plain words, mistyped ones put right (``WishParser.repaired``).
    Immutable."""

    def __init__(
        self, vocabulary: Vocabulary, describing: Describing, meant: Callable[[Constraints], Things]
    ) -> None:
        """``meant`` gives the products of a wish's categories and kinds."""
        self._vocabulary, self._describing, self._meant = vocabulary, describing, meant

    def tells(self, word: str) -> bool:
        """Whether the catalogue says a word of things, which is no praise, measure or purpose."""
        roots = set(stems(word))
        said = roots <= self._describing.keys() and len(word) > 2 and word not in STOP_WORDS
        return said and roots.isdisjoint(self._ranking)

    @cached_property
    def _ranking(self) -> frozenset[str]:
        """Words by which things are ranked, and not told apart."""
        return lexicon().praise_stems | self._vocabulary.purposes | PERSON_WORDS

    def told_apart(self, wish: Constraints, sayings: Sequence[str]) -> Constraints:
        """What is said of some of the things that are meant, and not of all, makes a kind of its own:
        "wireless headset"."""
        written = self._vocabulary.short_forms
        for saying in sayings:
            said = " ".join(written.get(word, word) for word in saying.split())
            kinds = tuple(f"{said} {name}" for name in wish.kinds or map(str.lower, wish.categories))
            kinds = tuple(kind for kind in kinds if self._meant(replace(wish, kinds=(kind,))))
            narrower = replace(wish, kinds=kinds)
            if kinds and 0 < len(self._meant(narrower)) < len(self._meant(wish)):
                wish = narrower
        return wish

    def tag(self, text: str) -> str:
        """The tag that a text is, but for praise ("decaf", "heavy casserole"); "" where nothing is called so,
        or where it says what things are made of or have."""
        vocabulary, praise = self._vocabulary, lexicon().praise_stems
        sentence = Sentence.of_plain(text)
        sentence.phrases(lexicon().shows)
        sentence.phrases(lexicon().asks)
        words = [word for word in _PIECE.findall(sentence.left()) if word not in _ARTICLES]
        phrase = stems(" ".join(word for word in words if stem(word) not in praise))
        tag = vocabulary.tags.get(phrase, "") if len(words) <= MOST_TOLD else ""
        other = any(phrase in known for known in (vocabulary.materials, vocabulary.flags, vocabulary.colours))
        other = other or not lexicon().no_things.isdisjoint(phrase)
        return tag if tag and not other and all(map(self.tells, tag.lower().split())) else ""

    def required(self, text: str) -> list[str]:
        """What is said that things must be or have, and where they are to stand: "with VGA", "must be
        wireless", "for the bathroom"."""
        found = [match["what"] for match in REQUIRED.finditer(text)]
        told = [what for what in found if all(map(self.tells, what.split()))]
        return [*told, *self.placed(text)]

    def placed(self, text: str) -> list[str]:
        """Where things are to stand: "for the bathroom"."""
        found = (match["what"] for match in _FOR_A_PLACE.finditer(text))
        return [what for what in found if is_place(what) and self.tells(what)]
