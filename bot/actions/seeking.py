"""Whether a text seeks products, or asks for something else: a rule, what is none of the shop's things."""

from __future__ import annotations

import re

from retrieval.documents.questions import questions_in
from retrieval.products.conditions import for_whom
from retrieval.products.products import Products
from retrieval.told import asks_to_be_told
from retrieval.types import NEWEST, Constraints, Product
from retrieval.words import words

_SEEKS = re.compile(r"\b(?:after|looking for|searching for|in search of|need|want) an?\b", re.IGNORECASE)
_WANTS = re.compile(
    r"\b(?:looking|searching|in search) (?:for|of)\b"
    r"|^\W*(?:(?:hi|hello|hey|ok)\W+)*(?:(?:i|we)(?:['’]?m|['’]?re| am| are) )?after (?:an?|some)\b"
    r"|(?:^\W*|\b(?:I|we|he|she|they)(?:['’]d| would)? (?:(?:also|really|still|just) )*)"
    r"(?:needs?|wants?|like) "
    r"(?!to\b|you\b|help\b|(?:it|them|this|that|these|those|the|my|our|mine|its?)\b)"
    r"|\b(?:and|but|so) (?:need|want) (?:an?|some|new|something)\b"
    r"|(?:^\W*|[.,;!?] )(?:have you |you )?(?:got|have) (?:one|some|any|anything|something|an?)\b"
    r"|(?:^\W*|[.,;!?] )(?:have you |you )?got "
    r"(?!to\b|you\b|(?:it|them|this|that|these|those|the|my|our|mine)\b)[^.!?]*\?"
    r"|\b(?:do|have) you (?:have|sell|stock|got|carry) (?:one|some|any|anything|something|an?)\b"
    r"|\bdo you (?:sell|stock|carry) (?!it\b|this\b|that\b|them\b)",
    re.IGNORECASE,
)
"""Says to want something, and not what was bought."""
_TELLING = 3
"""Words with a meaning of a question that can be searched for: "what would you recommend" has one."""
_QUESTION = re.compile(
    r"\?|^\W*(?:how|what|when|where|why|who|which|can|could|do|does|did|is|are|will|would|may|should|must)\b",
    re.IGNORECASE,
)
_WHICH_TO_TAKE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?)\W+)*(?:what|which) (?P<thing>(?:[\w-]+ )?[\w-]{3,}) "
    r"(?:should|do|would|shall|must) (?:i|we) (?:choose|take|use|pick|need|select)\W*$",
    re.IGNORECASE,
)
_OF_PRODUCTS = re.compile(
    r"\b(?:ones?|products?|things?|models?|types?|kinds?|sorts?|brands?|colou?rs?|sizes?|of)\b", re.IGNORECASE
)
_ANY_BETTER = re.compile(
    r"^\W*(?:hm+,? |ok,? )?(?:anything|something|any|some|one) (?:(?:a bit|much|even) )?"
    r"(?:[a-z]{3,}er|more [a-z]+)\b",
    re.IGNORECASE,
)
MOST_TOLD = 10
"""Words of a message that may say what those shown are to be like."""
_RULE = re.compile(
    r"\b(?:(?:do|will|would) (?:i|we|you|they) (?:really |actually |also |even |absolutely )?have to"
    r"|must (?:i|we)|(?:am|are) (?:i|we) (?:allowed|supposed|obliged)"
    r"|is (?:it|that|this|one) (?:really )?(?:compulsory|mandatory|obligatory|required|allowed|forbidden)"
    r"|(?:do|will) (?:you|ye|u)(?: guys)?(?: also| even| still)? (?:take|accept|buy)"
    r"|you(?: also| even)? (?:want|take|buy|accept) (?:these|those|them|it|such|that)"
    r"|(?:second[- ]hand|used) (?:ones?|things?|gear|stuff)"
    r"|(?:shop|store|place)s? (?:around|down|next|near|over|across)\b.*\bcheaper"
    r"|(?:other|another|different) (?:shop|store|site|website)s?\b.*\bcheaper"
    r"|cheaper (?:elsewhere|somewhere else|(?:at|in|on) (?:an?other|a different|some other)"
    r" (?:shop|store|site|website|place)))\b",
    re.IGNORECASE,
)

_HOW = re.compile(
    r"(?:^\W*(?:(?:and|but|so|ok(?:ay)?|also|then|well|hi|hey|hello|no|oh|great|thanks|never ?mind)\b\W*)*"
    r"|[,;.!?] (?:(?:and|but|so|also|then) )?)"
    r"(?:ho?w (?:do|can|could|should|would|shall|must|to|long|often|far|soon)\b(?! you (?:have|sell)\b)"
    r"|ho?w (?:much|many)\b(?=.*\b(?:do|does|can|should|must|may) (?:i|we|one|it|they|you)\b)"
    r"(?!.*\b(?:cost|have|sell)\b)"
    r"|(?:why|when (?:do|does|did|is|are|can|will|would|should|must|may))\b"
    r"|what (?:(?:should|do|can|shall|must|could) (?:i|we)"
    r" (?:look|do|use|check|watch|pay attention)\b|now\b)"
    r"|(?:is|are) there (?!an?\b|any(?:thing)?\b|some\b|ones?\b)(?:\w+ ){1,4}"
    r"in (?:it|them|the|your|ur|these|those)\b)",
    re.IGNORECASE,
)
"""Asks how something is done, when, why, or what is in it."""

