"""What a product is, by its title, its tags and its shelf."""

from __future__ import annotations

import pytest

from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.names import Names
from retrieval.types import Product

TITLES = [
    # title | shelf | tags | description: nouns
    ("Torvald BX 75 Belt Sander 750 W|Sanders and grinders||", ["belt sander", "sander"]),
    ("Torvald KD18 Cordless Combi Drill 18 V|Drills||", ["combi drill", "drill"]),
    ("Torvald JS 700 Jigsaw 700 W|Saws|jigsaw|", ["jigsaw"]),
    ("Torvald Ear Defenders 30 dB|Protection||", ["ear defenders", "defenders"]),
    ("Nordlicht 80 Front Light USB|Lights|bike light|", ["front light", "light", "bike light"]),
    ("Olive Oil Mirova|Olive oil||Mild, from the south.", ["olive oil", "oil"]),
    ("Hamper Stille Post|Hampers|gift|", ["hamper"]),
    ("Moka Pot Bellina, Steel|Brewing|espresso pot|", ["moka pot", "pot", "espresso pot"]),
    ("Red Lentil Fusilli|Pasta||", ["lentil fusilli", "fusilli"]),
    ("Sun Lotion SPF 50|Sun|sun cream|A light lotion.", ["sun lotion", "lotion"]),
    ("Kids Sun Lotion|Sun|kids,sun|A light lotion.", ["sun lotion", "lotion", "sun"]),
    ("Vegan watch strap of apple fibre|Watch straps||", ["watch strap", "strap"]),
    ("Tree of life pendant|Pendants||", ["life pendant", "pendant"]),
    ("Coffee Beans in Dark Chocolate|Chocolate||", ["coffee beans", "beans"]),
    ("City Scooter 200 Foldable|Scooters|scooter|", ["city scooter", "scooter"]),
    ("Dental Sticks Small Dogs 28 pcs|Dog snacks||", []),
    ("Women's Flannel Pyjamas|Nightwear||", ["flannel pyjamas", "pyjamas"]),
    ("Skerry 2 trekking tent|tents||", ["trekking tent", "tent"]),
]


def product(row: str, **more: str) -> Product:
    title, category, tags, description = row.split("|")
    return Product(
        product_id=title, title=title, category=category, brand=more.get("brand", ""), currency="EUR",
        description=description, variants=(), tags=tuple(filter(None, tags.split(","))),
    )  # fmt: skip


@pytest.mark.parametrize(("row", "nouns"), TITLES, ids=[row.split("|")[0] for row, _ in TITLES])
def test_what_it_is(row: str, nouns: list[str]) -> None:
    assert list(kind_nouns(product(row))) == nouns


NAMED = Names([
    product("White Spirit|Paint||"),
    product("Torvald Masonry Paint|Paint|outdoor paint|", brand="Torvald"),
    product("Olive Oil Mirova|Olive oil||"),
    product("Olive Oil Lindos|Olive oil||"),
    product("Hamper Stille Post|Hampers||"),
    product("Hamper Teestunde|Hampers||"),
    product("Moka Pot Bellina, Steel|Brewing|espresso pot|"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("white paint for my walls", []),
        ("white spirit", ["White Spirit"]),
        ("is the mirova better than the lindos", ["Olive Oil Mirova", "Olive Oil Lindos"]),
        ("a hamper for my boss", []),
        ("the teestunde please", ["Hamper Teestunde"]),
        ("how big is the moka pot bellina", ["Moka Pot Bellina, Steel"]),
    ],
)
def test_what_it_is_called(text: str, named: list[str]) -> None:
    assert [ids[0] for ids in NAMED.find(text)] == named
