"""What the shop's data say of a product, as a reply: stock, price, description or an attribute."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.cards import product_card
from bot.actions.finding import current_product, named_products, shown_products
from bot.actions.options import told_options
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from bot.actions.wording import watch
from bot.conversation.messages import ProductCard, Reply
from retrieval.documents.questions import questions_in
from retrieval.products.agreement import agreeing
from retrieval.products.conditions import affirms
from retrieval.products.filters import is_reduced, size_fits
from retrieval.products.how_big import asks_how_big, how_big
from retrieval.products.kind_nouns import PERSON_WORDS, kind_nouns
from retrieval.products.lexicon import lexicon
from retrieval.products.plain_words import plain_words
from retrieval.products.price_steps import asks_price_step, price_steps
from retrieval.products.quantities import UNIT
from retrieval.products.relax import amount
from retrieval.products.sentence import Sentence
from retrieval.products.size_steps import pointed_size, said_sizes
from retrieval.products.sizes import bare_sizes
from retrieval.products.stock import asked_variants, stock_sentence
from retrieval.products.terms import holds_phrase, stems
from retrieval.products.things import Things
from retrieval.types import Constraints, Product
from retrieval.words import words

SHORT = 3
"""Letters of words that tell nothing of an attribute."""
_YES_OR_NO = re.compile(r"(?:yes|no|none)\b", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    r"(?:^\W*|[,.;!:]\s*|\b(?:and|but|so)\s+)(?:is|are|does|do|can|could|will|would|has|have|may)(?:n['’]?t)?\b",
    re.IGNORECASE,
)
STOCK = re.compile(
    r"\b(?:in stock|(?<!-)stock|availab\w+|sold out|(?<!the )(?<!my )(?<!your )left(?![ -](?:one|hand\w*"
    r"|side|ear|foot|version)\b)|still have|(?:have|got|get) (?:(?:you|ye|u|yous)(?: got)? )?"
    r"(?:it|this|that|them|these|the|those|u)\b.*\b(?:in|size)\b"
    r"|(?:have|got) (?:(?:you|ye|u|still|any|some|more) )*(?:some|any|it|them|those|these)(?: still)?"
    r"(?=\s*(?:$|[?!.,]))"
    r"|(?:there|come|comes|made|exist) in|which (?:sizes|colou?rs)|what (?:sizes|colou?rs)"
    r"|(?:other|different|more) (?:colou?rs|sizes)"
    r"|size \w+(?=\?)|back in"
    r"|(?:is|are) (?:it|they|(?:the|this|that|these|those) (?:\w+ )?\w+) (?:still |also )?there"
    r"(?=\s*(?:$|[?!.,])))\b",
    re.IGNORECASE,
)
BACK = re.compile(
    r"\bwhen (?:(?:is|are|will|do|does|can)\b|(?=(?:back|again|in stock|available|restock\w*)\b))"
    r"(?!.*\b(?:money|refund\w*|parcel|order|repair\w*|return\w*|send|sent)\b).*"
    r"\b(?:back|again|in stock|restock\w*)\b",
    re.IGNORECASE,
)
"""Asks when what is sold out can be had."""
GOT = re.compile(
    r"\b(?:got any|any left|if there(?:'s| is)|have (?:you|ye) (?:got )?|is there|are there"
    r"|do (?:you|ye|ya|yu|u) (?:have|sell|carry|stock))\b",
    re.I,
)
_WITH_IT = re.compile(
    r"\b(?:have|has|does|do|comes?|there)\b(?! (?:it|them) ).*\b(?:in|with|inside) (?:it|them|the box)\W*$",
    re.I,
)
""" "Does it have the stones in it"."""
_IS_IN = re.compile(
    r"\b(?:is|are) (?:it|they|this|that|these|those)(?: ones?)?(?: also| still| there)? in (?!stock|the)\b",
    re.I,
)
""" "Is that one in 180"."""
_SOON = (
    r"(?:stock|early|late|mid|spring|summer|autumn|winter|about|20\d\d|january|february|march|april|may|june"
    r"|july|august|september|october|november|december)"
)
_RETURNS = re.compile(
    rf"\b(?:re-?print(?:ed|s)?|re-?stock(?:ed|s)?|(?:back|expected|due|again) (?:in|from|by) {_SOON}"
    r"|available again|next (?:batch|delivery|edition|harvest)|once (?:it['’]s |they['’]re )?(?:gone|sold)"
    r"|last (?:copies|ones|pieces)|discontinued|no longer made)\b",
    re.IGNORECASE,
)
"""Says of what is sold out whether and when it comes back: "The reprint is promised for February"."""
_ASKS_WHEN = re.compile(r"\b(?:when|how (?:long|soon)|what (?:day|date|month|week))\b", re.IGNORECASE)
_NOTICE = "I can tell you when it is back."
NO_DAY = "I can't say when it will be back, but I can tell you when it is."
_STORE = re.compile(
    r"\b(?:stores?|pick (?:it|them)? ?up|click (?:and|&) collect|collect it)\b", re.IGNORECASE
)
PRICE = re.compile(
    r"\bhow much(?:\s+(?:is|are|was|does|do|for|would)\b(?! .*weigh| (?:\w+ ){1,3}(?:hold|carry)\b)"
    r"|\s+again\b|(?=\s*(?:$|[?!.,]|and\b|or\b)))"
    r"|\b(?:how expensive|prices?|costs?|(?:charge|ask|asking|going) for|the damage"
    r"|(?<!when )(?<!where )(?<!how )(?:would|does|do) (?:it|that|this|one|they|those|these)"
    r" (?:be(?! (?:in|at|there|here|with|ready|delivered|sent|back|ok|okay|possible|good|fine)\b)"
    r"|come to|set me back)"
    r"|(?:is|are) (?:it|they|th(?:is|at|e|ese|ose)\b)(?: [\w-]+){0,5}? (?:cheap|expensive|pricey))\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:tell me (?:more|about)|more (?:details|about|information)|describe|details)\b", re.IGNORECASE
)
_FITS = re.compile(r"\b(?:fits?|compatible|go(?:es)? with|works? with|belongs? to|made for)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\bif (?:it|they|this|these)"
    r"(?: (?:is|are|do(?:es)?|did)(?:n['’]?t| not)?| won['’]?t| turns? out)\b[^?.!,]*",
    re.I,
)
"""Supposes something that is not asked of the product: "can I get my money back if it doesn't fit"."""
_STATED = re.compile(
    r"(?:[,;.]|\b(?:and|but|as|since|because|when|if|though|which)\b)\s*(?:(?:it|they|this|that|these|those)"
    r"(?:['’]?s|['’]?re| is| are| was| were)|(?:is|are))\b[^?.!,]*",
    re.IGNORECASE,
)
"""Tells of it what is not asked: "does the code work on the lamp, its reduced"."""
_PART_OF_IT = re.compile(
    r"\b(?:(?P<new>a new one|new ones)"
    r"|new (?!one|version|model|colou?r)[a-z]+ for (?:it|this|that|them|these|those|the|my)\b"
    r"|replac\w+|spares?|refills?)\b",
    re.IGNORECASE,
)
"""What wears out has a price of its own."""
_OTHER_COLOURS = re.compile(r"\b(?:other|different|more) colou?rs?\b", re.IGNORECASE)
_OTHER_SIZES = re.compile(r"\b(?:other|different|more) sizes?\b", re.IGNORECASE)
_ASKS_SIZES = re.compile(r"\bsizes\b", re.IGNORECASE)
_AS_MANY = re.compile(
    r"\b(?:have|got|get|need|want|take|order|buy|send|are|all|of) (?:(?:all|about|maybe) )?(?P<count>\d{1,4})"
    r"(?! ?(?:[x×]|in(?:ch)?\b.*\bwide)|[\d.,:/%-])(?= (?:of|in|pieces|pcs|the|them|left|please)\b"
    rf"| (?!(?:{UNIT}|euros?|eur|days?|weeks?|years?)\b)(?:[a-z-]+ )?[a-z]+s\b|\W*$)",
    re.IGNORECASE,
)
"""Asks for more than one: "do you have 24 in blue"."""
SENTENCES = re.compile(r"(?<=[.!?;])\s+")
_OF_A_VARIANT = frozenset(words("size colour color version number please then but length what still there"))
"""Beside a size or a colour these say nothing more."""


def agreed(tools: ActionTools, products: Sequence[Product], text: str, asked: str) -> Reply | None:
    """The one reply for several products that agree (the same boot for men and women), under the name that
    they share; None where they do not, or where the data of one do not say. Up to the first that differs."""
    shared, said = _shared_words([product.title for product in products]), ""
    for product in products if shared else ():
        reply = product_reply(tools, product, text, asked)
        own = reply.text.replace(tools.products.short_name(product), shared) if reply is not None else ""
        if not own or own != (said or own):
            return None
        said = own
    return Reply(text=said) if said else None


def _shared_words(titles: Sequence[str]) -> str:
    """The words with which all titles begin."""
    columns = zip(*(title.split() for title in titles), strict=False)
    return " ".join(words[0] for words in takewhile(lambda words: len(set(words)) == 1, columns))


def product_reply(tools: ActionTools, product: Product, text: str, asked_intent: str) -> Reply | None:
    """Stock, price, description or an attribute, as the question goes, or each of these where several are
    asked; None when the data do not say."""
    reply = _replies(tools, product, text, asked_intent)
    if reply is None:
        return None
    return replace(reply, text=agreeing(reply.text, product, tools.products.short_name(product)))


def _replies(tools: ActionTools, product: Product, text: str, asked_intent: str) -> Reply | None:
    parts = questions_in(text)
    told = (_reply(tools, product, part.question, "", whole=text) for part in parts)
    replies = [reply for reply in told if reply is not None]
    if len(parts) > 1 and len({reply.text for reply in replies}) > 1:
        return _joined(replies)
    return _reply(tools, product, text, asked_intent)


def introduced(tools: ActionTools, tracker: Tracker, text: str, product: Product, reply: Reply) -> Reply:
    """The reply with the product's card, where the shopper neither named the product nor saw it before."""
    products = tools.products
    known = [*shown_products(products, tracker), current_product(products, tracker)]
    if reply.cards or product in known or named_products(products, tracker, text):
        return reply
    return replace(reply, cards=(product_card(product),))


