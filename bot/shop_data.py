"""What is wrong in the tables that a shop brings along: catalogue, orders and their kin, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.errors import ShopUnavailable
from bot.settings import Settings
from bot.shop.files import read_files
from retrieval.errors import RetrievalError
from retrieval.products.rows import CatalogueFile, Problem, read_catalogue
from retrieval.products.rule_book import RULES, load_rules

CATALOGUE, ORDERS = "catalogue.csv", "shop"


@dataclass(frozen=True)
class DataMistake:
    """What costs a whole file: ``text`` names the place, ``effect`` says what comes of it."""

    text: str
    effect: str
    code: str

    def __str__(self) -> str:
        return f"{self.text} {self.effect} ({self.code})"


@dataclass(frozen=True)
class ShopData:
    """What was read, and what was not: rows of the catalogue that are ``left_out``, and ``mistakes`` that
    cost a whole file. A file that is not there is none."""

    products: int
    variants: int
    orders: int
    left_out: tuple[Problem, ...]
    mistakes: tuple[DataMistake, ...]

    @property
    def counted(self) -> str:
        """In a few words."""
        out = f" ({_number(len(self.left_out), 'row')} left out)" if self.left_out else ""
        variants, orders = _number(self.variants, "variant"), _number(self.orders, "order")
        return f"{_number(self.products, 'product')}, {variants}{out}, {orders}"


def look_at_data(settings: Settings) -> ShopData:
    """Read all of it; blocks."""
    found = (_catalogue(settings), _orders(settings.state), _rules(settings.state))
    catalogue, orders, _ = found
    read = catalogue if isinstance(catalogue, CatalogueFile) else CatalogueFile(products=())
    return ShopData(
        products=len(read.products),
        variants=sum(len(product.variants) for product in read.products),
        orders=orders if isinstance(orders, int) else 0,
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


def _orders(state: Path) -> int | DataMistake:
    try:
        return len(read_files(state / ORDERS, timedelta()).orders)
    except ShopUnavailable as error:
        text = f"{_below(state, error.detail or error.text).removesuffix('.')}."
        return DataMistake(text, "Until it is mended, no order is found.", error.code)


def _rules(state: Path) -> DataMistake | None:
    try:
        load_rules(state / RULES)
    except RetrievalError as error:
        return DataMistake(_below(state, str(error)), "The rules before stay in force.", "data_error")
    return None


def _below(state: Path, text: str) -> str:
    """Text about a file of the installation, without the way to that."""
    return text.replace(f"{state}/", "")
