"""The demo shop's catalogue and its vocabulary, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

CATALOGUE = Path(__file__).parents[3] / "data" / "demo_shop" / "catalogue.csv"


@pytest.fixture(scope="session")
def demo_products() -> tuple[Product, ...]:
    return read_catalogue(CATALOGUE, currency="EUR").products


@pytest.fixture(scope="session")
def parser(demo_products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(demo_products), demo_products)
