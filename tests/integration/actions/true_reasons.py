"""Whether a reason is true of its product, told from the raw data: independent of the code under test."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from retrieval.products.prices import meant_price
from retrieval.recommend.port import Basket, Deed
from retrieval.types import Constraints, Product, ProductHit, Variant

MONTH = 30 * 86_400
LOOKED = {"view", "click", "add_to_cart", "purchase"}


@dataclass
class World:
    """All that reasons may rest on. ``met`` are the products that each shopper of the learned events met;
    ``named`` the product that a name means; ``vectors`` (n, d) of the catalogue's texts."""

    products: Sequence[Product]
    baskets: Sequence[Basket]
    met: Sequence[frozenset[str]]
    named: Callable[[str], str]
    vectors: npt.NDArray[np.float32]
    now: float
    place: dict[str, int] = field(default_factory=dict)
    owner: dict[str, Product] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {product.product_id: n for n, product in enumerate(self.products)}
        self.owner = {v.variant_id: p for p in self.products for v in p.variants}
        self.orders = [{self.owner[v].product_id for v in basket.variant_ids} for basket in self.baskets]

    def near(self, one: str, other: str) -> float:
        return float(self.vectors[self.place[one]] @ self.vectors[self.place[other]])

    def level(self, product_id: str) -> float:
        """Where its price stands among those of its category, 0 to 1."""
        product = self.products[self.place[product_id]]
        prices = [p.price for p in self.products if p.category == product.category]
        below = sum(price < product.price for price in prices)
        same = sum(price == product.price for price in prices)
        return (below + same / 2) / len(prices)


def assert_true(
    world: World, hit: ProductHit, asked: Constraints, did: Sequence[Deed], among: Sequence[ProductHit] = ()
) -> None:
    """Every reason of a hit, for what was ``asked`` by somebody who ``did`` this; ``among`` is the list."""
    for reason in hit.reasons:
        found = [
            (match.groups(), check) for pattern, check in CHECKS if (match := re.fullmatch(pattern, reason))
        ]
        assert found, f"nothing is known of the reason {reason!r}"
        assert any(check(world, hit, groups, asked, did, among) for groups, check in found), reason


Groups = Sequence[str]
Check = Callable[[World, ProductHit, Groups, Constraints, Sequence[Deed], Sequence[ProductHit]], bool]


def _money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _looked(did: Sequence[Deed], product_id: str) -> bool:
    return any(one.product_id == product_id and one.kind in LOOKED for one in did)


def _budget(w: World, hit: ProductHit, g: Groups, a: Constraints, d: object, n: object) -> bool:
    budget = meant_price(a.price_min, a.price_max) or a.price_max
    return budget is not None and budget - hit.variant.price == _money(g[0])


