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
from bot.shop.order_forms import OrderForms

EXTRACTOR = "parser"
NORMALISED = frozenset({"order_number", "email", "price", "date", "phone", "size", "ordinal"})
"""Kinds whose values mean nothing as they are written."""


def parse_entities(text: str, *, orders: OrderForms, region: str, today: date) -> list[Entity]:
    """All typed spans, in the order of the text, none overlapping an earlier kind.

    ``orders``: how the shop numbers them; ``region`` (ISO 3166) reads phone
    numbers without a country code; ``today`` anchors "tomorrow".
    """
    finders: tuple[Callable[[str], Iterator[Entity]], ...] = (
        find_emails,
        lambda t: find_order_numbers(t, orders),
        find_money,
        lambda t: find_dates(t, today),
        lambda t: find_phones(t, region),
        find_sizes,
        find_ordinals,
    )
    taken: list[Entity] = []
    for find in finders:
        taken += [entity for entity in find(text) if not overlaps(entity, taken)]
    return sorted(taken, key=lambda entity: entity.start)


def overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    """Whether it shares a character with one of the others."""
    return any(entity.start < other.end and other.start < entity.end for other in others)


def _entity(
    kind: str, value: str, match: re.Match[str], confidence: float = 1.0, group: str | int = 0
) -> Entity:
    return Entity(
        entity=kind,
        value=value,
        text=match[group],
        start=match.start(group),
        end=match.end(group),
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


_STREET_ENDS = re.compile(r"\d ?[a-z]?[,\n]\s*$|\d ?[a-z]?\s+$", re.IGNORECASE)
_TOWN_BEGINS = re.compile(r"\s+[A-ZÀ-Þ]\w")


def find_order_numbers(text: str, orders: OrderForms) -> Iterator[Entity]:
    """Order numbers in the shop's forms, however they are typed ("fw 204518", "#204518"), as the shop writes
    them; the postcode of an address is none ("Ringstr. 7, 50667 Köln")."""
    for match, number in orders.found(text):
        behind_street = match[0].isdigit() and _STREET_ENDS.search(text, 0, match.start())
        if not (behind_street and _TOWN_BEGINS.match(text, match.end())):
            yield _entity("order_number", number, match)


_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
_BEFORE = (
    "under", "below", "up to", "max", "maximum", "over", "above", "less than", "more than", "around", "about",
    "budget of", "budget is", "budget", "cheaper than", "at most", "not more than",
)  # fmt: skip
_LIMIT_BEHIND = r"at (?:the )?(?:very )?most|max(?:imum)?\b|tops\b|or (?:less|under|cheaper)"
_CURRENCY = r"(?:€|£|\$|eur\b|euros?\b|bucks\b|quid\b)"
_OTHER_UNIT = (
    r"l\b|m\b|litres?|liters?|ml\b|cl\b|g\b|kg|grams?|mm|cm|km|metres?|meters?|inch|lumens?|watts?|mah|"
    r"minutes?|mins?\b|hours?|h\b|days?|nights?|weeks?|months?|years?|people|persons?|"
    r"kids|adults|guests|points|"
    r"pieces|pairs?|items|times|products|orders|degrees|°|%|percent|o'clock|[ap]m\b"
)
_AFTER_WORDS = "|".join(rf"(?<=\b{word} )" for word in _BEFORE)
_NO_UNIT = rf"(?![\d\w-])(?![.,:/]\d)(?!\s?(?:{_OTHER_UNIT}))"
_MONEY = re.compile(
    rf"\bbetween\s+(?P<low>\d{{1,4}})"
    rf"(?=\s+and\s+\d{{2,4}}\s?{_CURRENCY}|\s+(?:and|to)\s+\d{{2,4}}{_NO_UNIT})"
    rf"|(?<=\d\sand\s)(?P<high>\d{{2,4}}){_NO_UNIT}(?!\s?{_CURRENCY})"
    rf"|(?:€|£|\$|eur\b|euros?\b)\s?(?P<a>{_AMOUNT})(?!\d)"
    rf"|(?<![\d.,])(?P<b>{_AMOUNT})\s?{_CURRENCY}"
    rf"|(?:{_AFTER_WORDS})(?P<c>\d{{2,4}}){_NO_UNIT}"
    rf"|(?<![\d.,:/-])(?P<d>\d{{2,4}})(?=\s(?:{_LIMIT_BEHIND}))"
    rf"|(?<![\d.,:/-])(?<!\bat )(?<!\btill )(?<!\buntil )(?<!\bI'm )(?<!\bi am )"
    rf"(?P<bare>\d{{1,4}}[.,]\d{{2}}){_NO_UNIT}(?!\s?h\b|\.)",
    re.IGNORECASE,
)


def find_money(text: str) -> Iterator[Entity]:
    """Amounts of money as decimal strings with two places. Without a currency only where the words around
    or two decimal places speak for one; then the confidence is lower."""
    ranges = {match["low"] for match in _MONEY.finditer(text) if match["low"]}
    for match in _MONEY.finditer(text):
        if match["high"] and not ranges:
            continue
        sure = match["a"] or match["b"]
        amount = read_amount(
            sure or match["low"] or match["high"] or match["c"] or match["d"] or match["bare"]
        )
        if amount is not None:
            group = "low" if match["low"] else 0
            yield _entity("price", f"{amount:.2f}", match, 1.0 if sure else 0.8, group)


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


_LETTER = r"(?:x{0,3}[sl]|[2-4]xl|m)"
_SHOE = r"(?:3[4-9]|4\d|5[0-2])(?:[.,]5|\s1/2)?"
_ENDS = (
    r"(?=\s*(?:$|[?!,;)]|\.(?!\d)"
    r"|(?:in stock|instead|available|please|pls|and|or|but|for|if|is|back|too|as well)\b))"
)
_FREE = r"(?![\w€@&'’-])(?!\.\w|[.,:/]\d)"
_COUNTED = "two|three|four|five|six|seven|eight"
_SIZE = re.compile(
    r"\b(?:size|sizes|sz|gr\.?|größe|grösse|maat|taille)\s*:?\s+"
    rf"(?P<named>{_LETTER}|\d{{2,3}}(?:[.,]5|\s?1/2)?){_FREE}"
    rf"(?!\s?(?:{_OTHER_UNIT}))(?!\s?{_CURRENCY})"
    rf"|(?<!\w)(?P<litres>\d{{1,3}}(?:[.,]\d)?)\s?-?(?:l\b|litres?\b|liters?\b)"
    rf"|\b(?P<persons>\d{{1,2}}|{_COUNTED})[\s-]?(?:person|persons|people|man|berth)\b"
    rf"|\bin\s+(?:an?\s+)?(?P<in>{_LETTER}){_FREE}"
    rf"|(?<![\w&.@'’/-])(?P<plain>x{{1,3}}[sl]|[2-4]xl){_FREE}"
    rf"|(?<![\w&.@'’/-])(?P<capital>(?-i:[SML])){_FREE}(?!\.)"
    r"|\b(?P<word>extra small|extra large)\b"
    rf"|\b(?:an?|in|for|the|to|of|from|size|than|and|or|is)\s+(?P<after>small|medium|large){_ENDS}"
    r"|\b(?:eu|uk|us)\s?(?P<system>\d{1,2}(?:[.,]5)?)\b"
    r"|\b(?:in|wear|have|get|of|swap|exchange|from|for|to|me|a|need|want|than|take|ordered)\s+"
    rf"(?P<shoe>{_SHOE}){_ENDS}"
    rf"|^\s*(?P<bare>[sml]|small|medium|large|\d{{2}}(?:[.,]5)?)\s*(?:please|pls)?\s*[.!]?\s*$",
    re.IGNORECASE,
)
_WORDS = {"extra small": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL"}
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED.split("|"), start=2)}


