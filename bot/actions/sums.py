"""What several of a product cost, or two products in total: "how much for two of them"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.cards import cheapest, product_card
from bot.actions.finding import SHOWN, FoundProducts, current_product, named_products, shown_products
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import PRICE
from bot.actions.reading import previous_wish
from bot.actions.saying import listed
from bot.actions.summing import NUMBERS, in_kilos, lists_parts, sum_of_parts
from bot.actions.tools import ActionTools
from bot.actions.wording import found_text
from bot.conversation.messages import Reply
from retrieval.products.conditions import for_whom
from retrieval.products.filters import fitting_variant
from retrieval.products.quantities import UNIT
from retrieval.products.relax import amount
from retrieval.products.size_steps import said_sizes
from retrieval.types import Constraints, Product, Variant

MOST = 99
_N = rf"(?P<n>[2-9]|[1-9]\d|{'|'.join(NUMBERS)})"
_OF_THEM = re.compile(
    rf"\b(?<![.,\d]){_N}(?:\s?x)?\s+(?:of\s+)?(?:them|these|those|it|this one|that one|each)\b"
    rf"|\b(?<![.,\d]){_N.replace('?P<n>', '?P<m>')}\s+of\s+(?:the|your|this|that)\b",
    re.IGNORECASE,
)
"""Several of one that is known: not "the two of them", which are two already."""
_OF_TWO = re.compile(r"\b(?:the|these|those|first|last|both) (?:two|2)\b", re.IGNORECASE)
_FOR_SO_MANY = re.compile(
    r"\b(?:(?:how much|price|cost|total)(?: is| are| would| does| do)?(?: it| they| that| this)?"
    rf"(?: be| cost| come to)? for|if (?:i|we) (?:take|buy|order|get)) {_N}(?=\s*(?:$|[?!.,]|please\b))",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(rf"(?<![.,\d\w]){_N}(?:\s?x)?\s+(?:of (?:the )?)?", re.IGNORECASE)
_BEFORE_A_KIND = re.compile(
    rf"\b(?:how much|what|whats|price|cost)\b(?:['’]s| (?:is|are|do|does|would|for|of|the))* {_N}(?:\s?x)? "
    rf"(?P<what>(?!(?:persons?|people|man|men|season|layer|piece|man|{UNIT})\b)[a-z][a-z -]+)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:(?:the |in |a )?(?:grand )?total|altogether|all together|together|the sum|combined)\b",
    re.IGNORECASE,
)
_ASKS_TOTAL = re.compile(
    r"\b(?:what(?:['’]?s| is| would be)?|how much(?:['’]?s| is| are| would)?|whats|and) (?:\w+ ){0,3}?"
    r"(?:the |in |a )?(?:total|sum|altogether|together|all together)\b"
    r"|\b(?:in )?(?:total|altogether|together|sum)\W*\?\s*$"
    r"|\b(?:all (?:three|3|of (?:them|these|those))|both|everything)\W{1,3}(?:in )?(?:total|al?together)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\band\b|\bplus\b|\bwith\b|[,+&]", re.IGNORECASE)
BOTH = re.compile(
    r"\b(?:both|(?:the|these|those|first) (?:two|2)|them all|everything|all (?:of (?:them|these)|three|3))\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|everything)\b", re.IGNORECASE)
_THREE = re.compile(r"\ball (?:three|3)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|plus|and) (?:the|it|this|that)\b", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|below|up to|max|budget|within|less than)\b", re.IGNORECASE)


def how_many(tools: ActionTools, text: str) -> int:
    """How many of one product a text speaks of, 0 where it says no number."""
    if _OF_TWO.search(text):
        return 0
    match = _OF_THEM.search(text) or _FOR_SO_MANY.search(text)
    said = next((one for one in match.groups() if one), "") if match else ""
    said = said or _before_a_name(tools, text) or _before_a_kind(tools, text)
    number = NUMBERS.get(said.lower()) or (int(said) if said.isdigit() else 0)
    return number if number <= MOST else 0


def sum_reply(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What so many of a product cost, or several products in total; None where a text asks for neither."""
    if _UNDER.search(text):
        return None
    if lists_parts(text):
        return sum_of_parts(tools, tracker, text)
    return _sum_reply(tools, tracker, text) or sum_of_parts(tools, tracker, text)


