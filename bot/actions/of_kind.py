"""The product that a question means by its kind, where neither a page nor a product by its name answers."""

from __future__ import annotations

from bot.actions.product_reply import product_reply
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.own_data import SURE
from retrieval.types import Constraints, Product

MOST = 3
"""Products of a kind, at most, of which one may be meant without being named."""


def product_of_kind(tools: ActionTools, question: str) -> Product | None:
    """The only product of the kind that a question names ("does the hemp bedding make dust"), or the one of a
    few whose data tell of it; None for any other question. Blocks.

    Raises: ModelFileError.
    """
    products, reader = tools.products, tools.reader
    kinds = products.wish(question).kinds
    if not kinds:
        return None
    found = products.search(Constraints(text=question, kinds=kinds), MOST, relax=False)
    if found.total == 1:
        return found.hits[0].product
    if reader is None or found.total > MOST:
        return None
    told = (products.told_by_data(hit.product, question, reader, SURE) for hit in found.hits)
    best = max((one for one in told if one), key=lambda one: one.score, default=None)
    return best.product if best else None


def data_of_kind(tools: ActionTools, product: Product, question: str) -> Reply | None:
    """What the data of the product tell of a question; None where they surely tell nothing. Blocks.

    Raises: ModelFileError.
    """
    if (known := product_reply(tools, product, question, "")) is not None or tools.reader is None:
        return known
    own = tools.products.told_by_data(product, question, tools.reader, SURE)
    return Reply(text=own.text) if own else None
