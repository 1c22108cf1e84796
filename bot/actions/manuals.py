"""Manuals of single products: what they say holds for no other one."""

from __future__ import annotations

import re

from msgspec.structs import replace

from retrieval.types import Answer, Product

_MANUAL = re.compile(r"\b(?:manual|user guide|instructions|data ?sheet)\b")
"""In the title of a document on a single product."""


def of_no_other(product: Product, name: str, answer: Answer) -> Answer:
    """The answer without what manuals of the same brand's other products say; a decline where nothing else is
    left. ``name`` is how the product is called."""
    brand = product.brand.lower()
    own = {word for word in name.lower().split() if word not in brand.split()}

    def is_of_another(title: str) -> bool:
        manual = brand and brand in title and _MANUAL.search(title)
        return bool(manual) and own.isdisjoint(title.split())

    kept = tuple(
        sentence
        for sentence in answer.sentences
        if not sentence.hits or not all(is_of_another(hit.passage.title.lower()) for hit in sentence.hits)
    )
    if len(kept) == len(answer.sentences):
        return answer
    return replace(answer, answered=bool(kept), sentences=kept)
