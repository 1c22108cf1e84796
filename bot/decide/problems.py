"""What is wrong with an assistant's files: mistakes with file, line, reason and the nearest right name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import AssistantError


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands. ``line`` counts from 1."""

    file: str
    line: int


NOWHERE = Place("", 0)
"""The place of what stands in no file."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. ``hint`` is the nearest right name, or ""."""

    place: Place
    text: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" Did you mean {self.hint!r}?" if self.hint else ""
        return f"{self.place.file}:{self.place.line}: {self.text}{hint}"

    def as_error(self) -> AssistantError:
        """The same as an exception."""
        return AssistantError(self.text, file=self.place.file, line=self.place.line, hint=self.hint or None)


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or ""."""
    names = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(wrong.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""


class Problems:
    """Collects problems while files are read, so that all are found at once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, place: Place, text: str, *, wrong: str = "", known: Iterable[str] = ()) -> None:
        """Note a mistake; ``wrong`` and ``known`` give the hint."""
        self._found[Problem(place, text, nearest(wrong, known) if wrong else "")] = None

    def unknown(self, place: Place, kind: str, name: str, known: Iterable[str]) -> None:
        """Note a name that does not exist."""
        self.add(place, f"There is no {kind} {name!r}.", wrong=name, known=known)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)
