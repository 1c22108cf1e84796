"""What is wrong in the tables that a shop brings along: catalogue, orders and their kin, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.assistant_files import document_ids
from bot.errors import OrderUnreadable, ShopUnavailable
from bot.settings import Settings
from bot.shop.files import Told, read_files
from bot.shop.tables import LeftOut
from retrieval.documents.files import ABOUT
from retrieval.documents.files import document_ids as known_documents
from retrieval.errors import RetrievalError
from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.rows import CatalogueFile, Problem, read_catalogue
from retrieval.products.rule_book import RULES, load_rules

CATALOGUE, ORDERS, DOCUMENTS = "catalogue.csv", "shop", "documents"
_LOST = {"customers.csv": "this customer's points", "gift_cards.csv": "this gift card"}


@dataclass(frozen=True)
class DataMistake:
    """What costs a whole file, or an order: ``text`` names the place, ``effect`` says what comes of it."""

    text: str
    effect: str
    code: str

    def __str__(self) -> str:
        return f"{self.text} {self.effect} ({self.code})"


@dataclass(frozen=True)
class TitleRead:
    """A published product's title, and what shoppers may call the product by it: "LED bulb", "bulb"; () where
    the title does not say what it is."""

    title: str
    called: tuple[str, ...]


@dataclass(frozen=True)
class ShopData:
    """What was read, and what was not: ``unread`` files below documents/, which are of no kind that can be;
    rows of the catalogue that are ``left_out``, and ``mistakes`` that
    cost a whole file or an order; how the ``titles`` are read. A file that is not there is none."""

    products: int
    variants: int
    orders: int
    documents: int
    titles: tuple[TitleRead, ...]
    unread: tuple[str, ...]
    left_out: tuple[Problem, ...]
    mistakes: tuple[DataMistake, ...]

    @property
    def untold(self) -> tuple[str, ...]:
        """The titles that do not say what the product is."""
        return tuple(read.title for read in self.titles if not read.called)

    @property
    def counted(self) -> str:
        """In a few words."""
        out = f" ({_number(len(self.left_out), 'row')} left out)" if self.left_out else ""
        variants, orders = _number(self.variants, "variant"), _number(self.orders, "order")
        documents = _number(self.documents, "document")
        return f"{_number(self.products, 'product')}, {variants}{out}, {orders}, {documents}"


def look_at_data(settings: Settings) -> ShopData:
    """Read all of it; blocks."""
    orders, wrong = _orders(settings.state)
    catalogue = _catalogue(settings)
    found = (catalogue, *wrong, _rules(settings.state))
    documents = known_documents(settings.state / DOCUMENTS)
    besides = {f"{document}{ABOUT}" for document in documents}
    read = catalogue if isinstance(catalogue, CatalogueFile) else CatalogueFile(products=())
    return ShopData(
        products=len(read.products),
        variants=sum(len(product.variants) for product in read.products),
        orders=orders,
        documents=len(documents),
        titles=tuple(TitleRead(one.title, kind_nouns(one)) for one in read.products if one.published),
        unread=tuple(sorted(document_ids(settings.state) - set(documents) - besides)),
        left_out=read.problems,
        mistakes=tuple(one for one in found if isinstance(one, DataMistake)),
    )


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _catalogue(settings: Settings) -> CatalogueFile | DataMistake:
    path = settings.state / CATALOGUE
    if not path.exists():
        return CatalogueFile(products=())
    try:
        return read_catalogue(path, currency=settings.shop.currency)
    except RetrievalError as error:
        return DataMistake(_below(settings.state, str(error)), "None of its products is shown.", "data_error")


def _orders(state: Path) -> tuple[int, tuple[DataMistake, ...]]:
    """How many orders can be told of, and what costs others."""
    try:
        files = read_files(state / ORDERS, Told())
    except ShopUnavailable as error:
        text = f"{_below(state, error.detail or error.text).removesuffix('.')}."
        return 0, (DataMistake(text, "Until it is mended, no order is found.", error.code),)
    return len(files.orders), tuple(_row_of_shop(state, one) for one in files.left_out)


def _row_of_shop(state: Path, one: LeftOut) -> DataMistake:
    """``one`` row, and what cannot be told for want of it."""
    number = one.row.get("order_number")
    lost = f"order {number}" if number else _LOST.get(one.path.name, "this row")
    text = f"{_below(state, str(one)).removesuffix('.')}."
    return DataMistake(text, f"Until it is mended, nobody is told of {lost}.", OrderUnreadable.code)


def _rules(state: Path) -> DataMistake | None:
    try:
        load_rules(state / RULES)
    except RetrievalError as error:
        return DataMistake(_below(state, str(error)), "The rules before stay in force.", "data_error")
    return None


def _below(state: Path, text: str) -> str:
    """Text about a file of the installation, without the way to that."""
    return text.replace(f"{state}/", "")
