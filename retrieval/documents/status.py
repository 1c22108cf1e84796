"""What an index holds, and how the documents folder differs from it; reads no model."""

from __future__ import annotations

from pathlib import Path

import msgspec

from retrieval.documents.files import checksum, document_ids
from retrieval.documents.manifest import read_manifest
from retrieval.generations import Generations


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The current generation beside the folder: documents that are new, changed or gone since."""

    generation: int
    created: str
    encoder: str
    documents: int
    passages: int
    units: int
    merged: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    failed: dict[str, str] = {}
    left_out: dict[str, tuple[str, ...]] = {}

    @property
    def current(self) -> bool:
        """Whether a build would change nothing."""
        return not (self.new or self.changed or self.gone)


def index_status(root: Path, source: Path) -> Status:
    """Compare the index below ``root`` with the documents below ``source``.

    Raises: IndexMissing, IndexDamaged.
    """
    generations = Generations(root)
    number = generations.current()
    manifest = read_manifest(generations.folder(number))
    there, known = set(document_ids(source)), manifest.documents
    changed = (i for i in sorted(there & set(known)) if checksum(source / i) != known[i].sha256)
    return Status(
        generation=number, created=manifest.created, encoder=manifest.encoder, passages=manifest.passages,
        units=manifest.units,
        merged=sum(entry.merged for entry in known.values()),
        documents=sum(not entry.error for entry in known.values()),
        new=tuple(sorted(there - set(known))), changed=tuple(changed), gone=tuple(sorted(set(known) - there)),
        failed={i: entry.error for i, entry in known.items() if entry.error},
        left_out={i: entry.left_out for i, entry in known.items() if entry.left_out},
    )  # fmt: skip
