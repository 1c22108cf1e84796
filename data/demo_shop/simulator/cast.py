"""Who talks, about which order, about which products."""

import csv
import random
from dataclasses import dataclass
from functools import cache

from .catalogue import SHOP, Product, read_products

TAKEN = 204_716
"""Order numbers of the shop's own data end here; simulated ones do not meet the orders that tests rely on."""
_PLURALS = {"harness": "harnesses", "mattress": "mattresses", "knife": "knives", "axe": "axes"}
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_CITIES = ["Hamburg", "Munich", "Utrecht", "Dublin"]
_STREETS = ["Ahornweg", "Gartenstraße", "Brückenweg", "Lindenallee", "Kirchgasse", "Hafenstraße", "Am Wehr"]
_TOWNS = ["50667 Köln", "80331 München", "01097 Dresden", "22767 Hamburg", "70180 Stuttgart", "28195 Bremen"]
_SINGULAR = ("ss", "compass", "GPS", "chalk")
"""Endings of kinds that are one thing in spite of their s."""
_LETTERS = ["XS", "S", "M", "L", "XL", "XXL"]


@dataclass(frozen=True)
class Caller:
    """A shopper in the chat."""

    name: str
    email: str
    country: str


@cache
def callers() -> list[Caller]:
    """The shop's customers; the first 14, whom tests know, are left out."""
    with (SHOP / "shop" / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Caller(row["name"], row["email"], row["country"]) for row in rows[14:]]


@cache
def products() -> list[Product]:
    """What can be talked about."""
    return [product for product in read_products() if product.published]


def short_name(product: Product) -> str:
    """What people call a product: its own name without the kind."""
    words = product.title.split()
    own = [word for word in words if not word.islower() or any(c.isdigit() for c in word)]
    return " ".join(own) or product.title


def one(kind: str) -> str:
    """A kind as a single thing: "pair of gloves"."""
    kind = kind if len(kind.split()) <= 3 else kind.split()[-1]
    return f"pair of {kind}" if kind.endswith("s") and not kind.endswith(_SINGULAR) else kind


def plural(kind: str) -> str:
    """Of a kind in words."""
    *rest, last = kind.split()
    if last.endswith("s") and last not in _PLURALS:
        return kind
    return " ".join([*rest, _PLURALS.get(last, last + "s")])


def values(caller: Caller, product: Product, rng: random.Random) -> dict[str, str]:
    """What the slots of the phrases are filled with in one conversation."""
    digits = f"{rng.randrange(TAKEN + 1, 219_900)}"
    other = rng.choice([p for p in products() if p.category == product.category and p is not product])
    size, other_size = _sizes(product, rng)
    kind = one(product.kind)
    return {
        "order": rng.choice([f"FW-{digits}"] * 8 + [f"fw{digits}", f"FW {digits}", digits]),
        "order_id": f"FW-{digits}",
        "order_digits": digits,
        "email": caller.email,
        "name": caller.name.split()[0],
        "full_name": caller.name,
        "kind": kind,
        "kinds": plural(product.kind),
        "short": short_name(product),
        "other_short": short_name(other),
        "title": product.title,
        "brand": product.brand,
        "colour": rng.choice(sorted({variant.colour for variant in product.variants})),
        "size": size,
        "other_size": other_size,
        "amount": f"{product.price:.2f} EUR",
        "budget": str(int(-(-product.price * rng.choice([1.0, 1.2, 1.5]) // 10) * 10)),
        "weekday": rng.choice(_WEEKDAYS),
        "days": rng.choice(["two", "three", "four", "five", "six", "8", "10", "twelve"]),
        "city": rng.choice(_CITIES),
        "address": f"{rng.choice(_STREETS)} {rng.randrange(1, 120)}, {rng.choice(_TOWNS)}",
        "agent": rng.choice(["Mara", "Tom", "Lena", "Aoife"]),
        "card": " ".join(f"{rng.randrange(1000, 9999)}" for _ in range(4)),
        "pin": f"{rng.randrange(1000, 9999)}",
        "country_at": rng.choice(["Austria", "Vienna", "Graz", "Salzburg"]),
        "country_ded": rng.choice(["Belgium", "France", "Ireland", "the Netherlands"]),
    }  # fmt: skip


def _sizes(product: Product, rng: random.Random) -> tuple[str, str]:
    """A size of the product and another; letters where it has none."""
    sizes = list(dict.fromkeys(v.size for v in product.variants if v.size)) or _LETTERS
    at = rng.randrange(len(sizes))
    other = min(len(sizes) - 1, at + 1) if rng.random() < 0.6 or at == 0 else at - 1
    return sizes[at], sizes[other] if other != at else sizes[at - 1]
