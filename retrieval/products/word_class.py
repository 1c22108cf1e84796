"""Whether a word that may name a thing is a noun where it stands: "would suit better", "wrap it up" and "3
meters" name none."""

from __future__ import annotations

import re

from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import NUMBER, UNITS

_ADVERBS = (
    r"(?:\s+(?:also|really|even|just|still|never|always|only|then|fully|at least|well|better|best|not))*"
)
_BARE_VERB = re.compile(
    r"(?:\b(?:would|will|can|could|must|should|may|might|shall|does|did|to|i|we|they"
    r"|(?:does|do) (?:he|she|it)"
    rf"|(?<!have )(?<!had )(?<!got )you)|n't|'ll|'d){_ADVERBS}\s+$"
)
"""Before an infinitive: "must also cover", "would you wrap", but "have you tents" and "back to tents"."""
_THIRD_PERSON = re.compile(
    r"\b(?:he|she|it|who|(?:something|anything|everything|ones?) (?:that|which)"
    r"|(?!(?:have|need|want|like|sell|take|get|see|buy|for|with|and|about|got|are|was)\b)[a-z]{3,} that)"
    rf"{_ADVERBS}\s+$"
)
_PERSONS = "|".join(name for names in lexicon().persons.values() for name in names)
_SOMEBODY = re.compile(rf"\b(?:my|our|his|her|the) (?:{_PERSONS}){_ADVERBS}\s+$")
_ITS_OBJECT = re.compile(r"\s+(?:the|an?|his|her|my|our|their|every|all)\b")
""" "My husband watches the birds"."""
_COMMAND = re.compile(r"(?:^|[.,;!?\0]|\b(?:and|then|please|just))\s*$")
_OBJECT = re.compile(r"\s+(?:it|them|me|us|him|her|myself|yourself)\b")
_ADJECTIVES = frozenset({"short", "tight", "brief", "slack", "thermal"})
"""What is called so has a plural only: shorts, tights."""
_COMPANY = re.compile(r"\bwith\s+(?:(?:my|our|the|his|her|their|\d|small|little|young|one)\s+)*$")
_OPINION = re.compile(
    r"\s+(?:also |just |would )?(?:thinks?|says?|said|saw|sees|asks?|asked|told|tells|prefers?|complains?"
    r"|thought|recommend(?:s|ed)|suggest(?:s|ed)|reckons?|wakes|gets up|got up|snores?|cooks|drives"
    r"|bought|gave|has the same)\b"
)
_ALSO_QUALITIES = frozenset({"safe", "solid", "liquid", "compact", "portable", "permanent", "electric"})
"""Things that are called as others are like: "are they safe over the shower"."""
_IS_SO = re.compile(
    r"\b(?:is|are|be|was|were|isn['’]?t|aren['’]?t|it['’]?s|they['’]?re|that['’]?s)"
    r"(?: (?:it|they|this|that|these|those|the \w+|not|also|really|very|absolutely|completely|still|always))*"
    r"\s+$"
)
"""Before what something is like."""
_A_CAN = re.compile(r"\b(?:an?|the|this|my|your|one|big|small|large|metal|plastic|steel)\s+$")
"""Before "can" where it is no verb: "shelves that can take 100 kg"."""
PLURAL = 3
"""Letters of a word that may be a plural, at least."""
_COUNTED = re.compile(rf"(?:{NUMBER})[\s-]?$")


def is_beside(text: str, start: int, end: int) -> bool:
    """Whether the person there only comes along ("hiking with my kids"), has a say ("my wife thinks") or does
    something else ("my husband gets up early"): not whom a thing is for."""
    return bool(_COMPANY.search(text, 0, start) or _OPINION.match(text, end))


def is_noun(text: str, start: int, end: int) -> bool:
    """Whether the words at that place of a text in plain words name a thing there."""
    before, words = text[:start], text[start:end]
    if words in UNITS and _COUNTED.search(before):
        return False
    if " " in words:
        return True
    if words in _ALSO_QUALITIES and _IS_SO.search(before):
        return False
    if words in _ADJECTIVES or (words == "can" and not _A_CAN.search(before)):
        return False
    if words.endswith("s") and not words.endswith("ss"):
        does = _SOMEBODY.search(before) is not None and _ITS_OBJECT.match(text, end) is not None
        return not does and _THIRD_PERSON.search(before) is None
    commands = _COMMAND.search(before) is not None and _OBJECT.match(text, end) is not None
    return not commands and _BARE_VERB.search(before) is None


def is_plural(word: str) -> bool:
    """Whether a noun is written in the plural."""
    return len(word) > PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "sis", "nis"))


def is_plural_of(word: str, noun: str) -> bool:
    """Whether a word is the plural of a noun by the rules."""
    forms = (f"{noun}s", f"{noun}es", f"{noun.removesuffix('y')}ies", re.sub(r"fe?$", "ves", noun))
    return word != noun and word in forms


def is_form_of(word: str, noun: str) -> bool:
    """Whether a word is a noun's singular or plural, not another word of its stem: "weekend", "weekender"."""
    return word == noun or is_plural_of(word, noun) or is_plural_of(noun, word)
