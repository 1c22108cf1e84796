"""Words of praise and their comparatives: "light", "lighter", "more lumen", "the most expensive"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from retrieval.products.lexicon import Praise, lexicon
from retrieval.products.nouns import Meaning
from retrieval.products.plain_words import plain_words
from retrieval.products.quantities import NUMBER
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, Phrases, find_phrases, read_words, stems
from retrieval.products.things import Things
from retrieval.products.vocabulary import Vocabulary

_ARTICLE = re.compile(r"\b(?:an?|the|my)\s+$")
_ENDING = re.compile(r"\s*(?:$|[.!?,]|for|with|that|to|which)")
_NOT_TOO = re.compile(
    r"\b(?:not|nothing|never|n't|no)(?: \w+)?? (?:too|so|very|that|all that) "
    r"(?:[\w-]+(?: and| or|,) (?:too )?)?$"
)
"""Before praise that is not wanted: "nothing too bright"."""
_THAN_NUMBER = re.compile(rf"\s+than\s+(?:about |around )?(?:{NUMBER})")
_LITTLE = re.compile(r"\b(?:an? (?:little|bit|tad|touch|notch)|slightly|somewhat|bit)\b")
_LESS = re.compile(
    r"\b(?:an? (?:bit|little|tad) less|costs? (?:a (?:bit|little) )?less|for less)\b"
    r"(?=\s*(?:$|[.,!?;]|money|cash|than|please|max|if|\d))"
)
"""Less of what is not said: money."""
_MORE_OF = re.compile(
    r"\b(?:(?P<up>more|most|higher|highest|greater|greatest|longer|longest|better|best)"
    r"|(?P<down>less|least|lower|lowest|fewer|fewest|shorter|shortest))\s+(?:of )?(?=[a-z])"
)
_ASKS = re.compile(r"\?|^\W*(?:is|are|isn't|aren't|will|would|does|do|if)\b")
MONEY = Praise(words=(), more=(), by=("price",))


class Comparatives(NamedTuple):
    """What "lighter and cheaper" asks more of, in the order of the words; ``little``: only a bit more;
    ``each``: every comparative has a "than" of its own."""

    praises: tuple[Praise, ...]
    little: bool
    each: bool = False


def read_praise(sentence: Sentence, nouns: Mapping[Phrase, Meaning]) -> Praise | None:
    """The first word of praise, all taken out. One that makes a kind of its own stays ("ultralight pack")."""
    known = _words(comparatives_only=False)
    text, meant = sentence.rest, None
    for found, praise in sentence.phrases(known):
        if _is_noun(text, found, nouns) or _THAN_NUMBER.match(text, found.end):
            sentence.put_back(found.start, found.end)
            continue
        if not _NOT_TOO.search(text, 0, found.start):
            meant = meant or praise
        if _makes_a_kind(text, found, nouns):
            sentence.put_back(found.start, found.end)
    return meant


def read_comparatives(text: str, vocabulary: Vocabulary) -> Comparatives:
    """All comparatives of a text, but for those with a number of their own ("brighter than 300 lumen")."""
    plain = plain_words(text)
    known = _words(comparatives_only=True)
    found = [(f.start, f.end, praise) for f, praise in find_phrases(read_words(plain), known)]
    found += [(m.start(), m.end(), MONEY) for m in _LESS.finditer(plain)]
    found += _too(plain) + _more_of(plain, vocabulary)
    praises: list[Praise] = []
    for _, end, praise in sorted(found, key=lambda entry: entry[0]):
        if not _THAN_NUMBER.match(plain, end) and not any(p.by[:1] == praise.by[:1] for p in praises):
            praises.append(praise)
    each = len(praises) > 1 and plain.count(" than ") == len(praises)
    return Comparatives(tuple(praises), bool(_LITTLE.search(plain)), each)


def sort_key(praise: Praise, things: Things) -> str:
    """The first order that most of the things at hand can follow; "" for none."""
    for key in praise.by:
        name = key.removeprefix("-")
        if name == "price" or things.stated[name] * 2 >= len(things) > 0:
            return key
    return ""


@cache
def _words(*, comparatives_only: bool) -> Phrases[Praise]:
    return Phrases(
        {
            stems(word): praise
            for praise in lexicon().praise
            for word in (*(() if comparatives_only else praise.words), *praise.more)
        }
    )


def take_too(sentence: Sentence) -> None:
    """Take "too heavy", "a bit steep" out of a sentence."""
    for start, end, _ in _too(sentence.rest):
        sentence.take(start, end)


def _too(text: str) -> list[tuple[int, int, Praise]]:
    """ "That's too heavy for me", "a bit steep", where it is no question."""
    if _ASKS.search(text):
        return []
    known = {word: praise for praise in lexicon().praise for word in praise.too}
    return [(m.start(), m.end(), known[m["what"]]) for m in _too_words(tuple(known)).finditer(text)]


@cache
def _too_words(known: tuple[str, ...]) -> re.Pattern[str]:
    degree = r"(?<!not )(?<!nothing )(?<!n't )(?:too|a bit|a little|rather|quite|way too|so|pretty|very)"
    return re.compile(rf"\b{degree} (?P<what>{'|'.join(known)})\b")


def _more_of(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, Praise]]:
    """ "More lumen", "the lowest weight", by attributes that are numbers."""
    found = []
    for match in _MORE_OF.finditer(text):
        words = read_words(text[match.end() :])[:3]
        for size in range(len(words), 0, -1):
            names = vocabulary.measured_by(tuple(word.stem for word in words[:size]))
            if names:
                by = tuple(f"-{name}" if match["up"] else name for name in names)
                end = match.end() + words[size - 1].end
                found.append((match.start(), end, Praise(words=(), more=(), by=by)))
                break
    return found


def _is_noun(text: str, found: Found, nouns: Mapping[Phrase, Meaning]) -> bool:
    """Whether a word of praise is a noun here: "lights", "a light for my tent"."""
    if found.phrase not in nouns:
        return False
    before, after = text[: found.start], text[found.end :]
    if _ends_a_noun(before, found.phrase, nouns):
        return True
    return text[found.start : found.end].endswith("s") or bool(
        _ARTICLE.search(before) and _ENDING.match(after)
    )


def _ends_a_noun(before: str, phrase: Phrase, nouns: Mapping[Phrase, Meaning]) -> bool:
    """ "A bike light"."""
    words = read_words(before[-40:])
    return any((word.stem, *phrase) in nouns for word in words[-1:])


def _makes_a_kind(text: str, found: Found, nouns: Mapping[Phrase, Meaning]) -> bool:
    """Whether the catalogue has a kind of that name, whatever the shopper calls the thing."""
    following = read_words(text[found.end : found.end + 40])[:2]
    for size in (2, 1):
        meant = nouns.get(tuple(word.stem for word in following[:size]))
        names = (*meant.kinds, *meant.categories) if meant else ()
        if any((*found.phrase, *stems(name)) in nouns for name in names):
            return True
    return False
