"""The life cycle of the document index: build, add, change, remove.

Only documents whose bytes changed are read, chunked and encoded; all else is carried over from the generation
before. A document that cannot be read is reported and left out, the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
import structlog

from retrieval.documents import snapshot as snapshots
from retrieval.documents.answer_model import AnswerModel
from retrieval.documents.asked import nothing_asked
from retrieval.documents.chunk import VERSION, chunk
from retrieval.documents.curated import load_curated
from retrieval.documents.files import checksum
from retrieval.documents.files import document_ids as ids_below
from retrieval.documents.loaders import load_document
from retrieval.documents.manifest import FORMAT, Entry, read_manifest
from retrieval.documents.parts import Part, joined, set_aside
from retrieval.documents.screen import screen
from retrieval.documents.snapshot import Content, Snapshot
from retrieval.documents.units import passage_text, unit_text, units
from retrieval.encode import Encoder, Vectors, in_blocks
from retrieval.errors import IndexDamaged, IndexMissing, NoDocuments, UnreadableDocument
from retrieval.generations import Generations
from retrieval.vectors.kinds import VectorChoice
from retrieval.vectors.store import VectorStore

log = structlog.get_logger()

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


Bulk = Callable[[Sequence[str], Callable[[int, int], None]], Vectors]
"""Encodes texts, shape (n, d), and tells how many of how many are done."""


class Fit(Protocol):
    """Fits what is learned from a generation's own content (``fit.AnswerFit``)."""

    @property
    def key(self) -> str:
        """Names what it learns from: equal keys and equal content give equal results."""

    def lacks_lessons(self, model: AnswerModel) -> bool:
        """Whether what was taught since is all that a model lacks."""

    def __call__(self, content: Content, before: Content | None) -> Content:
        """The content with its answer model and its memory; ``before`` is the content that it replaces."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did. ``failed`` maps document ids to the reason; ``generation`` is the current one, and
    ``renewed`` whether it is a new one: also where only what is learned is different. ``left_out`` maps
    the ids of documents that were read to what of them may not be shown (``screen``); ``merged`` passages
    are left out because another document says the same."""

    generation: int
    renewed: bool = False
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: dict[str, str] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    passages: int = 0
    merged: int = 0
    units: int = 0
    seconds: float = 0.0