def is_quote(tools: ActionTools, product: Product, text: str, reply: Reply) -> bool:
    """Whether what replies to a question of a product is a sentence of its description."""
    known = tools.products.answer(product, text)
    found = known is not None and not known.attributes and known.score < 1
    return found and known is not None and reply.text == known.text


class Fact(NamedTuple):
    """What the data of a product tell, and of which."""

    product: Product
    reply: Reply


def own_fact(tools: ActionTools, question: str) -> Fact | None:
    """What a product's own data tell, where a question names it and what they say yes or no to: a page on
    plants that are "safe for shrimps" says nothing of a cure that is not."""
    products, parts = tools.products, questions_in(question)
    if fact := _of_variant(tools, question):
        return fact
    groups = products.named(question)
    meant = groups[0] if groups else products.partly_named(question)
    if len(meant) != 1 or len(parts) > 1 or GOT.search(question):
        return None
    rest = products.without_names(question)
    if not _ASKS_WHETHER.search(question):
        measure = _measure_asked(meant[0], rest)
        known = products.answer(meant[0], question) if measure else None
        of_it = known is not None and known.attributes == (measure,)
        return Fact(meant[0], Reply(text=known.text)) if known is not None and of_it else None
    asked = set(words(rest)) - set(words(meant[0].title))
    told = (name for name, value in meant[0].attributes.items() if _YES_OR_NO.match(value))
    tells = any(asked & {word for word in words(name) if len(word) > SHORT} for name in told)
    if not tells and not any(_asks_for_value(rest, *stated) for stated in meant[0].attributes.items()):
        return None
    wish = products.wish(rest)
    if wish.kinds or wish.categories or products.compares(question):
        return None
    reply = product_reply(tools, meant[0], question, "")
    return Fact(meant[0], reply) if reply is not None else None


