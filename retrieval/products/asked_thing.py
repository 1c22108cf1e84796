"""The thing that a message asks for, by its grammar alone: "surfboard" of "I'm looking for a surfboard, max
300 euros". Whether the shop has it is told in ``unsold``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.products.lexicon import lexicon
from retrieval.products.terms import stem
from retrieval.words import STOP_WORDS, folded

LONGEST = 4
"""Words of a name."""

_DETERMINERS = (
    r"(?:(?:an?|some|any|other|another|(?:a )?few|one|two|three|new|good|nice|decent|cheap|proper|really|very"
    r"|also|just|maybe|perhaps|(?:couple|pairs?|sets?|kinds?|sorts?|packs?) of|more|spare|replacement) )*"
)
_YOU = r"(?:you|u|ya|ye|yous)(?: (?:guys|lot|people|also|still|even|happen to|by any chance))*"
_ASKS = re.compile(
    r"(?:(?<!n't )(?<!not )(?<!never )(?<!do i )(?<!do we )(?<!would i )(?<!will i )(?:"
    r"\b(?:look(?:ing)?|search(?:ing)?|hunting|shopping) for"
    r"|\b(?:needs?|wants?|would like|'d like|would love|'d love)(?: to (?:buy|get|order|see))?"
    r"|(?:^|\b(?:i'?m|we'?re|am|are) )after(?= an? )"
    r"|\badd(?: me)?(?= an? )"
    r"|\bshow me|\bfind me|\binterested in|\b(?:buy|purchase)(?: me| myself)?"
    rf"|\bhave {_YOU}(?: got)?|\b{_YOU} (?:have|sell|do|stock|carry|offer|got|keep)|(?:^|[.,;!?] ?)got"
    r"|\b(?:is|are) there|^any|\byour(?= [a-z]{3,}est )"
    rf") {_DETERMINERS})",
)
"""What stands before a thing that is asked for: not what somebody has, or need not have."""
_ASKED_BEFORE = re.compile(
    rf"\b(?:which|what)(?: (?:kinds?|sorts?|types?) of)? (?P<thing>(?:[a-z'-]+ ){{1,3}}?)"
    rf"(?:would {_YOU} (?:recommend|suggest)|can {_YOU} (?:recommend|suggest|offer)"
    rf"|(?:do {_YOU} )?(?:have|sell|stock|carry|recommend|suggest)\b|have {_YOU}\b)"
)
"""A thing before the question for it: "which hedge trimmer would you recommend"."""
_AVAILABLE = re.compile(
    r"^(?:(?:is|are) )?(?:an? )?(?P<thing>(?:[a-z'-]+ ){1,3}?)(?:available|in stock|on sale)\W*$"
)
_CODE_ASKED = re.compile(
    rf"^(?:(?:and|ok|okay|so|hi|hello)\W+)*(?P<asks>(?:(?:do|have) {_YOU}(?: have| sell| stock| got)?|got|is"
    r"|what about|how about|how much is|whats?(?:'s| is)? the price of) )?(?:(?:the|an?|any) )?"
    r"(?P<code>(?=[a-z-]*\d)[a-z][a-z-]*\d[\w-]*)"
    r"(?: (?:in|size) [\w./-]+)?(?: (?:still |also )?(?:available|in stock|there|sold|left))?\W*$"
)
"""A model's code and no more: "gp5000 in 28 available", "do you have the k27u?"."""
SHORTEST_CODE = 4
_PREFERS = re.compile(
    r"^(?:no,? |ok,? |well,? )?(?:i|we)(?:'d| would)? (?:rather have|prefer) (?!the |it|that|this)"
)
"""What is preferred is mostly a property of what is sought."""
_TAKES_BACK = re.compile(r"^no,? (?:i mean(?:t)? )?(?:the|an?) (?=.)")
_ITSELF = re.compile(r" (?:itself|itselfs|themselves)(?=\W*$)")
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|ok|okay|please)(?: there)?[ ,.!]+)+"
)
_END = re.compile(
    r"[?.,;!()/:€£$\d]|\b(?:for|under|in|with|without|up to|max|maximum|below|less|around|about|approx"
    r"|roughly|size|sz|to|that|which|who|by|at|from|on|over|between|as|and|or|but|please|pls|plz|if"
    r"|because|so|than|until|of|like|preferably|ideally|instead|too|also|though|then|now|again|anyway"
    r"|already|maybe|available|except|excluding|apart|not|no|made|suitable|asap)\b"
)
"""Ends a name: what follows says what the thing is to be like."""
_BESIDE = re.compile(r",? (?:and|or|plus|as well as)(?: also)? |, ")
_END_OF_LIST = re.compile(r"[?.;!]")
_SENTENCES = re.compile(r"[.!?]\s+\S|@")
"""Where more is said than a thing could be: "ta. it's anna@example.com"."""
_CODE = re.compile(r"\S\d")
"""At the last sign of a name: it is part of a code, such as "A4" or "FW-204518"."""
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CONTRACTED = re.compile(r"(?:he|she|it|who|there|here|we|they|you|i)'[a-z]{1,2}|\w+n't")
"""A pronoun with its verb, and a verb that is denied."""
_BEST = re.compile(r"^(?:[a-z]{3,}est|best|most) ")


