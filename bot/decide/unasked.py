"""What a message means when nothing was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.written_sum import written_sum
from bot.decide.asks import (
    CHEAPER_THERE,
    asked_only,
    asks_amount_needed,
    asks_for_something,
    asks_meaning,
    asks_of_a_kind,
    asks_place,
    asks_range,
    asks_what_there_is,
    asks_whether_sold,
    asks_which_does,
    buys_nothing,
    directly,
    greets_only,
    says_no_order,
    sells_cheaper,
    tells_lost_paper,
    tells_of_cheaper,
    trades_in,
    wants_booking,
)
from bot.decide.behind_answer import (
    BehindAnswer,
    asked_of_it,
    calls_somebody,
    gets_somebody,
    names_task,
    speaks_of_team,
)
from bot.decide.looked_up import LookedUp
from bot.decide.message import REQUEST, Decision, Message
from bot.decide.negated import without_denied
from bot.decide.question import begins_task
from bot.decide.readings import CERTAIN, NOTHING_ASKED, Reading
from bot.decide.small_talk import GREET, small_talk
from bot.decide.without_order import of_no_order
from retrieval.types import Named
from retrieval.words import words

_DOUBTFUL_TALK = 0.5
"""Below so likely a kind word, a question is none."""
_POSSIBLE = 0.1
"""At least so likely is a task that what is named decides for."""
_MUCH = 3.0
"""So much better one of several close readings has to explain what a message names."""
_ORDERS = frozenset({"skip", "repeat", "wait", "explain_question", "cancel_flow"})
_DETAILS = 8
"""Words of a message that only gives details, at most."""
_TELLING = 5
"""Words of what is told, at least, of which a page may say what it means."""
_IDLE = _ORDERS - {"cancel_flow"} | {"chitchat"}
"""Of which nothing comes where nothing was asked."""
_TALK = _ORDERS | {"chitchat", "hand_off"}
BOOK = "pattern_book"
ANYTHING = "what else do you sell"
"""Names no kind of product, so that a search asks which, with what there is."""
WHAT_TO_DO = "{}, what can I do?"
"""Asks about a fault that was only told of."""
_ASKS_WHETHER_TO_WAIT = re.compile(
    r"\b(?:should|shall|must|do|can) (?:i|we) (?:still |just |have to |need to )?(?:wait|hold on)\b"
    r"|\bhow (?:long|much longer) (?:should|shall|must|do|can|will) (?:i|we)\b",
    re.IGNORECASE,
)
""" "Should I wait or do you start a search": who asks for a moment says nothing of what else there is."""
_TAKES = re.compile(
    r"\b(?:i(?:['’]ll| will|['’]d| would)?|we(?:['’]ll| will)?) (?:take|go (?:for|with)|choose|pick)"
    r" (?:the|this|that|these|those|it|them|one|two)\b(?! (?:time|look|moment|minute|break|risk))",
    re.IGNORECASE,
)
""" "Ok I take the 1 m"."""
_ORDERED = re.compile(
    r"\b(?:orders?|parcels?|packages?|refund\w*|return\w*|exchang\w*|swap\w*|cancel\w*|invoices?|address)\b",
    re.I,
)
"""Names what is done with an order."""
_DOES_IT = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?)\W+)*(?:can|could|may|do|should|must) (?:i|we)\b", re.I
)
"""Asks what the shopper does, and not the team: "can I send it to her by e-mail"."""
_OF_A_CARD = re.compile(
    r"\b(?:(?:gift|voucher|store) ?)?cards?\b|\bvouchers?\b|\bbalance\b|\bcredit\b|\bleft\b|\bcertificate"
    r"|\bgutschein\w*|\bguthaben\b",
    re.I,
)
_WAS_CANCELLED = re.compile(
    r"\b(?:my|our|the) order (?:got|was|is|has been|had been|gets|seems to be)(?: just| suddenly)?"
    r" cancell?ed\b(?! by me\b)"
    r"|\b(?:you|they|someone|somebody) (?:have |has |had |just )*cancell?ed (?:my|our) order\b",
    re.I,
)
_HAS_ORDERED = re.compile(r"\b(?:i|we)(?:['’]?ve| have| had)? (?:ordered|bought)\b", re.I)
_WHAT_IF = re.compile(r"^\W*(?:(?:and|so|but|ok(?:ay)?)\W+)*what (?:if|happens if|would happen if)\b", re.I)
_IT_IS = re.compile(
    r"^\W*(?:(?:well|oh|so|sorry|ok(?:ay)?)\W+)*(?:it|that|this)(?:['’]?s| is)(?: for)? (?:the|an?|my) ", re.I
)
UNSOLD: Named = "unsold"
DETAILS_ONLY, DETAILS_TOLD = "details_only", "details_told"
"""The reasons of ``cannot_handle`` where details are given and nothing is asked: by themselves, or in what is
told."""


def unasked(message: Message) -> Decision:
    """What a message means when nothing was asked. What would show products and may go on with what the
    documents answered has them first: "what about a printer?", behind where parcels are delivered; what would
    be asked of a product where none was spoken of has them alone: "can I use two of them in one order"."""
    commands, reason = _meant(message)
    last = commands[-1]
    assistant, leans = message.assistant, BehindAnswer(message).leans
    begun = last.flow if last.kind == "start_flow" else ""
    if _begins_card(message, begun):
        return (*commands[:-1], Command(kind="search")), f"{reason} It speaks of no card."
    if last.kind == "explain" and last.value == "hand_off" and not calls_somebody(message):
        return (*commands[:-1], replace(last, value="search")), f"{reason} It calls nobody."
    open_still = last.kind == "clarify" and not message.is_own_case
    if leans and (open_still or begun in {assistant.facts, assistant.buying} - {""}):
        search = Command(kind="search")
        return (*commands[:-1], search), f"{reason} No product was spoken of, so it asks of the answer."
    if begun not in assistant.searches or not (leans or LookedUp(message).asks_of_another):
        return commands, reason
    explain = Command(kind="explain", flow=last.flow, value=last.kind)
    return (*commands[:-1], explain), f"{reason} It may go on with the answer, so the documents come first."


def _begins_card(message: Message, begun: str) -> bool:
    """Whether a gift card would be asked for of which nothing is said, nor was before."""
    new = begun == message.assistant.tells_balance != message.last_begun
    return bool(begun) and new and not (message.mapped or _OF_A_CARD.search(message.heard.text))


def _meant(message: Message) -> Decision:
    """The same: a clarification between near readings, the best one, the documents, "I did not follow"."""
    given = message.given()
    last = LookedUp(message)
    if by_form := _by_form(message, last):
        commands, reason = by_form
        return (*given, *commands), reason
    torn = message.torn
    if torn:
        reason = f"The shopper is torn between {' and '.join(torn)}."
        return (*given, Command(kind="clarify", options=torn)), reason
    near = message.readings.near()
    ready = _ready(message, near or message.readings.likely())
    if ready:
        return (*given, _documents_first(message, ready)), (
            f"{ready.why} It is unsure, but its answer helps more than a question."
        )
    told = next((flow for flow in near if flow in message.assistant.documents), "")
    if told and message.asks_to_be_told:
        return (*given, Command(kind="start_flow", flow=told)), f"It asks to be told, which {told} can."
    named = _by_what_is_named(message, near)
    if named:
        return (*given, named.command), f"{named.why} It was close, but what is named decides."
    unsure = near or (() if message.readings.best() else message.readings.likely())
    if unsure and (BehindAnswer(message).asks_of_it or BehindAnswer(message).supposes):
        reason = f"Perhaps {' or '.join(unsure)}, but it asks for more about an answer."
        return (*given, Command(kind="search")), reason
    if looks_up := _asked_of_no_order(message, unsure):
        return (*given, looks_up.command), f"{looks_up.why} A task is as likely, but nothing speaks of one."
    if near:
        reason = f"Between {' and '.join(near)} the difference is too small to act."
        return (*given, Command(kind="clarify", options=near)), reason
    best = message.readings.best()
    if best:
        commands, reason = _by_best(message, best)
        return (*given, *commands), reason
    likely = message.readings.likely()
    if likely:
        reason = f"{likely[0]} is likely, but not likely enough to act without asking."
        return (*given, Command(kind="clarify", options=likely)), reason
    if continued := last.continues:
        command = Command(kind="start_flow", flow=continued)
        return (*given, command), f"A detail for what was looked up last: {continued}."
    return _unclear(message, last, given)


def _by_form(message: Message, last: LookedUp) -> Decision | None:
    """What a message asks for by its form, whatever the readings say; None where that tells nothing."""
    if written_sum(message.heard.text):
        return (Command(kind="search"),), "It writes out a sum."
    if meant := _says_what_is_meant(message):
        return (meant,), "It says what the documents were asked about."
    if _IT_IS.match(message.heard.text) and last.names_thing and message.asked_before:
        return (asked_of_it(message),), "It says of which thing the documents were asked."
    if going_on := _goes_on_with(last):
        flow, reason = going_on
        return (Command(kind="start_flow", flow=flow),), reason
    search = message.assistant.search
    if _only_names(message) and search:
        command = Command(kind="start_flow", flow=search)
        return (command,), "It names what the shop sells and says nothing else."
    asks_for_all = asks_range(message.heard.text) and not BehindAnswer(message).asks_what_one_gets
    if search and asks_for_all:
        return (Command(kind="start_flow", flow=search, text=ANYTHING),), "It asks what is sold at all."
    if search and _asks_of_kind_sold(message):
        return (Command(kind="start_flow", flow=search),), "It asks which there are of what the shop sells."
    if search and not message.mapped and asks_for_something(message.heard.text):
        return (Command(kind="start_flow", flow=search),), "It asks for a thing by what that does."
    shows = message.assistant.shows_order
    if shows and _WAS_CANCELLED.search(message.heard.text):
        return (Command(kind="start_flow", flow=shows),), "It tells that an order was cancelled."
    if asks_amount_needed(message.heard.text) and not message.has_products:
        return (Command(kind="search"),), "It asks how much of something is needed."
    if search and _asks_whether_sold(message):
        return (Command(kind="start_flow", flow=search),), "It asks whether something is sold."
    if sells_cheaper(message.heard.text) and _is_for_documents(message):
        return (Command(kind="search", text=CHEAPER_THERE),), "It tells of a lower price elsewhere."
    if asked := _asked_and_not_sought(message):
        return (asked,), "It asked something, and wants nothing to buy."
    if _is_for_documents(message):
        reason = "It asks for a meaning or a place, tells of prices, or offers what is old."
        return (Command(kind="search"),), reason
    if talk := small_talk(message):
        return talk
    if wants_booking(message.heard.text) and not _is_order_task(message):
        return (Command(kind="start_flow", flow=BOOK),), "It wants something to be booked."
    return of_no_order(message)


def _asks_whether_sold(message: Message) -> bool:
    """Whether it asks whether a thing is sold, and nothing else is certain: "do you sell gift cards"."""
    best = message.readings.best()
    doubtful = best is None or (best.is_lookup and best.confidence < CERTAIN)
    return doubtful and asks_whether_sold(message.heard.text)


def _asks_of_kind_sold(message: Message) -> bool:
    """Whether it asks at first which things of a kind there are, or which of them does something, which the
    catalogue has, and no task is meant."""
    best = message.readings.best()
    first = message.topic is None and not message.has_products
    told = (
        best is not None and best.confidence >= CERTAIN and best.command.flow in message.assistant.documents
    )
    asks = asks_of_a_kind(message.heard.text) or (asks_which_does(message.heard.text) and not told)
    return first and message.heard.names_kind and asks and (best is None or best.is_lookup)


def _goes_on_with(last: LookedUp) -> tuple[str, str] | None:
    """The flow that takes what goes on with the look-up before, or with what it showed, and why."""
    if facts := last.asks_options:
        return facts, "It asks what those shown come in."
    if repeated := last.repeats:
        return repeated, f"It asks of something else what {repeated} answered last."
    if refined := last.refines:
        return refined, f"It names what {refined}, which looked something up last, can use."
    if asked := last.asks_of_product:
        return asked, "It asks something of the product that was spoken of last."
    return None


def _asked_of_no_order(message: Message, options: Sequence[str]) -> Reading | None:
    """The likeliest look-up of several options, where it asks something, gives nothing, and shows no sign of
    an order ("so who can do it?"), or only of one to come ("when would I have it if I order today"): a choice
    between a question and a task has one side only."""
    supposes = message.supposes and not message.has_order
    if not message.asks_anywhere or message.mapped or (message.speaks_of_order and not supposes):
        return None
    readings = [reading for flow in options if (reading := message.readings.leading_to(flow)) is not None]
    return max((one for one in readings if one.is_lookup), key=lambda one: one.confidence, default=None)


def _unclear(message: Message, last: LookedUp, given: tuple[Command, ...]) -> Decision:
    """What becomes of a message of which no wish is likely: the documents, or "I did not follow"."""
    unsold = message.heard.named_alone == UNSOLD
    if last.says_of_which:
        return (*given, asked_of_it(message)), "It says of which thing the documents were asked."
    if message.only_asks and message.asked_before:
        search = Command(kind="search", text=message.asked_before)
        return (*given, search), "It is meant in general, so the documents are asked what was asked before."
    if message.mapped and len(words(message.heard.text)) <= _DETAILS and (task := _task_of_details(message)):
        command = Command(kind="start_flow", flow=task)
        return (*given, command), f"It gives no more than what {task} asks for."
    if given and (message.is_bare or not (unsold or message.is_question)):
        value = DETAILS_ONLY if message.is_bare else DETAILS_TOLD
        return (*given, Command(kind="cannot_handle", value=value)), "Details without a request."
    if BehindAnswer(message).concludes:
        search = Command(kind="search", text=message.asked_before)
        return (*given, search), "It concludes from the answer, which is looked up again."
    if message.is_sentence or unsold:
        return (*given, Command(kind="search")), "No intent is certain, so the documents are searched."
    if last.asks_on:
        return (*given, Command(kind="search")), "A few words that ask on, after the documents were asked."
    if message.names_something:
        command = Command(kind="explain", value="cannot_handle")
        return (*given, command), "A word or two may be what a page is about, so the documents come first."
    reason = "No intent is certain, and there is too little to search for."
    return (*given, Command(kind="cannot_handle")), reason


def _task_of_details(message: Message) -> str:
    """The task that was done or tried last, where it asks for what is given ("oh sorry, it's jo@example.com",
    behind an order that was not found); else the likeliest that would ask for nothing more; "" for none."""
    tasks = (reading.command.flow for reading in message.readings if begins_task(reading))
    whole = (flow for flow in tasks if message.completes(flow) and flow not in message.assistant.passes_on)
    shows = message.assistant.shows_order
    return message.last_task or next(whole, shows if shows and message.completes(shows) else "")


def _is_for_documents(message: Message) -> bool:
    """Whether it tells that a card or a receipt is lost; or asks where the shop is, what something means,
    tells of a lower price elsewhere, or offers something old, and may be read as a wish for products, the
    place as small talk, what is old as an exchange."""
    best, text = message.readings.best(), message.heard.text
    if tells_lost_paper(text):
        return True
    if trades_in(text) and (
        best is None or best.confidence < CERTAIN or not message.gives(best.command.flow)
    ):
        return best is None or best.is_lookup or begins_task(best)
    sought = best is None or best.is_lookup
    talk = best is not None and (best.is_small_talk or best.command.kind == "chitchat")
    if asks_place(text) and (sought or talk):
        return True
    return sought and (tells_of_cheaper(text) or (asks_meaning(text) and not message.has_product))


def _asked_and_not_sought(message: Message) -> Command | None:
    """What was asked before, where products were shown and a message says that it asked and wants none: "i
    asked which size I need, not to buy"; with what it asks itself. None for any other message."""
    text, before = message.heard.text, message.asked_before
    best = message.readings.best()
    certain = best is not None and begins_task(best) and best.confidence >= CERTAIN
    behind = message.has_products or message.is_after_answer
    if certain or message.mapped or not behind or not buys_nothing(text):
        return None
    own = asked_only(text)
    if own is None or not (own or before):
        return None
    return Command(kind="search", text=own or before)


