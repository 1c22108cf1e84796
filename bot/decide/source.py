"""YAML whose every value knows its file and line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.decide.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. The readers below note a problem and go on where the value is of the wrong
    kind."""

    value: Any
    place: Place
    problems: Problems

    def wrong(self, text: str, *, wrong: str = "", known: Collection[str] = ()) -> None:
        """Note a problem at this place."""
        self.problems.add(self.place, text, wrong=wrong, known=known)

    def is_mapping(self) -> bool:
        """Whether this has keys."""
        return isinstance(self.value, CommentedMap)

    def is_list(self) -> bool:
        """Whether this has items."""
        return isinstance(self.value, CommentedSeq)

    def entries(self, what: str) -> dict[str, Node]:
        """The values by key, in order, each at the line of its key. ``what`` names this in a problem."""
        if not isinstance(self.value, CommentedMap):
            if self.value is not None:
                self.wrong(f"{what} must be a mapping of keys to values.")
            return {}
        places = self.value.lc.data or {}
        return {
            str(key): Node(value, self._at(places[key][0] if key in places else None), self.problems)
            for key, value in self.value.items()
        }

    def keys(self, what: str, known: Collection[str]) -> dict[str, Node]:
        """Like ``entries``, where only ``known`` keys may stand."""
        entries = self.entries(what)
        for key, node in entries.items():
            if key not in known:
                node.wrong(f"{what} has no key {key!r}.", wrong=key, known=known)
        return entries

    def items(self, what: str) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.value, CommentedSeq):
            if self.value is not None:
                self.wrong(f"{what} must be a list.")
            return []
        places = self.value.lc.data or {}
        return [
            Node(item, self._at(places[i][0] if i in places else None), self.problems)
            for i, item in enumerate(self.value)
        ]

    def text(self, what: str) -> str:
        """A text; numbers and truth values as they are written."""
        if isinstance(self.value, bool):
            return str(self.value).lower()
        if isinstance(self.value, str | int | float):
            return str(self.value)
        self.wrong(f"{what} must be a text.")
        return ""

    def truth(self, what: str) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self.wrong(f"{what} must be true or false.")
        return False

    def plain(self) -> Any:
        """The value without places: dict, list, str, int, float, bool or None."""
        return _plain(self.value)

    def lines(self, what: str) -> list[Node]:
        """The lines of a block of text (``|``), each at its own line of the file."""
        text = self.text(what)
        first = self.place.line + (1 if isinstance(self.value, LiteralScalarString) else 0)
        return [
            Node(line, Place(self.place.file, first + i), self.problems)
            for i, line in enumerate(text.split("\n"))
        ]

    def _at(self, line: int | None) -> Place:
        return self.place if line is None else Place(self.place.file, line + 1)


def read_yaml(file: str, text: str, problems: Problems) -> Node | None:
    """The root of a file, or None where it is empty or no YAML (then a problem is noted)."""
    try:
        value = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problems.add(Place(file, line), f"This is not valid YAML: {_first_line(error)}.")
        return None
    except YAMLError as error:
        problems.add(Place(file, 1), f"This is not valid YAML: {_first_line(error)}.")
        return None
    return None if value is None else Node(value, Place(file, 1), problems)


def _first_line(error: YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return str(problem).strip().splitlines()[0].rstrip(".")


def _plain(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    return str(value)
