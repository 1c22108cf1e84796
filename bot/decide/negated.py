"""What a text wants not to be done: "please don't cancel my order", "no, I want to keep it"."""

from __future__ import annotations

import re

from bot.decide.asks import asks, puts_question

CANCEL = "cancel"
_TASKS = {
    CANCEL: r"cancel(?:l?ing|lation)?",
    "return": (
        r"(?:return|send)(?:ing)?"
        r"(?: (?:it|them|this|that|these|the \w+|my \w+|anything|something))?(?: back)?"
    ),
    "exchange": r"(?:exchang(?:e|ing)|swap(?:ping)?|replac(?:e|ing))",
    "address": r"(?:chang(?:e|ing)|deliver\w*|send\w*|ship\w*)(?: \w+){0,3} address",
    "refund": r"refund",
}
"""What is done with an order, by a word of the intents that wish for it."""
_NOT = (
    r"(?<!why )(?<!you )(?<!they )(?<!if i )(?<!if we )(?<!did )(?<!\bi )(?<!\bwe )"
    r"(?<!\bit )(?<!\bis )(?<!\bbe )(?<!been )\b(?:never|not|no longer)"
)
_DO_NOT = r"(?<!why )(?<!you )(?<!they )(?<!if i )(?<!if we )\b(?:don['’]?t|do not|(?:i|we) no longer)"
_DONT = (
    rf"(?:(?:{_DO_NOT}|{_NOT})(?: (?:want|wish|need|like|have|mean|wanna|plan)(?:ed)?)?"
    r"(?: (?:you|u))?(?: to)?"
    r"|\bno need (?:for you )?to|\brather not|\bwithout|\binstead of)"
    r"(?: (?:please|pls|actually|even))*(?: (?:the|a|an|any|my))? "
)
"""Wants something not to be done."""
_DENIED = {word: re.compile(rf"{_DONT}{said}\b", re.IGNORECASE) for word, said in _TASKS.items()}
_BACK = re.compile(r"\b(?:returns?|returning|back)\b", re.IGNORECASE)
"""What is sent is sent back."""
_THINGS = (
    r"(?:it|them|this|that|these|those|everything|all of (?:it|them)|(?:the|my) (?!old|first|one)[\w-]+)"
)
_KEEPS = re.compile(
    r"(?<!don't )(?<!don’t )(?<!dont )(?<!not )"
    r"\b(?:(?:(?:want|wants|wanna|like|prefer|decided|rather|going|will|gonna|said|please) (?:to )?"
    rf"|(?:i|we)(?:['’]?ll| will) )(?:just )?keep(?:ing)? {_THINGS}"
    r"|(?:i|we) (?:just )?keep (?:it|them|this|that|these|those|everything|(?:the|my) order))\b"
    r"(?! (?:one|from|safe|warm|dry|clean|up|for|in|on|under|below|around|about|at|within|to|cheap|short"
    r"|simple|light|small|low|outside|inside|with)\b)"
    rf"|^\W*(?:(?:no|ok(?:ay)?|please|actually|then|so)\W+)*keep {_THINGS}\W*(?:please)?\W*$"
    rf"|\b(?:leave|let) {_THINGS} (?:(?:just )?as (?:it|they) (?:is|are|was|were)|like (?:it is|that|this)"
    r"|unchanged)"
    r"|\b(?:leave|keep) (?:the|my) (?:old |first )?address\b"
    r"|\b(?:forget|scrap|drop|undo|never ?mind|withdraw|revoke|take back|reverse|ignore|cancel|stop"
    r"|call off) (?:the|my|that)"
    r" (?:cancell?ation|cancel(?:l?ing)?|return|exchange|swap|address change|change|request)\b"
    r"|\bun-?cancel\b",
    re.IGNORECASE,
)
"""Wants it to stay as it is."""
_KINDLY = re.compile(r"\b(?:can|could|would|will) (?:you|u)\b", re.IGNORECASE)
_ASKS_BACK = re.compile(
    r"\b(?:can|could|may|do|should|must|will|would) (?:i|we)\b|\bwhat (?:if|happens)\b", re.I
)
_OTHER = re.compile(
    rf"\b(?:{'|'.join(_TASKS.values())}|money|replacement|repair|invoice|new (?:one|address)|where|when)\b",
    re.IGNORECASE,
)
"""Wishes for something, or asks it."""
_SENTENCES = re.compile(r"[.,;!]+\s+")


def denied(text: str) -> frozenset[str]:
    """Words of the intents that a text wants nothing of: "return" of "don't send it back"; and "cancel", like
    which all sounds that is not wanted, unless it is said."""
    found = {word: rule.search(text) for word, rule in _DENIED.items()}
    unwanted = {
        word
        for word, match in found.items()
        if match is not None and (word != "return" or _BACK.search(match[0]))
    }
    return frozenset(unwanted | ({CANCEL} if unwanted and CANCEL not in text.lower() else set()))


def without_denied(text: str) -> str:
    """The sentences of a text that say what is wished for, where others say only what is not; "" where none
    do, or no other is left: "alter it. how much is that" of "not return. alter it. how much is that"."""
    parts = [one for one in re.split(r"(?<=[.;!])\s+", text) if one]
    kept = [one for one in parts if not denied(one)]
    return " ".join(kept) if 0 < len(kept) < len(parts) else ""


def wants_nothing(text: str) -> bool:
    """Whether a text wants something not to be done, or to stay as it is, and wishes for nothing else."""
    rest = _KINDLY.sub("", text)
    for rule in (*_DENIED.values(), _KEEPS):
        rest = rule.sub(" ", rest)
    asked = any(map(puts_question, _SENTENCES.split(rest)))
    if _OTHER.search(rest) or asked or _ASKS_BACK.search(text):
        return False
    return bool(denied(text)) or (_KEEPS.search(text) is not None and not asks(text))
