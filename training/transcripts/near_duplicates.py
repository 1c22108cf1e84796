"""Dialogues that say nearly the same, found with MinHash and checked by their shingles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from datasketch import MinHash, MinHashLSH

from training.transcripts.dialogue import Dialogue

ALIKE = 0.9
"""Jaccard similarity of the shingles from which dialogues are the same."""
SHINGLE = 3
"""Words in a row; who says it is the first word of a turn."""
BANDS, ROWS = 16, 4
"""Of the sketches: of dialogues that are alike enough, fewer than one pair in a million is not compared."""
_BATCH = 1_000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")

Told = Callable[[int, int], None]


def said_again(dialogues: Sequence[Dialogue], told: Told = lambda _done, _all: None) -> dict[int, int]:
    """Places of dialogues that an earlier one in the sequence says too, with the place of that one.

    Each is compared with those that are kept, so that no chain grows.
    """
    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    again: dict[int, int] = {}
    for place, (dialogue, sketch) in enumerate(_sketched(dialogues)):
        own = _shingles(dialogue)
        near = (other for other in sorted(index.query(sketch)) if _alike(own, _shingles(dialogues[other])))
        kept = next(near, None)
        if kept is None:
            index.insert(place, sketch)
        else:
            again[place] = kept
        told(place + 1, len(dialogues))
    return again


def _sketched(dialogues: Sequence[Dialogue]) -> Iterator[tuple[Dialogue, MinHash]]:
    for start in range(0, len(dialogues), _BATCH):
        batch = dialogues[start : start + _BATCH]
        shingles = ([shingle.encode() for shingle in _shingles(dialogue)] for dialogue in batch)
        yield from zip(batch, MinHash.generator(shingles, num_perm=BANDS * ROWS), strict=True)


def _shingles(dialogue: Dialogue) -> set[str]:
    """Runs of words; all of them as one where there are fewer."""
    words = [word for turn in dialogue.turns for word in (f"{turn.role}:", *_WORD.findall(turn.text.lower()))]
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))}


def _alike(one: set[str], other: set[str]) -> bool:
    shared = len(one & other)
    return shared >= ALIKE * (len(one) + len(other) - shared)
