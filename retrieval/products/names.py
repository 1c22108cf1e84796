"""Products by name: "the Skerry 2", "Küstenregen jacket for women"; ordinals and "it" are the caller's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from retrieval.people import names_of_people
from retrieval.products.kind_nouns import COLOURS, PERSON_WORDS, is_small, kind_nouns, without_aside
from retrieval.products.lexicon import lexicon
from retrieval.products.model_names import in_small_letters, model_name
from retrieval.products.name_slips import NameSlips
from retrieval.products.prices import price_spans
from retrieval.products.quantities import UNIT
from retrieval.products.short_titles import begins_with, core, own_part, short_titles, with_brand
from retrieval.products.stated_terms import stated_terms
from retrieval.products.terms import Found, Phrase, Phrases, find_phrases, read_words, stem, stems
from retrieval.products.text import product_text
from retrieval.spelling import is_ordinary
from retrieval.types import Product
from retrieval.words import STOP_WORDS, folded

_MEASURE = re.compile(rf"(?:\s+\d+\s*[x×])?\s+\d+(?:[.,]\d+)?\s?(?:{UNIT}|pcs|pieces)$", re.IGNORECASE)
"""At the end of a title."""
_ASIDE = re.compile(r", |: | [–—-] ")
"""Before what tells a product from others of its name: "Bazaar: Night Market"."""
_IDIOM = re.compile(r"\b(?:at the|in a|just a|how) $", re.IGNORECASE)
"""Before a word that is no name, though a product is called so: "at the moment", "how bright is it"."""
_MODELS = frozenset(["go", "plus", "new", "electric", "manual", "original"])
_OF_ANYTHING = (STOP_WORDS | _MODELS).union(
    ("one", "two", "three", "four", "five", "six"),
    ("first", "second", "third", "last", "next", "other", "more"),
)
"""Words that name a product only together with the rest of its name: "Tummel One", "AeroPress Go"."""
_SOMEWHERE = re.compile(
    r"\b(?:to|on|in|at|up|down|over|across|near|from|through|into|onto|around|under|along|off|by)\s+$",
    re.IGNORECASE,
)
"""Before "the" and a word of English, which then is a place or a thing: "to the summit"."""
_YES_OR_NO = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_AND = re.compile(r"\W+(?:(?:and|or|vs|versus|than|with)\W+)?(?:the\s+)?", re.IGNORECASE)
_IS = re.compile(r"\s+(?:is|isn't|has|does|comes|runs|fits|can)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)\d{4,}(?!\w)")
"""Long enough to be taken for that of an order."""
_CODE = re.compile(r"[A-Za-z]+-?\d[\w-]*")
"""A model's: "K27U", "A-310"."""
_LETTERS = 2
"""Behind a code, which tell a model from another, at most."""


