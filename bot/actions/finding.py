"""The search behind a message: a new wish, or the one before refined; and what its cards say."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.cards import hit_card, product_card
from bot.actions.others import asks_for_others_of
from bot.actions.own_size import own_size
from bot.actions.pointing import pointed_at
from bot.actions.reading import ordered, previous_wish, remember, seen, shown, slot_text, wish_json
from bot.actions.refusing import refusal, without_refusal
from bot.actions.saying import PERSON, say, unmet
from bot.actions.tools import ActionTools, Events
from bot.actions.typed_answer import things_before, with_things
from bot.actions.wording import (
    already_text,
    buttons,
    found_text,
    is_named,
    nothing_text,
    others_text,
    unsold_text,
    watch,
)
from bot.conversation.messages import Button, Reply
from retrieval.products.agreement import agreeing
from retrieval.products.cues import FURTHER
from retrieval.products.describe import describe
from retrieval.products.filters import person_fits, product_fits
from retrieval.products.products import Products
from retrieval.products.refine import Refined
from retrieval.products.search import SearchResult
from retrieval.products.size_steps import said_sizes
from retrieval.products.stock import asked_variants, stock_sentence
from retrieval.types import NEWEST, Constraints, Product, ProductHit
from retrieval.words import words

SHOWN = 3
SHELVES = 6
MORE = re.compile(
    r"\b(?:show (?:me )?more|more (?:please|of (?:them|these)|like)|next|other ones|others|different ones"
    r"|something (?:else|different)|anything else|any more"
    r"|what else (?:is there|do you have|have you)|what other ones)\b",
    re.IGNORECASE,
)
"""Asks for further products of the same wish, as ``FURTHER`` does."""
NOT_DATED = "I can't tell which came in last, but these fit:"
LIKE = re.compile(
    r"\b(?:something|anything|one|ones|others?)\s+similar\b(?! to)"
    r"|\bsimilar (?!to\b)[a-z]"
    r"|\b(?:something|anything|one|ones|products?|more|others?|another one|any)\s+(?:like"
    r"|similar to)\s+(?:the|this|that|these|it|number|no)\b"
    r"|\bthe same(?: one| thing)?,?\s+(?:but|only|just|in)\b|\blike (?:it|that one|this one"
    r"|the \w+(?: one)?),? (?:but|only|just)\b",
    re.IGNORECASE,
)
"""Asks for another one of the kind of a product."""
_THAT = re.compile(
    r"\b(?:than|like|to) (?:it|that|this|these|those|them)\b|\b(?:that|this) one\b|\b(?:that|this"
    r"|it)(?:'s| is) (?:too|a bit)\b",
    re.IGNORECASE,
)
"""In a wish a pronoun mostly speaks of something else ("it might freeze"); here of a product."""
_FOR_IT = re.compile(r"\b(?:for|to|with|on|in) (?:it|this|that|them|these|those|mine)\b", re.IGNORECASE)
_FOR_A_PRODUCT = re.compile(
    r"\b(?:for|fits?|fitting|into|onto|compatible with|goes with|to go with) "
    r"(?:(?:my|the|an?|our|his|her|their|your) )?(?:[\w-]+ )?product\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"^(?P<asked>.+?)[\s,;.-]+(?:but )?not (?:the |that |this )?(?P<one>[\w' -]{3,40})\W*$", re.IGNORECASE
)
_BEHIND_A_NAME = re.compile(r"\s{2,}[a-z-]+\W*$", re.IGNORECASE)
"""A name in whose place blanks stand, and a word: "GD18 battery"."""
_NO_BUT = re.compile(r"^\W*(?:no|nope|nah)\b[\s,.]*(?=(?:an|a|some) )", re.IGNORECASE)
""" "No a cleaner" corrects what was shown and refuses none."""
_BEST = re.compile(r"(?:^\W*|\b(?:the|your|which|very) )(?:[a-z]{3,}est|least|most)\b", re.IGNORECASE)
"""Asks for the best of all, rather than for better ones."""
_WHICH_HAVE = re.compile(
    r"\bwhich (?:ones? |others |of (?:them|those|these) )?(?:have|has|are|is|come)\b", re.I
)
_EMPTY = frozenset(
    word
    for text in (
        "product item article thing gear stuff find search look recommend suggest choose advice buy shop new",
    )
    for word in words(text)
)

_SELLS = re.compile(r"\b(?:you|u|ye)(?: guys| lot)? (?:sell|stock|carry)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:you|u|ye)(?: guys| lot)?(?: are| also)* (?:do|sell|selling|stock|carry|have|offer|got)"
    r" (?:(?:also|any|some|an?) )*(?!(?:for|in|with|of|to|at|on"
    r"|from) )(?P<what>(?:[a-z-]+ ){0,2}?[a-z-]{3,}s)\b"
    r"(?=\s*(?:$|[?.,;!]|too\b|as well\b|also\b|for\b|at all\b|by any chance\b))",
    re.IGNORECASE,
)
"""Things, in the plural: "do you have time" asks for none."""
_ONE_OFFERED = re.compile(
    r"\b(?:you|u|ye)(?: guys| lot)?(?: also)? (?:have|sell|stock|carry|got) (?:any |some |also )*"
    r"(?P<what>[a-z]{4,})\W*$",
    re.IGNORECASE,
)
"""The same of what is not counted: "do you have sunscreen"."""


class FoundProducts(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a message. ``nothing_asked``: it said nothing to search for; ``text`` is a sentence of its
    own ("These are already the cheapest that fit"), else ""; ``unsold``: what nothing in the shop is called;
    ``gone``: the product that was named and cannot be bought so, or, not ``shows_gone``, the only one that a
    wish fits, in place of which others of its shelf are shown.
    """

    result: SearchResult
    nothing_asked: bool = False
    text: str = ""
    unsold: str = ""
    gone: Product | None = None
    shows_gone: bool = True


