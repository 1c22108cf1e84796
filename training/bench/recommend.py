"""Measures suggestions at a size: products for a wish and for a moment, beside ``implicit`` alone.

A row that takes any recommender is one line of ``RECOMMENDERS``.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Generic, Protocol, TypeVar

import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.models import open_encoder
from bot.settings import load_settings
from retrieval.encode import Encoder, Vectors
from retrieval.products.index import write_vectors
from retrieval.products.products import Products
from retrieval.products.rule_book import RuleBook
from retrieval.products.search import SearchResult
from retrieval.products.updates import Update
from retrieval.recommend.hybrid import FOR_YOU
from retrieval.recommend.port import Basket, Recommendations, RecommendContext, Recommender
from retrieval.recommend.simple import SimpleRecommender
from retrieval.types import Constraints, ProductHit
from training.bench import made_shop
from training.bench.learned import ORDERS, learned_recommender
from training.bench.raw_shop import RawShop

K, WARM_UP = 10, 20
CHANGE_EVERY, CHANGED = 50, 20
"""After so many requests, prices and stock of so many variants change."""
SPREAD = 0.6
"""Length of the random part of a product's vector, beside 1 for that of its kind and use."""
LIVE_RUNS = 5
PATIENCE = 10.0
"""Seconds after which a rule is said never to have come."""
FACTORS, ROUNDS = 64, 5


class Shown(Protocol):
    """What was found."""

    @property
    def hits(self) -> tuple[ProductHit, ...]:
        """Products, best first."""


Asked = TypeVar("Asked")
Given = TypeVar("Given")
Found = TypeVar("Found", bound=Shown)
Progress = Callable[[str, int, int], None]
Make = Callable[[Products, Sequence[Basket], Encoder], Recommender]
SOURCES = ("bought_together", "similar", "popular")


def _by_figures(products: Products, baskets: Sequence[Basket], _: Encoder) -> Recommender:
    return SimpleRecommender(products, baskets)