class Names:
    """The names of published products: a title without its nouns ("Skerry 2"), and its first word where that
    is a name of its own. Immutable."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._by_id = {p.product_id: p for p in products if p.published}
        self._plain = Counter(without_aside(product.title) for product in self._by_id.values())
        self._ordinary = _ordinary_words(self._by_id.values())
        kinds = [kind for product in self._by_id.values() for kind in kind_nouns(product)]
        alone = Counter(phrase[0] for noun in kinds if len(phrase := stems(noun)) == 1)
        self._no_names = COLOURS | {noun for noun, count in alone.items() if count > 1}
        self._of_brand = Counter(product.brand for product in self._by_id.values())
        self._small = in_small_letters(list(self._by_id.values()))
        self._stand_behind = self._small and _stand_behind(self._by_id.values())
        self._forms = {i: tuple(self._forms_of(product)) for i, product in self._by_id.items()}
        found: dict[Phrase, list[str]] = defaultdict(list)
        for product_id, called in self._forms.items():
            for name in dict.fromkeys(stems(form) for form in called):
                if name:
                    found[name].append(product_id)
        self._branded: set[Phrase] = set()
        """Brands with words of English behind them, "Lid Commuter"."""
        found.update(self._short_forms(found))
        found.update(self._model_names(found))
        self._known = Phrases(found)
        self._weak = _weak_names(self._by_id.values())
        self._longer: dict[Phrase, list[Phrase]] = defaultdict(list)
        """Names by what they are without their last word."""
        for name in found:
            self._longer[name[:-1]].append(name)
        forms = {form for i, called in self._forms.items() for form in called if form != self._by_id[i].title}
        self._families: dict[str, list[str]] = defaultdict(list)
        for product_id in self._by_id:
            self._families[self._family_name(product_id)].append(product_id)
        self._made_for: dict[Phrase, list[str]] = defaultdict(list)
        for product in self._by_id.values():
            for whole in _made_for(product):
                self._made_for[stems(whole)].append(product.product_id)
        self._slips = NameSlips(forms, _stems_of(self._by_id.values()))
        others = (noun for group in lexicon().same for noun in group)
        self._nouns = frozenset(word for noun in (*kinds, *others) for word in stems(noun))
        self._single = frozenset(folded(form) for form in forms if len(stems(form)) == 1)
        titles = (product.title for product in self._by_id.values())
        self._numbers = frozenset(number for title in titles for number in _NUMBER.findall(title))
        self.written = {product.product_id: self.short(product) for product in self._by_id.values()}

    def find(self, text: str, prefer: Collection[str] = ()) -> list[list[str]]:
        """One entry a name in the text, in order: ids of the products that it may mean, best first.

        Other words of the text decide between namesakes ("jacket", "women"), then ``prefer``.
        """
        text = self.repaired(text)
        words = read_words(text)
        found = self._found(text)
        if all(map(_is_number, (name for name, _ in found))):  # "the 20" is one of the family shown
            found = self._shown(text, prefer) or found or self._opening(text)
        in_names = {w.start for w in words for f, _ in found if f.start <= w.start < f.end}
        said = {word.stem for word in words if word.start not in in_names}
        return [
            self._narrowed(
                list(dict.fromkeys([*_less_longer(name, ids, found), *self._siblings(name, said)])),
                name.phrase,
                said,
                prefer,
            )
            for name, ids in found
        ]

    def without(self, text: str) -> str:
        """The text with its names blanked."""
        text = self.repaired(text)
        for found, _ in self._found(text) or self._opening(text):
            text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
        return text

    def has_number(self, number: str) -> bool:
        """Whether a number is part of a title: "25000", of a Zapf Max 25000."""
        return number in self._numbers

    def unnamed(self, text: str) -> str:
        """The text with "product" in place of each name that is no word for things ("Rucksack"), nothing
        where what it is stands behind it: "the product" for "the Skerry 2", "the tent" for "the Skerry 2
        tent"."""
        text = self.repaired(text)
        for found, ids in reversed(self._found(text)):
            if len(found.phrase) == 1 and found.phrase[0] in self._nouns:
                continue
            behind = text[found.end :]
            following = read_words(behind)[:1]
            nouns = {word for noun in kind_nouns(self._by_id[ids[0]]) for word in stems(noun)}
            told = bool(following) and following[0].stem in nouns | {stem("one")}
            text = text[: found.start] + (behind.lstrip() if told else f"product{behind}")
        return text

    def repaired(self, text: str) -> str:
        """The text with mistyped names put right."""
        return self._slips.repaired(text)

    def family(self, product_id: str) -> list[str]:
        """Ids of the other products that share a name of one word with it: "Schneefuchs"."""
        return [i for i in self._families.get(self._family_name(product_id), ()) if i != product_id]

    def _family_name(self, product_id: str) -> str:
        product = self._by_id.get(product_id)
        words = self._before_nouns(product) if product is not None else []
        brand = product.brand.split() if product is not None else []
        own = words[len(brand) :] if brand and words[: len(brand)] == brand else []
        first = next((word for word in (*own[:1], *words[:1]) if not any(map(str.isdigit, word))), "")
        return first if first and self._is_name(first) else product_id

    def short(self, product: Product) -> str:
        """How a product is called in a sentence, behind an article: "Skerry 2", "Küstenregen jacket"."""
        words, title = self._name_words(product), product.title.split()
        name = " ".join(words)
        if title[1:2] and is_small(title[1]) and words == title[:1] and is_ordinary(name.lower()):
            return product.title  # "Peat pellets": only the sentence writes "Peat" so
        alone = len(self._known.get(stems(name), ())) == 1 if hasattr(self, "_known") else False
        called = name if alone and len(name) > 2 else product.title
        plain = without_aside(called)
        return (plain if self._plain[plain] == 1 else called).removeprefix("The ")

    def forms(self) -> set[str]:
        """All that products are called by, as it is written: "Lumenor Orion 1200", "Orion 1200", "Orion"."""
        return {form for called in self._forms.values() for form in called}

    def parts(self, product: Product) -> list[str]:
        """Ids of the parts and accessories that are made for a product by name ("Fits: Skerry 2")."""
        return list(
            dict.fromkeys(
                part
                for form in self._forms.get(product.product_id, ())
                for part in self._made_for.get(stems(form), ())
            )
        )

    def _forms_of(self, product: Product) -> Iterator[str]:
        yield product.title
        if len((plain := product.title.removeprefix("The ")).split()) > 1:
            yield plain
        if len((whole := _MEASURE.sub("", product.title)).split()) > 2:  # "Clumping Cat Litter 10 l"
            yield whole
        if len((front := _ASIDE.split(product.title)[0]).split()) > 1:  # "Moka Pot Classica, Aluminium"
            yield front
        if (behind := self._behind_nouns(product)) and self._is_name(behind[0].split()[0]):
            yield " ".join(behind)
        last = own_part(product.title.split())[-2:]
        if len(last) > 1 and last[1].isdigit() and last[0].istitle():
            yield " ".join(last)  # "Lagoon 60" of "Aquarium Lagoon 60"
        words, full = self._name_words(product), self._before_nouns(product)
        for name in (words, full):
            alone = " ".join(name) != product.brand or self._of_brand[product.brand] == 1
            if alone and (len(name) > 1 or self._is_name(name[0])):
                yield " ".join(name)
        if len(proper := _proper(product.title.split(", ")[0])) > 1:
            yield " ".join(proper)
        own_name = words[1] if len(words) > 1 and stem(words[0]) in PERSON_WORDS else ""
        if own_name and not is_ordinary(folded(own_name)) and self._is_name(own_name):
            yield own_name  # "Squall" of a "Women's Squall Rain Jacket"
        brand = product.brand.split()
        if (
            not self._only_tells(product, words[0])
            and self._is_name(words[0])
            and (words[0] != product.brand or self._of_brand[product.brand] == 1)
        ):
            yield words[0]
        yield from _codes_behind(product.title.split(), brand)
        if brand and len(words) > len(brand) and begins_with(words, product.brand):
            own = words[len(brand) :]
            plain = folded(own[0])
            if len(own) == 1 and plain.isdigit():
                yield f"the {plain}"  # "24" alone is any number
            elif len(own) > 1 or (self._is_name(own[0]) if is_ordinary(plain) else plain not in _OF_ANYTHING):
                yield " ".join(own)
            if (own[0].isalpha() or _CODE.fullmatch(own[0])) and self._is_name(own[0]):
                yield own[0]

    def _only_tells(self, product: Product, first: str) -> bool:
        """Whether the word of English that a title begins with says what the thing is like, as its name, or
        those of most others, stand behind that: "Office chair Ergona Flex", "Wine glasses"."""
        behind = self._stand_behind or (self._small and bool(model_name(product)))
        return behind and is_ordinary(folded(first))

    def _short_forms(self, known: Collection[Phrase]) -> dict[Phrase, list[str]]:
        """The ids of products by what their titles are shortened to, where none is called so in full."""
        found: dict[Phrase, list[str]] = defaultdict(list)
        for product in self._by_id.values():
            for name in dict.fromkeys(map(stems, short_titles(product))):
                if name not in known:
                    found[name].append(product.product_id)
            for branded in dict.fromkeys(map(stems, with_brand(product))):
                if len(branded) > 1 and branded not in known:
                    self._branded.add(branded)
                    found[branded] = list(dict.fromkeys([*found[branded], product.product_id]))
        return found

    def _model_names(self, known: Collection[Phrase]) -> dict[Phrase, list[str]]:
        """The ids of products by what they are with the name behind that, "cardigan Nora" and "nora cardigan"
        of a "Merino Cardigan Nora", and by such a name with an article, "the Nora", where it is used as no
        word in the catalogue."""
        found: dict[Phrase, list[str]] = defaultdict(list)
        for product in self._by_id.values():
            for name in model_name(product):
                noun = product.thing.split()[-1]
                forms = [f"{noun} {name}", f"{name} {noun}"]
                forms += [f"the {name}"] if self._is_of_model(name) else []
                for form in (tuple(word.stem for word in read_words(form.lower())) for form in forms):
                    if form not in known:
                        found[form].append(product.product_id)
        return found

    def _is_of_model(self, name: str) -> bool:
        """Whether a name behind a thing tells it with an article: people are called so, or it is a word of
        its own that the catalogue writes in capitals throughout."""
        return name.casefold() in names_of_people("first") or self._is_name(name.split()[0])

    def _found(self, text: str) -> list[tuple[Found, list[str]]]:
        """The names in a text. A name of one word that is a word of English ("Feather") stands as it is
        written: feathers are none."""
        words, prices = read_words(text), price_spans(text)
        named = [
            (found, ids)
            for found, ids in find_phrases(words, self._known)
            if not (self._is_only_stated(text, found, ids) or self._begins_a_term(text, found))
            and not self._is_somewhere(text, found)
            and not (found.phrase in self._branded and self._precedes_another(text, found, ids))
            and (
                len(found.phrase) > 1
                or (
                    not any(start <= found.start < end for start, end in prices)  # "max 150 euros"
                    and self._is_written(text[found.start : found.end])
                    and not _IDIOM.search(text[: found.start])
                    and not self._is_of_another(text, found, ids)
                )
            )
        ]
        beside = [
            (found, ids)
            for found, ids in find_phrases(words, self._weak)
            if any(self._is_beside(text, known, others, found, ids) for known, others in named)
        ]
        relatives = [one for known, ids in named for one in self._relatives_behind(text, known, ids)]
        taken = {one.start for one, _ in relatives}
        named = [one for one in named if one[0].start not in taken]
        return sorted([*named, *beside, *relatives], key=lambda one: one[0].start)

    @staticmethod
    def _is_somewhere(text: str, found: Found) -> bool:
        """Whether a word of English with an article is a place or a thing, and no name: "to the summit"."""
        the, *name = found.phrase
        article = the == "the" and len(name) == 1 and is_ordinary(name[0])
        return article and _SOMEWHERE.search(text, 0, found.start) is not None

    def _relatives_behind(
        self, text: str, known: Found, ids: Sequence[str]
    ) -> Iterator[tuple[Found, list[str]]]:
        """What stands right behind a name for another product of that one: "the Quill 9 and the 9a"."""
        between = _AND.match(text, known.end)
        if between is None:
            return
        behind = [Found((w.stem,), w.start, w.end) for w in read_words(text[between.end() :])]
        relatives = dict.fromkeys(other for i in ids for other in (i, *self.family(i)))
        for product_id in relatives:
            words = self._behind_family(product_id)
            said = tuple(word.phrase[0] for word in behind)
            further = tuple(w for w in stems(self._by_id[product_id].title) if w not in known.phrase)
            forms = (stems(" ".join(words)), stems(" ".join(words[:1])), further)
            own = next((form for form in forms if form and form == said[: len(form)]), ())
            told = any(map(str.isdigit, "".join(own))) or between[0].endswith("the ")
            if own and told:
                end = between.end() + behind[len(own) - 1].end
                yield Found(own, between.end(), end), [product_id]

    def _behind_family(self, product_id: str) -> list[str]:
        """The words that tell a product from others of its name: "9a" of a "Quill 9a"."""
        words, family = core(self._by_id[product_id], alone=True), self._family_name(product_id)
        return words[words.index(family) + 1 :] if family in words else []

    def _is_beside(
        self, text: str, known: Found, others: Sequence[str], found: Found, ids: Sequence[str]
    ) -> bool:
        """Whether a word of anything stands for a product of a brand beside another of this: "the AeroPress
        Original and the Go"."""
        between = known.end <= found.start and _AND.fullmatch(text[known.end : found.start])
        brands = {self._by_id[i].brand for i in others}
        return bool(between) and any(self._by_id[i].brand in brands for i in ids)

    @cached_property
    def _terms(self) -> Collection[Phrase]:
        """What attributes list, names of products that parts are made for aside."""
        stated = (one for p in self._by_id.values() for one in p.attributes.items())
        return stated_terms(one for one in stated if one[0] not in lexicon().made_for)

    def _is_only_stated(self, text: str, found: Found, ids: Sequence[str]) -> bool:
        """Whether a name is what things have, and the text does not say what the product so named is: no
        cable is meant with "a monitor with HDMI 2.1"."""
        title = self._by_id[ids[0]].title.split()
        letters = {part for word in title if word.upper() == word for part in stems(word)}
        if not letters.issuperset(found.phrase) or found.phrase not in self._terms:
            return False
        said = {word.stem for word in read_words(text)}
        return not any(
            said.intersection(stems(noun)[-1:]) for i in ids for noun in kind_nouns(self._by_id[i])
        )

    def _begins_a_term(self, text: str, found: Found) -> bool:
        """Whether a name goes on behind a hyphen to what attributes state: "SPD" of "SPD-SL"."""
        behind = text[found.end :]
        following = read_words(behind)[:1] if behind.startswith("-") else []
        return bool(following) and (*found.phrase, following[0].stem) in self._terms

    def _is_of_another(self, text: str, found: Found, ids: Sequence[str]) -> bool:
        """Whether a word of English stands before what none of the products so named is: no paint is meant
        with the "white" of "white spirit"."""
        ordinary = is_ordinary(folded(text[found.start : found.end]))
        return ordinary and self._precedes_another(text, found, ids)

    def _precedes_another(self, text: str, found: Found, ids: Sequence[str]) -> bool:
        """Whether a name stands before what none of the products so named is."""
        behind = text[found.end :]
        following = read_words(behind)[:1]
        if not following:
            return False
        noun = following[0].stem
        if noun not in self._nouns or behind[following[0].start : following[0].end] in STOP_WORDS:
            return False
        return not any(noun in stems(own) for i in ids for own in kind_nouns(self._by_id[i]))

    def _shown(self, text: str, shown: Collection[str]) -> list[tuple[Found, list[str]]]:
        """What is short for one of the products shown: "the Beam" for the Beam 400, "the 6 Air"."""
        known: dict[Phrase, list[str]] = defaultdict(list)
        relatives = (other for i in shown for other in (i, *self.family(i)))
        for product in (self._by_id[i] for i in dict.fromkeys(relatives) if i in self._by_id):
            words = self._before_nouns(product)
            short = [words[0]] if stem(words[0]) not in self._nouns else []
            words = own_part(words)
            numbers = [n for n, word in enumerate(words) if n and word[0].isdigit()]
            short += [name for n in numbers[:1] if len(name := " ".join(words[n:])) > 1]
            short += [words[n] for n in numbers[:1] if words[n].isdigit() and len(words[n]) > 1]
            short += [word for (word,), ids in self._weak.items() if product.product_id in ids]
            for name in short:
                known[stem("the"), *stems(name)].append(product.product_id)
            for name in model_name(product) if product.product_id in shown else ():
                if self._is_of_model(name) or not is_ordinary(folded(name)):
                    known[stems(name)].append(product.product_id)
        return list(find_phrases(read_words(text), known))

    def _opening(self, text: str) -> list[tuple[Found, list[str]]]:
        """A name of people that a text begins with, where it says no more than a size and a colour beside, or
        asks what it is: "rory in L navy?", "robin is waterproof?"."""
        first, *rest = read_words(text) or (None,)
        known = self._known.get((stem("the"), first.stem)) if first is not None else None
        if first is None or not known:
            return []
        if "?" in text and _IS.match(text[first.end :]):
            return [(Found((first.stem,), first.start, first.end), known)]
        variants = [variant for i in known for variant in self._by_id[i].variants]
        told = {word for v in variants for word in (*stems(v.size), *stems(v.colour), v.size.lower())}
        left = {word.stem for word in rest if text[word.start : word.end] not in STOP_WORDS} - told
        return [] if left - {stem("size")} else [(Found((first.stem,), first.start, first.end), known)]

    def _siblings(self, name: Found, said: Collection[str]) -> list[str]:
        """ "The Moorland 3 for women" where that one is called Moorland 3 W."""
        persons = _persons_in(said)
        return [
            i
            for longer in self._longer.get(name.phrase, ())
            for i in self._known[longer]
            if self._by_id[i].attributes.get("Gender") in persons
        ]

    def _is_written(self, word: str) -> bool:
        plain = folded(word).removesuffix("'s")
        return plain in self._single or not is_ordinary(plain)

    def _is_name(self, word: str) -> bool:
        if stem(word) in self._no_names or folded(word) in _OF_ANYTHING:
            return False
        return not self._ordinary.issuperset({stem(part) for part in word.split("-") if part})

    def _name_words(self, product: Product) -> list[str]:
        """The title up to its nouns, and what stands short for one: "GPS watch"."""
        words = self._before_nouns(product)
        shorter = len(words) < len(product.title.split()) and len(words) > 1 and _is_acronym(words[-1])
        return words[:-1] if shorter else words

    def _before_nouns(self, product: Product) -> list[str]:
        nouns = {stem(word) for kind in kind_nouns(product) for word in kind.split()}
        words = product.title.split()
        tags = product.tags if product.title.istitle() else ()
        tagged = {stem(word) for tag in tags for word in tag.split()}
        while len(words) > 1 and stem(words[-1]) in nouns | PERSON_WORDS:
            if not words[-1].islower() and stem(words[-1]) not in tagged:  # "Wirbel 16 Kids' Bike" has one
                break
            words = words[:-1]
        return words

    def _behind_nouns(self, product: Product) -> list[str]:
        """What stands in a title behind what the thing is: "Lentisk" of "Olive Oil Lentisk"."""
        if self._small and product.thing:
            return [one for one in model_name(product)[:1] if one.casefold() not in names_of_people("first")]
        words = product.title.split(", ")[0].split()
        size = max((len(n) for noun in kind_nouns(product) if _opens(n := stems(noun), words)), default=0)
        behind = words[size:] if size else []
        names = all(word.isalpha() and word[0].isupper() for word in behind)
        return behind if names and not all(is_ordinary(word.lower()) for word in behind) else []

    def _narrowed(
        self, ids: list[str], name: Phrase, others: Collection[str], prefer: Collection[str]
    ) -> list[str]:
        """Those of several products that a name and the ``others`` of a text mean: which share most words
        with it, were shown (``prefer``), or are called just so: "Tidewrights", not "Tidewrights: Storms"."""
        said = {*others, *name}
        persons = _persons_in(said)

        def closeness(product_id: str) -> tuple[int, bool, bool, bool]:
            product = self._by_id[product_id]
            title = stems(product.title)
            for_whom = product.attributes.get("Gender") in persons and not persons & set(title)
            shared = len(said & set(title)) + for_whom
            return shared, product_id in prefer, title == name, product.in_stock

        ranked = sorted(ids, key=closeness, reverse=True)
        best = closeness(ranked[0])[:3]
        return [product_id for product_id in ranked if closeness(product_id)[:3] == best]


