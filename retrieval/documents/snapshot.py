"""One generation of the document index in memory: immutable, so that no reader sees half of a change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents import parts
from retrieval.documents.answer_model import AnswerModel, default_model
from retrieval.documents.asked import Asked, Memory, load_index, nothing_asked
from retrieval.documents.chunk import VERSION, Unit
from retrieval.documents.contact import Contacts
from retrieval.documents.curated import Curated
from retrieval.documents.manifest import FORMAT, Entry, Manifest, read_manifest
from retrieval.documents.parts import Part
from retrieval.documents.siblings import Siblings
from retrieval.encode import Vectors
from retrieval.errors import IndexDamaged, IndexMissing
from retrieval.generations import Generations, checksums, verify
from retrieval.lexical import LexicalIndex
from retrieval.spelling import Spelling
from retrieval.types import Passage
from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.port import VectorIndex
from retrieval.vectors.store import VectorStore


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is written as a generation. Unit ``i`` belongs to passage ``owners[i]``; units are in the order
    of their passages. Vectors have shapes (passages, d) and (units, d). ``aside`` holds, by
    document, the passages that are not searched because another document says the same."""

    passages: list[Passage]
    vectors: Vectors
    units: list[Unit]
    owners: npt.NDArray[np.int32]
    unit_vectors: Vectors
    documents: dict[str, Entry]
    curated: tuple[Curated, ...] = ()
    curated_vectors: Vectors
    asked: Asked
    model: AnswerModel = msgspec.field(default_factory=default_model)
    aside: dict[str, Part] = {}


class Snapshot:
    """A generation ready to search."""

    def __init__(
        self,
        number: int,
        content: Content,
        lexical: LexicalIndex,
        vectors: VectorIndex,
        encoder: str = "",
        memory: Memory | None = None,
        spelling: Spelling | None = None,
        kept: str = "auto",
    ) -> None:
        """``kept``: see ``Manifest.vectors``."""
        self.number, self.content = number, content
        self.spelling = spelling or Spelling({})
        self.lexical, self.vectors = lexical, vectors
        self.encoder, self.kept = encoder, kept
        self.memory = memory or Memory(content.asked, content.owners)
        self.places = {passage.passage_id: place for place, passage in enumerate(content.passages)}
        self.first_unit = np.searchsorted(content.owners, np.arange(len(content.passages) + 1))

    def unit_range(self, place: int) -> range:
        """The numbers of the units of the passage at ``place``."""
        return range(int(self.first_unit[place]), int(self.first_unit[place + 1]))

    def document_range(self, place: int) -> range:
        """The places of the passages of the document that the passage at ``place`` belongs to."""
        passages, first, last = self.content.passages, place, place + 1
        document = passages[place].document_id
        while first and passages[first - 1].document_id == document:
            first -= 1
        while last < len(passages) and passages[last].document_id == document:
            last += 1
        return range(first, last)

    @cached_property
    def contacts(self) -> Contacts:
        """How the shop is reached."""
        return Contacts(self.content.passages, self.content.units, self.content.owners)

    @cached_property
    def siblings(self) -> Siblings:
        """The documents' titles, by kind."""
        return Siblings(passage.title for passage in self.content.passages)

    @property
    def whole(self) -> bool:
        """Whether the index of vectors has all passages: what lies in Milvus can be gone.

        Raises: VectorServerUnavailable.
        """
        try:
            return len(self.vectors) == len(self.content.passages)
        except IndexDamaged:
            return False

    def without_memory(self) -> Snapshot:
        """The same, with nothing asked before."""
        content = msgspec.structs.replace(self.content, asked=nothing_asked(self.content.vectors.shape[1]))
        return Snapshot(
            self.number, content, self.lexical, self.vectors, self.encoder, spelling=self.spelling
        )


def assemble(content: Content) -> Snapshot:
    """A snapshot of content that is not written yet; its number is 0."""
    vectors = FaissIndex(content.vectors.shape[1])
    vectors.add(range(len(content.passages)), content.vectors)
    texts = [lexical_text(passage) for passage in content.passages]
    return Snapshot(0, content, LexicalIndex.build(texts), vectors, spelling=spelling_of(content.passages))


def spelling_of(passages: Sequence[Passage]) -> Spelling:
    """The words of these passages, and which two of their titles and headings may be written together."""
    names = (name for passage in passages for name in (passage.title, passage.heading))
    return Spelling.of(map(lexical_text, passages), names)


def lexical_text(passage: Passage) -> str:
    """What lexical search sees of a passage."""
    return f"{passage.title}\n{passage.heading}\n{passage.text}"


