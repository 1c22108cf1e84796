"""Reads the demo shop's catalogue for the simulation."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
SHOP = HERE.parent
_FOR_WHOM = {"women", "men", "children", "unisex"}
_PLAIN = re.compile(r"[a-z][a-z'-]+")
_ADDITION = re.compile(r" (?:with|for) .*$|\bset of \d+ ")


@dataclass(frozen=True)
class Variant:
    """One thing that can be bought."""

    variant_id: str
    size: str
    colour: str
    price: float
    stock: int


@dataclass
class Product:
    """A product with its variants."""

    product_id: str
    title: str
    category: str
    brand: str
    attributes: dict[str, str]
    tags: list[str]
    reduced: bool
    published: bool
    variants: list[Variant] = field(default_factory=list)

    @cached_property
    def gender(self) -> str:
        """women, men, children or unisex."""
        if self.category == "children":
            return "children"
        return self.attributes.get("Gender", "unisex")

    @cached_property
    def price(self) -> float:
        """EUR, of the cheapest variant."""
        return min(variant.price for variant in self.variants)

    @cached_property
    def kind(self) -> str:
        """What it is in words, without name, person and additions: "rain jacket"."""
        title = _ADDITION.sub("", self.title.partition(",")[0])
        words = [word for word in title.split() if _PLAIN.fullmatch(word)]
        return " ".join(word for word in words if word not in _FOR_WHOM) or title.split()[0].lower()

    @cached_property
    def shelf(self) -> tuple[str, str]:
        """Category and last word of the kind: things of one shelf replace each other."""
        return self.category, self.kind.split()[-1]


def read_products(path: Path = SHOP / "catalogue.csv") -> list[Product]:
    """All products, in the order of the file."""
    products: dict[str, Product] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            product = products.get(row["product_id"]) or products.setdefault(row["product_id"], _product(row))
            product.variants.append(_variant(row))
    return list(products.values())


def _product(row: dict[str, str]) -> Product:
    return Product(
        product_id=row["product_id"],
        title=row["title"],
        category=row["category"],
        brand=row["brand"],
        attributes=dict(_pairs(row["attributes"])),
        tags=[tag.strip() for tag in row["tags"].split(",")],
        reduced=bool(row["compare_at_price"]),
        published=row["published"] != "no",
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split(";"):
        name, _, value = pair.partition(":")
        yield name.strip(), value.strip()


def _variant(row: dict[str, str]) -> Variant:
    return Variant(row["variant_id"], row["size"], row["colour"], float(row["price"]), int(row["stock"]))
