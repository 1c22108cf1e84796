"""Catalogues of small shops, a line a product with its variants at the end."""

from __future__ import annotations

from pathlib import Path

from retrieval.encode import Encoder
from retrieval.products.index import build_products
from retrieval.products.products import Products


def products_of(
    folder: Path, head: str, goods: str, encoder: Encoder, *, empty: int | None = None
) -> Products:
    """The products of ``goods``: cells parted by bars, the last one the variants, parted by commas, with the
    cells that stand behind "variant_id" in ``head``; ``empty``: a column that no line has."""
    rows = [head]
    for line in goods.splitlines():
        *cells, variants = line.split("|")
        if empty is not None:
            cells.insert(empty, "")
        for n, variant in enumerate(variants.split(","), start=1):
            size, colour, *rest = variant.split(";")
            own = cells if n == 1 else [cells[0], *[""] * (len(cells) - 1)]
            quoted = ",".join(f'"{cell}"' for cell in own)
            rows.append(",".join([quoted, size, colour, f"{cells[0]}-{n}", *rest, "EUR"]))
    file = folder / "catalogue.csv"
    file.write_text("\n".join(rows) + "\n")
    build_products(file, folder / "index", encoder, currency="EUR")
    return Products(file, folder / "index", encoder)