def asks_best(text: str) -> bool:
    """Whether a text asks for the best of all, rather than for better ones: "whats the cheapest stove"."""
    return _BEST.search(text) is not None


def find(tools: ActionTools, tracker: Tracker, text: str, *, hidden: Collection[str] = ()) -> FoundProducts:
    """Search for what a message means after the ones before. Products of ``hidden`` (ids) are found only
    where they are named."""
    products, before = tools.products, previous_wish(tracker)
    text = with_things(products, tracker, _NO_BUT.sub("", text))
    refining = before is not None and (named_things(before) or len(text.split()) == 1)
    listed, current = shown_products(products, tracker), current_product(products, tracker)
    if asks_for_others_of(products, current, text) and current is not None:
        hidden = {*hidden, current.product_id}
    if strange := not_sold(products, text) or products.unsold(text, refining=refining):
        nothing = SearchResult(wish=Constraints(text=strange))
        return FoundProducts(result=nothing, text=unsold_text(strange), unsold=strange)
    if before is not None and not listed and before == Constraints(text=before.text):
        before = None  # nothing in the shop was called so
    said = products.wish(text) if _SELLS.search(text) else None
    if said is not None and said == Constraints(text=said.text):
        before = None  # a new thing, one that the catalogue does not know
    before = None if products.strange_brand(text) else _without_given_up(products, text, before)
    before = before or things_before(products, tracker, text)
    named = of_person([p for group in products.named(text) for p in group], before)
    refuses = bool(refusal(text)) or (len(named) == 1 and _refuses_named(products, text))
    loosely = refuses or bool(_THAT.search(text))
    meant = named or pointed_at(text, listed, current, products.ordered, loosely=loosely)
    measured, like = products.compares(text), bool(LIKE.search(text)) and not refuses
    if measured and not named and not like:
        meant = _comparable(products, meant, text)
    if not meant and before is None and current is not None and (measured or like):
        meant = [current]
    refused = [p.product_id for p in meant] if refuses else []
    like = like and bool(meant)
    if refused or like or measured:
        text = products.without_names(without_refusal(_NOT_ONE.sub(r"\g<asked>", text)) if refused else text)
        if like or measured or before is None:
            before = _around(products, before, meant, listed, text)
    against = [p.product_id for p in meant or _comparable(products, listed, text)]
    refined = products.refine(text, before, against, refused)
    if current is not None and not named and _FOR_IT.search(text):
        refined = msgspec.structs.replace(refined, wish=_in_its_size(products, refined.wish, current))
    if refined.bounded:
        best = asks_best(text)
        return _better(tools, against, refined, text, best=best, widen=bool(named), hidden=hidden)
    if like:
        return FoundProducts(result=products.search(refined.wish, SHOWN, exclude={*against, *hidden}))
    if parts := _parts_for(products, text, refined.wish, named[:1] or ([current] if current else [])):
        return FoundProducts(result=SearchResult(wish=refined.wish, hits=parts[:SHOWN], total=len(parts)))
    if named and not refused and not measured:
        called = _called(products, text, named, before, against, hidden)
        if called is not None:
            return called
    if (own := own_size(tools, tracker, text, refined.wish)) is not None:
        found = _searched(tools, text, before, own.wish, hidden)
        told = found.text or found_text(found.result, tools.settings.shop.currency)
        return msgspec.structs.replace(found, text=f"{own.told} {told}".strip())
    return _searched(tools, text, before, refined.wish, hidden)