def _stand_behind(products: Collection[Product]) -> bool:
    """Whether more names stand in titles behind what the things are than before it."""
    behind = sum(bool(model_name(product)) for product in products)
    return behind > sum(not is_ordinary(folded(p.title.split()[0])) for p in products if not model_name(p))


def _weak_names(products: Collection[Product]) -> Phrases[list[str]]:
    """Names that are nothing but such a word behind the brand: "Go" of AeroPress Go."""
    found: dict[Phrase, list[str]] = defaultdict(list)
    for product in products:
        own = product.title.removeprefix(f"{product.brand} ")
        if product.brand and own != product.title and folded(own) in _MODELS:
            found[stems(own)].append(product.product_id)
    return Phrases(found)


def _is_number(name: Found) -> bool:
    """Whether a name is a model's number and no more: "the 20"."""
    return len(name.phrase) == 2 and name.phrase[0] == stem("the") and name.phrase[1].isdigit()


def _persons_in(said: Collection[str]) -> frozenset[str]:
    """For whom: "women", "men", "children", by the stems of what is said."""
    return frozenset(
        person for person, words in lexicon().persons.items() for word in words if stem(word) in said
    )


def _less_longer(name: Found, ids: list[str], found: Sequence[tuple[Found, list[str]]]) -> list[str]:
    """ "The Spatz and the Spatz Piezo": what a longer name beside it means, the shorter one does not."""
    longer = {
        i
        for other, others in found
        if len(other.phrase) > len(name.phrase) and other.phrase[: len(name.phrase)] == name.phrase
        for i in others
    }
    return [i for i in ids if i not in longer] or ids


