"""For whom a question is, or a page: women, men or children."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from retrieval.products.lexicon import lexicon
from retrieval.words import words

_WEAK = {
    "he": "men", "him": "men", "his": "men", "hes": "men", "she": "women", "her": "women", "shes": "women",
    "bust": "women",
}  # fmt: skip
"""Words that say it where nothing else does; "he" and "she" may be a child, too."""
CHILDREN = "children"
_OLD = re.compile(r"\b(?P<years>\d{1,2})[ -]?(?:years?|yrs?|y/?o)\b", re.IGNORECASE)
_GROWN_UP = 14
_MORE_YOUNG = frozenset({"kindergarten", "nursery", "school", "kinder"})
_ASIDE = frozenset(words("no im mean meant actually sorry please here thanks size one"))
_WORD = re.compile(r"[^\W\d_]+")


class About(NamedTuple):
    """The product that is spoken of: what it is called and is, whom it is made for ("women", "men",
    "children" or ""), and whose it is."""

    text: str = ""
    person: str = ""
    brand: str = ""


NOTHING = About()


def only_for_whom(text: str) -> bool:
    """Whether a text says for whom something is, and no more: "im a woman", "no for a child!!"."""
    said = [word for word in words(text) if word not in _ASIDE]
    known = {word for names in person_words().values() for word in names}
    return 0 < len(said) <= 2 and all(word in known for word in said)


def persons_meant(lately: Sequence[str], about: About) -> frozenset[str]:
    """For whom it may be, by the newest text that says it, else by the product at hand, else by "he" or
    "she", which may be a child; nothing where nobody says."""
    for text in lately:
        if strong := person_in(text):
            return frozenset({strong})
    if about.person:
        return frozenset({about.person})
    weak = (_WEAK.get(word) for text in lately for word in _WORD.findall(text.casefold().replace("'", "")))
    said = next(filter(None, weak), "")
    return frozenset({said, CHILDREN}) if said else frozenset()


def person_in(text: str) -> str:
    """The first of women, men and children that a text names; a child where it speaks of one; else ""."""
    old = _OLD.search(text)
    if old is not None and int(old["years"]) < _GROWN_UP:
        return CHILDREN
    said = _WORD.findall(text.casefold().replace("’", "'").replace("'s", "s"))
    known = {word: name for name, own in person_words().items() for word in own}
    stems_said = [words(word)[0] if words(word) else word for word in said]
    named = [known[word] for word in stems_said if word in known]
    if CHILDREN in named or _MORE_YOUNG & set(said):
        return CHILDREN
    return named[0] if named else ""


@cache
def person_words() -> Mapping[str, frozenset[str]]:
    """The stems of the words for each."""
    singles = {name: [word for word in own if " " not in word] for name, own in lexicon().persons.items()}
    return {name: frozenset(stem for word in own for stem in words(word)) for name, own in singles.items()}
