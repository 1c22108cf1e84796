"""One reading of the catalogue with everything that is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog

from retrieval.encode import Encoder
from retrieval.lexical import LexicalIndex
from retrieval.products.catalogue import Catalogue
from retrieval.products.index import read_vectors
from retrieval.products.names import Names
from retrieval.products.rows import read_catalogue
from retrieval.products.search import ProductSearch
from retrieval.products.text import meaning_text, product_text
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser

log = structlog.get_logger()

AT_ONCE = 64
"""New or changed products that a refresh encodes itself; more wait for the next build."""

Stamp = tuple[int, int]
"""Time of change in nanoseconds and size in bytes."""


@dataclass(frozen=True)
class Shelf:
    """One reading of the catalogue with everything made from it. ``stamp`` tells whether the file changed."""

    stamp: Stamp
    catalogue: Catalogue
    vocabulary: Vocabulary
    parser: WishParser
    names: Names
    search: ProductSearch


def file_stamp(path: Path) -> Stamp:
    """The file as it is now; (0, 0) without one."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


def read_shelf(path: Path, root: Path, encoder: Encoder) -> Shelf:
    """Read catalogue and index.

    Raises: RetrievalError without a catalogue, IndexMissing, IndexDamaged.
    """
    stamp = file_stamp(path)
    stored = read_vectors(root, encoder)
    products = read_catalogue(path, currency=stored.currency).products
    matrix, missing = stored.matrix(products, encoder.dimension)
    if 0 < len(missing) <= AT_ONCE:
        matrix[missing] = encoder.encode([meaning_text(products[i]) for i in missing])
    elif missing:
        log.warning("products_not_indexed", count=len(missing), fix="shopclerk prepare")
    vocabulary = Vocabulary(products)
    return Shelf(
        stamp=stamp,
        catalogue=Catalogue(products),
        vocabulary=vocabulary,
        parser=WishParser(vocabulary, products),
        names=Names(products),
        search=ProductSearch(
            products, matrix, LexicalIndex.build([product_text(p) for p in products]), encoder
        ),
    )
