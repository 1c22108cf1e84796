"""Names of people of many countries, as the library Faker lists them."""

from __future__ import annotations

import pkgutil
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Literal

_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that are no plain ones with an accent, though people who lack them type the plain ones."""


def folded(word: str) -> str:
    """Without case and accents: "José" and "jose" are the same."""
    if word.isascii():
        return word.casefold()
    bare = word.casefold().translate(_STROKED)
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


@cache
def names_of_people(which: Literal["first", "last"]) -> frozenset[str]:
    """First names or surnames in small letters, also without their accents, and each part of those that have
    several. Read in 0.2 s."""
    import faker.providers.person as people

    return frozenset(
        form
        for module in pkgutil.iter_modules(people.__path__)
        for name in _listed(import_module(f"{people.__name__}.{module.name}").Provider, which)
        for part in (name.strip(), *name.split())
        for form in (part.casefold(), folded(part))
        if len(form) > 1
    )


def _listed(provider: type, which: str) -> Iterator[str]:
    """What a provider lists: names as a sequence, or with their frequencies; in Japan with their reading."""
    for attribute in dir(provider):
        values = getattr(provider, attribute) if attribute.startswith(f"{which}_name") else ()
        for name in values if isinstance(values, (dict, list, tuple)) else ():
            yield name if isinstance(name, str) else name[0]
