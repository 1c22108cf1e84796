"""Answers from the documents, and the last messages once more."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.another import of_another
from bot.actions.at_hand import asked_shortly_of
from bot.actions.at_once import say_at_once
from bot.actions.beside_page import show_beside_page
from bot.actions.cards import product_card
from bot.actions.caring import say_care
from bot.actions.comparing import differing, which_of_shown
from bot.actions.finding import (
    ask_what,
    current_product,
    find,
    of_person,
    show_found,
    shown_products,
)
from bot.actions.fitting import not_of_both
from bot.actions.focus import is_behind_products, is_near, looked_up, points, said_of
from bot.actions.kind_options import options_of_kind
from bot.actions.other_size import priced_in_size
from bot.actions.popular import show_wished
from bot.actions.product_reply import PRICE, own_fact, product_reply
from bot.actions.reading import (
    cited,
    entities,
    history,
    intent,
    intent_confidence,
    message,
    previous_wish,
    shown,
    slot_text,
    spoke_from_documents,
)
from bot.actions.saying import PERSON, listed, say, searched, unmet
from bot.actions.seeking import (
    asks_for_products,
    asks_how,
    asks_of_delivery,
    asks_something,
    asks_to_see_things,
    describes_products,
    goes_on,
    seeks_products,
    wants_products,
)
from bot.actions.size_advice import say_size
from bot.actions.sold_here import sold_of_asked
from bot.actions.sums import priced
from bot.actions.taking import say_taken
from bot.actions.told_by_any import may_be_told, say_told, told_by_any
from bot.actions.told_by_page import say_told_by_page, told_by_page
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import unsold_text
from bot.conversation.messages import Button, Reply
from retrieval.documents.query import OPENING
from retrieval.documents.snapshot import lexical_text
from retrieval.documents.spoken_rows import asks_of_row
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.own_data import CLEARLY, SURE
from retrieval.products.products import Products
from retrieval.products.questions import ProductAnswer
from retrieval.products.sayings import for_a_place
from retrieval.types import Answer, PassageHit, Product
from retrieval.words import words

NOT_MENTIONED = "Our documents don't mention it either; a colleague can tell you for certain."
"""Of a thing that is asked for and found nowhere."""
DOUBTFUL = 0.8
"""Below so likely an intent, a wish for products may be meant."""
UNCLEAR = 0.5
"""Below so likely an intent, nothing is certain, and what is no question may be looked up, too,"""
FAR = 2.0
"""where the documents answer it by so many log-odds above their threshold."""
TOLD = 3.0
"""The same of what tells something ("router light is orange") and was read as a search for products."""
TOPIC = 4
"""Words of a message that may be no more than what a page is about."""
SENTENCE = 3
"""Words of a message that may say what has happened."""
ORDERS = frozenset({"skip", "repeat", "wait", "explain_question", "cancel"})
"""Intents of orders to the bot, which are doubtful rather than unclear where nothing is under way."""
_REQUESTS = re.compile(r"\b(?:want|like|wish) to\b", re.IGNORECASE)
"""Says what is to be done, and not how something is."""
_OTHERS = "|".join(sorted(PERSON_WORDS))
_OWN = re.compile(
    rf"^\W*(?:my|our) (?!(?:\w+ )?(?:{_OTHERS}|budget|limit|size|feet|foot)\w*\b)\w+ \w+ \w", re.IGNORECASE
)
"""Tells of a thing of one's own, and of no person."""
_DESCRIBED = re.compile(
    r"^\W*(?:an? )?(?:[\w-]+ ){1,3}?(?:that|which|with|without|for|(?:i|we) can) ", re.IGNORECASE
)
"""A thing, and what it is to be like."""


def _seeks(products: Products, tracker: Tracker, question: str) -> bool:
    """Whether products are shown where the documents are silent."""
    if asks_how(question):
        return False
    return (
        seeks_products(products, question)
        or asks_for_products(products, question)
        or wants_products(products, question)
        or describes_products(products, question)
        or bool(products.strange_brand(question))
        or _goes_on(products, tracker, question)
    )