def _refuses_named(products: Products, text: str) -> bool:
    """Whether a text asks for things, and not for the one that it names: "beds, not the Dune chair"."""
    match = _NOT_ONE.search(text)
    if match is None or not products.named(match["one"]) or products.named(match["asked"]):
        return False
    return named_things(products.wish(match["asked"]))


def _in_its_size(products: Products, wish: Constraints, owner: Product) -> Constraints:
    """The wish for things that go with a product in the size that it states, "which bulb for it" of a lamp
    with "Socket: E27"; as it is where it states none that they come in."""
    things = Constraints(kinds=wish.kinds, categories=wish.categories)
    if wish.sizes or things == Constraints() or products.is_of(owner, things):
        return wish
    stated = {value.casefold() for value in owner.attributes.values()}
    hits = products.search(things, SHOWN, relax=False).hits
    sizes = {variant.size for hit in hits for variant in hit.product.variants if variant.size}
    return replace(wish, sizes=tuple(size for size in sizes if size.casefold() in stated))


def _without_given_up(products: Products, text: str, before: Constraints | None) -> Constraints | None:
    """The running wish, where a message names its things anew, without what nothing met and it does not ask
    for again: "shelf for towels" behind shelves "with coated"."""
    said = products.wish(text)
    again = before is not None and (said.kinds or said.categories)
    if before is None or not again or not (before.wanted or before.having or before.colours):
        return before
    result = products.search(before, 1)
    met = result.relaxed[-1].wish if result.relaxed and result.hits else before
    return replace(before, wanted=met.wanted, having=met.having, colours=met.colours)


def _called(
    products: Products,
    text: str,
    named: Sequence[Product],
    before: Constraints | None,
    against: Sequence[str],
    hidden: Collection[str],
) -> FoundProducts | None:
    """What a message comes to that names products: what is to go with them, they as they are asked for, that
    the first is not there so, or it alone whatever was asked before; None where it does not fit itself."""
    rest = products.without_names(text)
    asked = products.refine(rest, before, against, []).wish
    asked = replace(asked, sizes=said_sizes(named[0], rest) or asked.sizes)
    if _goes_with(products, text, asked, named[0]):
        return FoundProducts(result=products.search(replace(asked, text=text), SHOWN, exclude=hidden))
    hits = [hit for p in named if (hit := products.check(p, asked)) is not None]
    told = Constraints(wanted=asked.wanted)
    hits = [hit for hit in hits if product_fits(hit.product, told)] or hits
    if hits:
        return _called_by_name(products, asked, hits)
    if gone := _sold_out(products, named[0], text) or _not_as_asked(products, named[0], asked):
        nothing = SearchResult(wish=_among_its_kind(products, asked, named[0]))
        return FoundProducts(result=nothing, text=gone, gone=named[0])
    own = products.wish(rest)
    if len(named) == 1 and (hit := products.check(named[0], own)) is not None:
        return _called_by_name(products, own, [hit])
    return None