def write(folder: Path, content: Content, *, encoder: str, created: str, store: VectorStore) -> None:
    """Fill a generation's folder; ``store`` takes the index of vectors.

    Raises: VectorServerUnavailable.
    """
    encode = msgspec.json.Encoder().encode_lines
    (folder / "passages.jsonl").write_bytes(encode(content.passages))
    (folder / "units.jsonl").write_bytes(encode(content.units))
    np.save(folder / "vectors.npy", content.vectors)
    np.save(folder / "owners.npy", content.owners)
    np.save(folder / "unit_vectors.npy", content.unit_vectors.astype(np.float16))
    np.save(folder / "curated.npy", content.curated_vectors)
    (folder / "curated.json").write_bytes(msgspec.json.encode(content.curated))
    np.save(folder / "asked.npy", content.asked.vectors)
    Memory(content.asked, content.owners).save(folder / "asked.faiss")
    np.savez(folder / "asked.npz", first=content.asked.first, units=content.asked.units)
    (folder / "asked.json").write_bytes(msgspec.json.encode(content.asked.questions))
    (folder / "answer_model.json").write_bytes(msgspec.json.encode(content.model))
    parts.save(content.aside, folder)
    store.write(folder, content.vectors)
    texts = [lexical_text(passage) for passage in content.passages]
    LexicalIndex.build(texts).save(folder / "bm25")
    (folder / "spelling.json").write_bytes(msgspec.json.encode(spelling_of(content.passages).counts))
    manifest = Manifest(
        format=FORMAT, encoder=encoder, dimension=content.vectors.shape[1], chunking=VERSION,
        created=created, passages=len(content.passages), units=len(content.units),
        documents=content.documents,
        files=checksums(folder), vectors=store.name,
    )  # fmt: skip
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def read(generations: Generations, *, check: bool = True, store: VectorStore | None = None) -> Snapshot:
    """The current generation. ``check`` compares the checksums first. Without a ``store`` its vectors can be
    searched only where they lie in a file.

    Raises: IndexMissing, IndexDamaged.
    """
    for _ in range(3):
        number = generations.current()
        try:
            return _read(generations.folder(number), number, store or VectorStore(), check=check)
        except (IndexMissing, IndexDamaged):
            if generations.current() == number:
                raise  # not a generation that was replaced and pruned while it was read
    raise IndexMissing("The index changes faster than it can be read. Try again.")


def _read(folder: Path, number: int, store: VectorStore, *, check: bool) -> Snapshot:
    manifest = read_manifest(folder)
    if manifest.format != FORMAT:
        raise IndexDamaged("This index was made by another version. Run: shopclerk index build", file=folder)
    if check:
        verify(folder, manifest.files)
    try:
        content = _content(folder, manifest)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise IndexDamaged(
            "This index cannot be read. Run: shopclerk index build --full", file=folder
        ) from error
    vectors = store.open(folder, manifest.dimension)
    lexical = LexicalIndex.load(folder / "bm25", manifest.passages)
    memory = Memory(content.asked, content.owners, load_index(folder / "asked.faiss"))
    spelling = Spelling(msgspec.json.decode((folder / "spelling.json").read_bytes(), type=dict[str, int]))
    return Snapshot(
        number, content, lexical, vectors, manifest.encoder, memory, spelling, kept=manifest.vectors
    )


def _content(folder: Path, manifest: Manifest) -> Content:
    return Content(
        passages=msgspec.json.Decoder(Passage).decode_lines((folder / "passages.jsonl").read_bytes()),
        units=msgspec.json.Decoder(Unit).decode_lines((folder / "units.jsonl").read_bytes()),
        vectors=np.load(folder / "vectors.npy", mmap_mode="r"),
        owners=np.load(folder / "owners.npy"),
        unit_vectors=np.load(folder / "unit_vectors.npy", mmap_mode="r"),
        documents=manifest.documents,
        curated=msgspec.json.decode((folder / "curated.json").read_bytes(), type=tuple[Curated, ...]),
        curated_vectors=np.load(folder / "curated.npy"),
        asked=_asked(folder),
        model=msgspec.json.decode((folder / "answer_model.json").read_bytes(), type=AnswerModel),
        aside=parts.load(folder),
    )


def _asked(folder: Path) -> Asked:
    with np.load(folder / "asked.npz") as arrays:
        return Asked(
            questions=msgspec.json.decode((folder / "asked.json").read_bytes(), type=list[str]),
            vectors=np.load(folder / "asked.npy", mmap_mode="r"),
            first=arrays["first"],
            units=arrays["units"],
        )
