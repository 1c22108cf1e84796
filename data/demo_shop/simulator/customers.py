"""The customers of shop/customers.csv among the simulated shoppers: their orders say what they like."""

import csv
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np

from .catalogue import SHOP
from .shopping import Order
from .tastes import Taste, draw_taste
from .world import World


def read_orders(world: World) -> dict[str, list[Order]]:
    """By customer id the orders that were not cancelled; customers without order have an empty list."""
    folder = SHOP / "shop"
    lines = defaultdict(list)
    for row in _rows(folder / "order_lines.csv"):
        lines[row["order_number"]].append(row)
    returns = {row["order_number"]: row for row in _rows(folder / "returns.csv")}
    product_of = {v.variant_id: p.product_id for p in world.products for v in p.variants}
    orders: dict[str, list[Order]] = {row["customer_id"]: [] for row in _rows(folder / "customers.csv")}
    for row in _rows(folder / "orders.csv"):
        if row["status"] != "cancelled":
            number = row["order_number"]
            orders[row["customer_id"]].append(_order(row, lines[number], returns.get(number), product_of))
    return orders


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _order(
    row: dict[str, str],
    lines: list[dict[str, str]],
    returned: dict[str, str] | None,
    product_of: dict[str, str],
) -> Order:
    bought = {
        line["line"]: (product_of[line["variant_id"]], line["variant_id"], int(line["quantity"]))
        for line in lines
    }
    return Order(
        placed_at=_local(row["placed_at"]),
        lines=tuple(bought.values()),
        returned=_returned(returned, bought) if returned else (),
    )


def _returned(
    row: dict[str, str], bought: dict[str, tuple[str, str, int]]
) -> tuple[tuple[datetime, str, str, int], ...]:
    at = _local(row["registered_at"])
    return tuple((at, *bought[line]) for line in row["lines"].split())


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def taste_from_orders(world: World, orders: list[Order], rng: np.random.Generator) -> Taste:
    """A taste drawn at random, bent towards what the orders show."""
    bought = [world.products[world.position[line[0]]] for order in orders for line in order.lines]
    genders = Counter(p.gender for p in bought if p.gender in ("women", "men"))
    taste = draw_taste(world, rng, genders.most_common(1)[0][0] if genders else "")
    if not bought:
        return taste
    positions = [world.position[product.product_id] for product in bought]
    fit = world.suits[:, positions].mean(axis=1)  # (a,)
    best = np.argsort(-fit, kind="stable")[:2]
    taste.activities = {world.activities[best[0]]: 0.65, world.activities[best[1]]: 0.35}
    brand = Counter(p.brand for p in bought).most_common(1)[0][0]
    taste.brands = {brand: float(np.mean(world.model["brands"]["favour"])), **taste.brands}
    taste.price = float(world.price_rank[positions].mean())
    return taste