def _of_variant(tools: ActionTools, question: str) -> Fact | None:
    """Whether there is a product in a size, where a question names both and says no more: "and the TKL with
    US layout?"."""
    groups = tools.products.named(question)
    if len(groups) != 1 or len(groups[0]) != 1 or _variant_alone(tools, groups[0][0], question) is None:
        return None
    reply = product_reply(tools, groups[0][0], question, "check_stock")
    return Fact(groups[0][0], reply) if reply is not None else None


def _asks_for_value(text: str, name: str, value: str) -> bool:
    """Whether a text asks for what an attribute has none of: "does it have windows" of one with no operating
    system."""
    usual = lexicon().questions.get(stems(name), ())
    return not affirms(value) and any(holds_phrase(stems(text), stems(one)) for one in usual)


def _measure_asked(product: Product, text: str) -> str:
    """The measure of a product that a text asks for in words that ask for nothing else ("how far does it go",
    which no page tells better of that one; how long something lasts a manual may); else ""."""
    said, usual, long = stems(text), lexicon().questions, stems("how long")
    every = Counter(stems(one) for ones in usual.values() for one in ones)
    for name, value in product.attributes.items():
        own = (stems(one) for one in usual.get(stems(name), ()))
        if any(map(str.isdigit, value)) and any(
            len(one) > 1 and one[:2] != long and every[one] == 1 and holds_phrase(said, one) for one in own
        ):
            return name
    return ""