_YOU = r"(?:you|ye|u)(?: guys)?"
_ARE_THERE = re.compile(
    rf"\b(?:(?:do {_YOU}(?: also| maybe)? (?:have|sell|carry|stock)|have {_YOU}(?: also)? got)"
    r"|(?:is|are) there)(?: any| some| an?)? ",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:ones?|some|any|something|anything)\b|\W*$", re.IGNORECASE)
"""Stands for what was said before: "I need an amp that runs on batteries, do you have one?"."""
_TO_SEE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|please|can you|could you|now)\W+)*(?:show|find) (?:me|us)"
    r" (?!how\b|where\b|when\b)",
    re.IGNORECASE,
)
_WHAT_IS_THERE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so)\W+)*(?:what|which) (?P<thing>(?:[\w-]+ ){1,4}?)"
    r"(?:is|are|do you have)(?: (?:still|currently|now))? (?:in stock|available|left)\b",
    re.IGNORECASE,
)
_WHICH_THERE_ARE = re.compile(
    rf"^\W*(?:\w+ )?which (?:[\w-]+ ){{1,3}}?do {_YOU} (?:have|sell|stock|carry|offer)\b", re.IGNORECASE
)
""" "Which NVMe do you have": by a term of the catalogue."""
_OF_WHAT = re.compile(r"(?<!thing) (?:on|for|of|with|without|in|about|to|against|by|from)\b", re.IGNORECASE)
"""Behind what there is: "a warranty on hives" is no hive, "anything for hives" may be."""
_WHAT_THERE_IS = re.compile(
    rf"^\W*(?:\w+ )?what(?: else)? (?:do {_YOU}|have {_YOU}) (?:have|got|sell|carry|stock|recommend)"
    r"(?: here)? (?:for|against|to)\b",
    re.IGNORECASE,
)
_WHAT_IT_COSTS = re.compile(
    r"^\W*(?:\w+ )?(?:what (?:do|does|would) (?:the|an?|your)?.*\bcosts?|how much (?:is|are|do|does|for))\b",
    re.IGNORECASE,
)
_WHICH_IS_BEST = re.compile(
    r"^\W*(?:\w+ )?(?:what|which)(?:['’]?s| is| are) (?:the|your) (?:[a-z]{3,}est|most [a-z]+|least [a-z]+) ",
    re.IGNORECASE,
)
_WHICH_SHOULD = re.compile(
    r"\b(?:what|which) (?P<thing>(?:[\w-]+ ){1,3})"
    r"(?=(?:[\w-]+ ){0,8}?(?:should|would|shall|could|can|must|do) )(?!.*\byou (?:have|sell)\b)"
    r"(?:[\w-]+ ){1,10}?(?:take|choose|pick|buy|get|use|recommend)\b(?! \w+ed\b)",
    re.IGNORECASE,
)
_OF_SHOP = re.compile(
    rf"\b(?:do|did|have|are|were|will) {_YOU} (?!(?:have|has|had|got|sell|stock|carry|offer|recommend"
    r"|suggest|think|know|mean|say|see|call|do|need|want|get|also|guys|still|left)\b)[a-z]{3,}"
    r"|\b(?:are|is|do|does) (?:all )?your (?:products?|things|stuff|articles?|goods|items?|range)\b"
    r"|^\W*(?:(?:and|so|but)\W+)*who(?:['’]?s| is| are) (?:the|your|in)\b",
    re.IGNORECASE,
)
"""Asks what those do who keep the shop, or who they are: "how much CO2 do you make"."""
_DELIVERY = re.compile(r"\b(?:deliver(?:y|ies|ed)?|shipping|postage|dispatch(?:ed)?)\b", re.IGNORECASE)


def asks_of_shop(products: Products, text: str) -> bool:
    """Whether a text asks something of the shop, and names no product."""
    return _OF_SHOP.search(text) is not None and not products.named(text)


def asks_of_delivery(product: Product, text: str) -> bool:
    """Whether a text names delivery, of which a product says nothing: how long it takes is no fact of it."""
    told = (*product.attributes, product.description)
    return _DELIVERY.search(text) is not None and not any(map(_DELIVERY.search, told))


