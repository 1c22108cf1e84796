"""One reading of the catalogue with everything that is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from retrieval.encode import Encoder
from retrieval.errors import RetrievalError
from retrieval.generations import Generations
from retrieval.lexical import LexicalIndex
from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.index import read_vectors
from retrieval.products.names import Names
from retrieval.products.rows import read_catalogue
from retrieval.products.search import ProductSearch
from retrieval.products.text import meaning_text, product_text
from retrieval.products.updates import Change, UpdateJournal, changed
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

log = structlog.get_logger()

AT_ONCE = 64
"""New or changed products that a refresh encodes itself; more wait for the next build."""

Stamp = tuple[int, int, int]
"""Of the catalogue: time of change in nanoseconds, size in bytes, generation of its index. Of the journal of
updates see ``UpdateJournal.stamp``."""
NOTHING: Stamp = (0, 0, 0)


@dataclass(frozen=True)
class Shelf:
    """One reading of the catalogue with everything made from it.

    ``stamp`` tells whether file or index changed, ``updated`` whether prices and stock did; ``written`` is
    the catalogue as the file says it with its columns, ``catalogue`` and ``columns`` are as it is now.
    """

    stamp: Stamp
    updated: Stamp
    written: Catalogue
    written_columns: Columns
    catalogue: Catalogue
    columns: Columns
    vocabulary: Vocabulary
    parser: WishParser
    names: Names
    search: ProductSearch


def catalogue_stamp(path: Path, root: Path) -> Stamp:
    """File and index as they are now."""
    try:
        status = path.stat()
        generation = Generations(root).current()
    except (OSError, RetrievalError):
        return NOTHING
    return status.st_mtime_ns, status.st_size, generation


def read_shelf(path: Path, root: Path, encoder: Encoder) -> Shelf:
    """Read catalogue and index, without updates.

    Raises: RetrievalError without a catalogue, IndexMissing, IndexDamaged.
    """
    stamp = catalogue_stamp(path, root)
    stored = read_vectors(root, encoder)
    products = read_catalogue(path, currency=stored.currency).products
    matrix, missing = stored.matrix(products, encoder.dimension)
    if 0 < len(missing) <= AT_ONCE:
        matrix[missing] = encoder.encode([meaning_text(products[i]) for i in missing])
    elif missing:
        log.warning("products_not_indexed", count=len(missing), fix="shopclerk prepare")
    vocabulary, catalogue = Vocabulary(products), Catalogue(products)
    columns = Columns(products, catalogue.places)
    return Shelf(
        stamp=stamp,
        updated=NOTHING,
        written=catalogue,
        written_columns=columns,
        catalogue=catalogue,
        columns=columns,
        vocabulary=vocabulary,
        parser=WishParser(vocabulary, products, columns.with_categories),
        names=Names(products),
        search=ProductSearch(
            products, matrix, LexicalIndex.build([product_text(p) for p in products]), encoder
        ),
    )


def with_updates(shelf: Shelf, journal: UpdateJournal) -> Shelf:
    """The shelf with the prices and stock of now."""
    updated = journal.stamp()
    now = _changed(shelf.written, journal.read())
    columns = shelf.written_columns.with_changed(now)
    return replace(shelf, updated=updated, catalogue=shelf.written.with_changed(now), columns=columns)


def _changed(written: Catalogue, changes: Mapping[str, Change]) -> dict[str, Product]:
    """The products that are otherwise than catalogue.csv says, by id."""
    concerned = {found[0].product_id: found[0] for i in changes if (found := written.variant(i)) is not None}
    now = {product_id: changed(product, changes) for product_id, product in concerned.items()}
    return {
        product_id: product for product_id, product in now.items() if product is not concerned[product_id]
    }
