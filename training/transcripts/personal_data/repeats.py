"""What was found once and is written again elsewhere in a dialogue, also in another form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from training.transcripts.personal_data.dates import date_pattern, days_of_birth
from training.transcripts.personal_data.endings import partly_told, phone_ends
from training.transcripts.personal_data.found import Found, Passage, merged, of_kind, plain
from training.transcripts.personal_data.places_again import told_again
from training.transcripts.personal_data.slips import mistyped
from training.transcripts.personal_data.words import Words

_TOWN = re.compile(r"^(?:[a-z]{1,2}-)?\d[\d -]{2,6}\d (?P<town>[^\W\d_]{4,}(?:[ -][^\W\d_]{3,})?)$")
"""The town of a line such as "31-147 Kraków", which may be said again without its postcode."""
_ODD_LOCAL = re.compile(r"(?=.{5})(?=.*[a-z])[\w+-]*(?:[._]\w|\d)[\w.+-]*")
"""Of a mailbox, what nobody would write otherwise, and may say again without its host."""
_NOT_BY_VALUE = ("email", "link")
_BETWEEN = re.compile(r"[ ./()–-]+")
_APART = "[ ./()–-]{0,3}"
_NUMBERS_OF_PEOPLE = ("customer_number", "identity_document", "national_id")
_NUMBERED = re.compile(r"(?P<letters>[a-z]{0,4})(?P<number>\d{5,}[a-z]?)")
_BIRTH_NUMBER = re.compile(r"(?:(?:19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{4}")
"""As in Scandinavia: the day of birth, and four digits more."""
_DIGITS_OF_PHONE = 8
"""By which one is known (numbers.py)."""
_LONG_NUMBER = re.compile(r"\D*(?P<number>\d{6,})\D*")
"""In a part of an address, such as that of a parcel locker's customer."""


def patterns(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> list[tuple[re.Pattern[str], Found]]:
    """How the numbers, codes and parts of addresses are written that stand in the texts more than once."""
    return [
        *_dates(said, data), *partly_told(said, data), *phone_ends(said, data), *_numbers(said, data),
        *_mailboxes(said, data), *told_again(said, data, words), *_places(said, data, words), *mistyped(said, data),
    ]  # fmt: skip


def with_repeats(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], again: Sequence[tuple[re.Pattern[str], Found]]
) -> list[list[Found]]:
    """The same value is of one kind, the one that it had first; where it is said again, it stands before what
    else its characters look like."""
    firsts: dict[str, Found] = {}
    for _, first in again:
        firsts.setdefault(plain(first.value), first)
    births = {one.value: one for found in data for one in found if one.kind == "birth_date"}
    masked = []
    for passage, found in zip(said, data, strict=True):
        ones = [_as_first(one, firsts.get(plain(one.value), one)) for one in found]
        matches = [*_matches(passage.text, again), *_days(passage, births)]
        whole = [match for match in matches if _holds(passage.text, match, ones)]
        masked.append(merged((*whole, *ones, *matches)))
    return masked


def _matches(text: str, again: Sequence[tuple[re.Pattern[str], Found]]) -> Iterator[Found]:
    for pattern, one in again:
        for match in pattern.finditer(text):
            yield one._replace(start=match.start(), end=match.end())


def _days(said: Passage, births: Mapping[str, Found]) -> Iterator[Found]:
    """The day and month of a date of birth without its year, where the talk is of birth."""
    if births and "birth_date" in said.topics:
        for start, end, value in days_of_birth(said.text, births):
            yield births[value]._replace(start=start, end=end)


def _holds(text: str, match: Found, found: Sequence[Found]) -> bool:
    """Whether one of these lies within it, but for the point behind."""
    return any(
        match.start <= one.start and one.end - (text[one.end - 1] == ".") <= match.end for one in found
    )


def _as_first(one: Found, first: Found) -> Found:
    return one._replace(kind=first.kind, value=first.value)


