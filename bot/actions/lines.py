"""Which lines of an order a shopper means: "the tent", "the second one", "all of it"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.actions.pointing import ORDINALS
from bot.shop.port import Order, OrderLine
from retrieval.products.filters import is_called, is_kind, nouns_in
from retrieval.products.products import Products
from retrieval.products.terms import stem, stems
from retrieval.types import Constraints, Product, Variant
from retrieval.words import STOP_WORDS

Numbers = tuple[int, ...]

_ALL = re.compile(r"\b(?:all|everything|whole|complete|both|every|the lot|entire)\b", re.IGNORECASE)
_ALL_OF_IT = re.compile(
    r"\b(?:the lot|all of (?:it|them|this|these)|everything|both|(?:whole|complete|entire|full) order"
    r"|(?:return|send|give|take|want)\w* (?:it|them|this|these)? ?all\b)",
    re.IGNORECASE,
)
"""The same without being asked, where "all" alone says nothing: "after all", "the whole zip is torn"."""
_GOOD = r"(?:fine|ok(?:ay)?|good|great|perfect|lovely|super)"
_KEPT = re.compile(
    r"\b(?:keep|keeping|stays?|except|apart from|happy with|(?:i|we) (?:really |do )?(?:love|like|enjoy)"
    rf"|(?:is|are|was|were) (?:all |just |really |perfectly |absolutely )?{_GOOD}"
    rf"|(?<!n't )(?<!n’t )(?<!not )fits? (?:\w+ )?(?:well|perfectly|{_GOOD}))\b|\bnot the\b",
    re.IGNORECASE,
)
"""Of a clause that speaks of what does not go back."""
_CLAUSE = re.compile(
    r"[.;!?\n]+\s|,\s|\bbut\b|\band (?=(?:(?:I|we)(?:['’]ll| will)? )?keep\b)|(?=\b(?:except|apart from)\b)",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"\s(?:and|&|plus|or)\s", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|my|our|this|that|these|those|his|her)\s+([\w-]+)(?:\s+([\w-]+))?", re.IGNORECASE)
_COLOURED = re.compile(r"\b(?:the|my|that) ([a-z]+(?: [a-z]+)?) ones?\b", re.IGNORECASE)
_COMPARED = re.compile(r"\blike an? \w+|\btoo \w+", re.IGNORECASE)
"""Names no item: "like a tent on me", "too tight"."""
_PLACES = re.compile(r"(?:number|no\.?|#)?\s*([1-9])")
_AT = re.compile(
    rf"\bthe ({'|'.join(ORDINALS)})(?: (?:one|item|article|thing|product|position))?\b(?! \w+ing\b)",
    re.IGNORECASE,
)
_ONLY_PLACES = re.compile(
    rf"\s*{_PLACES.pattern}(?:\s*(?:,|and|&|\+)\s*{_PLACES.pattern})*\s*\.?\s*", re.IGNORECASE
)
_STOP = frozenset(stem(word) for word in STOP_WORDS)
_NAMED = 10
"""More than any number of words in common: the product's own name."""


def meant_lines(order: Order, text: str, products: Products) -> Numbers:
    """The numbers of the lines that an answer names, () when nothing matches. The only line of an order is
    meant by anything that does not name something else."""
    named, kept = _named_and_kept(order, text, products)
    if _ALL.search(text):
        return tuple(line.number for line in order.lines if line.number not in kept)
    if places := _places(order, text):
        return places
    if named:
        return named
    said = {word for word in stems(text) if word not in _STOP}
    scores = {line.number: len(said & line_words(line, products)) for line in order.lines}
    best = max(scores.values(), default=0)
    if best:
        return tuple(number for number, score in scores.items() if score == best)
    return (order.lines[0].number,) if len(order.lines) == 1 and not said else ()


def said_lines(order: Order, messages: Iterable[str], products: Products) -> Numbers:
    """The lines that a shopper spoke of without being asked, in the first of the messages that names some; of
    several that a phrase may mean, none. Only those count that can be sent back, where some can; a single
    line is meant in any case."""
    among = order.returnable_lines or tuple(line.number for line in order.lines)
    if len(among) == 1:
        return among
    for text in messages:
        named, kept = _named_and_kept(order, text, products, certain=True)
        rest = tuple(number for number in among if number not in kept)
        if not named and (
            _ALL_OF_IT.search(" ".join(_clauses(text, kept=False))) or (kept and len(rest) == 1)
        ):
            return rest
        if found := tuple(number for number in named if number in among):
            return found
    return ()


def lines_instead(order: Order, refused: Numbers, text: str, products: Products) -> Numbers:
    """The lines that are meant by who refuses others: "no, only the vest", "no, I keep the cap"; () where the
    refusal names none or the same."""
    named, kept = _named_and_kept(order, text, products, certain=True)
    meant = named or (tuple(number for number in refused if number not in kept) if kept else ())
    return meant if meant != refused else ()


