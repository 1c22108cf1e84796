"""The pool: what was imported, masked, as one file an import.

    var/transcripts/<import-id>.jsonl    dialogues, keys in place of people
    var/transcripts/<import-id>.json     the manifest; without it an import does not count

The id is the hash of the imported file's content. One process writes at a time.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bot.errors import Conflict, TranscriptError
from bot.releases import write_atomically
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues, write_dialogues


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A line or record that is no dialogue, and why."""

    line: int
    unit: str
    reason: str


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest of an import. ``file`` is its name, ``source`` its format; ``secret`` the fingerprint of
    the secret that made the keys; ``created`` Unix seconds; ``rejected`` counts what was no dialogue,
    ``errors`` names the first of them; ``masked`` counts by kind; ``erased`` counts dialogues taken out
    since."""

    import_id: str
    file: str
    source: str
    created: float
    secret: str
    order_numbers: bool
    dialogues: int
    turns: int
    rejected: int
    errors: tuple[Rejected, ...]
    masked: dict[str, int]
    erased: int = 0


class Pool:
    """The imports of an installation."""

    def __init__(self, folder: Path, secret: str) -> None:
        self.folder = folder
        self._secret = secret

    def imports(self) -> list[Import]:
        """All of them, oldest first.

        Raises: TranscriptError for a damaged manifest, or keys of another secret: who was erased could not be
        told from them.
        """
        found = sorted(map(_read, self.folder.glob("*.json")), key=lambda one: (one.created, one.import_id))
        for one in found:
            if one.secret != self._secret:
                raise TranscriptError(
                    f"The installation's secret has changed since {one.file} was imported, so erased shoppers"
                    f" cannot be told. Import it again, or delete {self.folder / one.import_id}.*"
                )
        return found

    def get(self, import_id: str) -> Import | None:
        """An import, None where there is none of this id."""
        manifest = self.folder / f"{import_id}.json"
        return _read(manifest) if manifest.exists() else None

    def dialogues(self, one: Import) -> Iterator[Dialogue]:
        """What was imported.

        Raises: TranscriptError when the file is damaged.
        """
        file = self.folder / f"{one.import_id}.jsonl"
        try:
            for dialogue in read_dialogues(file):
                if isinstance(dialogue, LineError):
                    raise TranscriptError(f"{dialogue} Import {one.file} again.")
                yield dialogue
        except OSError as error:
            raise TranscriptError(f"{file} cannot be read ({error.strerror}).") from error

    def write(
        self, dialogues: Iterable[Dialogue], manifest: Callable[[], Import], import_id: str
    ) -> Import | None:
        """Store an import, in place of an earlier one of the same file. ``manifest`` is asked for when all
        dialogues are written; without any dialogue nothing is stored. A crash leaves the old state."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{import_id}.{os.getpid()}"
        try:
            if not write_dialogues(draft, dialogues):
                return None
            made = manifest()
            _sync(draft)
            draft.replace(self.folder / f"{import_id}.jsonl")
            self._save(made)
            return made
        finally:
            draft.unlink(missing_ok=True)

    def purge(self, shoppers: Collection[str]) -> int:
        """Take out all dialogues of these shoppers, by their keys; returns how many."""
        return sum(self._purged(one, shoppers) for one in self.imports()) if shoppers else 0

    @contextmanager
    def locked(self) -> Iterator[None]:
        """While this process writes.

        Raises: Conflict when another one does.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Conflict(
                    "Transcripts are being changed just now. Try again when that is done."
                ) from error
            yield

    def _purged(self, one: Import, shoppers: Collection[str]) -> int:
        gone = [len(dialogue.turns) for dialogue in self.dialogues(one) if dialogue.shopper in shoppers]
        if gone:
            left = replace(
                one,
                dialogues=one.dialogues - len(gone),
                turns=one.turns - sum(gone),
                erased=one.erased + len(gone),
            )
            kept = (dialogue for dialogue in self.dialogues(one) if dialogue.shopper not in shoppers)
            if self.write(kept, lambda: left, one.import_id) is None:
                write_atomically(self.folder / f"{one.import_id}.jsonl", b"")
                self._save(left)
        return len(gone)

    def _save(self, one: Import) -> None:
        write_atomically(self.folder / f"{one.import_id}.json", msgspec.json.format(msgspec.json.encode(one)))


def new_import(
    import_id: str, file: str, source: str, *, secret: str, order_numbers: bool,
    counts: tuple[int, int], errors: list[LineError], masked: dict[str, int], most_errors: int = 100,
) -> Import:  # fmt: skip
    """A manifest, made now. ``counts`` are of dialogues and turns."""
    named = tuple(Rejected(line=one.line, unit=one.unit, reason=one.reason) for one in errors[:most_errors])
    return Import(
        import_id=import_id, file=file, source=source, created=time.time(), secret=secret,
        order_numbers=order_numbers, dialogues=counts[0], turns=counts[1], rejected=len(errors), errors=named,
        masked=dict(sorted(masked.items())),
    )  # fmt: skip


def _read(manifest: Path) -> Import:
    try:
        return msgspec.json.decode(manifest.read_bytes(), type=Import)
    except (OSError, msgspec.MsgspecError) as error:
        raise TranscriptError(f"{manifest} is damaged. Delete it, and import its file again.") from error


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
