"""For whom: "for my wife", "he wears 46", "a boy of five", "she is M and I'm XL"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from retrieval.products.filters import CHILDREN, GROWN_UP
from retrieval.products.lexicon import lexicon
from retrieval.products.sentence import Sentence
from retrieval.products.sizes import LETTER, known_size
from retrieval.products.terms import Phrases, find_phrases, read_words, stems
from retrieval.products.word_class import is_beside
from retrieval.types import Constraints, Wearer

_VERB = r"(?:'s|'m|'re|\s+(?:is|am|are|was|usually|normally|always))*"
_WEARER = re.compile(
    rf"\b(?P<who>i|he|she|they|(?:my|our|his|her|the)\s+[a-z]+){_VERB}\s*"
    r"(?P<has>\s(?:wears?|takes?|needs?|has|have|in))?\s+(?:an? )?(?P<named>size )?"
    rf"(?P<size>{LETTER}|\d{{2}}(?:\.5)?)(?![\w€%'/.-]|\s?(?:€|eur|kg|years?|yrs|l\b|cm\b|of\b|kilos?))"
)
_YEARS = r"(?:years?|yrs?)(?:[ -]old)?"
_AGE = re.compile(
    rf"\b(?P<a>\d{{1,2}})[ -]?{_YEARS}[ -]old\b|\b(?:aged?|age of)\s+(?P<b>\d{{1,2}})\b"
    rf"|\b(?:boy|girl|child|kid|son|daughter|toddler|lad) (?:of|is|who is) (?P<c>\d{{1,2}})\b(?:\s+{_YEARS})?"
    r"|\b(?:he|she|they)(?:'s|'re|\s+(?:is|are))?(?:\s+(?:turns|turning|will be|just turned|now|only|about))*"
    rf"\s+(?P<d>\d{{1,2}})(?=\s*(?:$|[.,!?;]|and\b|but\b|now\b|next\b|soon\b|this\b|{_YEARS}))(?:\s+{_YEARS})?"
    r"|\bturn(?:s|ing|ed)\s+(?P<e>\d{1,2})\b"
)
_CHILD = r"(?:1[0-7]|[1-9])"
_AGES = re.compile(
    r"\b(?:(?:grand)?(?:kids|children|sons|daughters)|boys|girls|nephews|nieces|twins|little ones)"
    rf"(?: are|,)?(?: (?:of|aged|now|only|just))* (?P<all>{_CHILD}(?:(?:, and |, | and | & ){_CHILD})*)"
    rf"(?=\s*(?:$|[.,!?;)]|so\b|and\b|but\b|who\b|we\b|i\b|{_YEARS}))(?:\s+{_YEARS})?"
)
"""Of several children: "the kids are 8 and 10"."""
_YOUNG = r"(?:boy|girl|child|kid|son|daughter|toddler|baby|lad|little one|grandson|granddaughter)"
_MONTHS = re.compile(
    rf"\b(?:he|she|{_YOUNG})(?:'s|\s+(?:is|of|who is))(?:\s+(?:now|only|just|about|nearly|almost))*"
    r"\s+(?P<a>\d{1,2})[ -]?months?(?:[ -]old)?\b"
    rf"|(?<!is )(?<!are )(?<!'s )(?<!'re )\b(?P<b>\d{{1,2}})[ -]?months?[ -]old\b"
    rf"(?=\s*(?:$|[.,!?;]|and\b|who\b|needs?\b|{_YOUNG}\b))"
    rf"|\b(?P<c>\d{{1,2}})[ -]months?(?:[ -]old)? {_YOUNG}\b"
)
_PRONOUNS = {"he": "men", "his": "men", "she": "women", "her": "women"}
_FOR_PRONOUN = re.compile(r"\bfor (?P<who>him|her)\b")
_TOGETHER = re.compile(
    r"\b(?:couple|us|we|family|parents|adults?|grown-?ups?"
    r"|my (?:wife|husband|girlfriend|boyfriend|partner) and (?:me|i))\b"
    r"[^.!?]{0,15}?(?:\band\b|\bwith\b|\bplus\b|,|\+)\s*"
    r"(?:(?:an?|the|our|my|\d|one|two|three|four|small|young|little)\s+)*"
    r"(?:babys?|babies|toddlers?|kids?|child(?:ren)?|sons?|daughters?|boys?|girls?|little ones?)\b"
)
"""Grown-ups with children: what is for all of them is made for no child."""
_COUNTERPART = {"women": "men", "men": "women"}


class ForWhom(NamedTuple):
    """``age`` in years, None where none was said."""

    person: str = ""
    sizes: tuple[str, ...] = ()
    wearers: tuple[Wearer, ...] = ()
    age: float | None = None


def read_wearers(sentence: Sentence, sizes: Mapping[str, str]) -> ForWhom:
    """Who wears which size, and how old a child is, taken out of the sentence: to be read before other sizes
    and numbers."""
    found: dict[str, Wearer] = {}
    for match in list(_WEARER.finditer(sentence.rest)):
        size = known_size(match["size"], sizes)
        number = match["size"][0].isdigit()
        if size is None or (number and not (match["has"] or match["named"])):
            continue
        person = _person_of(match["who"], sentence.text[: match.start("who")])
        sentence.take(match.end("who"), match.end())
        found.setdefault(match["who"], Wearer(person=person, sizes=(size,)))
    age = _age(sentence)
    if len(found) > 1:
        return ForWhom(wearers=tuple(_each(list(found.values()))), age=age)
    one = next(iter(found.values()), Wearer())
    return ForWhom(person=one.person, sizes=one.sizes, age=age)


def read_person(sentence: Sentence, wish: Constraints, whom: ForWhom, before: str = "") -> Constraints:
    """Women, men or children, by the words of the lexicon, else by a wearer's pronoun; this means a child
    where the talk was of one ``before``."""
    text = sentence.rest
    persons = [
        name
        for found, name in sentence.phrases(_person_words())
        if not is_beside(text, found.start, found.end)
    ]
    if not persons:  # "a kids bike"
        persons = [name for kind in wish.kinds for _, name in find_phrases(read_words(kind), _person_words())]
    young = whom.age is not None and whom.age < GROWN_UP
    if whom.age is not None and not young:  # a grandson of 14 wears what grown-ups do
        persons = [name for name in persons if name != CHILDREN]
    if whom.wearers:
        return replace(wish, wearers=whom.wearers)
    if _TOGETHER.search(sentence.text):
        return wish
    if CHILDREN in persons or CHILDREN in wish.categories or young:
        shelves = tuple(name for name in wish.categories if name != CHILDREN)
        aged = {"Age": f"!= {whom.age:.3g} year"} if young else {}
        return replace(wish, person=CHILDREN, categories=shelves, unwanted={**wish.unwanted, **aged})
    pronoun = whom.person or _for_pronoun(sentence.text)
    spoken_of = CHILDREN if pronoun and before == CHILDREN else pronoun
    return replace(wish, person=persons[0] if persons else spoken_of)


def tells_of_grown_up(text: str) -> bool:
    """Whether a text in plain words says that somebody is no child any more: "he is 14 years old"."""
    age = _age(Sentence.of_plain(text))
    return age is not None and age >= GROWN_UP


def _each(wearers: list[Wearer]) -> Iterator[Wearer]:
    """Who says "my wife is M and I'm XL" means models for a woman and for a man; what is shown says so."""
    known = {wearer.person for wearer in wearers if wearer.person}
    for wearer in wearers:
        guessed = _COUNTERPART.get(next(iter(known)), "") if len(known) == 1 else ""
        yield wearer if wearer.person else replace(wearer, person=guessed)


def _age(sentence: Sentence) -> float | None:
    if months := sentence.search(_MONTHS):
        return int(next(group for group in months.groups() if group)) / 12
    if several := sentence.search(_AGES):
        return min(map(int, re.findall(r"\d+", several["all"])))  # what the youngest may have
    match = sentence.search(_AGE)
    return int(next(group for group in match.groups() if group)) if match else None


def _person_of(who: str, before: str) -> str:
    """Of "my wife", "she", or "they" after "my parents"."""
    if who in _PRONOUNS:
        return _PRONOUNS[who]
    known = _person_words()
    words = [word.stem for word in read_words(who if " " in who else "" if who == "i" else before)]
    return next((known[(word,)] for word in reversed(words) if (word,) in known), "")


@cache
def _person_words() -> Phrases[str]:
    return Phrases({stems(word): name for name, words in lexicon().persons.items() for word in words})


def _for_pronoun(text: str) -> str:
    match = _FOR_PRONOUN.search(text)
    return {"him": "men", "her": "women"}[match["who"]] if match else ""
