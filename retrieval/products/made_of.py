"""What things are to be made of: "merino", "a wooden handle"; not the stone that a shopper stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.products.filters import mentions
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.word_class import is_plural_of
from retrieval.types import Product

_OF = re.compile(r"\b(?:of|in|made from|with|out of|like|only|pure|real|genuine|have|has|having)\s+$")
_TAKEN = re.compile(r"\s*\0")
_DIRECTION = re.compile(
    r"\b(?:(?:hang|fall|drop|sit|pull|turn|climb|walk|look|burn|descend|calm|cool|slow|roll|fold|break|sink)"
    r"(?:s|ed|ing)?|go(?:es|ing)?|went|com(?:e|es|ing)|came|gets?|getting|fell|dropp(?:ed|ing)|sitting|lies?"
    r"|lying|broke|lets?|puts?|set|settles?|writes?|slid(?:e|es|ing)|slips?|runs?|cut|shut|upside|way)"
    r"(?:\s+(?:it|me|him|her|them|us|right|way|all the way))?\s+$"
)
_DIRECTED = re.compile(r"\s+(?:to|the|my|at|here|there|from|on|by)\b")


def read_materials(
    sentence: Sentence, vocabulary: Vocabulary, products: Sequence[Product], *, named: bool
) -> Iterator[str]:
    """Materials in what is left, each taken. Where the shopper ``named`` the things, ``products``, a material
    counts that some of them are made of, or that is told of them ("boots of stone")."""
    text = sentence.rest
    for found, material in sentence.phrases(vocabulary.materials):
        if _is_material(text, found, material) and (
            not named
            or any(mentions(product, material) for product in products)
            or _OF.search(text[: found.start])
            or _TAKEN.match(text, found.end)
        ):
            yield material


def _is_material(text: str, found: Found, material: str) -> bool:
    """Whether the word says what something is made of: glasses are worn, one can sit down, and
    what is for recycling is not recycled."""
    written = text[found.start : found.end]
    if is_plural_of(written, material) or (material.endswith("ed") and not written.endswith("ed")):
        return False
    if written.endswith("ing") and not material.endswith("ing"):
        return False
    directed = _DIRECTION.search(text, 0, found.start) or _DIRECTED.match(text, found.end)
    return not (material == "down" and directed)
