"""What is asked of an order that was told: "how much did I pay", "which carrier", "what was in it"."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 300
"""Characters of a message that is looked at."""
_ORDER = r"(?:my|the|that|this) (?:whole |first |second |other )?(?:order|parcel|package|box)"
_IT = rf"(?:it|they|them|this|that|{_ORDER}|parcel \d)"
_I = r"(?:i|we)"
FACTS = {
    "paid": (
        rf"\b(?:how much|what)\b[^.?!]*\b(?:did|have) {_I} (?:already )?(?:pay|paid|spen[dt])\b"
        rf"|\bhow much (?:was|were) (?:it|that|they|{_ORDER}|everything)(?: in total)?\W*$"
        rf"|\b(?:how much|what) did (?:{_IT}|everything) come to\b"
        r"|\bwhat(?:['’]?s| is| was) (?:the|my) total\b|\bhow much is (?:the|my) (?:total|order)\b"
        r"|\b(?:total|sum|amount) (?:of|for) (?:the|my|that|this) order\b"
        r"|\b(?:tell me|know|see|say|remember|check|remind me)\b[^.?!]{0,20}"
        rf"\b(?:how much|what) {_I} paid\b(?! for\b)"
    ),
    "shipping_cost": (
        rf"\b(?:how much|what) (?:(?:did|have) )?{_I} (?:pay|paid) for "
        r"(?:the )?(?:delivery|shipping|postage)\b"
        r"|\b(?:does|did) (?:it|that|the total|the price) include (?:the )?(?:delivery|shipping|postage)\b"
        rf"|\bhow much (?:was|is|did {_I} pay for|were) (?:the )?(?:delivery|shipping|postage)"
        r" (?:on|for|of) (?:it|that|this|(?:my|the|that|this) order)\b"
        r"|\b(?:is|was) (?:the )?(?:delivery|shipping|postage)(?: costs?)? "
        r"(?:included|in (?:it|that|the total))\b"
    ),
    "discount": (
        r"\b(?:did|was|has|is)\b[^.?!]*\b(?:code|discount|voucher|coupon|reduction)\b[^.?!]*"
        r"\b(?:work(?:ed)?|(?:go|gone|went) through|appl(?:y|ied)|used|taken|counted|deducted"
        rf"|on {_IT})\b"
        rf"|\bhow much (?:did {_I} save|have {_I} saved)\b"
        r"|\b(?:how much|what|which) (?:discount|reduction|money off)\b(?! codes?\b)[^.?!]*"
        rf"\b(?:did {_I}|{_I} (?:got|had|have had|received)|was taken off)\b"
    ),
    "paid_with": (
        rf"\bhow (?:did|have) {_I} (?:pay|paid)\b"
        rf"|\b(?:which|what) (?:card|account|payment(?: method)?) did {_I} (?:use|pay (?:with|by|from))\b"
        rf"|\b(?:what|which) did {_I} pay (?:with|by)\b"
    ),
    "tracking": (
        r"\btrack(?:ing)?[- ]?(?:number|no\b|nr\b|code|id\b|link|ref\w*|details|info\w*)"
        r"|\b(?:give|send|have|got|get|see|need|is there|where is|what is|what['’]?s)(?: me)?"
        r" (?:the|a|any|my|some) tracking\W*$"
        r"|\b(?:which|what|who)(?:['’]?s| is| was)? (?:the )?"
        r"(?:carrier|courier|delivery (?:company|firm|service|people)|parcel (?:service|company))\b"
        r"(?!.*\b(?:do|does|would|will|can) (?:you|u)\b)"
        rf"|\bwho(?:['’]?s| is| are| was) (?:delivering|bringing|carrying) {_IT}\b"
        rf"|\b(?:can|could|do|how (?:can|do|could)) {_I} (?:track|follow|trace) {_IT}\b"
        rf"|\bso (?:that )?{_I} can (?:track|follow|trace) {_IT}\b"
    ),
    "contents": (
        r"\bwhat(?:['’]?s|\b)(?: (?:is|was|were|exactly|all|else|should be|came))* (?:in|inside) "
        rf"(?:{_IT}|there|(?:order )?#?(?:[a-z]{{1,4}}-?)?\d{{4,}})\b"
        rf"|\b(?:what(?: (?:size|colou?r|model|one|else|exactly|all)s?)*|which(?: (?!day\b|date\b)\w+){{0,3}}"
        rf"|how many(?: \w+){{0,3}}) (?:did|have|had) {_I} (?:actually |even |just |also |all )?"
        r"(?:order|buy|bought|ordered)\b"
        rf"|\bwhat(?:['’]?s| is)? (?:still )?(?:missing|to come|outstanding)(?: (?:from|of|in) {_IT})?\W*$"
        r"|^\W*(?:and |ok |so )*(?:what|which) (?:size|colou?r)s?"
        r"(?: (?:is|was|are|were) (?:it|they|that|those))?\W*$"
        rf"|\bwas there (?:an? |any |some |the )?\w[^.?!]* in {_IT}\b"
        rf"|\bdid (?:the )?(?:other|rest|others)\b[^.?!]*\b(?:go|gone|went|leave|left|ship|sent)\b"
    ),
    "address": (
        r"\b(?:what|which)(?:['’]?s| is| was)? (?:the )?(?:delivery |shipping )?address\b[^.?!]*"
        rf"\b(?:going|sent|delivered|shipped|go(?:es)?|coming|on {_IT}|did {_I}|have (?:i|you)"
        r"|you (?:have|got))\b"
        rf"|\bwhere (?:is|are|was|were|will|did) (?:{_IT}) (?:being |be |get )?"
        r"(?:going|go|sent|shipped|delivered|delivering)(?: to)?\W*$"
    ),
    "sent": (
        rf"\bwhen\b[^.?!]*\b(?:did|was|were|has|have)\b[^.?!]*\b{_IT}\b[^.?!]*"
        r"\b(?:leave|left|ship(?:ped)?|sent|dispatched|posted|handed over)\b"
    ),
    "placed": (
        rf"\bwhen (?:did|was|were) (?:{_I}|{_IT})(?: \w+)? (?:order(?:ed)?|placed?|bought|buy)\b"
        rf"|\b(?:what|which) (?:day|date) did {_I} (?:order|buy)\b"
    ),
}
"""The facts by how they are asked for, in the order in which they are told."""
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in FACTS.items()}
_NAMED = re.compile(rf"\b(?:{_ORDER}|parcel \d|track\w*)\b", re.IGNORECASE)
_IN_VAIN = re.compile(
    r"n['’]?t\b|\b(?:not|never|nothing|no (?:news|updates?|movement)|says?|said|shows?|stuck|since|still"
    r"|wrong|invalid|error)\b",
    re.IGNORECASE,
)
"""Says that a tracking number is known already, and tells nothing or something else."""
_GIVEN = re.compile(r"(?:\b[A-Z]{1,4}[ -])?\S*[\d@]\S*")
_WORD = re.compile(r"[^\W\d_]+")
_WITH_IT = frozenset(
    _WORD.findall(
        "order number no nr it its is the my a e mail email address and or sure ok okay yes here you go are"
        " this that s thats for of under on with sorry please thanks thank i m im"
    )
)
"""Words that stand beside the number or the address of an order."""
ASKS_FACT = "|".join(FACTS.values())
"""Asks for any of them, where an order was told; of a product some of these ask for the price."""


def asked_facts(text: str) -> tuple[str, ...]:
    """The names of the facts that a message asks for; of a long one none."""
    if len(text) > LONGEST:
        return ()
    asked = (name for name, pattern in _PATTERNS.items() if pattern.search(text))
    return tuple(name for name in asked if name != "tracking" or not _IN_VAIN.search(text))


def facts_asked(messages: Iterable[str]) -> tuple[str, ...]:
    """What the first of a shopper's ``messages``, the newest first, asks; where that gives no more than the
    number or the address of the order, what the one before it does."""
    for text in messages:
        asked = asked_facts(text)
        if asked or not gives_only_order(text):
            return asked
    return ()


def gives_only_order(text: str) -> bool:
    """Whether a message says no more than the number or the address of an order: "it's 20547"."""
    given, left = _GIVEN.subn(" ", text[:LONGEST])
    return len(text) <= LONGEST and left > 0 and set(_WORD.findall(given.casefold())) <= _WITH_IT


def names_order(text: str) -> bool:
    """Whether a message speaks of an order or a parcel by that word."""
    return _NAMED.search(text) is not None