class DocumentIndex:
    """Writes generations below ``root`` from the documents below ``source`` and the file ``answers``."""

    def __init__(
        self,
        root: Path,
        source: Path,
        encoder: Encoder,
        *,
        answers: Path | None = None,
        fit: Fit | None = None,
        bulk: Bulk | None = None,
        vectors: VectorChoice | None = None,
    ) -> None:
        """``bulk`` encodes new texts; by default the encoder does, on all cores. ``vectors``: where and
        how their index is kept."""
        self._store = VectorStore(vectors)
        self._generations = Generations(root, self._store.forget)
        self._source, self.answers = source, answers
        self._encoder, self._fit, self._bulk = encoder, fit, bulk

    def build(
        self, *, full: bool = False, remove_all: bool = False, progress: Progress | None = None
    ) -> Report:
        """Bring the index to the state of the folder. ``full`` takes nothing over from before; without
        ``remove_all`` the last documents are not taken out because there are none in the folder.

        Raises: NoDocuments; RetrievalError when another process is writing, nothing at all can be indexed, or
        the vectors are to go to a Milvus that cannot be reached.
        """
        wanted = set(ids_below(self._source))
        if not wanted and not remove_all:
            self._refuse_none()
        return self._change(wanted, None, full=full, progress=progress)

    def add(self, document_ids: Iterable[str], *, progress: Progress | None = None) -> Report:
        """Index these documents, new or changed, and touch no other."""
        return self._change(set(document_ids), set(document_ids), progress=progress)

    def update(self, document_ids: Iterable[str], *, progress: Progress | None = None) -> Report:
        """Bring these documents to the state of the folder, also those that are gone, and touch no other.

        Raises: NoDocuments, as ``build`` does, and what that raises.
        """
        scope = set(document_ids)
        wanted = {document_id for document_id in scope if (self._source / document_id).is_file()}
        if not wanted and not ids_below(self._source):
            self._refuse_none()
        return self._change(wanted, scope, progress=progress)

    def remove(self, document_ids: Iterable[str], *, progress: Progress | None = None) -> Report:
        """Take these documents out of the index; their files stay where they are."""
        return self._change(set(), set(document_ids), progress=progress)

    def _refuse_none(self) -> None:
        """For a folder without documents: an unmounted disk looks like it.

        Raises: NoDocuments where documents are served.
        """
        with suppress(IndexMissing, IndexDamaged):
            served = read_manifest(self._generations.folder(self._generations.current())).documents
            if served:
                state = "empty" if self._source.exists() else "gone"
                raise NoDocuments(
                    f"The folder of the documents is {state}; nothing was changed, all {len(served)} go on"
                    " being served. Put them back, or take all out: shopclerk index build --remove-all",
                    file=self._source,
                )

    def _change(
        self,
        wanted: set[str],
        scope: set[str] | None,
        *,
        full: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Documents in ``scope`` (None: all) become ``wanted``."""
        started = time.perf_counter()
        tell = progress or (lambda *_: None)
        with self._generations.writing():
            self._store.connect()
            old = None if full and scope is None else self._previous()
            if old is None and scope is not None and self._generations.current():
                wanted, scope = wanted | set(ids_below(self._source)) - scope, None  # all is read anew
            before = joined(_parts(old), old.content.aside) if old is not None else {}
            scope = set(before) | wanted if scope is None else scope
            parts = {i: part for i, part in before.items() if i not in scope}
            parts |= self._read(sorted(wanted & scope), before, tell)
            content = self._content(dict(sorted(parts.items())), tell)
            number = self._write(content, old, tell)
        report = _report(number, before, parts, scope, content, time.perf_counter() - started)
        return msgspec.structs.replace(report, renewed=old is None or old.number != number)

    def usable(self) -> bool:
        """Whether there is a current generation, whole and made for this encoder."""
        self._store.connect()
        return self._previous() is not None

    def lacks_lessons(self) -> bool:
        """Whether what was taught is all that has changed since the current generation, which can serve: the
        documents, the approved answers and where vectors are kept are as they were."""
        self._store.connect()
        old = self._previous()
        if old is None or self._fit is None or not (old.kept == self._store.name and old.whole):
            return False
        there = ids_below(self._source)
        known = {document_id: entry.sha256 for document_id, entry in old.content.documents.items()}
        curated = load_curated(self.answers) if self.answers else ()
        return (
            self._fit.lacks_lessons(old.content.model)
            and curated == old.content.curated
            and known == {document_id: checksum(self._source / document_id) for document_id in there}
        )

    def _previous(self) -> Snapshot | None:
        """The current generation, where it can be carried over."""
        try:
            manifest = read_manifest(self._generations.folder(self._generations.current()))
            made_alike = (manifest.format, manifest.chunking, manifest.encoder)
            if made_alike != (FORMAT, VERSION, self._encoder.name):
                return None
            return snapshots.read(self._generations, store=self._store)
        except IndexMissing:
            return None
        except IndexDamaged as error:
            log.warning("index_damaged_built_anew", error=str(error))
            return None

    def _read(self, wanted: Sequence[str], before: dict[str, Part], tell: Progress) -> dict[str, Part]:
        parts = {}
        for done, document_id in enumerate(wanted):
            tell("Reading documents", done, len(wanted))
            parts[document_id] = self._part(document_id, before.get(document_id))
        tell("Reading documents", len(wanted), len(wanted))
        return parts

    def _part(self, document_id: str, before: Part | None) -> Part:
        path = self._source / document_id
        found = ""
        try:
            found = checksum(path)
            if before is not None and before.entry.sha256 == found:
                return before
            document, left_out = screen(load_document(path, document_id))
        except (UnreadableDocument, OSError) as error:
            reason = error.text if isinstance(error, UnreadableDocument) else str(error.strerror)
            log.warning("document_skipped", document=document_id, reason=reason)
            return Part(entry=Entry(sha256=found, error=reason), passages=[], units=[])
        passages = chunk(document)
        entry = Entry(sha256=found, title=document.title, passages=len(passages), left_out=left_out)
        return Part(entry=entry, passages=passages, units=[units(passage) for passage in passages])

    def _content(self, parts: dict[str, Part], tell: Progress) -> Content:
        parts, aside = set_aside(self._encoded(parts, tell))
        passages = [p for part in parts.values() for p in part.passages]
        per_passage = [found for part in parts.values() for found in part.units]
        curated = load_curated(self.answers) if self.answers else ()
        questions = [question for answer in curated for question in answer.questions]
        return Content(
            passages=passages,
            vectors=self._stacked(part.vectors for part in parts.values()),
            units=[unit for found in per_passage for unit in found],
            owners=np.repeat(np.arange(len(passages), dtype=np.int32), [len(found) for found in per_passage]),
            unit_vectors=self._stacked(part.unit_vectors for part in parts.values()),
            documents={document_id: part.entry for document_id, part in parts.items()},
            curated=curated,
            curated_vectors=self._encoder.encode(questions),
            asked=nothing_asked(self._encoder.dimension),
            aside=aside,
        )

    def _encoded(self, parts: dict[str, Part], tell: Progress) -> dict[str, Part]:
        """All parts with vectors; the new ones are encoded together, in blocks, for the progress to move."""
        new = [i for i, part in parts.items() if part.vectors is None]
        texts = [passage_text(p) for i in new for p in parts[i].passages]
        count = len(texts)
        for document_id in new:
            part = parts[document_id]
            pairs = zip(part.passages, part.units, strict=True)
            texts += [unit_text(passage, unit) for passage, found in pairs for unit in found]
        vectors = self._encode(texts, tell)
        place, unit_place, done = 0, count, dict(parts)
        for document_id in new:
            part = parts[document_id]
            end, unit_end = place + len(part.passages), unit_place + sum(map(len, part.units))
            done[document_id] = msgspec.structs.replace(
                part, vectors=vectors[place:end], unit_vectors=vectors[unit_place:unit_end]
            )
            place, unit_place = end, unit_end
        return done

    def _encode(self, texts: list[str], tell: Progress) -> Vectors:
        def done(encoded: int, of: int) -> None:
            tell("Encoding", encoded, of)

        if self._bulk is not None:
            return self._bulk(texts, done)
        return in_blocks(self._encoder.encode, texts, done)

    def _stacked(self, blocks: Iterable[Vectors | None]) -> Vectors:
        """Shape (n, d), also for n = 0."""
        found = [np.asarray(block, np.float32) for block in blocks if block is not None and len(block)]
        return np.concatenate(found) if found else np.empty((0, self._encoder.dimension), np.float32)

    def _write(self, content: Content, old: Snapshot | None, tell: Progress) -> int:
        """The number of the generation that holds the content: a new one, unless nothing is different."""
        if old is not None and self._same(old, content):
            return old.number
        if self._fit is not None:
            tell("Fitting answers", 0, 1)
            content = self._fit(content, old.content if old else None)
        with self._generations.next() as folder:
            created = datetime.now(UTC).isoformat(timespec="seconds")
            snapshots.write(folder, content, encoder=self._encoder.name, created=created, store=self._store)
        return self._generations.current()

    def _same(self, before: Snapshot, new: Content) -> bool:
        old = before.content
        learned_from = self._fit.key if self._fit else new.model.learned_from
        alike = old.documents == new.documents and old.curated == new.curated
        alike = alike and old.model.learned_from == learned_from
        return alike and before.kept == self._store.name and before.whole


def _parts(snapshot: Snapshot) -> dict[str, Part]:
    """A generation taken apart into its documents."""
    content, parts, place = snapshot.content, {}, 0
    for document_id, entry in content.documents.items():
        end = place + entry.passages
        ranges = [snapshot.unit_range(p) for p in range(place, end)]
        first, last = (ranges[0].start, ranges[-1].stop) if ranges else (0, 0)
        parts[document_id] = Part(
            entry=entry, passages=content.passages[place:end],
            units=[[content.units[u] for u in found] for found in ranges],
            vectors=content.vectors[place:end], unit_vectors=content.unit_vectors[first:last],
        )  # fmt: skip
        place = end
    return parts


def _report(
    number: int,
    before: dict[str, Part],
    after: dict[str, Part],
    scope: set[str],
    content: Content,
    seconds: float,
) -> Report:
    good = {i for i, part in after.items() if not part.entry.error}
    old = {i for i, part in before.items() if not part.entry.error}
    changed = {i for i in good & old if before[i].entry.sha256 != after[i].entry.sha256}
    failed = {i: part.entry.error for i, part in after.items() if part.entry.error and i in scope}
    return Report(
        generation=number, added=tuple(sorted(good - old)), changed=tuple(sorted(changed)),
        removed=tuple(sorted(old - good)), unchanged=len((good & old) - changed), failed=failed,
        left_out={i: after[i].entry.left_out for i in sorted(good & scope) if after[i].entry.left_out},
        passages=len(content.passages),
        merged=sum(entry.merged for entry in content.documents.values()), units=len(content.units),
        seconds=round(seconds, 2),
    )  # fmt: skip