def _searched(
    tools: ActionTools, text: str, before: Constraints | None, wish: Constraints, hidden: Collection[str]
) -> FoundProducts:
    """What a search for a wish comes to, ``before`` being the one that the text went on from."""
    products = tools.products
    if says_nothing(wish) or _only_leaves_out(wish):
        return FoundProducts(result=SearchResult(wish=Constraints()), nothing_asked=True)
    if wish.sort == NEWEST and not products.dated:
        return _undated(products, replace(wish, sort=""), hidden)
    result = products.search(wish, SHOWN, exclude=hidden)
    if (result.relaxed or not result.hits) and (anew := _said_anew(products, text, before)) is not None:
        alone = products.search(anew, SHOWN, exclude=hidden, relax=False)
        result = alone if alone.hits else result
    sold = products.only_sold_out(wish) if result.relaxed or not result.hits else None
    if sold is not None and sold.product_id not in hidden:
        text = stock_sentence(sold, products.short_name(sold), wish.sizes, wish.colours)
        if wish.brands:
            nothing = SearchResult(wish=_among_its_kind(products, wish, sold))
            return FoundProducts(result=nothing, text=text, gone=sold)
        beside = tuple(hit for hit in result.hits if _stands_beside(hit.product, sold))
        nearest = f"{text} The nearest I have:" if beside else text
        result = SearchResult(wish=wish, hits=beside, relaxed=result.relaxed, total=len(beside))
        return FoundProducts(result=result, text=nearest, gone=sold, shows_gone=False)
    other = (products.strange_brand(text) or products.unsold_beside(text)) if result.hits else ""
    others = f"{unsold_text(other)} {found_text(result, tools.settings.shop.currency)}" if other else ""
    return FoundProducts(result=result, text=others, unsold=other)


def _stands_beside(product: Product, other: Product) -> bool:
    """Whether a product stands on the shelf of another."""
    return product.category == other.category and product.above == other.above


def _said_anew(products: Products, text: str, before: Constraints | None) -> Constraints | None:
    """What a message asks for by itself, where it says of what: "phones with 5G under 300", "which ones have
    5G"; for where nothing fits that and what was asked before."""
    said = products.wish(text)
    if before is not None and not named_things(said) and _WHICH_HAVE.search(text):
        said = products.conditions(text)
        said = replace(said, categories=before.categories, kinds=before.kinds, person=before.person)
    if before is None or not named_things(said):
        return None
    if not (_WHICH_HAVE.search(text) or named_things(products.conditions(text))):
        return None  # "one made of oak, for a 2 m table" behind lamps names none
    if said.wanted or said.having or said.sizes or said.colours:
        return said
    if said.kinds and said.kinds != before.kinds:  # "whats a winter duvet then" behind those of kapok
        return replace(
            said, price_min=before.price_min, price_max=before.price_max, without=before.without,
            unwanted=before.unwanted, reduced=before.reduced, person=said.person or before.person,
        )  # fmt: skip
    return None


def _only_leaves_out(wish: Constraints) -> bool:
    """Whether a wish says no more than which kinds it is not for: "I already have a tent"."""
    left_out = bool(wish.unwanted_kinds or wish.unwanted_categories)
    return left_out and replace(wish, text="", unwanted_kinds=(), unwanted_categories=()) == Constraints()


def _undated(products: Products, wish: Constraints, hidden: Collection[str]) -> FoundProducts:
    """What fits a wish for what is new, where the shop knows no days."""
    if wish == Constraints(text=wish.text) and not products.says_more(wish.text):
        return FoundProducts(result=SearchResult(wish=Constraints()), nothing_asked=True)
    result = products.search(wish, SHOWN, exclude=hidden)
    return FoundProducts(result=result, text=NOT_DATED if result.hits and not result.relaxed else "")


def _goes_with(products: Products, text: str, wish: Constraints, product: Product) -> bool:
    """Whether a text seeks things of a kind for a product that it names: "a new blade for my GC18"."""
    heads = replace(wish, kinds=tuple(kind.split()[-1] for kind in wish.kinds))
    other = bool(wish.kinds or wish.categories) and not products.is_of(product, heads)
    behind = _BEHIND_A_NAME.match(products.without_names(text))
    return other and bool(behind or _FOR_A_PRODUCT.search(products.unnamed(text)))


