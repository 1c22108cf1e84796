"""Documents of one kind that differ in a word of their titles."""

from __future__ import annotations

import pytest

from retrieval.documents.siblings import Siblings

STORES = ("Store Dublin", "Store Hamburg", "Store Munich")
TITLES = (*STORES, "Men's jackets: sizes", "Women's jackets: sizes", "Gifts")


@pytest.mark.parametrize(
    ("title", "said", "asked", "meant"),
    [
        ("Store Hamburg", "are you open in Dublin on Sunday?", "may my dog come in?", "dublin"),
        ("Store Dublin", "are you open in Dublin on Sunday?", "may my dog come in?", ""),
        ("Store Hamburg", "are you open in Dublin on Sunday?", "and in Munich, with a dog?", ""),
        ("Store Hamburg", "is Dublin or Munich larger?", "may my dog come in?", ""),
        ("Gifts", "are you open in Dublin on Sunday?", "can I have it wrapped?", ""),
        ("Men's jackets: sizes", "a jacket for women", "how wide is the chest in M?", "women"),
        ("Men's jackets: sizes", "a women's jacket", "how wide is the chest in M?", "women"),
        ("Store", "Dublin", "", ""),
    ],
)
def test_the_one_that_was_spoken_of_is_meant(title: str, said: str, asked: str, meant: str) -> None:
    assert Siblings(TITLES).meant(title, said, asked) == meant
