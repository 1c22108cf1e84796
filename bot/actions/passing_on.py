"""What a shopper wants done with an order and a person does: explained by the documents, and passed on with
the shopper's own words and the order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import FAR, TOLD, say_answer, say_sure_answer
from bot.actions.focus import ABOUT, focus_of, looked_up
from bot.actions.order_cards import STATUS
from bot.actions.orders import find_order, order_slots
from bot.actions.reading import entity, history, latest_messages, message, slot_text, spoke_from_documents
from bot.actions.saying import say, searched
from bot.actions.seeking import asks_something
from bot.actions.tools import Events, ShopAction
from bot.conversation.handover import CHANGED
from bot.conversation.in_use import AFTER_SOME_TIME, time_in_use
from bot.conversation.messages import Reply
from bot.conversation.opening import back_at
from bot.shop.port import Order
from retrieval.documents.verdict import log_odds
from retrieval.products.products import Products
from retrieval.products.terms import holds_phrase, stems
from retrieval.told import tells_damage
from retrieval.types import Answer

SHORT = 3
"""A message of so many words says less than the one before: "ok do that"."""
_STREET = re.compile(
    r"(?<![\w-])\d{1,4} ?[a-z]?,? [^\W\d]{3,}|[^\W\d]{3,}\.?,? \d{1,4} ?[a-z]?(?![\w-])", re.IGNORECASE
)
"""A street with its number, either way round."""
WHAT_NOW = ", what can I do?"
"""Makes a question of what is told."""
_WISHES = re.compile(
    r"\b(?:return|cancel|exchang|swap|chang|refund)\w*|\b(?:send|give|take|go) (?:\w+ )?back\b|\bmoney\b",
    re.I,
)
"""Says what is to be done, and not what has happened."""
_ASKS_INSIDE = re.compile(r"\b(?:can|could|may|do|must|should|would|will) (?:i|we|you)\b", re.IGNORECASE)
"""Asks behind what it tells: "opened a bag and she won't eat it can i send it back"."""
_WRONG = re.compile(
    r"\bwrong\b|\bmissing\b|\bforgot\w*|\binstead of\b|\bnot what i\b"
    r"|\b(?:was|were)(?:n['’]?t| not) in\b"
    r"|\bordered \w+ (?:and |but )?(?:i )?got\b|\bcame without\b"
    r"|\b(?:another|different) (?:one|item|article) ",
    re.IGNORECASE,
)
"""Tells that something else came than was ordered, or less."""
_OTHER_THING = re.compile(
    r"\b(?:another|other|different|new) (?:product|article|item|model|thing|brand|style)s?\b", re.IGNORECASE
)
"""Wants another thing instead, and not the same in another form."""
_COLOUR = re.compile(r"\bcolou?rs?\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\bsizes?\b|\b(?:bigger|smaller|larger)\b"
    r"|\btoo (?:big|small|large|tight|loose|wide|narrow|long|short)\b",
    re.IGNORECASE,
)
_JUST_ORDERED = re.compile(
    r"\border(?:ed)?\b.*\b(?:just(?: now)?|yesterday|today|tonight|this (?:morning|afternoon|evening)"
    r"|last night|(?:an?|\d+|two|few) (?:min(?:ute)?|hour)s? ago)\b|\bjust (?:now )?(?:ordered|placed)\b"
    r"|\b(?:change|correct) (?:my|the|an) order\b",
    re.IGNORECASE,
)
"""Speaks of an order that has perhaps not left."""
ALTERED = "I ordered the wrong {}, can you change my order?"
COVERED = "{}, is that covered by the warranty?"
PRODUCT = "product"
Asked = tuple[str, str]
"""A question, and a word that its answer has to say, "" for any."""
QUOTED = 300
"""Characters of the shopper's words that a note holds at most."""


