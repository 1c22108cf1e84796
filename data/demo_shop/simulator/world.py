"""What every shopper meets: the products as numbers, the calendar, what is in stock.

Arrays run over products (n), activities (a) and months (12).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from .catalogue import Product, read_products

FIRST_DAY = date(2025, 5, 25)
LAST_DAY = date(2026, 11, 24)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
NEVER = 10_000
"""A day beyond the simulation."""

Floats = NDArray[np.float64]


def read_model() -> dict[str, Any]:
    """The parameters of model.yml."""
    text = (Path(__file__).parent / "model.yml").read_text(encoding="utf-8")
    model: dict[str, Any] = yaml.safe_load(text)
    return model


def day_of(time: datetime) -> int:
    """Days since FIRST_DAY."""
    return (time.date() - FIRST_DAY).days


@dataclass(frozen=True)
class Gap:
    """Days on which a variant is out of stock, the last one excluded."""

    start: int
    end: int


class World:
    """The shop as the shoppers see it; the same for the same generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.model = read_model()
        self.products: list[Product] = read_products()
        self.activities = list(self.model["activities"])
        self._rng = rng
        demand = self.model["demand"]
        self.popularity: Floats = rng.normal(0, demand["popularity"], len(self.products))  # (n,)
        self.from_day, self.to_day = self._on_sale_days()
        self.gaps = {v.variant_id: self._gaps(v.stock) for p in self.products for v in p.variants}

    # ------------------------------------------------------------- the products

    @cached_property
    def suits(self) -> Floats:
        """How well a product suits an activity, 0 to 1, shape (a, n)."""
        return np.array([[self._suit(a, p) for p in self.products] for a in self.activities])

    def _suit(self, activity: str, product: Product) -> float:
        wanted, suits = self.model["activities"][activity], self.model["suits"]
        purpose = product.attributes.get("Activity", "")
        if purpose in wanted["products"]:
            return float(suits["activity"])
        if set(product.tags) & set(wanted["tags"]):
            return float(suits["tag"])
        return float(suits["general"] if purpose in self.model["general"] else suits["neither"])

    @cached_property
    def price_rank(self) -> Floats:
        """Where the price stands among things of the same shelf (category, if few): 0 cheapest, 1 dearest."""
        return np.array([self._rank(product) for product in self.products])

    def _rank(self, product: Product) -> float:
        rivals = [p for p in self.products if p.shelf == product.shelf]
        if len(rivals) < 4:
            rivals = [p for p in self.products if p.category == product.category]
        below = sum(p.price < product.price for p in rivals)
        return below / max(1, len(rivals) - 1)

    @cached_property
    def months(self) -> Floats:
        """Weight of an activity in a month, mean 1, shape (a, 12)."""
        weights: Floats = np.array(
            [self.model["activities"][a]["months"] for a in self.activities], dtype=float
        )
        mean: Floats = weights.mean(axis=1, keepdims=True)
        return weights / mean

    @cached_property
    def season(self) -> Floats:
        """Log weight of a product in a month by its attribute "Season", shape (12, n)."""
        weights = np.zeros((12, len(self.products)))
        for n, product in enumerate(self.products):
            warm = {"winter": -1, "summer": 1}.get(product.attributes.get("Season", ""), 0)
            weights[:, n] = [0.55 * warm * np.cos((month - 6) * np.pi / 6) for month in range(12)]
        return weights

    @cached_property
    def category_weight(self) -> Floats:
        """Log weight of the category, shared by its products, shape (n,)."""
        sizes = {c: sum(p.category == c for p in self.products) for c in self.model["categories"]}
        return np.log(
            [self.model["categories"][p.category]["weight"] / sizes[p.category] for p in self.products]
        )

    @cached_property
    def used_up(self) -> NDArray[np.bool_]:
        """Bought again and again, shape (n,)."""
        words = self.model["used_up"]
        return np.array([any(word in p.title for word in words) for p in self.products])

    @cached_property
    def complements(self) -> list[NDArray[np.int_]]:
        """For each product the positions of what goes with it."""
        rules = [(re.compile(r["after"]), re.compile(r["wants"])) for r in self.model["complements"]]
        return [self._goes_with(product, rules) for product in self.products]

    def _goes_with(
        self, product: Product, rules: list[tuple[re.Pattern[str], re.Pattern[str]]]
    ) -> NDArray[np.int_]:
        wanted = [wants for after, wants in rules if after.search(product.title)]
        return np.array(
            [
                n
                for n, other in enumerate(self.products)
                if other.shelf != product.shelf and any(wants.search(other.title) for wants in wanted)
            ],
            dtype=int,
        )

    @cached_property
    def same_shelf(self) -> list[NDArray[np.int_]]:
        """For each product the positions of its shelf, its own included."""
        return self._groups([product.shelf for product in self.products])

    @cached_property
    def same_category(self) -> list[NDArray[np.int_]]:
        """For each product the positions of its category, its own included."""
        return self._groups([product.category for product in self.products])

    def _groups(self, names: Sequence[object]) -> list[NDArray[np.int_]]:
        members = {name: np.array([n for n, other in enumerate(names) if other == name]) for name in names}
        return [members[name] for name in names]

    @cached_property
    def gifts(self) -> Floats:
        """What Christmas adds to the utility, shape (n,)."""
        wanted = self.model["demand"]["christmas"]["categories"]
        return np.array([0.4 if product.category in wanted else 0.0 for product in self.products])

    @cached_property
    def position(self) -> dict[str, int]:
        """From product id to its place in the arrays."""
        return {product.product_id: n for n, product in enumerate(self.products)}

    @cached_property
    def reduced(self) -> NDArray[np.bool_]:
        """Has a higher old price, shape (n,)."""
        return np.array([product.reduced for product in self.products])

    # -------------------------------------------------------------- the calendar

    def _on_sale_days(self) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
        """First and last day of each product: a tenth is new, the unpublished ones have gone."""
        count = len(self.products)
        new = self._rng.random(count) < 0.10
        first = np.where(new, self._rng.integers(30, DAYS - 60, count), 0)
        gone = np.array([not product.published for product in self.products])
        return first, np.where(gone, DAYS - self._rng.integers(60, 200, count), NEVER)

    def offered(self, day: int) -> NDArray[np.bool_]:
        """Which products the shop shows on a day, shape (n,)."""
        return (self.from_day <= day) & (day < self.to_day)

    @cached_property
    def day_weights(self) -> Floats:
        """How many visits a day draws, before a shopper's own season, shape (DAYS,)."""
        demand = self.model["demand"]
        days = [FIRST_DAY + timedelta(days=d) for d in range(DAYS)]
        weights = np.array([demand["weekdays"][day.weekday()] for day in days], dtype=float)
        weights *= np.linspace(1.0, 1.4, DAYS)  # the shop grows
        for name in ("christmas", "black_week"):
            weights *= [demand[name]["sessions"] if in_period(day, demand[name]) else 1.0 for day in days]
        return weights

    # ----------------------------------------------------------------- the stock

    def _gaps(self, stock: int) -> list[Gap]:
        """When a variant was sold out: now and then, and up to the end if it is now."""
        share, mean = self.model["demand"]["sold_out"]
        starts = self._rng.integers(0, DAYS, self._rng.poisson(DAYS * share / mean))
        gaps = [Gap(int(s), int(s) + 3 + int(self._rng.exponential(mean))) for s in sorted(starts)]
        return [*gaps, Gap(DAYS - int(self._rng.integers(5, 45)), NEVER)] if stock == 0 else gaps

    def in_stock(self, variant_id: str, day: int) -> bool:
        """Whether a variant can be bought on a day."""
        return not any(gap.start <= day < gap.end for gap in self.gaps[variant_id])


def in_period(day: date, period: dict[str, Any]) -> bool:
    """Whether a day lies in a yearly period from "11-15" to "12-20"."""
    return bool(period["from"] <= day.strftime("%m-%d") <= period["to"])
