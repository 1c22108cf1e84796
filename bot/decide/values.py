"""Slot values: does what was said fit the slot's type, and in which form is it kept?"""

from __future__ import annotations

import re
from typing import Any

from bot.decide.domain import Slot

_TRUE = frozenset(
    {"true", "yes", "y", "yeah", "yep", "yup", "sure", "ok", "okay", "correct", "right", "please do"}
)
_FALSE = frozenset({"false", "no", "n", "nope", "nah", "not yet", "don't", "do not"})
_CLEAR = frozenset({"yes", "yeah", "yep", "yup", "no", "nope", "nah"})
_SHORT = 3
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


def find(slot: Slot, text: str) -> Any:
    """The one value of a categorical, bool or number slot that a message names, or None."""
    if slot.type == "categorical":
        named = [value for value in slot.values if _names(text, value)]
        return named[0] if len(named) == 1 else None
    if slot.type == "bool":
        return _yes_or_no(re.sub(r"[^\w' ]", "", text))
    if slot.type == "float":
        numbers = _NUMBER.findall(text)
        return _float(slot, numbers[0]) if len(numbers) == 1 else None
    return None


def _names(text: str, value: str) -> bool:
    words = re.escape(value.casefold()).replace("_", "[ _-]")
    return re.search(rf"(?<!\w){words}(?!\w)", text.casefold()) is not None


def _yes_or_no(text: str) -> bool | None:
    """``yes``, and short answers that begin like it: ``yes please``, ``no thanks``."""
    words = text.split()
    short = len(words) <= _SHORT and words[0].casefold() in _CLEAR if words else False
    return _bool(words[0] if short else text)


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
