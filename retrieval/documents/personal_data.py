"""Personal data of customers in documents: an order with the person who placed it is left out, a card or
account number and a private address are masked; the shop's own contact lines and accounts stay.

Told apart by what stands together (docs/decisions): an order number beside a private address or a telephone
number, in one paragraph, list or table row, is somebody's order. An address is private when its mailbox is a
person's name or its provider gives addresses to private people, and no role ("service", "returns"), nor one
at a host at which the document names a role. An account is the shop's own in a sentence that speaks to the
reader or of us, or only names it, and that tells of no money that went out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from retrieval.documents.blocks import Block, sentences

MASK = "•••"

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_ORDER = re.compile(
    r"\b[A-Z]{2,4}-?\d{5,}\b|\b(?:order|bestellung|bestellnummer|commande|pedido|ordine)"
    r"(?:\s*(?:no|nr|number|id))?\.?\s*[:#;]?\s*\d{5,}\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,-])\+?\(?\d(?:[ ()/.-]{0,2}\d){7,18}(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_PROVIDERS = re.compile(
    r"@(?:gmail|googlemail|gmx|web|yahoo|hotmail|outlook|icloud|me|live|aol|t-online|freenet|proton|protonmail"
    r"|posteo|mailbox|orange|laposte|free|libero|wp|seznam|mail)\.",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:service|info|support|contact|kontakt|help|hello|mail|office|sales|orders?|returns?|shop|store|privacy"
    r"|press|jobs|careers|warranty|parts|customs|business|events?|security|billing|accounts?|invoices?|team"
    r"|no-?reply|newsletter|customer)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[a-z]{2,}[._-][a-z]{2,}\d*@", re.IGNORECASE)
_READER = re.compile(r"\b(?:you|your|us|our|we)\b", re.IGNORECASE)
_LABELLED = re.compile(r"\W*(?:iban|bank|account|konto|recipient|holder|bic)\b", re.IGNORECASE)
_PAID_OUT = re.compile(
    r"\b(?:refund|reimburs)|\b(?:paid|repaid|credited|returned|sent|transferred)\b", re.IGNORECASE
)


def without_personal_data(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without customers' data, and what was left out: its kinds, never the data itself."""
    kept: list[Block] = []
    left_out: list[str] = []
    own = _own_hosts(line for block in blocks for line in block.lines)
    for block in blocks:
        lines, gone = _screened(block, own)
        left_out += gone
        if len(lines) > (block.kind == "table" and len(block.lines) > 1):
            kept.append(block if lines == block.lines else replace(block, lines=lines))
    return kept, left_out


def masked(text: str) -> tuple[str, list[str]]:
    """The text with card and account numbers and private addresses masked, and the kinds of these."""
    gone = []
    for kind, found in [*_numbers(text), *_private(text)]:
        if kind in ("card number", "account number") or (kind == "e-mail" and _PROVIDERS.search(found)):
            text = text.replace(found, MASK)
            gone.append(kind)
    return text, gone


def _own_hosts(lines: Iterable[str]) -> frozenset[str]:
    """Where the mailboxes of roles are: the shop's, but none that gives addresses to private people."""
    found = (address for line in lines for address in _EMAIL.findall(line))
    roles = (one for one in found if _ROLE.search(one.split("@")[0]) and not _PROVIDERS.search(one))
    return frozenset(_host(one) for one in roles)


def _host(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _screened(block: Block, own: frozenset[str]) -> tuple[tuple[str, ...], list[str]]:
    """The lines of a block that stay, masked, and the kinds of what is gone."""
    head = block.lines[0] if block.kind == "table" else ""
    together = _kinds(" ".join(block.lines), own)
    records = {line: _kinds(_named(head, line), own) for line in block.lines}
    apart = any(map(_is_record, records.values())) and not _kinds(head, own)
    if block.kind != "heading" and _is_record(together) and not apart:
        return (), [_told(together)]
    lines: list[str] = []
    gone: list[str] = []
    for line in block.lines:
        if _is_record(records[line]):
            gone.append(_told(records[line]))
            lines += [MASK] if block.kind == "heading" else []  # what stands below it stays, and stays below
            continue
        text, kinds = masked(line)
        lines.append(text)
        gone += kinds
    return tuple(lines), gone


def _named(head: str, row: str) -> str:
    """A table row with the names of its columns."""
    if not head:
        return row
    pairs = zip(head.strip("| ").split(" | "), row.strip("| ").split(" | "), strict=False)
    return "; ".join(f"{name}: {value}" for name, value in pairs)


def _kinds(text: str, own: frozenset[str]) -> set[str]:
    """The kinds of personal data in a text; contact lines for the reader, and addresses at the shop's ``own``
    hosts, do not count."""
    kinds = {kind for kind, _ in [*_numbers(text), *_private(text, own)]}
    if _ORDER.search(text):
        kinds.add("order number")
    return kinds


def _is_record(kinds: set[str]) -> bool:
    return len(kinds) > 1


def _told(kinds: set[str]) -> str:
    return " with ".join(sorted(kinds, reverse=True))


def _private(text: str, own: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    reader = bool(_READER.search(text))
    found = _EMAIL.findall(text)
    return [("e-mail", one) for one in found if _is_private(one, reader or _host(one) in own)]


def _is_private(address: str, meant_for_readers: bool) -> bool:
    if _ROLE.search(address.split("@")[0]):
        return False
    return bool(_PROVIDERS.search(address) or _NAME.match(address)) or not meant_for_readers


def _numbers(text: str) -> list[tuple[str, str]]:
    rest, found = text, []
    for sentence in sentences(text):
        for account in filter(_is_account, _IBAN.findall(sentence)):
            rest = rest.replace(account, " ")
            if not _is_own(sentence):
                found.append(("account number", account))
    for number in _DIGITS.findall(_ORDER.sub(" ", rest)):
        digits = re.sub(r"\D", "", number)
        if 13 <= len(digits) <= 19 and digits[0] in "3456" and _luhn(digits):
            found.append(("card number", number))
        elif (number.startswith(("+", "0", "(0"))) and len(digits) <= 15 and not _READER.search(text):
            found.append(("telephone number", number))
    return found


def _is_own(sentence: str) -> bool:
    """Whether an account in this sentence is the shop's, to pay to: a bare "IBAN: ..." is, too."""
    addressed = _READER.search(sentence) or _LABELLED.match(sentence)
    return bool(addressed) and not _PAID_OUT.search(sentence)


def _luhn(digits: str) -> bool:
    """The check of card numbers: every second digit from the right doubled."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_account(text: str) -> bool:
    """The check of account numbers (ISO 13616): 97 divides it with a rest of 1."""
    plain = text.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return len(plain) >= 15 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