class ActionExplainWish(ShopAction):
    """Says what the documents surely tell of a wish (``wish_question``, or what the message asks), remembers
    how it was worded (``wish_said``), and looks up the order, where number and address are known."""

    def name(self) -> str:
        """See Action."""
        return "action_explain_wish"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Sets ``explained``, whether a street was named (``address_told``), and ``order_status``: none where
        no order is at hand."""
        explained = await self._explain(dispatcher, tracker)
        order = await find_order(self.tools, tracker)
        status = STATUS.get(order.status, order.status) if order is not None else None
        said = _with_said(tracker)
        return [
            SlotSet("explained", explained),
            SlotSet("wish_said", said),
            SlotSet("address_told", any(map(_STREET.search, said[1:]))),
            SlotSet("order_status", status),
            *order_slots(order, self.tools.products, tracker),
        ]

    async def _explain(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
        """What the message asks or tells, where the documents surely answer that, else what the wish does; a
        wish that is only said again was explained."""
        text = message(tracker)
        question, asks = _question(tracker, text), asks_something(text)
        if not question and asks:
            return await say_answer(dispatcher, self.tools, tracker, text)
        if not question:
            return await say_sure_answer(dispatcher, self.tools, tracker, text, statements=True, told=TOLD)
        if not asks and (_said(tracker) or _was_explained(tracker)):
            return False
        answer = await self._told(tracker, text) if not asks and not _WISHES.search(text) else None
        if answer is None:
            answer = await self.tools.work(self._first_sure, _questions(self.tools.products, question, text))
            asks = asks or _ASKS_INSIDE.search(text) is not None
            own = await self.tools.work(looked_up, self.tools, tracker, text) if asks else answer
            answer = await self.tools.work(self._rather, tracker, text, own, answer)
        if not await self.tools.work(self.tools.documents.surely, answer):
            return False
        answer = await self.tools.worded(answer, history(tracker), tracker.sender_id)
        say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
        return True

    def _rather(self, tracker: Tracker, text: str, own: Answer, general: Answer) -> Answer:
        """The likelier of what the message is answered and what the wish is; it speaks for the message's own
        that it names what is spoken of: "Wigs cannot be returned"."""
        focus = focus_of(self.tools, tracker, text) if own.answered else None
        said = [stems(one.text) for one in own.sentences]
        named = focus is not None and any(
            holds_phrase(one, stems(kind)) for one in said for kind in focus.kinds
        )
        sureness = log_odds(own.answerable) + (ABOUT if named else 0.0)
        return own if sureness >= log_odds(general.answerable) else general

    def _first_sure(self, questions: Sequence[Asked]) -> Answer:
        """The first answer that is sure and says the word that is to be in it, else the one to the last
        question."""
        for question, word in questions:
            answer = self.tools.documents.answer(question, (), ())
            said = " ".join(one.text for one in answer.sentences).lower()
            if word in said and self.tools.documents.surely(answer):
                break
        return answer

    async def _told(self, tracker: Tracker, text: str) -> Answer | None:
        """What the documents say of what has happened, where they do so by far: "the box came smashed"."""
        asked = f"{text.rstrip(' .!')}{WHAT_NOW}"
        answer = await self.tools.work(looked_up, self.tools, tracker, asked)
        return answer if await self.tools.work(self.tools.documents.surely, answer, FAR) else None


class ActionNoteWish(ShopAction):
    """Writes the note for a person: what is wished for, in the shopper's words, and of which order. It is
    ``handoff_message``, and the wish is done with."""

    def name(self) -> str:
        """See Action."""
        return "action_note_wish"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The shopper reads it, too, so it holds nothing that they did not say or were not shown. Behind a
        call it says that nobody need come into the chat."""
        dispatcher.utter_message(json_message={"shopclerk": {"note": True}})
        order, shop = await find_order(self.tools, tracker), self.tools.settings.shop
        return [
            SlotSet("handoff_message", note(tracker, order)),
            SlotSet("back_at", back_at(shop.hours, shop.timezone) or None),
            SlotSet("passed_on", _wished_for(tracker) or None),
            SlotSet("wish", None),
            SlotSet("wish_said", None),
            SlotSet("parcel_wish", None),
            SlotSet("new_address", None),
        ]


class ActionChangeOfMind(ShopAction):
    """Makes a wish of it that what was passed on is not wanted any more, or something else is."""

    def name(self) -> str:
        """See Action."""
        return "action_change_of_mind"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """``wish`` is none where nothing was passed on: what was only spoken of is forgotten."""
        before = slot_text(tracker, "passed_on")
        if not before:
            return [SlotSet("wish", None), SlotSet("wish_said", None)]
        wish = f"{CHANGED} ({before})"
        return [SlotSet("wish", wish), SlotSet("wish_said", [wish, *latest_messages(tracker)[:1]])]


