"""How a shop numbers its orders: learned from the numbers it has, and found in what people type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import structlog

from bot.errors import ShopUnavailable
from bot.settings import Settings
from bot.shop.tables import Tables

MOST = 12
"""Forms that are told apart: a shop has one or two, and numbers drawn at random are of no form."""
LEAST_DIGITS = 3
"""Fewer are found in every message."""
ALONE = 5
"""Digits that stand for an order without the letters before them."""

_BETWEEN = r"[\s\-–—_#:./]"

log = structlog.get_logger()


class Typed(NamedTuple):
    """An order number in a text: where it stands, and how the shop writes it."""

    match: re.Match[str]
    number: str


@dataclass(frozen=True)
class OrderForms:
    """One example of each form, such as ``FW-204518``: letters, then digits, in several groups it may be.

    Raises: ValueError for an example that is none.
    """

    examples: Sequence[str]

    def __post_init__(self) -> None:
        for example in self.examples:
            _parts(example)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Forgiving: letters in any case, separators as one likes, and no letters where the digits are many
        enough (``ALONE``) to stand for themselves. One group a form holds what follows the letters."""
        return re.compile("|".join(map(_forgiving, self.examples)), re.IGNORECASE)

    @property
    def told(self) -> str:
        """In a few words."""
        return f"order numbers like {', '.join(self.examples)}"

    def found(self, text: str) -> Iterator[Typed]:
        """All that stand in ``text``, from left to right."""
        for match in self.pattern.finditer(text):
            group = match.lastindex or 1
            typed = match[group]
            letters, rest = _parts(self.examples[group - 1])
            rest = _filled(rest, typed)
            bare = match[0].lstrip("#") == typed
            yield Typed(match, rest if bare and self._is_shared(group - 1) else letters + rest)

    def _is_shared(self, form: int) -> bool:
        """Whether another form has the same digits behind other letters."""
        tails = [_shape(_parts(example)[1]) for example in self.examples]
        return tails.count(tails[form]) > 1


def order_forms(settings: Settings) -> OrderForms:
    """Those of an installation: of ``[shop] order_number`` and of its ``shop/orders.csv``, as that is now."""
    try:
        numbers = Tables(settings.state / "shop").column("orders.csv", "order_number")
    except ShopUnavailable as error:  # told of by who reads the orders
        log.info("order_forms_unknown", error=error.detail)
        numbers = []
    own = settings.shop.order_number
    known = forms_of([*([own] if own else ()), *numbers])
    return known if known.examples else USUAL


def forms_of(numbers: Iterable[str]) -> OrderForms:
    """The forms of these numbers, the most usual first, without those that are of no form."""
    seen: dict[tuple[str, str], str] = {}
    often: Counter[tuple[str, str]] = Counter()
    for number in map(str.strip, numbers):
        try:
            letters, rest = _parts(number)
        except ValueError:
            continue
        form = ("".join(_runs(letters)).upper(), _shape(rest))
        seen.setdefault(form, number)
        often[form] += 1
    return OrderForms(tuple(seen[form] for form, _ in often.most_common(MOST)))


def _parts(example: str) -> tuple[str, str]:
    """What stands before the first digit, and the rest.

    Raises: ValueError where it is no order number.
    """
    parts = re.fullmatch(r"([^\d]{0,12})(\d[\w\-–—_#:./ ]{2,23})", example, re.ASCII)
    if parts is None or sum(map(str.isdigit, parts[2])) < LEAST_DIGITS:
        raise ValueError(f"{example!r} is no order number: letters, a separator, digits")
    return parts[1], parts[2]


def _runs(text: str) -> list[str]:
    return re.findall(r"\d+|[A-Za-z]+", text)


def _shape(rest: str) -> str:
    """The runs of digits and letters with how many each has: ``2024-00123`` is 9x4 9x5."""
    return " ".join(f"{'9' if run.isdigit() else 'A'}x{len(run)}" for run in _runs(rest))


def _forgiving(example: str) -> str:
    letters, rest = _parts(example)
    runs = [(r"\d" if run.isdigit() else "[A-Z]") + f"{{{len(run)}}}" for run in _runs(rest)]
    behind = r"\d|[.,]\d|-\d" if rest[-1].isdigit() else r"[^\W_]"
    number = "(" + f"{_BETWEEN}?".join(runs) + f")(?!{behind})"
    prefixed = "".join(re.escape(run) + f"{_BETWEEN}*" for run in _runs(letters))
    if prefixed and sum(map(str.isdigit, rest)) < ALONE:
        return rf"(?<![\w-])#?{prefixed}{number}"
    bare = r"(?<!\d[\s/.,-])(?<!\d[)]\s)(?<![€$£+])"
    optional = f"(?:{prefixed}|{bare})" if prefixed else bare
    return rf"(?<![\w-])#?{optional}{number}"


def _filled(rest: str, typed: str) -> str:
    """``typed`` with the separators that ``rest`` has."""
    characters = iter(character for character in typed if character.isalnum())
    return "".join(next(characters).upper() if one.isalnum() else one for one in rest)


USUAL = OrderForms(("100001",))
"""As most shop systems number, for a shop that has told of none."""