def _dates(
    said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[re.Pattern[str], Found]]:
    dates = {one.value: one for found in data for one in found if one.kind == "birth_date"}
    texts = "\n".join(passage.text for passage in said) if dates else ""
    for value, one in dates.items():
        if texts.count(value[2:4]) > 1 and (pattern := date_pattern(value)):
            yield pattern, one


def _numbers(
    said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[re.Pattern[str], Found]]:
    values: dict[str, Found] = {}
    for found in data:
        for one in found:
            if len(written := _by_value(one)) >= 4:
                values.setdefault(written, one)
    texts = "\n".join(plain(passage.text) for passage in said) if values else ""
    for value, one in values.items():
        left_out, always = _shortest(value, one.kind)
        if texts.count(plain(always)) > 1:
            yield re.compile(rf"(?<!\w){left_out}{_apart(always)}(?!\w)", re.IGNORECASE), one


def _shortest(value: str, kind: str) -> tuple[str, str]:
    """A pattern of what may be left out where a value is said again, and what is said each time: a number of a
    person may lose its letters or its century; a telephone number is known by its last digits."""
    if kind == "phone" and len(value) == _DIGITS_OF_PHONE:
        return (r"\+?\d{0,7}", value)
    parts = _NUMBERED.fullmatch(value) if kind in _NUMBERS_OF_PEOPLE else None
    if parts is None:
        return ("", value)
    if kind == "national_id" and _BIRTH_NUMBER.fullmatch(value):
        return ("(?:19|20)?", parts["number"][-10:])
    return (f"(?:{_apart(parts['letters'])}{_APART})?" if parts["letters"] else "", parts["number"])


def _apart(value: str) -> str:
    """Its letters and digits, with what may stand between them."""
    return _APART.join(map(re.escape, value))


def _by_value(one: Found) -> str:
    """What tells a value wherever it stands, without what may stand between its letters and digits; empty for
    mailboxes, streets and dates, which are found otherwise."""
    if one.kind == "address":
        number = _LONG_NUMBER.fullmatch(one.value)
        return number["number"] if number else ""
    if one.kind in _NOT_BY_VALUE or (one.kind == "birth_date" and date_pattern(one.value)):
        return ""
    return _BETWEEN.sub("", one.value)


def _mailboxes(
    said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[re.Pattern[str], Found]]:
    """As a shopper wrote them: a shop that repeats a firm's mailbox does not make it its own."""
    told = {one.value: one for passage, one in of_kind("email", said, data) if not passage.from_shop}
    texts = "\n".join(passage.text for passage in said).casefold() if told else ""
    for value, one in told.items():
        if texts.count(value) > 1:
            yield re.compile(rf"(?<![\w.+-]){re.escape(value)}(?![\w-])", re.IGNORECASE), one
        local = value.split("@")[0]
        if _ODD_LOCAL.fullmatch(local) and texts.count(local) > texts.count(value):
            yield re.compile(rf"(?<![\w.+@-]){re.escape(local)}(?![\w@-]|\.\w)", re.IGNORECASE), one


def _places(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> Iterator[tuple[re.Pattern[str], Found]]:
    places: dict[str, Found] = {}
    for passage, one in of_kind("address", said, data):
        place = passage.text[one.start : one.end].casefold()
        places.setdefault(place, one)
        if town := _TOWN.search(place):
            places.setdefault(town["town"], one)
    texts = "\n".join(passage.text for passage in said).casefold() if places else ""
    for place, one in places.items():
        if texts.count(place) > 1 and _is_told(place, words):
            yield re.compile(rf"(?<!\w){re.escape(place)}(?!\w)", re.IGNORECASE), one


def _is_told(place: str, words: Words) -> bool:
    """Whether a part of an address is one wherever it stands: not "street 1", no word of the language."""
    letters = re.findall(r"[^\W\d_]{2,}", place)
    return len(place) >= 5 and bool(letters) and not all(map(words.is_ordinary, letters))
