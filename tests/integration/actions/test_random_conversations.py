"""10,000 random conversations under rules, prices and stock that change between their turns: on no path is
anything shown that is sold out, hidden, blocked or beyond the budget, and each reason is true."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from learned_shop import drawn_deeds, learned_model
from test_never_unavailable import check, draw_rules, shuffled, wishes
from true_reasons import World, assert_true

from retrieval.encode import Encoder, load_encoder
from retrieval.products.products import Products, build_products
from retrieval.products.rule_book import RuleBook
from retrieval.products.search import SearchResult
from retrieval.recommend.asking import answered, best_question, known
from retrieval.recommend.hybrid import FOR_YOU, HybridRecommender
from retrieval.recommend.port import Basket, Deed, RecommendContext
from retrieval.recommend.simple import SOURCES, SimpleRecommender
from retrieval.types import Constraints, ProductHit

pytestmark = pytest.mark.slow
SHOPS, CONVERSATIONS = 5, 2000
NOW = 1.7e9 + 200 * 86_400
SAID = (
    "cheaper", "something lighter", "not black", "in blue", "under 100 euros", "a bit dearer", "for women",
    "no leather", "waterproof", "like the second but in green", "size 42", "for my father, size L",
    "anything else?", "not that brand", "the first one but cheaper", "up to 300",
)  # fmt: skip


class Shop:
    """A shop whose rules, prices and stock change, with both recommenders over it."""

    def __init__(self, seed: int, demo: Path, folder: Path, encoder: Encoder) -> None:
        self.dice, self.folder = random.Random(seed), folder
        file = folder / "catalogue.csv"
        shuffled(demo / "catalogue.csv", file, self.dice)
        build_products(file, folder / "index", encoder, currency="EUR")
        book = RuleBook(folder / "rules.yml", clock=count().__next__)
        self.products = Products(file, folder / "index", encoder, book, updates=folder / "updates.jsonl")
        self.products.load()
        self.all = self.products.shelf.written.products
        variants = [v.variant_id for p in self.all for v in p.variants]
        self.variants = variants
        baskets = [
            Basket(variant_ids=tuple(self.dice.sample(variants[:200], 3)), time=NOW - number * 86_400 / 4)
            for number in range(400)
        ]
        model, met = learned_model(self.products, encoder, seed)
        self.simple = SimpleRecommender(self.products, baskets, clock=lambda: NOW)
        self.hybrid = HybridRecommender(
            self.products, self.simple, model, encoder, model_id="r", clock=lambda: NOW
        )
        names = {self.products.short_name(product): product.product_id for product in self.all}
        self.world = World(self.all, baskets, met, names.__getitem__, self.products.shelf.search.vectors, NOW)
        self.blocked: set[str] = set()
        self.changes = 0

    def change(self) -> None:
        """Other rules, or other prices and stock."""
        self.changes += 1
        if self.dice.random() < 0.5:
            self.blocked = draw_rules(self.folder / "rules.yml", self.all, self.dice, self.changes)
        else:
            changed = [
                {"variant_id": one, "stock": self.dice.choice((0, 0, 3)), "price": self._price(one)}
                for one in self.dice.sample(self.variants, 10)
            ]
            self.products.update([json.dumps(one).encode() for one in changed], currency="EUR")

    def _price(self, variant_id: str) -> str:
        found = self.products.variant(variant_id)
        assert found is not None
        return f"{found[1].price * Decimal(self.dice.choice(('0.8', '1.0', '1.25'))):.2f}"


@pytest.fixture(scope="module")
def encoder(prepared_demo: Path) -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", prepared_demo / "var" / "models", "cpu")


class Turn(NamedTuple):
    """What a turn shows, for which wish; what of it was given up, and what must not be shown again."""

    hits: Sequence[ProductHit]
    asked: Constraints
    given_up: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


def turns(shop: Shop, wish: Constraints, deeds: Sequence[Deed]) -> Iterator[Turn]:
    """A conversation: a wish, then critiques, answers, more of the same, or advice."""
    found = shop.products.search(wish, 3)
    yield _searched(found)
    shown = [hit.product.product_id for hit in found.hits]
    for _ in range(shop.dice.randint(0, 2)):
        path = shop.dice.random()
        if path < 0.3:
            turn = _refined(shop, wish, shown)
        elif path < 0.4:
            turn = _answered(shop, wish)
        elif path < 0.5:
            turn = _searched(shop.products.search(wish, 3, exclude=shown), shown)
        else:
            turn = _advised(shop, wish, shown, deeds, learned=path < 0.8)
        yield turn
        wish = turn.asked
        shown += [hit.product.product_id for hit in turn.hits]


def _searched(found: SearchResult, taken: Sequence[str] = ()) -> Turn:
    return Turn(found.hits, found.wish, frozenset(step.field for step in found.relaxed), frozenset(taken))


def _refined(shop: Shop, wish: Constraints, shown: Sequence[str]) -> Turn:
    refined = shop.products.refine(shop.dice.choice(SAID), wish, shown)
    if refined.bounded:
        narrower = refined.bounded[0]
        return _searched(
            shop.products.search(narrower, 3, exclude=shown, relax=False, asked=refined.wish), shown
        )
    return _searched(shop.products.search(refined.wish, 3))


def _answered(shop: Shop, wish: Constraints) -> Turn:
    """An answer to the question that tells most; "no matter" one time in five."""
    hits = shop.products.search(wish, 30, relax=False).hits
    question = best_question([hit.product for hit in hits], asked=known(wish))
    if question is not None and shop.dice.random() < 0.8:
        wish = answered(wish, question.about, shop.dice.choice(question.choices).condition)
    return _searched(shop.products.search(wish, 3))


def _advised(
    shop: Shop, wish: Constraints, shown: Sequence[str], deeds: Sequence[Deed], *, learned: bool
) -> Turn:
    cart = tuple(one.product_id for one in deeds if one.kind == "add_to_cart")
    context = RecommendContext(shopper="s", did=tuple(deeds), shown=tuple(shown), wish=wish, cart=cart)
    sources = (FOR_YOU, *SOURCES) if learned else tuple(shop.dice.sample(SOURCES, 2))
    hits = shop.hybrid.recommend(context, 4, sources=sources).hits
    last = {one.product_id: one.kind for one in deeds}
    refused = {one for one, kind in last.items() if kind == "dismiss"} if learned else set()
    return Turn(hits, wish, taken=frozenset({*shown, *cart, *refused}))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(SHOPS))
def test_only_what_may_be_shown_is_shown_and_for_true_reasons(
    seed: int, prepared_demo: Path, tmp_path: Path, encoder: Encoder
) -> None:
    shop = Shop(seed, prepared_demo, tmp_path, encoder)
    lists = told = 0
    for wish in wishes(shop.products, shop.dice, CONVERSATIONS):
        deeds = [Deed(*one) for one in drawn_deeds(shop.all, shop.dice, NOW)]
        for turn in turns(shop, wish, deeds):
            ids = [hit.product.product_id for hit in turn.hits]
            assert len(ids) == len(set(ids))
            assert not turn.taken & set(ids)
            assert not shop.blocked & set(ids)
            for hit in turn.hits:
                now = shop.products.variant(hit.variant.variant_id)
                assert now is not None
                assert now[1] == hit.variant, "price and stock are those of now"
                check(hit, turn.asked, set(turn.given_up))
                assert_true(shop.world, hit, turn.asked, deeds, turn.hits)
                told += len(hit.reasons)
            lists += bool(turn.hits)
            if shop.dice.random() < 0.2:
                shop.change()
    assert lists > CONVERSATIONS / 2
    assert told > CONVERSATIONS