def _joined(replies: Sequence[Reply]) -> Reply:
    texts = dict.fromkeys(sentence for reply in replies for sentence in SENTENCES.split(reply.text))
    cards = next((reply.cards for reply in replies if reply.cards), ())
    buttons = tuple(dict.fromkeys(button for reply in replies for button in reply.buttons))
    return Reply(text=" ".join(texts), cards=cards, buttons=buttons)


def _reply(
    tools: ActionTools, product: Product, text: str, asked_intent: str, *, whole: str = ""
) -> Reply | None:
    """``whole``: the message that the question is a part of, whose size and colour hold for it, too."""
    name = tools.products.short_name(product)
    wish = tools.products.wish(tools.products.without_names(text))
    sizes, colours = asked_sizes(tools, product, text, wish), wish.colours
    if whole and not (sizes or colours):
        of_all = tools.products.wish(tools.products.without_names(whole))
        sizes, colours = asked_sizes(tools, product, whole, of_all), of_all.colours
    got = GOT.search(text) or _IS_IN.search(text)
    in_size = bool(sizes or wish.colours) and bool(got or names_variant(tools, text))
    if not in_size and (alone := _variant_alone(tools, product, text)):
        sizes, colours = alone
        in_size = True
    sizes, colours = _as_sizes(product, sizes, colours)
    meant_stock = asked_intent == "check_stock" and not _asks_of_what_it_has(tools, product, text)
    asks_stock = (meant_stock or in_size or _speaks_of_stock(tools, text)) and not _WITH_IT.search(text)
    out = any(variant.stock == 0 for variant in product.variants)
    asks_stock = asks_stock or (out and BACK.search(text) is not None)
    if asks_price_step(text) and (steps := price_steps(product, name, wish.colours, sizes)):
        return Reply(text=steps, cards=(_card(product, sizes),))
    price = Reply(text=_price_sentence(product, name, sizes), cards=(_card(product, sizes),))
    if asks_stock and not _names_attribute(product, text):
        stock = _stock_reply(product, name, sizes, colours, text)
        return _joined([price, stock]) if PRICE.search(text) else stock
    if wish.reduced and tools.products.wish(_STATED.sub(" ", text)).reduced:
        return _joined([Reply(text=_reduced_sentence(product, name)), price])
    part = _PART_OF_IT.search(text)
    itself = part is not None and not part["new"] and bool(wish.kinds) and tools.products.is_of(product, wish)
    if PRICE.search(text) and (part is None or itself):
        return price
    if PRICE.search(text) and (new := _only_part(tools, product, wish)) is not None:
        said = _price_sentence(new, tools.products.short_name(new))
        return Reply(text=said, cards=(product_card(new),))
    if ABOUT.search(text):
        return Reply(text=product.description or product.title, cards=(product_card(product),))
    if _FITS.search(text) and (parts := _parts_of(tools, product, wish)):
        return _fitting(tools, name, parts)
    if part is not None and part["new"] is None and GOT.search(text) and not itself:
        return None  # "do you have a new pole for it" asks not what the poles are made of
    answer = tools.products.answer(product, _CONDITION.sub("", text))
    if asks_how_big(text) and (answer is None or not answer.attributes):
        return _how_big(tools, product, name)
    return Reply(text=answer.text) if answer is not None else None