def _goes_on(products: Products, tracker: Tracker, text: str) -> bool:
    return bool(shown(tracker)) and goes_on(products, previous_wish(tracker), text)


class ActionAnswer(ShopAction):
    """Answers from the documents with sources, or says honestly that they do not cover the question."""

    def name(self) -> str:
        """See Action."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer, else look at the product that the question names, or for those that it describes, else
        decline. A product that it names is what is spoken of from now on."""
        events = await self._reply(dispatcher, tracker, domain)
        return [*events, *await show_beside_page(dispatcher, self.tools, tracker)]

    async def _reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        tracker = await say_taken(dispatcher, self.tools, tracker)
        question = message(tracker)
        at_once = await say_at_once(dispatcher, self.tools, tracker, question)
        if at_once is not None:
            return at_once
        if (sold := await self.tools.work(sold_of_asked, self.tools, tracker, question)) is not None:
            return show_found(dispatcher, self.tools, tracker, sold)
        named = await self.tools.work(self._named, tracker, question)
        spoken_of: Events = [SlotSet("current_product", named.product_id)] if named else []
        if await say_care(dispatcher, self.tools, tracker, question):
            return spoken_of
        if fact := await self.tools.work(own_fact, self.tools, question):
            say(dispatcher, fact.reply)
            return [SlotSet("current_product", fact.product.product_id)]
        goes_on = asks_of_row(question) and spoke_from_documents(tracker)
        if not goes_on and (about := await self.tools.work(asked_shortly_of, self.tools, tracker, question)):
            reply = await self.tools.work(product_reply, self.tools, about, question, "")
            if reply is not None:
                say(dispatcher, reply)
                return [SlotSet("current_product", about.product_id)]
        if compared := await self.tools.work(self._which_of_shown, tracker, question):
            say(dispatcher, compared)
            return []
        if (of_kind := await self.tools.work(options_of_kind, self.tools, question)) is not None:
            return show_found(dispatcher, self.tools, tracker, of_kind)
        if (sized := await self.tools.work(priced_in_size, self.tools, tracker, question)) is not None:
            return show_found(dispatcher, self.tools, tracker, sized)
        answer = await looked_up_and_worded(self.tools, tracker, question)
        if answer.pages:
            return _ask_which(dispatcher, question, answer)
        if named:
            answer = await self.tools.work(said_of, self.tools, named, question, answer)
        said = " ".join(one.text for one in answer.sentences)
        if unknown := await self.tools.work(not_of_both, self.tools, tracker, question, said):
            say(dispatcher, unknown, searched=searched(answer))
            return spoken_of
        if not named and (own := await self.tools.work(self._own_data, tracker, question, answer)):
            say(dispatcher, Reply(text=own.text), searched=searched(answer))
            return [SlotSet("current_product", own.product.product_id)]
        if not named and (told := await self.tools.work(self._told_by_any, tracker, question, answer)):
            return await say_told(dispatcher, self.tools, tracker, told, answer)
        if answer.answered and not await self.tools.work(self._rather_seeks, tracker, question, answer):
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
            return spoken_of
        if not answer.answered and await say_told_by_page(dispatcher, self.tools, tracker, question):
            return spoken_of
        return await self._otherwise(dispatcher, tracker, question, answer, named)

    async def _otherwise(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        question: str,
        answer: Answer,
        named: Product | None,
    ) -> Events:
        """What the product that the question names or means tells, or those that it describes; else the
        decline."""
        spoken_of: Events = [SlotSet("current_product", named.product_id)] if named else []
        about = named or await self.tools.work(self._pointed_at, tracker, question)
        known = await self.tools.work(product_reply, self.tools, about, question, "") if about else None
        if known is not None:
            say(dispatcher, known, searched=searched(answer))
            return spoken_of
        if await self.tools.work(_seeks, self.tools.products, tracker, question):
            found = await self.tools.work(find, self.tools, tracker, question)
            found = await self.tools.work(priced, self.tools, found, question)
            if found.result.hits:
                return await show_wished(dispatcher, self.tools, tracker, found)
        if not about and (called := await self.tools.work(self._called, question)):
            return _show_called(dispatcher, self.tools, called)
        if not about and (thing := await self.tools.work(self._unheard_of, question, answer)):
            reply = Reply(text=f"{unsold_text(thing)} {NOT_MENTIONED}", kind="decline", buttons=(PERSON,))
            say(dispatcher, reply, unmet=unmet(thing))
            return []
        say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
        return spoken_of

    def _own_data(self, tracker: Tracker, question: str, answer: Answer) -> ProductAnswer | None:
        """What the data of the product that was spoken of a short while ago tell of a question: "what battery
        does the preamp take". Where a page answers as well, they tell it clearly (docs/decisions/0083)."""
        products, reader = self.tools.products, self.tools.reader
        product = current_product(products, tracker)
        if product is None or reader is None or not asks_something(question):
            return None
        if (
            asks_of_delivery(product, question)
            or not is_near(products, tracker, [product])
            or of_another(self.tools, tracker, question)
        ):
            return None
        return products.told_by_data(product, question, reader, CLEARLY if answer.answered else SURE)

    def _told_by_any(self, tracker: Tracker, question: str, answer: Answer) -> ProductAnswer | None:
        """What the data of a product tell that the question calls by anything, rather than a page."""
        if not may_be_told(self.tools, question):
            return None
        pointed = self._pointed_at(tracker, question)
        told = told_by_any(self.tools, tracker, question, answer, [pointed] if pointed else [])
        if told is None or told_by_page(self.tools, tracker, question) is not None:
            return None
        return told

    def _which_of_shown(self, tracker: Tracker, question: str) -> Reply | None:
        """How two products differ, and what "which one is narrow?" asks of those that were just shown, where
        their data tell it."""
        if (two := differing(self.tools, tracker, question)) is not None:
            return two
        behind = is_behind_products(self.tools.products, tracker)
        return which_of_shown(self.tools, tracker, question) if behind else None

    def _called(self, question: str) -> list[Product]:
        """The products that are asked for by a part of their titles: "show me the frozen bloodworm"."""
        return (
            []
            if asks_something(question) or asks_how(question)
            else self.tools.products.partly_named(question)
        )

    def _rather_seeks(self, tracker: Tracker, question: str, answer: Answer) -> bool:
        """Whether what is no question wants or describes a thing that is sold, and is not answered by far:
        "tyre that doesn't get flat all the time"; or things are asked for of which some are for a place that
        is named, "do you have lamps for the bathroom"."""
        if self._seeks_for_a_place(tracker, question) or asks_to_see_things(self.tools.products, question):
            return True
        if asks_something(question):
            return False
        products = self.tools.products
        described = _DESCRIBED.match(question) and describes_products(products, question)
        wanted = described or wants_products(products, question)
        return wanted and not self.tools.documents.surely(answer, FAR)

    def _seeks_for_a_place(self, tracker: Tracker, question: str) -> bool:
        """Whether things are asked for, or were before, of which some are for a place that is named."""
        products = self.tools.products
        if not for_a_place(question) or asks_how(question):
            return False
        said, before = products.wish(question), previous_wish(tracker) if shown(tracker) else None
        if said.kinds or said.categories:
            return bool(said.kinds) and asks_for_products(products, question)
        return before is not None and products.refine(question, before).wish.kinds != before.kinds

    def _unheard_of(self, question: str, answer: Answer) -> str:
        """The thing that a question asks for and neither the catalogue is called so nor a passage that was
        tried speaks of."""
        thing = self.tools.products.unsold(question)
        return thing if is_unheard_of(thing, answer) else ""

    def _pointed_at(self, tracker: Tracker, question: str) -> Product | None:
        """The product that "it" stands for, or a bare "price?" asks of: the one that was spoken of last, else
        the first of those shown."""
        products = self.tools.products
        if PRICE.search(question) and not words(PRICE.sub(" ", question)):
            listed = shown_products(products, tracker)
            return current_product(products, tracker) or next(iter(listed), None)
        if of_another(self.tools, tracker, question):
            return None
        return current_product(products, tracker) if points(question) else None

    def _named(self, tracker: Tracker, question: str) -> Product | None:
        named = self.tools.products.named(question)
        return of_person(named[0], previous_wish(tracker))[0] if named and named[0] else None


