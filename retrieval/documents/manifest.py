"""The manifest of a generation of the document index: what is in it, without reading the rest."""

from __future__ import annotations

from pathlib import Path

import msgspec

from retrieval.errors import IndexDamaged

FORMAT = 6


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A document's place in a generation. ``sha256`` is its ``files.checksum``.

    ``error`` says why it is not in it; then ``passages`` is 0. ``merged`` more passages are set aside,
    because another document says the same; ``left_out`` is what of it may not be shown.
    """

    sha256: str
    title: str = ""
    passages: int = 0
    merged: int = 0
    error: str = ""
    left_out: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation consists of: checksums of ``files``; ``documents`` in the order of the passages.
    ``vectors`` is what was chosen for their index (``VectorStore.name``)."""

    format: int
    encoder: str
    dimension: int
    chunking: int
    created: str
    passages: int
    units: int
    documents: dict[str, Entry]
    files: dict[str, str] = {}
    vectors: str = "auto"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in ``folder``.

    Raises: IndexDamaged.
    """
    path = folder / "manifest.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        text = "This index description is missing or damaged. Run: shopclerk index build --full"
        raise IndexDamaged(text, file=path) from error