class ActionWhenAnswered(ShopAction):
    """Says when the team reads what was passed on, and when it is there at all."""

    def name(self) -> str:
        """See Action."""
        return "action_when_answered"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Names no day by which there is an answer: nobody has said one."""
        shop = self.tools.settings.shop
        again = back_at(shop.hours, shop.timezone)
        there = f"somebody is here again {again} and reads it then" if again else "somebody reads it next"
        hours = f" We are here {', '.join(shop.hours)}." if shop.hours else ""
        email = slot_text(tracker, "email")
        answer = f" The answer goes to {email}." if email else ""
        text = f"That is with our team: {there}. I can't say by when it is answered.{answer}{hours}"
        say(dispatcher, Reply(text=text))
        return []


def _wished_for(tracker: Tracker) -> str:
    """What is passed on, whatever was said of it before."""
    wish = slot_text(tracker, "wish")
    return slot_text(tracker, "passed_on") if wish.startswith(CHANGED) else wish


def note(tracker: Tracker, order: Order | None) -> str:
    """The note: "A cancellation: \u201cplease cancel it\u201d. Order AB-12345 (placed), jo@example.com."."""
    told = [slot_text(tracker, slot) for slot in ("parcel_wish", "new_address") if slot_text(tracker, slot)]
    said = told if slot_text(tracker, "parcel_wish") else [*dict.fromkeys([*_said(tracker), *told])]
    wish = slot_text(tracker, "wish") or "a question"
    quoted = f": \u201c{' / '.join(said)[-QUOTED:]}\u201d" if said else ""
    number, email = slot_text(tracker, "order_number"), slot_text(tracker, "email")
    state = STATUS.get(order.status, order.status) if order is not None else "not found"
    of = f"Order {order.number if order else number} ({state})" if number else ""
    whose = ", ".join(filter(None, (of, email)))
    return f"{wish[:1].upper()}{wish[1:]}{quoted}. {whose}".strip(" .") + "."


def _question(tracker: Tracker, text: str) -> str:
    """What the documents are asked of a wish: another question where the wrong thing came, or one is
    missing, than where one is faulty."""
    wrong = slot_text(tracker, "wish_question_wrong") if _WRONG.search(text) else ""
    return wrong or slot_text(tracker, "wish_question")


def _questions(products: Products, question: str, text: str) -> list[Asked]:
    """What the documents are asked, the nearest first: of an exchange for what is named (another size, if
    nothing else), of a change to what was ordered just now, of a fault whether the warranty covers it, after
    the time of use that is told first."""
    about = question.lower()
    if "fault" in about:
        time = time_in_use(text)
        after = [(AFTER_SOME_TIME.format(time), "")] if time else []
        return [*after, (question, ""), (COVERED.format(text.rstrip(" .!?")), "")]
    if "exchang" not in about and "change my order" not in about:
        return [(question, "")]
    other = PRODUCT if _OTHER_THING.search(text) else _other_form(products, text)
    nearest = []
    if other != PRODUCT and ("exchang" not in about or _JUST_ORDERED.search(text)):
        nearest.append((ALTERED.format(other), other))
    if "exchang" in about:
        instead = "another product" if other == PRODUCT else f"a different {other}"
        nearest.append((f"{question.rstrip(' ?')} for {instead}?", ""))
    return [*nearest, (question, "")]


def _other_form(products: Products, text: str) -> str:
    """Whether another colour is wished for, or another size."""
    if _SIZE.search(text):
        return "size"
    return "colour" if _COLOUR.search(text) or products.wish(text).colours else "size"


def _said(tracker: Tracker) -> list[str]:
    """How this wish was worded so far; nothing that was said of another one."""
    kept = tracker.slots.get("wish_said") or []
    return [str(one) for one in kept[1:]] if kept[:1] == [slot_text(tracker, "wish")] else []


def _was_explained(tracker: Tracker) -> bool:
    """Whether the order is given of what was told to be damaged, which the documents have answered."""
    told = latest_messages(tracker)[1:2]
    gives = bool(entity(tracker, "order_number")) and spoke_from_documents(tracker)
    return gives and any(map(tells_damage, told))


def _with_said(tracker: Tracker) -> list[str]:
    """The wish, and how it was worded: with the message before where that is short, or gives the order."""
    said = latest_messages(tracker)
    adds = len(said[0].split()) <= SHORT or bool(entity(tracker, "order_number")) if said else False
    latest = [*(one for one in said[1:2] if adds and len(one.split()) > SHORT), *said[:1]]
    return [slot_text(tracker, "wish"), *dict.fromkeys([*_said(tracker), *latest])]
