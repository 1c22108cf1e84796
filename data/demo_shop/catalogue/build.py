"""Builds the demo shop's catalogue from the hand-written product files in this folder.

    python data/demo_shop/catalogue/build.py

Reads <category>.yml and shapes.txt, writes ../catalogue.csv (one row a variant) and
../images/<product_id>.svg. The same sources give the same files: stock is drawn from a
random number seeded with the variant's own name, so adding a product changes no other.
"""

import csv
import random
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from drawings import Shapes, draw, read_shapes

HERE = Path(__file__).parent
SHOP = HERE.parent
CATEGORIES = (
    "tents", "sleeping bags", "sleeping mats", "backpacks", "jackets", "trousers", "base layers", "footwear",
    "stoves and kitchen", "lights", "water and hydration", "navigation and electronics", "climbing",
    "travel bags", "children", "accessories",
)  # fmt: skip
COLUMNS = (
    "product_id", "title", "category", "brand", "description", "attributes", "tags", "image", "url",
    "variant_id", "size", "colour", "price", "compare_at_price", "currency", "stock", "published", "since",
)  # fmt: skip
COLOUR_CODES = {
    "black": "BLK", "blue": "BLU", "brown": "BRN", "charcoal grey": "CHA", "clear": "CLR",
    "dusty pink": "PNK", "forest green": "FOR", "mint green": "MNT", "moss green": "MOS",
    "navy blue": "NAV", "ochre yellow": "OCH", "olive green": "OLI",
    "orange": "ORA", "petrol blue": "PET", "plum purple": "PLU", "red": "RED",
    "rust orange": "RUS", "sand": "SAN", "silver": "SIL", "sky blue": "SKY", "stone grey": "STO",
    "sun yellow": "SUN", "turquoise": "TUR", "white": "WHI", "wine red": "WIN",
}  # fmt: skip
WARRANTY = {"Halde": "3 years", "Norrland": "10 years on seams and zips, 2 years on everything else"}
NO_WARRANTY = ("Shelf life", "Return")


@dataclass(frozen=True)
class Size:
    """A size and what it costs; the name is empty where a product has only one."""

    name: str
    price: Decimal


@dataclass(frozen=True)
class Product:
    """One product as written in a category's file."""

    id: str
    category: str
    title: str
    brand: str
    description: str
    attributes: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    shape: str
    price: Decimal
    was: Decimal | None
    colours: tuple[str, ...]
    sizes: tuple[Size, ...]
    sold_out: bool
    published: bool
    since: str


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`Name: value; Name: value` as pairs."""
    found = []
    for part in text.split("; "):
        name, _, value = part.partition(": ")
        found.append((name.strip(), value.strip()))
    return tuple(found)


def with_warranty(brand: str, attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Adds the brand's warranty, except for things that are used up."""
    if any(name in NO_WARRANTY for name, _ in attributes):
        return attributes
    return (*attributes, ("Warranty", WARRANTY.get(brand, "2 years")))


def sizes_of(text: str | None, price: Decimal) -> tuple[Size, ...]:
    """`S, M, L=12.95` as sizes; a size without a price costs what the product costs."""
    if not text:
        return (Size("", price),)
    sizes = []
    for part in text.split(", "):
        name, _, own = part.partition("=")
        sizes.append(Size(name.strip(), Decimal(own) if own else price))
    return tuple(sizes)


def read_category(category: str) -> list[Product]:
    """The products of one category file, in the order written."""
    path = HERE / f"{category.replace(' ', '-')}.yml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    products = []
    for product_id, entry in written.items():
        price = Decimal(str(entry["price"]))
        products.append(
            Product(
                id=product_id,
                category=category,
                title=entry["title"],
                brand=entry["brand"],
                description=" ".join(entry["description"].split()),
                attributes=with_warranty(entry["brand"], pairs(" ".join(entry["attributes"].split()))),
                tags=tuple(entry["tags"].split(", ")),
                shape=entry["shape"],
                price=price,
                was=Decimal(str(entry["was"])) if "was" in entry else None,
                colours=tuple(entry["colours"].split(", ")),
                sizes=sizes_of(str(entry["sizes"]) if "sizes" in entry else None, price),
                sold_out=bool(entry.get("sold_out", False)),
                published=bool(entry.get("published", True)),
                since=str(entry.get("since", "")),
            )
        )
    return products


def variant_id(product: Product, size: Size, colour: str) -> str:
    """A variant's name: product, size (if there are several), colour."""
    code = re.sub(r"[^A-Z0-9.]+", "-", re.sub(r"(?<=\d) (?=[a-z])", "", size.name).upper()).strip("-")
    return "-".join(part for part in (product.id, code, COLOUR_CODES[colour]) if part)


def stock_of(product: Product, name: str, position: float) -> int:
    """How many lie in the warehouse: middle sizes and outer sizes run out, cheap things lie in heaps.

    `position` is 0 for the middle of the size run and 1 for its ends.
    """
    if product.sold_out:
        return 0
    rng = random.Random(f"fernweg {name}")
    only = len(product.colours) * len(product.sizes) == 1
    if rng.random() < 0.09 + 0.07 * position and not only:
        return 0
    typical = 60 if product.price < 20 else 28 if product.price < 80 else 14 if product.price < 250 else 7
    return max(1, round(rng.gammavariate(2.0, typical / 2) * (1 - 0.4 * position)))


def rows(product: Product) -> list[dict[str, str]]:
    """The product's lines of the catalogue; its own columns only in the first."""
    own = {
        "title": product.title,
        "category": product.category,
        "brand": product.brand,
        "description": product.description,
        "attributes": "; ".join(f"{name}: {value}" for name, value in product.attributes),
        "tags": ", ".join(product.tags),
        "image": f"images/{product.id}.svg",
        "url": f"/product/{product.id}",
        "published": "yes" if product.published else "no",
        "since": product.since,
    }
    lines: list[dict[str, str]] = []
    middle = (len(product.sizes) - 1) / 2
    for colour in product.colours:
        for place, size in enumerate(product.sizes):
            name = variant_id(product, size, colour)
            edge = abs(place - middle) / middle if middle else 0.0
            was = product.was + size.price - product.price if product.was else None
            line = {
                "product_id": product.id,
                "variant_id": name,
                "size": size.name,
                "colour": colour,
                "price": f"{size.price:.2f}",
                "compare_at_price": f"{was:.2f}" if was else "",
                "currency": "EUR",
                "stock": str(stock_of(product, name, edge)),
            }
            lines.append(line if lines else {**own, **line})
    return lines


def write_catalogue(products: list[Product], path: Path) -> None:
    """Writes catalogue.csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        for product in products:
            writer.writerows(rows(product))


def write_images(products: list[Product], shapes: Shapes, folder: Path) -> None:
    """Writes one picture a product and removes those of products that are gone."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("P*.svg"):
        old.unlink()
    for product in products:
        number = int(product.id[1:])
        text = draw(shapes, product.shape, product.category, list(product.colours), number, product.title)
        (folder / f"{product.id}.svg").write_text(text, encoding="utf-8")


def main() -> None:
    """Builds everything and says how much there is."""
    products = [product for category in CATEGORIES for product in read_category(category)]
    write_catalogue(products, SHOP / "catalogue.csv")
    write_images(products, read_shapes(HERE / "shapes.txt"), SHOP / "images")
    variants = sum(len(product.colours) * len(product.sizes) for product in products)
    print(f"{len(products)} products, {variants} variants, {len(CATEGORIES)} categories")


if __name__ == "__main__":
    main()