def _called_by_name(products: Products, wish: Constraints, hits: Sequence[ProductHit]) -> FoundProducts:
    """The products that a message names, what the shop says of a single one where nothing else is asked of
    it; a wish goes on from them among things of their kind."""
    about = replace(wish, text="", brands=(), person="") == Constraints() and len(hits) == 1
    alike = products.like(hits[0].product)
    kinds = Constraints(categories=alike.categories, kinds=alike.kinds)
    if all(products.is_of(hit.product, kinds) for hit in hits):
        wish = _among_its_kind(products, wish, hits[0].product)
    elif not all(products.is_of(hit.product, wish) for hit in hits):
        wish = replace(wish, categories=(), kinds=())
    result = SearchResult(wish=wish, hits=tuple(hits[:SHOWN]), total=len(hits))
    return FoundProducts(result=result, text=hits[0].product.description if about else "")


def _among_its_kind(products: Products, wish: Constraints, product: Product) -> Constraints:
    """The wish that goes on from a product that was named, where it names no kind of its own."""
    if products.is_of(product, wish) and (wish.categories or wish.kinds):
        return wish
    alike = products.like(product)
    person = wish.person or alike.person
    return replace(wish, categories=alike.categories, kinds=alike.kinds, person=person)


def _comparable(products: Products, shown: Sequence[Product], text: str) -> list[Product]:
    """Of the products shown those that "cheaper" or "the cheapest" is measured against: "the cheapest mat"
    behind belay devices against none of them."""
    said = products.wish(text)
    kind = Constraints(categories=said.categories, kinds=said.kinds)
    return [p for p in shown if kind == Constraints() or products.is_of(p, kind)]


def _parts_for(
    products: Products, text: str, wish: Constraints, owner: Sequence[Product]
) -> tuple[ProductHit, ...]:
    """What is in stock for a product that a text names or points at ("a footprint for it")."""
    if not owner or not (wish.kinds or wish.categories) or products.is_of(owner[0], wish):
        return ()
    if not products.named(text) and not _FOR_IT.search(text):
        return ()
    fitting = (p for p in products.parts(owner[0]) if products.is_of(p, wish))
    return tuple(hit for p in fitting if (hit := products.check(p, wish)) is not None)


def not_sold(products: Products, text: str) -> str:
    """What a text asks whether the shop sells it, where the catalogue has no word for it ("do you do folding
    chairs, for in front of the tent"), else ""."""
    match = _OFFERED.search(text) or _ONE_OFFERED.search(text)
    what = match["what"].strip() if match else ""
    wish = products.wish(what)
    if not what or products.named(what) or wish != Constraints(text=wish.text):
        return ""
    content = words(what)
    return what if content and not set(content) & _EMPTY and not products.has_word(what.split()[-1]) else ""


def _sold_out(products: Products, product: Product, text: str) -> str:
    """What is said of a product that a message looks for by name and that is not there so; "" where it only
    speaks of it ("a rain cover for the Skarn 65")."""
    rest = products.without_names(text)
    wish = products.wish(rest)
    wish = replace(wish, sizes=said_sizes(product, rest) or wish.sizes)
    if not products.is_of(product, wish) or products.check(product, wish) is not None:
        return ""
    return stock_sentence(product, products.short_name(product), wish.sizes, wish.colours)


def _not_as_asked(products: Products, product: Product, wish: Constraints) -> str:
    """What is said of a product that a message names and that fits the running wish in all but these two."""
    anyhow = replace(wish, sizes=(), colours=(), wearers=())
    if not (wish.sizes or wish.colours) or products.check(product, anyhow) is None:
        return ""
    return stock_sentence(product, products.short_name(product), wish.sizes, wish.colours)


def of_person(named: Sequence[Product], wish: Constraints | None) -> list[Product]:
    """Of namesakes those for the person of the running wish."""
    fitting = [p for p in named if wish is None or person_fits(p, wish.person)]
    return fitting or list(named)


