"""A few words behind an order, a refund or a gift card that was just told: "so is it ready?", "why and when
now", "can I use it for several orders"."""

from __future__ import annotations

import re

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.order_facts import ASKS_FACT, asked_facts, names_order
from bot.decide.behind_offer import ORDER_NUMBER
from bot.decide.message import Decision, Message
from bot.decide.noted import WISH
from bot.decide.question import begins_task
from bot.decide.readings import CERTAIN
from bot.decide.starts import BEHIND, PATTERNS

_CHANGES = frozenset({"exchange", "change"})
"""Words of the intents that wish for a change to what was ordered."""
WORDS = 12
"""Of a longer message more is to be known than that it follows an order ..."""
WORDS_WITH_FACT = 20
"""... but what it asks of that."""
_IT = r"(?:it|they|them|this|that|(?:the|my|our) (?:order|parcel|package|thing|delivery))"
_OPENING = r"(?:(?:so|and|ok(?:ay)?|but|then|well|yes|yeah|no|nope|sorry|please|hm+|now|thanks?)\b\W*)*"
_DAY = (
    r"(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|this week|next week|the weekend)"
)
_WHERE_IT_IS = (
    r"(?:ready|here|there|on (?:its|the|their) way|late|delayed|com(?:e|es|ing)|arriv\w*|deliver(?:ed|y)|sent"
    r"|go(?:es|ing)? out"
    rf"|shipped|dispatched|packed|left|gone|lost|stuck|(?:in|on) time|{_DAY}|yet|now|soon)"
)
_SLOW = (
    rf"{_OPENING}(?:(?:that|this|it)(?:['’]?s| is| was| takes?| will be| seems?)? )?"
    r"(?:a bit |very |so |too |really |quite |pretty )*"
    r"(?:slow|late|ages|forever|long|overdue|a (?:week|day|month)(?: too)? late|\w+ (?:days|weeks) late)\b"
    r"(?!.*\b(?:if|for)\b)"
)
"""Complains that it takes long: "thats slow no", "that's a week late"."""
_OF_IT = re.compile(
    rf"^\W*{_OPENING}(?:is|are|was|will|does|did|has|have|can|could|when|why|where"
    r"|how (?:long|late|soon|come))\b"
    rf"(?:.*\b{_IT}\b.*\b{_WHERE_IT_IS}\b|.*\b{_WHERE_IT_IS}\b.*\b{_IT}\b)"
    rf"|^\W*{_SLOW}"
    rf"|^\W*{_OPENING}(?:why|when|where)(?: exactly)?(?: and (?:why|when|where))?"
    r"(?: (?:now|then|exactly|is (?:it|that|this)))*\W*$"
    rf"|^\W*{_OPENING}(?:not )?(?:is it )?(?:ready|late|lost|{_DAY})(?: (?:yet|now|then))?\s*\?\W*$"
    rf"|\bneed (?:it|them|this) (?:by|for|on|before|today|tomorrow)\b"
    rf"|\bwill (?:that|it|this) (?:work|make it|be (?:ok|enough|in time|on time))\b"
    rf"|^\W*{_OPENING}it['’]?s (?:already |now |been )+(?:more than |over )?\w+ (?:days|weeks|months)\b"
    r"|[.!,;:]\W*(?:and )?(?:when|what day|by when) exactly\W*$"
    rf"|{ASKS_FACT}",
    re.IGNORECASE,
)
"""Asks when it comes, or why it does not, or what the order says of it."""
_ON_ITS_WAY = re.compile(
    rf"^\W*{_OPENING}(?:has|have|did|is|when|where|why)\b[^.?!]*\b{_IT}\b[^.?!]*"
    r"\b(?<!be )(?:left(?! (?:in|on|out)\b)|dispatched|arriv\w*|on (?:its|the|their) way)\b",
    re.IGNORECASE,
)
"""The same in words that are said of no product."""
_MONEY_BACK = re.compile(r"\b(?:money|refund\w*|compensat\w*|discount|voucher)\b", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:collect\w*|pick\w*|carr(?:y|ies)|return\w*|chang\w*|cancel\w*|pay\w*|paid|sign\w*|stole\w*|steal"
    r"|refus\w*|fit\w*|wear|home|neighbou?r\w*|exchang\w*|swap\w*|address|invoice|bring|upstairs|assembl\w*"
    r"|cost\w*"
    r"|if (?:i|we) (?:order|buy)|another|other)\b",
    re.IGNORECASE,
)
"""Speaks of what is done with it."""
_MONEY = (
    r"(?:money|refund\w*|payment|[€£$]|eur|euros?|pounds?|card|paypal|account|bank"
    rf"|(?:working |business )?days?|weeks?|\d+(?:st|nd|rd|th)|date|{_DAY})"
)
_OF_MONEY = re.compile(
    rf"\b(?:when|where|why|how (?:long|much|come|soon))\b.*\b(?:{_MONEY}|it)\b"
    r"|\b(?:still|already|late|overdue|says?|said|should|supposed|promised|nothing|not|no|yet|past|over"
    rf"|after|since)\b.*\b{_MONEY}\b"
    rf"|\b{_MONEY}\b.*\b(?:still|already|late|overdue|nothing|not|yet|past|gone|over|missing)\b"
    r"|^\W*(?:but )?it['’]?s (?:already |now )?(?:the )?\d|[€£$]\s?\d"
    r"|\bstill\b.*\b(?:nothing|not|no|waiting)\b"
    r"|\b(?:nothing|not)\b.*\b(?:yet|so far|arrived|there|here|come)\b"
    rf"|^\W*{_SLOW}"
    rf"|^\W*{_OPENING}(?:when|what day|by when|how long)(?: (?:exactly|then|now|is (?:it|that)))*\W*$",
    re.IGNORECASE,
)
"""Asks for the money, or says when it should have come."""
_ASKS_HOW = re.compile(r"^\W*(?:\w+ )?(?:how|what|when|where|why|which|who)\b", re.IGNORECASE)
_IN_GENERAL = re.compile(r"^\W*(?:can|could|may|do|does|must|should) (?:i|you|we)\b", re.IGNORECASE)
MISSING = "pattern_parcel_missing"
_NOT_THERE = re.compile(
    r"\b(?:not|\w+n['’]?t|never|nothing|nobody|no)\b(?! (?:refund|money|invoice))[^.?!]*"
    r"\b(?:here|there|get|got|receiv\w*|arriv\w*|come|came|see|seen|find|found|have|had|anywhere"
    r"|turn(?:ed)? up|with me)\b"
    r"|\b(?:got|get|received|have|found|see) nothing\b"
    r"|\b(?:missing|stolen|disappeared|vanished|lost)\b|\bno (?:parcel|package|sign of it)\b",
    re.IGNORECASE,
)
"""Says that a parcel is not there."""
_NOT_OF_IT = re.compile(
    r"\b(?:refund\w*|money|invoices?|receipts?|labels?|numbers?|e-?mails?|mail|confirmation|codes?|vouchers?"
    r"|page|button|website|answers?|reply|response|account|password|sizes?|colou?rs?|boxe?s?|manual"
    r"|instructions|charger|cables?|parts?|screws?|again|resen[dt]|replac\w*|new one|want|would like)\b",
    re.IGNORECASE,
)
"""Speaks of something else that may not be there, or wishes for something."""
_SAYS_DELIVERED = re.compile(
    r"\b(?:says?|said|shows?|shown|marked|tracking|supposedly|apparently|status|claims?|was|is|been)\b[^.?!]*"
    r"\bdelivered\b"
    r"|\bdelivered\b[^.?!]*\bbut\b",
    re.IGNORECASE,
)
_WHAT_NOW = re.compile(
    rf"^\W*{_OPENING}(?:what (?:do|can|should) (?:i|we|you) do(?: (?:now|then|about (?:it|that)))?"
    r"|what now|now what|what happens (?:now|next|then))\W*$",
    re.IGNORECASE,
)
LOST = "My parcel is lost. What do you do?"
_IF = re.compile(r"\b(?:if|when) (?:i|we|it|somebody|someone)\b", re.IGNORECASE)
_THE_CARD = "the gift card"
_CARD = re.compile(
    r"\b(?P<is>it['’]?s(?= not\b| (?:too |still |already )?\w+\W*$))"
    r"|\b(?:it|this one|that one|this|that|them)\b(?! (?:is|was|true|ok|possible)\b)",
    re.IGNORECASE,
)
_OF_CARD = re.compile(
    r"\b(?:the (?:rest|remainder|other half|difference|balance|amount|credit)"
    r"|(?:\d+|two|three|several|both) cards"
    r"|(?:in|as|for|into) (?:cash|money)|paid out|pay (?:it |me )?out|top(?:ped)? up|\d+[.,]\d\d)\b",
    re.IGNORECASE,
)
"""Speaks of what is on a card, and of no other thing."""
HOW_PAID = "How do I get the refund paid?"
_OF_THE_REFUND = re.compile(
    r"\b(?:account|card|bank|cash|voucher|gift ?card|paypal|instead|person|name)\b", re.I
)
"""Speaks of how money goes back."""


