"""Product search: hard filters, then meaning and words together; when nothing fits, what to give up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from retrieval.encode import Encoder, Vectors
from retrieval.fuse import blend, fuse
from retrieval.lexical import LexicalIndex
from retrieval.products.asked_thing import asked_things
from retrieval.products.columns import day_of
from retrieval.products.conditions import bounds
from retrieval.products.filters import CHILDREN, described, fitting_variant
from retrieval.products.kind_nouns import kind_nouns, naming_words, title_noun
from retrieval.products.leading import leading
from retrieval.products.lexicon import lexicon
from retrieval.products.need import need_of
from retrieval.products.offer import Offer
from retrieval.products.partly_named import PartlyNamed
from retrieval.products.postings import Mask, Places
from retrieval.products.proper import other_nouns, whole_products
from retrieval.products.quantities import magnitude
from retrieval.products.reasons import reasons
from retrieval.products.relax import Relaxed, relaxations, wider_kind
from retrieval.products.rules import with_pinned
from retrieval.products.spoken_of import Spoken, SpokenOf
from retrieval.products.terms import stem, stems
from retrieval.products.word_class import is_plural
from retrieval.types import NEWEST, Constraints, Product, ProductHit, Variant
from retrieval.vectors.inner import inner_products
from retrieval.words import words

DENSE_WEIGHT = 0.6
NEED = 0.8
"""Share of what a wish says beside the things that it names, where products are ranked."""
UNRELATED = 0.36
"""A wish that names no shelf, kind or attribute must come at least so near to a product (cosine)."""

UNRELATED_NOUN = 0.5
"""The same for a wish of at most ``BRIEF`` words whose last one the catalogue does not have."""
BRIEF = 3
NEAR = 20
"""Products whose titles are compared with a name."""
OUTGROWN = 3
"""What is made for children from a third of an age on comes last for that age: a teething ring for one of
eight."""
TEXTS = 256
"""Texts whose titled products are remembered: a search looks them up for each thing that it gives up."""


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. ``relaxed`` is what had to be given up, () when all was met; ``total`` counts all that
    fit, shown or not. Where several kinds were sought, ``parts`` are the wishes for those that are shown,
    ``missing`` for those of which nothing fits."""

    wish: Constraints
    hits: tuple[ProductHit, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    total: int = 0
    parts: tuple[Constraints, ...] = ()
    missing: tuple[Constraints, ...] = ()


class ProductSearch:
    """Searches one reading of the catalogue, whatever its prices, stock and rules: each call is told what is
    on offer. Immutable; safe for threads."""

    def __init__(
        self, products: Sequence[Product], vectors: Vectors, lexical: LexicalIndex, encoder: Encoder
    ) -> None:
        whole, other = whole_products(products), other_nouns(products)
        self._whole = np.fromiter((p.product_id in whole for p in products), bool, len(products))
        self._other_nouns = np.fromiter((p.product_id in other for p in products), bool, len(products))
        sizeless = (not any(variant.size for variant in product.variants) for product in products)
        self._sizeless = np.fromiter(sizeless, bool, len(products))
        self._with_noun = np.fromiter((any(kind_nouns(p)) for p in products), bool, len(products))
        self.vectors = vectors
        """Of the meaning of the products' texts, shape (n, d)."""
        self._lexical, self._encoder = lexical, encoder
        self._titles = [product.title for product in products]
        self._partly_named = PartlyNamed(self._titles)
        self._spoken_of = SpokenOf(products, vectors, encoder)
        self._titled = lru_cache(maxsize=TEXTS)(self._all_titled)
        self._ends = [{stems(noun)[-1] for noun in kind_nouns(product)} for product in products]
        self._naming, self._telling = naming_words(products)
        self._described = frozenset(word for product in products for word in described(product))
        self._shelves: dict[str, set[str]] = defaultdict(set)
        """Categories by the noun that titles on them end with, stemmed."""
        for product in products:
            self._shelves[title_noun(product)].add(product.category)

    def search(
        self,
        offer: Offer,
        wish: Constraints,
        k: int = 3,
        *,
        exclude: Collection[str] = (),
        relax: bool = True,
        asked: Constraints | None = None,
    ) -> SearchResult:
        """The ``k`` best products in stock that fit; ``exclude`` are ids not to show; ``asked`` is what the
        shopper said in words where ``wish`` is narrower ("cheaper"): what only stands beside the things that
        are meant is no better one of them."""
        query = self._query((asked or wish).text)
        if self._unrelated(wish, query if query.text == wish.text else self._query(wish.text)):
            return SearchResult(wish=asked or wish)
        fitting = self._meant(offer, wish, exclude)
        if asked is not None:
            fitting = fitting[self._aside(offer, fitting, wish) == 0]
        if len(self._called_so(offer, wish, fitting)) or (len(fitting) and not relax):
            return self._result(offer, query, _Found(asked or wish, wish, fitting), k)
        for given_up in self._given_up(offer, wish) if relax else ():
            fitting = self._meant(offer, given_up[-1].wish, exclude)
            beside = given_up == [_beside_it(wish)] and len(fitting) > 0
            if beside or len(self._called_so(offer, given_up[-1].wish, fitting)):
                found = _Found(wish, given_up[-1].wish, fitting, tuple(given_up))
                return self._result(offer, self._query(wish.text), found, k)
        return SearchResult(wish=wish)

    def _given_up(self, offer: Offer, wish: Constraints) -> Iterator[list[Relaxed]]:
        """``relaxations``; what only stands on the shelf that was named; last, for a person for whom there is
        no such kind, or children where a size is none of grown-ups: what stands for it ("boots" where there
        are no shoes for children), for a child of no age that was said what is made for grown-ups, and what
        is called like its neighbours."""
        yield from relaxations(wish)
        if wish.categories or wish.kinds:
            yield [_beside_it(wish)]
        person = wish.person or (CHILDREN if wish.sizes else "")
        kind = Constraints(kinds=wish.kinds, person=person)
        if not person or (wish.person and offer.columns.suiting(kind).any()):
            return
        others = () if wish.person or not wish.kinds else (wish.kinds,)
        for kinds in (*others, _standing_in(wish)):
            yield from _called(wish, kinds, person)
        if wish.person == CHILDREN and "Age" not in wish.unwanted:
            grown = replace(wish, person="")
            step = Relaxed(field="person", asked=wish.person, wish=grown)
            yield [step]
            yield from ([step, *further] for further in relaxations(grown))
        yield from _called(wish, self._nouns_beside(offer, wish), person)

    def _nouns_beside(self, offer: Offer, wish: Constraints) -> tuple[str, ...]:
        """What things are called on the shelf of what was asked for, and on no other but children's:
        harnesses beside helmets, but no sets, which may be of anything."""
        meant = offer.columns.with_categories(wish) if wish.kinds or (wish.categories and wish.sizes) else ()
        shelf = Counter(product.category for product in meant).most_common(1)
        own = {shelf[0][0]} if shelf else set()
        return tuple(noun for noun, on in self._shelves.items() if noun and own and on - {CHILDREN} == own)

    def _called_so(self, offer: Offer, wish: Constraints, places: Places) -> Places:
        """Without what only stands on the shelf of the things that are meant: a liner is no sleeping bag."""
        return places[~self._beside(offer, wish)[places]]

    def _beside(self, offer: Offer, wish: Constraints) -> Mask:
        """Where products with another noun stand, shape (n,), on a shelf of what was asked for: used phones
        and used laptops share one, and each has a noun of its own."""
        if not wish.kinds and not wish.categories:
            return np.zeros(len(self._other_nouns), bool)
        beside = self._other_nouns & offer.columns.categories.where(_shelf_of(wish))
        for kind in wish.kinds if beside.any() else ():
            beside &= ~offer.columns.naming.called(kind)
        return beside

    def wider(
        self, offer: Offer, wish: Constraints, k: int, exclude: Collection[str], asked: Constraints
    ) -> SearchResult:
        """What fits when only the kind is widened ("trekking tent" to tents): for a bound that must hold."""
        step = wider_kind(wish)
        if step is None or not len(fitting := self._meant(offer, step.wish, exclude)):
            return SearchResult(wish=asked)
        return self._result(offer, self._query(asked.text), _Found(asked, step.wish, fitting, (step,)), k)

    def describes(self, word: str) -> bool:
        """Whether a word stands in a title, a tag or the value of an attribute."""
        return stem(word) in self._described

    def only_tells(self, word: str) -> bool:
        """Whether a word stands in names of things, but ends none: "ski" of a ski touring backpack."""
        return stem(word) in self._telling - self._naming

    def names_any(self, word: str) -> bool:
        """Whether anything is called by a word, be it the end of a longer name."""
        return stem(word) in self._naming

    def titled(self, text: str) -> list[int]:
        """Places of the products whose titles have all words of the thing that a text asks for ("a merino
        v-neck"), or begin with its only one ("mascara")."""
        return self._titled(text)

    def _all_titled(self, text: str) -> list[int]:
        return [place for thing in asked_things(text) for place in self.titled_by(thing.name)]

    def titled_by(self, name: str) -> Iterator[int]:
        """Places of the products whose titles have all words of a name, or begin with its only one; of the
        ``NEAR`` whose words come nearest. None of things in the plural that only tell others apart: a ski
        touring backpack is no "touring skis"."""
        said = stems(name)
        if is_plural(name.split()[-1]) and self.only_tells(name.split()[-1]):
            return
        for place in map(int, leading([-self._lexical.scores(name)], NEAR)):
            title = stems(self._titles[place])
            if title[:1] == said or (len(said) > 1 and Counter(said) <= Counter(title)):
                yield place

    def partly_named(self, text: str) -> list[int]:
        """See ``PartlyNamed.places``."""
        return self._partly_named.places(text)

    def likeliest(self, spoken: Spoken) -> list[tuple[int, float]]:
        """See ``SpokenOf.likeliest``."""
        return self._spoken_of.likeliest(spoken)

    def nearness(self, text: str, *, called: str = "") -> float:
        """The cosine of a text with the product that it comes nearest to, of those that are ``called`` so, -1
        where there is none."""
        cosines, last = self._query(text).all_cosines, stem(called)
        if called:
            cosines = cosines[[place for place, ends in enumerate(self._ends) if last in ends]]
        return float(cosines.max(initial=-1.0))

    def similar(
        self, offer: Offer, product_id: str, k: int, wish: Constraints, exclude: Collection[str]
    ) -> list[tuple[int, float]]:
        """Places of the nearest products that fit, with their cosines."""
        place = offer.place_of(product_id)
        return [] if place is None else self.nearest(place, k, offer.mask(wish, {*exclude, product_id}))

    def nearest(self, place: int, k: int, among: Mask) -> list[tuple[int, float]]:
        """Places ``among`` products, shape (n,), nearest to the one at ``place``, with their cosines."""
        fitting = np.flatnonzero(among)
        cosines = inner_products(self.vectors, self.vectors[place], fitting)
        return [(int(fitting[n]), float(cosines[n])) for n in leading([-cosines], k)]

    def _query(self, text: str) -> _Query:
        return _Query(text, self.vectors, self._encoder)

    def _scores(self, query: _Query, places: Places) -> npt.NDArray[np.float32]:
        """How well products answer a text, shape (places,); zeros for no text."""
        if not query.text:
            return np.zeros(len(places), np.float32)
        return fuse(self._lexical.scores(query.text)[places], query.cosines(places), DENSE_WEIGHT)

    def _suiting(self, query: _Query, wish: Constraints, places: Places) -> npt.NDArray[np.float32]:
        """``_scores``, and more than these by what a wish says beside the things that it names."""
        scores, need = self._scores(query, places), need_of(query.text, wish)
        if not need or len(places) < 2:
            return scores
        return blend((scores, self._scores(self._query(need), places)), (1 - NEED, NEED))

    def _meant(self, offer: Offer, wish: Constraints, exclude: Collection[str]) -> Places:
        """Places of what fits: a fleece for nobody named is none for children, a tarp is no tent, and a boot
        that is only said to take crampons, on a shelf where nothing is called so, is none of them, if there
        are others; what has no sizes comes in none where its like beside it have some, or where anything in a
        size is sought."""
        columns = offer.columns
        titled = [] if wish.kinds or wish.categories else self.titled(wish.text)
        fitting = columns.mask(wish)
        fitting = _unless_all(fitting, self._beside(offer, wish))
        if titled:
            others = np.ones(len(fitting), bool)
            others[titled] = False
            fitting = _unless_all(fitting, others)
        if wish.kinds:
            called = {shelf for kind in wish.kinds for shelf in self._shelves.get(stems(kind)[-1], ())}
            on_them = columns.categories.where(called.__contains__)
            such = Constraints(categories=wish.categories, kinds=wish.kinds, person=wish.person)
            fitting &= on_them | ~(columns.suiting(such) & on_them).any()
            apart = {other for kind in wish.kinds for other in lexicon().others.get(stems(kind), ())}
            for other in apart:  # a sleeping bag is no bag
                fitting = _unless_all(fitting, columns.naming.called(other))
        if not wish.person and CHILDREN not in wish.categories:
            for_all = ~columns.made_only_for(CHILDREN)
            like = columns.suiting(
                Constraints(categories=wish.categories, kinds=wish.kinds, brands=wish.brands)
            )
            if wish.sizes:  # 104 is a size of children alone
                like &= columns.mask(Constraints(sizes=wish.sizes)) & ~self._sizeless
            for_all[titled] = True
            fitting &= for_all | ~(like & for_all).any()
        if wish.sizes and not wish.kinds and not wish.categories:
            fitting = _unless_all(fitting, self._sizeless)
        if wish.sizes:
            shelves, sized = columns.categories.codes, columns.meant(wish) & ~self._sizeless
            fitting &= ~(self._sizeless & np.isin(shelves, shelves[sized]))
        return np.flatnonzero(offer.without(fitting, exclude)).astype(np.int32)

    def _unrelated(self, wish: Constraints, query: _Query) -> bool:
        """Whether a wish is about something that the shop does not have ("a lawn mower")."""
        named = (
            wish.categories,
            wish.kinds,
            wish.brands,
            wish.having,
            wish.wanted,
            wish.person,
            wish.colours,
            wish.reduced,
            wish.popular,
            wish.sort,
        )
        if any(named) or not wish.text or wish.price_max is not None or wish.price_min is not None:
            return False
        nearest = float(query.all_cosines.max(initial=-1.0))
        asked = words(wish.text)
        unknown = 0 < len(asked) <= BRIEF and not self._speaks_of(asked[-1], wish.text)
        return nearest < (UNRELATED_NOUN if unknown else UNRELATED)

    def _speaks_of(self, word: str, text: str) -> bool:
        """Whether the catalogue has a word that ends a wish; where that is words of things alone ("camping
        table"), as what its products are: a description may speak of any thing."""
        if len(words(text)) == len(text.split()):
            return self.describes(word)
        return self._lexical.frequency(word) > 0

    def _result(self, offer: Offer, query: _Query, found: _Found, k: int) -> SearchResult:
        """Each product that is shown is checked by itself, as it is on offer."""
        hits: list[ProductHit] = []
        for place, score in self._ordered(offer, query, found, k):
            product = offer.products[place]
            variant = fitting_variant(product, found.met)
            if variant is not None:
                first_by = found.met.sort if not hits else ""
                why = reasons(product, variant, found.asked, first_by=first_by)
                hits.append(ProductHit(product=product, variant=variant, score=score, reasons=why))
        return SearchResult(
            wish=found.asked, hits=tuple(hits), relaxed=found.relaxed, total=len(found.places)
        )

    def _ordered(self, offer: Offer, query: _Query, found: _Found, k: int) -> list[tuple[int, float]]:
        """The first ``k`` places with their scores, best first. The shop's rules count where the shopper
        asked for no order, and none was needed to come near to the budget or to a measure."""
        met, places = found.met, found.places
        scores = self._suiting(query, met, places)
        aside = self._aside(offer, places, met)
        missed = _missed(offer, found)
        if missed is not None:
            order = leading([aside, missed, -scores], k).tolist()
        elif met.sort or any(step.field == "price" for step in found.relaxed):
            order = leading([aside, _ranks(offer, met, places), -scores], k).tolist()
        else:
            moved = offer.moved(places, scores, met.categories)
            pinned = offer.pinned(places, met.categories)
            free = np.ones(len(places), bool)
            free[list(pinned.values())] = False
            left = np.flatnonzero(free)
            order = left[leading([aside[left], -moved[left]], k)].tolist()
            order = with_pinned(order, pinned)[:k]
        return [(int(places[number]), float(scores[number])) for number in order]

    def _aside(self, offer: Offer, places: Places, wish: Constraints) -> npt.NDArray[np.int64]:
        """How far products come behind the others, shape (places,): who asks for tents wants a tent before a
        footprint for one, for sleeping mats a mat before a pillow, for a hammer no hammer drill, for the
        cheapest mat no kit to repair it.
        """
        aside = np.zeros(len(places), np.int64)
        if wish.kinds:
            naming = offer.columns.naming
            names = [name for kind in wish.kinds for name in _names_of(kind)]
            named = np.logical_or.reduce([naming.called(name) for name in names])
            others = self._with_noun
            if not wish.sort:
                others = np.logical_or.reduce([naming.telling(name) for name in names])
            aside[(others & ~named)[places]] = 1
        elif wish.categories and not wish.kinds:
            aside[self._other_nouns[places]] = 1
            aside[~self._whole[places]] = 2
        if (age := bounds(wish.unwanted.get("Age", ""))[0]) is not None:
            from_age = offer.columns.magnitudes("Age")[places]
            aside[from_age < age.low / OUTGROWN] += 1
        return aside


def _standing_in(wish: Constraints) -> tuple[str, ...]:
    """What stands for things where there are none: boots for shoes."""
    found = (lexicon().instead.get(stems(name)[-1:], ()) for name in (*wish.kinds, *wish.categories))
    return tuple(dict.fromkeys(" ".join(phrase) for phrases in found for phrase in phrases))


def _called(wish: Constraints, kinds: tuple[str, ...], person: str) -> Iterator[list[Relaxed]]:
    """The wish for things of other kinds for that person, and weaker ones; nothing of no kinds."""
    if kinds:
        beside = replace(wish, kinds=kinds, categories=(), person=person)
        step = Relaxed(field="kind", asked=" or ".join(wish.kinds or wish.categories), wish=beside)
        yield [step]
        yield from ([step, *further] for further in relaxations(beside))


def _beside_it(wish: Constraints) -> Relaxed:
    """That nothing on a shelf fits that is called so, only what stands beside it."""
    return Relaxed(field="kind", asked=" or ".join(wish.kinds or wish.categories), wish=wish)


class _Found(NamedTuple):
    """What was asked, the wish that is met, the places of all that fit it, and what was given up for it."""

    asked: Constraints
    met: Constraints
    places: Places
    relaxed: tuple[Relaxed, ...] = ()


class _Query:
    """A text as the search sees it: encoded and compared once."""

    def __init__(self, text: str, vectors: Vectors, encoder: Encoder) -> None:
        self.text, self._vectors, self._encoder = text, vectors, encoder

    @cached_property
    def all_cosines(self) -> npt.NDArray[np.float32]:
        """With all products, shape (n,)."""
        return inner_products(self._vectors, self._vector, np.arange(len(self._vectors)))

    def cosines(self, places: Places) -> npt.NDArray[np.float32]:
        """With the products at ``places``, shape (places,)."""
        if "all_cosines" in self.__dict__:
            return self.all_cosines[places]
        return inner_products(self._vectors, self._vector, places)

    @cached_property
    def _vector(self) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self._encoder.encode([self.text])[0]
        return vector


def _missed(offer: Offer, found: _Found) -> npt.NDArray[np.float64] | None:
    """By how much products miss the measures that were given up, shape (places,); None where none was. Those
    that say none come last, and first where most say none: those that do then certainly do not fit."""
    given_up = {name: said for name, said in found.asked.wanted.items() if name not in found.met.wanted}
    spans = {name: span for name, said in given_up.items() if (span := bounds(said)) != (None, None)}
    if not spans or found.met.sort:
        return None
    missed = np.zeros(len(found.places), np.float64)
    for name, (low, high) in spans.items():
        measures = offer.columns.magnitudes(name)[found.places]
        below = 0.0 if low is None else low.low - measures
        above = 0.0 if high is None else measures - high.high
        stated = np.isfinite(measures)
        silent = np.inf if 2 * stated.sum() >= len(stated) else 0.0
        missed += np.where(stated, np.maximum(0.0, np.maximum(below, above)), silent)
    return missed


def _names_of(kind: str) -> tuple[str, ...]:
    """What things of a kind may be called: "boot" of a hiking boot, "day pack" of a day backpack."""
    head = kind.split()[-1]
    others = (*lexicon().same_as(stems(kind)), *lexicon().same_as(stems(head)))
    return (head, *map(" ".join, others))


def _unless_all(fitting: Mask, aside: Mask) -> Mask:
    """The fitting without some, if others are left."""
    others = fitting & ~aside
    return others if others.any() else fitting


def _shelf_of(wish: Constraints) -> Callable[[str], bool]:
    """Whether a category is the shelf of all that was asked for: other things only stand there."""
    heads = [stems(kind)[-1:] for kind in wish.kinds]
    return lambda category: all(head == stems(category)[-1:] for head in heads)


def _ranks(offer: Offer, met: Constraints, places: Places) -> npt.NDArray[np.generic]:
    """See ``rank``, for many products, shape (places,): prices as amounts."""
    by = met.sort or "price"
    name, sign = by.removeprefix("-"), -1 if by.startswith("-") else 1
    if name == "price":
        return sign * offer.columns.cheapest(met, places)
    if by == NEWEST:
        return -offer.columns.days[places]
    found = offer.columns.magnitudes(name)[places]
    return np.where(np.isinf(found), np.inf, sign * found)


def rank(product: Product, order: str, variant: Variant | None = None) -> float:
    """Where a product stands in an order (``Constraints.sort``), lowest first; infinity when silent."""
    name, sign = order.removeprefix("-"), -1 if order.startswith("-") else 1
    if name == "price":
        return sign * float(variant.price if variant is not None else product.price)
    if order == NEWEST:
        return -day_of(product)
    value = magnitude(product.attributes.get(name, ""))
    return float("inf") if value is None else sign * value
