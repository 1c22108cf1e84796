"""A delivery address in what was said: "could it go to Anna Moser, Marktstraße 12, 6850 Dornbirn"."""

from __future__ import annotations

import re

_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_SMALL = r"(?:van|de|den|der|du|des|la|le|les|am|an|auf|im|in|zum|zur|op|het|of|the|rue|avenue|via|calle)"
_NAMES = rf"(?:{_SMALL} )*{_NAME}(?: (?:{_NAME}|{_SMALL}))*"
_UNIT = r"(?:[ ,]+(?:bus|box|bte|boîte|apt|apartment|flat|unit|app|top|stiege)\.? ?\w{1,4})?"
_STREET = rf"(?:{_NAMES},? \d+ ?[a-zA-Z]?(?:[/-]\d+\w?)?{_UNIT}|\d+ ?[a-zA-Z]?,? {_NAMES})"
_BRITISH, _IRISH, _DIGITS = (
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}\b)?",
)
POSTCODE = rf"(?:{_BRITISH}|{_IRISH}|{_DIGITS})"
_TOWN = rf"{_NAME}(?: (?:{_NAME}|am|an|der|im|sur|la|le))*"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|{_SMALL})){{1,4}}"
_ADDRESS = re.compile(
    rf"(?<!\w)(?:{_PERSON},\s*)?{_STREET},?\s+(?:{POSTCODE},? {_TOWN}|{_TOWN},? {POSTCODE})"
)

_SMALL_LETTER = re.compile(r"(?<![\w'’])[^\W\d_]")
_BEFORE = re.compile(
    r"(?:(?:to|at|is|its|it['’]s|now|new|address|my|the|i|told|you|it)\b[\s,:]*)+", re.IGNORECASE
)
"""What goes before an address where it may be written in small letters."""


def find_address(text: str) -> str:
    """The longest whole address of a text: street and number with postcode and town, and the name before
    them if there is one; "" where there is none."""
    return max((match[0].rstrip(".") for match in _ADDRESS.finditer(text)), key=len, default="")


def find_address_in_any_case(text: str) -> str:
    """The same, and where there is none one in small letters: "to hauptstr. 5, 50667 köln"."""
    if found := find_address(text):
        return found
    large = _SMALL_LETTER.sub(lambda letter: letter[0].upper(), text)
    match = _ADDRESS.search(large) if len(large) == len(text) else None
    return _BEFORE.sub("", text[match.start() : match.end()], count=1).rstrip(".") if match else ""