def _says_what_is_meant(message: Message) -> Command | None:
    """The question before about what the message says to be meant; None where it begins a task."""
    what, best = BehindAnswer(message).what_is_meant, message.readings.best()
    begins = best is not None and begins_task(best) and (message.is_own_case or _ORDERED.search(what))
    return asked_of_it(message, what) if what and message.asked_before and not begins else None


def _is_order_task(message: Message) -> bool:
    """Whether it certainly is a wish about an order."""
    best = message.readings.best()
    return best is not None and begins_task(best) and best.confidence >= CERTAIN


def _only_names(message: Message) -> bool:
    """Whether it names what is sold and says nothing else ("watch", "power bank 20000 mAh"), and no more is
    certain than small talk or another look-up: any, of a thing by a name of several words ("repair kit"), a
    doubtful one beside a number ("wellies size 40"). Where it asks to see what it names, all its words are
    accounted for, and nothing else counts. The name of a product may look like that of a person who is called
    for ("haldrik anker"), or like a yes. A word that is only said of what is sold counts where nothing is
    certain."""
    best, named = message.readings.best(), message.heard.named_alone
    if not named or named == UNSOLD:
        return False
    if named == "said":
        return best is None
    if best is None or best.is_small_talk or best.command.kind in _IDLE:
        return True
    if best.command.kind in ("hand_off", "cancel_flow") or best.command.flow == NOTHING_ASKED:
        return not message.speaks_of_person
    if named == "shown":
        return best.command.flow not in message.assistant.searches
    counts = best.confidence < CERTAIN and any(letter.isdigit() for letter in message.heard.text)
    return best.is_lookup and (named == "thing" or counts)


