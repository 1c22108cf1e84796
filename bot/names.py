"""The names that a shop's own things go by, for the understander to look up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decide.assistant import Assistant
from bot.settings import Settings
from bot.shop.order_forms import order_forms
from bot.understand.context import ShopWords
from retrieval.errors import RetrievalError
from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.cues import wish_cues
from retrieval.products.names import Names
from retrieval.products.products import Products
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product
from retrieval.words import STOP_WORDS, folded

CHAT_WORDS = STOP_WORDS | frozenset([
    "first", "second", "third", "fourth", "fifth", "last", "next", "final", "one", "ones", "two",
    "three", "four", "five", "go", "plus", "minus", "more", "less", "most", "other", "same", "new",
    "old", "good", "better", "best", "big", "bigger", "small", "smaller", "large", "little", "cheap",
    "cheaper", "back", "now", "today", "tomorrow", "again", "yes", "no", "ok", "okay", "please",
    "thanks", "thank", "hello", "hi", "hey", "like", "want", "need", "help", "home", "day", "time",
    "way", "thing", "things", "max", "min", "maximum", "minimum", "about", "around", "under", "over",
    "up", "extra", "super", "easy", "quick", "fast", "slow", "light", "heavy", "soft", "hard", "strong",
    "long", "short", "full", "half", "free", "early", "late", "price", "size", "set", "pair",
    "right", "left", "true", "maybe", "sure", "just", "only", "really",
])  # fmt: skip
"""Words that shoppers say of anything: a product that is called so is meant by "the second one"."""
PARSED = frozenset({"order_number", "email", "price", "size", "ordinal", "date", "phone"})
"""Entities that are read by their form, never looked up."""
LONGEST_NAME = 4
"""Words of an annotated span that may stand for a name."""


def shop_words(settings: Settings) -> ShopWords:
    """What the shop's own words tell of a text: how its orders are numbered, and its catalogue, where it has
    one."""
    orders = order_forms(settings).pattern
    try:
        products = read_catalogue(settings.state / "catalogue.csv").products
    except RetrievalError:
        return ShopWords(orders=orders)
    columns = Columns(products, Catalogue(products).places)
    parser = WishParser(Vocabulary(products), products, columns.with_categories)
    names = Names(products)
    return ShopWords(lambda text: wish_cues(parser, text), names.unnamed, orders, names.has_number)


def names_of(assistant: Assistant, products: Products) -> dict[str, dict[str, str]]:
    """Surface forms by entity: the catalogue's, the lookup tables', spans annotated in the examples, then all
    synonyms of values that are known so far or that a categorical slot takes from the entity."""
    entries: dict[str, dict[str, str]] = {}
    for entity, values in products.vocabulary().items():
        entries.setdefault(entity, {}).update({value: value for value in values})
    for entity, table in assistant.nlu.lookups.items():
        for form in table:
            entries.setdefault(entity, {}).setdefault(form, assistant.nlu.synonyms.get(form, form))
    for example in assistant.nlu.examples:
        for span in example.entities:
            form = example.text[span.start : span.end]
            if len(form.split()) <= LONGEST_NAME:
                value = assistant.nlu.synonyms.get(form, form) if span.value == form else span.value
                entries.setdefault(span.entity, {}).setdefault(form, value)
    for entity, values in _values(assistant, entries).items():
        for form, value in assistant.nlu.synonyms.items():
            if value in values:
                entries.setdefault(entity, {}).setdefault(form, value)
    return {entity: forms for entity, forms in entries.items() if entity not in PARSED}


@dataclass(frozen=True)
class OrdinaryName:
    """A product that an ordinary word of chat would mean by itself."""

    title: str
    word: str

    def __str__(self) -> str:
        meant = f"the product {self.title!r} is meant wherever shoppers say {self.word!r}"
        return f"catalogue.csv: {meant}, whatever it is about. Put another word before it. (ordinary_name)"


def ordinary_names(settings: Settings) -> tuple[OrdinaryName, ...]:
    """The published products of the catalogue that one ordinary word of chat would mean."""
    try:
        products = read_catalogue(settings.state / "catalogue.csv").products
    except RetrievalError:
        return ()
    return tuple(OrdinaryName(title, word) for title, word in _called_ordinarily(products).items())


def _called_ordinarily(products: Sequence[Product]) -> dict[str, str]:
    """Their titles, each with that word."""
    said = {product.title: CHAT_WORDS.intersection(folded(product.title).split()) for product in products}
    if not any(said.values()):
        return {}
    names = Names(products)
    meant = {
        word: {product_id for group in names.find(word) for product_id in group}
        for word in sorted(set().union(*said.values()))
    }
    return {
        product.title: word
        for product in products
        for word in sorted(said[product.title])
        if product.product_id in meant[word]
    }


def patterns_of(assistant: Assistant) -> dict[str, tuple[str, ...]]:
    """The shop's own forms: the regular expressions of the training data that are named like an entity of the
    domain, but for what has a reader."""
    known = assistant.domain.entities.keys() - PARSED
    return {entity: own for entity, own in assistant.nlu.patterns.items() if entity in known}


def _values(assistant: Assistant, entries: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """What each entity can mean."""
    values = {entity: set(forms.values()) for entity, forms in entries.items()}
    for slot in assistant.domain.slots.values():
        for mapping in slot.mappings:
            if mapping.entity:
                values.setdefault(mapping.entity, set()).update(slot.values)
    return values