def _sum_reply(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    count = how_many(tools, text)
    total = _ASKS_TOTAL.search(text) or (_TOTAL.search(text) and PRICE.search(text))
    if not total and not (count and PRICE.search(text)) and not (PRICE.search(text) and BOTH.search(text)):
        return None
    meant = _meant(tools, tracker, text, count)
    if not meant or (len(meant) < 2 and not count):
        return None
    wish = _variant_wish(tools, tracker, text)
    if len(meant) == 1:
        wish = replace(wish, sizes=said_sizes(meant[0], in_kilos(text)) or wish.sizes)
        return _several(tools, meant[0], count, wish)
    return _in_total(tools, meant, count or 1, wish) if total or BOTH.search(text) or count else None


def priced(tools: ActionTools, found: FoundProducts, text: str) -> FoundProducts:
    """What products that were found cost, for who asks that of a kind: each of a few, and so many of each
    where a number is said."""
    result, count = found.result, how_many(tools, text)
    few = result.total <= len(result.hits) and not result.relaxed
    if not PRICE.search(text) or not result.hits or found.text or not (few or count):
        return found
    costs = [
        f"the {tools.products.short_name(hit.product)}"
        + (f" in {hit.variant.size}" if result.wish.sizes and hit.variant.size else "")
        + f" costs {amount(hit.variant.price)} {hit.product.currency}"
        + (f", {_in_words(count)} {amount(hit.variant.price * count)}" if count else "")
        for hit in result.hits
    ]
    told = f"{listed(costs)}."
    told = told[0].upper() + told[1:]
    lead = "" if few else f"{found_text(result, tools.settings.shop.currency)} "
    return FoundProducts(result=result, text=f"{lead}{told}")


def _in_words(count: int) -> str:
    """ "two" of 2."""
    return next((word for word, number in NUMBERS.items() if number == count and " " not in word), str(count))


def several_cost(product: Product, variant: Variant, count: int) -> str:
    """ "Two are 89.80 EUR."""
    return f"{_in_words(count).capitalize()} are {amount(variant.price * count)} {product.currency}."


def latest_products(tools: ActionTools, tracker: Tracker, count: int) -> list[Product]:
    """The products that the bot spoke of last one by one, the latest last; those shown together where they
    are so many."""
    shown = shown_products(tools.products, tracker)
    if len(shown) == count:
        return shown
    found: list[Product] = []
    known = {p.product_id: p for p in (*shown, current_product(tools.products, tracker)) if p is not None}
    for event in reversed(tracker.events):
        ids = (event.get("metadata") or {}).get("shown") or []
        if event.get("event") != "bot":
            continue
        known |= {str(i): p for i in ids if (p := tools.products.get(str(i))) is not None}
        text = str(event.get("text") or "")
        said = [product for group in tools.products.named(text) for product in group[:1]]
        one = (
            [known[str(ids[0])]]
            if len(ids) == 1 and str(ids[0]) in known
            else said[:1]
            if len(said) == 1
            else []
        )
        found += [product for product in one if product not in found]
        if len(found) == count:
            return found[::-1]
    return []


def _before_a_kind(tools: ActionTools, text: str) -> str:
    """The number before things of a kind whose price is asked for: "how much for two headlamps"."""
    match = _BEFORE_A_KIND.search(text)
    wish = tools.products.wish(match["what"]) if match else Constraints()
    return match["n"] if match and (wish.kinds or wish.categories) else ""


def _before_a_name(tools: ActionTools, text: str) -> str:
    """The number right before the name of a product: "two marathon plus tyres"."""
    products = tools.products
    for match in _BEFORE_A_NAME.finditer(text):
        rest = text[match.end() :]
        if products.named(rest) and products.without_names(rest)[:1].isspace():
            return match["n"]
    return ""


def _meant(tools: ActionTools, tracker: Tracker, text: str, count: int) -> list[Product]:
    """The products whose price is asked for."""
    products = tools.products
    named = [group[0] for group in named_products(products, tracker, text) if group]
    if named:
        return (
            list({p.product_id: p for p in named}.values())
            if not _is_one_more(tools, text, named)
            else [*_beside(tools, tracker, named), *named]
        )
    listed_, current = shown_products(products, tracker), current_product(products, tracker)
    if several := _each_of_a_kind(tools, tracker, text):
        return several
    things = products.wish(text)
    if things.kinds or things.categories:
        at_hand = [p for p in (current, *listed_) if p is not None and products.is_of(p, things)]
        return at_hand[:1]
    if not count and BOTH.search(text):
        if _THREE.search(text) and (three := latest_products(tools, tracker, 3)):
            return three
        if _ALL.search(text):
            return listed_ if 1 < len(listed_) <= SHOWN else []
        return latest_products(tools, tracker, 2)
    pointed = pointed_at(text, listed_, current, products.ordered, loosely=False)
    if pointed:
        return pointed[:1] if count else pointed
    return [current] if current is not None else listed_ if len(listed_) == 1 else []


def _each_of_a_kind(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """The products that the bot showed last of several kinds that a text names, else the only ones that are
    for whom the wish before was: "the cage and the wheel"; [] where it names no two, or one is not known."""
    wishes = [tools.products.wish(part) for part in _SIDE.split(text)]
    kinds = [Constraints(kinds=one.kinds, categories=one.categories) for one in wishes]
    kinds = [kind for kind in kinds if kind != Constraints()]
    ids = [
        str(i) for event in reversed(tracker.events) for i in (event.get("metadata") or {}).get("shown") or []
    ]
    seen = [product for i in dict.fromkeys(ids) if (product := tools.products.get(i)) is not None]
    before = previous_wish(tracker) or Constraints()
    whom = {name: condition for name, condition in before.wanted.items() if for_whom(condition)}

    def meant(kind: Constraints) -> Product | None:
        if shown := next((product for product in seen if tools.products.is_of(product, kind)), None):
            return shown
        found = tools.products.search(replace(kind, wanted=whom), 1, relax=False)
        return found.hits[0].product if found.total == 1 else None

    found = [meant(kind) for kind in kinds] if len(kinds) > 1 else []
    each = list({product.product_id: product for product in found if product is not None}.values())
    return each if len(each) == len(kinds) > 1 else []


def _is_one_more(tools: ActionTools, text: str, named: Sequence[Product]) -> bool:
    """Whether the one that is named comes to another: "together with the Lumo Tail", but not "the Campo 2 and
    the mat"."""
    match = _WITH.search(text)
    before = tools.products.named(text[: match.start()]) if match is not None else []
    return len(named) == 1 and match is not None and not before


def _beside(tools: ActionTools, tracker: Tracker, named: Sequence[Product]) -> list[Product]:
    """The product at hand, where another is named beside it: "how much together with the Lumo Tail"."""
    current = current_product(tools.products, tracker)
    return [current] if current is not None and current not in named else []


def _variant_wish(tools: ActionTools, tracker: Tracker, text: str) -> Constraints:
    said, before = (
        tools.products.wish(tools.products.without_names(text)),
        previous_wish(tracker) or Constraints(),
    )
    return Constraints(sizes=said.sizes or before.sizes, colours=said.colours or before.colours)


def _variant(product: Product, wish: Constraints) -> Variant:
    return fitting_variant(product, wish) or cheapest(product)


def _several(tools: ActionTools, product: Product, count: int, wish: Constraints) -> Reply:
    name, variant = tools.products.short_name(product), _variant(product, wish)
    fits = fitting_variant(product, wish) is not None and (wish.sizes or wish.colours)
    prices = {v.price for v in product.variants if v.stock > 0}
    least = "from " if len(prices) > 1 and not fits else ""
    which = f" in {variant.size}" if wish.sizes and fits and variant.size and len(prices) > 1 else ""
    one = f"The {name}{which} costs {least}{amount(variant.price)} {product.currency}."
    few = (
        f" There {'is' if variant.stock == 1 else 'are'} only {variant.stock} left."
        if 0 < variant.stock < count
        else ""
    )
    sum_ = several_cost(product, variant, count)
    sum_ = sum_.replace(" are ", f" are {least}") if least else sum_
    return Reply(text=f"{one} {sum_}{few}", cards=(product_card(product, variant),))


def _in_total(tools: ActionTools, products: Sequence[Product], count: int, wish: Constraints) -> Reply | None:
    if len({product.currency for product in products}) > 1:
        return None
    variants = [_variant(product, wish) for product in products]
    each = listed(
        [
            f"the {tools.products.short_name(p)} {amount(v.price)} {p.currency}"
            for p, v in zip(products, variants, strict=True)
        ]
    )
    whole = sum((v.price for v in variants), Decimal(0)) * count
    times = f", {count} of each," if count > 1 else ""
    whole_said = f"{amount(whole)} {products[0].currency}"
    text = f"{each[0].upper()}{each[1:]}: together{times} {whole_said}, without delivery."
    cards = tuple(product_card(p, v) for p, v in zip(products, variants, strict=True))
    return Reply(text=text, kind="products", cards=cards)