def _by_best(message: Message, best: Reading) -> Decision:
    """What the reading that is certain enough leads to, or what is rather meant."""
    rather = _better_explained(message, best)
    if rather:
        reason = f"{rather.why} Another task is likelier, but what is named decides."
        return (*message.given_to(rather.command.flow), rather.command), reason
    if _goes_on(message, best):
        what_now = Command(kind="explain", value="cannot_handle") if _stops(best) else Command(kind="search")
        return (what_now,), f"{best.why} It asks how to go on behind what was done."
    doubtful = best.confidence < CERTAIN and LookedUp(message).says_of_which
    if best.command.flow == NOTHING_ASKED and (doubtful or BehindAnswer(message).says_what_is_meant):
        return (asked_of_it(message),), "It says what the documents were asked about, and no yes or no."
    if (buys := message.assistant.buying) and best.command.kind in _ORDERS and _takes(message):
        return (Command(kind="start_flow", flow=buys),), f"{best.why} But it takes one of what was shown."
    if none := _of_no_order_at_all(message, best):
        return (none,), f"{best.why} But there is no order."
    if _is_meant_of_answer(message, best):
        return (asked_of_it(message),), f"{best.why} But it says what the documents were asked about."
    if begins_task(best) and BehindAnswer(message).concludes_not:
        return (Command(kind="search"),), f"{best.why} But it concludes from the answer."
    resembled = _resembled(message, best)
    if resembled:
        text = message.asked_before if BehindAnswer(message).concludes else ""
        return (Command(kind="search", text=text),), f"A question that only resembles {resembled}."
    if is_explained(message, best):
        reason = f"{best.why} It is asked in general, so the documents come first."
        return (_explained(message, best),), reason
    if _may_be_topic(message, best):
        command = Command(kind="explain", flow=best.command.flow, value=best.command.kind)
        return (command,), f"{best.why} The documents may tell of it, so they come first."
    return (*message.given_to(best.command.flow), _without_denied(message, best)), best.why


