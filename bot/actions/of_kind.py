"""Questions that mean a product by its kind, where neither a page nor a product by its name answers."""

from __future__ import annotations

from bot.actions.seeking import asks_of_shop
from bot.actions.tools import ActionTools
from retrieval.products.own_data import SURE
from retrieval.products.questions import ProductAnswer
from retrieval.types import Constraints

MOST = 3
"""Products of a kind, at most, of which one may be meant without being named."""


def data_of_kind(tools: ActionTools, question: str) -> ProductAnswer | None:
    """What the data surely tell of a question that names a kind of which there are a few in stock: "how long
    do two people need to build the cat tree". None for any other question. Blocks.

    Raises: ModelFileError.
    """
    products, reader = tools.products, tools.reader
    wish = products.wish(question)
    if reader is None or not wish.kinds or asks_of_shop(products, question) or products.unsold(question):
        return None
    if wish.brands or wish.person or products.strange_brand(question):
        return None
    found = products.search(Constraints(text=question, kinds=wish.kinds), MOST, relax=False)
    few = found.hits if found.total <= MOST else ()
    told = (products.told_by_data(hit.product, question, reader, SURE) for hit in few)
    return max((one for one in told if one), key=lambda one: one.score, default=None)
