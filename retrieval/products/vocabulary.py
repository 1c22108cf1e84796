"""What a catalogue's own words are: learnt from its products, so that wishes can name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from retrieval.products.conditions import FREE_OF, LISTED, affirms
from retrieval.products.kind_nouns import CONNECTING, PERSON_WORDS, SAY_NO_SHELF, SHELF_PARTS, kind_nouns
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import read_quantity
from retrieval.products.sections import sections
from retrieval.products.stated_terms import stated_terms
from retrieval.products.terms import Phrase, Phrases, read_words, stem, stems
from retrieval.products.text import product_text
from retrieval.products.word_class import is_form_of
from retrieval.types import Product
from retrieval.words import STOP_WORDS

FLAG_VALUE = re.compile(
    rf"(?:yes|no|none|not|included|removable|detachable|with|without|{FREE_OF})\b", re.IGNORECASE
)
_PARTS = re.compile(r"[,;()]")
LONGEST = 2
"""Words of what an attribute chooses from."""
_SAY_NOTHING = frozenset(map(stem, STOP_WORDS))
_NO_SHADES = frozenset(
    (word.stem,)
    for word in read_words(
        "look looks effect finish optic optics tone style print pattern mix set version edition colour color"
        " light dark bright deep pale soft warm cool clear matt matte mid multi"
    )
) | frozenset((word,) for word in _SAY_NOTHING)
"""Words of colours that say none without the rest: "oak look", "light grey"."""
_CARES = frozenset(word.stem for word in read_words("wash washing iron ironing dry drying tumble cleaning"))
"""In attributes of how a thing is cared for: a measure means one of them only by its name."""
AMOUNTS = frozenset((stem(word),) for word in ["pair", "piece", "bundle", "couple", "bunch", "lot", "set"])
"""Nouns that say how many there are rather than what they are."""


SORTS = frozenset({"kind", "type", "sort", "form"})
"""Attributes that say what a thing is: "soft cheese" of a brie, "tabs" of a detergent."""


class Vocabulary:
    """The words of a catalogue, each by its stems. Immutable once learnt."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = products

    @cached_property
    def categories(self) -> dict[Phrase, str]:
        """Whole category names."""
        return {stems(name): name for name in dict.fromkeys(p.category for p in self._products)}

    @cached_property
    def wide_shelves(self) -> dict[Phrase, tuple[str, ...]]:
        """The shelves that others stand below, with these and itself: "Coffee" of "Coffee/Espresso". One that
        says for whom things are ("Women/Dresses") is none."""
        found: dict[Phrase, dict[str, None]] = defaultdict(dict)
        for product in self._products:
            for name in product.above:
                found[stems(name)].setdefault(product.category)
        own = self.categories
        return {
            phrase: tuple(dict.fromkeys((*filter(None, [own.get(phrase)]), *_called_so(phrase, below))))
            for phrase, below in found.items()
            if not PERSON_WORDS.issuperset(phrase) and phrase not in self.sections
        }

    @cached_property
    def sections(self) -> dict[Phrase, str]:
        """See ``sections``."""
        return sections(self._products)

    @cached_property
    def whom(self) -> Phrases[str]:
        """For whom or what things are, with the attribute that says it: all that those choose from that say
        what the upper parts of paths do ("dog", "guinea pig")."""
        said: dict[Phrase, str] = {}
        for name, value in dict.fromkeys(self._stated()) if self.sections else ():
            said |= {stems(part): name for part in LISTED.split(value) if stems(part) in self.sections}
        names = set(said.values())
        stated = ((n, part) for n, value in self._stated() if n in names for part in LISTED.split(value))
        every = {phrase: name for name, part in stated if 0 < len(phrase := stems(part)) <= LONGEST}
        return Phrases(every | said)

    @cached_property
    def category_parts(self) -> Phrases[tuple[str, ...]]:
        """Parts of names like "stoves and kitchen", their last words ("lighting" of "aquarium lighting"), and
        the shelves that others stand below: they count only where nothing else is named."""
        found: dict[Phrase, tuple[str, ...]] = {}
        for name in self.categories.values():
            for phrase in map(stems, SHELF_PARTS.split(name)):
                heads = {phrase[-1:]} if phrase and phrase[-1] not in SAY_NO_SHELF else set()
                for one in {phrase} | heads:
                    found[one] = (*found.get(one, ()), name)
        found |= self.wide_shelves
        return Phrases({phrase: names for phrase, names in found.items() if phrase not in self.categories})

    @cached_property
    def parts_elsewhere(self) -> frozenset[Phrase]:
        """Whole names of shelves that are parts of others' as well: "Trousers" and "Jeans & trousers"."""
        several = (parts for name in self.categories.values() if len(parts := SHELF_PARTS.split(name)) > 1)
        return frozenset({stems(part) for parts in several for part in parts} & self.categories.keys())

    @cached_property
    def kinds(self) -> dict[Phrase, str]:
        """Nouns of titles and tags with how they are written: "rain jacket", "parka"."""
        found: dict[Phrase, str] = {}
        for product in self._products:
            for written in kind_nouns(product):
                found.setdefault(stems(written), written)
        other = {*self.brands, *self.colours, *AMOUNTS}
        return {
            phrase: written
            for phrase, written in found.items()
            if phrase not in other
            and not self._is_material(phrase, written)
            and phrase[-1:] not in self._only_told
            and phrase not in self.whom
            and phrase[-1:] not in self.sections
        }

    def shelves_of_kind(self, phrase: Phrase) -> frozenset[str]:
        """The shelves on which things are called so by their whole name or its end."""
        return self._shelves_of_nouns.get(phrase, frozenset())

    @cached_property
    def _shelves_of_nouns(self) -> dict[Phrase, frozenset[str]]:
        found: dict[Phrase, set[str]] = defaultdict(set)
        for product in self._products:
            for written in kind_nouns(product):
                found[stems(written)].add(product.category)
        return {phrase: frozenset(shelves) for phrase, shelves in found.items()}

    @cached_property
    def _only_told(self) -> frozenset[Phrase]:
        """Words at the end of titles that only say what things are like: "Guji Washed" where more state
        "Process: washed" than are called so, "Gayo Organic" where it is stated of each whether it is. What a
        tag or a shelf is called by is a thing."""
        tags = (stems(tag)[-1:] for product in self._products for tag in product.tags)
        shelves = (stems(part)[-1:] for name in self.categories.values() for part in SHELF_PARTS.split(name))
        called = Counter(end for p in self._products for end in {stems(n)[-1:] for n in kind_nouns(p)})
        stated = Counter(value for product in self._products for value in set(_valued(product)))
        stated.subtract(_sorts_stated(self._products))
        things = {*tags, *shelves}
        return frozenset(
            word for word, count in stated.items() if word not in things and count > called[word] > 0
        )

    @cached_property
    def only_ends(self) -> frozenset[Phrase]:
        """Words that only end longer names of things, none of which is called so by itself: "box" where all
        there is is a roof box."""
        named = [[stems(noun) for noun in kind_nouns(product)] for product in self._products]
        ends = {noun[-1:] for nouns in named for noun in nouns if len(noun) > 1}
        whole = {
            noun
            for nouns in named
            for noun in nouns
            if len(noun) == 1 and not any(len(other) > 1 and other[-1:] == noun for other in nouns)
        }
        shelves = {phrase[-1:] for name in self.categories for phrase in (name, name[-1:])}
        return frozenset(ends - whole - shelves)

    def _is_material(self, phrase: Phrase, written: str) -> bool:
        """Whether a noun is what things are made of; what is "waxed" is made of no wax."""
        material = self.materials.get(phrase)
        return material is not None and is_form_of(written.lower(), material)

    @cached_property
    def brands(self) -> Phrases[str]:
        """Brands."""
        return Phrases({stems(p.brand): p.brand for p in self._products if p.brand})

    @cached_property
    def colours(self) -> Phrases[tuple[str, ...]]:
        """Colours, their last words for all shades ("green" means moss green and olive green), and first
        words that mean nothing else ("olive"). A word of how people ask is none by itself: who is looking for
        a table asks for none in "oak look"."""
        shades: dict[Phrase, dict[str, None]] = defaultdict(dict)
        for colour in dict.fromkeys(v.colour for p in self._products for v in p.variants if v.colour):
            whole = stems(colour)
            first = {whole[:1]} - _NO_SHADES if whole[0] not in self._described else set()
            last = {whole[-1:]} - _NO_SHADES
            for phrase in {whole, *last, *first}:
                shades[phrase][colour] = None
            if whole[-1:] == ("grey",):
                shades[(*whole[:-1], "gray")][colour] = None
                shades[("gray",)][colour] = None
        return Phrases({phrase: tuple(colours) for phrase, colours in shades.items()})

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
    def told_stems(self) -> frozenset[str]:
        """All words of titles, descriptions, tags and attributes, by their stems."""
        return frozenset(word for product in self._products for word in stems(product_text(product)))

    @cached_property
    def sizes(self) -> dict[str, str]:
        """Sizes in lower case, with how they are written; "S/M" is found by "s" and "m" as well."""
        found: dict[str, str] = {}
        for size in dict.fromkeys(v.size for p in self._products for v in p.variants if v.size):
            found[size.lower()] = size
        return found

    @cached_property
    def attributes(self) -> Phrases[str]:
        """Attribute names."""
        return Phrases({stems(name): name for p in self._products for name in p.attributes})

    @cached_property
    def flags(self) -> Phrases[str]:
        """Attributes that are there or not, with other words for them."""
        known = dict(self._flag_names())
        for phrase, others in lexicon().flags.items():
            if phrase in known:
                known.update({stems(other): known[phrase] for other in others if stems(other) not in known})
        return Phrases(known)

    @cached_property
    def told(self) -> Phrases[str]:
        """What attributes say in two or three words, with the attribute: "raw milk", "may contain nuts"."""
        said = (
            (stems(part), name)
            for product in self._products
            for name, value in product.attributes.items()
            for part in _PARTS.split(value)
            if not any(map(str.isdigit, part))
        )
        return Phrases({phrase: name for phrase, name in said if len(phrase) in (2, 3)})

    @cached_property
    def uses(self) -> frozenset[frozenset[Phrase]]:
        """What each product is for, by the attributes that say so ("Suitable for: espresso, filter")."""
        told = (v for p in self._products for n, v in p.attributes.items() if n.lower().endswith(" for"))
        return frozenset(frozenset(stems(part) for part in LISTED.split(value)) for value in told)

    @cached_property
    def listed(self) -> Phrases[frozenset[str]]:
        """What attributes choose from in a word or two, with these attributes: "moka pot" of "Suitable for:
        espresso, moka pot", "wide" of "Width: wide". Where most of what is stated stands once only it is
        chosen from nothing; what counts or measures states no words."""
        stated: dict[str, Counter[Phrase]] = defaultdict(Counter)
        for (name, value), count in Counter(self._stated()).items():
            parts = {stems(part) for part in LISTED.split(value) if not FLAG_VALUE.match(part.strip())}
            stated[name].update({part: count for part in parts if part and not part[0][0].isdigit()})
        found: dict[Phrase, set[str]] = defaultdict(set)
        for name, values in stated.items():
            again = [count for count in values.values() if count > 1]
            if len(again) > 1 and sum(again) * 2 > values.total():
                for phrase in values:
                    found[phrase].add(name)
        short = (phrase for phrase in found if len(phrase) <= LONGEST and not _SAY_NOTHING.issuperset(phrase))
        return Phrases({phrase: frozenset(found[phrase]) for phrase in short})

    @cached_property
    def values(self) -> dict[str, str]:
        """Single words that attributes state, by their stems, with the attribute that most do in: "washed" of
        "Process: natural and washed". What things are made of, contain, are for, or belong to is read
        elsewhere."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for product in self._products:
            for name, value in product.attributes.items():
                if read_elsewhere(name):
                    continue
                parts = (stems(part) for part in LISTED.split(value) if not FLAG_VALUE.match(part.strip()))
                for phrase in {phrase for phrase in parts if len(phrase) == 1 and phrase[0].isalpha()}:
                    found[phrase[0]][name] += 1
        return {word: names.most_common(1)[0][0] for word, names in found.items()}

    @cached_property
    def begins_others(self) -> dict[str, str]:
        """Words that are all that an attribute says of some things, and of others the beginning of a word
        with a hyphen, by their stems with the attribute: "SPD" beside "SPD-SL"."""
        parts: dict[str, set[str]] = defaultdict(set)
        for name, value in self._stated():
            if is_material(name):
                continue  # "silicone-coated" is of silicone
            parts[name].update(part.strip().lower() for part in LISTED.split(value))
        return {
            stem(part): name
            for name, listed in parts.items()
            for other in listed
            if (part := other.split("-")[0]) in listed - {other} and part.isalpha()
        }

    @cached_property
    def terms(self) -> Phrases[tuple[str, ...]]:
        """See ``stated_terms``."""
        return stated_terms(self._stated())

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
        said = {stem(word) for word in made_of}
        wider = {stems(name): name for name, sorts in lexicon().sorts.items() if not sorts.isdisjoint(said)}
        wider = {phrase: name for phrase, name in wider.items() if not heads[phrase[0]]}
        return Phrases(others | wider | known)

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
                others = {stems(word): found[stems(name)] for word in words}
                found = others | found
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
    def measured(self) -> Phrases[str]:
        """Attributes that most products state as a number."""
        numbers: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for product in self._products:
            for name, value in product.attributes.items():
                every[name] += 1
                numbers[name] += read_quantity(value) is not None
        return Phrases({stems(name): name for name in every if numbers[name] * 2 > every[name]})

    def measured_by(self, phrase: Phrase) -> tuple[str, ...]:
        """The attributes stated as a number that a phrase is the name of, else that begin with it: "battery"
        of "Battery life" and "Battery capacity"."""
        if (name := self.measured.get(phrase)) is not None:
            return (name,)
        return tuple(name for known, name in self.measured.items() if known[: len(phrase)] == phrase)

    def attribute_for(self, unit: str, products: Iterable[Product]) -> str | None:
        """The attribute that a bare quantity means: the commonest one in that unit among ``products``."""
        counted: Counter[str] = Counter()
        measured = self.units.get(unit, Counter())
        measured = Counter({n: count for n, count in measured.items() if _CARES.isdisjoint(stems(n))})
        for product in products if measured else ():
            for name, value in product.attributes.items():
                quantity = read_quantity(value) if name in measured else None
                if quantity is not None and quantity.unit == unit:
                    counted[name] += 1 + 2 * ("comfort" in name.lower()) + (name.lower() == "weight")
        best = counted.most_common(1) or measured.most_common(1)
        return best[0][0] if best else None

    def _stated(self) -> Iterator[tuple[str, str]]:
        """The attributes of all products with their values."""
        return (stated for product in self._products for stated in product.attributes.items())

    def _flag_names(self) -> Iterator[tuple[Phrase, str]]:
        values: dict[str, list[str]] = defaultdict(list)
        for product in self._products:
            for name, value in product.attributes.items():
                values[name].append(value)
        for name, given in values.items():
            if sum(bool(FLAG_VALUE.match(v)) or not affirms(v) for v in given) * 2 >= len(given):
                yield stems(name), name


def _called_so(phrase: Phrase, below: Iterable[str]) -> list[str]:
    """The shelves below another, without those for other things where most are called like it: "Bulbs"
    beside "Floor lamps" and "Table lamps" of "Lamps"."""
    shelves = list(below)
    such = [name for name in shelves if stems(name)[-1:] == phrase[-1:]]
    return such if len(such) * 2 > len(shelves) else shelves


def _sorts_stated(products: Iterable[Product]) -> Iterator[Phrase]:
    """What attributes state of the sort of products ("Form: tabs"), where their titles call them so as well:
    they are that, and not only like it."""
    for product in products:
        called = {stems(noun)[-1:] for noun in kind_nouns(product)}
        stated = (stems(value) for name, value in product.attributes.items() if name.lower() in SORTS)
        yield from {value for value in stated if value in called}


def _valued(product: Product) -> Iterator[Phrase]:
    """The single words that a product's attributes state, and what they say yes or no to ("Organic")."""
    for name, value in product.attributes.items():
        parts = [name] if FLAG_VALUE.match(value) else LISTED.split(value)
        yield from (phrase for part in parts if len(phrase := stems(part)) == 1)


@lru_cache(maxsize=10_000)
def read_elsewhere(name: str) -> bool:
    """Whether an attribute says what things are made of, contain, are used for, or belong to."""
    words = lexicon()
    other = {*words.purposes, *words.contents, *map(str.lower, words.made_for), *words.terms}
    return name.lower() in other or is_material(name) or name.endswith(" for") or name == "Gender"


@lru_cache(maxsize=10_000)
def is_material(name: str) -> bool:
    """Whether an attribute says what a thing is made of."""
    return any(word in lexicon().materials for word in stems(name)) and "weight" not in name.lower()