def _of_no_order_at_all(message: Message, best: Reading) -> Command | None:
    """What is done where a message says no more than that there is no order; None where it says more."""
    if not says_no_order(message.heard.text) or message.asks_within or message.mapped:
        return None
    if best.command.kind in _IDLE and message.asked_before:
        return Command(kind="search", text=message.asked_before)
    return Command(kind="start_flow", flow=NOTHING_ASKED) if begins_task(best) and message.only_asks else None


def _without_denied(message: Message, best: Reading) -> Command:
    """What the best reading begins; of the documents no more is asked than what is wished for: "not return.
    alter it. how much is that"."""
    if best.command.flow not in message.assistant.documents:
        return best.command
    rest = without_denied(message.heard.text)
    return replace(best.command, text=rest) if rest else best.command


def _is_meant_of_answer(message: Message, best: Reading) -> bool:
    """Whether it puts right what the documents answered, or says that nothing is to be bought, and only
    resembles a task or a wish: "no, I mean the return time for unopened ones"."""
    doubtful = best.confidence < CERTAIN and not message.gives(best.command.flow)
    if not (doubtful and message.is_after_answer):
        return False
    if begins_task(best) and BehindAnswer(message).says_what_is_meant:
        return True
    sought = begins_task(best) or best.command.flow in message.assistant.searches
    return sought and buys_nothing(message.heard.text)


