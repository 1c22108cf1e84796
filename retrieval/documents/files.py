"""Which files below a folder are documents."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

SUFFIXES = (".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".txt", ".csv")


def document_ids(source: Path) -> list[str]:
    """The paths below ``source`` of all documents, sorted; hidden and temporary files are none."""
    ids = (path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    return sorted(document_id for document_id in ids if is_document(document_id))


def is_document(document_id: str) -> bool:
    """Whether a file of this path would be one."""
    hidden = any(part.startswith((".", "~")) for part in document_id.split("/"))
    return PurePosixPath(document_id).suffix.lower() in SUFFIXES and not hidden