def _codes_behind(title: Sequence[str], brand: Sequence[str]) -> Iterator[str]:
    """A model's code right behind the brand or the beginning of it, and the letters behind that: "K40" and
    "K40 E", also in one, of a "Kestrel K40 E Grinder" of Kestrel Works."""
    pairs = zip(title, brand, strict=False)
    lead = sum(1 for _ in takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs))
    code, *behind = title[lead:] or [""]
    if not lead or not _CODE.fullmatch(code) or not any(map(str.isdigit, code)):
        return
    yield code
    if behind and len(behind[0]) <= _LETTERS and behind[0].isalpha() and behind[0].isupper():
        yield f"{code} {behind[0]}"
        yield f"{code}{behind[0]}"


def _opens(noun: Phrase, words: Sequence[str]) -> bool:
    return tuple(map(stem, words[: len(noun)])) == noun


def _made_for(part: Product) -> Iterator[str]:
    """The names of the products that a part is made for."""
    for attribute in lexicon().made_for:
        yield from filter(str.strip, part.attributes.get(attribute, "").split(","))


def _proper(title: str) -> list[str]:
    """The words of a title up to the first that is written small: "Rucksack 28" of a "day pack"."""
    return list(takewhile(lambda word: not word[0].islower(), title.split()))


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper()


def _stems_of(products: Collection[Product]) -> frozenset[str]:
    return frozenset(word for product in products for word in stems(product_text(product)))


def _ordinary_words(products: Collection[Product]) -> frozenset[str]:
    """Words that are no names because they are written small somewhere in the catalogue."""
    words = {
        word
        for product in products
        for text in (
            product.title,
            product.description,
            product.category,
            *product.tags,
            *product.attributes.values(),
            *(name.lower() for name, value in product.attributes.items() if _YES_OR_NO.match(value)),
        )
        for word in text.replace("-", " ").split()
        if word[:1].islower()
    }
    return frozenset(stem(word.strip(".,;:()'")) for word in words)