def _takes(message: Message) -> bool:
    """Whether it chooses one of the products that lie before the shopper."""
    return message.has_products and _TAKES.search(message.heard.text) is not None


def _goes_on(message: Message, best: Reading) -> bool:
    """Whether it asks what can be done now, where what it means would say the same again or nothing: the task
    that was just done ("how do I refuse the parcel then?"), or to stop while nothing is under way ("so what
    can I do now, I don't want it anymore")."""
    if not message.asks_what_now or message.gives(best.command.flow):
        return False
    done = begins_task(best) and message.was_done(best.command.flow) and not message.begins(best.command.flow)
    return done or _stops(best)


def _stops(reading: Reading) -> bool:
    return reading.command.kind == "cancel_flow"


def _resembled(message: Message, reading: Reading) -> str:
    """What a question doubtfully is and only resembles, else "": the yes or no to one that nobody put ("and
    if that doesn't help?"), a call for a person that names none ("he won't find the price in the box, will
    he?"; where the documents do not answer it, one is offered), a kind word ("and it was how much again"), a
    request to wait ("is anyone picking up the phone right now?")."""
    behind = BehindAnswer(message)
    of_bot = reading.confidence >= CERTAIN and message.speaks_of_person
    if behind.follows_kind_word and not of_bot and (reading.is_small_talk or reading.command.kind in _IDLE):
        return "a kind word"
    if reading.is_small_talk and behind.asks_no_bot:
        return "small talk"
    certain = reading.intent == GREET and reading.confidence >= CERTAIN
    asks_more = "?" in message.heard.text and not greets_only(message.heard.text)
    if certain and asks_more and not asks_what_there_is(message.heard.text):
        return "a greeting"
    if reading.is_small_talk and reading.confidence < CERTAIN and message.asks_what_now:
        return "small talk"
    if reading.command.kind == "wait" and _ASKS_WHETHER_TO_WAIT.search(message.heard.text):
        return "a request to wait"
    if reading.command.kind == "wait" and message.is_after_answer and message.asks_a_figure:
        return "a request to wait"
    if reading.confidence >= CERTAIN or not (message.is_sentence or LookedUp(message).asks_on):
        return ""
    if message.puts_question and reading.command.flow == NOTHING_ASKED:
        return "a yes or a no"
    if message.is_question and reading.command.kind == "hand_off" and not message.speaks_of_person:
        return "a call for a person"
    talk = reading.is_small_talk or reading.command.kind == "chitchat"
    doubtful = reading.confidence < _DOUBTFUL_TALK or LookedUp(message).asks_on or message.asks_a_figure
    if talk and doubtful and message.asks_within:
        return "small talk"
    if reading.command.kind == "skip" and message.asks_within:
        return "a wish to skip what was not asked"
    if reading.command.kind in ("skip", "cancel_flow") and message.supposes:
        return "a wish to stop"
    if reading.command.kind == "wait" and "?" in message.heard.text:
        return "a request to wait"
    return ""


