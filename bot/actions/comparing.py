"""Puts products side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.actions.at_hand import asks_of_one
from bot.actions.cards import comparison, product_card
from bot.actions.finding import SHOWN, current_product, named_products, shown_products
from bot.actions.own_words import NEAREST, SURELY, each_described, each_says
from bot.actions.pointing import chooses, pointed_at
from bot.actions.reading import previous_wish
from bot.actions.saying import listed
from bot.actions.tools import ActionTools, Events
from bot.conversation.messages import Reply
from retrieval.products.asked_of_several import asks_extreme, ranked_by
from retrieval.products.compare import MOST, Row, asked_first, asked_rows, differences
from retrieval.products.facts import say as fact
from retrieval.products.filters import product_fits
from retrieval.products.memory import told_by_sizes
from retrieval.products.questions import Suited
from retrieval.products.relax import amount, in_words
from retrieval.products.said_of_one import said_of_one
from retrieval.products.stock import asked_variants
from retrieval.products.terms import stem, stems
from retrieval.products.vocabulary import FLAG_VALUE
from retrieval.types import Constraints, Product
from retrieval.words import words

_EACH = re.compile(r"\b(?:each(?: of (?:them|these|those))?|both|they all)\b", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:vs\.?|versus|against|or|and|than)\b|,", re.IGNORECASE)

VERSUS = re.compile(r"\b(?:vs\.?|versus|differen\w+|differs?)\b", re.IGNORECASE)
"""Puts one thing against another, whatever else is asked."""
_WITH_IT = re.compile(r"\b(?:differ\w*|diff|compared?|than|versus|vs)\b", re.IGNORECASE)
_THE_NUMBER = re.compile(r"\bthe (\d{2,4})(?![\w.,]*\d)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:compar\w+|differ\w*|between)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:which|what would you|better|suits?|suited|best|recommend|take|choose|pick)\b", re.IGNORECASE
)

_WHY = re.compile(r"^\W*(?:(?:and|but|ok(?:ay)?|so|hm+)\b\W*)*(?:why|how come)\b", re.IGNORECASE)
""" "Why is the Errigal so expensive" asks for what differs, and not which costs more."""
_DIFFERENCE = re.compile(
    r"\b(?:what(?:['’]?s| is| are)?\s+)?(?:the |main |big |real |actual )*"
    r"(?:differences?|differs?|different|vs\.?|versus)\b"
    r"(?:\s+(?:between|from))?",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:do|does|are|is|have|has|can) (?:both(?: of (?:them|these|those))?"
    r"|all(?: (?:three|four))?(?: of (?:them|these|those))?|they (?:both|all)"
    r"|either(?: of (?:them|these|those))?|any of (?:them|these|those))\b",
    re.IGNORECASE,
)
"""Asks of each of those shown whether it is so."""
ASKS_WHICH = re.compile(
    r"\bwhich(?:\s+(?:ones?|of (?:these|those|them|the (?:two|three)))"
    r"|(?=\s+(?:is|are|has|have|comes?|fits?)\b))\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:which|of the (?:two|three)|they (?:each|both)|each of (?:them|these))\b", re.IGNORECASE
)
_THAT_DOES = re.compile(
    r"\b(?:cheap|light|small|quiet|short|long|large|bigg|strong|warm|new|fast)est"
    r" (?:one )?(?:that|which|with)\b",
    re.IGNORECASE,
)
_OF_EACH = re.compile(rf"{_THAT_DOES.pattern}|{_BOTH.pattern}", re.IGNORECASE)
"""Asks of those shown what no attribute may tell: "the cheapest that does 70 degrees", "can either ..."."""
OF_THESE = re.compile(r"\bwhich (?:ones? )?of (?:these|those|them)\b", re.IGNORECASE)
"""Asks of what was shown, and of nothing else."""
NOT_TOLD = "Our data don't say which of them suits that better."
TOLD, WHY_TOLD = 2, 4
"""Differences that are told, and where it is asked why one costs more."""
ALIKE = 50
"""Products of a kind among which the one with the most of something is sought."""
NEED = 2
"""Words from which a question for advice names a need; one is enough behind "for", and of a comparison."""
_FOR = re.compile(
    r"\b(?:for|in|on|at|with|against)\b|\b(?:more|less) [a-z]{3,}"
    r"|\bwhich (?:one |of \w+ (?:\w+ )?)?(?:is|are) (?:the )?(?!better\b|other\b)[a-z]{3,}(?:er|est)\b",
    re.IGNORECASE,
)
_CHOOSING = frozenset(
    words("which one ones better best good take pick choose recommend would you suits it of them")
)
_COMPARING = frozenset(
    words("compare comparison difference different differ between versus vs side main both two three these")
)


def spoken_of(tools: ActionTools, tracker: Tracker) -> list[Product]:
    """The products shown last, with the one spoken of since where only one was shown."""
    listed_products, current = (
        shown_products(tools.products, tracker),
        current_product(tools.products, tracker),
    )
    beside = [current] if current is not None and len(listed_products) == 1 else []
    return _distinct([*listed_products, *beside])


def of_kind_said(tools: ActionTools, products: Sequence[Product], text: str) -> list[Product]:
    """Those of several products that are of the kind a text names, where several are: "just the rugs, which
    one is thicker" behind tables and rugs; else all."""
    wish = tools.products.wish(text)
    kind = Constraints(kinds=wish.kinds, categories=wish.categories)
    found = [product for product in products if tools.products.is_of(product, kind)]
    return found if kind != Constraints() and len(found) > 1 else list(products)


