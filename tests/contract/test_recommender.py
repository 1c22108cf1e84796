"""What every recommender keeps to, in this process and behind HTTP: one suite on each implementation."""

from __future__ import annotations

import csv
import itertools
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hashing import HashingEncoder
from learned_shop import learned_model
from recommender_server import KEY, RecommenderServer

from bot.shop.folder import FolderShop
from retrieval.products.index import build_products
from retrieval.products.products import Products
from retrieval.products.rule_book import RuleBook
from retrieval.recommend.hybrid import HybridRecommender
from retrieval.recommend.port import Deed, RecommendContext, Recommender
from retrieval.recommend.ranking.model import RankingModel
from retrieval.recommend.remote import RemoteRecommender
from retrieval.recommend.simple import SimpleRecommender
from retrieval.types import Constraints, ProductHit

DEMO = Path(__file__).parents[2] / "data" / "demo_shop"
TENT = "P0001"
ALL = ("bought_together", "similar", "popular")
Row = dict[str, str]


class Shop:
    """A catalogue on disk that the test changes, and what is true of it, read by other code than ours."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "catalogue.csv"
        with (DEMO / "catalogue.csv").open(encoding="utf-8", newline="") as file:
            self.rows: list[Row] = list(csv.DictReader(file))
        self.write()
        build_products(self.file, folder / "index", HashingEncoder(), currency="EUR")

    def open(self) -> Products:
        """A reading of its own, as every process has one."""
        book = RuleBook(self.folder / "rules.yml", clock=itertools.count().__next__)
        products = Products(self.file, self.folder / "index", HashingEncoder(), book)
        products.load()
        return products

    def write(self) -> None:
        temporary = self.folder / "new.csv"
        with temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]))
            writer.writeheader()
            writer.writerows(self.rows)
        temporary.replace(self.file)

    def shuffle(self, dice: random.Random) -> None:
        """Half of the stock gone, a fifth of the products hidden, prices moved."""
        for row in self.rows:
            row["stock"] = str(dice.choice((0, 0, 1, 2, 9)))
            row["price"] = f"{Decimal(row['price']) * dice.randint(5, 20) / 10:.2f}"
            if row["title"]:
                row["published"] = dice.choice(("yes", "yes", "yes", "yes", "no"))
        self.write()

    def sell_out(self, product_id: str) -> None:
        for row in self.rows:
            if row["product_id"] == product_id:
                row["stock"] = "0"
        self.write()

    def published(self) -> set[str]:
        return {row["product_id"] for row in self.rows if row["title"] and row["published"] == "yes"}

    def stock(self) -> dict[str, tuple[int, Decimal]]:
        return {row["variant_id"]: (int(row["stock"]), Decimal(row["price"])) for row in self.rows}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> RankingModel:
    """What is learned of the shop as it is before a test changes it."""
    return learned_model(Shop(tmp_path_factory.mktemp("learned")).open(), HashingEncoder())[0]


@pytest.fixture(params=["simple", "learned", "remote"])
def recommender(request: pytest.FixtureRequest, shop: Shop, tmp_path: Path) -> Iterator[Recommender]:
    baskets = FolderShop(DEMO / "shop", tmp_path / "orders").sales()
    assert len(baskets) > 50
    simple = SimpleRecommender(shop.open(), baskets)
    if request.param == "simple":
        yield simple
        return
    if request.param == "learned":
        products = shop.open()
        model = request.getfixturevalue("model")
        yield HybridRecommender(products, SimpleRecommender(products, baskets), model, HashingEncoder())
        return
    with RecommenderServer(simple) as server:
        remote = RemoteRecommender(server.url, KEY, shop.open(), seconds=10)
        yield remote
        remote.close()


def ids(hits: tuple[ProductHit, ...]) -> list[str]:
    return [hit.product.product_id for hit in hits]


def contexts(shop: Shop, dice: random.Random, count: int) -> Iterator[tuple[RecommendContext, int]]:
    everything = sorted({row["product_id"] for row in shop.rows})
    categories = sorted({row["category"] for row in shop.rows if row["category"]})
    for _ in range(count):
        some = dice.sample(everything, 12)
        low = Decimal(dice.randint(5, 100)) if dice.random() < 0.3 else None
        wish = Constraints(
            categories=(dice.choice(categories),) if dice.random() < 0.3 else (),
            price_min=low,
            price_max=(low or 0) + Decimal(dice.randint(20, 300)) if dice.random() < 0.7 else None,
            unwanted_colours=("black",) if dice.random() < 0.3 else (),
            dismissed=tuple(some[:2]),
        )
        did = tuple(Deed(one, dice.choice(("view", "click", "dismiss")), 1e9) for one in some[2:5])
        yield (
            RecommendContext(
                shopper=dice.choice(("", "v_1")), did=did, viewed=tuple(some[5:8]), wish=wish,
                shown=tuple(some[8:10]), cart=tuple(some[10:]),
            ),
            dice.randint(0, 12),
        )  # fmt: skip


def test_what_is_recommended_can_be_bought_and_is_what_was_asked(
    recommender: Recommender, shop: Shop
) -> None:
    dice, found_some = random.Random(1), 0
    for _ in range(3):
        shop.shuffle(dice)
        published, stock = shop.published(), shop.stock()
        for context, k in contexts(shop, dice, 40):
            found = recommender.recommend(context, k, sources=dice.sample(ALL, dice.randint(1, 3)))
            found_some += bool(found.hits)
            shown = ids(found.hits)
            assert len(shown) <= k
            assert len(set(shown)) == len(shown)
            assert not {*context.shown, *context.cart, *context.wish.dismissed} & set(shown)
            assert set(shown) <= published
            assert found.propensities == () or len(found.propensities) == len(shown)
            for hit in found.hits:
                pieces, price = stock[hit.variant.variant_id]
                assert hit.variant in hit.product.variants
                assert pieces > 0
                assert (price, pieces) == (hit.variant.price, hit.variant.stock)
                assert context.wish.price_max is None or price <= context.wish.price_max
                assert context.wish.price_min is None or price >= context.wish.price_min
                assert hit.variant.colour not in context.wish.unwanted_colours
                assert not context.wish.categories or hit.product.category in context.wish.categories
                assert hit.reasons
                assert all(hit.reasons)
    assert found_some > 60


def test_what_is_sold_out_is_gone_from_the_next_list(recommender: Recommender, shop: Shop) -> None:
    for _ in range(3):
        first = ids(recommender.recommend(RecommendContext(), 3, sources=("popular",)).hits)[0]
        shop.sell_out(first)
        assert first not in ids(recommender.recommend(RecommendContext(), 50, sources=("popular",)).hits)


def test_what_the_shop_blocks_is_not_recommended(recommender: Recommender, shop: Shop) -> None:
    first = ids(recommender.recommend(RecommendContext(), 3, sources=("popular",)).hits)[0]
    rules = shop.folder / "rules.yml"
    rules.write_text(f"- block: {{products: [{first}]}}\n")
    os.utime(rules, ns=(1, 2))
    assert first not in ids(recommender.recommend(RecommendContext(), 50, sources=("popular",)).hits)


def test_sources_fill_the_list_in_their_order(recommender: Recommender) -> None:
    context = RecommendContext(viewed=(TENT,), shown=(TENT,))
    similar = recommender.recommend(context, 2, sources=("similar",))
    popular = recommender.recommend(context, 2, sources=("popular",))
    assert (similar.source, popular.source) == ("similar", "popular")
    assert ids(similar.hits) != ids(popular.hits)
    backwards = recommender.recommend(context, 2, sources=("popular", "similar"))
    assert (backwards.source, ids(backwards.hits)) == ("popular", ids(popular.hits))
    together = ids(recommender.recommend(context, 40, sources=("bought_together",)).hits)
    filled = recommender.recommend(context, len(together) + 2, sources=("bought_together", "popular"))
    assert 0 < len(together) < 40
    assert ids(filled.hits)[: len(together)] == together
    assert len(filled.hits) == len(together) + 2


def test_a_source_that_it_does_not_have_costs_nothing(recommender: Recommender) -> None:
    context = RecommendContext(viewed=(TENT,), shown=(TENT,))
    found = recommender.recommend(context, 4, sources=("a source of tomorrow", "similar"))
    assert found == recommender.recommend(context, 4, sources=("similar",))
    assert found.hits
    assert recommender.recommend(context, 4, sources=("for_you", "popular")).hits


def test_where_nothing_fits_nothing_comes(recommender: Recommender) -> None:
    nothing = recommender.recommend(RecommendContext(wish=Constraints(price_max=Decimal("0.01"))), 5)
    assert (nothing.hits, nothing.source) == ((), "")
    unknown = RecommendContext(viewed=("P9999",))
    assert recommender.recommend(unknown, 5, sources=("bought_together", "similar")).hits == ()
    assert recommender.recommend(RecommendContext(), 0).hits == ()


def test_many_threads_get_the_lists_that_one_gets(recommender: Recommender, shop: Shop) -> None:
    asked = list(contexts(shop, random.Random(2), 24))
    alone = [recommender.recommend(context, k) for context, k in asked]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: recommender.recommend(one[0], one[1]), asked * 4))
    assert together == alone * 4
    assert any(found.hits for found in alone)
