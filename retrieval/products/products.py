"""Products: the catalogue with its index, as it is now. The one door to everything in this package."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import structlog
from msgspec import Raw
from msgspec.structs import replace

from retrieval.encode import Encoder
from retrieval.errors import RetrievalError
from retrieval.products.asked_of_several import asked_attribute, ranked_by
from retrieval.products.asked_thing import is_thing
from retrieval.products.beside_things import only_shows
from retrieval.products.compare import Row, compare
from retrieval.products.cues import wish_cues
from retrieval.products.filters import fitting_variant, made_for, person_fits, with_categories
from retrieval.products.index import ProductReport, build_products
from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.nouns import kind_names
from retrieval.products.numbered import told_number
from retrieval.products.offer import Offer
from retrieval.products.own_data import told_by_data
from retrieval.products.praise import sort_key
from retrieval.products.questions import (
    ProductAnswer,
    Suited,
    answer_question,
    asks_stated,
    quote,
    suited,
)
from retrieval.products.reasons import reasons
from retrieval.products.refine import Refined, refine
from retrieval.products.rule_book import RuleBook
from retrieval.products.rules import NO_RULES, Rules
from retrieval.products.search import SearchResult, rank
from retrieval.products.several import each_kind, set_of_each, some_of_each
from retrieval.products.shelf import Shelf, Stamp, catalogue_stamp, read_shelf, with_updates
from retrieval.products.spoken_of import SURE, Spoken
from retrieval.products.stock import asked_variants
from retrieval.products.things import Things
from retrieval.products.told_by_any import CANDIDATES, Asked, Likely, told_by_any
from retrieval.products.unsold import strange_brand, unsold, unsold_beside
from retrieval.products.updates import Change, RefusedUpdate, UpdateJournal, judge
from retrieval.products.wearers import for_each
from retrieval.products.wishes import MOST_NAMED, MOST_SHOWN
from retrieval.remembering import RememberingEncoder
from retrieval.rerank import Reranker
from retrieval.spelling import is_ordinary
from retrieval.types import Constraints, Named, Product, ProductHit, Variant
from retrieval.words import words

__all__ = ["ProductReport", "Products", "build_products"]

log = structlog.get_logger()

GOES_WITH = re.compile(
    r"\b(?:belongs?|goes|go|match(?:es|ing)?|came|comes?) (?:to|with) (?:it|this|that|them|these|those)\b"
    r"|\bmatching\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"[ ,]+(?:then|instead|maybe|perhaps)\W*$", re.IGNORECASE)
""" "Armchair then" names no more than an armchair."""
SIBLING = re.compile(
    r"\b(?:the|a|an|your|that) (?:other|[a-z]{3,}er|more expensive|second) (?:one|pair|version|model|size)\b",
    re.IGNORECASE,
)


class Products:
    """The products of an installation. Safe for threads: each call works on one reading of the catalogue.

    Price, stock and publishing take effect as soon as the file changes; a call that finds it changed reads it
    again (some milliseconds a thousand products). ``updates`` is the journal of prices and stock that changed
    since: they cost no reading. The shop's ``rules`` take effect like the file: what they block is nowhere to
    be seen, as if it were not published. Every method may encode a text or look at files: not for the event
    loop, but for knows, variant and vocabulary.
    """

    def __init__(
        self,
        catalogue: Path,
        root: Path,
        encoder: Encoder,
        rules: RuleBook | None = None,
        *,
        updates: Path | None = None,
    ) -> None:
        self._path, self._root, self._encoder, self._book = catalogue, root, encoder, rules
        self._facts = RememberingEncoder(encoder)
        self._journal = UpdateJournal(updates or catalogue.with_name("updates.jsonl"))
        self._shelf: Shelf | None = None
        self._unreadable: Stamp | None = None
        self._offered: tuple[Shelf, Offer] | None = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """Read catalogue and index.

        Raises: RetrievalError without a catalogue, IndexMissing, IndexDamaged.
        """
        with self._lock:
            self._shelf = self._read()
        self.offer()

    def refresh(self) -> bool:
        """Take over what has changed: the file or its index, prices and stock, and the rules. A file that
        cannot be read changes nothing, and is read again when it has changed again."""
        if self._book is not None:
            self._book.current()
        if self._shelf is not None and self._is_current(self._shelf):
            return False
        with self._lock:
            shelf, stamp = self._shelf, self._stamp()
            if shelf is not None and self._is_current(shelf):
                return False  # another thread was faster
            try:
                if shelf is not None and stamp in (shelf.stamp, self._unreadable):
                    self._shelf = with_updates(shelf, self._journal)
                else:
                    self._shelf = self._read()
            except RetrievalError as error:
                self._unreadable = stamp
                log.warning("catalogue_not_refreshed", reason=str(error))
                return False
        return True

    def update(self, raw: Sequence[bytes | Raw], *, currency: str) -> list[Change | RefusedUpdate]:
        """Take in new prices (in ``currency``) and stock, each the JSON of an ``Update``, and tell what came
        of each. What was taken survives a crash and is shown from here on, by other processes as soon as they
        refresh.

        Raises: OSError; nothing was changed then.
        """
        self.refresh()
        written = self.shelf.written
        judged = [judge(one, written.variant_alone, currency) for one in raw]
        self._journal.append([one for one in judged if isinstance(one, Change)])
        self.refresh()
        return judged

    @property
    def shelf(self) -> Shelf:
        """The reading that is being served; loaded at the first use."""
        if self._shelf is None:
            self.load()
        assert self._shelf is not None
        return self._shelf

    @property
    def rules(self) -> Rules:
        """The shop's rules that are in force."""
        return self._book.current() if self._book is not None else NO_RULES

    def offer(self) -> Offer:
        """What may be shown now. Who needs places of several answers takes them from one offer."""
        return self.reading()[1]

    def mask(self, wish: Constraints, exclude: Collection[str] = ()) -> npt.NDArray[np.bool_]:
        """Which of ``shelf.catalogue.products`` may be shown for a wish; see ``Offer.mask``."""
        return self.offer().mask(wish, exclude)

    def place_of(self, product_id: str) -> int | None:
        """The place of a product in ``shelf.catalogue.products``, published or not, or None."""
        return self.shelf.catalogue.place_of(product_id)

    def hidden(self) -> frozenset[str]:
        """Ids of products that the rules block."""
        return self.offer().hidden

    def get(self, product_id: str) -> Product | None:
        """A published product, or None."""
        return None if product_id in self.hidden() else self.shelf.catalogue.get(product_id)

    def browse(
        self, *, category: str = "", query: str = "", limit: int = 24, offset: int = 0
    ) -> tuple[Sequence[Product], int]:
        """See ``Catalogue.browse``."""
        return self.shelf.catalogue.browse(
            category=category, query=query, limit=limit, offset=offset, exclude=self.hidden()
        )

    def categories(self) -> Sequence[tuple[str, int]]:
        """See ``Catalogue.categories``."""
        return self.shelf.catalogue.categories(exclude=self.hidden())

    def vocabulary(self) -> dict[str, Iterable[str]]:
        """The shop's names by entity: category, brand, colour, product (with and without its noun)."""
        words = self.shelf.vocabulary
        return {
            "category": list(words.categories.values()),
            "brand": list(words.brands.values()),
            "colour": list({colour for shades in words.colours.values() for colour in shades}),
            "product": sorted(self.shelf.names.forms()),
        }

    def wish(self, text: str) -> Constraints:
        """What a message asks for by itself."""
        return self.shelf.parser.parse(text)

    def conditions(self, text: str) -> Constraints:
        """What a message asks of things that were spoken of."""
        return self.shelf.parser.parse(text, at_hand=True)

    def narrows(self, text: str) -> bool:
        """See ``WishParser.only_narrows``."""
        return self.shelf.parser.only_narrows(text)

    def cues(self, text: str) -> frozenset[str]:
        """What of a search a message names; see ``wish_cues``."""
        return wish_cues(self.shelf.parser, text)

    def named_alone(self, text: str) -> Named:
        """See ``Named``: products by their own names, or by what they are (``WishParser.names_alone``)."""
        text = _THEN.sub("", text)
        shelf, length = self.shelf, len(text.split())
        if length > MOST_SHOWN:
            return ""
        if shelf.parser.is_name(text):
            return "thing"
        left, few = shelf.names.without(text), length <= MOST_NAMED
        by_name = words(left) != words(text)
        if not by_name and shelf.parser.asks_alone(text):
            return "shown"
        if few and not by_name and shelf.parser.names_things(text):
            return "things"
        if few and ((by_name and shelf.parser.only_describes(left)) or shelf.parser.names_alone(text)):
            return "things"
        several = length > 1 or not is_ordinary(text.lower())  # "pralines", but not "thanks"
        if few and several and is_thing(text) and shelf.search.titled(text):
            return "things"
        if by_name and only_shows(left):
            return "shown"
        if length == 1 and text.isalpha() and shelf.parser.only_describes(text.lower()):
            return "said"
        return "unsold" if few and unsold(shelf, text) else ""

    def opens_with_thing(self, text: str) -> bool:
        """See ``WishParser.opens_with_thing``."""
        return self.shelf.parser.opens_with_thing(text)

    @property
    def dated(self) -> bool:
        """Whether it is known of any product since when the shop has it."""
        return bool(np.isfinite(self.shelf.columns.days).any())

    def says_more(self, text: str) -> bool:
        """See ``WishParser.says_more``."""
        return self.shelf.parser.says_more(text)

    def says_of(self, wish: Constraints, text: str) -> bool:
        """See ``WishParser.says_of``."""
        return self.shelf.parser.says_of(wish, text)

    def strange_brand(self, text: str) -> str:
        """See ``strange_brand``."""
        return strange_brand(self.shelf, text)

    def unsold(self, text: str, *, refining: bool = False) -> str:
        """See ``unsold``."""
        return unsold(self.shelf, text, refining=refining)

    def unsold_beside(self, text: str) -> str:
        """See ``unsold_beside``."""
        return unsold_beside(self.shelf, text)

    def refine(
        self,
        text: str,
        previous: Constraints | None,
        shown: Sequence[str] = (),
        dismissed: Collection[str] = (),
    ) -> Refined:
        """The wish after this message; see ``refine``. ``shown`` and ``dismissed`` are product ids."""
        shelf = self.shelf
        products = [product for i in shown if (product := self.get(i)) is not None]
        return refine(shelf.parser, text, previous, products, dismissed)

    def compares(self, text: str) -> bool:
        """Whether a text holds a comparative that is measured against products ("cheaper")."""
        return bool(self.shelf.parser.comparatives(text).praises)

    def like(self, product: Product) -> Constraints:
        """The wish for another product of the same kind, for the same person."""
        meaning = kind_names(product, self.shelf.parser.nouns, kind_nouns(product))
        person = made_for(product)
        return Constraints(
            categories=meaning.categories, kinds=meaning.kinds, person=person if person != "unisex" else ""
        )

    def titled(self, name: str) -> list[Product]:
        """The products in stock whose titles have all words of a name; see ``ProductSearch.titled_by``."""
        shelf, offer = self.reading()
        found = (offer.products[place] for place in shelf.search.titled_by(name))
        return [product for product in found if product.in_stock and product.product_id not in self.hidden()]

    def partly_named(self, text: str) -> list[Product]:
        """The products that a text calls by a part of their titles; see ``PartlyNamed``."""
        shelf, offer = self.reading()
        found = (offer.products[place] for place in shelf.search.partly_named(text))
        return [product for product in found if product.published and product.product_id not in self.hidden()]

    def spoken_of(self, text: str, before: Sequence[str], seen: Sequence[Product]) -> Product | None:
        """The product that a text is surely about, whatever it says of it; ``before``: what was said before
        it, the oldest first, ``seen``: those shown or spoken of last, the likeliest first."""
        likely = self.likely(text, before, seen, 1)
        return likely[0].product if likely and likely[0].chance >= np.log(SURE) else None

    def told_by_any(
        self, asked: Asked, before: Sequence[str], seen: Sequence[Product], reader: Reranker
    ) -> list[ProductAnswer]:
        """What the data of the likeliest products tell, rather than a page; ``before`` and ``seen`` as for
        ``spoken_of``; see ``told_by_any``."""
        self.refresh()
        return told_by_any(self.likely(asked.message, before, seen, CANDIDATES), asked, reader)

    def likely(self, text: str, before: Sequence[str], seen: Sequence[Product], most: int) -> list[Likely]:
        """The published products that a text is most likely about, at most so many."""
        shelf, offer = self.reading()
        places = [offer.place_of(product.product_id) for product in seen]
        spoken = Spoken(text, before, [place for place in places if place is not None])
        found = ((offer.products[place], chance) for place, chance in shelf.search.likeliest(spoken))
        shown = ((product, chance) for product, chance in found if self.get(product.product_id) is not None)
        return [Likely(one, self.short_name(one), chance) for one, chance in islice(shown, most)]

    def kind_of(self, product: Product) -> str:
        """What a product is, in the shop's plainest word for it: "tent", else its shelf."""
        return next(reversed(kind_nouns(product)), product.category)

    def search(
        self,
        wish: Constraints,
        k: int = 3,
        *,
        exclude: Collection[str] = (),
        relax: bool = True,
        asked: Constraints | None = None,
    ) -> SearchResult:
        """The ``k`` best products in stock that fit the wish; see ``ProductSearch.search``."""
        self.refresh()
        shelf, offer = self.reading()
        if wish.wearers:
            return for_each(shelf.search, offer, wish, k, exclude=exclude, relax=relax)
        parts = each_kind(wish, shelf.columns.with_categories) if asked is None else [wish]
        if len(parts) > 1 and wish.together and wish.price_max is not None:
            return set_of_each(shelf.search, offer, wish, parts, exclude=exclude)
        if len(parts) > 1:
            return some_of_each(shelf.search, offer, wish, parts, k, exclude=exclude, relax=relax)
        return shelf.search.search(offer, wish, k, exclude=exclude, relax=relax, asked=asked)

    def wider(
        self, wish: Constraints, k: int, *, exclude: Collection[str], asked: Constraints
    ) -> SearchResult:
        """See ``ProductSearch.wider``."""
        shelf, offer = self.reading()
        return shelf.search.wider(offer, wish, k, exclude, asked)

    def check(self, product: Product, wish: Constraints) -> ProductHit | None:
        """One product against what a wish says of variants; None when it is not in stock so."""
        on_variant = Constraints(
            price_min=wish.price_min, price_max=wish.price_max, colours=wish.colours, sizes=wish.sizes,
            unwanted_colours=wish.unwanted_colours,
        )  # fmt: skip
        variant = fitting_variant(product, on_variant)
        if variant is None or product.product_id in self.hidden():
            return None
        return ProductHit(
            product=product, variant=variant, score=1.0, reasons=reasons(product, variant, wish)
        )

    def only_sold_out(self, wish: Constraints) -> Product | None:
        """The only product that a wish for things of some kind fits but for its stock, in the size and colour
        that are asked for: "Velbeck belt sander", "green tripe"."""
        if not (wish.kinds or wish.categories):
            return None
        _, offer = self.reading()
        places = np.flatnonzero(offer.columns.suiting(wish))
        fitting = (offer.products[place] for place in places.tolist() if len(places) == 1)
        hidden = self.hidden()
        for product in fitting:
            asked = asked_variants(product, wish.sizes, wish.colours)
            gone = asked and not any(variant.stock for variant in asked)
            return product if product.published and gone and product.product_id not in hidden else None
        return None

    def beside(self, wish: Constraints, least: int) -> list[str]:
        """Ids of what fits a wish and is not called what it names, as a footprint where tents are; none where
        fewer than ``least`` are called so."""
        names = (*wish.kinds, *wish.categories)
        if not names:
            return []
        _, offer = self.reading()
        fitting = offer.mask(wish, ())
        called = np.logical_or.reduce([offer.columns.naming.called(name) for name in names])
        others = fitting & ~called if np.count_nonzero(fitting & called) >= least else np.zeros_like(fitting)
        return [offer.products[place].product_id for place in np.flatnonzero(others).tolist()]

    def is_of(self, product: Product, wish: Constraints) -> bool:
        """Whether a product is of the shelf, kind and brand that a wish names."""
        return bool(with_categories([product], wish)) and (not wish.brands or product.brand in wish.brands)

    def similar(
        self, product_id: str, k: int, wish: Constraints, *, exclude: Collection[str] = ()
    ) -> list[tuple[Product, float]]:
        """Products nearest in meaning that fit the wish, with their cosines, best first."""
        shelf, offer = self.reading()
        found = shelf.search.similar(offer, product_id, k, wish, exclude)
        return [(offer.products[place], score) for place, score in found]

    def knows(self, product_id: str) -> bool:
        """Whether the catalogue has this product, published or not."""
        return self.shelf.catalogue.knows(product_id)

    def variant(self, variant_id: str) -> tuple[Product, Variant] | None:
        """A variant with its product, published or not: for what was bought once."""
        return self.shelf.catalogue.variant(variant_id)

    def product_of(self, variant_id: str) -> Product | None:
        """The product of a variant, published or not, or None."""
        found = self.variant(variant_id)
        return found[0] if found else None

    def named(self, text: str, prefer: Collection[str] = ()) -> list[list[Product]]:
        """The products that a text names; see ``Names.find``. One that is only settled on ("the Nid it is")
        counts where no other is named."""
        names, asked = self.shelf.names, self.shelf.parser.repaired(text)
        groups = names.find(asked, prefer)
        if not groups and len(asked.split()) < len(text.split()):
            groups = names.find(text, prefer)
        return [[p for i in group if (p := self.get(i)) is not None] for group in groups]

    def has_word(self, word: str) -> bool:
        """Whether the catalogue speaks of that anywhere."""
        return self.shelf.parser.has_word(word)

    def without_names(self, text: str) -> str:
        """The text without the names of products."""
        return self.shelf.names.without(self.shelf.parser.repaired(text))

    def unnamed(self, text: str) -> str:
        """See ``Names.unnamed``."""
        return self.shelf.names.unnamed(text)

    def short_name(self, product: Product) -> str:
        """How a product is called in a sentence."""
        return self.shelf.names.written.get(product.product_id, product.title)

    def answer(self, product: Product, question: str) -> ProductAnswer | None:
        """The answer from the product's own data, or None."""
        self.refresh()
        question = self.shelf.names.repaired(question)
        words = self.shelf.vocabulary
        name = self.short_name(product)
        return answer_question(product, name, question, self._facts, words.listed, words.terms)

    def asks_value(self, product: Product, text: str) -> bool:
        """Whether a text asks of a product what such products state: "good for my cafetiere?"."""
        question = self.without_names(text)
        return asks_stated(product, question, self.shelf.vocabulary.listed)

    def suited(self, products: Sequence[Product], need: str) -> Suited | None:
        """What the descriptions of several products say of a need; see ``suited``."""
        named = [(product, self.short_name(product)) for product in products]
        return suited(named, self.without_names(need), self._facts)

    def told_by_data(
        self, product: Product, question: str, reader: Reranker, least: float
    ) -> ProductAnswer | None:
        """What its data tell of a question in whatever words; see ``told_by_data``."""
        return told_by_data(product, self.short_name(product), self.without_names(question), reader, least)

    def quote(self, product: Product, question: str) -> str | None:
        """The sentence of its description that has a word of the question, or None; see ``quote``."""
        return quote(product, self.short_name(product), question, self._facts)

    def counterpart(self, product: Product, text: str) -> Product | None:
        """What a text means that goes on from a product without naming another: the same for women or men
        ("and for ladies?"), what goes with it ("the trousers that belong to it"), or the only other one of
        its name ("there was a bigger one as well")."""
        wish, family = self.wish(text), self.family(product)
        meant = [other for other in family if self.is_of(other, replace(wish, brands=()))]
        if (wish.kinds or wish.categories) and GOES_WITH.search(text):
            return next((other for other in meant if not self.is_of(product, replace(wish, brands=()))), None)
        if SIBLING.search(text) and not wish.kinds and not wish.categories:
            alike = [other for other in family if self.is_of(other, self.like(product))]
            return alike[0] if len(alike) == 1 else None
        if not wish.person or person_fits(product, wish.person):
            return None
        said = set(words(product.title))
        for_them = [other for other in meant if made_for(other) == wish.person]
        return max(for_them, key=lambda other: len(said & set(words(other.title))), default=None)

    def numbered(self, product: Product, text: str) -> Product | None:
        """The only other one of its shelf whose name has the number by which a text calls it: "the 20000
        one"."""
        number = told_number(text)
        of_size = any(variant.size.lower().startswith(number) for variant in product.variants)
        if not number or number in product.title.lower().split() or of_size:
            return None
        found = [
            other
            for other in self.shelf.catalogue.products
            if other.category == product.category and number in other.title.lower().split()
        ]
        return found[0] if len(found) == 1 and found[0].published else None

    def family(self, product: Product) -> list[Product]:
        """Published products of the same name, this one aside."""
        found = (self.get(i) for i in self.shelf.names.family(product.product_id))
        return [other for other in found if other is not None]

    def parts(self, product: Product) -> list[Product]:
        """Published products that are made for this one, by name ("Fits: Skerry 2")."""
        found = (self.get(i) for i in self.shelf.names.parts(product))
        return [part for part in found if part is not None]

    def ordered(self, text: str, products: Sequence[Product]) -> tuple[str, list[Product]] | None:
        """Products by what a comparative asks for ("which is lighter"), best first, with the order's name
        (see ``Constraints.sort``); None when the text holds none or they cannot be told apart by it."""
        parser = self.shelf.parser
        praises = parser.comparatives(text).praises
        order = sort_key(praises[0], Things(products)) if praises else ""
        if not order or any(rank(p, order) == float("inf") for p in products):
            return None
        return order, sorted(products, key=lambda product: rank(product, order))

    def compare(self, products: Sequence[Product]) -> list[Row]:
        """See ``compare``."""
        return compare(products)

    def asked_of(self, products: Sequence[Product], text: str) -> tuple[str, list[Product]] | None:
        """The attribute that a text asks for of several products, with those that state it, the most or the
        least first where it asks for that; None where it asks for none."""
        question = self.without_names(text)
        attribute = asked_attribute(products, question, self._facts)
        return (attribute, ranked_by(products, attribute, question)) if attribute else None

    def reading(self) -> tuple[Shelf, Offer]:
        """The reading that is being served, and what of it may be shown now: with the same places."""
        shelf, rules, known = self.shelf, self.rules, self._offered
        if known is None or known[0] is not shelf or known[1].rules is not rules:
            before = known[1] if known is not None else None
            self._offered = known = (shelf, Offer(shelf.catalogue, shelf.columns, rules, before))
        return known

    def _stamp(self) -> Stamp:
        return catalogue_stamp(self._path, self._root)

    def _is_current(self, shelf: Shelf) -> bool:
        known = self._stamp() in (shelf.stamp, self._unreadable)
        return known and self._journal.stamp() == shelf.updated

    def _read(self) -> Shelf:
        return with_updates(read_shelf(self._path, self._root, self._encoder), self._journal)
