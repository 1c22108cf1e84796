"""What the client of the recommender does when the process is gone, late, stale or talks nonsense."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from recommender_server import KEY, RecommenderServer

from retrieval.errors import RecommenderUnavailable
from retrieval.recommend.port import Deed, Recommendations, RecommendContext
from retrieval.recommend.remote import RemoteRecommender
from retrieval.recommend.wire import PATH
from retrieval.types import Constraints, Product, ProductHit, Variant


def product(product_id: str, stock: int = 3, price: str = "10") -> Product:
    variants = (
        Variant(variant_id=f"{product_id}-A", price=Decimal(price), stock=stock),
        Variant(variant_id=f"{product_id}-B", price=Decimal(price) + 5, stock=stock),
    )
    return Product(
        product_id=product_id, title=product_id, category="tents", brand="Halde", description="",
        currency="EUR", variants=variants,
    )  # fmt: skip


class Shelf:
    """The catalogue of who asks."""

    def __init__(self, *products: Product) -> None:
        self.products = {one.product_id: one for one in products}

    def refresh(self) -> bool:
        return False

    def get(self, product_id: str) -> Product | None:
        return self.products.get(product_id)


class Fixed:
    """Recommends the same products to everybody, and remembers what it was asked."""

    def __init__(self, *products: Product) -> None:
        self.hits = tuple(
            ProductHit(product=one, variant=one.variants[1], score=0.5, reasons=("It suits you",))
            for one in products
        )
        self.asked: list[tuple[RecommendContext, int, Sequence[str]]] = []

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = ()
    ) -> Recommendations:
        self.asked.append((context, k, sources))
        chances = tuple(0.1 * place for place in range(1, len(self.hits) + 1))
        return Recommendations(hits=self.hits, source="for_you", model="r1", propensities=chances)


@pytest.fixture
def fixed() -> Fixed:
    return Fixed(*(product(name) for name in "ABCDE"))


@pytest.fixture
def url(fixed: Fixed) -> Iterator[str]:
    with RecommenderServer(fixed) as server:
        yield server.url


def test_everything_goes_over_the_wire_as_it_is(fixed: Fixed, url: str) -> None:
    context = RecommendContext(
        shopper="p_ö 1", did=(Deed("A", "view", 1.5),), viewed=("A",), shown=("X",), cart=("Y",),
        wish=Constraints(price_max=Decimal("99.90"), wanted={"Weight": "<= 2 kg"}, dismissed=("Z",)),
    )  # fmt: skip
    shelf = Shelf(*(hit.product for hit in fixed.hits))
    found = RemoteRecommender(url, KEY, shelf).recommend(replace(context, wish=Constraints()), 5)
    assert found == fixed.recommend(context, 5)
    RemoteRecommender(url, KEY, shelf).recommend(context, 7, sources=["similar"])
    assert fixed.asked[-1] == (context, 7, ("similar",))


def test_a_stale_process_cannot_show_what_is_gone(fixed: Fixed, url: str) -> None:
    """A has gone, B is sold out, C is beyond the budget by now, and its second variant; D was just shown."""
    shelf = Shelf(product("B", stock=0), product("C", price="19"), product("D"), product("E", price="15"))
    context = RecommendContext(shown=("D",), wish=Constraints(price_max=Decimal(18)))
    found = RemoteRecommender(url, KEY, shelf).recommend(context, 5)
    (hit,) = found.hits
    assert (hit.product.product_id, hit.variant.variant_id) == ("E", "E-A")
    assert found.propensities == (pytest.approx(0.5),)
    assert RemoteRecommender(url, KEY, Shelf()).recommend(context, 5).source == ""


def test_who_has_another_key_is_refused(url: str) -> None:
    with pytest.raises(RecommenderUnavailable, match="401"):
        RemoteRecommender(url, "another key", Shelf()).recommend(RecommendContext())


def test_a_process_that_is_gone_is_told_at_once(fixed: Fixed) -> None:
    with RecommenderServer(fixed) as server:
        remote = RemoteRecommender(server.url, KEY, Shelf(), seconds=5)
        remote.recommend(RecommendContext())
    for _ in range(3):
        started = time.perf_counter()
        with pytest.raises(RecommenderUnavailable):
            remote.recommend(RecommendContext())
        assert time.perf_counter() - started < 1


class Odd(ThreadingHTTPServer):
    """Answers ``body`` with ``status`` after ``seconds``, and counts."""

    def __init__(self, status: int, body: bytes, seconds: float = 0.0) -> None:
        self.status, self.body, self.seconds = status, body, seconds
        self.paths: list[str] = []
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: Odd

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: Any) -> None:
        pass


HIT = {"product_id": "A", "variant_id": "A-A", "score": 1.0, "reasons": ["yes"]}
NONSENSE = [
    (200, b""),
    (200, b"{"),
    (200, b"\xff"),
    (200, b"[]"),
    (200, b'{"hits": [{"product_id": 1}]}'),
    (200, msgspec.json.encode({"hits": [HIT], "propensities": [0.5, 0.5]})),
    (302, b""),
    (500, b"{}"),
    (204, b""),
]


@pytest.mark.parametrize(("status", "body"), NONSENSE)
def test_nonsense_is_told_and_asked_for_once(status: int, body: bytes) -> None:
    with Odd(status, body) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        remote = RemoteRecommender(f"http://127.0.0.1:{server.server_port}/below/", KEY, Shelf())
        with pytest.raises(RecommenderUnavailable):
            remote.recommend(RecommendContext())
        remote.close()
        server.shutdown()
    assert server.paths == [f"/below{PATH}"]


def test_what_is_late_is_not_waited_for() -> None:
    with Odd(200, b'{"hits": []}', seconds=1.0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        remote = RemoteRecommender(f"http://127.0.0.1:{server.server_port}", KEY, Shelf(), seconds=0.2)
        started = time.perf_counter()
        with pytest.raises(RecommenderUnavailable):
            remote.recommend(RecommendContext())
        assert time.perf_counter() - started < 0.8
        remote.close()
        server.shutdown()
    assert len(server.paths) == 1


def test_a_product_without_a_reason_is_not_shown() -> None:
    told = {"hits": [{**HIT, "reasons": []}, {**HIT, "product_id": "B"}, {**HIT, "product_id": "B"}]}
    with Odd(200, msgspec.json.encode(told)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shelf = Shelf(product("A"), product("B"))
        remote = RemoteRecommender(f"http://127.0.0.1:{server.server_port}", KEY, shelf)
        found = remote.recommend(RecommendContext(), 5)
        remote.close()
        server.shutdown()
    assert [hit.product.product_id for hit in found.hits] == ["B"]