def seeks_products(products: Products, text: str) -> bool:
    """Whether a text describes products: their kind, and something of them, where it is no question; what is
    reduced, bought most or new, where a question asks for nothing else or names a kind: "any tents on sale?".
    """
    wish = products.wish(text)
    kind = wish.categories or wish.kinds or any(map(for_whom, wish.wanted.values()))
    stands = wish.reduced or wish.popular or wish.sort == NEWEST
    if stands and (kind or not products.says_more(text)):
        return True
    if _QUESTION.search(text):
        return False
    more = wish.wanted or wish.colours or wish.sizes or wish.brands or wish.price_max is not None
    return bool(kind and (more or _SEEKS.search(text)))


def asks_to_see_things(products: Products, text: str) -> bool:
    """Whether a text wants to be shown things that are sold, or asks which of them are in stock: "show me
    frozen dog food", "what raw food is in stock"."""
    there, see = _WHAT_IS_THERE.match(text), _TO_SEE.match(text)
    sought = there["thing"] if there else text[see.end() :] if see else ""
    wish = products.wish(_OF_WHAT.split(sought)[0]) if sought else Constraints()
    return bool(wish.kinds or wish.categories)


def asks_for_products(products: Products, text: str) -> bool:
    """Whether a question asks for things of a kind that the shop has: whether there are such, what there is
    for something, what such a thing costs, or which is the best of them or right for somebody: "do you have
    gloves in size 9?", "what do you have against mites", "what is the lightest hive", "which poles should my
    mother take"."""
    wish = products.wish(text)
    if _WHICH_THERE_ARE.search(text) and wish.wanted:
        return True
    if asks_how(text) or not (wish.kinds or wish.categories):
        return False
    if asks_to_see_things(products, text):
        return True
    if _ARE_THERE.search(text):
        return not _is_of_something_else(products, text)
    should = _WHICH_SHOULD.search(text)
    if should is not None and products.wish(should["thing"]).kinds:
        return True
    return any(form.search(text) for form in (_WHAT_THERE_IS, _WHAT_IT_COSTS, _WHICH_IS_BEST))


def _is_of_something_else(products: Products, text: str) -> bool:
    """Whether a text asks whether there is something that is not sold, for a thing perhaps that is: "do you
    have a warranty on tents"."""
    there = _ARE_THERE.search(text)
    called = _OF_WHAT.split(text[there.end() :])[0] if there else ""
    if there is None or _ONE.match(called):
        return False
    thing = products.wish(called)
    return not (thing.kinds or thing.categories)


def describes_products(products: Products, text: str) -> bool:
    """Whether a text opens with what is sold, and is no question: "kettle where I can set the heat"."""
    return _QUESTION.search(text) is None and products.opens_with_thing(text)


def goes_on(products: Products, wish: Constraints | None, text: str) -> bool:
    """Whether a text that answers nothing says of the products shown before what they are to be like: "quiet
    one, with number pad", "anything faster?"."""
    if wish is None or len(text.split()) > MOST_TOLD:
        return False
    if _ANY_BETTER.match(text):
        return True
    return _QUESTION.search(text) is None and products.says_of(wish, text)


def wants_products(products: Products, text: str, *, named: bool = False) -> bool:
    """Whether a text says to want something that the shop has: "I need gloves for my son", "my belt beeps,
    got one without metal?". ``named``: whether it is known to name a kind or a product."""
    wish = products.wish(text)
    sold = named or bool(wish.categories or wish.kinds)
    return sold and _WANTS.search(text) is not None and not _is_of_something_else(products, text)


def asks_something_else(products: Products, text: str) -> bool:
    """Whether a question names nothing that the shop sells ("which difficulty is sensible for a first
    route", "which grind should I choose"), or asks a rule, or how something is done."""
    if asks_a_rule(text) or asks_how(text) or _asks_of_no_product(products, text):
        return True
    wish = products.wish(text)
    return (
        bool(_QUESTION.search(text))
        and wish == Constraints(text=wish.text)
        and len(words(wish.text)) >= _TELLING
        and not products.named(text)
        and "given up" not in products.cues(text)
    )


def _asks_of_no_product(products: Products, text: str) -> bool:
    """Whether it is asked which of a thing to take that is no product, nor a colour or size of one."""
    which = _WHICH_TO_TAKE.match(text)
    if which is None or _OF_PRODUCTS.search(which["thing"]):
        return False
    wish = products.wish(which["thing"])
    return wish == Constraints(text=wish.text) and not products.named(text)


def asks_a_rule(text: str) -> bool:
    """Whether a text asks what one must or may, or what the shop takes, rather than for products: "do I have
    to bring one of these liners", "two pairs of old boots, you want these too?"."""
    return bool(_RULE.search(text))


def asks_something(text: str) -> bool:
    """Whether a text asks anything, or to be told."""
    return "?" in text or asks_to_be_told(text) or bool(questions_in(text))


def asks_how(text: str) -> bool:
    """Whether a text asks how something is done, when, why, or what is in it, rather than for products: "how
    do I choose a helmet", "is there gluten in your coffee", "the lid is broken, what now"."""
    return bool(_HOW.search(text))
