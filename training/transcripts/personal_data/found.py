"""What is found in a text, and what it is found in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from training.transcripts.dialogue import Role

KINDS = (
    "name", "agent", "email", "phone", "address", "card", "iban", "national_id", "identity_document", "birth_date",
    "licence_plate", "password", "gift_code", "tracking_number", "customer_number", "order_number", "ip_address", "link", "account",
)  # fmt: skip
"""All kinds. ``agent``: who works for the shop; ``card``: also its last digits, its expiry, its security code;
``national_id``: tax, health and other numbers of a person; ``password``: PINs and one-time codes too; ``link``:
a web address that carries a key or a person; ``account``: a user name or a profile elsewhere."""

MASK = re.compile(rf"\[(?:{'|'.join(KINDS)})_\d+\]")


class Found(NamedTuple):
    """Characters ``start`` to ``end`` of a text; ``value``: equal for what is the same, however written."""

    start: int
    end: int
    kind: str
    value: str


class Passage(NamedTuple):
    """A text of a dialogue: who says it, for which kinds those who spoke before had asked, and of which kinds
    it and the turns before it speak (spoken.py)."""

    text: str
    role: Role
    asked: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    @property
    def from_shop(self) -> bool:
        """Whether the shop says it: only then can a mailbox or an account in it be the shop's own."""
        return self.role != "shopper"


def of_kind(
    kind: str, said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[Passage, Found]]:
    """What of a kind was found in the texts of a dialogue, with the text of each."""
    for passage, found in zip(said, data, strict=True):
        yield from ((passage, one) for one in found if one.kind == kind)


def plain(text: str) -> str:
    """Letters and digits only, without case: "DE89 3704-00" and "de89370400" are the same."""
    return "".join(c for c in text.casefold() if c.isalnum())


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(c for c in text if c.isdecimal())


ORDER = (
    r"orders?|ord|bestell(?:ung(?:en|snummer|s-?nr)?|nummer|-?nr)|auftrag(?:snummer|s-?nr)?|commandes?|cmde?|pedidos?|ordin[ei]|bestel(?:ling(?:en|snummer)?|nummer|-?nr)|zam(?:[óo]wieni[aeu])?|nr zam(?:[óo]wienia)?|beställning(?:en|snummer|snr)?|"
    r"bestilling(?:en|snummer|snr)?|order(?:nummer|-?nr)|ordre(?:nummer|-?nr)?|encomendas?|objednávk[aouy]|rendelés\w*|tilaus(?:numero)?|comand[aă]"
)
"""What an order is called, and its number."""
_CALLED_THING = re.compile(
    r"\b(?:s/?n|serial(?: (?:no|number))?|serien(?:nummer|nr)|imei|n° de série|numéro de série|número de serie|ean|gtin|isbn|batch|lot|charge|ref(?:erence)?(?: (?:is|no\.?|number))?(?: (?-i:[A-Z]{1,3}))?|tracking(?: (?:no|number|code))?|sendungsnummer|(?:número de )?guía)\b\.?\W{0,3}(?:(?:is|ist|no|nr|number)\W{1,2})?$",
    re.IGNORECASE,
)


_CALLED_ORDER = re.compile(
    rf"\b(?:{ORDER})\b\.?[ :#]{{0,3}}(?:(?:is|ist|no|nr|number|id|nummer|numer|n[uú]mero|numéro|n[°º])\b[ :.#]{{1,2}}){{0,2}}$",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:pay(?:s|ing|ments?)?|paid|charged?|cards?|visa|mastercard|maestro|amex|\w*karte|carte|tarjeta|carta|cartão|kaart|kort|kart[aęą]|bezahl\w*|zahl\w+|payer|pagar\w*|betal\w*)\b",
    re.IGNORECASE,
)
"""Of paying: then a card may stand behind a word for an order."""


def is_things(text: str, start: int) -> bool:
    """Whether what begins here is called the number of an order, a thing or a parcel."""
    ordered = _CALLED_ORDER.search(text, max(0, start - 40), start)
    if ordered and not _PAYS.search(text, max(0, start - 80), start):
        return True
    return bool(_CALLED_THING.search(text, max(0, start - 40), start))


def outside_masks(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """What touches no mask of an earlier masking."""
    masks = [match.span() for match in MASK.finditer(text)] if "[" in text else []
    for one in found:
        if not any(one.start < end and start < one.end for start, end in masks):
            yield one


def merged(found: Iterable[Found]) -> list[Found]:
    """Without overlaps: of two that overlap the earlier listed keeps its kind and takes in the other."""
    taken: list[Found] = []
    for one in found:
        touching = [other for other in taken if one.start < other.end and other.start < one.end]
        if not touching:
            taken.append(one)
            continue
        first = touching[0]
        start, end = min(one.start, *(o.start for o in touching)), max(one.end, *(o.end for o in touching))
        taken = [other for other in taken if other not in touching]
        taken.append(first._replace(start=start, end=end))
    return sorted(taken)


def overlaps(one: Found, others: Iterable[Found]) -> bool:
    """Whether one of the others has a character of it."""
    return any(one.start < other.end and other.start < one.end for other in others)
