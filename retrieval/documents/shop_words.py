"""What shoppers call what pages call otherwise: "can I pay in instalments", of a page that says "pay in 3",
"could I pick it up", of "Click & collect".

A general encoder knows few of these, as they are words of trade; a shop's own are learned from its talks.
"""

from __future__ import annotations

import re

_IT = r"(?:it|them|that|this|one|(?:my|the) order)"
_SHOP = r"(?:the |your )?(?:shop|store)"
_SAID = [
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), other)
    for said, other in (
        (r"pay(?:ing)? (?:it |for it )?(?:in|by|with) (?:instal?lments?|parts|rates)", "pay in 3 or later"),
        (r"pay(?:ing)? (?:it )?(?:monthly|later)", "pay in 3 or by Klarna"),
        (r"(?:gift )?vouchers?(?! (?:cards?|codes?)\b)|gift (?:certificates?|tokens?)", "gift cards"),
        (
            rf"(?:gift[ -]?)?(?<!bubble )wrap(?:ped)?(?! (?:dress|skirt|top|cardigan|around|coat))"
            rf"(?: {_IT})?(?: up)?(?: as (?:an? )?(?:present|gift))?",
            "gift wrap",
        ),
        (
            rf"pick(?:ed|ing)? (?:{_IT} )?up|collect (?:{_IT} )?(?:myself|in person|(?:in|from|at) {_SHOP})"
            rf"|(?:get|fetch) {_IT} (?:in|from|at) {_SHOP}",
            "click and collect",
        ),
        (r"postage", "shipping"),
        (r"(?:promo|promotional|voucher|coupon) codes?|coupons?", "discount code"),
        (r"(?:match|beat) (?:the |their |an? |that )?prices?|cheaper elsewhere", "price match"),
        (rf"(?:send|bring) {_IT} back", "return it"),
        (rf"swap {_IT}", "exchange it"),
        (
            r"(?:(?:i['’]?m|i am|we['’]?re|we are) (?:not (?:at )?(?:home|there|in)|out|away)"
            r"|(?:i|we) (?:won['’]?t|will not) be (?:at )?(?:home|there|in)"
            r"|(?:nobody|no one)(?:['’]?s| is) (?:home|there|in))(?: when [\w ]{2,30}?"
            r" (?:comes?|arrives?|delivers?|gets here|calls?|rings?))?",
            "nobody is at home",
        ),
        (r"(?:trade|bulk|wholesale) (?:prices?|discounts?)", "quantity discount for business"),
    )
]


def reworded(question: str) -> list[str]:
    """The question with each such thing in the words of pages; [] where it has none."""
    said = (pattern.sub(other, question) for pattern, other in _SAID if pattern.search(question))
    return [other for other in said if other != question]