def find_sizes(text: str) -> Iterator[Entity]:
    """Sizes of clothes and shoes (``M``, ``42.5``; ``UK 8`` keeps its system), litres (``65 l``) and persons
    (``2 persons``)."""
    for match in _SIZE.finditer(text):
        kind = next(name for name, found in match.groupdict().items() if found)
        whole = kind in ("litres", "persons", "system")
        group = 0 if whole else kind
        yield _entity(
            "size", _read_size(kind, match[0] if kind == "system" else match[kind]), match, 0.9, group
        )


def _read_size(kind: str, raw: str) -> str:
    if kind == "persons":
        return f"{_NUMBERS.get(raw.lower(), raw)} persons"
    value = _WORDS.get(raw.lower()) or re.sub(r"\s?1/2$", ".5", raw).replace(",", ".").upper()
    return f"{value} l" if kind == "litres" else value


_ORDINALS = {
    "first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4",
    "fifth": "5", "5th": "5", "last": "last", "cheapest": "cheapest", "most expensive": "most_expensive",
    "other": "other", "both": "both", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
}  # fmt: skip
_PLACES = "first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th"
_NO_PLACE = (
    r"(?!\s+(?:orders?|times?|days?|weeks?|months?|years?|nights?|parcels?|packages?|purchases?|"
    r"walks?|trips?|tours?|"
    r"hikes?|hand|persons?|floors?|half|class|messages?|e-?mails?|letters?|ways?|things?|words?|trekking|"
    r"of all|of (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r")\b)"
)
_ORDINAL = re.compile(
    rf"(?<!\bmy )(?<!\bour )\b(?:the\s+|your\s+)?\b(?P<place>{_PLACES})\b"
    rf"(?:\s+one)?{_NO_PLACE}(?!\s+the\b|\s+I\b)"
    r"|\bthe\s+(?P<final>last)\s+(?:one|item|product|option)\b"
    r"|(?:\b(?:vs\.?|or|and|against)\s+(?:the\s+)?|^\s*the\s+)(?P<against>last)\s*[.!?]?\s*$"
    r"|\b(?:the\s+)?(?P<price>cheapest|most expensive)\b(?:\s+one)?(?!\s+(?:way|shipping|delivery|postage))"
    r"|\bthe\s+(?P<rest>other)(?:\s+one)?(?=\s*(?:$|[?!.,]))|\bthe\s+(?P<rest_one>other)\s+one\b"
    r"|\b(?P<both>both)\b"
    r"|\b(?:number|no\.|nr\.?|option)\s+(?P<number>[1-9]|one|two|three|four|five)\b(?![.,]?\d)",
    re.IGNORECASE,
)


