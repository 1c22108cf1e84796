"""Whether a message asks of the product at hand, however it was read: its price, a size, what it is like."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.another import of_another
from bot.actions.finding import LIKE, MORE, current_product, says_nothing, shown_products
from bot.actions.focus import is_behind_products, is_near
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import ABOUT, BACK, PRICE, SENTENCES, STOCK, names_variant
from bot.actions.tools import ActionTools
from retrieval.documents.questions import questions_in
from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.products import Products
from retrieval.products.questions import asks_what_comes_with
from retrieval.products.terms import find_phrases, read_words, stem, stems
from retrieval.types import Constraints, Product
from retrieval.words import STOP_WORDS

_ASKS_OF_ONE = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|then|n)\s+)*(?:how|does|do|is|can|has|what (?!is the|one)"
    r"|which (?:colou?rs?|sizes?))\b"
    r"|\b(?:how (?:heavy|much|long|big|warm|tall|wide)|what (?:colou?rs?|sizes?|does)|which (?:colou?rs?"
    r"|sizes?))\b",
    re.IGNORECASE,
)
_DOES = r"(?:does|do|did|is|are|was|were|can|could|has|have|will|would)(?:n['’]?t)?"
_THING = r"(?:(?:it|she|he|they|this|that|these|those)(?: ones?)?|the (?:[a-z]+ )?one)"
_OF_IT = re.compile(
    rf"\b(?!do they (?:have|sell|do)\b){_DOES} {_THING}\b"
    r"(?!\s+(?:all|possible|ok|okay|true|too|right|correct|clear)\b)"
    rf"|\b{_THING} (?:also |really )?(?:can|has|is|are|makes?|gives?|weighs?|takes?|goes|fits?|holds?|lasts?"
    r"|keeps?|needs?|comes?)\b.*\?",
    re.IGNORECASE | re.DOTALL,
)
""" "Do they get wider with time", "she can charge my phone?"."""
_BARE = re.compile(
    r"^\W*(?:(?:and|ok|what about|how about|the|its) )*(?P<what>[^\W\d_][\w -]{2,30}?)\s*\?+\W*$",
    re.IGNORECASE,
)
_IN_IT = re.compile(r"^\W*(?:(?:and|or|also|ok|then)\W+)*in (?:size )?[\w/.-]+(?: \w+)?\W*$", re.IGNORECASE)
UNDER = re.compile(
    r"\b(?:(?:in|during) (?:the )?(?:winter|summer|autumn|spring|cold|heat|rain|snow|frost)"
    r"|(?:when|if) (?:it['’]?s|it is|it|its) (?:\w+ ){0,2}?(?:cold|hot|wet|dark|icy|freezing|frozen|raining"
    r"|rains|snowing|snows|freezes))\b",
    re.IGNORECASE,
)
"""A condition that data of products say nothing of."""
_WARRANTY = re.compile(r"\b(?:warranty|guarantee)\b", re.IGNORECASE)
_USED = re.compile(
    rf"^\W*(?:(?:and|so|ok|but)\W+)*{_DOES} (?!there\b|you\b|i\b|we\b).*\b(?:in|on|with|under|into|inside)"
    r" (?:it|this|that|them|these|those)\b",
    re.IGNORECASE,
)
_NOTHING_TOLD = frozenset(stem(word) for word in STOP_WORDS)
_OF_A_PART = re.compile(rf"\b{_DOES} (?:the|its|their) ", re.IGNORECASE)


def asks_of_one(text: str) -> bool:
    """Whether a text asks a fact of one product ("how heavy is the cheaper one")."""
    return bool(_ASKS_OF_ONE.search(text))


def asked_shortly_of(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The product at hand of which no more is asked than what its data call by that name, or state: "the
    weight?", "and is it down"."""
    products = tools.products
    at_hand = current_product(products, tracker) or next(iter(shown_products(products, tracker)), None)
    if at_hand is None or of_another(tools, tracker, text):
        return None
    if _asks_when_back(tracker, text):
        return at_hand
    if products.asks_value(at_hand, text) and is_near(products, tracker, [at_hand]):
        return at_hand
    asked = _asks_attribute(products, at_hand, text) and is_behind_products(products, tracker)
    return at_hand if asked else None


