"""Imports: files from outside into the pool. Nothing is written, not even a report, before it is masked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bot.errors import TranscriptError
from training.transcripts.dialogue import Dialogue, LineError
from training.transcripts.keys import Keys
from training.transcripts.masking import Masker, masked_text
from training.transcripts.pool import Import, Pool, new_import
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.registry import named, recognised

Told = Callable[[int], None]
_ENDINGS = frozenset({".csv", ".json", ".jsonl", ".ndjson", ".tsv", ".txt"})


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file. ``again``: it was imported before, nothing was added; ``dry``: nothing was
    written; ``failure`` says why nothing of it can be read, then there is no manifest."""

    file: str
    manifest: Import | None = None
    again: bool = False
    dry: bool = False
    failure: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Importer:
    """Brings files into a pool. ``order_numbers``: whether ``masker`` keeps them; ``source``: the name of the
    format, "" to tell it by the content; ``erased``: keys of shoppers of whom nothing is taken."""

    pool: Pool
    keys: Keys
    masker: Masker
    order_numbers: bool = False
    source: str = ""
    encoding: str = ""
    erased: frozenset[str] = frozenset()
    dry: bool = False

    def take(self, path: Path, told: Told = lambda _bytes: None) -> Imported:
        """Import a file. ``told`` hears of bytes that were read.

        Raises: TranscriptError when nothing of it can be read, or it holds no dialogue.
        """
        try:
            file = Opened(path, self.encoding, told)
            import_id = _content_hash(path)
        except OSError as error:
            raise TranscriptError(f"It cannot be opened ({error.strerror}).", file=str(path)) from error
        before = self.pool.get(import_id)
        if before and self._is_current(before) and not self.dry:
            return Imported(file=str(path), manifest=before, again=True)
        source = named(self.source) if self.source else recognised(file)
        run = _Run(self, path, import_id, source.name)
        made = run.finished(source.read(file))
        if made is None:
            raise file.error(run.nothing())
        return Imported(file=str(path), manifest=made, dry=self.dry, errors=tuple(map(str, run.errors)))

    def _is_current(self, before: Import) -> bool:
        same_source = not self.source or self.source == before.source
        same_masks = before.order_numbers == self.order_numbers
        return same_source and same_masks and before.secret == self.keys.fingerprint


@dataclass
class _Run:
    """The import of one file."""

    importer: Importer
    path: Path
    import_id: str
    source: str
    errors: list[LineError] = field(default_factory=list)
    masked: Counter[str] = field(default_factory=Counter)
    dialogues: int = 0
    turns: int = 0
    erased: int = 0

    def finished(self, read: Iterable[Dialogue | LineError]) -> Import | None:
        """Read all of it; None when there was no dialogue."""
        if not self.importer.dry:
            return self.importer.pool.write(self._masked(read), self._manifest, self.import_id)
        for _ in self._masked(read):
            pass
        return self._manifest() if self.dialogues else None

    def nothing(self) -> str:
        """Why there was no dialogue."""
        if self.errors:
            first = self.errors[0]
            return f"Nothing in it is a dialogue. {first.unit.capitalize()} {first.line}: {first.reason}"
        return "All its shoppers were erased." if self.erased else "There is no dialogue in it."

    def _masked(self, read: Iterable[Dialogue | LineError]) -> Iterator[Dialogue]:
        for found in read:
            if isinstance(found, LineError):
                self.errors.append(found)
                continue
            keyed = self.importer.keys.keyed(found)
            if keyed.shopper in self.importer.erased:
                self.erased += 1
                continue
            masked = self.importer.masker.masked(keyed)
            self.masked += masked.found
            self.dialogues += 1
            self.turns += len(masked.dialogue.turns)
            yield masked.dialogue

    def _masked_name(self) -> str:
        """Files may be named after people; how they end tells nothing of them."""
        ending = self.path.suffix if self.path.suffix.casefold() in _ENDINGS else ""
        return masked_text(self.importer.masker, self.path.name.removesuffix(ending)) + ending

    def _manifest(self) -> Import:
        return new_import(
            self.import_id, self._masked_name(), self.source,
            secret=self.importer.keys.fingerprint, order_numbers=self.importer.order_numbers,
            counts=(self.dialogues, self.turns), errors=self.errors, masked=self.masked,
        )  # fmt: skip


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: folders with all that lies in them, without what is hidden.

    Raises: TranscriptError for what is not there, or an empty folder.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inner = sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one, path))
            if not inner:
                raise TranscriptError("There is no file in this folder.", file=str(path))
            found += inner
        elif path.exists():
            found.append(path)
        else:
            raise TranscriptError("There is no such file.", file=str(path))
    return found


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _content_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]
