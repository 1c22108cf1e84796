"""Nouns in the plural, as they are written: "lamps", "knives", "cutlery"."""

from __future__ import annotations

import re

_IRREGULAR = {
    "mouse": "mice", "foot": "feet", "tooth": "teeth", "goose": "geese", "man": "men", "woman": "women",
    "child": "children", "person": "people", "fish": "fish", "mice": "mice", "feet": "feet", "teeth": "teeth",
}  # fmt: skip
_UNCOUNTED = ("wear", "ware", "clothing", "cutlery", "gear", "luggage", "equipment", "food", "litter", "hay")


def plural(noun: str) -> str:
    """The noun, its last word in the plural where it has one."""
    *front, last = noun.split(" ")
    if last.lower() in _IRREGULAR:
        return " ".join((*front, _IRREGULAR[last.lower()]))
    if noun.endswith(_UNCOUNTED):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    if noun.endswith(("ife", "lf")):
        return f"{noun.removesuffix('e')[:-1]}ves"
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    return f"{noun}{'es' if noun.endswith(('ch', 'sh', 'ss', 'x')) else 's'}"