def find_ordinals(text: str) -> Iterator[Entity]:
    """What points into a list that was shown: "the second one", "the cheapest", "both", "number three"."""
    for match in _ORDINAL.finditer(text):
        raw = next(found for found in match.groupdict().values() if found).lower()
        yield _entity("ordinal", _ORDINALS.get(raw, raw), match, 0.7)


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
    r"|\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})\b"
    r"|(?<![\d.])(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?!\d)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>{_MONTH})\b\.?(?:\s+(?P<y2>\d{{4}}))?"
    rf"|(?<!\bI )(?<!\byou )(?<!\bit )(?<!\bwe )(?<!\bthey )\b(?P<mon3>{_MONTH})\s+"
    r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y3>\d{4}))?"
    r"|\b(?P<word>today|tomorrow|yesterday)\b",
    re.IGNORECASE,
)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}


_BEHIND = re.compile(
    r"\b(?:ordered|bought|purchased|sent|since|was|were|arrived|received|delivered|returned|paid|from|had|got)\b",
    re.IGNORECASE,
)
"""Words before a date without a year that put it into the past."""


def find_dates(text: str, today: date) -> Iterator[Entity]:
    """Calendar days as ISO dates; one without a year is the next, after words of the past the last."""
    for match in _DATE.finditer(text):
        day = _read_date(match, today, past=_BEHIND.search(text, 0, match.start()) is not None)
        if day is not None:
            yield _entity("date", day.isoformat(), match, 0.9)


def _read_date(match: re.Match[str], today: date, *, past: bool) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["word"]:
            return today + timedelta(days=_DAYS[match["word"].lower()])
        if match["m"]:
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            return date(year, int(match["m"]), int(match["d"]))
        if match["m4"]:
            return _nearest(int(match["m4"]), int(match["d4"]), today, past)
        month = _MONTHS[(match["mon"] or match["mon3"]).lower()]
        day, year_text = int(match["d2"] or match["d3"]), match["y2"] or match["y3"]
        return date(int(year_text), month, day) if year_text else _nearest(month, day, today, past)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date, past: bool) -> date:
    """The last such day up to ``today``, or the first from it on; 29 February waits for a leap year."""
    for distance in range(9):
        year = today.year - distance if past else today.year + distance
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if (found <= today) if past else (found >= today):
            return found
    raise ValueError(f"There is no day {day}.{month}.")


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
