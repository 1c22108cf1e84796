"""A product that a message calls before it asks: "the Glocke, can I dim it", "the cast iron pan. in the
oven"."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.actions.cards import product_card
from bot.actions.product_reply import GOT, product_reply
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.documents.questions import questions_in
from retrieval.products.kind_nouns import COLOURS
from retrieval.products.terms import stems
from retrieval.types import Product

_PARTED = re.compile(r"^(?P<called>[^,.;:!?]{3,40})[,.;:!]\s+(?P<asked>\S.*)$", re.DOTALL)
_ASIDE = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|no|sorry|well|hm+)\W+)*"
    r"(?:(?:i|we) (?:really |also )?(?:like|mean|meant|said|want|love)|what about|how about|as for|about)?\W*"
    r"(?:the|this|that|an?|your|my)?\W*",
    re.IGNORECASE,
)
_MINE = re.compile(
    r" (?:that |which )?(?:i|we)(?:['’]?ve| have| had)? (?:just )?(?:bought|ordered|got|have|own)\W*$",
    re.IGNORECASE,
)
_NOT_OF_IT = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_IN_SHORT = re.compile(r"^\W*(?:(?:in|on|for|with|without|to) )?(?:the |an? )?[\w-]+(?: [\w-]+)?\W*$")
"""A word or two that stand for a question."""
_AFTER_ONE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|hm+|oh)\W+)*"
    r"(?:(?:what(?:['’]?s| is)|tell me (?:more )?about)\s+(?:the|that) "
    r"(?P<what>[\w'’ &-]{4,40}?) (?:thing|one)(?: about)?"
    r"|the (?P<liked>[\w'’ &-]{4,40}?) (?:thing|one)"
    r",? (?:looks?|sounds?|seems?|is) (?:really |so |very |quite )?"
    r"(?:cute|nice|good|great|lovely|interesting|fun|perfect|cool|pretty|sweet))\W*$",
    re.IGNORECASE,
)
"""Asks what a product is that it calls by a word of its title, or likes it: "what is the hedgehog thing"."""
_OF_ANY = COLOURS | frozenset(
    stems(
        "first second third last next other same big small large little long short tall wide narrow light"
        " heavy cheap cheaper cheapest expensive new old left right top bottom whole single double main"
        " normal standard basic full half plain better best bigger smaller lighter larger"
    )
)
"""Says which of those shown is meant, though a title may have it."""
LEAST = 2
"""Words of a title by which a product may be called that is no name."""


class Called(NamedTuple):
    """The product that is called, and what its data say to what is asked."""

    product: Product
    reply: Reply


def called_first(tools: ActionTools, text: str) -> Called | None:
    """What the data of the product say that a text calls, and nothing else, before it asks, or what one is
    that it calls by a word of its title; None where it does not, or they do not say."""
    if (one := _AFTER_ONE.match(text)) is not None:
        return _described(tools, one["what"] or one["liked"])
    parted = _PARTED.match(text.strip())
    called = _MINE.sub("", _ASIDE.sub("", parted["called"])).strip() if parted else ""
    if parted is None or not called or _NOT_OF_IT.search(called) or GOT.search(text):
        return None
    asked = parted["asked"]
    if not (questions_in(asked) or _IN_SHORT.match(asked)) or tools.products.named(asked):
        return None
    product = _only(tools, called, own=_MINE.search(parted["called"]) is not None)
    reply = product_reply(tools, product, asked, "") if product is not None else None
    return Called(product, reply) if product is not None and reply is not None else None


def own_called(tools: ActionTools, text: str) -> tuple[Product, str] | None:
    """The product that a message says to be the shopper's before it asks, and what it asks: "the Picpoul I
    bought, is that a cork?"; None where it calls none so."""
    parted = _PARTED.match(text.strip())
    if parted is None or not _MINE.search(parted["called"]) or _NOT_OF_IT.search(parted["called"]):
        return None
    called = _MINE.sub("", _ASIDE.sub("", parted["called"])).strip()
    product = _only(tools, called, own=True)
    return (product, parted["asked"]) if product is not None else None


def _described(tools: ActionTools, called: str) -> Called | None:
    """What the only product is whose title has these words."""
    said, meant = set(stems(called)), tools.products.partly_named(called)
    titled = [product for product in meant if said and said <= set(stems(product.title))]
    if len(titled) != 1 or said & _OF_ANY:
        return None
    reply = Reply(text=titled[0].description or titled[0].title, cards=(product_card(titled[0]),))
    return Called(titled[0], reply)


def _only(tools: ActionTools, called: str, *, own: bool) -> Product | None:
    """The only product that is called so: by its name, or by words that no other title has all of; a single
    one where it is said to be the shopper's ``own``."""
    said = set(stems(called))
    groups = tools.products.named(called)
    meant = groups[0] if len(groups) == 1 else tools.products.partly_named(called)
    titled = [product for product in meant if said <= set(stems(product.title))]
    name = bool(groups) or own or len(said) >= LEAST or tools.products.named_alone(called) == "said"
    return titled[0] if len(titled) == 1 and name else None
