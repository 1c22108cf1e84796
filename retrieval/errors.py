"""What can go wrong in retrieval. ``bot`` translates these into its own tree at its wiring.

RetrievalError
├── ModelFileError           a model file is missing, damaged or of another kind
├── IndexMissing             no generation has been built yet
├── IndexDamaged             a generation is incomplete, fails its checksums, or fits another encoder
├── IndexBusy                another process is writing
├── VectorServerUnavailable  Milvus or its client is missing, or it refuses
├── RecommenderUnavailable   the recommender's process cannot be reached, refuses, or answers nonsense
├── NoDocuments              documents are served, and their folder is empty, gone or cannot be read
└── UnreadableDocument       one document cannot be read or has no text
"""

from __future__ import annotations

from pathlib import Path


class RetrievalError(Exception):
    """Root of the errors that retrieval raises on purpose. ``text`` is one sentence that names the fix."""

    def __init__(self, text: str, *, file: Path | None = None) -> None:
        self.text, self.file = text, file
        super().__init__(text if file is None else f"{file}: {text}")


class ModelFileError(RetrievalError):
    """A model file is missing, damaged or of another kind."""


class IndexMissing(RetrievalError):
    """No generation has been built yet."""


class IndexDamaged(RetrievalError):
    """A generation is incomplete, fails its checksums, or was made with another encoder."""


class VectorServerUnavailable(RetrievalError):
    """The Milvus server or its client is missing, or refuses what it is asked."""


class RecommenderUnavailable(RetrievalError):
    """The recommender's process cannot be reached in time, refuses, or answers nonsense."""


class IndexBusy(RetrievalError):
    """Another process is writing this index."""


class NoDocuments(RetrievalError):
    """The folder of the documents is empty, gone or cannot be read; what is served was not touched."""


class UnreadableDocument(RetrievalError):
    """One document cannot be read or has no text; the others are not touched."""
