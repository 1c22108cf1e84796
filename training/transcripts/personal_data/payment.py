"""Payment cards (Luhn) and bank accounts (ISO 13616), found in any surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stdnum import luhn, numdb
from stdnum.iso7064 import mod_97_10

from training.transcripts.personal_data.found import Found, Passage, digits_of, is_things, plain

_RUN = re.compile(r"\d(?:[ \t\u00a0.\-–/_*]{0,3}\d){11,}")
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|[689])"), (14,)),
    (re.compile(r"35(?:2[89]|[3-8])|6011|64[4-9]|65"), (16,)),
    (re.compile(r"62"), (16, 17, 18, 19)),
    (re.compile(r"60|8[12]|508"), (16,)),
    (re.compile(r"50|5[6-8]|6[37]"), (12, 13, 14, 15, 16, 17, 18, 19)),
)
"""First digits and lengths, after ISO/IEC 7812 and what the card networks publish."""
_IN_LINES = re.compile(r"(?<![\d.,-])\d{4}(?:[ \t]*(?:\r?\n|[ -])[ \t]*\d{4}){3}(?![\d-]|[.,]\d)")
"""Groups of four that stand in lines."""
_CARD_WORD = re.compile(r"\b(?:cards?|\w*kart\w*|carte|tarjeta|carta|cartão|kaart|kort)\b", re.IGNORECASE)
_FIRST_SIX = re.compile(r"(?<![\d.,])(?:\d{6}|\d{4} ?\d\d)(?![\d.,]?\d)")
_LAST_FOUR = re.compile(r"(?<![\d.,])\d{4}(?![\d.,]?\d)")
_EXPIRY = r"(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?[2-4]\d"
_DETAILS = re.compile(
    rf"\b(?:exp(?:iry|ires|iration)?(?: date)?|valid (?:until|thru|to)|good thru|gültig bis|expire)\W{{0,4}}(?P<expiry>{_EXPIRY})(?!\d)"
    r"|\b(?:cvv2?|cvc2?|csc|security code|card verification \w+|prüfziffer|kartenprüfnummer)\b\W{0,3}(?:(?:is|ist|number)\W{0,3}){0,2}(?P<code>\d{3,4})(?!\d)"
    r"|\bcard (?:number |no\.? )?(?:starting|beginning|starts|begins)\W{0,3}(?P<first>\d{4,6})(?![\d,.]\d)"
    r"|\b(?:ending(?: in| with)?|ends(?: in| with)?|(?:starts?|starting|begins?|beginning) (?:in|with)|(?:finish(?:es|ing)?|ends?) (?:in|with|on)|last (?:digits|(?:four|4)(?: digits)?)(?: (?:are|is|of (?:my|the) card(?: (?:are|is))?|of (?:my |the )?(?:ssn|social|sin)(?: (?:are|is))?))?"
    r"|endet auf|letzten vier ziffern|se terminant par|qui (?:finit|termine) par|eindig\w+ op|termina (?:con|en|em)|kończ\w+ się (?:na )?)\W{0,3}(?P<last>\d{4,6}(?: \d\d\b)?|\d(?:[ -]\d){3})(?!\d|[.,]\d)"
    r"|\b(?:last|letzten) (?:three|3|drei)(?: (?:digits|numbers|ziffern))?(?: (?:on|at|from) the back)?\W{0,3}(?:(?:is|are|of (?:my|the) card|sind)\W{0,3}){0,2}(?P<three>\d{3})(?![\d%€$£]|[.,]\d)",
    re.IGNORECASE,
)
_CODE_BEHIND = re.compile(
    rf"{_EXPIRY}\W{{1,4}}(?:security |sec )?code\W{{0,3}}(?P<code>\d{{3,4}})(?!\d)", re.IGNORECASE
)
_PAPER = re.compile(
    r"\b(?:passport|pass|ausweis|identity card|id card|licen[cs]e|visa until|permit|voucher|gift)\b",
    re.IGNORECASE,
)
"""What is valid until a month as well."""
_STARRED = re.compile(
    r"(?<![\w*•])(?:(?:\d(?:[ -]?\d){0,5}[ -]?)?(?:[*•]|[xX](?=[xX*•\d -])){4,}(?:[ -]?(?:[*•]|[xX](?=[xX*•\d -])))*|\d{4}[ -]?\d\d[*•]{2}[ -]?[*•]{4})(?:[ -]?\d){2,4}(?!\w)"
    r"|(?<!\w)[A-Z]{2}\d\d[ -]?(?:[*•]{2,}[ -]?)+\d{1,4}(?: \d{1,4})?(?!\w)"
    r"|(?<!\w)(?:[A-Z]{2}\d\d|(?!\d\d00)[3-6]\d{3,5}) ?(?:…|\.{3}) ?\d{4}(?![\w%]|[.,]\d)"
)
"""Cards and accounts of which most digits are hidden: "4539 **** **** 6467", "xxxx-4417", "4539…6467"."""
_AFTER_CARD = re.compile(
    rf"\W{{0,4}}(?:(?:valid|good|gültig)\s?)?(?:(?:till?|until|thru|to|exp\w*|bis)\b\W{{0,3}})?(?P<expiry>{_EXPIRY})(?:\W{{1,4}}(?P<code>\d{{3,4}}))?(?!\d)"
)
_BANK = re.compile(
    r"\b(?:sort(?:[ -]?code)?|s/c)\b\W{0,3}(?:is\W{0,2})?(?P<sort>\d\d[- ]?\d\d[- ]?\d\d)\b|(?<![\w-])(?P<british>\d\d-\d\d-\d\d(?:\s?[,/&]|\sand)?\s(?:(?:acc(?:oun)?t?|a/c)\W{1,3})?\d{8})(?![\w-])|"
    r"\bbsb(?:\s(?:no\.?|number|code))?\W{0,3}(?:is\s)?(?P<bsb>\d{3}[ -]?\d{3})\b|\b(?:transit|branch)(?:\s(?:code|no\.?|number))?\W{0,3}(?P<branch>\d{5,6}|\d{3} \d{3})\b|\binst(?:itution)?\b\.?\s?(?:no\.?|number)?\W{0,3}(?P<institution>\d{3})\b|\b(?:blz|bankleitzahl)\b\W{0,3}(?P<bank>\d{3} ?\d{3} ?\d{2})\b"
    r"|\b(?:routing|aba|transit)\s?(?:no\.?|number)?\W{0,3}(?:is\s)?(?P<routing>\d{9})\b|\bclearing(?:nummer|number)?\W{0,3}(?P<clearing>\d{4,5}(?:-\d)?)\b"
    r"|\bkonto(?:nummer|-?nr\.?)?\W{0,3}(?P<konto>\d{2,4}(?:[ .]\d{2,4}){1,3}-?\d?)\b"
    r"|\bifsc(?:[ -]?code)?\b\W{0,3}(?:is\s)?(?P<ifsc>[A-Z]{4}0[A-Z\d]{6})\b|(?<![\w-])(?P<zealand>\d\d-\d{4}-\d{7}-\d{2,3})(?![\w-])"
    r"|\breg(?:istrerings)?\.?[ -]?(?:nr\.?|nummer)?\W{0,3}(?P<reg>\d{4})\b(?=\W{1,3}(?:og\s)?(?:konto|kto)\w*)"
    r"|\b(?:bic|swift)(?:[ -]code)?\b\W{0,3}(?P<bic>(?-i:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?))\b"
    r"|\b(?:acc(?:oun)?t?\.?|a/c|konto(?:nummer|-?nr\.?)?|kto\.?(?:-?nr\.?)?|che(?:cking|quing)|savings)\s?(?:no\.?|number|num|nr\.?)?\s?[:=]?\s?(?:is\s)?(?:(?-i:[A-Z])[\w.]{1,12}\s)?(?P<account>\d{7,18}|\d{4} \d{4})\b",
    re.IGNORECASE,
)
"""Accounts as they are written without an IBAN; seven digits and more, for a customer's number has fewer."""
_IBAN = re.compile(r"(?:(?<=[Ii][Bb][Aa][Nn])|(?<![A-Za-z\d]))[A-Za-z]{2}\s?\d{2}(?=[ \t.\-]?\w)")
_IN_FOURS = re.compile(
    r"(?<![\w-])[A-Z]{2}\d\d(?:[A-Z\d]{11,30}|(?P<blank>[ .-])[A-Z\d]{4}(?:(?P=blank)[A-Z\d]{4}){1,6}(?:(?P=blank)[A-Z\d]{1,3})?)(?![\w-])"
)
"""An account as it is printed, of whatever length."""


