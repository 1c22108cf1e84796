"""Products by name: mistyped, short for one that was shown, and words that are no names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from small_catalogue import products_of

from retrieval.products.names import Names
from retrieval.types import Product

Find = Callable[..., list[list[str]]]


@pytest.fixture(scope="module")
def find(demo_products: tuple[Product, ...]) -> Find:
    names, titles = Names(demo_products), {p.product_id: p.title for p in demo_products}
    ids = {title: product_id for product_id, title in titles.items()}

    def found(text: str, *shown: str) -> list[list[str]]:
        return [[titles[i] for i in group] for group in names.find(text, [ids[title] for title in shown])]

    return found


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("how many litres does the Reisewaser filter", ["Reisewasser purifier bottle"]),
        ("is the skery 2 freestanding", ["Skerry 2 trekking tent"]),
        ("That Gratwegg 45, is it heavy", ["Gratweg 45 trekking backpack"]),
        ("the halde picco and the spats piezo", ["Pico gas stove", "Spatz Piezo canister stove"]),
        ("is the trailnst 0 warm", ["Trailnest 0 synthetic sleeping bag"]),
        ("Waechter or Sicherungstube", ["Wächter belay device", "Sicherungstube classic tuber"]),
    ],
)  # fmt: skip
def test_a_mistyped_name(find: Find, text: str, titles: list[str]) -> None:
    assert [group[0] for group in find(text)] == titles


def test_a_name_behind_its_brand_stands_alone(find: Find) -> None:
    assert find("how long does the Nachtlauf last") == [["Lumenor Nachtlauf 700 running lamp"]]
    assert len(find("I like the Blick")[0]) > 1  # there are two


def test_a_name_stands_without_the_words_of_its_title_that_are_written_small(find: Find) -> None:
    assert find("is the Fototour bigger than the Rucksack 28") == [
        ["Fototour 24 camera backpack"],
        ["Rucksack 28 day pack"],
    ]
    assert find("what does the rucksack 22 weigh") == [["Rucksack 22 day pack"]]
    assert find("a rucksack for 28 euros") == []


@pytest.mark.parametrize(
    "text",
    [
        "please no feathers and no wool",
        "a silent light for the tent",
        "do you have Patagonia jackets",
        "I want a Deuter rucksack",
        "my name is Marlene Hafner",
        "I live in Hamburg Harburg",
        "do you ship to Heidelberg",
        "a picnic with sparrows",
    ],
)
def test_no_name(find: Find, text: str) -> None:
    assert find(text) == []


def test_the_one_of_that_name_for_the_person(find: Find) -> None:
    assert find("the Moorland 3 for women") == [["Moorland 3 W synthetic sleeping bag"]]
    assert find("a Gratweg 30 for ladies") == [["Gratweg 30 W hiking backpack"]]
    assert find("the Polarlicht 500 for my husband") == [["Polarlicht 500 down sleeping bag"]]
    assert find("the Moorland 3") == [["Moorland 3 synthetic sleeping bag"]]


def test_short_for_one_that_was_shown(find: Find) -> None:
    lamps = ("Beam 400 head torch", "Lumenor Blick 500 R headlamp")
    assert find("how long does the beam last", *lamps) == [["Beam 400 head torch"]]
    assert find("is the 500 R brighter", *lamps) == [["Lumenor Blick 500 R headlamp"]]
    assert find("how wide is the beam") == []
    tents = ("Ferienhof 4 family tent", "Ferienhof 6 Air family tent")
    assert find("and the 6 Air?", *tents) == [["Ferienhof 6 Air family tent"]]
    assert find("the 2 of them", "Skerry 2 trekking tent", "Skerry 3 trekking tent") == []


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("show me the Krabbler", "show me the product"),
        ("are the Schneefuchs ones warm?", "are the ones warm?"),
        ("is the Skerry 2 tent or the Lark 1 lighter", "is the tent or the product lighter"),
        ("which rucksacks have a hood", "which rucksacks have a hood"),
        ("where is my parcel", "where is my parcel"),
    ],
)
def test_a_text_without_its_names(demo_products: tuple[Product, ...], text: str, unnamed: str) -> None:
    assert Names(demo_products).unnamed(text) == unnamed


def test_the_moment_is_no_wrench(demo_products: tuple[Product, ...]) -> None:
    wrench = replace(demo_products[0], title="Torvick Moment torque wrench", brand="Torvick", tags=())
    names = Names([wrench])
    assert names.find("any bikes on sale at the moment?") == []
    assert names.find("is the Moment in stock?") == [[wrench.product_id]]


GAMES = (
    "Tidewrights", "Tidewrights: Deep Harbour", "Tidewrights: Storm Season", "The Lantern Accord",
    "Beeline Bazaar", "Beeline Bazaar Travel", "Beeline Bazaar: Night Market",
)  # fmt: skip


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> Names:
    rows = [f"{title}|games|yes" for title in GAMES]
    return Names(products_of(rows, "category,published", tmp_path_factory.mktemp("games")))


def test_what_is_called_just_so_is_meant_unless_another_was_shown(games: Names) -> None:
    assert games.find("is tidewrights in stock") == [["Tidewrights"]]
    assert games.find("is the storm season of tidewrights in stock")[0] == ["Tidewrights: Storm Season"]
    shown = ["Tidewrights: Storm Season"]
    assert games.find("how long does tidewrights take", shown) == [shown]


def test_an_article_that_a_title_begins_with_is_left_out(games: Names) -> None:
    assert games.find("got lantern accord?") == [["The Lantern Accord"]]
    assert games.written["The Lantern Accord"] == "Lantern Accord"


def test_another_of_that_name_by_what_its_title_adds(games: Names) -> None:
    found = games.find("what's the difference between beeline bazaar and the travel one")
    assert found == [["Beeline Bazaar"], ["Beeline Bazaar Travel"]]
