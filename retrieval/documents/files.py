"""Which files below a folder are documents, and the files beside them that say more about them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath

from retrieval.errors import NoDocuments

SUFFIXES = (".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".txt", ".csv")

ABOUT = ".about"
"""Added to a document's name: the file that says of it what it does not tell itself (docs/documents.md)."""


def document_ids(source: Path) -> list[str]:
    """The paths below ``source`` of all documents, sorted; hidden and temporary files are none.

    Raises: NoDocuments where a folder cannot be read: what is in it is unknown, not gone.
    """
    if not source.exists():
        return []
    paths = (Path(folder, name) for folder, _, names in os.walk(source, onerror=_unread) for name in names)
    ids = (path.relative_to(source).as_posix() for path in paths if path.is_file())
    return sorted(document_id for document_id in ids if is_document(document_id))


def _unread(error: OSError) -> None:
    raise NoDocuments(
        f"This folder cannot be read ({error.strerror}). Nothing was changed.", file=Path(error.filename)
    ) from error


def is_document(document_id: str) -> bool:
    """Whether a file of this path would be one."""
    hidden = any(part.startswith((".", "~")) for part in document_id.split("/"))
    return PurePosixPath(document_id).suffix.lower() in SUFFIXES and not hidden


def about(document: Path) -> Path:
    """The file about a document, beside it; it need not be there."""
    return document.with_name(document.name + ABOUT)


def checksum(document: Path) -> str:
    """The SHA-256 of a document's bytes, and behind them of those about it.

    Raises: OSError.
    """
    with document.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    beside = about(document)
    if beside.is_file():
        digest.update(beside.read_bytes())
    return digest.hexdigest()
