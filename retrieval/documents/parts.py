"""A generation by documents: what each contributes, and what is set aside because another one says it too.

What is set aside is kept beside the index with its vectors, so that it comes back without reading or encoding
when the document that says it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from retrieval.documents.chunk import Unit
from retrieval.documents.duplicates import said_twice
from retrieval.documents.manifest import Entry
from retrieval.encode import Vectors
from retrieval.types import Passage


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One document's share of a generation; vectors are None until they are encoded."""

    entry: Entry
    passages: list[Passage]
    units: list[list[Unit]]
    vectors: Vectors | None = None
    unit_vectors: Vectors | None = None


def set_aside(parts: Mapping[str, Part]) -> tuple[dict[str, Part], dict[str, Part]]:
    """Encoded parts without the passages that another document says too, and those passages."""
    owners = [(document_id, i) for document_id, part in parts.items() for i in range(len(part.passages))]
    twice = said_twice([passage for part in parts.values() for passage in part.passages])
    gone: dict[str, set[int]] = defaultdict(set)
    for place in twice:
        gone[owners[place][0]].add(owners[place][1])
    kept, aside = {}, {}
    for document_id, part in parts.items():
        places = range(len(part.passages))
        left = [i for i in places if i not in gone[document_id]]
        entry = msgspec.structs.replace(part.entry, passages=len(left), merged=len(gone[document_id]))
        kept[document_id] = msgspec.structs.replace(_take(part, left), entry=entry)
        if gone[document_id]:
            aside[document_id] = _take(part, sorted(gone[document_id]))
    return kept, aside


def joined(parts: Mapping[str, Part], aside: Mapping[str, Part]) -> dict[str, Part]:
    """The whole documents again, their passages in order."""
    return {i: _with(part, aside[i]) if i in aside else part for i, part in parts.items()}


def save(aside: Mapping[str, Part], folder: Path) -> None:
    """Write what is set aside."""
    texts = {i: (part.entry, part.passages, part.units) for i, part in aside.items()}
    (folder / "aside.json").write_bytes(msgspec.json.encode(texts))
    arrays: dict[str, Any] = {}
    for n, part in enumerate(aside.values()):
        arrays |= {f"passages {n}": part.vectors, f"units {n}": part.unit_vectors}
    np.savez(folder / "aside.npz", **arrays)


def load(folder: Path) -> dict[str, Part]:
    """Read what is set aside."""
    kind = dict[str, tuple[Entry, list[Passage], list[list[Unit]]]]
    texts = msgspec.json.decode((folder / "aside.json").read_bytes(), type=kind)
    with np.load(folder / "aside.npz") as arrays:
        return {
            document_id: Part(
                entry=entry, passages=passages, units=units,
                vectors=arrays[f"passages {n}"], unit_vectors=arrays[f"units {n}"],
            )
            for n, (document_id, (entry, passages, units)) in enumerate(texts.items())
        }  # fmt: skip


def _take(part: Part, places: Sequence[int]) -> Part:
    """Some of a part's passages, with their units and vectors."""
    if len(places) == len(part.passages) and list(places) == list(range(len(places))):
        return part
    assert part.vectors is not None
    assert part.unit_vectors is not None
    ends = np.cumsum([0, *map(len, part.units)])
    rows = [row for i in places for row in range(ends[i], ends[i + 1])]
    return msgspec.structs.replace(
        part, passages=[part.passages[i] for i in places], units=[part.units[i] for i in places],
        vectors=part.vectors[list(places)], unit_vectors=part.unit_vectors[rows],
    )  # fmt: skip


def _with(part: Part, more: Part) -> Part:
    both = Part(
        entry=part.entry, passages=[*part.passages, *more.passages], units=[*part.units, *more.units],
        vectors=_stacked(part.vectors, more.vectors),
        unit_vectors=_stacked(part.unit_vectors, more.unit_vectors),
    )  # fmt: skip
    return _take(both, sorted(range(len(both.passages)), key=lambda i: both.passages[i].position))


def _stacked(first: Vectors | None, second: Vectors | None) -> Vectors:
    blocks = [np.asarray(block, np.float32) for block in (first, second) if block is not None and len(block)]
    return np.concatenate(blocks)
