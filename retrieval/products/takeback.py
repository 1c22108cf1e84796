"""Wishes taken back: "weight doesn't matter", "forget black, any colour", "leather is fine after all"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from msgspec.structs import replace

from retrieval.products.filters import CHILDREN
from retrieval.products.lexicon import lexicon
from retrieval.products.relax import A_LITTLE
from retrieval.products.sentence import Sentence
from retrieval.products.terms import find_phrases, read_words, stem, stems
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import Constraints

_X = r"\b(?P<x>(?:(?!\b(?:that|and|then|but|so|ok|okay|no|now)\b)[\w-]{1,30}\s+){0,2}?[\w-]{2,30})"
_ADVERBS = r"(?:\s+(?:also|actually|really|quite|perfectly|totally|honestly|all|that|so|even))*"
_FREED = (
    re.compile(
        rf"{_X}{_ADVERBS}\s+(?:doesn't|does not|don't|do not){_ADVERBS} matter"
        rf"|{_X.replace('<x>', '<y>')}\s+(?:isn't|is not|aren't|are not){_ADVERBS} (?:important|a must|needed"
        r"|necessary)"
        rf"|{_X.replace('<x>', '<z>')}\s+(?:is|are) (?:irrelevant|secondary|up to you|unimportant|no object"
        r"|(?:not an?|no) (?:problem|issue|concern|question|obstacle))"
        rf"|{_X.replace('<x>', '<w>')}\s+plays? no (?:role|part)"
    ),
    re.compile(
        r"\b(?:(?:didn't|did not|never|haven't|have not) (?:ask(?:ed)? for|want(?:ed)?|say|said"
        r"|mention(?:ed)?)"
        r"|forget|never ?mind|ignore|scrap|drop the|no matter|don't care about|do not care about"
        r"|(?:doesn't|does not|don't|needn't|need not)(?: have to| need to)? be|don't need(?: it to be)?"
        r"|not necessarily|no need for|no longer)\s+(?:about\s+)?(?:what|which|the|an?|that|any|it being)?\s*"
        r"(?P<x>[\w-]+(?:\s+[\w-]+)?)"
    ),
    re.compile(r"\bwithout (?:the |any |that )?(?P<x>colou?r|brand|price|size)(?: limit)?\b"),
    re.compile(
        r"\b(?:any|whatever|whichever)\s+(?P<x>colou?r|brand|make|price|size|material|weight|volume)s?\b"
        r"(?!\s+(?:but|except|other|apart))(?:\s+(?:is|will|would)(?: be)? \w+)?"
    ),
)
_NOT_REDUCED = re.compile(
    r"\bnot (?:just |only )?(?:the )?(?:reduced|discounted|sale)(?: (?:ones?|items?|things?))?"
    r"(?: (?:only|alone))?\b"
    r"|\b(?:also|and) (?:the )?(?:ones? )?(?:that are |which are )?(?:not reduced|at (?:the )?full price)\b"
)
"""Those at the full price as well."""
_NO_CHILD = re.compile(
    r"\b(?:not|isn't|no longer) (?:meant )?(?:for )?(?:an? |the |my |our )?"
    r"(?:child(?:ren)?|kids?|boys?|girls?|toddlers?|bab(?:y|ies))\b"
)
_A_LITTLE = r"(?P<little>(?:an? (?:little|bit|tad|touch)(?: bit)?|somewhat|slightly) )?"
_MORE_MONEY = re.compile(
    r"\b(?:(?:may|can|could|might|(?:is|are) allowed to) (?:also )?cost"
    rf"|(?:could|can|would|may|'d|'ll) (?:also )?(?:spend|pay|invest)) {_A_LITTLE}more\b"
    rf"|\bgo {_A_LITTLE.replace('little>', 'bit>')}(?:higher|(?:above|over) (?:that|it|this))\b"
)
"""A budget that is not the last word: "it may cost a little more"."""
_ALLOWED = (
    re.compile(
        rf"{_X}\s+(?:is|are|would be|will be){_ADVERBS}\s+(?:fine|ok|okay|alright|good|allowed"
        rf"|acceptable|possible"
        r"|welcome)(?:\s+(?:too|as well|after all|by me|with me|then|again))*"
    ),
    re.compile(rf"{_X}\s+(?:after all|will do)\b"),
    re.compile(
        r"\b(?:don't mind|do not mind|wouldn't mind|(?:fine|ok|okay|happy|live) with)\s+(?:the |an? )?"
        r"(?P<x>[\w-]+(?:\s+[\w-]+)?)"
    ),
)
_WHOLE: dict[str, dict[str, Any]] = {
    "price": {"price_min": None, "price_max": None},
    "full price": {"reduced": False},
    "colour": {"colours": (), "unwanted_colours": ()},
    "brand": {"brands": (), "unwanted_brands": ()},
    "size": {"sizes": ()},
    "material": {"having": (), "without": ()},
}
_ALIASES = {"color": "colour", "make": "brand", "budget": "price", "money": "price", "cost": "price"}


_GAP = re.compile("\0+")
"""What was taken parts the words beside it."""


class TakenBack(NamedTuple):
    """The wish before without what was taken back, and the message without the words that did it; "" where
    none did."""

    wish: Constraints
    rest: str


def take_back(text: str, previous: Constraints, vocabulary: Vocabulary) -> TakenBack:
    """What a message takes back of the wish before it.

    What does not matter any more is neither wanted nor unwanted; what is fine is only unwanted no more. Words
    that touch nothing of the wish stay in the message ("black will do").
    """
    sentence, wish = Sentence(text), previous
    for patterns, change in ((_FREED, _freed), (_ALLOWED, _allowed)):
        for pattern in patterns:
            for match in list(pattern.finditer(sentence.rest)):
                said = next(group for group in match.groups() if group)
                weaker = change(wish, said, vocabulary)
                if weaker is not None:
                    wish = weaker
                    sentence.take(match.start(), match.end())
    if previous.person == CHILDREN and sentence.search(_NO_CHILD):
        wish = replace(wish, person="")
    if previous.reduced and sentence.search(_NOT_REDUCED):
        wish = replace(wish, reduced=False)
    if more := sentence.search(_MORE_MONEY):
        little = wish.price_max is not None and (more["little"] or more["bit"])
        wish = replace(wish, price_max=wish.price_max * A_LITTLE if wish.price_max and little else None)
    return TakenBack(wish, _GAP.sub(", ", sentence.rest) if sentence.rest != sentence.text else "")


def takes_back(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a message says of something in the catalogue that it does not matter, or is fine."""
    plain = Sentence(text).rest
    said = (
        next(group for group in match.groups() if group)
        for pattern in (*_FREED, *_ALLOWED)
        for match in pattern.finditer(plain)
    )
    return any(_subjects(words, vocabulary) for words in said)