def find_cards(said: Passage) -> Iterator[Found]:
    """Card numbers, and what is told beside them."""
    text = said.text
    whole = [
        span
        for run in _RUN.finditer(text)
        if not is_things(text, run.start())
        for span in _cards_in(text, run.start(), run.end())
    ]
    for match in _IN_LINES.finditer(text) if "\n" in text else ():
        digits = digits_of(match[0])
        if "\n" in match[0] and (luhn.is_valid(digits) or _CARD_WORD.search(text, 0, match.start())):
            yield Found(*match.span(), "card", digits)
    starred = [match.span() for match in _STARRED.finditer(text)]
    for start, end in (*whole, *starred):
        kind = "iban" if text[start].isalpha() and text[start] not in "xX" else "card"
        yield Found(start, end, kind, digits_of(text[start:end]))
        beside = _AFTER_CARD.match(text, end)
        for part in ("expiry", "code") if beside else ():
            if beside and beside[part]:
                yield Found(*beside.span(part), "card", digits_of(beside[part]))
    for match in _DETAILS.finditer(text):
        part = match.lastgroup or ""
        before = text[max(0, match.start() - 80) : match.start()]
        paper = _PAPER.search(before) or ("identity_document" in said.topics and "card" not in before)
        if part == "expiry" and paper:
            continue
        yield Found(*match.span(part), "card", digits_of(match[part]))
    for match in _CODE_BEHIND.finditer(text):
        yield Found(*match.span("code"), "card", match["code"])
    first = _FIRST_SIX.search(text) if "card_start" in said.asked else None
    if first:
        yield Found(*first.span(), "card", digits_of(first[0]))
    if "card_end" in said.asked and (last := _LAST_FOUR.search(text, first.end() if first else 0)):
        yield Found(*last.span(), "card", last[0])


