"""Typed parsers: entities whose form gives them away. Pure, no model.

Values are normalised: ``FW-204518``, ``jonas@example.com``, ``150.00``, ``42.5``, ``2026-12-24``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import phonenumbers

from bot.conversation.understanding import Entity

EXTRACTOR = "parser"


def parse_entities(text: str, *, order_pattern: re.Pattern[str], region: str, today: date) -> list[Entity]:
    """All typed spans, in the order of the text, none overlapping an earlier kind.

    ``order_pattern`` is the shop's order number with one group a part; ``region`` (ISO 3166) reads phone
    numbers without a country code; ``today`` anchors "tomorrow".
    """
    finders: tuple[Callable[[str], Iterator[Entity]], ...] = (
        find_emails,
        lambda t: find_order_numbers(t, order_pattern),
        find_money,
        lambda t: find_dates(t, today),
        lambda t: find_phones(t, region),
        find_sizes,
        find_ordinals,
    )
    taken: list[Entity] = []
    for find in finders:
        taken += [entity for entity in find(text) if not _overlaps(entity, taken)]
    return sorted(taken, key=lambda entity: entity.start)


def _overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    return any(entity.start < other.end and other.start < entity.end for other in others)


def _entity(kind: str, value: str, match: re.Match[str], confidence: float = 1.0) -> Entity:
    return Entity(
        entity=kind,
        value=value,
        text=match[0],
        start=match.start(),
        end=match.end(),
        confidence=confidence,
        extractor=EXTRACTOR,
    )


_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", re.UNICODE)


def find_emails(text: str) -> Iterator[Entity]:
    """E-mail addresses, in lower case, with stray blanks around the @ removed."""
    for match in _EMAIL.finditer(text):
        value = match[0].rstrip(".")
        yield Entity(
            entity="email",
            value=re.sub(r"\s", "", value).lower(),
            text=value,
            start=match.start(),
            end=match.start() + len(value),
            extractor=EXTRACTOR,
        )


def order_number_pattern(example: str) -> re.Pattern[str]:
    """A forgiving pattern from an example such as ``FW-204518``: letters in any case, separators optional,
    the letters themselves optional where the digits are long enough (5 or more) to stand for themselves."""
    letters, digits = re.match(r"([A-Za-z]*)[^0-9A-Za-z]*(\d+)", example).groups()  # type: ignore[union-attr]
    prefix = rf"(?:{letters}[\s\-–—_#:.]*)" if letters else ""
    optional = "?" if letters and len(digits) >= 5 else ""
    return re.compile(rf"(?<![\w-])#?{prefix}{optional}(\d{{{len(digits)}}})(?!\d)", re.IGNORECASE)


def find_order_numbers(text: str, pattern: re.Pattern[str], form: str = "FW-{}") -> Iterator[Entity]:
    """Order numbers in the shop's form, however they are typed ("fw 204518", "#204518")."""
    for match in pattern.finditer(text):
        yield _entity("order_number", form.format(match[1]), match)


_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
_BEFORE = (
    "under",
    "below",
    "up to",
    "max",
    "over",
    "above",
    "less than",
    "more than",
    "around",
    "about",
    "budget of",
)
_OTHER_UNIT = r"l\b|litres?|liters?|g\b|kg|mm|cm|lumens?|days?|weeks?|people|persons?|degrees|°|%"
_MONEY = re.compile(
    rf"(?:€|£|\$|eur\b|euros?\b)\s?(?P<a>{_AMOUNT})"
    rf"|(?P<b>{_AMOUNT})\s?(?:€|£|\$|eur\b|euros?\b|bucks\b|quid\b)"
    rf"|(?:{'|'.join(f'(?<={word} )' for word in _BEFORE)})(?P<c>\d{{2,4}})(?![\d\w-])(?!\s?(?:{_OTHER_UNIT}))",
    re.IGNORECASE,
)


def find_money(text: str) -> Iterator[Entity]:
    """Amounts of money as decimal strings with two places."""
    for match in _MONEY.finditer(text):
        raw = match["a"] or match["b"] or match["c"]
        amount = read_amount(raw)
        if amount is not None:
            yield _entity("price", f"{amount:.2f}", match, 1.0 if match["c"] is None else 0.8)