def _reduced(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    before = hit.variant.compare_at_price
    return before is not None and before == _money(g[0]) and before > hit.variant.price


def _together(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    other, count = w.named(g[1]), int(g[2])
    both = sum({other, hit.product.product_id} <= order for order in w.orders)
    return both == count >= (3 if g[0] == "Often bought" else 2)


def _beside(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    own = hit.product.product_id
    return int(g[0]) == sum(
        1
        for order in w.orders
        if own in order
        for other in order
        if other != own and w.products[w.place[other]].category == g[1] != hit.product.category
    )


def _orders(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    return sum(hit.product.product_id in order for order in w.orders) == int(g[0]) > 0


def _season(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    return int(g[0]) == sum(
        hit.product.product_id in order and w.now - basket.time <= MONTH
        for order, basket in zip(w.orders, w.baskets, strict=True)
    )


def _similar(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    return w.near(w.named(g[0]), hit.product.product_id) >= 0.349


def _similar_to_own(w: World, hit: ProductHit, g: Groups, a: object, d: Sequence[Deed], n: object) -> bool:
    other = w.named(g[0])
    kinds = {"purchase"} if g[1] == "bought" else LOOKED
    mine = any(one.product_id == other and one.kind in kinds for one in d)
    return mine and w.near(other, hit.product.product_id) >= 0.349


def _others(w: World, hit: ProductHit, g: Groups, a: object, d: Sequence[Deed], n: object) -> bool:
    other = w.named(g[1])
    both = sum({other, hit.product.product_id} <= met for met in w.met)
    return _looked(d, other) and both == int(g[0]) >= 3


def _counted(w: World, hit: ProductHit, g: Groups, a: object, d: Sequence[Deed], n: object) -> bool:
    looked = {one.product_id for one in d if one.kind in LOOKED and one.product_id in w.place}
    seen = [w.products[w.place[product_id]] for product_id in looked]
    if g[1] == "by":
        return hit.product.brand == g[2] and int(g[0]) == sum(p.brand == g[2] for p in seen) >= 2
    return hit.product.category == g[2] and int(g[0]) == sum(p.category == g[2] for p in seen) >= 2


def _priced(w: World, hit: ProductHit, g: Groups, a: object, d: Sequence[Deed], n: object) -> bool:
    own = w.level(hit.product.product_id)
    looked = {one.product_id for one in d if one.kind in LOOKED and one.product_id in w.place}
    near = [abs(w.level(product_id) - own) <= 0.201 for product_id in looked]
    return len(near) > 2 and sum(near) * 2 > len(near)


def _attribute(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    return hit.product.attributes.get(g[0], "").casefold().startswith(g[1].casefold())


def _asked(w: World, hit: ProductHit, g: Groups, a: Constraints, d: object, n: object) -> bool:
    value = hit.product.attributes.get(g[0], "")
    return g[0] in a.wanted and value.casefold().startswith("yes")


def _first(w: World, hit: ProductHit, g: Groups, a: object, d: object, among: Sequence[ProductHit]) -> bool:
    return bool(among) and among[0].product.product_id == hit.product.product_id


def _extreme(w: World, hit: ProductHit, g: Groups, a: object, d: object, among: Sequence[ProductHit]) -> bool:
    return _attribute(w, hit, g, a, d, among) and _first(w, hit, g, a, d, among)


def _colour(w: World, hit: ProductHit, g: Groups, a: Constraints, d: object, n: object) -> bool:
    return hit.variant.colour == g[0] and g[0] in a.colours


def _size(w: World, hit: ProductHit, g: Groups, a: Constraints, d: object, n: object) -> bool:
    own: Variant = hit.variant
    return own.size == g[0] and own.stock > 0


def _with(w: World, hit: ProductHit, g: Groups, a: Constraints, d: object, n: object) -> bool:
    text = " ".join((hit.product.title, *hit.product.tags, *hit.product.attributes.values())).casefold()
    return g[0] in a.having and g[0].casefold() in text


def _in_stock(w: World, hit: ProductHit, g: Groups, a: object, d: object, n: object) -> bool:
    return hit.variant.stock > 0


CHECKS: tuple[tuple[str, Check], ...] = (
    (r"([\d.,]+) EUR under your budget", _budget),
    (r"Reduced from ([\d.,]+) EUR", _reduced),
    (r"(Often bought|Bought) with the (.+): (\d+) orders", _together),
    (r"In (\d+) orders with (.+)", _beside),
    (r"In (\d+) past orders", _orders),
    (r"Popular this season: in (\d+) orders of the last 30 days", _season),
    (r"Similar to the (.+) that you (looked at|bought)", _similar_to_own),
    (r"Similar to the (.+)", _similar),
    (r"(\d+) shoppers who looked at the (.+) looked at this too", _others),
    (r"You looked at (\d+) products (by|in) (.+)", _counted),
    (r"In the price range that you mostly look at", _priced),
    (r"The cheapest that fits|Our best in this choice by price", _first),
    (r"(.+): (.+), the (?:lowest|highest) here", _extreme),
    (r"(.+?)(?: \(.*\))?, as you asked", _asked),
    (r"In (.+)", _colour),
    (r"Size (.+) in stock", _size),
    (r"With (.+)", _with),
    (r"([^:]+): (.+)", _attribute),
    (r"In stock", _in_stock),
)
"""Shapes of reasons, and what makes each true."""
