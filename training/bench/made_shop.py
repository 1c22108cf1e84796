"""A shop of any size, made on the spot from a fixed seed: products, orders, rules and what is asked of them.

All names are invented. What a product is, costs and has follows its shelf, so that wishes find some products
and not others; a quarter of the variants are sold out, and some products are not published.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.products.rows import COLUMNS
from retrieval.recommend.port import Basket, RecommendContext
from retrieval.types import Constraints, Product, Variant

SEED, NOW = 7, 1.79e9
CURRENCY = "EUR"
SOLD_OUT, HIDDEN = 0.25, 0.03
"""Shares: of variants, of products."""
COMPANIONS = 4
"""Products with which one is often bought."""
COLOURS = (
    "black", "white", "sand", "navy blue", "sky blue", "moss green", "olive green", "wine red", "rust orange",
    "stone grey", "charcoal grey", "sun yellow", "plum purple", "brown", "silver", "turquoise",
)  # fmt: skip
SIZES = ("XS", "S", "M", "L", "XL", "XXL")
USES = (
    "travel",
    "rainy days",
    "summer evenings",
    "winter",
    "small rooms",
    "the office",
    "beginners",
    "every day",
)
_SYLLABLES = (
    "ka",
    "lor",
    "mi",
    "ven",
    "tal",
    "os",
    "ri",
    "dun",
    "fe",
    "bra",
    "nol",
    "ste",
    "wa",
    "gil",
    "hem",
    "su",
)


class Shelf(NamedTuple):
    """A category: its kinds of things, what they are made of, usual price and weight (kg), and whether they
    are worn, and so come in sizes and for women, men or children."""

    name: str
    kinds: list[str]
    materials: list[str]
    price: float
    weight: float
    worn: bool = False


def _shelf(name: str, kinds: str, materials: str, price: float, weight: float, worn: bool = False) -> Shelf:
    return Shelf(name, kinds.split(", "), materials.split(", "), price, weight, worn)


SHELVES = (
    _shelf("jackets", "rain jacket, down jacket, wind jacket, parka", "nylon, wool, cotton", 160, 0.6, True),
    _shelf("shoes", "hiking boot, running shoe, sandal, sneaker", "leather, mesh, canvas", 120, 0.8, True),
    _shelf("shirts", "linen shirt, t-shirt, polo shirt, blouse", "cotton, linen, merino wool", 45, 0.2, True),
    _shelf("trousers", "jeans, hiking trousers, shorts, leggings", "cotton, elastane, linen", 70, 0.4, True),
    _shelf("bags", "backpack, tote bag, suitcase, belt bag", "canvas, leather, nylon", 80, 1.1),
    _shelf("tents", "trekking tent, family tent, tarp, beach tent", "nylon, polyester, canvas", 320, 3.0),
    _shelf("lamps", "desk lamp, floor lamp, lantern, headlamp", "steel, oak, glass", 60, 1.5),
    _shelf("kitchen", "frying pan, chef knife, kettle, cutting board", "steel, oak, iron", 50, 1.2),
    _shelf("tableware", "mug, bowl, plate, water glass", "porcelain, glass, clay", 18, 0.4),
    _shelf("furniture", "dining chair, bookshelf, side table, stool", "oak, beech, steel", 210, 8.0),
    _shelf("bedding", "duvet, pillow, bed sheet, blanket", "cotton, down, wool", 75, 1.4),
    _shelf("audio", "headphones, loudspeaker, radio, microphone", "plastic, aluminium, steel", 130, 0.5),
    _shelf("bikes", "city bike, bike helmet, bike light, pannier", "steel, aluminium, plastic", 190, 5.0),
    _shelf("garden", "watering can, plant pot, garden hose, pruning shears", "zinc, clay, steel", 30, 1.6),
    _shelf("stationery", "notebook, fountain pen, desk organiser, sketchbook", "paper, brass, oak", 22, 0.3),
    _shelf("toys", "wooden train, board game, puzzle, kite", "beech, paper, nylon", 35, 0.9),
)


class MadeProduct(NamedTuple):
    """A product, with what it was made from."""

    product: Product
    shelf: Shelf
    kind: str
    use: str


def made_products(count: int) -> Iterator[MadeProduct]:
    """The products of a shop, from ``SEED``."""
    dice = random.Random(SEED)
    brands = [name(dice) for _ in range(150)]
    for number in range(count):
        shelf = dice.choice(SHELVES)
        kind, use, material = dice.choice(shelf.kinds), dice.choice(USES), dice.choice(shelf.materials)
        person = dice.choice(("women", "men", "children", "unisex")) if shelf.worn else ""
        title = f"{name(dice)} {number % 900} {kind}{f' {person}' if person not in ('', 'unisex') else ''}"
        attributes = dict(_attributes(dice, shelf, use, material, person))
        product = Product(
            product_id=f"M{number:06}", title=title, category=shelf.name, currency=CURRENCY,
            brand=brands[min(int(dice.paretovariate(0.6)) - 1, len(brands) - 1)],
            description=_description(dice, kind, use, material), attributes=attributes,
            variants=tuple(_variants(dice, f"M{number:06}", shelf)), tags=(use, material, kind.split()[-1]),
            published=dice.random() >= HIDDEN,
        )  # fmt: skip
        yield MadeProduct(product, shelf, kind, use)


def name(dice: random.Random) -> str:
    """An invented name."""
    return "".join(dice.sample(_SYLLABLES, dice.choice((2, 3)))).capitalize()


def meaning_of(kind: str, use: str) -> str:
    """The text whose vector stands for the products of a kind and use."""
    return f"{kind.capitalize()} for {use}. A {kind} that people take for {use}."


def write_catalogue(path: Path, products: Sequence[Product]) -> None:
    """As catalogue.csv, one row a variant."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for product in products:
            for place, variant in enumerate(product.variants):
                writer.writerow({**(_head(product) if not place else {}), **_row(product, variant)})


