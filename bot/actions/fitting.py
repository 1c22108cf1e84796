"""Whether a thing fits a product by the numbers that both state: "will the 35 mm tyre go on the Moher"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions.another import of_another
from bot.actions.finding import SHOWN, FoundProducts, current_product, named_products, shown_products
from bot.actions.others import things_in
from bot.actions.product_reply import GOT, Fact
from bot.actions.reading import history
from bot.actions.saying import PERSON
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.body import body_height
from retrieval.products.describe import describe
from retrieval.products.limits import Fit, asks_most, fits_on, keeping_to, keeps_to, taking
from retrieval.products.search import SearchResult
from retrieval.products.terms import stems
from retrieval.types import Constraints, Product, ProductHit

_FITS = re.compile(
    r"\b(?:fits?|fitting|go(?:es)? (?:on|in|with|under|over|into)|works? (?:with|on)|compatible|suits?)\b",
    re.IGNORECASE,
)
_FOR_ONE = re.compile(
    r"\b(?:(?:do |does |will |would |can |could |should |that |which )*"
    r"(?:fits?|fitting|go(?:es)? (?:on|in|with|under|over|into|onto)|works? (?:with|on)"
    r"|(?:is |are )?compatible with|suits?)|for|to go (?:on|with))\b"
    r"(?: (?P<it>it|this|that|them|these|those|this one|that one)\b)?",
    re.IGNORECASE,
)
"""Behind things that are to fit one."""
_ONLY_FITS = re.compile(
    r"^\W*(?:(?:so|and|then|ok(?:ay)?|but|well)\b\W*)*(?:does|do|will|would|can)(?:n['’]?t)? "
    r"(?:it|that|this|they|those|these)(?: one| ones)? (?:fit|go|work)"
    r"(?: (?:it|that|on it|with it|then|or not))*\W*$",
    re.IGNORECASE,
)
ALIKE = 50
"""Things of a kind that are looked at."""
NEAR = 3
"""Messages back in which a number may have been said."""


def fit_reply(tools: ActionTools, tracker: Tracker, text: str) -> Fact | None:
    """What the limits of the products that are named or spoken of say, and of which; None where they say
    nothing of it."""
    products, text = tools.products, _asked_again(tools, tracker, text)
    named = [group[0] for group in named_products(products, tracker, text) if group]
    if len(named) > 2:
        return None
    rest = products.without_names(text)
    if len(named) == 2 and _FITS.search(text):
        names = (products.short_name(named[0]), products.short_name(named[1]))
        one, other = named
        both = taking([one], names[:1], other, names[1], rest) or taking(
            [other], names[1:], one, names[0], rest
        )
        said = fits_on(one, other, names, rest) or (both.fact if both is not None else "")
        told = [product for product, name in zip(named, names, strict=True) if name in said.split(";")[0]]
        return Fact(told[0], Reply(text=said)) if told else None
    product = named[0] if len(named) == 1 else _at_hand(tools, tracker)
    if product is None or len(named) == 2:
        return None
    if not named and (GOT.search(text) or of_another(tools, tracker, text)):
        return None
    if body_height(text) is not None and len({variant.size for variant in product.variants}) > 1:
        return None  # the size that suits somebody is asked for
    before = " . ".join(history(tracker)[-NEAR:])
    kept = keeps_to(product, products.short_name(product), rest, before)
    return Fact(product, Reply(text=kept)) if kept else None


def _asked_again(tools: ActionTools, tracker: Tracker, text: str) -> str:
    """The question before whether one thing fits another, where a message only asks that again: "so does it
    fit?"; else the message."""
    if not _ONLY_FITS.match(text):
        return text
    asked = (one for one in reversed(history(tracker)[-NEAR:]) if _FITS.search(one))
    return next((one for one in asked if tools.products.named(one)), text)


def asks_of_two(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text asks whether one product goes with another, and names both."""
    return _FITS.search(text) is not None and len(named_products(tools.products, tracker, text)) == 2


def not_of_both(tools: ActionTools, tracker: Tracker, text: str, said: str) -> Reply | None:
    """That nothing is known, where a text asks whether one product goes with another, and what was found
    (``said``) speaks not of both; None for any other text."""
    named = [group[0] for group in named_products(tools.products, tracker, text) if group]
    if len(named) != 2 or not _FITS.search(text):
        return None
    about = (set(stems(f"{p.title} {p.category} {p.brand}")) for p in named)
    if all(not one.isdisjoint(stems(said)) for one in about):
        return None
    one, other = (tools.products.short_name(product) for product in named)
    text = (
        f"Our product data don't say whether the {one} and the {other} go together, and I'd rather not guess."
    )
    return Reply(text=text, kind="decline", buttons=(PERSON,))


def found_fitting(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """The things of a kind that fit a product by a limit that it, or each of them, states, and what that is:
    "what tyres fit it", "mudguards for a Burren with 40 mm tyres". None where a text asks for no such things,
    or nothing is stated."""
    products, match = tools.products, _FOR_ONE.search(text)
    named = [group[0] for group in named_products(products, tracker, text) if group]
    if match is None or len(named) > 1:
        return None
    owner = named[0] if named else _at_hand(tools, tracker)
    of_it = bool(named) or (match["it"] is not None)
    kind = things_in(products, text[: match.start()])
    if owner is None or not of_it or kind == Constraints() or products.is_of(owner, kind):
        return None
    if named and products.named(text[: match.start()]):
        return None
    hits = products.search(kind, ALIKE, relax=False).hits
    things = [hit.product for hit in hits]
    names = [products.short_name(thing) for thing in things]
    name, rest = products.short_name(owner), products.without_names(text)
    fit = keeping_to(owner, name, things) or taking(things, names, owner, name, rest)
    return _fitting(tools, hits, fit, kind) if fit is not None else None


def _fitting(tools: ActionTools, hits: Sequence[ProductHit], fit: Fit, kind: Constraints) -> FoundProducts:
    """What keeps to a limit and is in stock so, under what the limit is."""
    kept = [
        next(
            filter(None, (tools.products.check(hit.product, Constraints(sizes=(s,))) for s in sizes if s)),
            None,
        )
        if any(sizes)
        else hit
        for hit in hits
        if (sizes := fit.sizes.get(hit.product.product_id)) is not None
    ]
    there = [hit for hit in kept if hit is not None]
    things = describe(kind, tools.settings.shop.currency)
    said = "By that these fit:" if len(there) > 1 else "By that this one fits:"
    said = said if there else f"By that I have no {things} in stock that fit."
    result = SearchResult(wish=kind, hits=tuple(there[:SHOWN]), total=len(there))
    return FoundProducts(result=result, text=f"{fit.fact} {said}")


def most_for(tools: ActionTools, text: str) -> Reply | None:
    """What a product that is named takes at most: "whats the widest tyre for the Moher"."""
    products, named = tools.products, tools.products.named(text)
    if len(named) != 1 or not named[0] or not asks_most(text):
        return None
    said = keeps_to(named[0][0], products.short_name(named[0][0]), products.without_names(text))
    return Reply(text=said) if said else None


def _at_hand(tools: ActionTools, tracker: Tracker) -> Product | None:
    listed = shown_products(tools.products, tracker)
    return current_product(tools.products, tracker) or (listed[0] if len(listed) == 1 else None)
