"""What several things cost together that a message names side by side, by whatever it calls them: "the cream
one and that grinder, how much together", "glass kettle plus 100 g of that, sum?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rasa_sdk import Tracker

from bot.actions.cards import cheapest, product_card
from bot.actions.finding import current_product, named_products
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.filters import fitting_variant
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.relax import amount
from retrieval.products.size_steps import said_sizes
from retrieval.products.terms import stems
from retrieval.products.text import product_text
from retrieval.types import Constraints, Product, Variant
from retrieval.words import STOP_WORDS

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a couple": 2, "a dozen": 12,
}  # fmt: skip
"""Numbers as they are written in letters."""
SEEN = 24
"""Products that were shown last, among which a thing is looked for that a message calls by a word."""
_TWO = 2
PARTS = 6
"""Things side by side at most."""
_N = rf"(?P<n>[2-9]|[1-9]\d|{'|'.join(NUMBERS)})"
_SUM = (
    r"\b(?:(?:all|everything) )?"
    r"(?:(?:in |the |a |grand ){0,3}(?:total|sum)|al(?:l )?together|together|combined)\b"
)
_WHAT = (
    r"\b(?:what(?:['’]?s| is| are)?|how much(?:['’]?s| is| are)?)"
    r"(?: (?:would|will|does|do|did))? ?(?:that|it|this|they|those|all|both|i|we)?(?: (?:all|both))?"
    r"(?: (?:be|cost|come to|make|pay))?\b"
)
_ASKS = re.compile(
    rf"{_WHAT}[^?.!]{{0,80}}?{_SUM}|{_SUM}\W{{0,3}}(?:{_WHAT}[^?.!]{{0,40}})?(?=\W{{0,8}}(?:$|\?))"
    r"|\bwhat(?:['’]?s| would| will| does| do)? (?:that|it|this|they|all that|i|we) "
    r"(?:would |will |all ){0,2}(?:be|cost|come to|make|pay)\b"
    r"|\bhow much (?:is|are|for|would|will|do)\b(?: (?:be|cost))?"
    r"|\b(?:comes?|adds?|makes?) (?:up )?(?:to )?(?:what|how much)\b|\b(?:total|sum) (?:for|of)\b"
    rf"|{_SUM} (?:with|w/?|including|incl\.?|plus|and) (?:the )?(?:postage|shipping|delivery)\b",
    re.IGNORECASE,
)
"""Asks what things cost; what stands before it, else behind it, are these."""
_PLUS = re.compile(
    r"^\W{0,3}(?:(?:so|ok|okay|then|and)\W{1,3}){0,3}(?:the |a |an |that )?[\w-]+(?: [\w-]+){0,4} (?:plus|\+)"
    r" [\w -]{1,60}\W{0,8}$",
    re.IGNORECASE,
)
"""Puts one thing to another, and says nothing else."""
_MEASURED = re.compile(
    r"^\W{0,3}(?:(?:so|ok|okay|then|and|i take|i['’]?ll take)\W{1,3}){0,3}"
    r"(?:a |\d+(?:[.,]\d+)?) ?(?:kilos?|kg|g|ml|l|m)\b",
    re.IGNORECASE,
)
"""Begins with a measure: "1 kilo of the decaf"."""
_SIDE = re.compile(r"\band\b|\bplus\b|[,+&]", re.IGNORECASE)
_ASIDE = re.compile(r"(?:,|\band)\s{1,3}(?:(?:and )?(?:is|are|do|does|can|will))\b", re.IGNORECASE)
"""Another question behind: "and is shipping free then"."""
_QUESTION = re.compile(r"\W*(?:what|which|how|when|where|who|why|is|are|do|does|can|will)\b", re.IGNORECASE)
_SO_MANY = re.compile(
    rf"\W*(?:and )?{_N}(?:\s?x| times| pieces| pcs| packs| bags)?(?: of (?:them|these|those|it|that))?\W*",
    re.IGNORECASE,
)
"""How many of what was named before, and nothing else."""
_COUNT = re.compile(
    rf"^\W*{_N}(?:\s?x\b| of (?:the )?|\s)(?!\s?(?:kg|kilos?|g|ml|l|m|cm|mm)\b)", re.IGNORECASE
)
_MEASURE = re.compile(r"\b(?:\d+(?:[.,]\d+)?|a) ?(?:kilos?|kg|g|ml|l|m)\b", re.IGNORECASE)
_KILO = re.compile(r"(?<!\d )(?<!\d)(?<!\ba )\bkilo\b", re.IGNORECASE)
_NO_THING = STOP_WORDS | {"one", "ones", "thing", "things", "ok", "okay", "so", "bag", "bags", "take", "pls"}


class _Item(NamedTuple):
    """A thing that is to be paid, as it is asked for, and how many."""

    product: Product
    variant: Variant
    asked: str
    pieces: int


def sum_of_parts(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What the things cost together that a text names side by side; None where it asks for no sum, or one of
    them is not known; blocks."""
    parts = _parts(text)
    if not parts:
        return None
    seen, items = _seen(tools, tracker), list[_Item]()
    for part in parts:
        if items and (many := _SO_MANY.fullmatch(part)):
            items[-1] = items[-1]._replace(pieces=_number(many["n"]))
            continue
        item = _item(tools, tracker, part, seen)
        if item is None:
            return None
        items.append(item)
    whole = sum(item.pieces for item in items)
    if whole < 2 or len({item.product.product_id for item in items}) < len(items):
        return None
    return _told(tools, items) if len({item.product.currency for item in items}) == 1 else None


