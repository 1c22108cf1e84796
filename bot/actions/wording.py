"""The sentences above product cards."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import replace

from bot.actions.saying import listed
from bot.conversation.messages import Button
from retrieval.products.conditions import for_whom
from retrieval.products.describe import describe
from retrieval.products.relax import Relaxed, amount, price_in_words
from retrieval.products.search import SearchResult
from retrieval.products.several import cost
from retrieval.types import NEWEST, Constraints, ProductHit, Variant

COMPARE = Button(title="Compare these", payload="Compare these")
CHEAPER = Button(title="Something cheaper", payload="Something cheaper")
MORE = Button(title="Show more", payload="Show me more")
WATCH = Button(title="Tell me when it's back", payload="/subscribe_back_in_stock")
"""The notice for a product as a whole; see ``watch``."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def watch(variants: Sequence[Variant]) -> Button:
    """The button for the notice that a product is back, for one in a size and colour where it is one."""
    sizes, colours = {v.size for v in variants}, {v.colour for v in variants}
    told = {
        "size": sizes.pop() if len(sizes) == 1 else "",
        "colour": colours.pop() if len(colours) == 1 else "",
    }
    said = {name: value for name, value in told.items() if value}
    return replace(WATCH, payload=WATCH.payload + json.dumps(said, ensure_ascii=False)) if said else WATCH


def found_text(result: SearchResult, currency: str) -> str:
    """What was found, or what had to be given up for it."""
    told = {name for hit in result.hits for name in hit.product.attributes}
    parts = tuple(_without_untold(part, told) for part in result.parts)
    result = replace(result, wish=_without_untold(result.wish, told), parts=parts)
    if result.relaxed:
        return _relaxed_text(result, currency)
    missing = " or ".join(describe(part, currency, without_price=True) for part in result.missing)
    fits = _fits(result, wished_text(result, currency), currency)
    return f"{fits} I found no {missing} in stock." if missing else fits


def _without_untold(wish: Constraints, told: set[str]) -> Constraints:
    """A wish without what is not to be so by attributes that none which was found has, those of ``told`` are:
    an aquarium for a child of nine tells no age."""
    kept = {n: c for n, c in wish.unwanted.items() if n in told or not c.startswith("!=")}
    return replace(wish, unwanted=kept)


def wished_text(result: SearchResult, currency: str, between: str = " and ") -> str:
    """What was wished, of several kinds each with what was asked of it; those of which nothing fits only
    where something was given up."""
    if not result.parts:
        return describe(result.wish, currency)
    parts = (*result.parts, *(result.missing if result.relaxed else ()))
    each = between.join(describe(part, currency, without_price=True) for part in parts)
    price = price_in_words(result.wish)
    return f"{each}, {price} {currency}" if price else each


def _fits(result: SearchResult, wish: str, currency: str) -> str:
    """The products shown and how many there are."""
    shown = len(result.hits)
    if result.wish.together and shown > 1:
        return f"Together {amount(cost(result.hits))} {currency}{_told(wish)}."
    if result.total == 1:
        return f"One product fits{_told(wish)}."
    if result.total == shown:
        return f"{_number(shown).capitalize()} fit{_told(wish)}."
    if result.wish == Constraints(text=result.wish.text):
        return "This comes closest to it:"
    if result.wish.sort == NEWEST:
        return f"The newest {wish}: here are {_number(shown)} of {result.total}."
    cheapest = amount(result.hits[0].variant.price)
    order = f", from {cheapest} {currency}" if result.wish.sort == "price" else ""
    return f"{wish[:1].upper()}{wish[1:]}: here are {_number(shown)} of {result.total}{order}."


def _told(wish: str) -> str:
    """What was wished, behind a colon; nothing where a product was named and no more is known of it."""
    return "" if wish == "products" else f": {wish}"


def popular_text(wish: Constraints, currency: str) -> str:
    """What is bought most, of what was asked for."""
    told = describe(wish, currency)
    return f"Popular right now among {told}:" if told != "products" else "These are popular right now:"


def unsold_text(thing: str) -> str:
    """The shop has nothing that is called so."""
    return f"I couldn't find “{thing}” in our shop."


def nothing_text(result: SearchResult, currency: str) -> str:
    """Nothing at all was found."""
    named = is_named(result.wish)
    wish = describe(result.wish, currency) if named else "anything like that"
    return f"I found no {wish} in stock." if named else f"I couldn't find {wish} in our shop."


def is_named(wish: Constraints) -> bool:
    """Whether a wish can be told in the catalogue's words."""
    return bool(wish.categories or wish.kinds or wish.brands or wish.wanted)


def others_text(result: SearchResult) -> str:
    """After "already the cheapest": other kinds of the same shelf that beat it."""
    asked = result.relaxed[0].asked if result.relaxed else "that kind"
    return (
        f"Beyond {asked}s, these do better:"
        if not asked.endswith("s")
        else f"Beyond {asked}, these do better:"
    )


def already_text(order: str, shown: Sequence[str], *, already: bool = True) -> str:
    """Nothing beats what was shown; ``already``: something better was asked for, rather than the best."""
    adjectives = {
        NEWEST: "newest", "price": "cheapest", "-price": "most expensive", "Weight": "lightest",
        "-Volume": "largest", "Temperature comfort": "warmest", "-R-value": "warmest", "-Lumen": "brightest",
    }  # fmt: skip
    adjective = adjectives.get(order, f"best by {order.removeprefix('-')}")
    best = f"already the {adjective}" if already else f"the {adjective}"
    if len(shown) == 1:
        return f"The {shown[0]} is {best} that fits what you asked."
    return f"These are {best} that fit what you asked."


def buttons(hits: Sequence[ProductHit], total: int) -> tuple[Button, ...]:
    """What the shopper may want to do next."""
    choices = [COMPARE] if len(hits) > 1 else []
    choices += [CHEAPER] if hits else []
    choices += [MORE] if total > len(hits) else []
    return tuple(choices)


def _relaxed_text(result: SearchResult, currency: str) -> str:
    """ "Nothing waterproof up to 80 EUR in jackets; these two are 89 and 95." """
    lead = f"I found no {wished_text(result, currency, ' or ')} in stock."
    fields = {step.field for step in result.relaxed}
    prices = listed([amount(price) for price in dict.fromkeys(hit.variant.price for hit in result.hits)])
    if fields == {"price"}:
        count = "this one is" if len(result.hits) == 1 else f"these {_number(len(result.hits))} are"
        return f"{lead} Otherwise right, {count} {prices} {currency}."
    return f"{lead} {_given_up(result.relaxed)}"


def _given_up(relaxed: Sequence[Relaxed]) -> str:
    said = {
        "person": "things for grown-ups",
        "reduced": "the full price",
        "price": "a higher price",
        "colour": "another colour",
        "brand": "another brand",
    }
    steps = [
        said.get(step.field) or ("something close" if step.field == "kind" else f"no “{step.asked}”")
        for step in relaxed
    ]
    steps = list(dict.fromkeys(steps))
    fields = {step.field for step in relaxed}
    if len(relaxed) == 1 and (whom := for_whom(relaxed[0].asked)):
        return f"The nearest, not said to be {whom}:"
    if fields in ({"kind"}, {"person"}):
        return "The nearest I have:" if fields == {"kind"} else "These are made for grown-ups:"
    return (
        f"The nearest have {', '.join(steps[:-1])} and {steps[-1]}:"
        if len(steps) > 1
        else f"The nearest, with {steps[0]}:"
    )


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
