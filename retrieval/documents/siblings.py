"""Documents of one kind, which differ in one word of their titles: "Store Dublin" and "Store Hamburg".

A question that names none of them is about the one that was spoken of before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")

Kind = tuple[int, tuple[str, ...]]
"""The place of the word that differs, and the others."""


class Siblings:
    """The kinds of documents among some titles."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._kinds: dict[Kind, set[str]] = defaultdict(set)
        for title in set(titles):
            for kind, word in _kinds(title):
                self._kinds[kind].add(word)

    def meant(self, title: str, said: str, asked: str) -> str:
        """The word of the document that ``said`` names and that is of one kind with the one entitled
        ``title``; "" where ``asked`` names one itself, or that is the one."""
        before, now = set(_words(said)), set(_words(asked))
        for kind, own in _kinds(title):
            words = self._kinds.get(kind, set())
            named = words & before
            if len(named) == 1 and own not in named and not words & now:
                return named.pop()
        return ""


def is_called(title: str, word: str) -> bool:
    """Whether a title has the word, as ``Siblings.meant`` gives it."""
    return word in _words(title)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _kinds(title: str) -> Iterator[tuple[Kind, str]]:
    words = _words(title)
    for place, word in enumerate(words) if len(words) > 1 else ():
        yield (place, (*words[:place], *words[place + 1 :])), word
