"""What names something of a shop that is not there: lines of orders, and sources of labelled questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.errors import ShopUnavailable
from bot.settings import Settings
from bot.shop.files import Told, read_files
from retrieval.documents.labelled import Gold, Labelled, plain, read_labelled
from retrieval.documents.loaders import load_document
from retrieval.errors import RetrievalError
from retrieval.products.rows import read_catalogue

DOCUMENTS = "documents"
TEXT = frozenset({".md", ".markdown", ".txt", ".html", ".htm"})
LABELLED = ("tests/*questions*.jsonl", "training/*questions*.jsonl")
"""Where labelled questions lie."""


@dataclass(frozen=True)
class Dangling:
    """One such name: ``text`` says where it stands and what is not there, ``effect`` what comes of it."""

    text: str
    effect: str
    code: str

    def __str__(self) -> str:
        return f"{self.text} {self.effect} ({self.code})"


def dangling(settings: Settings) -> tuple[Dangling, ...]:
    """All of them; blocks. Files that cannot be read are told elsewhere, and say nothing here."""
    return (*_order_lines(settings.state), *_labelled(settings.state))


def _order_lines(state: Path) -> Iterator[Dangling]:
    """One for each variant that the catalogue lacks, with the first order that has it."""
    try:
        orders = read_files(state / "shop", Told()).orders.values()
        products = read_catalogue(state / "catalogue.csv").products
    except (ShopUnavailable, RetrievalError):
        return
    known = {variant.variant_id for product in products for variant in product.variants}
    found: dict[str, list[str]] = {}
    for order in orders:
        for line in order.lines:
            if line.variant_id not in known and not line.title:
                found.setdefault(line.variant_id, []).append(f"order {order.number}, line {line.number}")
    for variant, places in found.items():
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield Dangling(
            f"shop/order_lines.csv: {places[0]}{more}: there is no variant {variant!r} in catalogue.csv.",
            "The article is shown by this id.",
            "unknown_variant",
        )


def _labelled(state: Path) -> Iterator[Dangling]:
    """One for each source of a question that is not there."""
    for file in (found for pattern in LABELLED for found in sorted(state.glob(pattern))):
        try:
            questions = read_labelled([file])
        except (OSError, msgspec.MsgspecError):
            continue
        pages = _Pages(state / DOCUMENTS)
        for question in questions:
            for gold in question.gold:
                if missing := pages.missing(gold):
                    yield _unfounded(file.relative_to(state).as_posix(), question, missing)


def _unfounded(file: str, question: Labelled, missing: str) -> Dangling:
    asked = question.id or question.question
    return Dangling(f"{file}: {asked}: {missing}", "No answer can be right.", "unknown_gold")


class _Pages:
    """The words of the pages that are text, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[str, str] = {}
        self._read: dict[str, str] = {}

    def missing(self, gold: Gold) -> str:
        """What of a source is not there, "" where all is. Of a PDF or a Word file no more is looked at than
        whether it is there, as to read them takes seconds each."""
        document = gold.document
        path, said = self._folder / document, plain(gold.passage)
        if not path.is_file():
            return f"there is no document {document!r}."
        if path.suffix.lower() not in TEXT:
            return ""
        if document not in self._written:
            self._written[document] = plain(path.read_text("utf-8", errors="replace"))
        if said in self._written[document] or said in self._as_read(document):
            return ""
        return f"{document} does not say {gold.passage!r}."

    def _as_read(self, document: str) -> str:
        """The words without marks, links and the like."""
        if document not in self._read:
            try:
                blocks = load_document(self._folder / document, document).blocks
            except RetrievalError:
                blocks = ()
            self._read[document] = plain(" ".join(line for block in blocks for line in block.lines))
        return self._read[document]
