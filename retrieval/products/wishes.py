"""A wish in words to ``Constraints``, for any catalogue: its own vocabulary says which words mean what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from retrieval.products.filters import with_categories
from retrieval.products.lexicon import Praise, lexicon
from retrieval.products.measures import read_measures
from retrieval.products.prices import read_price
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Found, Phrase, holds_phrase, read_words, stem, stems
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import Constraints, Product
from retrieval.words import STOP_WORDS

LETTER_SIZES = {
    "extra small": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL", "x-large": "XL",
    "xxl": "XXL", "2xl": "XXL", "xxxl": "XXXL", "3xl": "XXXL",
}  # fmt: skip
UK_SHOES = {
    "3": "36", "4": "37", "5": "38", "6": "39", "6.5": "40", "7": "41", "8": "42", "9": "43", "10": "44",
    "11": "45", "12": "47",
}  # fmt: skip
"""UK shoe sizes as EU sizes."""

_LETTER = r"(?:xx?x?s|x{0,3}l|[2-4]xl|[sml])"
_SIZE = re.compile(
    rf"\b(?:in |a )?(?:size|sz|eu|gr\.?|größe)\s+(?P<a>{_LETTER}|extra small|extra large|small"
    rf"|medium|large|\d{{2,3}}(?:[.,/]\d{{1,3}})?)(?![\w€%])"
    r"|\buk\s?(?P<uk>\d{1,2}(?:\.5)?)\b"
    rf"|\bin\s+(?:an?\s+)?(?P<b>{_LETTER}|extra small|extra large|medium|large|small)(?![\w'’])"
    rf"|\bin\s+(?P<c>\d{{2}}(?:[.,]5)?)(?![\w.,€%]|\s?\w)"
    r"|(?<![\w'’/-])(?<!\d )(?P<d>xx?s|x{1,3}l|[2-4]xl|[sml](?=\s*(?:$|[,.!?]|or\b|please"
    r"|and\b)))(?![\w'’/-])"
    r"|(?P<e>\b\d{2,3}/\d{2,3}\b)"
)
_NO_MATTER = re.compile(
    r"\b(?:any|whatever)\s+(?P<a>price|colour|color|brand|size)|(?P<b>price|colour|color|brand|size)\s+"
    r"(?:does(?:n't| not) matter|is not important|isn't important|doesnt matter|is irrelevant)"
    r"|no matter (?:the|what|which) (?P<c>price|colour|color|brand|size)"
)
_PURPOSE = re.compile(r"\b(?:for|when|while|to go|go|of)\s+(?:(?:my|our|the|a|an|your)\s+)?$")
_PART = re.compile(r"\b(?:with|and|has|have|having|plus|including|includes)\s+(?:(?:an?|its|their|the)\s+)?$")
_ARTICLE = re.compile(r"\b(?:an?|the|my)\s+$")
_ENDING = re.compile(r"\s*(?:$|[.!?,]|for|with|that|to|which)")
_TALK = re.compile(
    r"\b(?:show me|do you (?:have|sell|know)|i am looking for|i'?m looking for|looking for|i need"
    r"|i want(?: to buy)?|"
    r"have you got|can i (?:see|get)|find me|search(?: for)?|please|recommend(?:ation)?|could you"
    r"|can you|i would like|"
    r"i'd like|got any|what would you suggest|suggest|which|what)\b"
)


WORDS_DENIED = 2
"""Of an unknown thing that is not wanted ("no hip belt")."""
_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS) | frozenset(
    stem(word)
    for word in [
        "thanks",
        "anything",
        "kind",
        "type",
        "made",
        "need",
        "necessary",
        "sure",
        "really",
        "exactly",
        "bother",
        "care",
    ]
)


class Meaning(NamedTuple):
    """What a noun means in a catalogue."""

    categories: tuple[str, ...]
    kinds: tuple[str, ...]


class WishParser:
    """Reads wishes with the words of one catalogue. Immutable; safe for threads."""

    def __init__(self, vocabulary: Vocabulary, products: Sequence[Product]) -> None:
        self.vocabulary, self._products = vocabulary, products

    def parse(self, text: str) -> Constraints:
        """What a message asks of a product, by itself."""
        sentence = Sentence(text)
        low, high = read_price(sentence)
        wish = Constraints(price_min=low, price_max=high, sizes=self._sizes(sentence))
        praise = self._praise(sentence)
        wish = self._denials(sentence, wish)
        wish = self._names(sentence, wish)
        meant = with_categories(self._products, wish)
        measures = read_measures(sentence, self.vocabulary, meant)
        wish = self._person(sentence, wish)
        wish = self._attributes(sentence, wish)
        return replace(
            wish,
            wanted={**wish.wanted, **measures},
            sizes=wish.sizes or _bare_sizes(sentence, meant),
            sort=self.sort_key(praise, meant) if praise else "",
            text=self._text(text),
        )

    def comparative(self, text: str) -> Praise | None:
        """The praise that "cheaper" or "something lighter" asks more of; None for "cheap" and "light"."""
        words = [word.stem for word in read_words(text)]
        more = (p for p in lexicon().praise if any(holds_phrase(words, stems(m)) for m in p.more))
        return next(more, None)

    def sort_key(self, praise: Praise, products: Iterable[Product]) -> str:
        """The first order that most of the products at hand can follow; "" for none."""
        at_hand = list(products)
        for key in praise.by:
            name = key.removeprefix("-")
            if name == "price" or sum(name in p.attributes for p in at_hand) * 2 >= len(at_hand) > 0:
                return key
        return ""

    def fits_persons(self, wish: Constraints) -> bool:
        """Whether the things of a wish are made for women, men or children at all."""
        return any("Gender" in product.attributes for product in with_categories(self._products, wish))

    @cached_property
    def _nouns(self) -> dict[Phrase, Meaning]:
        """Nouns with the categories and kinds that they mean; other words for the same thing included."""
        known = {phrase: Meaning((), (kind,)) for phrase, kind in self.vocabulary.kinds.items()}
        known |= {phrase: Meaning((name,), ()) for phrase, name in self.vocabulary.categories.items()}
        for group in lexicon().same:
            phrases = [stems(noun) for noun in group]
            members = [known[phrase] for phrase in phrases if phrase in known]
            shelves = tuple(dict.fromkeys(c for m in members for c in m.categories))
            kinds = () if shelves else tuple(dict.fromkeys(k for m in members for k in m.kinds))
            if members:
                known |= {p: Meaning(shelves, kinds) for p in phrases if p not in known or not shelves}
        return known

    def _praise(self, sentence: Sentence) -> Praise | None:
        known = {stems(w): p for p in lexicon().praise for w in (*p.words, *p.more)}
        text, meant = sentence.rest, None
        for found, praise in sentence.phrases(known):
            if _is_noun(text, found, self._nouns):
                sentence.put_back(found.start, found.end)
            else:
                meant = meant or praise
        return meant

    def _sizes(self, sentence: Sentence) -> tuple[str, ...]:
        sizes: list[str] = []
        known = self.vocabulary.sizes
        for match in list(_SIZE.finditer(sentence.rest)):
            raw = next(group for group in match.groups() if group)
            size = UK_SHOES.get(raw, raw) if match["uk"] else LETTER_SIZES.get(raw, raw.replace(",", "."))
            if size.lower() in known or any(size.lower() in re.split(r"[/-]", s) for s in known):
                sentence.take(match.start(), match.end())
                sizes.append(known.get(size.lower(), size.upper()))
        return tuple(dict.fromkeys(sizes))

    def _denials(self, sentence: Sentence, wish: Constraints) -> Constraints:
        """Colours, brands, attributes and materials after "not"; where none of them follows, other words."""
        vocabulary = self.vocabulary
        for start, what in sentence.denials(vocabulary.flags):
            denied = Sentence(what)
            colours = [(f, c) for f, found in denied.phrases(vocabulary.colours) for c in found]
            brands = list(denied.phrases(vocabulary.brands))
            flags = list(denied.phrases(vocabulary.flags))
            materials = [f for f, _ in flags if f.phrase in vocabulary.materials]
            materials += [f for f, _ in denied.phrases(vocabulary.materials)]
            named = [f for f, _ in (*colours, *brands, *flags)] + materials
            words = [" ".join(f.phrase) for f in materials]
            if named:
                sentence.put_back(start + max(f.end for f in named), start + len(what))
            else:
                words = [word.stem for word in denied.words() if _is_content(word.stem)][:WORDS_DENIED]
            wish = replace(
                wish,
                unwanted_colours=(*wish.unwanted_colours, *(colour for _, colour in colours)),
                unwanted_brands=(*wish.unwanted_brands, *(brand for _, brand in brands)),
                unwanted={**wish.unwanted, **{name: "yes" for _, name in flags if not _is_free_of(name)}},
                wanted={**wish.wanted, **{name: "yes" for _, name in flags if _is_free_of(name)}},
                without=tuple(dict.fromkeys((*wish.without, *words))),
            )
        return wish

    def _names(self, sentence: Sentence, wish: Constraints) -> Constraints:
        """Brands, colours, categories and kinds. After "for" stands a purpose."""
        vocabulary = self.vocabulary
        brands = tuple(dict.fromkeys(brand for _, brand in sentence.phrases(vocabulary.brands)))
        colours = tuple(dict.fromkeys(c for _, found in sentence.phrases(vocabulary.colours) for c in found))
        text, things, purposes = sentence.rest, list[Meaning](), list[Meaning]()
        for found, meaning in sentence.phrases(self._nouns):
            before = text[: found.start]
            if things and found.phrase in vocabulary.flags and _PART.search(before):
                sentence.put_back(found.start, found.end)
            else:
                (purposes if _PURPOSE.search(before) else things).append(meaning)
        things = things or purposes
        categories = [name for meaning in things for name in meaning.categories]
        kinds = [kind for meaning in things for kind in meaning.kinds]
        if not things:
            categories = [name for _, name in sentence.phrases(vocabulary.category_parts)]
        return replace(
            wish, brands=brands, colours=colours, categories=tuple(dict.fromkeys(categories)),
            kinds=tuple(dict.fromkeys(kinds)),
        )  # fmt: skip

    def _person(self, sentence: Sentence, wish: Constraints) -> Constraints:
        known = {stems(word): name for name, words in lexicon().persons.items() for word in words}
        persons = [name for _, name in sentence.phrases(known)]
        if "children" in persons or "children" in wish.categories:
            others = tuple(name for name in wish.categories if name != "children")
            return replace(wish, person="children", categories=others)
        return replace(wish, person=persons[0] if persons else "")

    def _attributes(self, sentence: Sentence, wish: Constraints) -> Constraints:
        flags = [name for _, name in sentence.phrases(self.vocabulary.flags) if name not in wish.unwanted]
        having = [word for _, word in sentence.phrases(self.vocabulary.materials)]
        return replace(
            wish, wanted={**dict.fromkeys(flags, "yes"), **wish.wanted}, having=tuple(dict.fromkeys(having))
        )

    def _text(self, text: str) -> str:
        """What semantic search sees: the words of the wish without price, sizes and denials."""
        said = Sentence(text)
        read_price(said)
        for start, what in said.denials(self.vocabulary.flags):
            said.take(start, start + len(what))
        for match in list(_SIZE.finditer(said.rest)):
            said.take(match.start(), match.end())
        return " ".join(_TALK.sub(" ", said.left()).split()).strip(" ,.;?!")


def cleared(text: str) -> frozenset[str]:
    """What the shopper says does not matter any more: price, colour, brand or size."""
    found = {next(group for group in m.groups() if group) for m in _NO_MATTER.finditer(text.lower())}
    return frozenset("colour" if name == "color" else name for name in found)


def _bare_sizes(sentence: Sentence, products: Iterable[Product]) -> tuple[str, ...]:
    """ "boots brown 45": a number that is a size of the products at hand and nothing else."""
    known = {v.size for p in products for v in p.variants}
    return tuple(
        m[0] for m in re.finditer(r"(?<![\w.,-])\d{2}(?:\.5)?(?![\w.,%€-])", sentence.rest) if m[0] in known
    )[:1]


def _is_free_of(attribute: str) -> bool:
    """ "PFAS-free": who wants no PFAS wants this."""
    return stems(attribute)[-1] == "free"


def _is_content(word: str) -> bool:
    return len(word) > 2 and word not in _STOP_STEMS and not word.isdigit()


def _is_noun(text: str, found: Found, nouns: Mapping[Phrase, Meaning]) -> bool:
    """Whether a word of praise is a noun here: "lights", "a light for my tent"."""
    if found.phrase not in nouns:
        return False
    before, after = text[: found.start], text[found.end :]
    return text[found.start : found.end].endswith("s") or bool(
        _ARTICLE.search(before) and _ENDING.match(after)
    )
