"""Dates of birth, and the many ways in which the same date is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from training.transcripts.personal_data.found import Found, Passage, plain

_MONTHS = (
    "jan(?:uary?|uar|uari|vier|eiro|ner|uár[a]?)?|jänner|enero|ene|gennaio|gen|ianuarie|stycznia|styczeń|ledna|leden|tammikuuta", "feb(?:ruary|ruar|ruari|braio|rero|ruár[a]?|ruarie)?|feber|févr(?:ier)?|fevereiro|lutego|luty|února|únor|helmikuuta",
    "mar(?:ch|s|zo|ço|ts|tie|ca|ec|zec|cius)?|märz|maart|března|březen|március|maaliskuuta", "apr(?:il|ile|íla?|ilie)?|avril|abril|kwietnia|kwiecień|dubna|duben|április|huhtikuuta", "may|mai|mayo|maio|mei|maggio|maja?|mája?|května|květen|május|toukokuuta",
    "june?|juni|juin|junio|junho|giugno|iunie|czerwca|czerwiec|června|červen|jún(?:a|ius)?|kesäkuuta", "july?|juli|juillet|julio|julho|luglio|iulie|lipca|lipiec|července|červenec|júla?|július|heinäkuuta",
    "aug(?:ust|usti|ustus|usztus|usta)?|août|agosto|ago|sierpnia|sierpień|srpna|srpen|elokuuta", "sept?(?:ember|embre|iembre|embra|tembrie)?|szeptember|settembre|setembro|września|wrzesień|září|syyskuuta",
    "o[ck]t(?:ober|obre|ubre|óbra?|óber|ombrie)?|ottobre|outubro|października|październik|října|říjen|lokakuuta", "nov(?:ember|embre|iembre|embro|embra)?|noiembrie|listopad[au]?|marraskuuta", "de[cz](?:ember|embre|embro|embra)?|décembre|dicembre|diciembre|dic|decembrie|grudnia|grudzień|prosince|prosinec|joulukuuta",
)  # fmt: skip
"""From January on, in twenty languages of Europe; Croatian shares its word for October with Polish and is left out."""
_NAMES_OF_MONTHS = tuple(map(re.compile, _MONTHS))
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = "|".join(reversed(_ROMANS))
"""As months are written in the east of Europe: "14 III 1987"."""
_UNIT_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_DAYS = {
    word: day
    for day, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
} | {"thirtieth": 30}
_DAY_WORD = rf"(?:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|{'|'.join(_DAYS)})"
_TENS = {"twenty": 20, "thirty": 30}
_DAY_TOLD = re.compile(rf"\b(?:(?P<tens>twenty|thirty)[ -])?(?P<unit>{'|'.join(_DAYS)})\b", re.IGNORECASE)
_YEAR_WORDS = rf"(?:(?:nineteen|twenty)[ -](?:hundred(?: and)?[ -])?(?:oh[ -]{_UNIT_WORD}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_UNIT_WORD})?|ten|eleven|twelve|\w+teen|{_UNIT_WORD})|two thousand(?: and)?(?: {_UNIT_WORD}| \w+teen| ten| eleven| twelve)?)"
DATE = re.compile(
    rf"(?<!\d)(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|['’]?\d{{2}})"
    rf"|(?:the\s(?=\w+\sof\s))?\d{{1,2}}(?:st|nd|rd|th|er|[.°º])?\s(?:of\s|de\s)?{_MONTH}\b\.?,?(?:\s(?:del?\s)?(?:\d{{4}}|['’]?\d{{2}}(?!\d)))?"
    rf"|\d{{1,2}}[ .]{{1,2}}(?-i:{_ROMAN})[ .]{{1,2}}(?:19|20)\d\d|\d{{1,2}}[-/.]{_MONTH}[-/.](?:\d{{4}}|['’]?\d{{2}})|\d{{4}}[.,]?\s{_MONTH}\s\d{{1,2}}(?!\d)"
    rf"|\b{_MONTH}\.?\s\d{{1,2}}(?:(?:st|nd|rd|th),?\s\d\d(?=\s*(?:[.,;!?)\n]|$))|(?:st|nd|rd|th)?\b(?:,?\s(?:\d{{4}}|['’]\d\d))?)"
    r"|(?:the\s)?\d{1,2}(?:st|nd|rd|th)\sof\s(?:the\s)?\d{1,2}(?:st|nd|rd|th),?\s(?:of\s)?(?:\d{4}|['’]?\d\d))(?!\d|-[A-Z]{2})",
    re.IGNORECASE,
)
_NO_DAY = "the|in|im|of|en|em|au|to|by|am|since|until|till|from|von|vom|seit|bis|ab|depuis|jusqu|desde|hasta|dal|dalla|nel|sinds|tot|vanaf|od|do|w|we|i|for|end|early|late|mid|mitte|anfang|ende|fin|inizio|fine|begin|eind"
"""Words before a month that are no day."""
_WORDED = re.compile(
    rf"\b(?:(?:the\s)?{_DAY_WORD}\s(?:of\s)?{_MONTH}|{_MONTH}\s(?:the\s)?{_DAY_WORD})\b(?:,?\s(?:\d{{4}}|{_YEAR_WORDS}))?",
    re.IGNORECASE,
)
"""A date as it is spoken: "the ninth of march nineteen forty-one"."""
_DAY_ABROAD = re.compile(
    rf"(?<![\w'’])(?!(?:{_NO_DAY})\b)[^\W\d_]{{2,18}}\s(?:de\s)?{_MONTH}\s(?:del?\s)?(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
"""A day in a word of whatever language before its month and its year: "sette marzo 1981"."""
_AMERICAN = re.compile(rf"\b{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s['’]?\d\d(?![\d:])", re.IGNORECASE)
""" "July 9 66", where a date of birth was asked for."""
_GLUED = re.compile(
    r"(?<![\w-])(?:(?:19[2-9]|20[01])\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:[0-2]\d|3[01])(?:19[2-9]|20[01])\d)(?![\w-])"
)
_YEAR_ALONE = re.compile(r"(?<![\w.,/€$£-])(?:(?:19[2-9]|20[01])\d|['’]\d\d)(?![\w-]|[.,/:]\d|\s?[€$£%])")
"""What answers the question for the year."""

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
    r"\b(?:born|birthday|b-?day|d\.?o\.?b\.?|geburtstag|geboren)\b\W{0,3}(?:(?:is|was|on|the|am|ist)\s){0,3}(?P<day>\d{1,2}[./]\d{1,2}|\d{1,2} \d{1,2} (?:(?:19|20)\d\d|\d\d))(?![\d./]*\d)",
    re.IGNORECASE,
)
_NO_BIRTH = re.compile(
    r"\b(?:bought|order(?:ed)?|purchased?|invoiced?|dated|delivered|delivery|shipped|sent|paid|returned|since|until|till|before|by|valid|issued|ausgestellt|gültig|expir\w+|registered|joined|opened|created|arriv\w+|am|le|from|to)"
    r"\s(?:it |them |that )?(?:on |of |the |from |in )*$",
    re.IGNORECASE,
)
"""What stands before a date that is nobody's, though the talk is of one."""
_YOUNGEST = 14
"""Years: nobody younger shops, and hardly any other date in a chat lies as far back."""


