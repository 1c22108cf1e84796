"""Search in a Milvus server, or in a folder of Milvus Lite: vectors beyond one machine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import IndexDamaged, VectorServerUnavailable
from retrieval.vectors.port import Ids, Scores

BLOCK = 1000
"""Rows in one request."""
SECONDS = 10.0
"""Time limit of a request and of connecting."""
SEARCH_SECONDS = 3.0
"""Time limit of a search, well below that of an action."""
LOAD_SECONDS = 300.0
"""Time that the server gets to load a collection."""


class Milvus:
    """A Milvus server (http://host:19530), or a folder of Milvus Lite (*.db), which one process at a time
    can open. Connects at the first request, and again after a failure."""

    def __init__(self, uri: str, token: str = "") -> None:
        self.uri, self._token = uri, token
        self._lock = threading.Lock()
        self._client: Any = None

    def ask(self, request: str, *args: Any, timeout: float = SECONDS, **options: Any) -> Any:
        """What the client's method of that name returns.

        Raises: VectorServerUnavailable.
        """
        client = self.client
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            return getattr(client, request)(*args, timeout=timeout, **options)
        except (MilvusException, RpcError) as error:  # the latter where time runs out
            raise VectorServerUnavailable(
                f"Milvus at {self.uri} refuses ({_reason(error)})."
                " See whether it runs and whether the token is right."
            ) from error

    @property
    def client(self) -> Any:
        """Connected.

        Raises: VectorServerUnavailable.
        """
        with self._lock:
            if self._client is None:
                self._client = self._connected()
            return self._client

    def close(self) -> None:
        """Disconnect; a later request connects again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _connected(self) -> Any:
        if not self.uri:
            raise VectorServerUnavailable("This index lies in Milvus. Set milvus_uri in [retrieval].")
        try:
            from grpc import RpcError
            from pymilvus import MilvusClient, MilvusException
        except ImportError as error:
            raise VectorServerUnavailable(
                "Milvus needs its client. Run: pip install 'shopclerk[milvus]'"
            ) from error
        for own_log in ("pymilvus", "pymilvus.milvus_client", "milvus_lite"):
            logging.getLogger(own_log).setLevel(logging.CRITICAL)  # all that they log is raised as well
        try:
            return MilvusClient(uri=self.uri, token=self._token, timeout=SECONDS)
        except (MilvusException, RpcError) as error:
            raise VectorServerUnavailable(
                f"There is no Milvus at {self.uri} that lets us in ({_reason(error)})."
                " Start it, or correct its address and token; a folder of Milvus Lite is open to one process"
                " at a time."
            ) from error


def _reason(error: Any) -> str:
    return str(error.message if hasattr(error, "message") else error.details())


class MilvusIndex:
    """One collection, made when it is missing, unless ``load`` has named it. Milvus chooses the kind of index
    (AUTOINDEX); every change can be searched at once."""

    def __init__(self, server: Milvus, collection: str, dimension: int) -> None:
        self._server, self._collection, self._dimension = server, collection, dimension
        self._lock = threading.Lock()
        self._open = False
        self._named_in: Path | None = None

    def __len__(self) -> int:
        counted = self._ask("query", filter="", output_fields=["count(*)"])
        return int(counted[0]["count(*)"])

    def add(self, ids: Sequence[int], vectors: Scores) -> None:
        """See ``VectorIndex.add``."""
        new = np.asarray(vectors, np.float32)
        for start in range(0, len(ids), BLOCK):
            block = zip(ids[start : start + BLOCK], new[start : start + BLOCK], strict=True)
            self._ask("upsert", [{"id": int(i), "vector": vector} for i, vector in block])

    def remove(self, ids: Sequence[int] | Ids) -> int:
        """See ``VectorIndex.remove``."""
        known = [row["id"] for block in _blocks(ids) for row in self._rows(block, "id")]
        for block in _blocks(known):
            self._ask("delete", ids=block)
        return len(known)

    def search(
        self, queries: Scores, k: int, allowed: Sequence[int] | Ids | None = None
    ) -> tuple[Ids, Scores]:
        """See ``VectorIndex.search``."""
        ids = np.full((len(queries), k), -1, np.int64)
        scores = np.full((len(queries), k), -np.inf, np.float32)
        if allowed is not None and not len(allowed):
            return ids, scores
        wanted = "" if allowed is None else f"id in {[int(i) for i in allowed]}"
        asked = list(np.asarray(queries, np.float32))
        found = self._ask("search", data=asked, limit=k, filter=wanted, timeout=SEARCH_SECONDS)
        for place, hits in enumerate(found):
            ids[place, : len(hits)] = [hit["id"] for hit in hits]
            scores[place, : len(hits)] = [hit["distance"] for hit in hits]
        return ids, scores

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
        """Take the collection that a file names; whether the server has it shows at the first use.

        Raises: IndexDamaged.
        """
        dimension, self._collection = named_collection(path)
        if dimension != self._dimension:
            raise IndexDamaged(
                f"Vectors of length {dimension} where {self._dimension} are expected.", file=path
            )
        self._named_in, self._open = path, False

    def _ask(self, request: str, *args: Any, timeout: float | None = None, **options: Any) -> Any:
        """Raises: VectorServerUnavailable, IndexDamaged where a collection is gone that was there."""
        seconds = timeout or SECONDS
        try:
            with self._lock:
                if not self._open:
                    self._opened(seconds, timeout or LOAD_SECONDS)
                    self._open = True
            return self._server.ask(request, self._collection, *args, timeout=seconds, **options)
        except VectorServerUnavailable:
            self._open = False  # a server that was started again has yet to load it
            raise

    def _opened(self, seconds: float, to_load: float) -> None:
        if not self._server.ask("has_collection", self._collection, timeout=seconds):
            if self._named_in is not None:
                raise IndexDamaged(
                    f"Milvus at {self._server.uri} has no collection {self._collection}."
                    " Run: shopclerk index build",
                    file=self._named_in,
                )
            self._create()
        self._server.ask("load_collection", self._collection, timeout=to_load)

    def _create(self) -> None:
        from pymilvus import DataType

        client = self._server.client
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self._dimension)
        kind = client.prepare_index_params()
        kind.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
        self._server.ask(
            "create_collection",
            self._collection,
            schema=schema,
            index_params=kind,
            consistency_level="Strong",
        )

    def _rows(self, ids: Sequence[int], *fields: str) -> list[dict[str, Any]]:
        return list(self._ask("get", ids=ids, output_fields=list(fields)))


def named_collection(path: Path) -> tuple[int, str]:
    """The dimension and the name of the collection that a file names.

    Raises: IndexDamaged.
    """
    words = path.read_bytes().decode("utf-8", "replace").split()
    if len(words) != 3 or words[0] != "milvus" or not words[1].isdigit():
        raise IndexDamaged("This file names no Milvus collection. Build the index again.", file=path)
    return int(words[1]), words[2]


def _blocks(ids: Sequence[int] | Ids) -> list[list[int]]:
    every = [int(i) for i in ids]
    return [every[start : start + BLOCK] for start in range(0, len(every), BLOCK)]