def lists_parts(text: str) -> bool:
    """Whether more than two things are named side by side, or one of them has a number or a measure of its
    own: "2 x the one and the other", "the one and 1 kg of the other"."""
    parts = _parts(text)
    return len(parts) > _TWO or any(_COUNT.match(part) or _MEASURE.search(part) for part in parts)


def _parts(text: str) -> list[str]:
    """What is named side by side in a text that asks for a sum; [] where it asks for none."""
    asks = _ASKS.search(text)
    if asks is None and not _PLUS.match(text):
        measured = [part for part in _SIDE.split(text) if part.strip()]
        return measured if len(measured) > 1 and all(map(_MEASURED.match, measured)) else []
    named = text
    if asks is not None:
        before, behind = text[: asks.start()], text[asks.end() :]
        named = before if re.search(r"\w{3,}", before) else _ASIDE.split(behind)[0]
    parts = [part.strip(" ?!.") for part in _SIDE.split(named)]
    parts = [part for part in parts if re.search(r"\w", part) and part.lower() not in ("so", "ok", "okay")]
    asks_more = any(map(_QUESTION.match, parts))
    return parts if 1 < len(parts) <= PARTS and not asks_more else []


def _seen(tools: ActionTools, tracker: Tracker) -> list[Product]:
    """The products that were spoken of or shown, the latest first."""
    current = current_product(tools.products, tracker)
    ids = [current.product_id] if current is not None else []
    for event in reversed(tracker.events):
        ids += [str(one) for one in (event.get("metadata") or {}).get("shown") or []]
    known = (tools.products.get(one) for one in list(dict.fromkeys(ids))[:SEEN])
    return [product for product in known if product is not None]


def _item(tools: ActionTools, tracker: Tracker, part: str, seen: Sequence[Product]) -> _Item | None:
    """The thing that a part means, as it is asked for."""
    count = _COUNT.match(part)
    said = in_kilos(part[count.end() :] if count else part)
    product = _product(tools, tracker, said, seen)
    if product is None:
        return None
    rest = tools.products.without_names(said)
    wish = tools.products.wish(rest)
    sizes = said_sizes(product, said) or said_sizes(product, rest) or wish.sizes
    wish = Constraints(sizes=sizes, colours=wish.colours)
    if _MEASURE.search(rest) and not wish.sizes and len({one.size for one in product.variants}) > 1:
        return None
    variant = fitting_variant(product, wish)
    asked = [] if variant is None else [variant.size] if wish.sizes else []
    asked += [variant.colour] if variant is not None and wish.colours else []
    if variant is None and (wish.sizes or wish.colours):
        return None  # it is not there so
    return _Item(
        product,
        variant or cheapest(product),
        ", ".join(filter(None, asked)),
        _number(count["n"] if count else "1"),
    )


def in_kilos(text: str) -> str:
    """A text with one kilo where it says "kilo bags"."""
    return _KILO.sub("1 kilo", text)


def _product(tools: ActionTools, tracker: Tracker, said: str, seen: Sequence[Product]) -> Product | None:
    """By its name, else by what a shown one is, is called or is said to be, else the only one of its kind."""
    products = tools.products
    if named := [group for group in named_products(products, tracker, said) if group]:
        known = [product for product in named[0] if product in seen]
        meant = known or named[0]
        return meant[0] if len(named) == 1 and (known or len(meant) == 1) else None
    wish = products.wish(said)
    kind = Constraints(kinds=wish.kinds, categories=wish.categories)
    among = [one for one in seen if kind == Constraints() or products.is_of(one, kind)]
    plain = re.sub(r"\b\d+(?:[.,]\d+)? ?[a-z]*", " ", said.lower())
    content = set(stems(" ".join(word for word in re.findall(r"[^\W\d_]+", plain) if word not in _NO_THING)))
    content -= PERSON_WORDS
    if not content:
        fitting = [one for one in seen if said_sizes(one, said)] if _MEASURE.search(said) else seen
        return next(iter(fitting), None)
    scores = [_likeness(one, content) for one in among]
    if among and max(scores) > 0:
        return among[scores.index(max(scores))]
    partly = products.partly_named(said)
    if len(partly) == 1:
        return partly[0]
    found = products.search(kind, 1, relax=False) if kind != Constraints() else None
    return found.hits[0].product if found is not None and found.total == 1 else None


def _likeness(product: Product, content: set[str]) -> int:
    """How many words of a text a product is called by, comes in or is described with; 0 unless all are."""
    title = set(stems(product.title))
    forms = {word for v in product.variants for word in stems(f"{v.colour} {v.size}")}
    said = set(stems(product_text(product))) | {
        word for one in product.attributes.values() for word in stems(one)
    }
    if not content <= title | forms | said | set(stems(product.category)):
        return 0
    return sum(3 if word in title else 2 if word in forms else 1 for word in content)


def _number(written: str) -> int:
    return NUMBERS.get(written.lower()) or int(written)


def _told(tools: ActionTools, items: Sequence[_Item]) -> Reply:
    currency = items[0].product.currency
    each = listed(
        [
            (f"{one.pieces} x " if one.pieces > 1 else "")
            + f"the {tools.products.short_name(one.product)}"
            + (f" ({one.asked})" if one.asked else "")
            + f" {amount(one.variant.price * one.pieces)} {currency}"
            for one in items
        ]
    )
    whole = sum((one.variant.price * one.pieces for one in items), Decimal(0))
    text = f"{each[0].upper()}{each[1:]}: together {amount(whole)} {currency}, without delivery."
    if len(items) == 1:
        text = f"{each[0].upper()}{each[1:]}, without delivery."
    cards = tuple(product_card(one.product, one.variant) for one in items)
    return Reply(text=text, kind="products", cards=cards)