def _may_be_topic(message: Message, reading: Reading) -> bool:
    """Whether it may be of what the documents tell ("recalls", "privacy", "I was charged twice") and only
    resembles small talk or an order to the bot: what is doubtful, or the wish to skip where nothing was
    asked. "Driver was here and nobody at home" resembles a complaint, "do you have a referral programme" a
    question about the program."""
    if reading.command.kind not in _TALK and not reading.is_small_talk:
        return False
    if reading.command.kind == "hand_off" and gets_somebody(message.heard.text):
        return False
    doubtful = reading.confidence < CERTAIN or reading.command.kind == "skip"
    doubtful = doubtful or (reading.command.kind == "hand_off" and speaks_of_team(message))
    doubtful = doubtful or (reading.is_small_talk and asks_what_there_is(message.heard.text))
    some = message.is_phrase or message.is_sentence or reading.command.kind in _ORDERS
    return doubtful and some


def is_explained(message: Message, reading: Reading) -> bool:
    """Whether it may be something else than the wish to begin a task: from nothing, a question that is not of
    the shopper's own case, or a doubtful reading of one that is, or of what shows no sign of an order; with
    an order at hand, what is asked in general where the task was just done, or what doubtfully means it."""
    flow, doubtful = reading.command.flow, reading.confidence < CERTAIN
    if not begins_task(reading):
        return False
    if flow == message.assistant.shows_order and not doubtful and _HAS_ORDERED.search(message.heard.text):
        return False
    if BehindAnswer(message).supposes:
        return True
    if message.supposes and not (message.has_order or "order_number" in message.mapped):
        return True
    if not message.begins(flow):
        behind = message.is_after_answer and message.asks_a_figure
        other = message.supposes or message.was_done(flow) or behind
        general = message.asks_generally and other
        return (general or (doubtful and message.asks_anywhere)) and not message.gives(flow)
    if "order_number" in message.mapped and not doubtful:
        return False
    if message.asks_anywhere and (message.is_sentence or LookedUp(message).asks_on):
        return doubtful or not message.is_own_case or message.goes_on_asking
    if message.asks_to_be_told:
        return True
    return (doubtful or message.tells_fault or _tells(message.heard.text)) and not message.speaks_of_order