def _how_big(tools: ActionTools, product: Product, name: str) -> Reply | None:
    """What is told of how big it is, else the sizes that it comes in."""
    if told := how_big(product, name):
        return Reply(text=told)
    several = len({variant.size for variant in product.variants}) > 1
    return Reply(text=told_options(tools, product, "size")) if several else None


def _card(product: Product, sizes: Sequence[str]) -> ProductCard:
    """The card of a product, in the size that is spoken of."""
    of_size = (v for v in product.variants if any(size_fits(v.size, size) for size in sizes))
    return product_card(product, min(of_size, key=lambda v: (v.stock == 0, v.price), default=None))


def _only_part(tools: ActionTools, product: Product, wish: Constraints) -> Product | None:
    """The part that can be bought for a product, where there is one of the kind that is spoken of."""
    parts = _parts_of(tools, product, wish)
    return parts[0] if len(parts) == 1 else None


def _parts_of(tools: ActionTools, product: Product, wish: Constraints) -> list[Product]:
    """The parts of a product, of the kind that is spoken of."""
    meant = Constraints(kinds=wish.kinds, categories=wish.categories)
    return [part for part in tools.products.parts(product) if tools.products.is_of(part, meant)]


def _fitting(tools: ActionTools, name: str, parts: Sequence[Product]) -> Reply:
    """ "Does a cartridge fit on it?"."""
    names = listed([f"the {tools.products.short_name(part)}" for part in parts])
    verb = "fits" if len(parts) == 1 else "fit"
    return Reply(text=f"Yes, {names} {verb} the {name}.", cards=tuple(map(product_card, parts)))


def names_variant(tools: ActionTools, text: str) -> bool:
    """Whether a sentence says a size or colour and nothing else, or for whom, which asks whether there is
    one: "44?", "ah shame. Black in 95?", "and for my husband size 43?"."""
    return any(_is_variant(tools, sentence) for sentence in SENTENCES.split(text))


