"""Search in a Milvus server, or in a file of Milvus Lite: vectors beyond one machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from retrieval.errors import IndexDamaged, VectorServerUnavailable
from retrieval.vectors.port import Ids, Scores

BLOCK = 1000
"""Rows in one request."""
SECONDS = 10.0
"""Time limit of connecting."""
P = ParamSpec("P")
R = TypeVar("R")


def _reported(call: Callable[P, R]) -> Callable[P, R]:
    """Turns the client's errors into ours."""

    @wraps(call)
    def reported(*args: P.args, **kwargs: P.kwargs) -> R:
        from pymilvus import MilvusException

        try:
            return call(*args, **kwargs)
        except MilvusException as error:
            raise VectorServerUnavailable(
                f"Milvus refuses ({error.message}). See whether it runs and whether the token is right."
            ) from error

    return reported


def connect(uri: str, token: str = "") -> Any:
    """A client of the server at ``uri`` (http://host:19530), or of a file of Milvus Lite (*.db).

    Raises: VectorServerUnavailable.
    """
    try:
        from pymilvus import MilvusClient, MilvusException
    except ImportError as error:
        raise VectorServerUnavailable(
            "Milvus needs its client. Run: pip install 'shopclerk[milvus]'"
        ) from error
    try:
        return MilvusClient(uri=uri, token=token, timeout=SECONDS)
    except MilvusException as error:
        raise VectorServerUnavailable(
            f"There is no Milvus at {uri} that lets us in ({error.message}). Start it, or correct its address"
            " and token."
        ) from error


class MilvusIndex:
    """One collection, made when it is missing. Milvus chooses the kind of index (AUTOINDEX); every change
    can be searched at once."""

    def __init__(self, client: Any, collection: str, dimension: int) -> None:
        self._client, self._collection, self._dimension = client, collection, dimension
        self._open()

    @_reported
    def __len__(self) -> int:
        counted = self._client.query(self._collection, filter="", output_fields=["count(*)"])
        return int(counted[0]["count(*)"])

    @_reported
    def add(self, ids: Sequence[int], vectors: Scores) -> None:
        """See ``VectorIndex.add``."""
        new = np.asarray(vectors, np.float32)
        for start in range(0, len(ids), BLOCK):
            block = zip(ids[start : start + BLOCK], new[start : start + BLOCK], strict=True)
            self._client.upsert(self._collection, [{"id": int(i), "vector": vector} for i, vector in block])

    @_reported
    def remove(self, ids: Sequence[int] | Ids) -> int:
        """See ``VectorIndex.remove``."""
        known = [row["id"] for block in _blocks(ids) for row in self._rows(block, "id")]
        for block in _blocks(known):
            self._client.delete(self._collection, ids=block)
        return len(known)

    @_reported
    def search(
        self, queries: Scores, k: int, allowed: Sequence[int] | Ids | None = None
    ) -> tuple[Ids, Scores]:
        """See ``VectorIndex.search``."""
        ids = np.full((len(queries), k), -1, np.int64)
        scores = np.full((len(queries), k), -np.inf, np.float32)
        if allowed is not None and not len(allowed):
            return ids, scores
        wanted = "" if allowed is None else f"id in {[int(i) for i in allowed]}"
        found = self._client.search(
            self._collection, data=list(np.asarray(queries, np.float32)), limit=k, filter=wanted
        )
        for place, hits in enumerate(found):
            ids[place, : len(hits)] = [hit["id"] for hit in hits]
            scores[place, : len(hits)] = [hit["distance"] for hit in hits]
        return ids, scores

    @_reported
    def vectors(self, ids: Sequence[int] | Ids) -> Scores:
        """See ``VectorIndex.vectors``."""
        rows = [row for block in _blocks(ids) for row in self._rows(block, "id", "vector")]
        by_id = {row["id"]: row["vector"] for row in rows}
        found = [by_id[int(i)] for i in ids]
        return np.asarray(found, np.float32).reshape(-1, self._dimension)

    def save(self, path: Path) -> None:
        """Write the collection's name: the vectors are the server's."""
        path.write_text(f"milvus {self._dimension} {self._collection}\n", encoding="utf-8")

    def load(self, path: Path) -> None:
        """Take the collection that a file names. Raises: IndexDamaged."""
        words = path.read_bytes().decode("utf-8", "replace").split()
        if len(words) != 3 or words[0] != "milvus":
            raise IndexDamaged("This file names no Milvus collection. Build the index again.", file=path)
        if words[1] != str(self._dimension):
            raise IndexDamaged(
                f"Vectors of length {words[1]} where {self._dimension} are expected.", file=path
            )
        self._collection = words[2]
        self._open()

    @_reported
    def _open(self) -> None:
        if not self._client.has_collection(self._collection):
            self._create()
        self._client.load_collection(self._collection)

    def _create(self) -> None:
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self._dimension)
        kind = self._client.prepare_index_params()
        kind.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
        self._client.create_collection(
            self._collection, schema=schema, index_params=kind, consistency_level="Strong"
        )

    def _rows(self, ids: Sequence[int], *fields: str) -> list[dict[str, Any]]:
        return list(self._client.get(self._collection, ids=ids, output_fields=list(fields)))


def _blocks(ids: Sequence[int] | Ids) -> list[list[int]]:
    every = [int(i) for i in ids]
    return [every[start : start + BLOCK] for start in range(0, len(every), BLOCK)]