def made_baskets(products: Sequence[Product], count: int) -> list[Basket]:
    """Orders of one to four products; few products are in many of them, and some are bought together."""
    dice = random.Random(SEED + 1)
    baskets = []
    for number in range(count):
        first = _popular(dice, len(products))
        chosen = [first]
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            beside = random.Random(first * COMPANIONS + dice.randrange(COMPANIONS))
            chosen.append(
                beside.randrange(len(products)) if dice.random() < 0.6 else _popular(dice, len(products))
            )
        bought = tuple(dice.choice(products[place].variants).variant_id for place in dict.fromkeys(chosen))
        age = dice.uniform(0, 180) * 86_400
        baskets.append(Basket(variant_ids=bought, time=NOW - age, shopper=f"S{number % max(1, count // 3)}"))
    return baskets


def made_rules(products: Sequence[Product], count: int) -> list[dict[str, Any]]:
    """Entries of rules.yml: of ten, three pin, three boost, two bury and two block."""
    dice = random.Random(SEED + 2)
    shelves, brands = [shelf.name for shelf in SHELVES], sorted({product.brand for product in products})
    rules: list[dict[str, Any]] = []
    for number in range(count):
        shelf, few = dice.choice(shelves), [product.product_id for product in dice.sample(products, 3)]
        rules.append(
            (
                {"pin": {"products": few}, "at": dice.randint(1, 5)},
                {"boost": {"tags": [dice.choice(USES)], "stock_above": 20}, "by": 1.5, "lists_of": [shelf]},
                {"bury": {"stock_below": 3}, "by": 0.5},
                {"block": {"products": few}},
                {"boost": {"margin_above": 0.4, "categories": [shelf]}},
                {"pin": {"products": few[:1]}, "at": 2, "lists_of": [shelf]},
                {"bury": {"attributes": {"Waterproof": "no"}, "categories": [shelf]}},
                {"boost": {"brands": [dice.choice(brands)], "price_below": 200}},
                {"block": {"brands": [dice.choice(brands)], "categories": [shelf]}},
                {"pin": {"brands": [dice.choice(brands)], "price_above": 900, "categories": [shelf]}},
            )[number % 10]
        )
    return rules


def write_rules(path: Path, rules: Sequence[dict[str, Any]]) -> None:
    """As rules.yml, of which JSON is a part."""
    path.write_text(json.dumps(rules, indent=1), "utf-8")


def write_margins(path: Path, products: Sequence[Product]) -> None:
    """A margin for every product."""
    dice = random.Random(SEED + 3)
    lines = (f"{product.product_id},{dice.uniform(0.1, 0.6):.2f}\n" for product in products)
    path.write_text("product_id,margin\n" + "".join(lines), "utf-8")


def made_wishes(made: Sequence[MadeProduct], count: int) -> list[Constraints]:
    """What shoppers ask for: a kind of thing within a budget, a shelf with colour and size, an attribute, a
    brand, the cheapest of a shelf, or a need in words alone."""
    dice = random.Random(SEED + 4)
    return [_wish(dice, dice.choice(made)) for _ in range(count)]


def made_texts(made: Sequence[MadeProduct], count: int) -> list[str]:
    """The same in words."""
    dice = random.Random(SEED + 5)
    texts = []
    for one in dice.choices(made, k=count):
        which = dice.choice(SIZES) if one.shelf.worn else one.product.brand
        budget = int(one.shelf.price * dice.uniform(0.6, 2))
        texts.append(
            dice.choice(
                (
                    f"I'm looking for a {one.kind} for {one.use}",
                    f"a {dice.choice(COLOURS)} {one.kind} under {budget} euros",
                    f"do you have a waterproof {one.kind}, not {dice.choice(one.shelf.materials)}?",
                    f"something for {one.use}, at most {budget} euros",
                    f"the cheapest {one.kind} in {which}",
                )
            )
        )
    return texts


