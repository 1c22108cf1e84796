"""What is found: passages, products, and answers with their evidence. Immutable."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Named = Literal["", "thing", "things", "shown", "said", "unsold"]
"""What of products a message names, if it says nothing else: one "thing" by a name of several words ("repair
kit"), else "things", with sizes and measures perhaps ("power bank 20000 mAh"); "shown" where it says besides
that it wants to see products, called by their own names ("tell me about the Skerry 2") or described ("your
cheapest stove?", "jackets size S"); "said" where it is one word that is only said of what is sold ("amber");
"unsold" where the shop has nothing that is called so ("cat litter"); "" where it says more."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a document, small enough to be shown as a source.

    ``passage_id`` is ``document_id#n`` with n counting from 0; ``document_id`` the path below documents/;
    ``heading`` the path of headings joined by " › "; ``page`` counts from 1, None where the format has none;
    ``updated`` an ISO date or "".
    """

    passage_id: str
    document_id: str
    title: str
    text: str
    heading: str = ""
    url: str = ""
    page: int | None = None
    position: int = 0
    updated: str = ""
    language: str = "en"


class AskedBefore(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled question that is like a new one, its cosine, and the sentences that answer it; none where no
    document does."""

    question: str
    cosine: float
    answers: tuple[str, ...]


class PassageHit(msgspec.Struct, frozen=True, kw_only=True):
    """A passage for a query. ``lexical`` is the BM25 score, ``dense`` the cosine, ``fused`` what ranks;
    ``late`` is the mean cosine of late interaction, ``reranked`` the cross-encoder's log-odds, each None
    where that did not run; ``read`` is the sentence that they read, "" where they read the whole passage."""

    passage: Passage
    lexical: float
    dense: float
    fused: float
    late: float | None = None
    reranked: float | None = None
    read: str = ""


class AnswerSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of an answer with the passages that support it; at least one.

    ``text`` can be read on its own; ``quote`` is how it stands in the first passage (a table row, an item),
    ``also`` how it stands in the others. ``otherwise``: it says otherwise than the sentence before it, and is
    not of a newer document. ``sources`` are the extracted sentences that a worded one was written from; empty
    where ``text`` is extracted.
    """

    text: str
    hits: tuple[PassageHit, ...]
    quote: str = ""
    also: tuple[str, ...] = ()
    otherwise: bool = False
    sources: tuple[AnswerSentence, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a question, or the honest lack of one.

    ``answered`` False: ``sentences`` is empty and no source is shown. ``answerable`` is the calibrated
    probability that the documents cover the question; ``tried`` are the hits looked at, best first.
    ``closest`` is the sentence that comes closest to a question that is declined, where one comes near: a
    page to look at, which answers nothing for sure.
    ``pages`` are the titles of those of which one is meant, where it was not said which chart is wanted.
    ``curated`` holds an approved text that wins over retrieval (its source, if any, is in ``sentences``),
    ``curated_id`` its name in answers.yml.
    """

    question: str
    answered: bool
    answerable: float
    sentences: tuple[AnswerSentence, ...] = ()
    tried: tuple[PassageHit, ...] = ()
    closest: AnswerSentence | None = None
    pages: tuple[str, ...] = ()
    curated: str = ""
    curated_id: str = ""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What can be put in a cart. ``stock`` in pieces."""

    variant_id: str
    price: Decimal
    stock: int
    size: str = ""
    colour: str = ""
    compare_at_price: Decimal | None = None


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product with at least one variant. ``attributes``: name to value as text, "Weight" -> "1.25 kg";
    ``above``: the shelves that its category stands below, the widest first; ``since``: the day (ISO) from
    which on the shop has it, "" where nobody knows. By the whole catalogue: ``thing``, the title as far as it
    says what the product is, where a name stands behind that, else ""; ``said``, the words of the title that
    say it, "" where none do, or None where those at its end do; ``also_called``: what the description calls
    it and the title does not, or ""."""

    product_id: str
    title: str
    category: str
    brand: str
    description: str
    currency: str
    variants: tuple[Variant, ...]
    attributes: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    image: str = ""
    url: str = ""
    published: bool = True
    since: str = ""
    thing: str = ""
    said: str | None = None
    also_called: str = ""

    @property
    def in_stock(self) -> bool:
        """Whether any variant can be bought now."""
        return self.published and any(v.stock > 0 for v in self.variants)

    @property
    def price(self) -> Decimal:
        """The lowest price of a variant that can be bought, else of any."""
        buyable = [v.price for v in self.variants if v.stock > 0]
        return min(buyable or [v.price for v in self.variants])


NEWEST = "-since"
"""The order of what came into the shop last."""


class Wearer(msgspec.Struct, frozen=True, kw_only=True):
    """One of several people for whom something is sought: women, men, children or "", and a size."""

    person: str = ""
    sizes: tuple[str, ...] = ()


class Constraints(msgspec.Struct, frozen=True, kw_only=True):
    """What a shopper asked of a product. Prices in the shop's currency; empty means "no matter".

    ``wanted`` and ``unwanted`` map an attribute's name to a condition (products/conditions.py): "yes", "no",
    "<= 2 kg", "36 l .. 44 l", or words that the value holds; a product need not have an unwanted attribute.
    ``kinds`` are nouns of titles and tags ("rain jacket"), ``having`` and ``without`` words that must or must
    not stand in title, tags or a material. ``unwanted_kinds`` are nouns that must not name the product,
    ``dismissed`` ids that the shopper has refused. ``person`` is women, men, children or ""; ``wearers`` are
    several people, each with an own size, in place of ``person`` and ``sizes``. ``together``: the price is
    that of one of each kind in total. ``reduced``: only what costs
    less than before; ``popular``: what is bought most first, which a recommender knows. ``sort`` is "price",
    "-price", an attribute ("Weight", lowest first), its opposite ("-Volume"), or ``NEWEST``. ``asked`` are
    the attributes that the shopper was asked about. ``text`` is what is left for semantic search.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    colours: tuple[str, ...] = ()
    unwanted_colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    unwanted_brands: tuple[str, ...] = ()
    person: str = ""
    having: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    wanted: dict[str, str] = {}
    unwanted: dict[str, str] = {}
    unwanted_kinds: tuple[str, ...] = ()
    unwanted_categories: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    wearers: tuple[Wearer, ...] = ()
    together: bool = False
    reduced: bool = False
    popular: bool = False
    sort: str = ""
    asked: tuple[str, ...] = ()


class ProductHit(msgspec.Struct, frozen=True, kw_only=True):
    """A product for a wish. ``variant`` fits size, colour and price and is in stock; ``reasons`` are
    true of the product, best first."""

    product: Product
    variant: Variant
    score: float
    reasons: tuple[str, ...] = ()
