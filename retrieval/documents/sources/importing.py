"""Imports: files from outside, by what they hold, into the documents folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from retrieval.documents.files import SUFFIXES
from retrieval.documents.loaders import MAX_BYTES
from retrieval.documents.sources.archive import read_archive
from retrieval.documents.sources.article import Found, Passed, slug
from retrieval.documents.sources.export import Export
from retrieval.documents.sources.faq import read_faq
from retrieval.documents.sources.folder import TopicFolder, Written, joined
from retrieval.documents.sources.helpcentre import KINDS, group_names, read_articles, read_export
from retrieval.documents.sources.tables import read_tables
from retrieval.errors import UnreadableDocument

LOOSE = "imported"
"""The topic of documents that came neither in a folder nor in an archive."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did. ``skipped`` (left out on purpose) and ``failed`` map places to reasons."""

    written: Written
    skipped: dict[str, str]
    failed: dict[str, str]


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to import; ``name`` is its path below the folder ``container`` that was given, if one was."""

    path: Path
    name: str
    container: str = ""


def import_files(
    paths: Sequence[Path],
    documents: Path,
    *,
    topic: str = "",
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Bring files and folders into ``documents``, below ``topic`` or a folder named for the source.

    ``replace`` removes what an earlier import of the same source wrote and this one no longer has, unless
    something of the source could not be read. A bad entry is named and stops nothing.

    Raises: UnreadableDocument for a topic outside of the documents, or files that already lie within.
    """
    check_topic(documents, topic)
    _check_outside(paths, documents)
    work = _Import(documents, topic)
    try:
        files = list(_files(paths))
        for path in paths:
            if path.is_dir():
                work.open(f"files {path.resolve().name}", slug(path.resolve().name))
        for done, file in enumerate(files, 1):
            work.take(file)
            if progress:
                progress(done, len(files))
        work.take_exports()
    finally:
        work.save()
    return work.finish(replace=replace)


def check_topic(documents: Path, topic: str) -> None:
    """Refuse a folder outside of the documents.

    Raises: UnreadableDocument.
    """
    if not (documents / topic).resolve().is_relative_to(documents.resolve()):
        raise UnreadableDocument(f"The topic {topic!r} leads out of the documents folder.")


def _check_outside(paths: Sequence[Path], documents: Path) -> None:
    for path in paths:
        if path.resolve().is_relative_to(documents.resolve()):
            text = "This already lies in the documents folder. Run: shopclerk index build"
            raise UnreadableDocument(text, file=path)


class _Import:
    """A running import: one folder a source."""

    def __init__(self, documents: Path, topic: str) -> None:
        self._documents, self._topic = documents, topic
        self._folders: dict[str, TopicFolder] = {}
        self._exports: dict[str, list[tuple[str, Export]]] = {}
        self._damaged: set[str] = set()
        self._skipped: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    def take(self, file: _File) -> None:
        """Import a file; an archive is a folder of its own."""
        if file.path.suffix.lower() != ".zip":
            self._sort(f"files {file.container or file.name}", file.container or LOOSE, _read(file))
            return
        source, topic = f"files {file.name}", file.path.stem
        try:
            for member in read_archive(file.path):
                self._sort(source, topic, member)
        except UnreadableDocument as error:
            self._pass(source, Passed(where=file.name, reason=error.text))

    def take_exports(self) -> None:
        """Import the articles of all exports, now that the names of all sections are known."""
        for kind, exports in self._exports.items():
            names = group_names(kind, [export for _, export in exports])
            for where, export in exports:
                self._write(kind, kind, read_articles(kind, export, names, where))

    def save(self) -> None:
        """Remember what was written, also where the import was stopped."""
        for folder in self._folders.values():
            folder.save()

    def finish(self, *, replace: bool) -> Imported:
        """The report; removes what is gone."""
        for source, folder in self._folders.items():
            folder.finish(remove=replace and source not in self._damaged)
        written = joined(folder.written for folder in self._folders.values())
        return Imported(written=written, skipped=self._skipped, failed=self._failed)

    def _sort(self, source: str, topic: str, member: Found | Passed) -> None:
        """Hand a file to the reader for what it holds."""
        if isinstance(member, Passed):
            self._pass(source, member)
            return
        suffix = PurePosixPath(member.name).suffix.lower()
        try:
            if suffix == ".json":
                kind, export = read_export(member.content)
                self._exports.setdefault(kind, []).append((member.where, export))
            elif suffix in (".csv", ".xlsx") and (tables := read_tables(member.name, member.content)):
                stem = PurePosixPath(member.name).stem
                self._write(f"faq {member.where}", f"faq/{slug(stem)}", read_faq(tables, member.where))
            elif suffix in SUFFIXES:
                self._write(source, slug(topic), [member])
            else:
                reason = "Files of this kind are not read."
                self._pass(source, Passed(where=member.where, reason=reason, failed=False))
        except UnreadableDocument as error:
            if suffix == ".json":
                self._damaged.update(KINDS)
            self._pass(source, Passed(where=member.where, reason=error.text))

    def open(self, source: str, topic: str) -> TopicFolder:
        """The folder that a source writes to; opened also where it has nothing any more."""
        if source not in self._folders:
            self._folders[source] = TopicFolder(self._documents, self._topic or topic or LOOSE, source)
        return self._folders[source]

    def _write(self, source: str, topic: str, entries: Iterable[Found | Passed]) -> None:
        folder = self.open(source, topic)
        for entry in entries:
            if isinstance(entry, Passed):
                self._pass(source, entry)
                continue
            try:
                folder.write(entry)
            except (OSError, ValueError) as error:
                self._pass(source, Passed(where=entry.where, reason=f"It cannot be written ({error})."))

    def _pass(self, source: str, entry: Passed) -> None:
        if entry.failed:
            self._damaged.add(source)
            self._failed[entry.where] = entry.reason
        else:
            self._skipped[entry.where] = entry.reason


def _files(paths: Sequence[Path]) -> Iterator[_File]:
    for path in paths:
        if not path.is_dir():
            yield _File(path=path, name=path.name)
            continue
        container = path.resolve().name
        for file in sorted(path.rglob("*")):
            parts = file.relative_to(path).parts
            if file.is_file() and not any(part.startswith((".", "~")) for part in parts):
                yield _File(path=file, name="/".join(parts), container=container)


def _read(file: _File) -> Found | Passed:
    where = "/".join(part for part in (file.container, file.name) if part)
    try:
        if file.path.stat().st_size > MAX_BYTES:
            reason = f"This file is larger than {MAX_BYTES // 1_000_000} MB. Split it."
            return Passed(where=where, reason=reason)
        return Found(name=file.name, content=file.path.read_bytes(), where=where)
    except OSError as error:
        return Passed(where=where, reason=f"This file cannot be opened ({error.strerror}).")