_LATELY = 2
"""Years in which most other dates of a talk lie."""


def date_value(written: str) -> str:
    """Year, month and day as eight digits, equal for "5 December 1988", "5.12.88" and "1988-12-05"; of three
    short numbers the day stands first, where it can. What has no year or is in words stays as it is written."""
    words = re.findall(r"[^\W\d_]+", written.casefold())
    numbers = [*_told_day(written), *re.findall(r"\d+", written)]
    month = next((n for n, names in enumerate(_NAMES_OF_MONTHS, 1) if any(map(names.fullmatch, words))), None)
    roman = re.search(rf"\d[ .]{{1,2}}({_ROMAN})[ .]{{1,2}}\d", written)
    if month or roman:
        numbers.insert(1, str(_ROMANS.index(roman[1]) + 1 if roman else month))
    if len(numbers) != 3:
        return plain(written)
    year_first = len(numbers[0]) == 4
    year, second, day = numbers if year_first else reversed(numbers)
    if int(second) > 12 and not year_first:
        second, day = day, second
    if int(second) > 12 or int(day) > 31:
        return plain(written)
    return f"{_whole_year(year)}{int(second):02}{int(day):02}"


def _told_day(written: str) -> list[str]:
    """The day of the month where it is told in words: "the twenty-second of November"."""
    told = _DAY_TOLD.search(written)
    tens, unit = (told["tens"] or "", told["unit"]) if told else ("", "")
    return [str(_TENS.get(tens.casefold(), 0) + _DAYS[unit.casefold()])] if told else []


def _whole_year(year: str) -> str:
    """With its century: the year of somebody who lives."""
    return year if len(year) == 4 else f"{'20' if int(year) < 30 else '19'}{year:0>2}"


