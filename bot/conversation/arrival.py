"""When it comes, of which the bot spoke last: asked in full words.

"How long until I get it in Lyon" behind a jacket asks how long delivery to Lyon takes, of which the pages
speak, and behind an order when that arrives; "it" may be a refund, a code or a repair as well, so that only
what the bot spoke of last tells.
"""

from __future__ import annotations

import re

from bot.conversation.state import State, Utterance

_BEGIN = (
    r"(?P<begin>^|[.!?,;\n] ?)"
    r"(?P<opening>(?:(?:and|so|ok|okay|but|then|also|cool|great|nice|thanks|thank you|hi|hey|hello"
    r"|if i (?:order|buy)(?: it| one| them)?(?: now| today| tomorrow| tonight)?)\b,? ?){0,4})"
)
_IT = r"(?:it|them|this|that|these|those|one|ones|the (?:first|second|third|last) one)"
_ONE = r"(?:it|they|this|that|these|those)"
_PERSON = r"(?:i|we|you|he|she|they)"
_IS = r"(?:['’]?(?:s|ll|d)|['’]re)"
_WHEN = r"(?:by when|when|(?:at )?what time|how (?:long|soon|quick|quickly|fast|many (?:working )?days))"
_FILL = (
    rf"(?:(?:will|would|could|can|do|does|might|should|until|till|til|before|is|are|take|takes|for|to|{_ONE}{_IS}?"
    rf"|roughly|usually|normally|likely|about|be|get|come|{_PERSON}{_IS}?) ){{0,8}}?"
)
_GETS = (
    rf"(?:{_PERSON}{_IS}? (?:likely |usually |actually )?(?:get|have|receive|expect) {_IT}"
    rf"|you deliver(?: {_IT})?"
    rf"|(?:{_ONE}{_IS}?|takes?)(?: (?:to|be|get|come|is|are|will|would|takes?|usually|actually)){{0,4}}"
    r" (?:here|arrives?|delivered)"
    rf"|(?:come|get|reach|be with) (?:to )?(?:me|us)|get {_IT} (?:here|to (?:me|us))"
    rf"|(?:will|would) {_ONE} come)"
)
_DAY = (
    r"(?:(?:(?:by|before|until|till|for|on|in time for) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|tomorrow|tonight|today|(?:the |this |next )?(?:weekend|week)|christmas|easter"
    r"|the \d{1,2}(?:st|nd|rd|th)?))"
    r"|(?:with)?in (?:\d|two|three|four|five|a few) (?:working )?days)"
)
_PLACE = (
    r"(?P<place> (?:to|in|at) (?!the (?:shop|store)|(?:store|shop|person|stock|again|me|us)\b)"
    r"[\w’'-]+(?: [\w’'-]+)?)?"
)
_REST = (
    rf"(?: (?:then|please|roughly|now|today|at home|once ordered))?{_PLACE}"
    r"(?P<when> if (?:i|we) (?:order|buy|ordered|bought|get)(?: (?:it|one|them))?"
    r"(?: (?:now|today|tomorrow|tonight|on \w+day))?)?"
    r"(?P<express> (?:by|with|via) express)?(?: (?:then|please))?"
)
_END = r"(?= ?(?:[?.!,;\n]|$))"
_ASKS_WHEN = re.compile(rf"{_BEGIN}{_WHEN}{_IS}? {_FILL}{_GETS}{_REST}{_END}", re.IGNORECASE)
_ASKS_BY = re.compile(
    rf"{_BEGIN}(?:can|could|will|would|do|does|is|are) "
    rf"(?:{_PERSON} (?:still |likely )?(?:get|have|receive) {_IT}"
    rf"|{_ONE} (?:still |likely )?(?:(?:be |get )?here|arrive|be delivered|come)) {_DAY}{_END}",
    re.IGNORECASE,
)
_DELIVERY_ALONE = re.compile(
    rf"{_BEGIN}(?:what about |how about |and )?(?:the )?(?P<word>delivery|shipping|postage){_PLACE}{_END}",
    re.IGNORECASE,
)
_IN = re.compile(r"^ in\b", re.IGNORECASE)
_SETTLES = re.compile(r"(?<=\w )it is\b(?! (?:an?|the|for|to)\b)", re.IGNORECASE)
"""Says which one it is to be before it asks, "the Nid it is": whether that can be had is told first."""
ARRIVES = "when will it arrive"
TAKES = "how long does delivery{place} take"
COSTS_AND_TAKES = "how much is {word}{place} and how long does it take"


def asked_in_full(text: str, state: State) -> str:
    """The text with such a question as one after delivery, where products are spoken of, or after the order
    that is; else, and where a page answered last or a task is under way, as it is."""
    said = _said_last(state)
    if not said or said[-1].cited or state.dialogue.stack:
        return text
    slots = state.slots
    seen = {*filter(None, [slots.get("current_product")]), *(slots.get("shown_products") or ())}
    number = slots.get("order_number")
    if not number:
        return _asked(text, TAKES, COSTS_AND_TAKES) if seen else text
    told = any(str(number) in one.text for one in said) or seen <= set(slots.get("ordered_products") or ())
    return _asked(text, ARRIVES, ARRIVES) if told and slots.get("order_status") else text


def _said_last(state: State) -> list[Utterance]:
    """What was said to the shopper behind the message before the one that is answered."""
    window = list(state.window)
    while window and window[-1].role == "shopper":
        window.pop()
    first = next((n for n in range(len(window), 0, -1) if window[n - 1].role == "shopper"), 0)
    return window[first:]


def _asked(text: str, when: str, what: str) -> str:
    """The text with ``when`` in place of a question when it comes, and ``what`` in place of a mere word."""
    for asks, plain in ((_ASKS_WHEN, when), (_ASKS_BY, when), (_DELIVERY_ALONE, what)):
        if (match := asks.search(text)) and not _SETTLES.search(text, 0, match.start()):
            told = match.groupdict("")
            place = _IN.sub(" to", told.get("place", ""))
            asked = plain.format(word=told.get("word", ""), place=place)
            if plain != ARRIVES:
                asked += told.get("when", "") + told.get("express", "")
            return f"{text[: match.end('begin')]}{asked}{text[match.end() :]}"
    return text
