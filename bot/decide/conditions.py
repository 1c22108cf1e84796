"""Conditions of flows and responses: ``slots.age >= 18 and not slots.consent``.

The operators are those of the documented flow format: ``not and or = != < <= > >= is, is not, contains,
matches`` and parentheses; values are texts in quotes, numbers, ``true``, ``false``, ``null`` and sets
``{"a" "b"}``; names stand in the namespaces ``slots.`` and ``context.``. A name without a value equals
``null``, is false, and is neither greater nor less than anything.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Scope = Mapping[str, Mapping[str, Any]]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>-?\d+(?:\.\d+)?)(?![\w.])
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<word>[A-Za-z_][\w.\-]*)
    | (?P<sign><=|>=|!=|==|=|<|>|\(|\)|\{|\}|,)
    )""",
    re.VERBOSE,
)
_WORDS = {
    "and",
    "or",
    "not",
    "is",
    "contains",
    "matches",
    "true",
    "false",
    "null",
    "none",
    "undefined",
    "empty",
}
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
_JINJA = re.compile(r"""(["'])\{\{\s*((?:context|slots)\.\w+)\s*\}\}\1""")


class ConditionError(ValueError):
    """A condition that cannot be read."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read. ``names`` are the names it uses, e.g. ``slots.age``."""

    text: str
    names: tuple[str, ...]
    _test: Callable[[Scope], Any] = field(repr=False, compare=False)

    def holds(self, slots: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> bool:
        """Whether it is true now; never raises."""
        return bool(self._test({"slots": slots, "context": context or {}}))


def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises: ConditionError with the reason in words.
    """
    parser = _Parser(_JINJA.sub(r"\2", text))
    test = parser.whole()
    return Condition(text.strip(), tuple(dict.fromkeys(parser.names)), test)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ConditionError(f"{text[position:].strip()[:20]!r} cannot stand in a condition")
        position = match.end()
        kind = match.lastgroup or ""
        value = match.group(kind)
        if kind == "word" and value.lower() in _WORDS:
            yield "key", value.lower()
        else:
            yield kind, value


class _Parser:
    """Recursive descent: or, and, not, comparison, value."""

    def __init__(self, text: str) -> None:
        self._left = [*_tokens(text)]
        self.names: list[str] = []

    def whole(self) -> Callable[[Scope], Any]:
        if not self._left:
            raise ConditionError("the condition is empty")
        test = self._or()
        if self._left:
            raise ConditionError(f"{self._left[0][1]!r} is not expected here")
        return test

    def _takes(self, *values: str) -> str:
        if self._left and self._left[0][0] in ("key", "sign") and self._left[0][1] in values:
            return self._left.pop(0)[1]
        return ""

    def _or(self) -> Callable[[Scope], Any]:
        test = self._and()
        while self._takes("or"):
            test = _either(test, self._and())
        return test

    def _and(self) -> Callable[[Scope], Any]:
        test = self._not()
        while self._takes("and"):
            test = _both(test, self._not())
        return test

    def _not(self) -> Callable[[Scope], Any]:
        if self._takes("not"):
            inner = self._not()
            return lambda scope: not inner(scope)
        return self._comparison()

    def _comparison(self) -> Callable[[Scope], Any]:
        left = self._value()
        sign = self._takes("=", "==", "!=", "<", "<=", ">", ">=", "is", "contains", "matches")
        if not sign:
            return left
        if sign == "is" and self._takes("not"):
            sign = "!="
        if sign == "matches":
            self._check_pattern()
        return _compare(_COMPARISONS[sign], left, self._value())

    def _check_pattern(self) -> None:
        kind, pattern = self._left[0] if self._left else ("", "")
        if kind != "text":
            return
        try:
            re.compile(pattern[1:-1].strip("/"))
        except re.error as error:
            raise ConditionError(f"the regular expression {pattern} cannot be read: {error}") from error

    def _value(self) -> Callable[[Scope], Any]:
        if not self._left:
            raise ConditionError("a value is missing at the end")
        if self._takes("("):
            inner = self._or()
            if not self._takes(")"):
                raise ConditionError("a closing parenthesis is missing")
            return inner
        if self._takes("{"):
            return _constant(frozenset(self._members()))
        kind, value = self._left.pop(0)
        if kind == "word":
            return self._name(value)
        return _constant(_literal(kind, value))

    def _members(self) -> Iterator[Any]:
        while not self._takes("}"):
            if not self._left:
                raise ConditionError("a closing brace is missing")
            kind, value = self._left.pop(0)
            if value != ",":
                yield _literal("text" if kind == "word" else kind, value)

    def _name(self, name: str) -> Callable[[Scope], Any]:
        space, _, key = name.partition(".")
        if space not in ("slots", "context") or not key:
            raise ConditionError(f"{name!r} has no namespace: write slots.{name}, or quote a text")
        self.names.append(name)
        return lambda scope: scope[space].get(key)


def _literal(kind: str, value: str) -> Any:
    if kind == "number":
        return float(value)
    if kind == "text":
        return re.sub(r"\\([\"'])", r"\1", value[1:-1]) if value[:1] in "\"'" else value
    if kind == "key" and value in _CONSTANTS:
        return _CONSTANTS[value]
    if kind == "key" and value == "empty":
        return ""
    raise ConditionError(f"a value is expected where {value!r} stands")


def _constant(value: Any) -> Callable[[Scope], Any]:
    return lambda _scope: value


def _either(left: Callable[[Scope], Any], right: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
    return lambda scope: left(scope) or right(scope)


def _both(left: Callable[[Scope], Any], right: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
    return lambda scope: left(scope) and right(scope)


def _compare(
    test: Callable[[Any, Any], bool], left: Callable[[Scope], Any], right: Callable[[Scope], Any]
) -> Callable[[Scope], Any]:
    return lambda scope: test(left(scope), right(scope))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right or str(left).lower() == str(right).lower()
    numbers = _number(left), _number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return bool(left == right)


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(left: Any, right: Any) -> bool:
        numbers = _number(left), _number(right)
        if None not in numbers:
            return test(numbers[0], numbers[1])
        return isinstance(left, str) and isinstance(right, str) and test(left, right)

    return compare


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return isinstance(right, str) and right.casefold() in left.casefold()
    if isinstance(left, frozenset | set | list | tuple | dict):
        return any(_equal(item, right) for item in left)
    return False


def _matches(left: Any, right: Any) -> bool:
    if not isinstance(left, str) or not isinstance(right, str):
        return False
    try:
        return re.search(right.strip("/"), left) is not None
    except re.error:
        return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": _equal,
    "==": _equal,
    "is": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "contains": _contains,
    "matches": _matches,
}
