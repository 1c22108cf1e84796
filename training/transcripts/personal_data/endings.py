"""A card or an account that is told again in part: by its last digits ("the one with 4417"), by its first ones,
with its middle hidden ("DE36 **** 8475 61"), or with a slip of the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from training.transcripts.personal_data.found import Found, Passage, digits_of, plain

_WHOLE = {"card": 12, "iban": 15}
"""Letters and digits that the shortest has; fewer are a part."""
_LAST, _MOST, _FIRST = 4, 8, 8
"""How many of the last ones are told at least, at most, and how many of the first."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE = r"(?<![\w/€$£+#:-])(?<!\d[.,])(?<![€$£] )(?<!chf )(?<!eur )(?<!usd )"
_BEHIND = r"(?!\w|[.,:/-]\d|\s?(?:%|€|\$|£|(?:eur|euros?|chf|usd|pounds?|mm|cm|km|kg|g|m|ml|l|days?|points?|pieces|times|hours?|uhr)\b))"
HIDDEN = r"(?:(?:[*•]|x(?=[x*•]))(?:[ -]?[*•x]){2,}|…|\.{2,4})[ -]?"
"""What stands for the digits between."""
_SHOWN = r"(?:[A-Z]{0,2}\d{1,6}(?:[ -]?\d{1,4})?[ -]?)?"
"""What is shown before them."""


_CARD = (
    r"(?:(?P<brand>visa|master ?card|maestro|amex|american express|v ?pay|girocard|carte bleue|diners|discover|revolut|(?:credit|debit|bank) ?cards?|kreditkarte|bankkarte|ec-karte|kreditkort|bankkort|carte bancaire)"
    r"|(?<!gift )(?<!loyalty )(?<!member )(?<!bonus )(?<!memory )(?<!sd )(?<!sim )(?:card|karte|carte|tarjeta|carta|cartão|kaart|kort|karta|kartą|kartę))"
)
_TOLD = re.compile(
    rf"\b{_CARD}\b(?P<lead>(?:[\s,:(–-]{{1,3}}(?:debit|credit|card|karte|number|no|nr|numero|número|numéro|is|it|the|one|that|which|ist|mit|with|con|avec|met|med|ends?|ending|ended|finish(?:es|ing)?|in|on|auf|en|em|par|por|op|på|terminad[ao]|termina(?:nt)?|endet|finissant|finit|eindig\w+|do número|z końcówką|końcówk\w)\b\.?){{0,5}})[\s:(#–-]{{0,3}}(?:[*•.x…]{{1,8}}\s?)?(?P<it>\d{{3,5}}){_BEHIND}(?!\s(?:mit|with|für|for)\b\s?\d)",
    re.IGNORECASE,
)
"""A card that nothing but its last digits tells: "the card with 4417", "on my visa ..8812"."""
_ENDS = re.compile(
    r"\b(?:with|ends?|ending|finish(?:es|ing)?|mit|endet|con|avec|met|med|auf|par|number|no|nr|n[uú]mero|termin\w+|fini\w+|eindig\w+|końcówk\w)\b",
    re.IGNORECASE,
)

_HIDDEN = re.compile(
    rf"\b(?:{_CARD.replace('?P<brand>', '?:')}|konto|accounts?|acc|iban|compte|cuenta|conto|conta|rekening|rachun\w+)\b[^\w\n]{{0,3}}(?:(?:is|it|with|ending|ends|in|mit|con|the one)[^\w\n]{{1,2}}){{0,2}}(?:(?-i:[A-Z]{{2}}\d{{0,2}}) ?)?(?:(?:[*•.]{{2,}}|…|[xX]{{2,}})\s?)+(?P<it>\d{{2,6}}(?: \d{{2,4}})?)(?![\w%€$£]|[.,]\d)",
    re.IGNORECASE,
)
"""Behind a word for a card or an account, what is shown of its number: "my debit card, XX31"."""
_WHOSE = re.compile(
    r"\b(?:the|my|this|that|other|old|new|die|meine[rn]?|der|la|ma|mi|il|mia|de|mijn|mitt|min)\s$",
    re.IGNORECASE,
)
_ENDING = "ending|ends in|ends with|ending in|ending with|endet auf|endend auf|finissant par|termina en|termina con|eindigt op|końcówka"
"""Before the last digits of a number that was told."""
_DOTS = re.compile(r"[*•.…]\s?$")
_DIGITS = re.compile(r"(?<![\d.,])\d{3,6}(?![\d.,]?\d)|[*•.xX…]\s?\d\d")
_FOUR = 4
"""Digits of what is told without a word for ends."""
_SHORT = re.compile(r"\b(?:end|finish|fini|termin|eindig|końcówk|auf\b)", re.IGNORECASE)


def find_card_ends(said: Passage) -> Iterator[Found]:
    """The last digits of cards, told without the rest. Without a word for ends no year is taken for them, and a
    mere "card" has to have one."""
    if not _DIGITS.search(said.text):
        return
    for match in _TOLD.finditer(said.text):
        ends = _ENDS.search(match["lead"]) or _DOTS.search(said.text, 0, match.start("it"))
        if len(match["it"]) < _FOUR and not _SHORT.search(match["lead"]):
            continue
        whose = match["brand"] or match[0][0].isupper() or _WHOSE.search(said.text, 0, match.start())
        if ends or (whose and not _YEAR.fullmatch(match["it"])):
            yield Found(*match.span("it"), "card", match["it"])
    for match in _HIDDEN.finditer(said.text):
        yield Found(*match.span("it"), "card", digits_of(match["it"]))


class Part(NamedTuple):
    """How a part of what was ``found`` is written."""

    pattern: re.Pattern[str]
    found: Found


def partly_told(said: Sequence[Passage], data: Sequence[Sequence[Found]]) -> Iterator[Part]:
    """The patterns of what is told again in part somewhere in the texts."""
    wholes = {
        plain(one.value): one
        for found in data
        for one in found
        if len(plain(one.value)) >= _WHOLE.get(one.kind, 99)
    }
    texts = "\n".join(plain(passage.text) for passage in said) if wholes else ""
    for value, one in wholes.items():
        last = value[-_LAST:]
        if last.isdecimal() and texts.count(last) > 1:
            hidden = rf"{_SHOWN}{HIDDEN}"
            lead = hidden if _YEAR.fullmatch(last) else rf"(?:{hidden})?"
            yield Part(re.compile(rf"{_BEFORE}{lead}{_tail(value)}{_BEHIND}", re.IGNORECASE), one)
        if texts.count(value[:_FIRST]) > 1:
            yield Part(re.compile(rf"(?<!\w){_head(value)}(?!\w)", re.IGNORECASE), one)


def phone_ends(said: Sequence[Passage], data: Sequence[Sequence[Found]]) -> Iterator[Part]:
    """The last digits of a telephone number that was told, behind a word for an end: "the one ending 123"."""
    phones = {one.value: one for found in data for one in found if one.kind == "phone"}
    texts = "\n".join(passage.text.casefold() for passage in said) if phones else ""
    if not any(word in texts for word in _ENDING.split("|")):
        return
    behind = "|".join(rf"(?<=\b{word}\s)" for word in _ENDING.split("|"))
    for value, one in phones.items():
        tails = "|".join(value[-length:] for length in (4, 3, 2) if len(value) > length)
        if tails:
            yield Part(re.compile(rf"(?:{behind})(?:{tails})(?!\w|[.,]\d)", re.IGNORECASE), one)


def _tail(value: str) -> str:
    """The last characters, four or more."""
    pattern = ""
    for char in value[-_MOST:-_LAST]:
        pattern = rf"(?:{pattern}{char}[ .-]?)?"
    return pattern + "[ .-]?".join(value[-_LAST:])


def _head(value: str) -> str:
    """The first characters, and groups of whatever digits behind."""
    return "[ .-]?".join(value[:_FIRST]) + r"(?:[ .-]?[A-Z]{0,4}\d[A-Z\d]*)*"