class ActionExplain(ShopAction):
    """Answers a question from the documents where they surely cover it, and shows products to whom may want
    to buy some; says whether it did."""

    def name(self) -> str:
        """See Action."""
        return "action_explain"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer or be silent; the slot ``explained`` tells which. What is certainly meant shows no
        products."""
        question = message(tracker)
        told = 0.0 if _REQUESTS.search(question) else FAR if _OWN.match(question) else TOLD
        if (events := await say_size(dispatcher, self.tools, tracker)) is not None:
            return [*events, SlotSet("explained", True)]
        if await say_care(dispatcher, self.tools, tracker, question):
            return [SlotSet("explained", True)]
        left = bool(slot_text(tracker, "handoff_message"))  # what is told a person asks the documents nothing
        if await say_sure_answer(dispatcher, self.tools, tracker, question, statements=not left, told=told):
            return [SlotSet("explained", True)]
        if intent_confidence(tracker) < DOUBTFUL and await self.tools.work(self._wants, tracker, question):
            found = await self.tools.work(find, self.tools, tracker, question)
            if found.result.hits:
                shown_now = await show_wished(dispatcher, self.tools, tracker, found)
                return [*shown_now, SlotSet("explained", True)]
        return [SlotSet("explained", False)]

    def _wants(self, tracker: Tracker, question: str) -> bool:
        named = entities(tracker, "product") or entities(tracker, "category")
        products = self.tools.products
        wants = wants_products(products, question, named=bool(named))
        return wants or _goes_on(products, tracker, question)


class ActionRepeat(ShopAction):
    """Says the bot's last messages again."""

    def name(self) -> str:
        """See Action."""
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The messages since the shopper spoke before."""
        events = [e for e in tracker.events if e.get("event") in ("user", "bot") and e.get("text")]
        while events and events[-1]["event"] == "user":
            events.pop()
        said: list[str] = []
        while events and events[-1]["event"] == "bot":
            said.insert(0, str(events.pop()["text"]))
        for text in said or ["There is nothing to repeat yet. What can I do for you?"]:
            say(dispatcher, Reply(text=text))
        return []


def _show_called(dispatcher: CollectingDispatcher, tools: ActionTools, called: list[Product]) -> Events:
    """Show products by their names."""
    names = listed([tools.products.short_name(product) for product in called])
    cards = tuple(map(product_card, called))
    say(dispatcher, Reply(text=f"That could be the {names}.", kind="products", cards=cards))
    current = called[0].product_id if len(called) == 1 else None
    return [
        SlotSet("shown_products", [product.product_id for product in called]),
        SlotSet("current_product", current),
    ]


def _ask_which(dispatcher: CollectingDispatcher, question: str, answer: Answer) -> Events:
    """Ask which of several pages is meant."""
    asked = question.rstrip(" ?!.")
    buttons = tuple(Button(title=page, payload=f"{asked}: {page}") for page in answer.pages)
    say(dispatcher, Reply(text="", response="utter_ask_which_page", buttons=buttons))
    return []


async def say_answer(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, question: str
) -> bool:
    """Say what the documents answer; False, and nothing said, where they do not."""
    answer = await looked_up_and_worded(tools, tracker, question)
    if answer.answered:
        say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return answer.answered


async def say_declined(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, question: str
) -> Events:
    """Say that the documents do not answer, and which page comes closest."""
    answer = await looked_up_and_worded(tools, tracker, question)
    say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return []


async def looked_up_and_worded(tools: ActionTools, tracker: Tracker, question: str) -> Answer:
    """What the documents answer, in a model's words where that is set."""
    answer = await tools.work(looked_up, tools, tracker, question)
    return await tools.worded(answer, history(tracker), tracker.sender_id)


