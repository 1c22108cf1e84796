"""What a task under way costs, asked with "it": "do i have to pay for it" behind a return."""

from __future__ import annotations

import re

from bot.decide.message import Message

_OPENING = r"^\W*(?:(?:and|but|so|ok(?:ay)?|wait|sorry|then|also|first)\W+)*"
_IT = r"(?:it|that|this)"
_COSTS = re.compile(
    rf"{_OPENING}(?:(?:do|does|will|would|must|should|have) (?:i|we) (?:have to |need to )?"
    rf"(?:pay|be charged)(?: (?:anything|something|extra))?(?: for {_IT})?"
    rf"|(?:is|are) (?:{_IT}|the (?:label|postage|shipping)) (?:for )?free(?: of charge)?"
    rf"|(?:does|will|would|do) {_IT} cost(?: (?:me|us|anything|something|extra|money))*"
    rf"|(?:how much|what) (?:does|will|would|is) {_IT}(?: cost| be)?(?: me| us)?"
    rf"|who pays(?: for {_IT}| the (?:postage|shipping))?)(?: then| (?:to|for) me)?\W*$",
    re.IGNORECASE,
)
_TASK = re.compile(r"\b(?:returns?|exchange)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:costs?|how much)\b", re.IGNORECASE)
"""May ask for the price of a product as well."""
COSTS = "do i have to pay for the {}"


def asked_of_task(message: Message) -> str:
    """The question what the return or exchange under way costs, in full words; "" for any other message."""
    text = message.heard.text
    if not message.active or not _COSTS.match(text) or (message.has_products_shown and _PRICE.search(text)):
        return ""
    names = (message.assistant.flows[flow].name for flow in message.active if flow in message.assistant.flows)
    task = next(filter(None, map(_TASK.search, names)), None)
    return COSTS.format(task[0].lower()) if task else ""