def _freed(wish: Constraints, said: str, vocabulary: Vocabulary) -> Constraints | None:
    found = _subjects(said, vocabulary)
    for name in found.whole:
        wish = replace(wish, **_WHOLE[name])
    if not found:
        return None
    return replace(
        wish,
        colours=_less(wish.colours, found.colours),
        brands=_less(wish.brands, found.brands),
        having=_less_words(wish.having, found.words),
        wanted={n: c for n, c in wish.wanted.items() if n not in found.attributes},
        kinds=tuple(_without_words(kind, found.words) for kind in wish.kinds),
        sort="" if wish.sort.removeprefix("-") in found.attributes else wish.sort,
        **_wanted_again(wish, found),
    )


def _allowed(wish: Constraints, said: str, vocabulary: Vocabulary) -> Constraints | None:
    """What is fine is unwanted no more. A colour or a brand that was not unwanted is a wish for it, but a
    material or a property is none."""
    found = _subjects(said, vocabulary)
    allowed = replace(wish, **_wanted_again(wish, found))
    only_fine = (found.attributes or found.words) and not (found.colours or found.brands or found.whole)
    return allowed if allowed != wish or only_fine else None


class _Subjects(NamedTuple):
    """What words speak of, in the terms of a wish."""

    whole: tuple[str, ...]
    colours: tuple[str, ...]
    brands: tuple[str, ...]
    attributes: tuple[str, ...]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self[:])


def _subjects(said: str, vocabulary: Vocabulary) -> _Subjects:
    words = read_words(said)
    written = {word.stem: said[word.start : word.end] for word in words}
    whole = [_ALIASES.get(w, w) for w in written.values() if _ALIASES.get(w, w) in _WHOLE]
    attributes = [name for _, name in find_phrases(words, vocabulary.flags)]
    attributes += [name for _, name in find_phrases(words, vocabulary.attributes)]
    for praise in lexicon().praise:
        said_so = any(_holds(written, noun) for noun in (*praise.about, *praise.words, *praise.more))
        attributes += [key.removeprefix("-") for key in praise.by if said_so]
    materials = [said[f.start : f.end] for f, _ in find_phrases(words, vocabulary.materials)]
    return _Subjects(
        whole=tuple(whole),
        colours=tuple(c for _, found in find_phrases(words, vocabulary.colours) for c in found),
        brands=tuple(brand for _, brand in find_phrases(words, vocabulary.brands)),
        attributes=tuple(name for name in attributes if name != "price"),
        words=tuple(materials),
    )


def _holds(written: dict[str, str], noun: str) -> bool:
    return all(part in written for part in stems(noun))


def _wanted_again(wish: Constraints, found: _Subjects) -> dict[str, Any]:
    return {
        "unwanted_colours": _less(wish.unwanted_colours, found.colours),
        "unwanted_brands": _less(wish.unwanted_brands, found.brands),
        "unwanted": {n: c for n, c in wish.unwanted.items() if n not in found.attributes},
        "without": _less_words(wish.without, found.words),
    }


def _less(before: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in before if word not in gone)


def _less_words(before: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    stemmed = {stem(word) for word in gone}
    return tuple(word for word in before if stem(word) not in stemmed)


def _without_words(kind: str, gone: tuple[str, ...]) -> str:
    """ "Down sleeping bag" without its down; a noun alone stays."""
    stemmed = {stem(word) for word in gone}
    *rest, head = kind.split()
    return " ".join([*(word for word in rest if stem(word) not in stemmed), head])
