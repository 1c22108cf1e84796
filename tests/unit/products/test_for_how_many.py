"""For how many people a game is: "a game for 10", "for 10 lads", "my wife and me and two kids"."""

from __future__ import annotations

import pytest
from small_catalogue import products_of

from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser

ROWS = (
    "Tidewrights board game|Board games|Players: 2-4",
    "Nightjar party game|Party games|Players: 4-12",
    "Duel card game|Card games|Players: 2",
    "Dice tower|Accessories|Material: wood",
)


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> WishParser:
    products = products_of(ROWS, "category,attributes", tmp_path_factory.mktemp("games"))
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "players"),
    [
        ("a game for 10", "= 10"),
        ("a game for 10 lads", "= 10"),
        ("game for 10 people", "= 10"),
        ("a game for 8 friends", "= 8"),
        ("we are 5, which game", "= 5"),
        ("a game for me, my wife and two kids", "= 4"),
        ("a dice tower for my wife and me", None),
    ],
)
def test_so_many_players_are_wanted(parser: WishParser, text: str, players: str | None) -> None:
    assert parser.parse(text).wanted.get("Players") == players