def to_compare(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Named products, else pointed at, else one a side of "x or y", else those shown last; none where it is
    asked how materials or makes differ."""
    listed_products = of_kind_said(tools, spoken_of(tools, tracker), text)
    if asks_what_differs(tools, tracker, text) and not _sides_are_kinds(tools, text):
        return []
    if len(listed_products) > 1 and conditions_asked(tools, text) and not tools.products.named(text):
        return listed_products[:MOST]
    current = current_product(tools.products, tracker)
    named = [group[0] for group in named_products(tools.products, tracker, text) if group]
    whole = tools.products.wish(text)
    meant = replace(Constraints(), categories=whole.categories, kinds=whole.kinds)
    pointed = [p for p in pointed_at(text, listed_products, current) if tools.products.is_of(p, meant)]
    chosen = _distinct([*named, *(pointed if len(named) < 2 else [])])
    at_hand = chosen[0] if len(chosen) == 1 else current
    if at_hand is not None and (other := tools.products.numbered(at_hand, text)) is not None:
        chosen = _distinct([at_hand, *chosen, other])
    if len(chosen) == 1:
        chosen = _distinct([*_by_number(tools, text, chosen[0]), *chosen])
    if len(chosen) == 1 and _WITH_IT.search(text):
        relatives = [p for p in tools.products.family(chosen[0]) if p in listed_products]
        chosen = _distinct([*([current] if current is not None else relatives), *chosen])
    if len(chosen) < 2 and (titled := _titled_in(tools, text)):
        chosen = _distinct([*chosen, *pointed_at(text, listed_products, current), *titled])
    if len(chosen) < 2:
        chosen = _distinct([*chosen, *sides(tools, text)])
    if len(chosen) < 2 and not listed_products and _WITH_IT.search(text):
        chosen = _the_few(tools, whole) or chosen
    if len(chosen) < 2 and listed_products:
        chosen = _distinct([*chosen, *listed_products])[: max(2, SHOWN)]
    return chosen[:MOST]


def _by_number(tools: ActionTools, text: str, other: Product) -> list[Product]:
    """The only product of the shelf of another that a number means: "the 55 vs the K40 E"."""
    numbers = _THE_NUMBER.findall(text) if _WITH_IT.search(text) else []
    shelf = Constraints(categories=(other.category,))
    beside = [hit.product for hit in tools.products.search(shelf, ALIKE, relax=False).hits] if numbers else []
    alike = [one for one in beside if one != other and not set(numbers).isdisjoint(one.title.split())]
    return alike if len(alike) == 1 else []


def differing(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """The comparison of two products that a text names, or of the one at hand with one that it names, where
    it asks how they differ: "the Lagoon 60 then, what's the difference to the 120"."""
    if not VERSUS.search(text):
        return None
    named = [group[0] for group in named_products(tools.products, tracker, text) if group]
    at_hand = named[0] if named else current_product(tools.products, tracker)
    numbered = tools.products.numbered(at_hand, text) if at_hand is not None else None
    chosen = _distinct([at_hand, *named, numbered]) if at_hand and numbered else _distinct(named)
    return compare_reply(tools, chosen[:MOST], text) if len(chosen) > 1 else None


def asks_what_differs(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text asks how things differ that are no two products, neither named nor among those shown:
    "what's the difference between down and synthetic"."""
    if not _DIFFERENCE.search(text) or len(_sides(text)) < 2:
        return False
    plain = _DIFFERENCE.sub(" ", text)
    if named_products(tools.products, tracker, text) or len(tools.products.wish(text).brands) > 1:
        return False
    shown, current = spoken_of(tools, tracker), current_product(tools.products, tracker)
    pointed = pointed_at(plain, shown, current, tools.products.ordered)
    return not pointed and len(_titled_in(tools, text)) < 2


def _sides(text: str) -> list[str]:
    """What stands on each side of a difference."""
    return [part for part in _VERSUS.split(_DIFFERENCE.sub(" or ", text)) if words(part)]


def _sides_are_kinds(tools: ActionTools, text: str) -> bool:
    """Whether each side names things that are sold: "a down jacket vs a synthetic jacket"."""
    wishes = [tools.products.wish(part) for part in _sides(text)]
    return all(wish.kinds or wish.categories or wish.brands for wish in wishes)


def conditions_asked(tools: ActionTools, text: str) -> tuple[Constraints, ...]:
    """What a text asks which of those shown fulfil, each by itself: "which one is rechargeable or has a red
    light?"; () where it asks no such thing."""
    match = ASKS_WHICH.search(text) or _BOTH.search(text)
    if match is None or tools.products.compares(text):
        return ()
    asked = (tools.products.conditions(part) for part in re.split(r"\bor\b", text[match.end() :]))
    wishes = (Constraints(wanted=wish.wanted, having=wish.having, sizes=wish.sizes) for wish in asked)
    return tuple(wish for wish in wishes if wish != Constraints())


def fulfilling(tools: ActionTools, products: Sequence[Product], text: str) -> list[Product]:
    """Those of several products that fulfil what a text asks which of them do."""
    asked = conditions_asked(tools, text)
    return [product for product in products if any(_fulfils(product, wish) for wish in asked)]


def _fulfils(product: Product, wish: Constraints) -> bool:
    """Whether a product is so, and in stock in a size that is asked for."""
    there = not wish.sizes or any(v.stock > 0 for v in asked_variants(product, wish.sizes, ()) if v.size)
    return there and product_fits(product, wish)


def others_fulfil(tools: ActionTools, tracker: Tracker, products: Sequence[Product], text: str) -> bool:
    """Whether none of those shown fulfils what is asked of them, and others of the running wish do."""
    asked, before = conditions_asked(tools, text), previous_wish(tracker)
    if not asked or before is None or fulfilling(tools, products, text):
        return False
    wishes = [replace(before, wanted={**before.wanted, **wish.wanted}, having=wish.having) for wish in asked]
    return any(tools.products.search(wish, 1, relax=False).hits for wish in wishes)


def which_of_shown(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """The comparison that "which one is warmer" asks for, among those shown; None for others."""
    shown = of_kind_said(tools, shown_products(tools.products, tracker), text)
    of_each = _WHICH.search(text) or _OF_EACH.search(text)
    if len(shown) < 2 or not of_each or (chooses(text) and asks_of_one(text)):
        return None
    names = [tools.products.short_name(product) for product in shown]
    asks = bool(tools.products.ordered(text, shown) or conditions_asked(tools, text))
    asks = asks or bool(told_by_sizes(shown, names, text)) or asked_of(tools, shown[:MOST], text) is not None
    asks = asks or _by_title(shown[:MOST], text) is not None
    that_does = _THAT_DOES.search(text)
    by_each = that_does or (not asks and _OF_EACH.search(text))
    least = NEAREST if that_does else SURELY
    if own := each_says(tools, shown[:MOST], text, least) if by_each else "":
        rows = tools.products.compare(shown[:MOST])
        return Reply(text=own, kind="products", comparison=comparison(shown[:MOST], rows))
    return compare_reply(tools, shown[:MOST], text) if asks else None


def _by_title(shown: Sequence[Product], text: str) -> Product | None:
    """The only one of those shown whose title says what the question asks which one is or has."""
    asked = {stem(word) for word in words(text)} if ASKS_WHICH.search(text) else set()
    titled = [product for product in shown if asked and asked <= set(stems(product.title))]
    return titled[0] if len(titled) == 1 else None


def compare_reply(tools: ActionTools, products: Sequence[Product], text: str) -> Reply:
    """The table, under the answer to "which is lighter", or the main differences."""
    rows = tools.products.compare(products)
    short = [tools.products.short_name(product) for product in products]
    by = None if _WHY.match(text) else tools.products.ordered(text, products)
    if by_size := told_by_sizes(products, short, text):
        said = by_size
    elif asked := conditions_asked(tools, text):
        said = _fulfilling_sentence(tools, products, fulfilling(tools, products, text), asked)
    elif by is not None:
        order, ranked = by
        said = _ranked_sentence(order, ranked, [tools.products.short_name(product) for product in ranked])
    elif titled := _by_title(products, text):
        said = f"That is the {titled.title}."
    else:
        suits, told = suited(tools, products, text), asked_of(tools, products, text)
        if told is not None and (suits is None or asks_extreme(text)):
            said = _stated_sentence(tools, products, *told)
        else:
            why = _WHY.match(text) is not None
            own = "" if why or suits is not None else _in_own_words(tools, products, rows, text)
            said = own or _difference_sentence(
                short, asked_first(differences(rows), text), WHY_TOLD if why else TOLD
            )
            said = f"{_described(products[0], short[0])} {said}".strip() if why else said
            unsaid = NOT_TOLD if _names_need(text) and not own else ""
            said = " ".join(filter(None, [suits.text if suits is not None else unsaid, said]))
    return Reply(text=said, kind="products", comparison=comparison(products, rows))


def _in_own_words(tools: ActionTools, products: Sequence[Product], rows: Sequence[Row], text: str) -> str:
    """What each product says to a question that no attribute answers, or how they are described, where it is
    only asked how they differ and few attributes tell it; else ""."""
    if asked_rows(differences(rows), text):
        return ""
    asked = set(words(tools.products.without_names(text))) - _CHOOSING - _COMPARING
    if asked and ((own := each_says(tools, products, text)) or not _DIFFERENCE.search(text)):
        return own
    told = [row for row in differences(rows) if row.attribute not in ("Price", "Brand")]
    described = each_described(tools, products) if len(told) < TOLD else ""
    prices = next(row.values for row in rows if row.attribute == "Price")
    return f"{described} Price: {' / '.join(prices)}." if described else ""


def _names_need(text: str) -> bool:
    """Whether a text asks for advice and says for what."""
    least = 1 if _FOR.search(text) else NEED
    return _ADVICE.search(text) is not None and len(set(words(text)) - _CHOOSING) >= least


def best_of(tools: ActionTools, products: Sequence[Product], text: str) -> Events:
    """The slot of the product that "which is lighter" or "which one for the evening" was answered with: "it"
    means that one from now on."""
    if len(fitting := fulfilling(tools, products, text)) == 1:
        return [SlotSet("current_product", fitting[0].product_id)]
    by, suits = tools.products.ordered(text, products), suited(tools, products, text)
    if by is None and asks_extreme(text):
        by = asked_of(tools, products, text)
    best = by[1][0] if by is not None else suits.product if suits is not None else None
    return [SlotSet("current_product", best.product_id)] if best is not None else []


def best_of_kind(tools: ActionTools, tracker: Tracker, text: str) -> tuple[Reply, Product] | None:
    """The product that has most, or least, of what a text asks for on the shelf of the one at hand: "and
    whats the one with the highest level"; None for any other text."""
    products, current = tools.products, current_product(tools.products, tracker)
    several = len(shown_products(products, tracker)) > 1
    if current is None or several or not asks_extreme(text) or products.named(text):
        return None
    wish = products.wish(text)
    if not products.is_of(current, Constraints(kinds=wish.kinds, categories=wish.categories)):
        return None
    shelf = Constraints(categories=(current.category,))
    alike = [hit.product for hit in products.search(shelf, ALIKE, relax=False).hits]
    asked = products.asked_of(alike, text) or _by_its_last_word(alike, text)
    if asked is None or len(asked[1]) < 2 or any(FLAG_VALUE.match(p.attributes[asked[0]]) for p in asked[1]):
        return None
    best, attribute = asked[1][0], asked[0]
    told = fact(products.short_name(best), attribute, best.attributes[attribute], lead=False)
    return Reply(text=told, kind="products", cards=(product_card(best),)), best


def _by_its_last_word(products: Sequence[Product], text: str) -> tuple[str, list[Product]] | None:
    """The one attribute whose name ends with a word of a text, "Security level" of "the highest level", with
    those that state it, the most or the least first."""
    said = set(stems(text))
    names = {name for product in products for name in product.attributes if stems(name)[-1:]}
    meant = [name for name in names if stems(name)[-1] in said]
    return (meant[0], ranked_by(products, meant[0], text)) if len(meant) == 1 else None


def asked_of(tools: ActionTools, products: Sequence[Product], text: str) -> tuple[str, list[Product]] | None:
    """See ``Products.asked_of``; None where it is not asked which of them, or what is the most of what they
    only have or have not."""
    asks = ASKS_WHICH.search(text) or _EACH.search(text)
    asked = tools.products.asked_of(products, text) if asks else None
    if asks and asked is None and not asks_extreme(text):
        flag = _by_its_last_word(products, text)
        asked = flag if flag and all(FLAG_VALUE.match(p.attributes[flag[0]]) for p in flag[1]) else None
    values = [product.attributes[asked[0]] for product in asked[1]] if asked else []
    return None if asks_extreme(text) and values and all(map(FLAG_VALUE.match, values)) else asked


def suited(tools: ActionTools, products: Sequence[Product], text: str) -> Suited | None:
    """What the descriptions say to "which one would you take for the evening"; None where no advice is
    asked."""
    if not _ADVICE.search(text):
        return None
    named = [(product, tools.products.short_name(product)) for product in products]
    return said_of_one(named, text) or tools.products.suited(products, text)


def _fulfilling_sentence(
    tools: ActionTools, products: Sequence[Product], fitting: Sequence[Product], asked: Sequence[Constraints]
) -> str:
    told = " or ".join(
        listed(
            [
                *(f"in {size}" for size in wish.sizes),
                *(in_words(n, c) for n, c in wish.wanted.items()),
                *(f"with {word}" for word in wish.having),
            ]
        )
        for wish in asked
    )
    names = listed([f"the {tools.products.short_name(product)}" for product in fitting])
    others = listed([f"the {tools.products.short_name(p)}" for p in products if p not in fitting])
    if not fitting:
        return f"By our data none of them: {told}."
    return f"{told[0].upper()}{told[1:]}: {names}{f'; by our data not {others}' if others else ''}."


def _ranked_sentence(order: str, ranked: Sequence[Product], short: Sequence[str]) -> str:
    name = order.removeprefix("-")
    values = [f"{amount(p.price)} {p.currency}" if name == "price" else p.attributes[name] for p in ranked]
    label = _label(name)
    if values[0] == values[-1]:
        return f"They are equal there: {label} {values[0]}."
    return (
        f"The {short[0]}: {label} {values[0]} against {listed(values[1:])} for the {listed(list(short[1:]))}."
    )


def _label(name: str) -> str:
    """An attribute within a sentence: "weight", but "RAM"."""
    return name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() else name


def _stated_sentence(
    tools: ActionTools, products: Sequence[Product], attribute: str, stating: Sequence[Product]
) -> str:
    """How each stands by an attribute: "Noise: 74 dB (Carrick All-Round), 71 dB (Tummel Mini)."."""
    values = [product.attributes[attribute] for product in stating]
    told = [f"{v} ({tools.products.short_name(p)})" for v, p in zip(values, stating, strict=True)]
    silent = [f"the {tools.products.short_name(p)}" for p in products if p not in stating]
    rest = f" Our data don't say it of {listed(silent)}." if silent else ""
    if len(set(values)) == 1 and not silent:
        return f"They are equal there: {_label(attribute)} {values[0]}."
    return f"{attribute}: {('; ' if any(',' in v for v in values) else ', ').join(told)}.{rest}"


def _described(product: Product, name: str) -> str:
    """What the shop says of a product, as its words."""
    return f"About the {name}, our description says: “{product.description}”" if product.description else ""


def _difference_sentence(short: Sequence[str], rows: Sequence[Row], most: int) -> str:
    if not rows:
        return f"The {listed(list(short))} agree in everything that our data say of both."
    told = [row for row in rows if row.attribute != "Brand"][:most]
    parts = [f"{row.attribute}: {' / '.join(row.values)}" for row in told]
    return f"The {listed(list(short))} side by side. The main differences: {'; '.join(parts)}."


def sides(tools: ActionTools, text: str) -> list[Product]:
    """The best product for each side: "Halde or Norrland tent", "a down jacket vs a synthetic jacket"; or
    what alone has a side's words in its title: "fisherman jumper and merino v-neck"."""
    if len(titled := _titled_in(tools, text)) > 1:
        return titled
    whole = tools.products.wish(text)
    if len(whole.brands) > 1:
        wishes = [replace(whole, brands=(brand,), text="") for brand in whole.brands]
    else:
        wishes = [tools.products.wish(part) for part in _VERSUS.split(text)]
    named = [wish for wish in wishes if wish.kinds or wish.categories or wish.brands]
    return [product for wish in named for product in _best(tools, wish)] if len(named) > 1 else []


def _titled_in(tools: ActionTools, text: str) -> list[Product]:
    return [product for part in _VERSUS.split(text) if (product := _titled(tools, part))]


def _titled(tools: ActionTools, part: str) -> Product | None:
    """The only product whose title has all words of a part, two at least."""
    said = words(_ASKS.sub(" ", part))
    found = tools.products.titled(" ".join(said)) if len(said) > 1 else []
    return found[0] if len(found) == 1 else None


def _best(tools: ActionTools, wish: Constraints) -> list[Product]:
    return [hit.product for hit in tools.products.search(wish, 1, relax=False).hits]


def _the_few(tools: ActionTools, wish: Constraints) -> list[Product]:
    """All that fit a wish, where these can stand side by side: "two of your lamps, how do they differ?"."""
    if wish == Constraints(text=wish.text):
        return []
    fitting = [hit.product for hit in tools.products.search(wish, MOST + 1, relax=False).hits]
    return fitting if 1 < len(fitting) <= MOST else []


def _distinct(products: Sequence[Product]) -> list[Product]:
    return list({product.product_id: product for product in products}.values())