def asks_of_product(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text asks something of a product that lies before the shopper, or that it names."""
    products = tools.products
    listed, current = shown_products(products, tracker), current_product(products, tracker)
    if priced := [part for part in SENTENCES.split(text) if PRICE.search(part)]:
        if current is not None and products.counterpart(current, text) is not None:
            return True
        pointed = pointed_at(text, listed, current, products.ordered, loosely=False)
        return bool(pointed) and any(map(asks_of_one, priced))
    named = products.named(text)
    at_hand = named[0][0] if named and named[0] else current or (listed[0] if len(listed) == 1 else None)
    if named and len(named) == 1 and (ABOUT.search(text) or _asks_of_named(products, at_hand, text)):
        return True
    if at_hand is None or len(named) > 1 or MORE.search(text) or LIKE.search(text):
        return False
    if of_another(tools, tracker, text):
        return False
    if (products.asks_value(at_hand, text) or asks_what_comes_with(text)) and not products.compares(text):
        return True
    if not named and (
        _asks_variant(tools, at_hand, text)
        or _asks_stock(products, text)
        or _asks_when_back(tracker, text)
        or _asks_attribute(products, at_hand, text)
    ):
        return True
    if not named and _asks_of_its_use(at_hand, text):
        return True
    parts = [products.without_names(part) for part in SENTENCES.split(text)]
    return any(asks_of_part(at_hand, part) or _asks_fact(products, at_hand, part) for part in parts)


def _asks_of_named(products: Products, product: Product | None, text: str) -> bool:
    """ "Glide Mouse - connection?", "is there a warranty on the Quattro": what its data or the documents tell
    of the product that is named."""
    rest = products.without_names(text)
    return product is not None and (
        _asks_attribute(products, product, rest)
        or _names_attribute_under(products, product, rest)
        or _WARRANTY.search(rest) is not None
    )


def _names_attribute_under(products: Products, product: Product, text: str) -> bool:
    """Whether a text names what the data of a product tell, and asks, or says a condition, and names no thing
    to buy: "spark range when its cold"."""
    said, wish = set(stems(text)), products.wish(text)
    names = [set(stems(name)) for name in product.attributes]
    asks = UNDER.search(text) is not None or bool(questions_in(text))
    things = wish.kinds or wish.categories or wish.sizes or wish.colours
    return asks and not things and any(name and name <= said for name in names)


def _asks_variant(tools: ActionTools, product: Product, text: str) -> bool:
    """ "Black in 95?" and "in xl" of what comes in it."""
    wish = tools.products.wish(text)
    if not ("?" in text or _IN_IT.match(text)) or not names_variant(tools, text):
        return False
    return any(v.colour in wish.colours or v.size in wish.sizes for v in product.variants)


def _asks_stock(products: Products, text: str) -> bool:
    """ "Have you still some?"."""
    return STOCK.search(text) is not None and says_nothing(products.wish(STOCK.sub(" ", text)))


def _asks_when_back(tracker: Tracker, text: str) -> bool:
    """ "When is it back?", "when will you have it again" behind what was said to be sold out."""
    last = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    told = str((last or {}).get("text") or "").lower()
    return "sold out" in told and BACK.search(text) is not None


def _asks_attribute(products: Products, product: Product, text: str) -> bool:
    """ "Battery?", "built-in modem?" of what has a battery life, and of which it is told whether it has a
    modem."""
    match = _BARE.match(text) or _BARE.match(SENTENCES.split(text)[-1])
    said = set(stems(match["what"])) if match else set()
    names = [set(stems(name)) for name in product.attributes] if said else []
    return any(said <= name or name <= said for name in names) and not products.wish(text).kinds


def _asks_fact(products: Products, product: Product, text: str) -> bool:
    """Whether it is asked what "it" does, and neither other things nor better ones are spoken of."""
    wish = products.wish(text)
    meant = Constraints(categories=wish.categories, kinds=wish.kinds)
    return _OF_IT.search(text) is not None and products.is_of(product, meant) and not products.compares(text)


def _asks_of_its_use(product: Product, text: str) -> bool:
    """ "Could a betta live in it" of a tank whose description speaks of a betta."""
    if not _USED.search(text):
        return False
    said, told = set(stems(text)), set(stems(product.description))
    own = {word for noun in kind_nouns(product) for word in stems(noun)} | _NOTHING_TOLD
    return bool(said & told - own)


def asks_of_part(product: Product, text: str) -> bool:
    """Whether a text asks of something that the product's data tell of: "does the hood go under a helmet"."""
    parts = {stems(name): name for name in product.attributes}
    return any(
        found.start == 0
        for match in _OF_A_PART.finditer(text)
        for found, _ in find_phrases(read_words(text[match.end() :]), parts)
    )
