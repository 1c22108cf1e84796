"""Manuals of single products: what they say holds for no other one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MANUAL = re.compile(r"\b(?:manual|user guide|instructions|data ?sheet)\b")
"""In the title of a document on a single product."""


def is_of_another(title: str, brands: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a title is that of a manual of a product of one of ``brands`` that none of ``names`` is called
    like."""
    said = title.lower()
    if not _MANUAL.search(said) or not any(brand.lower() in said for brand in brands):
        return False
    known = {word for brand in brands for word in brand.lower().split()}
    return all(set(said.split()).isdisjoint(set(name.lower().split()) - known) for name in names)