async def say_sure_answer(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    question: str,
    *,
    statements: bool = False,
    told: float = 0.0,
) -> bool:
    """Say what the documents surely answer; False, and nothing said, where they do not, or where it is no
    question. Of ``statements`` those are looked up that may name what a page is about, or are unclear, and
    those that are answered by ``told`` log-odds above the threshold, if that is not 0."""
    asks, topic = asks_something(question), len(question.split()) <= TOPIC
    unclear = intent_confidence(tracker) < (DOUBTFUL if intent(tracker) in ORDERS else UNCLEAR)
    ahead = FAR if statements and unclear else told
    if not asks and not ahead and not (statements and topic):
        return False
    if asks and (fact := await tools.work(own_fact, tools, question)):
        say(dispatcher, fact.reply)
        return True
    answer = await tools.work(_sure_answer, tools, tracker, question)
    if answer is not None and not asks:
        far = ahead and len(question.split()) >= SENTENCE
        far = far and await tools.work(tools.documents.surely, answer, ahead)
        far = far or _goes_on_with_page(tracker, answer)
        if not far and not (statements and topic and await tools.work(_is_about, answer)):
            return False
    if answer is not None:
        answer = await tools.worded(answer, history(tracker), tracker.sender_id)
        say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return answer is not None


async def say_what_was_asked(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, question: str
) -> bool:
    """``say_sure_answer`` where a message may only resemble a search for products: it names no wish, says
    more than products are called ("via ferrata set?"), and nothing was shown before that it could go on with.
    A question was doubtfully read as a search; what tells something seeks nothing and describes nothing, or
    is about a thing of the shopper's own ("my head torch blinks red")."""
    asks, own = asks_something(question), _OWN.match(question) is not None
    if (shown(tracker) and (asks or not own)) or (asks and intent_confidence(tracker) >= DOUBTFUL):
        return False
    if await tools.work(_wishes if asks or own else _wishes_anything, tools.products, question):
        return False
    return await say_sure_answer(dispatcher, tools, tracker, question, told=FAR if own else TOLD)