def named_lines(order: Order, text: str, products: Products) -> Numbers:
    """The lines that a text names beyond doubt, but for those that are to stay."""
    return _named_and_kept(order, text, products, certain=True)[0]


def places_of(lines: Sequence[int], order: Order) -> str:
    """Lines by their places, as a shopper could name them: "1, 3"."""
    return ", ".join(str(at) for at, line in enumerate(order.lines, start=1) if line.number in lines)


def lines_at(order: Order, text: str) -> Numbers:
    """The lines whose places are named as such: "only the second one"."""
    return _places(order, " ".join(match[1] for match in _AT.finditer(text)))


def _places(order: Order, text: str) -> Numbers:
    """The lines whose places in the list are named."""
    places = [ORDINALS[word] for word in re.findall(r"\w+", text.lower()) if word in ORDINALS]
    if _ONLY_PLACES.fullmatch(text):
        places += [int(number) - 1 for number in _PLACES.findall(text)]
    found = [order.lines[place].number for place in places if -1 <= place < len(order.lines)]
    return tuple(dict.fromkeys(found))


def _named_and_kept(
    order: Order, text: str, products: Products, *, certain: bool = False
) -> tuple[Numbers, Numbers]:
    """The lines that are named to go back, and those that are to stay."""
    named = _named(order, _clauses(text, kept=False), products, certain=certain)
    kept = _named(order, _clauses(text, kept=True), products, certain=certain)
    return tuple(number for number in named if number not in kept), kept


def _clauses(text: str, *, kept: bool) -> list[str]:
    """The clauses that speak of what stays, or the others."""
    clauses = _CLAUSE.split(_COMPARED.sub("", text))
    return [clause for clause in clauses if clause.strip() and bool(_KEPT.search(clause)) is kept]


def _named(order: Order, clauses: Iterable[str], products: Products, *, certain: bool) -> Numbers:
    """The lines that each phrase names best, by a noun that they are called by."""
    phrases = [phrase for clause in clauses for phrase in _PHRASE.split(clause)]
    found: dict[int, None] = {}
    for phrase in phrases:
        scores = dict(_scores(order, phrase, products))
        best = [number for number, score in scores.items() if score == max(scores.values())]
        if len(best) == 1 or not certain:
            found |= dict.fromkeys(best)
    return tuple(line.number for line in order.lines if line.number in found)


def _scores(order: Order, phrase: str, products: Products) -> Iterator[tuple[int, int]]:
    """How well a phrase names each line, for those that it names."""
    bought = {line.number: products.variant(line.variant_id) for line in order.lines}
    ids = [pair[0].product_id for pair in bought.values() if pair is not None]
    named = {product.product_id for group in products.named(phrase, ids) for product in group}
    said, wish = {word for word in stems(phrase) if word not in _STOP}, products.wish(phrase)
    for line in order.lines:
        pair, words = bought[line.number], len(said & line_words(line, products))
        if pair is None:
            if words and line.title:
                yield line.number, 1 + words
        elif pair[0].product_id in named:
            yield line.number, _NAMED + words
        elif (
            _is_called_so(pair[0], said, wish)
            or _stands_behind_the(pair[0], phrase)
            or _is_of_colour(pair[1], phrase)
        ):
            yield line.number, 1 + words


def _is_called_so(product: Product, said: Collection[str], wish: Constraints) -> bool:
    """Whether one of the words, or of the kinds that they stand for, is what the product is called by."""
    if any(noun[-1] in said for noun in nouns_in(product)):
        return True
    if any(is_called(product, kind) or is_kind(product, kind) for kind in wish.kinds):
        return True
    return product.category in wish.categories


def _stands_behind_the(product: Product, phrase: str) -> bool:
    """Whether a word of the title is spoken of as a thing: "the set", "my merino"."""
    behind = {stem(word) for match in _THE.finditer(phrase) for word in match.groups() if word} - _STOP
    return bool(behind & set(stems(product.title)))


def _is_of_colour(variant: Variant, phrase: str) -> bool:
    """Whether it is pointed at by its colour: "the red one"."""
    said = {stem for match in _COLOURED.finditer(phrase) for stem in stems(match[1])}
    return bool(said) and said <= set(stems(variant.colour))


def line_words(line: OrderLine, products: Products) -> set[str]:
    """The stems of the words by which a line may be called."""
    found = products.variant(line.variant_id)
    if found is None:
        return {*stems(line.variant_id), *stems(line.title)} - _STOP
    product, variant = found
    words = {*stems(product.title), *stems(product.category), *stems(product.brand), *stems(variant.colour)}
    return (words | {word for tag in product.tags for word in stems(tag)}) - _STOP
