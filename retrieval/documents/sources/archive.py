"""ZIP files, read without trusting them: where members lie, how large they grow, how many there are."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from retrieval.documents.loaders import MAX_BYTES
from retrieval.documents.sources.article import Found, Passed
from retrieval.errors import UnreadableDocument

MAX_MEMBERS = 20_000
MAX_TOTAL = 1_000_000_000
"""Bytes of all members together when unpacked."""
MAX_RATIO = 200
"""How many times its packed size a member may grow; text seldom passes 20."""
SMALL = 1_000_000
"""Bytes below which the ratio does not matter."""


def read_archive(path: Path) -> Iterator[Found | Passed]:
    """The members of a ZIP file, unpacked one at a time; a bad one is passed over with its reason.

    Raises: UnreadableDocument for a damaged file, or one over the limits.
    """
    try:
        with ZipFile(path) as archive:
            check_sizes(archive)
            for member in archive.infolist():
                if not member.is_dir() and not _hidden(member.filename):
                    yield _member(archive, member, path.name)
    except (BadZipFile, OSError) as error:
        raise UnreadableDocument("This ZIP file is damaged or not what its name says.", file=path) from error


def check_sizes(archive: ZipFile) -> None:
    """Refuse an archive that claims to hold too much.

    Raises: UnreadableDocument.
    """
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableDocument(f"This archive holds more than {MAX_MEMBERS} files. Split it.")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnreadableDocument(f"This archive unpacks to more than {MAX_TOTAL // 1_000_000} MB. Split it.")


def _member(archive: ZipFile, member: ZipInfo, source: str) -> Found | Passed:
    where = f"{source}/{member.filename}"
    if reason := _refusal(member):
        return Passed(where=where, reason=reason)
    try:
        with archive.open(member) as file:
            content = file.read(MAX_BYTES + 1)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        return Passed(where=where, reason=f"This file cannot be unpacked ({error}).")
    if len(content) > MAX_BYTES:
        return Passed(where=where, reason=_too_large())
    return Found(name=PurePosixPath(member.filename).as_posix(), content=content, where=where)


def _refusal(member: ZipInfo) -> str:
    """Why a member is not unpacked, or ""."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        return "Its path leads out of the archive's folder."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a link, not a file."
    if member.flag_bits & 0x1:
        return "It is encrypted. Pack it again without a password."
    if member.file_size > MAX_BYTES:
        return _too_large()
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return f"It would grow more than {MAX_RATIO}-fold when unpacked."
    return ""


def _too_large() -> str:
    return f"This file is larger than {MAX_BYTES // 1_000_000} MB. Split it."


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith((".", "~", "__MACOSX")) and not part.startswith("..") for part in parts)
