"""Where a citation leads: a passage with its neighbours, and the original file."""

from __future__ import annotations

from pathlib import Path

from retrieval.documents.files import SUFFIXES
from retrieval.documents.search import Documents
from retrieval.types import Passage


class PassageReader:
    """Reads passages of the generation that is being served, and files below ``source``."""

    def __init__(self, documents: Documents, source: Path) -> None:
        self._documents = documents
        self._source = source.resolve()

    def passage(self, passage_id: str) -> tuple[Passage, str, str] | None:
        """The passage, and the texts before and after it in its document ("" at its ends), or None."""
        snapshot = self._documents.snapshot
        passages = snapshot.content.passages
        place = snapshot.places.get(passage_id)
        if place is None:
            return None
        cited = passages[place]
        before = passages[place - 1] if place else None
        after = passages[place + 1] if place + 1 < len(passages) else None
        return cited, _text(before, cited), _text(after, cited)

    def file(self, document_id: str) -> Path | None:
        """The original file, if it is an indexed document below the folder of which all may be shown."""
        entry = self._documents.snapshot.content.documents.get(document_id)
        if entry is None or entry.error or entry.left_out:
            return None
        path = (self._source / document_id).resolve()
        inside = path.is_relative_to(self._source) and path.suffix.lower() in SUFFIXES
        return path if inside and path.is_file() else None


def _text(neighbour: Passage | None, cited: Passage) -> str:
    same = neighbour is not None and neighbour.document_id == cited.document_id
    return neighbour.text if same and neighbour else ""
