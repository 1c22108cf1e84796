"""What becomes of a thing that turns out not to fit or not to please, asked before it is bought.

"Can I send it back if it's too small" has the words of a return, a reason and even a size, and is no return:
nothing was ordered yet, or nothing arrived. What is asked is how long and whether such things may go back, of
which the words for the misfit only lead away, to pages on sizes.
"""

from __future__ import annotations

import re

from retrieval.words import words

LONGEST = 200
"""Characters of a message that is looked at."""
_THING = (
    r"(?:it|them|this|that|these|those|one|(?:the|my|his|her|a|an) [\w'’-]+(?: [\w'’-]+)?|[\w'’-]{3,20}s)"
)
_BACK = re.compile(
    rf"\b(?:(?:return|refund) (?P<returned>{_THING})"
    rf"|(?:send|bring|give|take|get) (?P<sent>(?!my money){_THING} )?back"
    r"|money back|return(?:ed|s)?|refund(?:ed|s)?)\b",
    re.IGNORECASE,
)
_SWAP = re.compile(
    rf"\b(?:(?:swap|exchange|change|switch) (?P<swapped>{_THING})|(?:swap|exchange)(?:d|s)?"
    r"|get (?:a|an|the)?(?:other|different|bigger|smaller|next) (?:one|size|colou?r))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:can|could|may|might|am|are|do|does|would|will|is|how|what)(?:n['’]?t)?\b", re.IGNORECASE
)
_IF = re.compile(
    r"\b(?:what )?(?:if|in case|when) (?P<told>(?:it|its|they|theyre|he|she|i|we|this|that|these|the|my|his"
    r"|her)\b[^?.!,;]{0,60}?)(?=$|[?.!,;]| (?:can|could|do|would|will|may|how|what) (?:i|we|you)\b)",
    re.IGNORECASE,
)
_UNFIT = re.compile(
    r"(?:n['’]?t|\bnot|\bnever)\b (?:\w+ )?"
    r"(?:fit|like|suit|match|right|happy|want|need|satisfied|for (?:me|him|her))"
    r"|\btoo (?!late\b)\w+|\bwrong (?:size|colou?r|one|shade)\b|\bchang\w* (?:my|his|her|their|our) minds?\b"
    r"|\b(?:hates?|dislikes?)\b|\balready (?:has|have|got)\b",
    re.IGNORECASE,
)
_OF_GIFTS = re.compile(r"\b(?:presents?|gifts?)\b", re.IGNORECASE)
"""For which shops have rules of their own."""
MORE = 1
"""Words that say something beside what is asked for, at most: "himself, without me knowing" is more."""
_SHORT = 8
"""Words of a message that asks no more than what if."""
_CANCEL = re.compile(r"\bcancel\b", re.IGNORECASE)
CANCELS = "can i cancel an order"
RETURNS = "how long can i return {} if i do not like it"
EXCHANGES = "can i exchange {} for another size"


def asked_if_unfit(text: str) -> str:
    """The question after returns, exchanges or cancelling that a text asks of what may not fit or please; ""
    where it supposes nothing of the kind."""
    supposed = _IF.search(text) if len(text) <= LONGEST else None
    if supposed is None or not _UNFIT.search(supposed["told"]):
        return ""
    rest = f"{text[: supposed.start()]} {text[supposed.end() :]}"
    if _OF_GIFTS.search(text) or len(words(_SWAP.sub(" ", _BACK.sub(" ", rest)))) > MORE:
        return ""
    if _CANCEL.search(rest) and _ASKS.search(rest):
        return CANCELS
    if swap := _SWAP.search(rest):
        return EXCHANGES.format(_named(swap["swapped"])) if _ASKS.search(rest) else ""
    if back := _BACK.search(rest):
        return RETURNS.format(_named(back["returned"] or back["sent"])) if _ASKS.search(rest) else ""
    bare = supposed[0].lower().startswith("what if") and len(text.split()) <= _SHORT
    return RETURNS.format("it") if bare else ""


def _named(thing: str | None) -> str:
    return (thing or "it").strip()