def _around(
    products: Products,
    before: Constraints | None,
    meant: Sequence[Product],
    listed: Sequence[Product],
    text: str,
) -> Constraints | None:
    """The wish that "lighter than the Skerry" or "like the second" goes on from: the running one, where it
    is about such things, else one for things of that kind."""
    said = products.wish(text)
    if not meant or said.categories or said.kinds:
        return before
    alike = products.like(meant[0])
    if before is None:
        return alike
    if not before.categories and not before.kinds:  # it was called by its name alone
        return replace(before, categories=alike.categories, kinds=alike.kinds)
    if not products.is_of(meant[0], before):
        beside = any(product.category == meant[0].category for product in listed)
        return replace(before, kinds=(*before.kinds, *alike.kinds), categories=()) if beside else alike
    if LIKE.search(text):
        return replace(before, categories=alike.categories, kinds=alike.kinds)
    return before


async def show_more(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    wish: Constraints,
    *,
    hidden: Collection[str] = (),
) -> Events:
    """The next products for the same wish; none is repeated, and none of ``hidden`` (ids) shown."""
    exclude = {*seen(tracker), *hidden}
    result = await tools.work(tools.products.search, wish, SHOWN, exclude=exclude, relax=False)
    if not result.hits:
        say(dispatcher, Reply(text="That was all that fits what you asked."))
        return []
    show_result(dispatcher, tools, result, "Some more that fit:")
    return remember(wish, [hit.product.product_id for hit in result.hits], seen(tracker))


def further_wish(products: Products, tracker: Tracker, text: str) -> Constraints | None:
    """The wish that "show me more" goes on with, what it says besides included ("some others, not Halde");
    None for any other message, and for one about other things ("next shoes")."""
    before = previous_wish(tracker)
    if before is None or not (MORE.search(text) or FURTHER.match(text)):
        return None
    besides = "" if FURTHER.match(text) else MORE.sub(" ", text)
    said = products.wish(besides)
    if says_nothing(replace(said, text="")):
        return before
    meant = Constraints(categories=said.categories, kinds=said.kinds)
    listed = shown_products(products, tracker)
    if meant != Constraints() and not any(products.is_of(product, meant) for product in listed):
        return None
    return products.refine(besides, before).wish


def named_things(wish: Constraints) -> bool:
    """Whether a wish names a shelf or kind."""
    return bool(wish.kinds or wish.categories)


def says_nothing(wish: Constraints) -> bool:
    """Whether a wish holds nothing to search for."""
    return wish == Constraints(text=wish.text) and not set(words(wish.text)) - _EMPTY


def ask_what(dispatcher: CollectingDispatcher, tools: ActionTools) -> Events:
    """Ask, with the shelves to choose from."""
    shelves = sorted(tools.products.categories(), key=lambda pair: -pair[1])[:SHELVES]
    choices = tuple(Button(title=name.capitalize(), payload=f"Show me {name}") for name, _ in shelves)
    text = "What are you looking for? A kind of product, a use or a budget will do."
    say(dispatcher, Reply(text=text, buttons=choices))
    return []


def show_found(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, found: FoundProducts
) -> Events:
    """What a search came to: products, that there are none, or the question what is sought."""
    if found.nothing_asked:
        return ask_what(dispatcher, tools)
    result = found.result
    if found.gone is not None:
        gone = asked_variants(found.gone, result.wish.sizes, result.wish.colours)
        notice = (watch(gone),) if gone and not any(variant.stock for variant in gone) else ()
        told = agreeing(found.text, found.gone, tools.products.short_name(found.gone))
        if found.shows_gone:
            say(dispatcher, Reply(text=told, cards=(product_card(found.gone),), buttons=notice))
            return remember(result.wish, [found.gone.product_id], seen(tracker))
        kind = "products" if result.hits else "text"
        cards = tuple(map(hit_card, result.hits))
        say(dispatcher, Reply(text=told, kind=kind, cards=cards, buttons=notice))
        ids = [hit.product.product_id for hit in result.hits] or [found.gone.product_id]
        return [*remember(result.wish, ids, []), SlotSet("current_product", found.gone.product_id)]
    if not result.hits:
        said = found.text or nothing_text(result, tools.settings.shop.currency)
        missed = unmet(found.unsold) if found.unsold else None if found.text else unmet_by(tools, result)
        say(dispatcher, Reply(text=said, buttons=(PERSON,)), unmet=missed)
        before = [str(i) for i in tracker.slots.get("shown_products") or []]
        return remember(result.wish, before, seen(tracker))
    show_result(dispatcher, tools, result, found.text, found.unsold)
    return remember(result.wish, [hit.product.product_id for hit in result.hits], [])