class AskedThing(NamedTuple):
    """``name`` in plain lower-case words; ``alone``: nothing asks for it, the message begins with it."""

    name: str
    alone: bool


def asked_things(text: str) -> Iterator[AskedThing]:
    """The things that a text in plain words asks for, or begins with."""
    plain = " ".join(folded(text).split())
    asked = [plain[match.end() :] for match in _ASKS.finditer(plain)]
    asked += [match["thing"] for match in _ASKED_BEFORE.finditer(plain)]
    asked += [match["thing"] for match in _AVAILABLE.finditer(plain)]
    for rest in asked:
        if name := _name_in(rest):
            yield AskedThing(name, alone=False)
    begins = _TAKES_BACK.sub("", _PREFERS.sub("", _ITSELF.sub("", _GREETING.sub("", plain))))
    begins = re.sub(rf"^{_DETERMINERS}", "", begins)
    if not asked and not _SENTENCES.search(begins) and (name := _name_in(begins)):
        yield AskedThing(name, alone=True)


def listed_things(text: str) -> list[str]:
    """The things that a text in plain words asks for one beside the other: "ski goggles" and "helmet" of "I
    need ski goggles and a helmet"."""
    plain = " ".join(folded(text).split())
    match = _ASKS.search(plain)
    rest = plain[match.end() :] if match else _GREETING.sub("", plain)
    parts = _BESIDE.split(_END_OF_LIST.split(rest)[0])
    return [name for part in parts if (name := _name_in(re.sub(rf"^{_DETERMINERS}", "", part)))]


def asks_availability(text: str) -> bool:
    """Whether a text asks of a thing that it names whether it is there, and nothing else: "is klarna
    available?", but not "is it in stock"."""
    match = _AVAILABLE.match(" ".join(folded(text).split()))
    return (match is not None and _name_in(match["thing"]) != "") or asked_code(text) != ""


def asked_code(text: str) -> str:
    """The model's code of which a text asks whether it is there, or what it costs, and nothing else; "" where
    it is a question of more, or of none."""
    match = _CODE_ASKED.match(" ".join(folded(text).split()))
    if match is None or len(match["code"]) < SHORTEST_CODE:
        return ""
    asks = match["asks"] or "?" in text or match.end("code") < len(match[0].rstrip(" .!"))
    return match["code"] if asks else ""


def is_thing(text: str) -> bool:
    """Whether a text says nothing beside a thing's name: "teething ring"."""
    return [AskedThing(" ".join(folded(text).split()), alone=True)] == list(asked_things(text))


def _name_in(text: str) -> str:
    """The words up to the end of a name; "" where they are too many or one of them says that it is none."""
    end = _END.search(text)
    words = _WORD.findall(_BEST.sub("", text[: end.start()] if end else text))
    if words and end and _CODE.match(text, end.start() - 1):
        words.pop()
    told = [word for word in words if word not in STOP_WORDS and not _CONTRACTED.fullmatch(word)]
    if not 0 < len(words) <= LONGEST or len(told) < len(words):
        return ""
    vague = not lexicon().no_things.isdisjoint((stem(words[0]), stem(words[-1])))
    return "" if vague else " ".join(words)
