"""Reading a message takes about as long in a large shop as in a small one."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.names import Names
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from training.bench.made_shop import made_products, made_texts

MESSAGES = 30
ROUNDS = 9


def reader(size: int) -> Callable[[], float]:
    """What reads messages about a shop of so many products, and tells the processor time."""
    made = list(made_products(size))
    products = [one.product for one in made]
    names, columns = Names(products), Columns(products, Catalogue(products).places)
    parser = WishParser(Vocabulary(products), products, columns.with_categories)
    texts = [*made_texts(made, MESSAGES), "the cheapest in 44", "something like the Lomira 3 for women"]

    def read() -> float:
        started = process_time()
        for text in texts:
            names.find(text)
            parser.names_alone(text)
            parser.parse(text)
        return process_time() - started

    read()
    return read


def test_ten_times_the_products_are_not_read_through_for_a_message() -> None:
    large, small = reader(6_000), reader(600)
    assert median(large() / small() for _ in range(ROUNDS)) < 1.4
