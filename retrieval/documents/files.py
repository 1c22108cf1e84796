"""Which files below a folder are documents."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = (".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".txt", ".csv")


def document_ids(source: Path) -> list[str]:
    """The paths below ``source`` of all documents, sorted; hidden and temporary files are none."""
    paths = (path for path in source.rglob("*") if path.is_file() and path.suffix.lower() in SUFFIXES)
    ids = (path.relative_to(source).as_posix() for path in paths)
    return sorted(i for i in ids if not any(part.startswith((".", "~")) for part in i.split("/")))