def _cards_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cards within a run of digits: from the start of one group of digits to the end of another, or, where
    more digits than a card has are glued together, from anywhere to anywhere."""
    places = [place for place in range(start, end) if text[place].isdecimal()]
    digits = "".join(text[place] for place in places)
    edges = {0, *(i for i in range(1, len(places)) if places[i] - places[i - 1] > 1), len(places)}
    first = 0
    while first < len(places):
        glued = first not in edges
        length = next(
            (
                n
                for n in _lengths(digits[first:])
                if (first + n in edges and not glued) or _inside(first, n, edges)
            ),
            0,
        )
        if length:
            yield places[first], places[first + length - 1] + 1
        first += max(length, 1)


def _inside(first: int, length: int, edges: set[int]) -> bool:
    """Whether these digits lie in a group of 17 or more: then nothing tells where a card would begin."""
    left = max(edge for edge in edges if edge <= first)
    right = min(edge for edge in edges if edge > first)
    return right - left > 16 and first + length <= right and length in (15, 16)


def _lengths(digits: str) -> Iterator[int]:
    """The lengths, longest first, at which these digits begin with a valid card number."""
    found = {
        length
        for issuer, lengths in _ISSUERS
        if issuer.match(digits)
        for length in lengths
        if length <= len(digits) and luhn.is_valid(digits[:length])
    }
    yield from sorted(found, reverse=True)


def find_ibans(said: Passage) -> Iterator[Found]:
    """Accounts whose check digits are right, and such as are called an IBAN and look like one."""
    called = "iban" in said.asked or "iban" in said.text.casefold()
    for match in _IBAN.finditer(said.text):
        end = _iban_end(said.text, match.start())
        if end and (called or _is_iban(said.text[match.start() : end])):
            yield Found(match.start(), end, "iban", plain(said.text[match.start() : end]).upper())
    for match in _IN_FOURS.finditer(said.text):
        if _account_length(match[0][:2]) and _is_iban(match[0]):
            yield Found(*match.span(), "iban", plain(match[0]).upper())


def find_accounts(said: Passage) -> Iterator[Found]:
    """Accounts without an IBAN, and the numbers of banks."""
    banks = list(_BANK.finditer(said.text))
    for match in banks:
        part = match.lastgroup or ""
        if part != "account" or len(banks) > 1:
            yield Found(*match.span(part), "iban", plain(match[part]))


def _is_iban(written: str) -> bool:
    """Whether its check digits are right."""
    account = plain(written).upper()
    return mod_97_10.is_valid(account[4:] + account[:4])


def _iban_end(text: str, start: int) -> int:
    """Where an account of its country's length ends that begins here; 0 where none does."""
    length = _account_length(text[start : start + 2].upper())
    count, place = 0, start
    while count < length and place < len(text):
        char = text[place]
        if char.isascii() and char.isalnum():
            count += 1
        elif char not in " \t.-\u00a0" or not text[place - 1].isalnum():
            return 0
        place += 1
    return place if length and count == length else 0


@cache
def _account_length(country: str) -> int:
    """Letters and digits of an IBAN of a country, country and check digits included; 0 where it has none."""
    properties = numdb.get("iban").info(country + "00")[0][1]
    parts = re.findall(r"(\d+)!?[nac]", properties.get("bban", ""))
    return 4 + sum(map(int, parts)) if parts else 0