def _tells(text: str) -> bool:
    """Whether a text tells what has happened, and more than "a pole is bent": "the light on my monitor went
    orange"."""
    return len(text.split()) >= _TELLING and not REQUEST.search(text)


def _explained(message: Message, reading: Reading) -> Command:
    """What the documents may answer before a task: a question in its own words, what can be done about a
    fault. What certainly asks for no more than an answer begins no task where they have none."""
    text = message.heard.text
    asks_only = message.asks_in_statement or message.is_meant_generally or asks_what_there_is(text)
    behind = BehindAnswer(message)
    asks_on = behind.asks_of_it or (behind.leans and not message.has_order)
    own = reading.command.flow in message.assistant.passes_on and _DOES_IT.search(text) is not None
    asks_only = (
        asks_only
        or own
        or behind.supposes
        or _WHAT_IF.match(text) is not None
        or (asks_on and not names_task(message, reading))
    )
    command = Command(kind="explain", flow=reading.command.flow, value="search" if asks_only else None)
    if message.asks_in_statement:
        return replace(command, text=directly(text))
    if message.tells_fault:
        return replace(command, text=WHAT_TO_DO.format(text))
    unmarked = message.asks_without_mark or (behind.supposes and not message.is_question)
    return replace(command, text=f"{text}?") if unmarked else command


def _ready(message: Message, options: Sequence[str]) -> Reading | None:
    """Where it is unsure which flow is meant, the one that answers at once: one that the message gives
    everything for, or the likeliest look-up where all options are look-ups, what the message names
    considered."""
    if message.readings.best():
        return None
    readings = [r for flow in options if (r := message.readings.leading_to(flow)) is not None]
    whole = completed(message, options)
    if whole or not all(reading.is_lookup for reading in readings):
        return whole
    return max(readings, key=lambda r: r.confidence * message.likelihood(r.command.flow), default=None)


def completed(message: Message, options: Sequence[str]) -> Reading | None:
    """The first of these flows that the message gives everything for."""
    flow = next((flow for flow in options if message.completes(flow)), "")
    return message.readings.leading_to(flow) if flow else None


def _documents_first(message: Message, ready: Reading) -> Command:
    """What shows products, behind what the documents surely answer where that is as likely: "red wine all
    over my white dress help" names a dress, and may be a question."""
    documents = message.assistant.documents
    asked = max((r.confidence for r in message.readings if r.command.flow in documents), default=0.0)
    if ready.command.flow not in message.assistant.searches or asked < ready.confidence:
        return ready.command
    return Command(kind="explain", flow=ready.command.flow, value=ready.command.kind)


def _by_what_is_named(message: Message, near: Sequence[str]) -> Reading | None:
    """Of readings too close to call a look-up that explains much better what the message names: a price is
    named in a search, and hardly ever where something is damaged."""
    readings = [r for flow in near if (r := message.readings.leading_to(flow)) is not None]
    weights = {r.command.flow: r.confidence * message.likelihood(r.command.flow) for r in readings}
    first = max(readings, key=lambda r: weights[r.command.flow], default=None)
    if first is None or not first.is_lookup:
        return None
    others = [weight for flow, weight in weights.items() if flow != first.command.flow]
    return first if weights[first.command.flow] >= _MUCH * max(others, default=0.0) else None


def _better_explained(message: Message, best: Reading) -> Reading | None:
    """The task that can use what the message gives and the one that it doubtfully means cannot, and explains
    it much better: an order number is given where an order is asked about, and hardly ever by who wants to be
    told when a product is back."""
    if best.confidence >= CERTAIN or not begins_task(best):
        return None
    used = message.uses(best.command.flow)
    tasks = [one for one in message.readings if begins_task(one) and message.uses(one.command.flow) - used]
    weights = {task.command.flow: task.confidence * message.likelihood(task.command.flow) for task in tasks}
    first = max(tasks, key=lambda task: weights[task.command.flow], default=None)
    if first is None or first.confidence < _POSSIBLE:
        return None
    much = _MUCH * best.confidence * message.likelihood(best.command.flow)
    return first if weights[first.command.flow] >= much else None
