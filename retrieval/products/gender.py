"""For whom a product is made, where its shelf or its title says so: "Women/Dresses", "Kids' rain jacket"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.products.filters import CHILDREN

GENDER, AGE_GROUP = "Gender", "Age group"
UNISEX = "unisex"
_WORDS = {
    "women": ("women", "woman", "womens", "womenswear", "ladies", "lady", "ladieswear", "female"),
    "men": ("men", "man", "mens", "menswear", "gentlemen", "male"),
    CHILDREN: (
        "children", "child", "childrens", "childrenswear", "kids", "kid", "kidswear", "girls", "girl", "boys",
        "boy", "juniors", "junior",
    ),
    UNISEX: (UNISEX,),
}  # fmt: skip
_PERSONS = {word: person for person, words in _WORDS.items() for word in words}
_YOUNG = frozenset({"kids", "toddler", "infant", "newborn"})
"""Google's age groups beside "adult"."""
_WHOSE = re.compile(r"^(\w+(?:['’]s|s['’])) .*$")
"""A shelf of things for somebody: "Children's bikes"."""
_TITLE = re.compile(
    r"^(?:the )?(?P<first>women|men|ladies|girl|boy|kid|children)(?:['’]?s['’]?|['’])? "
    r"|[ -](?P<last>women|men|ladies|girls|boys|kids|children)(?:['’]?s)?\b(?=\s*(?:$|,|\())"
    r"|\b(?P<amid>women|men|girls?|boys?|kids?|children)(?:['’]s|s['’]|['’])(?= )",
    re.IGNORECASE,
)


def with_gender(attributes: Mapping[str, str], path: Sequence[str], title: str) -> dict[str, str]:
    """Attributes with ``Gender`` as women, men, children or unisex: what it says in other words (Google's
    "female", an age group of "kids"), else what a part of the category's path or the title says. As they are
    where nothing does."""
    group = CHILDREN if attributes.get(AGE_GROUP, "").lower() in _YOUNG else ""
    stated = attributes.get(GENDER)
    if stated is not None:
        person = group or _PERSONS.get(stated.lower(), stated)
    else:
        person = group or _of_path(path) or _of_title(title)
    return {**attributes, GENDER: person} if person else dict(attributes)


def _of_path(path: Sequence[str]) -> str:
    """Children before women and men: "Men/Kids", "Bikes/Children's bikes"."""
    names = (re.sub(r"['’]", "", _WHOSE.sub(r"\1", part).lower()) for part in path)
    found = [_PERSONS[name] for name in names if name in _PERSONS]
    return CHILDREN if CHILDREN in found else next(iter(found), "")


def _of_title(title: str) -> str:
    match = _TITLE.search(title)
    word = next(filter(None, match.groups()), "") if match else ""
    return _PERSONS.get(word.lower(), "")
