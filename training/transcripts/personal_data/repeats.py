"""What was found once and is written again elsewhere in a dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from training.transcripts.personal_data.found import Found, Passage, merged, plain
from training.transcripts.personal_data.words import Words

_TOWN = re.compile(r"^(?:[a-z]{1,2}-)?\d[\d -]{2,6}\d (?P<town>[^\W\d_]{4,}(?:[ -][^\W\d_]{3,})?)$")
"""The town of a line such as "31-147 Kraków", which may be said again without its postcode."""
_NOT_BY_VALUE = ("address", "email", "link")


def patterns(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> list[tuple[re.Pattern[str], Found]]:
    """How the numbers, codes and parts of addresses are written that stand in the texts more than once."""
    return [*_numbers(said, data), *_places(said, data, words)]


def with_repeats(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], again: Sequence[tuple[re.Pattern[str], Found]]
) -> list[list[Found]]:
    """The same value is of one kind, the one that it had first."""
    return [
        merged(
            (
                *(_of_kind(one, again) for one in found),
                *(
                    one._replace(start=match.start(), end=match.end())
                    for pattern, one in again
                    for match in pattern.finditer(passage.text)
                ),
            )
        )
        for passage, found in zip(said, data, strict=True)
    ]


def _of_kind(one: Found, again: Sequence[tuple[re.Pattern[str], Found]]) -> Found:
    kind = next((first.kind for _, first in again if first.value == one.value), one.kind)
    return one._replace(kind=kind)


def _numbers(
    said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[re.Pattern[str], Found]]:
    values: dict[str, Found] = {}
    for found in data:
        for one in found:
            if one.kind not in _NOT_BY_VALUE and len(one.value) >= 4:
                values.setdefault(one.value, one)
    texts = "\n".join(plain(passage.text) for passage in said) if values else ""
    for value, one in values.items():
        if texts.count(plain(value)) > 1:
            written = "[ ./()–-]{0,2}".join(map(re.escape, value))
            yield re.compile(rf"(?<!\w){written}(?!\w)", re.IGNORECASE), one


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