def behind_card(message: Message) -> Decision | None:
    """The documents, asked of the gift card of which the balance was told; None where a few words do not go
    on with that."""
    text, best = message.heard.text, message.readings.best()
    asks = message.asks_anywhere or message.supposes or _IF.search(text) is not None
    if not asks or not _is_told_last(message, message.assistant.tells_balance):
        return None
    speaks = _OF_CARD.search(text) is not None
    if not (speaks or _CARD.search(text)):
        return None
    other = best is not None and best.confidence >= CERTAIN and best.command.flow != message.last_begun
    if other and best is not None and not best.is_lookup and (speaks or not begins_task(best)):
        return None
    return (_asked_of_card(text),), "It asks of the gift card of which the balance was told."


def behind_refund(message: Message) -> Decision | None:
    """The documents, asked of the refund that was told, where a few words ask in general how it is paid."""
    text = message.heard.text
    if not message.asks_generally or not _is_told_last(message, message.assistant.tells_refund):
        return None
    if not (_OF_THE_REFUND.search(text) and _CARD.search(text)):
        return None
    return (Command(kind="search", text=HOW_PAID),), "It asks how the refund is paid, of which was told."


def _is_told_last(message: Message, flow: str) -> bool:
    """Whether a flow was begun last and is over, and a few words without details follow."""
    done = bool(flow) and message.last_begun == flow and message.slot is None
    return done and not message.mapped and len(message.heard.text.split()) <= WORDS