RECOMMENDERS: Mapping[str, tuple[Make, tuple[str, ...]]] = {
    "recommend": (_by_figures, SOURCES),
    **{source: (_by_figures, (source,)) for source in SOURCES},
    "learned": (learned_recommender, (FOR_YOU,)),
}
"""By row, how its recommender is made, and the sources that it is asked for."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds for ten suggestions, one request after the other, and of processor time, which other work
    on the machine hardly changes; how many were found on average; how many were shown that are not to be had,
    None where a way knows of no stock."""

    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    found: float
    unavailable_shown: int | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``memory_mb``: what the products and the recommender by figures take, ``load_s`` to read the catalogue;
    ``rule_live_s`` and ``stock_live_s``: the longest from writing rules.yml, or telling of a stock of 0, to
    suggestions that obey."""

    products: int
    variants: int
    rules: int
    requests: int
    cores: int
    memory_mb: float
    load_s: float
    rule_live_s: float
    stock_live_s: float
    unavailable_shown: int
    rows: dict[str, Measured]


def bench_recommend(state: Path, *, products: int, rules: int, requests: int, progress: Progress) -> Report:
    """Ten suggestions with rules and reasons over ``products`` made on the spot; the encoder is that of the
    installation.

    Raises: ModelUnavailable.
    """
    encoder = open_encoder(load_settings(state))
    with tempfile.TemporaryDirectory(prefix="shopclerk-") as folder:
        progress("Making the shop", 0, 1)
        bench = _Bench(Path(folder), encoder, products, rules, progress)
        rows = {
            "search": bench.searched(made_shop.made_wishes(bench.made, requests)),
            "search from words": bench.asked(made_shop.made_texts(bench.made, requests)),
        }
        contexts = made_shop.made_contexts(bench.made, requests)
        for name, (make, sources) in RECOMMENDERS.items():
            rows[name] = bench.recommended(name, make, sources, contexts)
        progress("implicit", 0, 1)
        rows["implicit"] = bench.implicit_alone(requests)
        progress("Changing rules", 0, 1)
        return Report(
            products=products, variants=len(bench.raw.stock), rules=rules, requests=requests,
            cores=len(os.sched_getaffinity(0)), memory_mb=round(bench.memory_mb, 1),
            load_s=round(bench.load_s, 1), rule_live_s=round(bench.rule_live(), 2),
            stock_live_s=round(bench.stock_live(), 2), rows=rows,
            unavailable_shown=sum(row.unavailable_shown or 0 for row in rows.values()),
        )  # fmt: skip


class _Bench:
    """A made shop with its products, as a server would hold them."""

    def __init__(self, folder: Path, encoder: Encoder, size: int, rules: int, progress: Progress) -> None:
        self.made = list(made_shop.made_products(size))
        every = [one.product for one in self.made]
        self._baskets = made_shop.made_baskets(every, max(size, ORDERS))
        self._encoder = encoder
        self.raw = RawShop(every)
        self._rules, self._tell, self._dice = folder / "rules.yml", progress, random.Random(made_shop.SEED)
        self._entries = made_shop.made_rules(every, rules)
        made_shop.write_catalogue(folder / "catalogue.csv", every)
        made_shop.write_margins(folder / "margins.csv", every)
        made_shop.write_rules(self._rules, self._entries)
        self.raw.block(self._entries)
        progress("Encoding kinds", 0, 1)
        vectors = _vectors(self.made, encoder)
        write_vectors(folder / "index", every, vectors, encoder, made_shop.CURRENCY)
        progress("Reading the catalogue", 0, 1)
        before, started = _megabytes(), perf_counter()
        self.products = Products(folder / "catalogue.csv", folder / "index", encoder, RuleBook(self._rules))
        self.products.load()
        self.load_s = perf_counter() - started
        self._recommenders: dict[Make, Recommender] = {
            _by_figures: _by_figures(self.products, self._baskets, encoder)
        }
        self.memory_mb = _megabytes() - before

    def searched(self, wishes: Sequence[Constraints]) -> Measured:
        """``Products.search`` for wishes."""
        return self._searched("Wishes", wishes, lambda wish: wish)

    def asked(self, texts: Sequence[str]) -> Measured:
        """The same from words, with all that a turn reads in them."""

        def read(text: str) -> Constraints:
            self.products.named(text)
            self.products.named_alone(text)
            self.products.cues(text)
            return self.products.wish(text)

        return self._searched("Words", texts, read)

    def recommended(
        self, name: str, make: Make, sources: Sequence[str], contexts: Sequence[RecommendContext]
    ) -> Measured:
        """A recommender, asked for these sources."""
        if make not in self._recommenders:
            self._tell(f"Learning for {name}", 0, 1)
            self._recommenders[make] = make(self.products, self._baskets, self._encoder)
        recommender = self._recommenders[make]

        def wrong(found: Recommendations, context: RecommendContext) -> int:
            taken = {*context.cart, *context.shown}
            bare = sum(not hit.reasons for hit in found.hits)
            return bare + self.raw.unavailable(found.hits, context.wish, taken=taken)

        return self._measured(
            name, contexts, lambda context: recommender.recommend(context, K, sources=sources), wrong
        )

    def implicit_alone(self, requests: int) -> Measured:
        """``recommend`` of implicit's ALS for shoppers with orders, on the same items: no stock, wish, rule
        or reason; one thread, as the rows above."""
        from implicit.als import AlternatingLeastSquares

        owner = {v.variant_id: n for n, one in enumerate(self.made) for v in one.product.variants}
        shoppers: dict[str, int] = {}
        pairs = [
            (shoppers.setdefault(basket.shopper, len(shoppers)), owner[variant])
            for basket in self._baskets
            for variant in basket.variant_ids
        ]
        users, items = np.asarray(pairs).T
        bought = csr_matrix(
            (np.ones(len(pairs), np.float32), (users, items)), (len(shoppers), len(self.made))
        )
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(FACTORS, iterations=ROUNDS, random_state=made_shop.SEED)
            model.fit(bought, show_progress=False)
            asked = random.Random(made_shop.SEED).choices(range(len(shoppers)), k=requests)
            timed = _Timed(asked, lambda user: model.recommend(user, bought[user], N=K))
            found = [len(ids) for ids, _ in timed]
        return _figures(timed.milliseconds, found, None)

    def rule_live(self) -> float:
        """The longest of some changes, seconds from writing rules.yml until what it blocks is gone from
        suggestions and from search."""
        recommender = self._recommenders[_by_figures]
        slowest = 0.0
        for _ in range(LIVE_RUNS):
            shown = recommender.recommend(RecommendContext(), K).hits[0].product.product_id
            self._entries.append({"block": {"products": [shown]}})
            made_shop.write_rules(self._rules, self._entries)
            seconds = _until(lambda shown=shown: not _has(recommender, shown))  # type: ignore[misc]
            slowest = max(slowest, seconds)
        self.raw.block(self._entries)
        return slowest

    def stock_live(self) -> float:
        """The same of stock: from the call that tells of the last piece sold until the product is gone."""
        recommender = self._recommenders[_by_figures]
        slowest = 0.0
        for _ in range(LIVE_RUNS):
            shown = recommender.recommend(RecommendContext(), K).hits[0].product
            sold = [(variant.variant_id, None, 0) for variant in shown.variants]
            started = perf_counter()
            self._change(sold)
            _until(lambda shown=shown: not _has(recommender, shown.product_id))  # type: ignore[misc]
            slowest = max(slowest, perf_counter() - started)
        return slowest

    def _searched(
        self, name: str, asked: Sequence[Asked], wish_of: Callable[[Asked], Constraints]
    ) -> Measured:
        def wrong(found: SearchResult, _: Asked) -> int:
            return self.raw.unavailable(found.hits, found.wish, {step.field for step in found.relaxed})

        return self._measured(name, asked, lambda one: self.products.search(wish_of(one), K), wrong)

    def _measured(
        self,
        name: str,
        asked: Sequence[Asked],
        ask: Callable[[Asked], Found],
        wrong: Callable[[Found, Asked], int],
    ) -> Measured:
        """Ask one after the other, while prices and stock change between the requests."""
        timed = _Timed(asked, ask)
        unavailable, found = 0, []
        with threadpool_limits(1, "blas"):
            for number, answer in enumerate(timed):
                unavailable += wrong(answer, asked[number])
                found.append(len(answer.hits))
                if number % CHANGE_EVERY == CHANGE_EVERY - 1:
                    self._change(self._drawn())
                self._tell(name, number + 1, len(asked))
        return _figures(timed.milliseconds, found, unavailable)

    def _drawn(self) -> list[tuple[str, Decimal | None, int]]:
        variants = self._dice.choices(list(self.raw.stock), k=CHANGED)
        return [
            (variant, self.raw.price[variant] + self._dice.choice((-1, 0, 2)), self._dice.choice((0, 0, 5)))
            for variant in variants
        ]

    def _change(self, changes: Sequence[tuple[str, Decimal | None, int]]) -> None:
        """Other prices, None for the same, and stock of variants."""
        updates = [Update(variant_id=variant, price=price, stock=stock) for variant, price, stock in changes]
        self.products.update([msgspec.json.encode(one) for one in updates], currency=made_shop.CURRENCY)
        for variant, price, stock in changes:
            self.raw.stock[variant] = stock
            self.raw.price[variant] = self.raw.price[variant] if price is None else price


class _Timed(Generic[Asked, Given]):
    """Asks one after the other, some at first to warm up, and keeps the milliseconds of each, and
    those of processor time."""

    def __init__(self, asked: Sequence[Asked], ask: Callable[[Asked], Given]) -> None:
        self._asked, self._ask = asked, ask
        self.milliseconds: list[tuple[float, float]] = []

    def __iter__(self) -> Iterator[Given]:
        for one in self._asked[:WARM_UP]:
            self._ask(one)
        for one in self._asked:
            started, processed = perf_counter(), process_time()
            answer = self._ask(one)
            seconds = perf_counter() - started, process_time() - processed
            self.milliseconds.append((seconds[0] * 1000, seconds[1] * 1000))
            yield answer


def _vectors(made: Sequence[made_shop.MadeProduct], encoder: Encoder) -> Vectors:
    """Unit vectors, shape (n, d): that of the product's kind and use, and a random part."""
    texts = {made_shop.meaning_of(one.kind, one.use): None for one in made}
    rows = {text: row for row, text in enumerate(texts)}
    real = encoder.encode(list(texts))
    vectors = np.random.default_rng(made_shop.SEED).standard_normal((len(made), real.shape[1]), np.float32)
    vectors *= SPREAD / np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors += real[[rows[made_shop.meaning_of(one.kind, one.use)] for one in made]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _has(recommender: Recommender, product_id: str) -> bool:
    found = recommender.recommend(RecommendContext(), K)
    return any(hit.product.product_id == product_id for hit in found.hits)


def _until(holds: Callable[[], bool]) -> float:
    """Seconds until something holds, at most ``PATIENCE``."""
    started = perf_counter()
    while not holds() and perf_counter() - started < PATIENCE:
        sleep(0.005)
    return perf_counter() - started


def _figures(
    milliseconds: Sequence[tuple[float, float]], found: Sequence[int], unavailable: int | None
) -> Measured:
    (p50, cpu_p50), (p95, cpu_p95) = np.percentile(milliseconds, [50, 95], axis=0).round(2).tolist()
    return Measured(
        p50_ms=p50, p95_ms=p95, cpu_p50_ms=cpu_p50, cpu_p95_ms=cpu_p95,
        found=round(float(np.mean(found)), 1), unavailable_shown=unavailable,
    )  # fmt: skip


def _megabytes() -> float:
    """Of this process, as the system counts them."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
