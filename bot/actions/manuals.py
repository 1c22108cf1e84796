"""Manuals of single products: what they say holds for no other one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from retrieval.types import Answer, Product

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


def of_no_other(product: Product, name: str, answer: Answer) -> Answer:
    """The answer without what manuals of the same brand's other products say; a decline where nothing else is
    left. ``name`` is how the product is called."""

    def strange(title: str) -> bool:
        return is_of_another(title, [product.brand] if product.brand else [], [name])

    kept = tuple(
        sentence
        for sentence in answer.sentences
        if not sentence.hits or not all(strange(hit.passage.title) for hit in sentence.hits)
    )
    if len(kept) == len(answer.sentences):
        return answer
    return replace(answer, answered=bool(kept), sentences=kept)
