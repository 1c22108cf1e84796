"""What a catalogue's own words are: learnt from its products, so that wishes can name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from retrieval.products.conditions import affirms
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import UNITS, read_quantity
from retrieval.products.terms import Phrase, Phrases, holds_phrase, stem, stems
from retrieval.types import Product
from retrieval.words import STOP_WORDS, folded

FLAG_VALUE = re.compile(r"(?:yes|no|none|not|included|removable|detachable)\b", re.IGNORECASE)
CONNECTING = frozenset(
    stem(w)
    for w in ["and", "or", "with", "of", "for", "the", "a", "an", "in", "to", "&", "+", "per", "pack", "set"]
)
AMOUNTS = frozenset((stem(word),) for word in ["pair", "piece", "bundle", "couple", "bunch", "lot", "set"])
"""Nouns that say how many there are rather than what they are."""
SET = stem("set")
_COLOURS = frozenset(
    map(
        stem,
        [
            *("colour", "color", "black", "white", "grey", "gray", "red", "blue", "green", "yellow"),
            *("orange", "pink", "purple", "brown", "beige"),
        ],
    )
)
"""At the end of a title they tell one variant from others, and are no nouns."""
LONGEST_KIND = 4
COMPOUND = 4
"""Letters of a noun that may end a longer one ("lamp" in "headlamp")."""
SHELF_PARTS = re.compile(r",| and | & ")
"""Between the things that one shelf holds."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_LETTERED = re.compile(r"[A-Z]-[A-Za-z][a-z]{2,}")
_LETTERS = re.compile(r"[A-Z]{2,4}")
PERSON_WORDS = frozenset(stem(word) for words in lexicon().persons.values() for word in words) | {"unisex"}