def show_result(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    result: SearchResult,
    text: str = "",
    unsold: str = "",
) -> None:
    """Product cards under a sentence that says what was found or given up; ``unsold`` as in
    ``FoundProducts``."""
    said = text or found_text(result, tools.settings.shop.currency)
    missed = unmet(unsold) if unsold else unmet_by(tools, result) if result.relaxed and not text else None
    show_cards(dispatcher, said, result.hits, "search", result.wish, result.total, unmet=missed)


def unmet_by(tools: ActionTools, result: SearchResult) -> dict[str, Any]:
    """The UnmetWish event of a search that nothing fits, as JSON: in the catalogue's words, else as it was
    said."""
    wish, known = result.wish, is_named(result.wish)
    return unmet(describe(wish, tools.settings.shop.currency) if known else wish.text, known=known)


def show_cards(
    dispatcher: CollectingDispatcher,
    text: str,
    hits: Sequence[ProductHit],
    source: str,
    wish: Constraints,
    total: int,
    **own: Any,
) -> None:
    """Product cards with what may come next; ``own`` as in ``say``."""
    cards = tuple(hit_card(hit) for hit in hits)
    reply = Reply(text=text, kind="products", cards=cards, buttons=buttons(hits, total))
    say(dispatcher, reply, source=source, constraints=wish_json(wish), **own)


def shown_products(products: Products, tracker: Tracker) -> list[Product]:
    """The products shown last that are still published."""
    return [product for i in shown(tracker) if (product := products.get(i)) is not None]


def named_products(products: Products, tracker: Tracker, text: str) -> list[list[Product]]:
    """See ``Products.named``; also by what is short for one that was shown or spoken of ("the 6 Air")."""
    current = slot_text(tracker, "current_product")
    return products.named(text, shown(tracker)) or products.named(text, [*shown(tracker), current])


def current_product(products: Products, tracker: Tracker) -> Product | None:
    """The product that was spoken of last, else the only one of the order at hand."""
    bought = ordered(tracker)
    only = bought[0] if len(bought) == 1 else ""
    return products.get(slot_text(tracker, "current_product") or only)


def _better(
    tools: ActionTools,
    against: Sequence[str],
    refined: Refined,
    text: str,
    *,
    best: bool,
    widen: bool,
    hidden: Collection[str] = (),
) -> FoundProducts:
    """Products better than those of ``against`` in the order asked for, or the ``best`` of all, also by what
    the message says alone. When there are none, that is said: with other kinds that are better than a product
    that was named, else with the best of what was shown."""
    products, wish, bounded = tools.products, refined.wish, refined.bounded
    exclude = {*against, *hidden}
    for narrower in bounded:
        result = products.search(narrower, SHOWN, exclude=exclude, relax=False, asked=wish)
        if result.hits:
            return FoundProducts(result=result)
    said = products.wish(text)
    if said.wanted or said.having or said.sizes:  # "too dear, anything smaller, for shrimps"
        for narrower in bounded:
            now = replace(narrower, wanted=said.wanted, having=said.having, sizes=said.sizes)
            result = products.search(now, SHOWN, exclude=exclude, relax=False)
            if result.hits:
                asked = replace(now, price_max=wish.price_max)
                return FoundProducts(result=msgspec.structs.replace(result, wish=asked))
    known = [products.short_name(product) for i in against if (product := products.get(i)) is not None]
    order = refined.order or wish.sort
    these = already_text(order, known, already=not best)
    wider = products.wider(bounded[0], SHOWN, exclude=exclude, asked=wish) if widen else None
    if wider is not None and wider.hits:
        return FoundProducts(result=wider, text=f"{these} {others_text(wider)}")
    leading = products.search(wish, 1, exclude=hidden, relax=False)
    if not widen and any(hit.product.product_id in against for hit in leading.hits):
        names = [products.short_name(hit.product) for hit in leading.hits]
        return FoundProducts(result=leading, text=already_text(order, names, already=not best))
    return FoundProducts(result=SearchResult(wish=wish), text=these)
