"""What several products say of themselves, where no attribute tells it: "i have a gap of 20 cm, which one
fits", "what's the difference between the two"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.actions.tools import ActionTools
from retrieval.products.own_data import statements
from retrieval.products.questions import sentences_of
from retrieval.types import Product

NEAR = 0.35
"""So near to a question is what is told of a product beside another, ..."""
NEAREST = 0.4
"""... and so near the nearest of all, ..."""
SURELY = 0.45
"""... or where a page may answer as well."""
SENTENCES, CHARACTERS = 2, 220
"""Of a description, which say what a product is like, at most."""


def each_says(tools: ActionTools, products: Sequence[Product], question: str, least: float = NEAREST) -> str:
    """What of the data of each product comes nearest to a question, in quotation marks; "" where none comes
    as near as ``least``; blocks.

    Raises: ModelFileError.
    """
    if tools.reader is None:
        return ""
    asked, told, nearest = tools.products.without_names(question), list[str](), 0.0
    for product in products:
        name = tools.products.short_name(product)
        said = [one.text for one in statements(product, name)]
        texts = [f"{product.title}. {one}" for one in said]
        scores = tools.reader.scores(asked, texts) if texts else np.empty(0)
        near = float(scores.max(initial=0.0))
        nearest = max(nearest, near)
        words = f": “{said[int(np.argmax(scores))]}”" if near >= NEAR else " nothing to that."
        told.append(f"{'Of' if told else 'Our data say of'} the {name}{words}")
    return " ".join(told) if nearest >= least else ""


def each_described(tools: ActionTools, products: Sequence[Product]) -> str:
    """How the descriptions of products begin, in quotation marks; "" where one has none."""
    told: list[str] = []
    for product in products:
        said = sentences_of(product)[:SENTENCES]
        while len(said) > 1 and len(" ".join(said)) > CHARACTERS:
            said = said[:-1]
        if not said:
            return ""
        lead = "Of" if told else "Our descriptions say of"
        told.append(f"{lead} the {tools.products.short_name(product)}: “{' '.join(said)}”")
    return " ".join(told)
