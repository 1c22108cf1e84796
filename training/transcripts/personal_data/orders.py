"""Whether what has the form of an order's number is something else: a postcode, a code, a paper's number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from training.transcripts.personal_data.found import ORDER, Found, Passage

_PAPERS_OF_TRADE = (
    r"purchases?|bill|invoice|rechnung(?:snummer|s-?nr)?|facture|factura|fattura|factuur(?:nummer|-?nr)?|faktur[aęy]|faktura(?:nummer|nr)|articles?|art|artikel(?:nummer|-?nr)?|artículo|articolo|artykuł|artigo|item|ean|gtin|sku|"
    r"rma|retoure?(?:nnummer|nummer|-?nr)?|rücksendung(?:snummer)?|reso|zwrot|devoluci[oó]n|devolução|retur(?:nummer|nr)?"
)
"""Invoices, articles, returns."""
CALLED_ORDER = re.compile(
    rf"\b(?:{ORDER}|{_PAPERS_OF_TRADE})\b\.?"
    r"(?:\s?(?:(?:no|nr|number|id|num|nummer|numer|n[uú]mero|numéro|code|with|record|labell?ed|reference|under|the|has|is|was|met|mit|del?|van)\b\.?|n[°º]\.?)){0,4}\s?:?\s?#?\s?"
    r"(?P<it>[A-Za-z]{0,4}-?\d[\dA-Za-z]*(?:(?: \d{4}){3}(?!\d)|(?:-\w+)*))",
    re.IGNORECASE,
)
_ORDER_WORD = re.compile(
    rf"\b(?:{ORDER}|bestell\w*|invoice|rechnung|article|item|ticket|case)\b",
    re.IGNORECASE,
)
_OF_PEOPLE = ("identity_document", "national_id", "customer_number", "licence_plate", "password", "account")
"""Kinds of numbers that have letters as well."""


def is_no_order(said: Passage, one: Found, orders: Sequence[Found]) -> bool:
    """Whether what was found is personal though ``orders`` have characters of it."""
    if one.kind == "address" and CALLED_ORDER.fullmatch(said.text, one.start, one.end):
        return False
    return (
        _is_town_line(one)
        or _holds_more(one, orders)
        or _has_letters(said.text, one, orders)
        or _is_told_code(said.text, one)
        or (one.kind == "address" and "postcode" in said.asked and not CALLED_ORDER.search(said.text))
    )


def _is_town_line(one: Found) -> bool:
    """Whether digits in it are a postcode rather than an order: a town stands beside them."""
    return one.kind == "address" and sum(c.isalpha() for c in one.value) > 3


def _is_told_code(text: str, one: Found) -> bool:
    """Whether it is a code that somebody tells, though orders have such numbers too: no word calls it one."""
    return (
        one.kind == "password"
        and one.value.isdecimal()
        and not _ORDER_WORD.search(text[max(0, one.start - 40) : one.start])
    )


def _holds_more(one: Found, orders: Sequence[Found]) -> bool:
    """Whether what looks like an order's number is a group of digits within a longer number."""
    within = [order for order in orders if order.start < one.end and one.start < order.end]
    return all(
        one.start <= order.start
        and order.end <= one.end
        and one.end - one.start >= order.end - order.start + 4
        for order in within
    )


def _has_letters(text: str, one: Found, orders: Sequence[Found]) -> bool:
    """Whether letters before or behind the digits tell that this is a paper's or a person's number and no
    order's: "482917KE", unless the text calls it an order's."""
    within = [order for order in orders if order.start < one.end and one.start < order.end]
    return (
        one.kind in _OF_PEOPLE
        and not CALLED_ORDER.search(text, max(0, one.start - 40), one.end)
        and all(
            one.start <= order.start
            and order.end <= one.end
            and any(map(str.isalpha, text[one.start : order.start] + text[order.end : one.end]))
            for order in within
        )
    )
