"""What a thing is for is not sought; a "no" may take back what was understood."""

from __future__ import annotations

import pytest

from retrieval.products.wishes import WishParser


@pytest.mark.parametrize(
    ("text", "categories", "kind"),
    [
        ("rain cover for a 65 l backpack", (), "rain cover"),
        ("stove for a 4 person tent", (), "stove"),
        ("a mat for a 60 cm wide tent", (), "mat"),
        ("something for my tent", ("tents",), ""),  # nothing else is named
    ],
)
def test_what_a_thing_is_for(parser: WishParser, text: str, categories: tuple[str, ...], kind: str) -> None:
    wish = parser.parse(text)
    assert wish.categories == categories
    assert kind in (*wish.kinds, "")
    assert "tent" not in wish.kinds
    assert "backpack" not in wish.kinds


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("basically everything but first I guess a sleeping bag", ()),
        ("no wait, not down, synthetic", ("down",)),
        ("no the sleeping bag from before", ()),
        ("no, that is not it", ()),
        ("anything but leather", ("leather",)),
        ("no leather please", ("leather",)),
        ("boots, no leather lol", ("leather",)),
    ],
)
def test_what_is_refused(parser: WishParser, text: str, without: tuple[str, ...]) -> None:
    wish = parser.parse(text)
    assert wish.without == without
    assert not wish.unwanted_categories
