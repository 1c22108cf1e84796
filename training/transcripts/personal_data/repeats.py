"""What was found once and is written again elsewhere in a dialogue, also in another form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from training.transcripts.personal_data.dates import date_pattern
from training.transcripts.personal_data.found import Found, Passage, merged, plain
from training.transcripts.personal_data.words import Words

_TOWN = re.compile(r"^(?:[a-z]{1,2}-)?\d[\d -]{2,6}\d (?P<town>[^\W\d_]{4,}(?:[ -][^\W\d_]{3,})?)$")
"""The town of a line such as "31-147 Kraków", which may be said again without its postcode."""
_NOT_BY_VALUE = ("email", "link")
_BETWEEN = re.compile(r"[ ./()–-]+")
_LONG_NUMBER = re.compile(r"\D*(?P<number>\d{6,})\D*")
"""In a part of an address, such as that of a parcel locker's customer."""


def patterns(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> list[tuple[re.Pattern[str], Found]]:
    """How the numbers, codes and parts of addresses are written that stand in the texts more than once."""
    return [*_dates(said, data), *_numbers(said, data), *_mailboxes(said, data), *_places(said, data, words)]


def with_repeats(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], again: Sequence[tuple[re.Pattern[str], Found]]
) -> list[list[Found]]:
    """The same value is of one kind, the one that it had first."""
    firsts: dict[str, Found] = {}
    for _, first in again:
        firsts.setdefault(plain(first.value), first)
    return [
        merged(
            (
                *(_as_first(one, firsts.get(plain(one.value), one)) for one in found),
                *(
                    one._replace(start=match.start(), end=match.end())
                    for pattern, one in again
                    for match in pattern.finditer(passage.text)
                ),
            )
        )
        for passage, found in zip(said, data, strict=True)
    ]


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
        if texts.count(plain(value)) > 1:
            written = "[ ./()–-]{0,2}".join(map(re.escape, value))
            yield re.compile(rf"(?<!\w){written}(?!\w)", re.IGNORECASE), one


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
    told = {
        one.value: one
        for passage, found in zip(said, data, strict=True)
        for one in found
        if one.kind == "email" and not passage.from_shop
    }
    texts = "\n".join(passage.text for passage in said).casefold() if told else ""
    for value, one in told.items():
        if texts.count(value) > 1:
            yield re.compile(rf"(?<![\w.+-]){re.escape(value)}(?![\w-])", re.IGNORECASE), one


def _places(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> Iterator[tuple[re.Pattern[str], Found]]:
    places: dict[str, Found] = {}
    for passage, found in zip(said, data, strict=True):
        for one in found:
            if one.kind == "address":
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