async def say_or_ask_what(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> Events:
    """Say what the documents surely answer to a message that names nothing to search for, else ask what is
    sought."""
    if not await say_sure_answer(dispatcher, tools, tracker, text, told=FAR):
        return ask_what(dispatcher, tools)
    return []


def _wishes(products: Products, text: str) -> bool:
    """Whether a message says to want products, only names some, or asks for such as are for a place."""
    if for_a_place(text) and asks_for_products(products, text):
        return True
    return wants_products(products, text) or products.named_alone(text.rstrip("? ")) not in ("", "unsold")


def _wishes_anything(products: Products, text: str) -> bool:
    """The same, or it describes some, or names what is not sold."""
    return (
        _wishes(products, text)
        or seeks_products(products, text)
        or describes_products(products, text)
        or bool(products.unsold(text))
    )


def _is_about(answer: Answer) -> bool:
    """Whether an answer is about a few words: they say something, most of them, and a passage that it comes
    from has them all, or a person has approved it."""
    hits = (hit for sentence in answer.sentences for hit in sentence.hits)
    told = len(words(answer.question)) * 2 >= len(answer.question.split())
    return bool(answer.curated) or (told and any(_speaks_of(hit, answer.question) for hit in hits))


def _goes_on_with_page(tracker: Tracker, answer: Answer) -> bool:
    """Whether a few words that go on ("and for machines") are answered by the page that the last answer came
    from."""
    pages = {passage.rpartition("#")[0] for passage in cited(tracker)}
    hits = (hit for sentence in answer.sentences for hit in sentence.hits)
    return bool(OPENING.match(answer.question)) and any(hit.passage.document_id in pages for hit in hits)


def is_unheard_of(thing: str, answer: Answer) -> bool:
    """Whether no passage that was tried for an answer speaks of a thing."""
    return not any(_speaks_of(hit, thing) for hit in answer.tried)


def _speaks_of(hit: PassageHit, thing: str) -> bool:
    """Whether a passage has all words of a name."""
    return set(words(thing)) <= set(words(lexical_text(hit.passage)))


def _sure_answer(tools: ActionTools, tracker: Tracker, question: str) -> Answer | None:
    answer = looked_up(tools, tracker, question)
    return answer if tools.documents.surely(answer) else None
