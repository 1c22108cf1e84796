"""Which of several products is so by what is said of it, where "which is cooler" is asked and no attribute
measures that: the one whose description calls it cool."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.products.facts import say
from retrieval.products.questions import Suited
from retrieval.products.terms import stems
from retrieval.types import Product

_MORE = re.compile(
    r"\bwhich (?:ones? |of [a-z]+ (?:[a-z]+ )?)?(?:is|are|feels?|keeps?) (?:the )?"
    r"(?:more (?P<plain>[a-z]{3,})|(?P<more>[a-z]{2,}er))\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_LEAST = 3
"""Letters of a word that may be compared."""


def said_of_one(products: Sequence[tuple[Product, str]], text: str) -> Suited | None:
    """What is said of the only product that is called by the word whose comparative a text asks for; None
    where none is called so, or several. ``products`` with their names."""
    match = _MORE.search(text)
    if match is None:
        return None
    words = {match["plain"].lower()} if match["plain"] else set(_plain(match["more"]))
    told = [(product, said) for product, name in products if (said := _saying(product, name, words))]
    return Suited(product=told[0][0], text=told[0][1]) if len(told) == 1 else None


def _plain(more: str) -> Iterator[str]:
    """What a comparative may be of: "cool" of "cooler", "thin" of "thinner", "fine" of "finer"."""
    root = more.lower().removesuffix("er")
    forms = [root, f"{root}e"]
    if root.endswith("i"):
        forms.append(f"{root[:-1]}y")
    if len(root) > _LEAST and root[-1] == root[-2]:
        forms.append(root[:-1])
    yield from (form for form in forms if len(form) >= _LEAST)


def _saying(product: Product, name: str, said: set[str]) -> str:
    """The attribute or the sentence of the description that calls a product so, as it is told, else ""."""
    wanted = {stem for word in said for stem in stems(word)}
    for attribute, value in product.attributes.items():
        if wanted & set(stems(value)):
            return say(name, attribute, value, lead=False)
    for sentence in _SENTENCES.split(product.description):
        if wanted & set(stems(sentence)):
            return f"About the {name}, our description says: “{sentence}”"
    return ""
