"""The hand-written sentences with slots, in sentences/*.txt, and how they are filled."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from training.finder.lists import FOLDER
from training.finder.people import LATIN, OTHER, ROMANIZED, People
from training.finder.pieces import Piece, plain
from training.finder.places import Places
from training.finder.things import Things

_SLOT = re.compile(r"\{(\w+)\}")
_LANGUAGES = {
    "de": "de_DE de_DE de_AT de_CH", "fr": "fr_FR fr_FR fr_CA fr_BE", "es": "es_ES es_MX es_AR", "it": "it_IT", "nl": "nl_NL nl_BE", "pl": "pl_PL",
    "sv": "sv_SE", "da": "da_DK no_NO", "pt": "pt_PT pt_BR", "tr": "tr_TR", "fi": "fi_FI", "cs": "cs_CZ sk_SK", "hu": "hu_HU", "ro": "ro_RO",
    "ja": "ja_JP", "zh": "zh_CN zh_TW", "ko": "ko_KR", "ar": "en_PK en_NG", "vi": "vi_VN", "yo": "yo_NG ig_NG ha_NG", "zu": "zu_ZA", "id": "id_ID",
    "hi": "en_IN hi_IN", "uk": "uk_UA", "gr": "el_GR", "ga": "ga_IE", "cy": "en_GB",
}  # fmt: skip
ENGLISH = ("en_GB", "en_GB", "en_US", "en_US", "en_IE", "en_IN", "en_AU", "en_CA", "de_DE", "de_DE", "fr_FR", "nl_NL", "pl_PL", "es_ES", "it_IT")  # fmt: skip
"""Whose names and addresses most of the sentences have; the others come less often."""


class Sentence(NamedTuple):
    """``before``: what the other side said; ``text``: what is labelled, both with slots; ``language``: whose
    names fill them, empty for any; ``bare``: without slots that are personal."""

    before: str
    text: str
    language: str = ""
    bare: bool = False


class Filled(NamedTuple):
    """Both in pieces."""

    before: list[Piece]
    text: list[Piece]


@cache
def read_sentences() -> tuple[Sentence, ...]:
    """All of them, in the order of their files."""
    return tuple(
        _sentence(line.strip(), bare=file.stem.startswith("harmless"))
        for file in sorted((FOLDER / "sentences").glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )


def _sentence(line: str, *, bare: bool) -> Sentence:
    language = ""
    if line.startswith("@"):
        language, _, line = line[1:].partition(" ")
    before, bar, text = line.rpartition(" || ")
    return Sentence(before if bar else "", text.replace("\\n", "\n"), language, bare)


def fill(sentence: Sentence, rng: random.Random, products: Sequence[str] = ()) -> Filled:
    """Every slot filled, names and places of one country."""
    locale = _locale(sentence.language, rng)
    people, places, things = People(locale, rng), Places(locale, rng), Things(rng, products)

    def slot(name: str) -> list[Piece]:
        for source in (people, places, things):
            if (pieces := source.slot(name)) is not None:
                return pieces
        raise ValueError(f"There is no slot {name}: {sentence.text}")

    return Filled(list(_pieces(sentence.before, slot)), list(_pieces(sentence.text, slot)))


def _pieces(text: str, slot: Callable[[str], list[Piece]]) -> Iterator[Piece]:
    for number, part in enumerate(_SLOT.split(text)):
        yield from slot(part) if number % 2 else plain(part)


def _locale(language: str, rng: random.Random) -> str:
    if language.startswith("en_"):
        return language
    if language:
        return rng.choice(_LANGUAGES[language].split())
    chance = rng.random()
    if chance < 0.5:
        return rng.choice(ENGLISH)
    if chance < 0.97:
        return rng.choice((*LATIN, *ROMANIZED))
    return rng.choice(OTHER)
