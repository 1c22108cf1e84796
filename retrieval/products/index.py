"""The product index: vectors by content, built only for what changed, swapped at once.

Price and stock are not in it: they are read from the catalogue file, so that a change of them costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from retrieval.encode import Encoder, Vectors
from retrieval.errors import IndexDamaged, IndexMissing
from retrieval.generations import Generations, checksums, verify
from retrieval.products.rows import Problem, read_catalogue
from retrieval.products.text import checksum, meaning_text
from retrieval.types import Product

FORMAT = 1
BLOCK = 256

Progress = Callable[[int, int], None]
"""Called with how many products are encoded, and how many there are to encode."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation is: ``contents`` are product checksums in the order of the vectors."""

    format: int
    encoder: str
    currency: str
    contents: tuple[str, ...]
    files: dict[str, str]


class ProductReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did; ``problems`` are the rows that were left out."""

    generation: int
    products: int
    variants: int
    encoded: int
    problems: tuple[Problem, ...]
    seconds: float


class StoredVectors(msgspec.Struct, frozen=True, kw_only=True):
    """Vectors by content; ``currency`` is what the index was built for."""

    rows: dict[str, int]
    vectors: Vectors
    currency: str = ""

    def matrix(self, products: Sequence[Product], dimension: int) -> tuple[Vectors, list[int]]:
        """Vectors of the products, shape (n, d), and the places of those without one (rows of zeros)."""
        matrix = np.zeros((len(products), dimension), np.float32)
        places = [self.rows.get(checksum(product), -1) for product in products]
        known = [i for i, row in enumerate(places) if row >= 0]
        if known:
            matrix[known] = self.vectors[[places[i] for i in known]]
        return matrix, [i for i, row in enumerate(places) if row < 0]


def build_products(
    catalogue: Path, root: Path, encoder: Encoder, *, currency: str = "", progress: Progress | None = None
) -> ProductReport:
    """Bring the index below ``root`` to the state of the catalogue.

    Raises: RetrievalError when the catalogue cannot be read or another process is writing.
    """
    started = time.perf_counter()
    read = read_catalogue(catalogue, currency=currency)
    generations = Generations(root)
    with generations.writing():
        old = _usable(root, encoder)
        vectors, encoded = _vectors(read.products, old, encoder, progress or (lambda *_: None))
        contents = tuple(checksum(product) for product in read.products)
        if encoded or old is None or tuple(old.rows) != contents or old.currency != currency:
            _write(generations, vectors, encoder.name, currency, contents)
        number = generations.current()
    return ProductReport(
        generation=number, products=len(read.products),
        variants=sum(len(p.variants) for p in read.products), encoded=encoded, problems=read.problems,
        seconds=round(time.perf_counter() - started, 2),
    )  # fmt: skip


def read_vectors(root: Path, encoder: Encoder) -> StoredVectors:
    """The current generation.

    Raises: IndexMissing, IndexDamaged.
    """
    generations = Generations(root)
    folder = generations.folder(generations.current())
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise IndexDamaged("This product index is damaged. Run: shopclerk prepare", file=folder) from error
    verify(folder, manifest.files)
    if manifest.format != FORMAT or manifest.encoder != encoder.name:
        raise IndexDamaged(
            "This product index was made for another encoder. Run: shopclerk prepare", file=folder
        )
    rows = {content: row for row, content in enumerate(manifest.contents)}
    vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
    return StoredVectors(rows=rows, vectors=vectors, currency=manifest.currency)


def products_usable(root: Path, encoder: Encoder) -> bool:
    """Whether there is a current generation, whole and made for this encoder."""
    return _usable(root, encoder) is not None


def _usable(root: Path, encoder: Encoder) -> StoredVectors | None:
    """What the generation before has, if it can be used."""
    try:
        return read_vectors(root, encoder)
    except (IndexMissing, IndexDamaged):
        return None


def _vectors(
    products: Sequence[Product], old: StoredVectors | None, encoder: Encoder, tell: Progress
) -> tuple[Vectors, int]:
    stored = old or StoredVectors(rows={}, vectors=np.empty((0, encoder.dimension), np.float32))
    matrix, missing = stored.matrix(products, encoder.dimension)
    for start in range(0, len(missing), BLOCK):
        tell(start, len(missing))
        block = missing[start : start + BLOCK]
        matrix[block] = encoder.encode([meaning_text(products[i]) for i in block])  # (block, d)
    tell(len(missing), len(missing))
    return matrix, len(missing)


def write_vectors(
    root: Path, products: Sequence[Product], vectors: Vectors, encoder: Encoder, currency: str
) -> None:
    """Make vectors that are there, shape (n, d), those of the products (n), as if ``encoder`` had made them.

    Raises: IndexBusy when another process is writing.
    """
    generations = Generations(root)
    with generations.writing():
        _write(generations, vectors, encoder.name, currency, tuple(map(checksum, products)))


def _write(
    generations: Generations, vectors: Vectors, encoder: str, currency: str, contents: tuple[str, ...]
) -> None:
    with generations.next() as folder:
        np.save(folder / "vectors.npy", vectors)
        manifest = Manifest(
            format=FORMAT, encoder=encoder, currency=currency, contents=contents, files=checksums(folder)
        )
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