def date_pattern(value: str) -> re.Pattern[str] | None:
    """All ways to write a date of this ``date_value``; None for what is no whole date."""
    if not re.fullmatch(r"(?:19|20)\d{6}", value):
        return None
    whole, month, day = value[:4], f"0?{int(value[4:6])}", f"0?{int(value[6:])}"
    year, name = rf"(?:{whole}|'?{value[2:4]})", rf"(?:{_MONTHS[int(value[4:6]) - 1]})"
    return re.compile(
        rf"(?<![\w./-])(?:{whole}[-/. ]?{month}[-/. ]?{day}|{day}\s?[./ -]\s?{month}\s?[./ -]\s?{year}|{month}/{day}/{year}"
        rf"|{day}(?:st|nd|rd|th|\.)?[ -](?:of\s|de\s)?{name}\.?,?[ -](?:de\s)?{year}|{name}\.?\s{day}(?:st|nd|rd|th)?,?\s{year})(?![\w/-])",
        re.IGNORECASE,
    )


_ON = re.compile(r"\b(?:on|until|till|by|since|from|before|am|bis|le)\s$", re.IGNORECASE)
"""What stands before a day on which something happens."""
_FEAST = re.compile(
    r"\b(?:birthday|b-?day|born|anniversaire|fête|née?|geburtstag|geboren|cumpleaños|compleanno|verjaardag|urodziny|födelsedag|fødselsdag)\b[^\d.!?\n]{0,20}$",
    re.IGNORECASE,
)
"""Before the day itself: "my birthday is on"."""
_DAY_ALONE = re.compile(
    rf"(?<![\w./-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?(?P<month>{_MONTH})|(?P<named>{_MONTH})\s(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?)(?![\w/-])(?!,?\s\d)",
    re.IGNORECASE,
)


def days_of_birth(text: str, values: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Start and end of days with their month but no year, and which of these ``date_value``s they are of, read
    both ways round, as "4/9/1991" is the fourth of September or the ninth of April."""
    days = {value[4:]: value for value in values if re.fullmatch(r"(?:19|20)\d{6}", value)}
    for match in _DAY_ALONE.finditer(text) if days else ():
        before = text[max(0, match.start() - 40) : match.start()]
        if _ON.search(before) and not _FEAST.search(before):
            continue
        name = (match["month"] or match["named"]).casefold()
        month = next(n for n, names in enumerate(_NAMES_OF_MONTHS, 1) if names.fullmatch(name))
        day = int(match["day"] or match["behind"])
        value = days.get(f"{month:02}{day:02}") or days.get(f"{day:02}{month:02}")
        if value:
            yield match.start(), match.end(), value


def _worded(said: Passage) -> Iterator[re.Match[str]]:
    """Dates in words, where they can be of a birth at all."""
    asked = bool(said.asked & {"birth_date", "birthday"})
    if asked or _SPEAKS_OF_BIRTH.search(said.text):
        yield from _WORDED.finditer(said.text)
    for pattern in (_DAY_ABROAD, _AMERICAN, _GLUED) if asked else ():
        yield from pattern.finditer(said.text)


def find_birth_dates(said: Passage, year: int | None) -> Iterator[Found]:
    """Dates beside a word of birth or as answer to a question for one, and whole dates that lie as far back as
    no other date in such a talk. ``year``: that of the dialogue (None: this year)."""
    latest = _latest_year(said, year or datetime.now(UTC).year)
    numbered = any(map(str.isdecimal, said.text))
    for match in (*(DATE.finditer(said.text) if numbered else ()), *_worded(said)):
        before = said.text[max(0, match.start() - 45) : match.start()]
        told = _year_of(match[0], short="birthday" in said.asked and not _NO_BIRTH.search(before))
        known = bool(_BIRTH.search(before)) or "birth_date" in said.asked
        if known or 1900 < told <= latest(before):
            yield Found(match.start(), match.end(), "birth_date", date_value(match[0]))
    if not numbered:
        return
    for match in _BIRTH_DAY.finditer(said.text):
        yield Found(*match.span("day"), "birth_date", plain(match["day"]))
    if "year" in said.asked and "birth_date" in said.topics and (alone := _YEAR_ALONE.search(said.text)):
        yield Found(*alone.span(), "birth_date", alone[0])
    for match in _BIRTH_YEAR.finditer(said.text):
        part = match.lastgroup or ""
        yield Found(*match.span(part), "birth_date", match[part])


def _year_of(written: str, *, short: bool) -> int:
    """The year of a date; 0 where it has none. ``short``: whether two digits tell one."""
    whole = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", written)
    if whole:
        return int(whole[0])
    value = date_value(written) if short else ""
    return int(value[:4]) if re.fullmatch(r"(?:19|20)\d{6}", value) else 0


def _latest_year(said: Passage, now: int) -> Callable[[str], int]:
    """The latest year of birth, by what stands before a date: this year where the last turns told of birthdays,
    hardly earlier where they speak of birth at all, and else that of the youngest who shop."""

    def latest(before: str) -> int:
        if "birthday" in said.asked:
            return now
        of_birth = "birth_date" in said.topics and not _NO_BIRTH.search(before)
        return now - (_LATELY if of_birth else _YOUNGEST)

    return latest