def _variant_alone(
    tools: ActionTools, product: Product, text: str
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The size and colour of a product that a text says beside its name, or what it is, and nothing else:
    "winter boots Glendalough 39 brown", "W34 L32 in the jeans?"."""
    rest = tools.products.without_names(text)
    wish = tools.products.wish(rest)
    sizes = asked_sizes(tools, product, text, wish) or bare_sizes(Sentence(rest), Things([product]))
    said = {word for value in (*sizes, *wish.colours) for word in words(value)}
    called = {word for noun in kind_nouns(product) for word in words(noun)}
    left = set(words(rest)) - said - called - _OF_A_VARIANT - PERSON_WORDS
    return (sizes, wish.colours) if (sizes or wish.colours) and not left else None


def _is_variant(tools: ActionTools, sentence: str) -> bool:
    wish = tools.products.wish(sentence)
    said = {word for value in (*wish.sizes, *wish.colours) for word in words(value)}
    return bool(said) and not set(words(sentence)) - said - _OF_A_VARIANT - PERSON_WORDS


def asked_sizes(tools: ActionTools, product: Product, text: str, wish: Constraints) -> tuple[str, ...]:
    """The sizes of a product, or parts of them, that a text names; one that it does not come in as other
    things of the shop have it."""
    rest = tools.products.without_names(text)
    if size := pointed_size(product, rest):
        return (size,)
    return said_sizes(product, rest) or wish.sizes or tools.products.conditions(rest).sizes


def _stock_reply(
    product: Product, name: str, sizes: Sequence[str], colours: Sequence[str], text: str
) -> Reply:
    sizes = () if _OTHER_SIZES.search(text) else sizes
    colours = () if _OTHER_COLOURS.search(text) else colours
    said = stock_sentence(product, name, sizes, colours)
    if _ASKS_SIZES.search(text) and not any(variant.size for variant in product.variants) and not sizes:
        said = f"The {name} comes in one size. {said}"
    back = BACK.search(text) is not None and not (sizes or colours)
    out = [variant for variant in product.variants if variant.stock == 0]
    if back and product.in_stock and out:
        return Reply(text=f"{said} {NO_DAY}", cards=(product_card(product),), buttons=(watch(out),))
    if not product.in_stock:
        said = said.replace(_NOTICE, _of_return(product, asks_when=_ASKS_WHEN.search(text) is not None))
    store = " I only see our online stock here, not what each store has." if _STORE.search(text) else ""
    asked = asked_variants(product, sizes, colours)
    store += _fewer(product, sum(variant.stock for variant in asked), text)
    gone = [variant for variant in asked if variant.stock == 0]
    notice = (watch(gone if sizes or colours else ()),) if gone and len(gone) == len(asked) else ()
    there = sorted((v for v in asked if v.stock > 0), key=lambda v: v.price) if sizes or colours else []
    shown = gone[0] if notice and product.in_stock else next(iter(there), None)
    return Reply(text=said + store, cards=(product_card(product, shown),), buttons=notice)


def _of_return(product: Product, *, asks_when: bool) -> str:
    """What its description says of whether what is sold out comes back, and the offer to tell it."""
    told = next(filter(_RETURNS.search, SENTENCES.split(product.description)), "")
    if told:
        return f"Our description says: “{told}” {_NOTICE}"
    return NO_DAY if asks_when else _NOTICE


def _as_sizes(
    product: Product, sizes: tuple[str, ...], colours: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Colours as the sizes that a product names by them, where it comes in no colours: "sunburst" of "Tobacco
    Sunburst"."""
    if sizes or not colours or any(variant.colour for variant in product.variants):
        return sizes, colours
    said = [set(words(colour)) for colour in colours]
    named = (v.size for v in product.variants if any(one <= set(words(v.size)) for one in said))
    found = tuple(dict.fromkeys(named))
    return (found, ()) if found else (sizes, colours)


def _fewer(product: Product, stock: int, text: str) -> str:
    """That there are fewer than a text asks for: "can we have 24 in blue"."""
    match = _AS_MANY.search(plain_words(text))
    count = match["count"] if match else "0"
    if not 0 < stock < int(count) or any(count in words(variant.size) for variant in product.variants):
        return ""
    return f" Not {count}, though: there {'is' if stock == 1 else 'are'} {stock}."


def _speaks_of_stock(tools: ActionTools, text: str) -> bool:
    """Whether a text asks for stock, and not only by a word of a name: "Grip Left Mouse"."""
    match = STOCK.search(text)
    said = set(words(tools.products.without_names(text))) if match else set()
    return match is not None and (" " in match[0] or not words(match[0]) or said.issuperset(words(match[0])))


def _asks_of_what_it_has(tools: ActionTools, product: Product, text: str) -> bool:
    """Whether a text asks for what the product's data tell, "is the left one wireless?", and not of stock."""
    asked = tools.products.conditions(tools.products.without_names(text)).wanted
    return not STOCK.search(text) and any(name in product.attributes for name in asked)


def _names_attribute(product: Product, text: str) -> bool:
    """Whether a text names what the data tell of it in words that could be a colour or size: a head torch
    has a "red light", and does not come in red."""
    said = f" {' '.join(words(text))} "
    return any(len(name := words(key)) > 1 and f" {' '.join(name)} " in said for key in product.attributes)


def _reduced_sentence(product: Product, name: str) -> str:
    there = [is_reduced(variant) for variant in product.variants]
    if all(there):
        return "Yes."
    return "Yes, some of it." if any(there) else f"The {name} isn't reduced at the moment."


def _price_sentence(product: Product, name: str, sizes: Sequence[str] = ()) -> str:
    """Of the sizes asked for, where prices go by size."""
    prices = sorted({variant.price for variant in product.variants})
    fitting = {v.price for v in product.variants if any(size_fits(v.size, size) for size in sizes)}
    if len(prices) > 1 and len(fitting) == 1:
        return f"The {name} in {' or '.join(sizes)} costs {amount(*fitting)} {product.currency}."
    if len(prices) > 1:
        return f"The {name} costs {amount(prices[0])} to {amount(prices[-1])} {product.currency}."
    was = product.variants[0].compare_at_price
    before = f", reduced from {amount(was)}" if was else ""
    return f"The {name} costs {amount(prices[0])} {product.currency}{before}."
