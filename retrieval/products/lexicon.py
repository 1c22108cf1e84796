"""The words of shoppers (lexicon.yml), read once, as stems."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML

from retrieval.products.terms import Phrase, Phrases, stem, stems

FILE = Path(__file__).with_name("lexicon.yml")


class Praise(msgspec.Struct, frozen=True):
    """Words of praise, their comparatives, the attributes that they order by, nouns for those, and what less
    is asked of where things are too much so."""

    words: tuple[str, ...]
    more: tuple[str, ...]
    by: tuple[str, ...]
    about: tuple[str, ...] = ()
    too: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True):
    """See lexicon.yml. ``flags``, ``questions``, ``opposites``, ``asking`` and ``enough`` are keyed by the
    stems of an attribute's name, the last with words by condition; words of ``materials``, ``plain``,
    ``no_things`` and ``praise_stems`` are stems. ``terms`` and ``contents`` are attributes in lower case."""

    same: tuple[tuple[str, ...], ...]
    wider: dict[Phrase, tuple[Phrase, ...]]
    instead: dict[Phrase, tuple[Phrase, ...]]
    others: dict[Phrase, tuple[str, ...]]
    praise: tuple[Praise, ...]
    persons: dict[str, tuple[str, ...]]
    counts: dict[str, tuple[str, ...]]
    flags: dict[Phrase, tuple[str, ...]]
    questions: dict[Phrase, tuple[str, ...]]
    opposites: dict[Phrase, tuple[str, ...]]
    asking: dict[Phrase, str]
    materials: frozenset[str]
    implied: dict[Phrase, tuple[Phrase, ...]]
    made_of: dict[str, tuple[str, ...]]
    sorts: dict[str, frozenset[str]]
    contents: frozenset[str]
    contained: dict[str, frozenset[Phrase]]
    plain: frozenset[str]
    no_things: frozenset[str]
    enough: dict[Phrase, dict[str, tuple[str, ...]]]
    temperatures: dict[int, tuple[str, ...]]
    terms: frozenset[str]
    shows: Phrases[str]
    asks: Phrases[str]
    anything: Phrases[str]
    made_for: tuple[str, ...]
    fills: frozenset[str]
    purposes: frozenset[str]
    places: frozenset[str]
    praise_stems: frozenset[str]

    def same_as(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """Other words for the same thing."""
        groups = [[stems(noun) for noun in group] for group in self.same]
        return tuple(other for group in groups if phrase in group for other in group if other != phrase)


@cache
def lexicon() -> Lexicon:
    """The lexicon."""
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return Lexicon(
        same=tuple(tuple(group) for group in data["same"]),
        wider={stems(noun): tuple(map(stems, narrower)) for noun, narrower in data["wider"].items()},
        instead={stems(noun): tuple(map(stems, narrower)) for noun, narrower in data["instead"].items()},
        others={stems(noun): tuple(longer) for noun, longer in data["others"].items()},
        praise=tuple(msgspec.convert(entry, Praise) for entry in data["praise"]),
        persons={name: tuple(words) for name, words in data["persons"].items()},
        counts={name: tuple(words) for name, words in data["counts"].items()},
        flags={stems(name): tuple(words) for name, words in data["flags"].items()},
        questions={stems(name): tuple(words) for name, words in data["questions"].items()},
        opposites={stems(name): tuple(words) for name, words in data["opposites"].items()},
        asking={stems(name): question for name, question in data["asking"].items()},
        materials=frozenset(word for name in data["materials"] for word in stems(name)),
        implied={stems(word): tuple(map(stems, others)) for word, others in data["implied"].items()},
        made_of={material: tuple(words) for material, words in data["made_of"].items()},
        sorts={name: frozenset(map(stem, words)) for name, words in data["sorts"].items()},
        contents=frozenset(data["contents"]),
        contained={name: frozenset(map(stems, words)) for name, words in data["contained"].items()},
        plain=frozenset(word for name in data["plain"] for word in stems(name)),
        no_things=frozenset(word for name in data["no_things"] for word in stems(name)),
        enough={
            stems(name): {condition: tuple(words) for condition, words in said.items()}
            for name, said in data["enough"].items()
        },
        temperatures={int(degrees): tuple(words) for degrees, words in data["temperatures"].items()},
        terms=frozenset(data["terms"]),
        shows=Phrases({stems(words): words for words in data["shows"]}),
        asks=Phrases({stems(words): words for words in data["asks"]}),
        anything=Phrases({stems(words): words for words in data["anything"]}),
        made_for=tuple(data["made_for"]),
        fills=frozenset(data["fills"]),
        purposes=frozenset(data["purposes"]),
        places=frozenset(map(stem, data["places"])),
        praise_stems=frozenset(
            word for entry in data["praise"] for name in entry["words"] for word in stems(name)
        ),
    )
