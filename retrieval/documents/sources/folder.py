"""Writes imported files below the documents folder, and remembers what came from where.

``.imported.json`` in the topic's folder holds, for each source, the checksums of the files as they were
written: a second import changes only what changed, and touches nothing that was edited by hand since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from retrieval.documents.files import about
from retrieval.documents.sources.article import Found
from retrieval.errors import UnreadableDocument

RECORD = ".imported.json"
_Record = dict[str, dict[str, str]]


class Written(msgspec.Struct):
    """What an import did to the documents folder; names are document ids. ``kept`` are files that another
    hand wrote; ``gone`` are files of the source that it no longer has."""

    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    removed: list[str] = []
    kept: list[str] = []
    gone: list[str] = []


class TopicFolder:
    """One folder below ``documents``, written by one ``source``."""

    def __init__(self, documents: Path, topic: str, source: str) -> None:
        self._documents, self._folder, self._source = documents, documents / topic, source
        self._record = _read(self._folder / RECORD)
        self._known = self._record.setdefault(source, {})
        self._present: set[str] = set()
        self.written = Written()

    def write(self, found: Found) -> None:
        """Write a file unless it is already so, or somebody else wrote it.

        Raises: OSError.
        """
        path, checksum = self._folder / found.name, hashlib.sha256(found.content).hexdigest()
        self._present.add(found.name)
        before = _checksum(path)
        if before == checksum or (before and self._known.get(found.name) == checksum):
            outcome = self.written.unchanged
        elif before and before != self._known.get(found.name):
            self.written.kept.append(self._id(found.name))
            return
        else:
            outcome = self.written.changed if before else self.written.added
            write_whole(path, found.content)
        if found.about and not about(path).exists():
            write_whole(about(path), found.about)
        self._known[found.name] = checksum
        outcome.append(self._id(found.name))

    def keep(self, name: str) -> None:
        """The source still has this file, though it was not read again."""
        self._present.add(name)

    def leave(self, name: str) -> None:
        """The source has this file as it was."""
        self.keep(name)
        self.written.unchanged.append(self._id(name))

    def finish(self, *, remove: bool) -> None:
        """Name the files that the source no longer has, or ``remove`` them, and keep the record."""
        for name in sorted(set(self._known) - self._present):
            path = self._folder / name
            there = _checksum(path)
            if there and there != self._known[name]:
                self.written.kept.append(self._id(name))
            elif there and not remove:
                self.written.gone.append(self._id(name))
                continue
            elif there:
                path.unlink()
                about(path).unlink(missing_ok=True)
                self.written.removed.append(self._id(name))
            del self._known[name]
        self.save()

    def save(self) -> None:
        """Keep the record of what was written so far."""
        if any(self._record.values()) or (self._folder / RECORD).exists():
            write_whole(
                self._folder / RECORD, msgspec.json.format(msgspec.json.encode(self._record), indent=1)
            )

    def _id(self, name: str) -> str:
        return (self._folder / name).relative_to(self._documents).as_posix()


def joined(parts: Iterable[Written]) -> Written:
    """Several imports as one."""
    whole = Written()
    for part in parts:
        for name in Written.__struct_fields__:
            getattr(whole, name).extend(getattr(part, name))
    return whole


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: no reader sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:100]}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _read(path: Path) -> _Record:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Record)
    except FileNotFoundError:
        return {}
    except msgspec.MsgspecError as error:
        raise UnreadableDocument("This record is damaged. Delete it to import anew.", file=path) from error