class Vocabulary:
    """The words of a catalogue, each by its stems. Immutable once learnt."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = products

    @cached_property
    def categories(self) -> dict[Phrase, str]:
        """Whole category names."""
        return {stems(name): name for name in dict.fromkeys(p.category for p in self._products)}

    @cached_property
    def category_parts(self) -> dict[Phrase, str]:
        """Parts of names like "stoves and kitchen": they count only where nothing else is named."""
        parts = ((part, name) for name in self.categories.values() for part in SHELF_PARTS.split(name))
        return {stems(part): name for part, name in parts if stems(part) not in self.categories}

    @cached_property
    def kinds(self) -> dict[Phrase, str]:
        """Nouns of titles and tags with how they are written: "rain jacket", "parka"."""
        found: dict[Phrase, str] = {}
        for product in self._products:
            for written in kind_nouns(product):
                found.setdefault(stems(written), written)
        other = {*self.brands, *self.colours, *self.materials, *AMOUNTS}
        return {phrase: written for phrase, written in found.items() if phrase not in other}

    @cached_property
    def brands(self) -> Phrases[str]:
        """Brands."""
        return Phrases({stems(p.brand): p.brand for p in self._products if p.brand})

    @cached_property
    def colours(self) -> dict[Phrase, tuple[str, ...]]:
        """Colours, their last words for all shades ("green" means moss green and olive green), and first
        words that mean nothing else ("olive")."""
        shades: dict[Phrase, dict[str, None]] = defaultdict(dict)
        for colour in dict.fromkeys(v.colour for p in self._products for v in p.variants if v.colour):
            whole = stems(colour)
            first = {whole[:1]} if whole[0] not in self._described else set()
            for phrase in {whole, whole[-1:], *first}:
                shades[phrase][colour] = None
            if whole[-1:] == ("grey",):
                shades[(*whole[:-1], "gray")][colour] = None
                shades[("gray",)][colour] = None
        return {phrase: tuple(colours) for phrase, colours in shades.items()}

    @cached_property
    def shades(self) -> dict[str, tuple[str, ...]]:
        """By the first word of colours: "petrol" is petrol blue in "the petrol one", though it is a fuel."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for colour in dict.fromkeys(v.colour for p in self._products for v in p.variants if v.colour):
            found[stems(colour)[0]][colour] = None
        return {word: tuple(colours) for word, colours in found.items()}

    @cached_property
    def _described(self) -> frozenset[str]:
        """Words of titles, tags and descriptions."""
        texts = (t for p in self._products for t in (p.title, p.description, *p.tags))
        return frozenset(word for text in texts for word in stems(text))

    @cached_property
    def sizes(self) -> dict[str, str]:
        """Sizes in lower case, with how they are written; "S/M" is found by "s" and "m" as well."""
        found: dict[str, str] = {}
        for size in dict.fromkeys(v.size for p in self._products for v in p.variants if v.size):
            found[size.lower()] = size
        return found

    @cached_property
    def attributes(self) -> dict[Phrase, str]:
        """Attribute names."""
        return {stems(name): name for p in self._products for name in p.attributes}

    @cached_property
    def flags(self) -> dict[Phrase, str]:
        """Attributes that are there or not, with other words for them."""
        known = dict(self._flag_names())
        for phrase, others in lexicon().flags.items():
            if phrase in known:
                known.update({stems(other): known[phrase] for other in others if stems(other) not in known})
        return known

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """Attributes that some product affirms: where all say no, nobody can ask for it."""
        return frozenset(n for p in self._products for n, value in p.attributes.items() if affirms(value))

    @cached_property
    def materials(self) -> Phrases[str]:
        """Single words that say what things are made of, rather than what they are ("bottle")."""
        made_of: Counter[str] = Counter()
        heads: Counter[str] = Counter()
        for product in self._products:
            heads.update({stem(nouns.split()[-1]) for nouns in kind_nouns(product)})
            for name, value in product.attributes.items():
                if is_material(name) and not FLAG_VALUE.match(value):
                    made_of.update({w.lower() for w in re.findall(r"[^\W\d_]{3,}", value)})
        other = CONNECTING | lexicon().plain | {word for phrase in self.brands for word in phrase}
        known = {
            (stem(word),): word
            for word, count in made_of.items()
            if stem(word) not in other and count > heads[stem(word)]
        }
        others = {stems(o): m for m, words in lexicon().made_of.items() for o in words if stems(m) in known}
        return Phrases(others | known)

    @cached_property
    def units(self) -> dict[str, Counter[str]]:
        """By base unit, the attributes measured in it, each with its number of products."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for product in self._products:
            for name, value in product.attributes.items():
                quantity = read_quantity(value)
                if quantity is not None and quantity.unit:
                    found[quantity.unit][name] += 1
        return dict(found)

    @cached_property
    def counts(self) -> dict[Phrase, str]:
        """Attributes that count something, by the stems of what is counted: "pockets" -> Pockets."""
        bare: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for product in self._products:
            for name, value in product.attributes.items():
                quantity = read_quantity(value)
                if quantity is not None:
                    every[name] += 1
                    own = not quantity.unit or stem(quantity.unit) in stems(name)
                    bare[name] += own and quantity.low.is_integer()
        found = {stems(name)[-1:]: name for name in every if bare[name] * 2 > every[name]}
        found = {phrase: name for phrase, name in found.items() if CONNECTING.isdisjoint(phrase)}
        for name, words in lexicon().counts.items():
            if stems(name) in found:
                found.update({stems(word): found[stems(name)] for word in words})
        return found

    @cached_property
    def tags(self) -> dict[Phrase, str]:
        """Whole tags."""
        return {stems(tag): tag for product in self._products for tag in product.tags}

    @cached_property
    def short_forms(self) -> dict[str, str]:
        """Words that are written in capitals, by how they are said: "usb-c" -> "USB-C"."""
        titles = (product.title for product in self._products if not product.title.isupper())
        texts = chain(titles, *(product.attributes.values() for product in self._products))
        words = (word.strip("().,") for text in texts for word in text.split())
        return {word.lower(): word for word in words if len(word) > 1 and word.isupper()}

    def names_something(self, word: str) -> bool:
        """Whether a word stands in any title or tag."""
        return all(part in self._named for part in stems(word))

    @cached_property
    def _named(self) -> frozenset[str]:
        """Words of titles and tags."""
        texts = (t for p in self._products for t in (p.title, *p.tags))
        return frozenset(word for text in texts for word in stems(text))

    @cached_property
    def purposes(self) -> frozenset[str]:
        """Words for what things are used for: they rank, as meaning does, rather than filter."""
        used = lexicon().purposes
        values = (v for p in self._products for n, v in p.attributes.items() if n.lower() in used)
        return frozenset(word for value in values for word in stems(value))

    @cached_property
    def measured(self) -> dict[Phrase, str]:
        """Attributes that most products state as a number."""
        numbers: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for product in self._products:
            for name, value in product.attributes.items():
                every[name] += 1
                numbers[name] += read_quantity(value) is not None
        return {stems(name): name for name in every if numbers[name] * 2 > every[name]}

    def attribute_for(self, unit: str, products: Iterable[Product]) -> str | None:
        """The attribute that a bare quantity means: the commonest one in that unit among ``products``."""
        counted: Counter[str] = Counter()
        measured = self.units.get(unit, Counter())
        for product in products if measured else ():
            for name, value in product.attributes.items():
                quantity = read_quantity(value) if name in measured else None
                if quantity is not None and quantity.unit == unit:
                    counted[name] += 1 + 2 * ("comfort" in name.lower()) + (name.lower() == "weight")
        best = counted.most_common(1) or measured.most_common(1)
        return best[0][0] if best else None

    def _flag_names(self) -> Iterator[tuple[Phrase, str]]:
        values: dict[str, list[str]] = defaultdict(list)
        for product in self._products:
            for name, value in product.attributes.items():
                values[name].append(value)
        for name, given in values.items():
            if sum(bool(FLAG_VALUE.match(v)) or not affirms(v) for v in given) * 2 >= len(given):
                yield stems(name), name


def title_noun(product: Product) -> str:
    """The stem of the noun that ends the title ("boot"), or ""."""
    named = list(_tail(product.title, PERSON_WORDS))
    return stem(named[-1]) if named else ""


def kind_nouns(product: Product) -> Iterator[str]:
    """What a product is, by its title and tags: "winter parka", "parka"."""
    yield from nouns_of(product.title, product.tags, product.category)


def nouns_of(title: str, tags: Iterable[str], category: str) -> Iterator[str]:
    """See ``kind_nouns``. A tag is one where it ends with the title's noun, or the title opens with it;
    where the title has none ("Norvane Tab 10"), or holds the tag, also where it ends with the shelf's."""
    named = list(_tail(title, PERSON_WORDS))
    if title.istitle() and any(stems(title)[: len(stems(tag))] == stems(tag) for tag in tags if tag):
        named = []  # "Mascara Big Wink", and not "Kim Cotton Shirt"
    yield from named
    heads = {stem(nouns.split()[-1]) for nouns in named} | {stem(n.split()[-2]) for n in named if _is_set(n)}
    opening = () if named and not title.istitle() else stems(title)
    shelf, small = _shelf_nouns(category), any(map(_is_small, title.split()))
    for tag in tags:
        phrase = stems(tag)
        ends = bool(phrase) and phrase[-1] in heads and phrase[0] not in lexicon().praise_stems
        if phrase and (not small or holds_phrase(stems(title), phrase)):
            ends = ends or any(_ends_with(tag, phrase[-1], noun) for noun in shelf)
        if len(phrase) <= LONGEST_KIND and (ends or (phrase and opening[: len(phrase)] == phrase)):
            yield next((word for word in title.split() if word.isupper() and word.lower() == tag), tag)


