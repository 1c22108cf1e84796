"""Telephone numbers, in digits and in words, and dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import phonenumbers

from training.transcripts.personal_data.found import Found, Passage, digits_of, plain

_RUN = re.compile(
    r"(?:(?<![\w,/#-])(?<!\d\.)|(?<=,)(?=\+))(?:\+\s?|\(\+?\s?)?\d(?:[ \t\u00a0()./–_-]{0,3}\d){5,16}(?![\w]|[.,]\d)"
)
_CUE = re.compile(
    r"(?:phones?|mobile|cell|call(?: (?:me|us|him|her|you|them))?|tel|telephone|ring|text|whats\s?app|sms|reach|dial|fax|signal|telefon|handy|"
    r"mobil|rufnummer|téléphone|portable|teléfono|móvil|telefoon|telefono|cellulare|numéro|(?:best|my|new|home|work|contact|his|her|meine) (?:number|nummer))"
    r"\b[^\d\n]{0,28}$",
    re.IGNORECASE,
)
_NOT_CUE = re.compile(
    r"\b(?:order|customer|article|art|artikel(?:nummer|nr)?|art\.?-?nr|sku|ean|part|model|modell|ref|invoice|tracking|item|parcel|bestellung|kunden|member|ticket)\b[^\d\n]{0,20}$",
    re.IGNORECASE,
)
_GROUPED = frozenset("333 334 2322 3222 2222 22222 433 343 434 323 332 244 344 424 533 523 2333 3232".split())
"""How many digits the groups have where a number is written as telephone numbers are: "601 555 237"."""
_AREA = re.compile(
    r"\b(?:area|dialling|dialing|country) code\W{0,3}(?:is\s)?(?P<area>\+?\d{2,5})(?!\d)|\bvorwahl\W{0,3}(?:ist\s)?(?P<vorwahl>\d{3,5})(?!\d)",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(
    r"\b(?:mine|phone|mobile|cell|(?:phone |mobile |his |her |my )number) (?:ends?|ending|finish(?:es)?) (?:in|with|on) (?P<ends>\d{2,4})\b(?!\.\d)|(?<![\w.,€$£-])(?P<last>\d{2,4}) at the end\b(?! (?:of|on|in)\b)",
    re.IGNORECASE,
)
"""The last digits of a telephone number, told to tell it from another."""
_EXTENSION = re.compile(r",?\s?(?:ext(?:ension)?|durchwahl|dw|poste|x)\b\.?:?\s?\d{1,5}\b", re.IGNORECASE)
_SIZES = re.compile(r"\b(?:sizes?|größen?|from|between|width|length|height|mm|cm|inch)\b", re.IGNORECASE)
_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]?\d{4}")
_DIGIT_WORDS = (
    "zero oh nought one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "double triple null eins zwei drei vier fünf sechs sieben acht neun"
)
_DIGIT_WORD = rf"(?:{'|'.join(_DIGIT_WORDS.split())})"
_SPOKEN = re.compile(
    rf"(?:\+\s?\d{{1,3}}\W{{1,2}}|\bplus\s)?(?:\b{_DIGIT_WORD}\b|\d{{1,4}})(?:[\s,.-]{{1,3}}(?:\b{_DIGIT_WORD}\b|\d{{1,4}}\b)){{5,16}}",
    re.IGNORECASE,
)
_VALUES = {
    word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine".split())
}
_VALUES |= {"oh": "0", "nought": "0"} | {
    w: str(v) for v, w in enumerate("null eins zwei drei vier fünf sechs sieben acht neun".split())
}
_TENS = dict(
    zip("ten twenty thirty forty fifty sixty seventy eighty ninety".split(), "123456789", strict=True)
)

_TENS["hundred"] = "00"

_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|févr(?:ier)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|may|mai|mayo|june?|juni|juin|july?|juli|juillet|"
    r"aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|décembre)"
)
_UNIT_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_DAY_WORD = r"(?:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
_YEAR_WORDS = rf"(?:(?:nineteen|twenty)[ -](?:hundred(?: and)?[ -])?(?:oh[ -]{_UNIT_WORD}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_UNIT_WORD})?|ten|eleven|twelve|\w+teen|{_UNIT_WORD})|two thousand(?: and)?(?: {_UNIT_WORD}| \w+teen| ten| eleven| twelve)?)"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?{_MONTH}\b\.?,?(?:\s(?:de\s)?(?:\d{{4}}|'?\d{{2}}(?!\d)))?"
    rf"|\d{{1,2}}[-/.]{_MONTH}[-/.](?:\d{{4}}|\d{{2}})|\d{{4}},?\s{_MONTH}\s\d{{1,2}}(?!\d)"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s(?:\d{{4}}))?)(?!\d)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"\b(?:(?:the\s)?{_DAY_WORD}\s(?:of\s)?{_MONTH}|{_MONTH}\s(?:the\s)?{_DAY_WORD})\b(?:,?\s(?:\d{{4}}|{_YEAR_WORDS}))?",
    re.IGNORECASE,
)
"""A date as it is spoken: "the ninth of march nineteen forty-one"."""
_BIRTH = re.compile(
    r"\b(?:born|birth|birthday|b-?day|birth\s?date|d\.?o\.?b\.?|geboren|geb\.|geburtstag|geburtsdatum|née? le|naissance|nacimiento|nací|nascita|nato|nata|geboorte\w*)"
    r"(?=\W)[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_SPEAKS_OF_BIRTH = re.compile(r"\bborn\b|birth|\bd\.?o\.?b\b|b-?day", re.IGNORECASE)
_BIRTH_YEAR = re.compile(
    r"\b(?:born|geboren|née?|nacid[oa]|nat[oa])\b[^\d\n]{0,12}(?P<year>19[2-9]\d|20[01]\d)(?![\d-])|\bborn\s(?:back\s)?in\s['’]?(?P<short>\d\d)\b(?!\s?(?:%|[a-z]+s\b)|[.,:]\d)|(?<![\w*] )(?<![\w*])\*\s?(?P<star>19[2-9]\d|20[01]\d)(?![\d*-])",
    re.IGNORECASE,
)
_BIRTH_DAY = re.compile(
    r"\b(?:born|birthday|b-?day|d\.?o\.?b\.?|geburtstag|geboren)\b\W{0,3}(?:(?:is|was|on|the|am|ist)\s){0,3}(?P<day>\d{1,2}[./]\d{1,2})(?![\d./]*\d)",
    re.IGNORECASE,
)
_YOUNGEST = 14
"""Years: nobody younger shops, and hardly any other date in a chat lies as far back."""


def find_phones(said: Passage, region: str) -> Iterator[Found]:
    """Numbers that look like one, are called one or answer the question for one."""
    text = said.text
    if sum(c.isdecimal() for c in text) >= 6:
        for match in _RUN.finditer(text):
            if _is_phone(said, match, region):
                extension = _EXTENSION.match(text, match.end())
                end = extension.end() if extension else match.end()
                yield Found(match.start(), end, "phone", digits_of(match[0])[-8:])
    for match in _AREA.finditer(text):
        yield Found(*match.span(match.lastgroup or ""), "phone", digits_of(match[0]))
    for match in _LAST_DIGITS.finditer(text):
        yield Found(*match.span(match.lastgroup or ""), "phone", digits_of(match[0]))
    for match in _SPOKEN.finditer(text):
        digits = _spoken_digits(match[0])
        if len(digits) >= 7 and re.search("[a-zü]{3}", match[0], re.IGNORECASE):
            yield Found(match.start(), match.end(), "phone", digits[-8:])


def _is_phone(said: Passage, match: re.Match[str], region: str) -> bool:
    written, before = match[0], said.text[max(0, match.start() - 40) : match.start()]
    count = len(digits_of(written))
    if count > 15 or _DATE.fullmatch(written) or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        return False
    if written[0] == "+" or _AMERICAN.fullmatch(written):
        return count >= 8
    if "phone" in said.asked or _CUE.search(before):
        return not _NOT_CUE.search(before)
    if _NOT_CUE.search(before):
        return False
    if not written.startswith(("0", "(")):
        if re.fullmatch(r"[6-9]\d{4} \d{5}", said.text.strip(" .!")):
            return True
        return (_is_grouped(written) and not _SIZES.search(said.text)) or (
            said.text.strip(" .!") == written and _is_abroad(written)
        )
    return count >= 9 or _is_valid(written, region)


def _is_grouped(written: str) -> bool:
    """Whether the groups are those of a telephone number rather than sizes or round numbers in a row."""
    parts = re.split(r"[ -]", written)
    groups = [int(part) for part in parts if part.isdecimal()]
    return (
        "".join(str(len(part)) for part in parts) in _GROUPED
        and len(groups) == len(parts)
        and not (groups == sorted(groups) and groups[-1] < 100)
        and not all(group % 10 == 0 for group in groups)
    )


def _is_abroad(written: str) -> bool:
    """Whether it is in groups and valid with a plus before it: "46 70 123 45 67"."""
    groups = re.split(r"[ -]", written)
    return len(groups) >= 4 and len(digits_of(written)) >= 10 and _is_valid(f"+{written}", "")


def _is_valid(written: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _spoken_digits(words: str) -> str:
    """The digits of "oh seven double nine 12 twenty one"."""
    digits, times = "", 1
    for word in re.findall(r"[^\W\d_]+|\d+", words.casefold()):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += times * (_VALUES.get(word) or _TENS.get(word) or (word if word.isdecimal() else ""))
        times = 1
    return digits


def _worded(said: Passage) -> Iterator[re.Match[str]]:
    """Dates in words, where they can be of a birth at all."""
    births = "birth_date" in said.asked or _SPEAKS_OF_BIRTH.search(said.text)
    return _WORDED.finditer(said.text) if births else iter(())


def find_birth_dates(said: Passage, year: int | None) -> Iterator[Found]:
    """Dates beside a word of birth or as answer to a question for one, and whole dates at least 14 years
    before ``year``, that of the dialogue (None: this year), or not after it where birthdays were spoken of."""
    latest = (year or datetime.now(UTC).year) - _YOUNGEST
    for match in (*_DATE.finditer(said.text), *_worded(said)):
        before = said.text[max(0, match.start() - 45) : match.start()]
        old = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", match[0])
        latest_here = latest + _YOUNGEST if "birthday" in said.asked else latest
        if _BIRTH.search(before) or "birth_date" in said.asked or (old and 1900 < int(old[0]) <= latest_here):
            yield Found(match.start(), match.end(), "birth_date", plain(match[0]))
    for match in _BIRTH_DAY.finditer(said.text):
        yield Found(*match.span("day"), "birth_date", plain(match["day"]))
    for match in _BIRTH_YEAR.finditer(said.text):
        part = match.lastgroup or ""
        yield Found(*match.span(part), "birth_date", match[part])
