"""Two to four products side by side: what differs first, then what agrees."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from retrieval.products.lexicon import lexicon
from retrieval.products.relax import amount
from retrieval.products.terms import holds_phrase, stems
from retrieval.types import Product

MOST = 4


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute over the products, in their order; "" where a product does not say."""

    attribute: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the products are not all the same here."""
        return len(set(self.values)) > 1


def compare(products: Sequence[Product]) -> list[Row]:
    """What differs and all have, then what some have, then what all agree on; price and brand among it."""
    names = dict.fromkeys(name for product in products for name in product.attributes)
    rows = [Row(attribute="Price", values=tuple(f"{amount(p.price)} {p.currency}" for p in products))]
    rows.append(Row(attribute="Brand", values=tuple(p.brand for p in products)))
    rows += [Row(attribute=n, values=tuple(p.attributes.get(n, "") for p in products)) for n in names]
    return sorted(rows, key=lambda row: (not row.differs, "" in row.values))


def asked_rows(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows that a text asks for, by name or in other words for it."""
    said = stems(text)

    def asks(row: Row) -> bool:
        name = stems(row.attribute)
        usual = any(holds_phrase(said, stems(words)) for words in lexicon().questions.get(name, ()))
        return usual or holds_phrase(said, name)

    return [row for row in rows if asks(row)]


def asked_first(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows, those that a text asks for first."""
    first = asked_rows(rows, text)
    return sorted(rows, key=lambda row: row not in first)


def differences(rows: Sequence[Row]) -> list[Row]:
    """The rows that differ, of those that every product has."""
    return [row for row in rows if row.differs and "" not in row.values]