def _asked_of_card(text: str) -> Command:
    """The question with the gift card in place of "it", or before it."""
    if not _CARD.search(text):
        return Command(kind="search", text=f"{_THE_CARD}, {text}")
    asked = _CARD.sub(lambda it: f"{_THE_CARD} is" if it["is"] else _THE_CARD, text, count=1)
    return Command(kind="search", text=asked)


def missing_parcel(message: Message) -> Decision | None:
    """The order, and behind it what can be done where it is shown as delivered and is not there; what the
    documents say of lost parcels, for who asks on; None where a message tells of none, or the shop has a flow
    of its own for it."""
    text, assistant = message.heard.text, message.assistant
    shows = assistant.shows_order
    own = any("missing" in trigger.intent for flow in assistant.flows.values() for trigger in flow.triggers)
    if message.slot is not None or not shows or own or WISH not in assistant.domain.slots:
        return None
    delivered = message.has_order and message.value("order_status") == "delivered"
    begin = Command(kind="start_flow", flow=MISSING)
    if delivered and message.last_begun == shows and _WHAT_NOW.match(text):
        search, behind = Command(kind="search", text=LOST), replace(begin, value=BEHIND)
        return (search, behind), "It asks what is done about a parcel that is not there."
    if not _NOT_THERE.search(text) or message.supposes or _ASKS_HOW.match(text):
        return None
    told = delivered and message.last_begun == shows and len(text.split()) <= WORDS and not message.mapped
    if told and not (message.is_question or _NOT_OF_IT.search(text)):
        return (begin,), "It tells that the parcel that was shown as delivered is not there."
    if not _SAYS_DELIVERED.search(text):
        return None
    track = Command(kind="start_flow", flow=shows)
    return (
        *message.given(),
        track,
        replace(begin, value=BEHIND),
    ), "It tells that a parcel is shown as delivered and is not there."


_ALTERS = re.compile(
    r"\b(?:change|swap|switch|exchange|replace|amend|correct)\b(?! (?:my mind|the subject|address)\b)[^.?!]*"
    r"\b(?:to|for|into|with|in)\b|\bmake (?:it|them|the \w+) (?:an? |in |size )?(?:\d|[smlx]{1,4}\b)",
    re.IGNORECASE,
)
"""Wants something else in what was ordered: "can you change wellies to 30"."""


