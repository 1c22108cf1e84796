"""Verbs behind a product that is called by a plural: "The Lund Headphones weigh 262 g."."""

from __future__ import annotations

import re

from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.terms import stem
from retrieval.products.word_class import is_plural
from retrieval.types import Product

_VERBS = {
    "is": "are", "isn't": "aren't", "has": "have", "does": "do", "doesn't": "don't",
}  # fmt: skip
_VERB = re.compile(
    r"(?P<verb>is|isn't|has|does|doesn't|(?:weigh|cost|come|keep|fit|include|contain|need|require|work|fold|charge)s)\b"
)


def agreeing(text: str, product: Product, name: str) -> str:
    """The text with the verbs right behind the product's name in the plural, where that ends with a noun in
    the plural."""
    last = name.split()[-1]
    heads = {stem(noun.split()[-1]) for noun in kind_nouns(product)}
    if not is_plural(last.lower()) or stem(last) not in heads:
        return text
    behind = re.compile(rf"(?<!of )(?<!of the )(?P<who>\b[Tt]he {re.escape(name)} ){_VERB.pattern}")
    return behind.sub(lambda match: match["who"] + _plural(match["verb"]), text)


def _plural(verb: str) -> str:
    return _VERBS.get(verb) or verb.removesuffix("s")