@lru_cache(maxsize=10_000)
def _shelf_nouns(category: str) -> frozenset[str]:
    """The stems of what a shelf holds by its name: "plant" and "seed" of "Plants & seeds"."""
    parts = (stems(part) for part in SHELF_PARTS.split(category))
    return frozenset(part[-1] for part in parts if part) - PERSON_WORDS


def _ends_with(tag: str, last: str, noun: str) -> bool:
    """Whether a tag ends with a noun, both by stem, or as the end of a longer word."""
    return last == noun or (len(noun) >= COMPOUND and tag.lower().removesuffix("s").endswith(noun))


@lru_cache(maxsize=10_000)
def is_material(name: str) -> bool:
    """Whether an attribute says what a thing is made of."""
    return any(word in lexicon().materials for word in stems(name)) and "weight" not in name.lower()


def _tail(title: str, person_words: frozenset[str]) -> Iterator[str]:
    """The words in lower case at the end of a title, or its last two where all are capitalised."""
    words = re.split(r",| for | with ", _ASIDE.sub("", title))[0].split()
    while len(words) > 1 and (
        stem(words[-1]) in person_words | _COLOURS or _is_measure(words) or _is_told(words[-1])
    ):
        words = words[:-1]
    tail = _small_words(words)
    small = [n for n, word in enumerate(words) if n and word.isalpha() and _is_small(word)]
    if not tail and small:  # "Tomato seeds Roter Max"
        tail = _small_words(words[: small[-1] + 1])
    whose = {word for word in words if "'" in folded(word) and stem(word) in person_words}
    words = [word for word in words if word not in whose]  # "Women's Flannel Pyjamas"
    if words and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words):
        tail = [word if _is_short_form(word, title) else word.lower() for word in words[-2:]]
    for start in range(max(0, len(tail) - LONGEST_KIND), len(tail)):
        yield " ".join(tail[start:])


def _is_small(word: str) -> bool:
    """Whether a word in lower case may be a noun of a title: "at" is none."""
    return word.islower() and word not in STOP_WORDS


def _is_short_form(word: str, title: str) -> bool:
    """ "SSD" at the end of a title that is not written in capitals throughout."""
    return len(word) > 1 and word.isupper() and not title.isupper()


def _small_words(words: Sequence[str]) -> list[str]:
    """The words in lower case that a title ends with."""
    tail: list[str] = []
    for word in reversed(words):
        ends = _connects(word) and (tail or stem(word) != SET)
        if not (word[:1].islower() or _is_letters(word, before_noun=bool(tail))) or _no_noun(word) or ends:
            break
        tail.insert(0, word)
    return tail


def _connects(word: str) -> bool:
    """Whether a word only joins others: "pack" does, "packing" does not."""
    return stem(word) in CONNECTING and not word.lower().endswith("ing")


def _is_set(noun: str) -> bool:
    """Whether a noun is a set of something: "bike light set"."""
    return " " in noun and stem(noun.split()[-1]) == SET


def _is_letters(word: str, *, before_noun: bool) -> bool:
    """Whether capitals belong to a noun and not to a name: "T-shirt", the "GPS" of "GPS device"."""
    return _LETTERED.fullmatch(word) is not None or (before_noun and _LETTERS.fullmatch(word) is not None)


def _no_noun(word: str) -> bool:
    return len(word) == 1 or any(c.isdigit() for c in word)


def _is_measure(words: Sequence[str]) -> bool:
    """Whether words end with a number, or one and its unit: "rug 120 cm"."""
    return _no_noun(words[-1]) or (words[-1] in UNITS and words[-2][-1].isdigit())


def _is_told(word: str) -> bool:
    """Whether a word at the end of a title says what the thing is like: "candle unscented"."""
    return re.search(r"(?:scented|proof|resistant|-free)$", word) is not None
