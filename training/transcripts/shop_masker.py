"""The masker for an installation: it knows the shop's words, so that no product is taken for a person, and
the shop's own contact lines, so that answers which give them stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.settings import Settings
from bot.shop.order_forms import order_forms
from retrieval.errors import RetrievalError
from retrieval.products.rows import read_catalogue
from retrieval.types import Product
from training.transcripts.masking import Masker
from training.transcripts.personal_data import Masker as PersonalData
from training.transcripts.personal_data.learned import LearnedFinder, finder_folder, open_finder

_WORD = re.compile(r"[^\W\d_]{2,}")


def shop_masker(settings: Settings, *, order_numbers: bool) -> Masker:
    """``order_numbers``: whether they stay. Where the learned finder cannot be read it masks by rules alone,
    and the log says so."""
    return PersonalData(
        orders=order_forms(settings),
        country=settings.shop.country,
        keep_order_numbers=order_numbers,
        words=set(_words(settings)),
        own=list(_own_texts(settings)),
        finder=_finder(settings),
    )


def products_of(settings: Settings) -> list[str]:
    """The titles of the shop's products, none without a catalogue that can be read."""
    return sorted({product.title for product in _products(settings)})


def _finder(settings: Settings) -> LearnedFinder | None:
    """The learned finder that the settings name, opened."""
    folder = finder_folder(settings.transcripts.finder, settings.state)
    return open_finder(folder, settings.var / "models") if folder else None


def _words(settings: Settings) -> Iterator[str]:
    """Of the shop's name and of its products."""
    yield from _WORD.findall(settings.shop.name)
    for product in _products(settings):
        yield from _WORD.findall(f"{product.title} {product.brand} {product.category}")


def _products(settings: Settings) -> Sequence[Product]:
    try:
        return read_catalogue(settings.state / "catalogue.csv").products
    except RetrievalError:
        return ()


def _own_texts(settings: Settings) -> Iterator[str]:
    """The documents that are plain text, paragraph by paragraph, and what the widget says of the shop."""
    yield from (settings.shop.greeting, settings.shop.tagline, *settings.shop.promises)
    for file in sorted((settings.state / "documents").rglob("*.md")):
        yield from filter(None, map(str.strip, _read(file).split("\n\n")))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
