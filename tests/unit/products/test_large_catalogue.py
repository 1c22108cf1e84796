"""Reading a message takes about as long in a large shop as in a small one."""

from __future__ import annotations

from time import process_time

from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.names import Names
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from training.bench.made_shop import made_products, made_texts

MESSAGES = 30


def seconds_to_read(size: int) -> float:
    """Processor time of the best of five runs, for messages about a shop of so many products."""
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
    return min(read() for _ in range(5))


def test_ten_times_the_products_are_not_read_through_for_a_message() -> None:
    assert seconds_to_read(6_000) < 1.4 * seconds_to_read(600)