def alters_order(message: Message) -> Decision | None:
    """The wish for a change to the order at hand, where nothing is likelier than a question; None where it
    wishes for none."""
    text, best = message.heard.text, message.readings.best()
    if message.slot is not None or not message.has_order or not _ALTERS.search(text):
        return None
    if _ASKS_HOW.match(text) or message.supposes or (best is not None and not best.is_lookup):
        return None
    changes = (one for one in message.readings if begins_task(one) and _CHANGES & set(one.intent.split("_")))
    meant = next(changes, None)
    if meant is None:
        return None
    return (*message.given(), meant.command), f"{meant.why} It wants the order at hand changed."


def _of_given_order(message: Message) -> Decision | None:
    """The order whose number is given with the question, or was given before and not looked up yet."""
    shows, best = message.assistant.shows_order, message.readings.best()
    given = ORDER_NUMBER in message.mapped or (message.value(ORDER_NUMBER) and not message.has_order)
    other = best is not None and begins_task(best) and best.confidence >= CERTAIN
    if message.slot is not None or not shows or not given or (other and best and best.command.flow != shows):
        return None
    begin = Command(kind="start_flow", flow=shows)
    return (*message.given(), begin), "It asks what the order says whose number was given."


def _beside_question(message: Message) -> Decision | None:
    """The order at hand, where a task that is about it asks something else: "which item is it?", "what did I
    pay in total?". The task asks again behind it."""
    shows, text, best = message.assistant.shows_order, message.heard.text, message.readings.best()
    if PATTERNS["hand_off"] in message.active or (message.step and message.step.force_slot_filling):
        return None  # it may be the message for the team
    about = ORDER_NUMBER in message.to_come or names_order(text)
    asks = "?" in text or (message.is_question and not message.takes_text)
    if not (message.has_order and shows and about and asks) or shows in message.active or message.mapped:
        return None
    other = best is not None and begins_task(best) and best.confidence >= CERTAIN
    if len(text.split()) > WORDS_WITH_FACT or (other and best and best.command.flow != shows):
        return None
    return (Command(kind="start_flow", flow=shows),), "It asks what the order says, beside what is asked."


def _is_beside_order(message: Message) -> bool:
    """Whether the order is spoken of behind words of comfort ("I'm sorry to hear that"), or behind a question
    on what is in it ("so has it actually left?")."""
    last, assistant = message.last_begun, message.assistant
    flow = assistant.flows.get(last)
    if not assistant.shows_order or flow is None or message.has_other_products:
        return False
    return (flow.is_small_talk or last == assistant.facts) and _on_its_way(message)


def _on_its_way(message: Message) -> bool:
    return _ON_ITS_WAY.search(message.heard.text) is not None


def behind_order(message: Message) -> Decision | None:
    """The task that told an order or a refund last, where a few words go on with it; None where they mean
    something else. What an order says of itself may be asked behind other questions, too, as long as no
    product was spoken of."""
    text, last = message.heard.text, message.last_begun
    assistant = message.assistant
    fact = bool(asked_facts(text))
    if fact and (begun := _of_given_order(message)):
        return begun
    if fact and message.slot is not None:
        return _beside_question(message)
    elsewhere = not fact and _ELSE.search(text) is not None
    most = WORDS_WITH_FACT if fact else WORDS
    if message.slot is not None or not message.has_order or len(text.split()) > most or elsewhere:
        return None
    told = {assistant.shows_order: _OF_IT, assistant.tells_refund: _OF_MONEY}
    if fact and assistant.shows_order and (last not in told or last == assistant.tells_refund):
        last = last if message.has_product and not names_order(text) else assistant.shows_order
    elif _is_beside_order(message):
        last = assistant.shows_order
    rule = told.get(last) if last else None
    if rule is None or not rule.search(text) or (rule is _OF_MONEY and _IN_GENERAL.search(text)):
        return None
    if rule is _OF_IT and not fact and _MONEY_BACK.search(text):
        return None
    best = message.readings.best()
    other = best is not None and begins_task(best) and best.confidence >= CERTAIN
    if best is not None and other and best.command.flow not in told:
        return None
    of_product = best is not None and best.confidence >= CERTAIN and best.command.flow == assistant.facts
    if of_product and message.has_ordered and not (fact or _on_its_way(message)):
        return None
    begin = Command(kind="start_flow", flow=last)
    return (*message.given(), begin), f"It goes on with {last}, which told of the order last."
