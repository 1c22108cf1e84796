"""What only resembles a wish about an order: no order is at hand, and nothing speaks of a purchase."""

from __future__ import annotations

import re

from bot.conversation.dialogue import Command
from bot.decide.message import Decision, Message
from bot.decide.question import begins_task
from bot.decide.readings import CERTAIN

EXCHANGE = "exchange"
"""The word of the intents that wish for something else in place of what was bought."""
PRODUCT = "product"
"""The entity of a product's name."""
_BOUGHT = re.compile(
    r"\b(?:i|we|my \w+)(?:['’]?(?:ve|d)| have| had)? (?:\w+ )?"
    r"(?:bought|buy|ordered|order|received|got|purchased|paid|picked|returned|sent)\b(?! to\b)"
    r"|\b(?:my|our|the|an?) (?:\w+ )?(?:order|parcel|package|packet|purchase|receipt|invoice)s?\b"
    r"|\byou (?:sent|sold|delivered|shipped)\b"
    r"|\b(?:arrived|came|delivered|unpacked|(?<!pre )(?<!pre-)ordered|bought|worn)\b"
    r"|\b(?:exchang|swap|replac|return)\w*|\b(?:send|give|take|bring) (?:\w+ ){1,2}back\b|\brefund\w*"
    r"|\b(?:too|bit) (?:small|big|large|tight|loose|wide|narrow|long|short)\b"
    r"|\b(?:do|does|did)(?:n['’]?t| not) (?:fit|suit)\b|\bwrong (?:size|colour|color|one|item|article)\b",
    re.IGNORECASE,
)
"""Speaks of something that was bought, or of giving it back."""
_OWN = re.compile(r"\bmy (?!size\b|height\b|foot\b|feet\b|head\b|budget\b|chest\b|waist\b)[\w-]+", re.I)
_DELIVERY = re.compile(
    r"^\W*(?:(?:hi|hello|hey|and|so|ok(?:ay)?|but|then|what about|how about|just|also|please)\b\W*)*"
    r"(?:(?:standard|express|next day|free|home) )?(?:delivery|shipping|postage)\b"
    r"(?! (?:to|for) (?:my|the|an?)\b)(?: (?:times?|costs?|prices?|charges?|fees?|rates?|options?))?"
    r"(?: (?:to|for|in|within|on|of)\b.*)?\W*$"
    r"|\b(?:delivery|shipping) (?:times?|costs?|prices?|charges?|fees?|rates?)\b"
    r"|\b(?:cost|price) of (?:delivery|shipping|postage)\b",
    re.IGNORECASE,
)
"""Asks what delivery costs or how long it takes, in a question's form or not: "delivery to France"."""
_TIME_FOR_IT = re.compile(
    r"\b(?:delivery|shipping) times?\b(?P<where> (?:to|in|within) [\w ]+?)?"
    r" (?:for|of) (?:it|them|this|that|these|those)(?: one| ones)?(?P<to> (?:to|in|within) [\w ]+)?\W*$",
    re.IGNORECASE,
)
_HOW_LONG = "How much is delivery{} and how long does it take?"
"""Pages tell both side by side, in a table mostly, and of no product."""
_TAKES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|so|and|then|great|well)\W+)*(?:i['’]?(?:d| would) (?:like|love|take|go for)"
    r"|i['’]?(?:ll| will) (?:take|have|get|go (?:for|with))|i (?:want|need|take)|give me|can i (?:get|have))"
    r" (?:the |an? |one |some |these |those )"
    r"(?!.*\b(?:instead|other|another|different|bigger|smaller|same)\b)",
    re.IGNORECASE,
)
"""Takes something, in place of nothing: "ok I'd like the Kilree ones, size 12"."""
_IT = re.compile(r"\b(?:it|them|that one|this one|the other)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:chang\w*|another|other|different|new|wrong|instead|my order|my parcel|address)\b", re.IGNORECASE
)


def of_no_order(message: Message) -> Decision | None:
    """What is meant where a wish about an order is only resembled: delivery in general, a product in another
    form; None where it may be such a wish."""
    meant, at_hand = next(iter(message.readings), None), message.has_order or _gives_order(message)
    if not at_hand and (of_it := _TIME_FOR_IT.search(message.heard.text)):
        question = _HOW_LONG.format(of_it["where"] or of_it["to"] or "")
        return (Command(kind="search", text=question),), "It asks how long delivery takes, and of no order."
    if meant is None or not begins_task(meant) or message.has_order or _gives_order(message):
        return None
    text = message.heard.text
    if _DELIVERY.search(text) and not _CHANGES.search(text):
        return (Command(kind="search"),), f"{meant.why} But it asks of delivery, and of no order."
    if EXCHANGE not in meant.intent.split("_"):
        return None
    takes = _TAKES.search(text) is not None and meant.confidence < CERTAIN and not _BOUGHT.search(text)
    if takes and message.assistant.search and _names_variant(message):
        command = Command(kind="start_flow", flow=message.assistant.search)
        return (command,), f"{meant.why} But it takes one that is sold, in place of none."
    if message.speaks_of_purchase(_BOUGHT):
        return None
    if message.has_products and (product := _of_products(message)):
        return (
            Command(kind="start_flow", flow=product),
        ), f"{meant.why} But nothing was bought, so {product}."
    if message.is_after_answer:
        return (Command(kind="search"),), f"{meant.why} But nothing was bought, so it asks of the answer."
    named = any(entity.entity == PRODUCT for entity in message.heard.entities)
    if named and message.assistant.search:
        command = Command(kind="start_flow", flow=message.assistant.search)
        return (command,), f"{meant.why} But nothing was bought, and it names a product."
    return None


def _names_variant(message: Message) -> bool:
    """Whether it names the size or colour of a thing, or the thing."""
    return bool({"size", "colour", "product", "category"} & {one.entity for one in message.heard.entities})


def _gives_order(message: Message) -> bool:
    return bool({"order_number", "email"} & set(message.mapped))


def _of_products(message: Message) -> str:
    """The look-up that answers of the product at hand where it says "it", else the one that finds some."""
    of_it = message.has_product and _IT.search(message.heard.text) is not None
    return (message.assistant.facts if of_it else "") or message.assistant.search
