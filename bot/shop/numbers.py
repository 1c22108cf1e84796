"""Numbers of orders as shoppers write them, and new numbers of returns and cases."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable


def order_key(number: str) -> str:
    """A number without marks and case: "fw 204-518" gives FW204518."""
    return "".join(character for character in number if character.isalnum()).upper()


def shape(number: str) -> str:
    """The form of a number: "FW-204518" is AA999999."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", order_key(number)))


def one_slip(left: str, right: str) -> bool:
    """Whether two numbers differ in one character at most: another one, one too many, one too few."""
    short, long = sorted((order_key(left), order_key(right)), key=len)
    differ = (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b)
    begun = next(differ, len(short))
    return short[begun:] == long[begun + 1 :] or short[begun + 1 :] == long[begun + 1 :]


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """Every key that means a number: the number's own, and its digits where no other order has them."""
    own = {order_key(number): number for number in numbers}
    digits = {key: "".join(character for character in key if character.isdigit()) for key in own}
    shared = Counter(digits.values())
    by_digits = {digits[key]: number for key, number in own.items() if shared[digits[key]] == 1}
    by_digits.pop("", None)
    return by_digits | own


def case_number(prefix: str, key: str, taken: Collection[str]) -> str:
    """A number that is not taken, drawn from the key so that it tells nothing about how many there are."""
    start = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big")
    numbers = (f"{prefix}-{(start + step) % 1_000_000:06d}" for step in range(1_000_000))
    return next(number for number in numbers if number not in taken)
