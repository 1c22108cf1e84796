"""What is asked of a product beside whether there is one: "can I have it on subscription"."""

from __future__ import annotations

from msgspec.structs import replace

from bot.actions.focus import focus_on, surest
from bot.actions.product_reply import STOCK, names_variant
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.terms import stems
from retrieval.types import Answer, Constraints, Product
from retrieval.words import words


def page_on_rest(tools: ActionTools, product: Product, question: str, reply: Reply) -> Answer | None:
    """What a page surely says of all that a question names beside the product and the stock that the
    ``reply`` tells, for such products. None where it names no more, or what products may be like, or no page
    does; blocks.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    bare = tools.products.without_names(question)
    known = f"{reply.text} {product.title} {product.category} {' '.join(product.attributes.values())}"
    beside = " ".join(words(STOCK.sub(" ", bare)))
    rest, wish = set(stems(beside)) - set(stems(known)), tools.products.wish(bare)
    sought = replace(wish, text="", having=()) != Constraints()  # "do you have them from Halde"
    numbered = any(character.isdigit() for character in bare)  # "how many of those size 8 are there"
    if not rest or sought or numbered or names_variant(tools, question):
        return None
    answer = surest(tools, bare, focus_on(tools.products, product), tools.documents.answer(bare))
    if not (answer.answered and tools.documents.surely(answer)):
        return None
    passage = answer.sentences[0].hits[0].passage
    told = stems(f"{passage.title} {passage.heading} {answer.sentences[0].text}")
    return answer if rest <= set(told) else None
