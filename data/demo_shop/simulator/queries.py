"""What shoppers type into the search box."""

import numpy as np

from .catalogue import Product
from .tastes import Taste

_ORDINARY = {
    "head torch": ["head torch", "headlamp", "head lamp", "stirnlampe"],
    "headlamp": ["headlamp", "head torch", "headtorch", "stirnlampe"],
    "hiking boot": ["hiking boots", "walking boots", "boots", "wanderschuhe"],
    "rain jacket": ["rain jacket", "waterproof jacket", "rain coat", "regenjacke"],
    "hardshell": ["hardshell", "hardshell jacket", "waterproof shell"],
    "trekking backpack": ["trekking backpack", "rucksack", "big backpack", "backpack"],
    "day pack": ["daypack", "day pack", "small rucksack"],
    "down sleeping bag": ["down sleeping bag", "warm sleeping bag", "schlafsack"],
    "synthetic sleeping bag": ["sleeping bag", "synthetic sleeping bag", "schlafsack"],
    "family tent": ["family tent", "big tent", "tent for family"],
    "dome tent": ["tent", "dome tent", "easy tent"],
    "trekking poles": ["trekking poles", "walking poles", "hiking sticks"],
    "wool beanie": ["beanie", "wool hat", "woolly hat"],
    "trail running shoe": ["trail running shoes", "trail shoes", "running shoes"],
    "travel towel": ["towel", "travel towel", "quick dry towel"],
}
_NEEDS = {
    "winter": "winter",
    "waterproof": "waterproof",
    "vegan": "vegan",
    "ultralight": "ultralight",
    "merino": "merino",
    "leather": "leather",
    "rechargeable": "rechargeable",
    "two persons": "2 person",
    "family": "family",
    "warm": "warm",
}


def search_words(product: Product, taste: Taste, rng: np.random.Generator) -> str:
    """A query that leads to this product: its kind, with a need, colour, brand or price now and then."""
    if rng.random() < 0.08:
        return _slip(_name(product), rng)
    words = [str(rng.choice(_ORDINARY.get(product.kind, [product.kind])))]
    needs = [_NEEDS[tag] for tag in product.tags if tag in _NEEDS and _NEEDS[tag] not in words[0]]
    if needs and rng.random() < 0.35:
        words.insert(0, str(rng.choice(needs)))
    if product.brand in taste.brands and rng.random() < 0.30:
        words.insert(0, product.brand.lower())
    elif rng.random() < 0.14:
        words.insert(0, str(rng.choice([v.colour for v in product.variants])).split()[-1])
    if product.gender in ("women", "men") and rng.random() < 0.45:
        words.append(product.gender)
    if taste.price_level == "thrifty" and rng.random() < 0.15:
        words.append(str(rng.choice(["cheap", "sale", f"under {_round_up(product.price)}"])))
    return _slip(" ".join(words), rng)


def _name(product: Product) -> str:
    """The product's own name, as somebody writes who has seen it before."""
    words = product.title.split()
    return " ".join(words[: 2 if words[1][:1].isdigit() or words[1][:1].isupper() else 1]).lower()


def _round_up(price: float) -> int:
    step = 10 if price < 60 else 50
    return int(-(-price // step) * step)


def _slip(text: str, rng: np.random.Generator) -> str:
    """A typing slip in one query of fourteen: two letters swapped, or one left out."""
    if len(text) < 6 or rng.random() > 0.07:
        return text
    at = int(rng.integers(1, len(text) - 2))
    if rng.random() < 0.5:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :]