def made_contexts(made: Sequence[MadeProduct], count: int) -> list[RecommendContext]:
    """Moments of shoppers: what they looked at and have in the cart, half of them with a wish."""
    dice = random.Random(SEED + 6)
    ids = [one.product.product_id for one in made]
    contexts = []
    for _ in range(count):
        cart, viewed, shown = (
            tuple(ids[_popular(dice, len(ids))] for _ in range(dice.randint(*most)))
            for most in ((0, 2), (1, 4), (0, 3))
        )
        wish = _wish(dice, dice.choice(made)) if dice.random() < 0.5 else Constraints()
        contexts.append(RecommendContext(cart=cart, viewed=viewed, shown=shown, wish=wish))
    return contexts


def _wish(dice: random.Random, one: MadeProduct) -> Constraints:
    budget = Decimal(int(one.shelf.price * dice.uniform(0.6, 2)))
    text = f"{dice.choice(('light', 'good', 'simple', 'sturdy'))} {one.kind} for {one.use}"
    kind = dice.random()
    if kind < 0.35:
        return Constraints(text=text, kinds=(one.kind,), price_max=budget)
    if kind < 0.55:
        person = one.product.attributes.get("Gender", "").replace("unisex", "")
        return Constraints(
            text=text, categories=(one.shelf.name,), colours=tuple(dice.sample(COLOURS, 2)),
            sizes=(dice.choice(SIZES),) if one.shelf.worn else (), person=person,
        )  # fmt: skip
    if kind < 0.7:
        wanted = {"Waterproof": "yes", "Weight": f"<= {one.shelf.weight:g} kg"}
        return Constraints(
            text=text, kinds=(one.kind,), wanted=wanted, without=(dice.choice(one.shelf.materials),)
        )
    if kind < 0.8:
        return Constraints(text=text, categories=(one.shelf.name,), brands=(one.product.brand,))
    if kind < 0.9:
        return Constraints(text=f"something for {one.use} with a {one.kind}")
    return Constraints(categories=(one.shelf.name,), price_min=budget / 4, price_max=budget, sort="price")


def _attributes(
    dice: random.Random, shelf: Shelf, use: str, material: str, person: str
) -> Iterator[tuple[str, str]]:
    yield "Weight", f"{shelf.weight * dice.uniform(0.5, 2):.2f} kg"
    yield "Material", f"{material}{dice.choice(('', ' and ' + dice.choice(shelf.materials), ', recycled'))}"
    yield "Use", use
    yield "Warranty", f"{dice.choice((2, 3, 5, 10))} years"
    if dice.random() < 0.7:
        yield "Waterproof", dice.choice(("yes", "no", "yes, with taped seams"))
    if dice.random() < 0.6:
        yield "Dimensions", f"{dice.randint(5, 120)} x {dice.randint(5, 60)} cm"
    if dice.random() < 0.5:
        yield "Vegan", "no" if material in ("leather", "wool", "down", "merino wool") else "yes"
    if dice.random() < 0.4:
        yield "Washable", dice.choice(("no", "30 °C", "40 °C", "60 °C"))
    if person:
        yield "Gender", person


def _variants(dice: random.Random, product_id: str, shelf: Shelf) -> Iterator[Variant]:
    price = Decimal(f"{max(1, int(shelf.price * dice.lognormvariate(0, 0.6)))}.95")
    colours = dice.sample(COLOURS, dice.randint(1, 3))
    sizes = dice.sample(SIZES, dice.randint(2, 4)) if shelf.worn else [""]
    for number, (colour, size) in enumerate((c, s) for c in colours for s in sizes):
        stock = 0 if dice.random() < SOLD_OUT else dice.choice((1, 2, 4, 9, 30, 80))
        before = price * 2 if dice.random() < 0.1 else None
        yield Variant(
            variant_id=f"{product_id}-{number}", price=price + dice.choice((0, 0, 5)), stock=stock,
            size=size, colour=colour, compare_at_price=before,
        )  # fmt: skip


def _description(dice: random.Random, kind: str, use: str, material: str) -> str:
    return " ".join(
        (
            f"This {kind} of {material} is at its best for {use}.",
            dice.choice(
                ("It packs small and weighs little.", "It is made to be mended.", "Simple, and it lasts.")
            ),
            dice.choice(
                (
                    f"People who want a {kind} for {dice.choice(USES)} will rather take a larger one.",
                    "Our own staff have used it for a year.",
                    "The colour is a little darker than in the picture.",
                )
            ),
        )
    )


def _head(product: Product) -> dict[str, str]:
    attributes = "; ".join(f"{name}: {value}" for name, value in product.attributes.items())
    return {
        "title": product.title, "category": product.category, "brand": product.brand,
        "description": product.description, "attributes": attributes, "tags": ", ".join(product.tags),
        "currency": product.currency, "published": "yes" if product.published else "no",
    }  # fmt: skip


def _row(product: Product, variant: Variant) -> dict[str, str]:
    before = variant.compare_at_price
    return {
        "product_id": product.product_id, "variant_id": variant.variant_id, "size": variant.size,
        "colour": variant.colour, "price": str(variant.price), "stock": str(variant.stock),
        "compare_at_price": "" if before is None else str(before),
    }  # fmt: skip


def _popular(dice: random.Random, size: int) -> int:
    """A place: half of all draws fall on a twentieth of the products."""
    return int(size * dice.random() ** 4.3)
