"""What is told in pieces, one message after the other: a telephone number or a card in groups, a mailbox whose host
comes with the next message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from stdnum import luhn

from training.transcripts.personal_data.found import Found, Passage, digits_of

_DIGITS = re.compile(
    r"\s*(?:(?:(?:it['’]?s|its|and|then|und|dann|et|puis|y|luego|poi|en|i|och|og|sorry|ok|tel|mob|phone|card)\b)[\s:.,…-]*){0,3}(?P<it>\+?\d[\d ()./–-]{0,24})(?<=\d)[\s.,…]*"
)
"""A message that is hardly more than digits."""
_BEGUN = re.compile(r"(?<![\d.,-])(?P<it>\d{4}(?:[ -]?\d{4}){0,2})[\s.,…]*$")
_GOES_ON = re.compile(r"[^\d\n]{0,40}(?<![\d.,€$£-])(?P<it>\d{4}(?:[ -]?\d{4}){0,2})(?![\d-]|[.,/]\d)")
"""The end of a message and the beginning of the next, which may be a card's."""
_PHONE, _CARD = range(8, 16), 16
"""Digits of a telephone number, and of nearly every card."""
_PIECE = 8
"""So many digits has a piece of a telephone number at most."""
_LOCAL = re.compile(r"(?<![\w@.+-])(?P<it>[\w.+-]{2,64}@)\s*$")
_HOST_BEHIND = re.compile(r"\s*(?P<it>@?[\w-]+(?:\.[\w-]+)+)(?![\w@])")
_LOCAL_ALONE = re.compile(r"(?:^|\s)(?P<it>[\w.+-]{2,64})\s*$")
_SIGN_FIRST = re.compile(r"\s*(?P<it>@[\w-]+(?:\.[\w-]+)+)(?![\w@])")
_OF_PHONES = re.compile(
    r"\b(?:phone|mobile|cell|number|telefon\w*|handy\w*|nummer|rufnummer|tél\w*|téléphone|portable|numéro|teléfono|móvil|número|telefono|cellulare|numero|telefoon\w*|mobiel\w*|komórk\w+|numer\w*|mobil\w*)\b",
    re.IGNORECASE,
)
_OF_THINGS = re.compile(
    r"\b(?:order|bestell\w*|commande|pedido|ordine|bestel\w*|zamówieni\w+|article|artikel\w*|item|invoice|rechnung|tracking|parcel|sendung\w*)\b",
    re.IGNORECASE,
)


def find_in_pieces(said: Sequence[Passage]) -> list[list[Found]]:
    """For each text, the pieces of what the texts of one speaker in a row tell together; all have one value."""
    found: list[list[Found]] = [[] for _ in said]
    for _, row in groupby(range(len(said)), key=lambda number: said[number].role):
        numbers = list(row)
        if said[numbers[0]].role == "shopper" and len(numbers) > 1:
            asked = said[numbers[0] - 1].text if numbers[0] else ""
            for number, one in (
                *_numbers(said, numbers, asked),
                *_cards(said, numbers),
                *_mailboxes(said, numbers),
            ):
                found[number].append(one)
    return found


def _numbers(said: Sequence[Passage], row: Sequence[int], asked: str) -> Iterator[tuple[int, Found]]:
    """Digits in two to four messages that stand beside each other. ``asked``: what was said before them."""
    pieces = {number: match for number in row if (match := _DIGITS.fullmatch(said[number].text))}
    first = 0
    while first < len(row):
        length = next((n for n in (4, 3, 2) if _is_whole(said, row[first : first + n], pieces, n, asked)), 0)
        numbers = row[first : first + length]
        digits = "".join(digits_of(pieces[number]["it"]) for number in numbers)
        for number in numbers:
            kind, value = ("card", digits) if len(digits) == _CARD else ("phone", digits[-8:])
            yield number, Found(*pieces[number].span("it"), kind, value)
        first += max(length, 1)


def _is_whole(
    said: Sequence[Passage], numbers: Sequence[int], pieces: dict[int, re.Match[str]], count: int, asked: str
) -> bool:
    """Whether these messages are the groups of a valid card, or of a telephone number that was asked for."""
    if len(numbers) < count or not all(number in pieces for number in numbers):
        return False
    told = [digits_of(pieces[number]["it"]) for number in numbers]
    digits = "".join(told)
    if len(digits) == _CARD:
        return luhn.is_valid(digits) and max(map(len, told)) < _CARD
    about = "phone" in said[numbers[0]].asked or (_OF_PHONES.search(asked) and not _OF_THINGS.search(asked))
    begins = digits[0] == "0" or pieces[numbers[0]]["it"][0] == "+"
    return len(digits) in _PHONE and max(map(len, told)) <= _PIECE and bool(about or begins)


def _cards(said: Sequence[Passage], row: Sequence[int]) -> Iterator[tuple[int, Found]]:
    """ "my new card: 4539 1488 0343" and "sent too soon, 6467": groups of four with a card's check digit."""
    for one, other in pairwise(row):
        begins, ends = _BEGUN.search(said[one].text), _GOES_ON.match(said[other].text)
        if begins is None or ends is None:
            continue
        digits = digits_of(begins["it"] + ends["it"])
        if len(digits) == _CARD and luhn.is_valid(digits):
            yield one, Found(*begins.span("it"), "card", digits)
            yield other, Found(*ends.span("it"), "card", digits)


def _mailboxes(said: Sequence[Passage], row: Sequence[int]) -> Iterator[tuple[int, Found]]:
    """ "anna.winter@" and "gmx.de", "anna.winter" and "@gmx.de"."""
    for one, other in pairwise(row):
        for local, host in ((_LOCAL, _HOST_BEHIND), (_LOCAL_ALONE, _SIGN_FIRST)):
            begins, ends = local.search(said[one].text), host.match(said[other].text)
            if begins and ends:
                value = f"{begins['it'].rstrip('@')}@{ends['it'].lstrip('@')}".casefold()
                yield one, Found(*begins.span("it"), "email", value)
                yield other, Found(*ends.span("it"), "email", value)
                break
