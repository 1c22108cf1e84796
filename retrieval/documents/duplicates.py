"""Passages of different documents that say the same, found with MinHash and checked word by word.

Being alike is not enough: two sizes, two countries or a "not" make one word of difference in a hundred. So
numbers, negations and limits must stand in the same order, names must be the same in text, title and heading,
and where the texts differ in any other word, title and heading must not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from retrieval.types import Passage
from retrieval.words import STOP_WORDS

if TYPE_CHECKING:
    from datasketch import MinHash

ALIKE = 0.9
"""Jaccard similarity of the shingles from which texts say the same."""
SHINGLE = 3
"""Words in a row."""
MIN_WORDS = 8
"""Shorter passages lean on what stands around them, and are never merged."""
BANDS, ROWS = 16, 4
"""Of the sketches: of texts that are alike enough, fewer than one pair in a million is not compared."""

_WORD = re.compile(r"[-−]?\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[€$£¥%°]")
_TELLING_WORDS = """
no not never none nothing nobody neither nor without cannot except unless only until till before after over
under above below more less most least all any some every each or and either than up within during between
minimum maximum min max both once twice half double one two three four five six seven eight nine ten eleven
twelve fourteen fifteen twenty thirty sixty ninety hundred thousand first second third may must can
nicht kein keine keinen keiner nie ohne nur bis vor nach über unter mehr weniger alle oder und außer
niet geen nooit zonder alleen tot voor na meer minder of en ne pas jamais sans aucun aucune seulement avant
après plus moins ou et nunca sin solo hasta antes después más menos o y non mai senza fino prima dopo più
meno e
"""
_TELLING = frozenset(_TELLING_WORDS.split())
"""Negations, limits, number words and what joins them, in the languages that shops mostly write."""


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """A passage as it is compared, in small letters: the words of its text, and of title and heading."""

    place: int
    words: tuple[str, ...]
    about: frozenset[str]
    passage: Passage

    @property
    def shingles(self) -> set[str]:
        """Runs of ``SHINGLE`` words."""
        return {" ".join(self.words[i : i + SHINGLE]) for i in range(len(self.words) - SHINGLE + 1)}


def said_twice(passages: Sequence[Passage]) -> dict[int, int]:
    """Places of passages that a passage of another document says too, with the place of the one that is kept:
    the newer one, else the first."""
    groups, common = _groups(passages)
    sketches = _sketches([said for group in groups for said in group])
    twice: dict[int, int] = {}
    for group in groups:
        twice.update(_within(group, sketches, lambda word: word not in common))
    return twice


def _groups(passages: Sequence[Passage]) -> tuple[list[list[_Said]], set[str]]:
    """Passages with the same numbers and telling words, from at least two documents; and all words that stand
    in small letters somewhere, and so are no names."""
    groups: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    common = set(STOP_WORDS)
    for place, passage in enumerate(passages):
        found = _WORD.findall(passage.text)
        common.update(word for word in found if word.islower())
        if len(found) < MIN_WORDS:
            continue
        words = tuple(word.lower().replace("’", "'") for word in found)
        about = frozenset(_WORD.findall(f"{passage.title} {passage.heading}".lower()))
        key = (passage.language, *(word for word in words if _is_telling(word)))
        groups[key].append(_Said(place=place, words=words, about=about, passage=passage))
    several = (group for group in groups.values() if len({said.passage.document_id for said in group}) > 1)
    return list(several), common


def _is_telling(word: str) -> bool:
    return not word[0].isalpha() or word in _TELLING or word.endswith("n't")


def _within(
    group: list[_Said], sketches: Mapping[int, MinHash], is_name: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """The duplicates of a group; each is compared with those that are kept, so that no chain grows."""
    from datasketch import MinHashLSH  # a third of a second that who answers need not wait for

    newest_first = sorted(group, key=lambda said: said.passage.updated, reverse=True)
    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    kept: dict[int, _Said] = {}
    for said in newest_first:
        sketch = sketches[said.place]
        near = (kept[place] for place in sorted(index.query(sketch)))
        same = next((other for other in near if _same(said, other, is_name)), None)
        if same is not None:
            yield said.place, same.place
            continue
        index.insert(said.place, sketch)
        kept[said.place] = said


def _sketches(group: Sequence[_Said]) -> dict[int, MinHash]:
    """By the places of the passages."""
    from datasketch import MinHash

    shingles = ([shingle.encode() for shingle in said.shingles] for said in group)
    made = MinHash.generator(shingles, num_perm=BANDS * ROWS)
    return {said.place: sketch for said, sketch in zip(group, made, strict=True)}


def _same(one: _Said, other: _Said, is_name: Callable[[str], bool]) -> bool:
    if one.passage.document_id == other.passage.document_id:
        return False
    differ, about = set(one.words) ^ set(other.words), one.about ^ other.about
    if any(is_name(word) for word in differ | about) or any(_is_telling(word) for word in about):
        return False
    if differ and about:
        return False
    shared = len(one.shingles & other.shingles)
    return shared / (len(one.shingles) + len(other.shingles) - shared) >= ALIKE
