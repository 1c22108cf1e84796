"""The masker for an installation: it knows the shop's words, so that no product is taken for a person, and
the shop's own contact lines, so that answers which give them stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.products.rows import read_catalogue
from training.transcripts.masking import Masker
from training.transcripts.personal_data import Masker as PersonalData

_WORD = re.compile(r"[^\W\d_]{2,}")


def shop_masker(settings: Settings, *, order_numbers: bool) -> Masker:
    """``order_numbers``: whether they stay."""
    return PersonalData(
        order_number=settings.shop.order_number,
        country=settings.shop.country,
        keep_order_numbers=order_numbers,
        words=set(_words(settings)),
        own=list(_own_texts(settings)),
    )


def _words(settings: Settings) -> Iterator[str]:
    """Of the shop's name and of its products; without a catalogue that can be read, of its name alone."""
    yield from _WORD.findall(settings.shop.name)
    try:
        products = read_catalogue(settings.state / "catalogue.csv").products
    except RetrievalError:
        return
    for product in products:
        yield from _WORD.findall(f"{product.title} {product.brand} {product.category}")


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