def read_amount(raw: str) -> Decimal | None:
    """``1.299,00``, ``1,299.00``, ``12,5`` and ``1300`` alike."""
    whole, places = raw, ""
    tail = re.search(r"[.,](\d{1,2})$", raw)
    if tail:
        whole, places = raw[: tail.start()], tail[1]
    try:
        return Decimal(re.sub(r"[.,]", "", whole) + (f".{places}" if places else ""))
    except InvalidOperation:
        return None


_LETTER_SIZE = r"(?:[x]{0,3}[sl]|[2-4]xl|m)"
_SIZE = re.compile(
    rf"\b(?:size|sz|in|gr\.?|größe)\s+(?P<a>{_LETTER_SIZE}|\d{{2,3}}(?:[.,]5|\s?1/2)?)(?![\w.€@-])(?!\s?(?:€|eur|days?|weeks?|litres?|l\b))"
    r"|\b(?P<b>x{1,3}[sl]|[2-4]xl)\b"
    r"|\b(?P<word>extra small|extra large|small|medium|large)\b"
    r"|\b(?:eu|uk|us)\s?(?P<c>\d{1,2}(?:[.,]5)?)\b"
    r"|^\s*(?P<bare>[sml]|\d{2}(?:[.,]5)?)\s*[.!]?\s*$",
    re.IGNORECASE,
)
_WORDS = {"extra small": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL"}


def find_sizes(text: str) -> Iterator[Entity]:
    """Clothing and shoe sizes: ``M``, ``XL``, ``42.5``, ``UK 8`` keeps its system."""
    for match in _SIZE.finditer(text):
        if match["word"]:
            value = _WORDS[match["word"].lower()]
        elif match["c"]:
            value = match[0].upper().replace(",", ".").strip()
        else:
            raw = (match["a"] or match["b"] or match["bare"]).upper()
            value = re.sub(r"\s?1/2$", ".5", raw).replace(",", ".")
        yield _entity("size", value, match, 0.9)


_ORDINALS = {
    "first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4",
    "fifth": "5", "5th": "5", "last": "last", "cheapest": "cheapest", "most expensive": "most_expensive",
    "other": "other", "both": "both",
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(?:the|your|number|no\.?)?\s*\b(" + "|".join(map(re.escape, _ORDINALS)) + r")\b(?:\s+(?:one|two))?",
    re.IGNORECASE,
)


def find_ordinals(text: str) -> Iterator[Entity]:
    """What points into a list that was shown: "the second one", "the cheapest", "both"."""
    for match in _ORDINAL.finditer(text):
        yield _entity("ordinal", _ORDINALS[match[1].lower()], match, 0.7)


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{2,4})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>{_MONTH})\b\.?(?:\s+(?P<y2>\d{{4}}))?"
    rf"|\b(?P<mon3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y3>\d{{4}}))?"
    r"|\b(?P<word>today|tomorrow|yesterday)\b",
    re.IGNORECASE,
)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}


def find_dates(text: str, today: date) -> Iterator[Entity]:
    """Calendar days as ISO dates; a date without a year is the next one to come."""
    for match in _DATE.finditer(text):
        day = _read_date(match, today)
        if day is not None:
            yield _entity("date", day.isoformat(), match, 0.9)


def _read_date(match: re.Match[str], today: date) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["word"]:
            return today + timedelta(days=_DAYS[match["word"].lower()])
        if match["m"]:
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            return date(year, int(match["m"]), int(match["d"]))
        month = _MONTHS[(match["mon"] or match["mon3"]).lower()]
        day, year_text = int(match["d2"] or match["d3"]), match["y2"] or match["y3"]
        return _next(date(int(year_text or today.year), month, day), today, bool(year_text))
    except ValueError:
        return None


def _next(day: date, today: date, fixed: bool) -> date:
    return day if fixed or day >= today else day.replace(year=day.year + 1)


def find_phones(text: str, region: str) -> Iterator[Entity]:
    """Phone numbers in E.164."""
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        yield Entity(
            entity="phone",
            value=phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164),
            text=match.raw_string,
            start=match.start,
            end=match.end,
            extractor=EXTRACTOR,
        )
