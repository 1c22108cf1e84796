"""Slot values: does what was said fit the slot's type, and in which form is it kept?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.decide.domain import Slot

_FILLER = r"(?:(?:h+m+|oh|ah|well|um+|uh|er|wait|hey|so|and|but|actually|honestly|sorry)\W+)*"
_LEADING_YES = re.compile(  # "ja" and "oui" slip out in English, too
    _FILLER + r"(?:yes|yeah|yep|yup|ja|oui|sure|certainly|absolutely|definitely|of course|exactly|correct)\b",
    re.I,
)
_NO_ANSWER = r"(?! (?:problem|worries|doubt|idea|clue|matter|need)\b)"
_LEADING_NO = re.compile(
    _FILLER + rf"(?:no\b{_NO_ANSWER}|nope\b|nah\b|not (?:yet|really|so far|at all)\b"
    r"|(?:i|we) (?:have(?:n['’]?t| not)|did(?:n['’]?t| not)) (?:\w+ ){0,4}yet\b)",
    re.I,
)
_NOT_TO = re.compile(
    rf"{_FILLER}(?:(?:no|stop|wait|hold on|please)\W+)*(?:do not|don['’]?t) (?!(?:know|think|worry|mind|have"
    r"|want|like|need|see|remember|bother)\b)[a-z]",
    re.I,
)
"""Tells to leave something: "wait, please do NOT cancel it"."""
_SENTENCE = re.compile(r"[.!?…]\s+|\n+")
_SET_OFF = re.compile(
    r"(?:(?P<yes>yes|yeah|yep|yup)|no|nope)(?: please| thanks?| thank you)?\s*(?:[,.!]|$)", re.I
)
_ANSWERS_FIRST = re.compile(
    r"\s*(?:(?P<yes>yes|yeah|yep|yup|sure|ok(?:ay)?)|no|nope)(?: please| thanks?| thank you| do(?: it| that)?"
    r"| go ahead| (?:it|that)(?: is|['’]?s)(?: right| correct| fine)?)*"
    r"(?:\s*[,.!;\n–-]+\s*(?:and )?|\s+and )(?P<rest>\S.*)",
    re.I | re.S,
)
_CONDITION = re.compile(
    r"\b(?:but|if|first|before|unless|wait|hold on|only|though|except|not sure|rather|instead of that)\b",
    re.I,
)
"""Takes back, or makes depend on something, what goes before."""
_TRUE = frozenset(
    {"true", "yes", "y", "yeah", "yep", "yup", "sure", "ok", "okay", "correct", "right", "please do"}
)
_FALSE = frozenset({"false", "no", "n", "nope", "nah", "not yet", "don't", "do not"})
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_MAX_TEXT = 1000
"""Characters of a text that are kept in a slot."""


def fit(slot: Slot, value: Any) -> Any:
    """The value in the slot's type, or None where it does not fit."""
    if value is None:
        return None
    match slot.type:
        case "bool":
            return _bool(value)
        case "float":
            return _float(slot, value)
        case "categorical":
            return _category(slot, str(value))
        case "text":
            return str(value).strip()[:_MAX_TEXT] or None
        case "list":
            return list(value) if isinstance(value, list | tuple) else [value]
        case _:
            return value


def find(slot: Slot, text: str, synonyms: Mapping[str, str]) -> Any:
    """The one value of a categorical, bool or number slot that a message names, or None. ``synonyms`` are
    words for the values of categorical slots."""
    if slot.type == "categorical":
        return _named(slot, text.casefold(), synonyms)
    if slot.type == "bool":
        return _bool(re.sub(r"[^\w' ]", "", text))
    if slot.type == "float":
        numbers = _NUMBER.findall(text)
        return _float(slot, numbers[0]) if len(numbers) == 1 else None
    return None


def yes_or_no(text: str) -> bool | None:
    """What an answer begins with: ``yes, I asked everybody``, ``hm, no``, ``please don't cancel``. Else the
    one that a later sentence begins with and sets off: ``it can go under the bed. Yes, do it``."""
    text = text.strip()
    if _LEADING_YES.match(text):
        return True
    return False if _LEADING_NO.match(text) or _NOT_TO.match(text) else _later_answer(text)


def answer_first(text: str) -> bool | None:
    """The yes or no that a text begins with, sets off and does not take back before it goes on: "yes. and can
    I pay by PayPal, too?"; None where there is none."""
    match = _ANSWERS_FIRST.fullmatch(text.strip())
    return None if match is None or _CONDITION.search(match["rest"]) else match["yes"] is not None


def _later_answer(text: str) -> bool | None:
    later = (_SET_OFF.match(sentence) for sentence in _SENTENCE.split(text)[1:])
    answers = {match["yes"] is not None for match in later if match}
    return answers.pop() if len(answers) == 1 else None


def _named(slot: Slot, text: str, synonyms: Mapping[str, str]) -> str | None:
    """The only value whose name or synonym stands in the text; a longer one wins over a part of it."""
    forms = {form: value for form, value in synonyms.items() if value in slot.values}
    forms |= {value: value for value in slot.values}
    found = [
        (match.start(), match.end(), value)
        for form, value in forms.items()
        for match in re.finditer(_words(form), text)
    ]
    longest = {
        value
        for start, end, value in found
        if not any(left <= start and end <= right and right - left > end - start for left, right, _ in found)
    }
    return longest.pop() if len(longest) == 1 else None


def _words(form: str) -> str:
    words = re.escape(form.casefold()).replace("_", "[ _-]")
    return rf"(?<!\w){words}(?!\w)"


def _bool(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def _float(slot: Slot, value: Any) -> float | None:
    match = _NUMBER.fullmatch(str(value).strip())
    if isinstance(value, bool) or match is None:
        return None
    number = float(match.group().replace(",", "."))
    low, high = slot.min_value, slot.max_value
    within = (low is None or number >= low) and (high is None or number <= high)
    return number if within else None


def _category(slot: Slot, value: str) -> str | None:
    wanted = value.strip().casefold().replace(" ", "_")
    return next((v for v in slot.values if v.casefold().replace(" ", "_") == wanted), None)
