"""Where the index of vectors of a generation is kept: in a file of its folder, or in a collection of Milvus
that a file of its folder names."""

from __future__ import annotations

import secrets
from pathlib import Path

import structlog

from retrieval.errors import RetrievalError, VectorServerUnavailable
from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.kinds import MILVUS, VectorChoice
from retrieval.vectors.milvus_index import Milvus, MilvusIndex, named_collection
from retrieval.vectors.port import Scores, VectorIndex

log = structlog.get_logger()

FAISS_FILE, MILVUS_FILE = "vectors.faiss", "vectors.milvus"


class VectorStore:
    """Writes the index of a generation as it is chosen, opens it as it was written, and forgets it. Every
    generation has a collection of its own, so that a new one touches none that is served."""

    def __init__(self, choice: VectorChoice | None = None) -> None:
        self._choice = choice or VectorChoice()
        self._milvus = Milvus(self._choice.milvus_uri, self._choice.milvus_token)

    @property
    def name(self) -> str:
        """What is chosen, as a manifest says it."""
        if self._choice.index == MILVUS or self._choice.storage == "auto":
            return self._choice.index
        return f"{self._choice.index} {self._choice.storage}"

    def connect(self) -> None:
        """See that what is chosen can be reached, before work is spent on it.

        Raises: VectorServerUnavailable.
        """
        if self._choice.index == MILVUS:
            self._milvus.ask("list_collections")

    def write(self, folder: Path, vectors: Scores) -> None:
        """Index vectors, shape (n, d), under their rows' numbers.

        Raises: VectorServerUnavailable.
        """
        if self._choice.index == MILVUS:
            self._upload(folder, vectors)
            return
        index = FaissIndex(vectors.shape[1], self._choice.index, self._choice.storage)
        index.add(range(len(vectors)), vectors)
        index.save(folder / FAISS_FILE)

    def open(self, folder: Path, dimension: int) -> VectorIndex:
        """The index of a generation; Milvus is not asked before its first use.

        Raises: IndexDamaged.
        """
        named = folder / MILVUS_FILE
        index: VectorIndex
        if named.is_file():
            index = MilvusIndex(self._milvus, "", dimension)
            index.load(named)
        else:
            index = FaissIndex(dimension)
            index.load(folder / FAISS_FILE)
        return index

    def forget(self, folder: Path) -> None:
        """Drop the collection of a folder that is about to be removed; a failure is logged, no more. One with
        another prefix is another installation's, of which this one is a copy."""
        if not (folder / MILVUS_FILE).is_file():
            return
        collection = ""
        try:
            _, collection = named_collection(folder / MILVUS_FILE)
            own = collection.startswith(f"{self._choice.milvus_prefix}_")
            if own and self._milvus.ask("has_collection", collection):
                self._milvus.ask("drop_collection", collection)
        except RetrievalError as error:
            log.warning("collection not dropped", collection=collection, reason=error.text)

    def _upload(self, folder: Path, vectors: Scores) -> None:
        number, unique = folder.stem, secrets.token_hex(4)
        collection = f"{self._choice.milvus_prefix}_{number}_{unique}"
        index = MilvusIndex(self._milvus, collection, vectors.shape[1])
        index.save(
            folder / MILVUS_FILE
        )  # first: of a build that is cut off, the next one drops the collection
        index.add(range(len(vectors)), vectors)
        if (there := len(index)) != len(vectors):
            raise VectorServerUnavailable(
                f"Milvus at {self._milvus.uri} keeps {there} of {len(vectors)} vectors. See its logs."
            )
