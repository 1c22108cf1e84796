"""Who a shopper is: the hidden tastes from which the visits follow."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from .catalogue import Product, Variant
from .world import Floats, World

_SHOE_CATEGORIES = ("footwear", "climbing")
_UNWANTED = -30.0
"""Added to the utility of what a shopper never chooses."""


@dataclass
class Taste:
    """The hidden tastes of one shopper."""

    activities: dict[str, float]
    categories: dict[str, float]
    brands: dict[str, float]
    price_level: str
    price: float
    tolerance: float
    colours: list[str]
    gender: str
    child_born: date | None
    clothes: int
    shoes: float
    tall: bool

    def as_row(self) -> dict[str, Any]:
        """For shoppers.csv: the truth behind the events, for checks, never for training."""
        return {
            "activities": "; ".join(f"{a} {w:.2f}" for a, w in self.activities.items()),
            "categories": "; ".join(c for c, weight in self.categories.items() if weight > 0.9),
            "brands": "; ".join(self.brands),
            "price_level": self.price_level,
            "colours": "; ".join(self.colours),
            "gender": self.gender,
            "child_born": self.child_born.isoformat() if self.child_born else "",
        }


def draw_taste(world: World, rng: np.random.Generator, gender: str = "") -> Taste:
    """One shopper; the gender may be known."""
    people = world.model["people"]
    gender = gender or ("women" if rng.random() < people["women"] else "men")
    level = _pick(rng, {name: v["share"] for name, v in world.model["price_levels"].items()}, 1)[0]
    price = world.model["price_levels"][level]
    mean, spread = people["shoes"][gender]
    return Taste(
        activities=_activities(world, rng),
        categories={c: float(rng.normal(0, people["category_spread"])) for c in world.model["categories"]},
        brands=_brands(world, rng),
        price_level=level,
        price=float(np.clip(rng.normal(price["mean"], price["spread"]), 0, 1)),
        tolerance=price["tolerance"],
        colours=_pick(rng, world.model["colours"]["share"], 2),
        gender=gender,
        child_born=_child(rng) if rng.random() < people["children"] else None,
        clothes=int(rng.choice(6, p=_shares(people["clothes_share"][gender]))),
        shoes=float(rng.normal(mean, spread)),
        tall=bool(rng.random() < (0.1 if gender == "women" else 0.35)),
    )


def _activities(world: World, rng: np.random.Generator) -> dict[str, float]:
    """One main activity and up to two others; the weights add up to 1."""
    shares = {name: a["share"] for name, a in world.model["activities"].items()}
    names = _pick(rng, shares, int(rng.choice([1, 2, 3], p=[0.35, 0.45, 0.20])))
    weights = np.array([1.0, 0.45, 0.25][: len(names)])
    return dict(zip(names, (weights / weights.sum()).round(3).tolist(), strict=True))


def _brands(world: World, rng: np.random.Generator) -> dict[str, float]:
    brands = world.model["brands"]
    names = _pick(rng, brands["share"], int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])))
    return {name: float(rng.uniform(*brands["favour"])) for name in names}


def _child(rng: np.random.Generator) -> date:
    return date(int(rng.integers(2014, 2026)), int(rng.integers(1, 13)), int(rng.integers(1, 28)))


def _shares(weights: list[float]) -> Floats:
    return np.array(weights, dtype=float) / sum(weights)


def _pick(rng: np.random.Generator, shares: dict[str, float], count: int) -> list[str]:
    names = list(shares)
    chosen = rng.choice(len(names), size=count, replace=False, p=_shares(list(shares.values())))
    return [names[n] for n in chosen]


# ------------------------------------------------------------------ liking products


def liking(world: World, taste: Taste) -> Floats:
    """The lasting utility of each product in each month, shape (12, n)."""
    mix = np.array([taste.activities.get(a, 0.0) for a in world.activities])  # (a,)
    suits = (mix[:, None] * world.months).T @ world.suits  # (12, n)
    brand = np.array([taste.brands.get(p.brand, 0.0) for p in world.products])
    category = np.array([taste.categories[p.category] for p in world.products])
    distance = (world.price_rank - taste.price) / taste.tolerance
    lasting = category + brand - distance**2 / 2 + world.popularity + world.category_weight
    child = _children(world, taste)
    utility: Floats = np.log(suits + 0.02) + world.season + lasting + child
    return utility


def _children(world: World, taste: Taste) -> Floats:
    """Log weight of the children's things, shape (n,)."""
    model = world.model
    weight = model["children_with"] if taste.child_born else model["children_without"]
    return np.array([np.log(weight) if p.category == "children" else 0.0 for p in world.products])


def for_whom(world: World, gender: str) -> Floats:
    """Rules out what is cut for the other gender, shape (n,)."""
    other = "men" if gender == "women" else "women"
    return np.array([_UNWANTED if p.gender == other else 0.0 for p in world.products])


# -------------------------------------------------------------- choosing a variant


def choose_variant(
    world: World, taste: Taste, product: Product, day: date, rng: np.random.Generator
) -> Variant | None:
    """A variant in the shopper's size, the colour by taste, in stock or not; None if no size fits."""
    fitting = [v for v in product.variants if fits(world, taste, product, v.size, day)]
    if not fitting:
        return None
    families = world.model["colours"]["families"]
    liked = {colour for name in taste.colours for colour in families[name]}
    factor = world.model["colours"]["liked"]
    weights = [factor if variant.colour in liked else 1.0 for variant in fitting]
    return fitting[int(rng.choice(len(fitting), p=_shares(weights)))]


def fits(world: World, taste: Taste, product: Product, size: str, day: date) -> bool:
    """Whether a size is the shopper's own, by the way the product counts sizes."""
    if product.category == "children":
        return _fits_child(taste, size, day)
    letters = world.model["people"]["clothes"]
    if product.category == "sleeping bags" and size in ("regular", "long"):
        return (size == "long") == taste.tall
    named = [letters.index(part) for part in size.split("/") if part in letters]
    if named:
        return taste.clothes in named
    numbers = _numbers(size)
    if len(numbers) == 2 and product.category == "accessories" and numbers[0] >= 30:
        return numbers[0] <= round(taste.shoes) <= numbers[1]
    if len(numbers) == 1 and size.isdigit():
        return _fits_number(taste, product, numbers[0])
    return True


def _fits_number(taste: Taste, product: Product, number: float) -> bool:
    if product.category in _SHOE_CATEGORIES:
        return number == round(taste.shoes)
    if product.category in ("trousers", "jackets"):
        smallest = 34 if product.gender == "women" else 44
        return number == smallest + 2 * taste.clothes
    return True


def _fits_child(taste: Taste, size: str, day: date) -> bool:
    """Clothes by height, shoes by a rule of thumb; without a child (a gift) any size fits."""
    numbers = _numbers(size)
    if not numbers or taste.child_born is None:
        return True
    age = (day - taste.child_born).days / 365.25
    if numbers[0] < 50:
        return abs(numbers[0] - (20 + 1.6 * age)) < 1.0
    return numbers[0] - 9 <= 77 + 6.3 * age <= numbers[-1] + 3


def _numbers(size: str) -> list[float]:
    parts = size.replace("/", " ").replace("-", " ").split()
    return [float(part) for part in parts if part.replace(".", "", 1).isdigit()]
