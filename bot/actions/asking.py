"""Questions about one product: facts, stock, price; else the documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.another import of_another
from bot.actions.answer import (
    NOT_MENTIONED,
    UNCLEAR,
    is_unheard_of,
    looked_up_and_worded,
    say_answer,
)
from bot.actions.asked_which import WHICH, WHICH_PRODUCT, choice_of_asked
from bot.actions.at_hand import UNDER
from bot.actions.at_once import say_at_once
from bot.actions.called_first import own_called
from bot.actions.cards import product_card
from bot.actions.caring import say_care
from bot.actions.comparing import (
    VERSUS,
    best_of,
    compare_reply,
    to_compare,
    which_of_shown,
)
from bot.actions.finding import (
    LIKE,
    FoundProducts,
    current_product,
    find,
    show_found,
    shown_products,
)
from bot.actions.fitting import not_of_both
from bot.actions.focus import Focus, focus_on, points, surest
from bot.actions.kind_options import options_of_kind
from bot.actions.meant import ANY, meant_products
from bot.actions.of_each import told_of_each
from bot.actions.options import options_reply
from bot.actions.other_size import other_size
from bot.actions.own_size import with_size
from bot.actions.pointing import pointed_at, without_part, without_place
from bot.actions.product_reply import (
    GOT,
    PRICE,
    SENTENCES,
    STOCK,
    agreed,
    introduced,
    names_variant,
    own_fact,
    product_reply,
)
from bot.actions.reading import (
    cited,
    history,
    intent,
    intent_confidence,
    message,
    shown,
    spoke_from_documents,
)
from bot.actions.saying import PERSON, say, searched, unmet
from bot.actions.seeking import asks_how, asks_of_shop, describes_products, seeks_products
from bot.actions.sold_here import sold_here
from bot.actions.sums import priced
from bot.actions.taking import say_taken
from bot.actions.told_by_any import say_told, told_by_any, told_instead
from bot.actions.told_by_page import say_told_by_page
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import unsold_text
from bot.conversation.messages import Button, Reply
from retrieval.documents.questions import questions_in
from retrieval.documents.spoken_rows import asks_of_row
from retrieval.products.asked_thing import asks_availability
from retrieval.products.compare import MOST
from retrieval.products.numbered import without_number
from retrieval.products.own_data import CLEARLY, NEAR, SURE
from retrieval.products.products import Products
from retrieval.products.questions import ProductAnswer, asks_attribute, asks_what_comes_with
from retrieval.products.stock import stock_sentence
from retrieval.types import Answer, Product
from retrieval.words import words

_ANOTHER = re.compile(
    r"\b(?:is there|are there|got|have you|do you (?:have|sell|carry)|any|another)\b.*\b(?:ones?|pair)\b",
    re.IGNORECASE,
)
_ONE_THAT = re.compile(
    r"\b(?:there|got|have|you|any|a|another)(?: also| maybe)? ones? (?:that|which|with|without|for)\b",
    re.I,
)
_CONNECTING = frozenset(
    words("and what about how the then ok so same for it this that other one first second third last")
)
"""Say no question of their own."""
CHAIN = 3
"""Messages back in which what is asked of one after the other was asked: "and the 15?", "and the 14?"."""
_CHOOSING = frozenset(words("show see look want would open number please nice good great looks sounds"))
_WHAT = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|then|n)\s+)*(?:what|which) ((?:[\w'-]+ ){1,3}?)"
    r"(?:does|do|is|are|has|have|can|come|comes)\b",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(r"\bwhich (?:ones|others|other ones) (?:have|are|do|can|come|cost)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\s*(?:it|this|that)\b(?! (?:kind|sort|type|brand))", re.IGNORECASE)
_SHOW = re.compile(
    r"\b(?:(?:show|find|get) me|looking for|searching for|I(?:['’]d like| want| need)(?: to see)?)"
    r" (?:an?|some|any|your) ",
    re.IGNORECASE,
)
_ANY_SOLD = re.compile(
    r"\b(?:do (?:you|ye|u)(?: also| maybe)? (?:have|sell|carry|stock)|have (?:you|ye)(?: also)?(?: got)?)"
    r"(?! (?:got|any of|it|th(?:is|at|ese|ose|em|e)|my|his|her)\b)(?= (?:[a-z-]+ )*?(?:[a-z-]+s\b|an? ))",
    re.IGNORECASE,
)
"""Asks for any of a kind: "have you got a rain cover", "do you sell camp beds"."""
_CLAUSE_END = re.compile(r"[.,;:?!]")
_ONE = re.compile(r"\b(?:th(?:e|is|at|ese|ose)|its?|they|them|my|ones?)\b", re.IGNORECASE)
"""Speaks of one that is known: "do Halde boots run small" speaks of none."""
_ONLY_IS = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but)\b\W*)*(?:is|are)\b\W*(?:(?:the|your|that|an?)\b\W*)*$", re.I
)
"""A question that is left where a name is taken out."""
_DENIES = re.compile(r"\b(?:not?|without|except|other)\b|n['’]t\b", re.IGNORECASE)


def asks_for_another(text: str) -> bool:
    """Whether a text asks for other products than the one at hand ("is there a lighter one")."""
    return bool(_ANOTHER.search(text))


def asks_for_others(products: Products, text: str) -> bool:
    """Whether a text asks for products, not for a fact of one: other ones that compare with it or have
    something, all of a kind, or any of one."""
    if asks_what_comes_with(text):
        return False
    one_that = _ONE_THAT.search(text) or LIKE.search(text)
    another = asks_for_another(text) and bool(products.compares(text) or one_that)
    another = another or (products.compares(text) and products.narrows(text))
    return another or asks_for_all(products, text) or asks_to_see(products, text)


def asks_for_all(products: Products, text: str) -> bool:
    """Whether a text asks which products of a kind there are ("what rucksacks does Norrland make"), not what
    one takes ("what batteries does it need")."""
    if _WHICH_ONES.search(text) and products.conditions(text).wanted:
        return True
    what = _WHAT.match(text)
    if what is None or _OF_ONE.match(text, what.end()) or products.named(text):
        return False
    return _is_kind(products, what[1])


def asks_to_see(products: Products, text: str) -> bool:
    """Whether a text wants to see any product of a kind ("could you show me a cabin case with wheels")."""
    sold = None if products.named(text) else _ANY_SOLD.search(text)
    show = _SHOW.search(text) or sold
    return show is not None and _is_kind(products, _CLAUSE_END.split(text[show.end() :])[0])


def _is_kind(products: Products, text: str) -> bool:
    wish = products.wish(text)
    return bool(wish.kinds or wish.categories)


class ActionProductAnswer(ShopAction):
    """Answers a question about one product from its data: facts, stock, price; else from the documents."""

    def name(self) -> str:
        """See Action."""
        return "action_product_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Find out which product is meant, then answer, ask back, or decline honestly."""
        tracker = await say_taken(dispatcher, self.tools, tracker)
        text = await self.tools.work(with_size, self.tools, tracker, message(tracker))
        if choice := await self.tools.work(choice_of_asked, self.tools, tracker, text):
            return await self._of_one(dispatcher, tracker, choice.product, choice.question, "")
        at_once = await say_at_once(dispatcher, self.tools, tracker, text)
        if at_once is not None:
            return at_once
        goes_on = asks_of_row(text) and spoke_from_documents(tracker)
        if goes_on and await say_answer(dispatcher, self.tools, tracker, text):
            return []
        if await say_told_by_page(dispatcher, self.tools, tracker, text):
            return []
        if options := await self.tools.work(options_reply, self.tools, tracker, text):
            say(dispatcher, options)
            return []
        if (of_kind := await self.tools.work(options_of_kind, self.tools, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, of_kind)
        if (sold := await self.tools.work(sold_here, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, sold)
        if (other := await self.tools.work(other_size, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, other)
        if (compared := await self._compared(dispatcher, tracker, text)) is not None:
            return compared
        of_product = points(text) or PRICE.search(text)
        if not of_product and await self.tools.work(asks_of_shop, self.tools.products, text):
            return await self._no_product(dispatcher, tracker, text)
        narrows = await self.tools.work(narrows_the_list, self.tools, tracker, text)
        others = await self.tools.work(of_another, self.tools, tracker, text)
        if narrows or others or await self.tools.work(asks_for_others, self.tools.products, text):
            found = await self.tools.work(find, self.tools, tracker, message(tracker))
            found = the_one_left(self.tools, found) if narrows else found
            return show_found(dispatcher, self.tools, tracker, found)
        said = history(tracker)
        repeats = bool(said and questions_in(said[-1]))  # "how heavy is it?", then "and the second one"
        if not repeats and (chosen := await self.tools.work(chosen_only, self.tools, tracker, text)):
            return show_product(dispatcher, chosen)
        meant = await self.tools.work(meant_products, self.tools, tracker, text)
        if asks_availability(text):
            strange = await self.tools.work(self.tools.products.unsold, text)
            meant = [] if strange else meant
        if (told := await self.tools.work(told_instead, self.tools, tracker, text, meant)) is not None:
            return await say_told(dispatcher, self.tools, tracker, *told)
        if each := await self.tools.work(told_of_each, self.tools, tracker, text):
            say(dispatcher, each)
            return []
        if not meant:
            return await self._no_product(dispatcher, tracker, text)
        question = await self.tools.work(whole_question, self.tools, tracker, text)
        asked = intent(tracker) if question in (text, without_place(text)) else ""
        if len(meant) == 1:
            return await self._of_one(dispatcher, tracker, meant[0], question, asked, text)
        reply = await self.tools.work(agreed, self.tools, meant, question, asked)
        if reply is None:
            return await self._of_several(dispatcher, tracker, text, meant)
        say(dispatcher, await self.tools.work(introduced, self.tools, tracker, text, meant[0], reply))
        return [SlotSet("current_product", meant[0].product_id)]

    async def _compared(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events | None:
        """Say how products compare, or which of those shown is so; None where that is not asked."""
        if VERSUS.search(text):
            beside = await self.tools.work(to_compare, self.tools, tracker, text)
            if len(beside) > 1:
                say(dispatcher, await self.tools.work(compare_reply, self.tools, beside, text))
                return [SlotSet("shown_products", [product.product_id for product in beside])]
        if compared := await self.tools.work(which_of_shown, self.tools, tracker, text):
            say(dispatcher, compared)
            listed = shown_products(self.tools.products, tracker)[:MOST]
            return await self.tools.work(best_of, self.tools, listed, text)
        return None

    async def _of_one(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        product: Product,
        question: str,
        asked: str,
        whole: str = "",
    ) -> Events:
        """Answer a question of a product from its data, else from the documents, which are asked the
        ``whole`` message where that is another; ``asked``: the intent."""
        if await say_care(dispatcher, self.tools, tracker, whole or question, product):
            return [SlotSet("current_product", product.product_id)]
        reply = await self.tools.work(product_reply, self.tools, product, question, asked)
        if reply is None and (last := await self.tools.work(only_named, self.tools, whole or question)):
            reply = await self.tools.work(product_reply, self.tools, product, f"is it {last}", "")
            if reply is None:
                return show_product(dispatcher, product)
        if reply is not None:
            said = message(tracker)
            say(dispatcher, await self.tools.work(introduced, self.tools, tracker, said, product, reply))
            told = reply.text.replace(self.tools.products.short_name(product), "")
            measured = any(map(str.isdigit, told))  # a range is another one in winter, waterproof stays so
            if measured and UNDER.search(question):
                await self._also_from_documents(dispatcher, question, product)
        else:
            await self._from_documents(dispatcher, tracker, whole or question, product)
        return [SlotSet("current_product", product.product_id)]

    async def _also_from_documents(
        self, dispatcher: CollectingDispatcher, question: str, product: Product
    ) -> None:
        """What the documents surely say of a condition that the product's data say nothing of."""
        answer = await self.tools.work(self._under_condition, question, product)
        if answer is not None:
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))

    def _under_condition(self, question: str, product: Product) -> Answer | None:
        """What is surely said of a fact under a condition: to what the data call it, of such things ("range
        e-bike in winter"), else to the question."""
        documents, focus = self.tools.documents, focus_on(self.tools.products, product)
        told, under = self.tools.products.answer(product, question), UNDER.search(question)
        names = told.attributes if told is not None and under is not None else ()
        for name in names[:1]:
            answer = documents.answer(f"{name.lower()} {focus.kinds[0]} {under[0] if under else ''}")
            if self._surely(answer):
                return answer
        answer = self._of_product(question, focus)
        return answer if self._surely(answer) else None

    async def _of_several(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, meant: Sequence[Product]
    ) -> Events:
        """Where none of them is named a question may be for the whole kind: which there are ("have you got
        tents for four"), or what holds for all ("is an ordinary via ferrata set all right for a child")."""
        if not await self.tools.work(self.tools.products.named, text):
            sought = await self.tools.work(seeks_products, self.tools.products, text)
            if sought or (not asks_how(text) and (GOT.search(text) or PRICE.search(text))):
                found = await self.tools.work(find, self.tools, tracker, message(tracker))
                found = await self.tools.work(priced, self.tools, found, text)
                if found.result.hits:
                    return show_found(dispatcher, self.tools, tracker, found)
            of_all = ANY.search(text) or not _ONE.search(text)
            answer = await self.tools.answer(text, [], tracker.sender_id) if of_all else None
            if answer is not None and answer.answered:
                say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
                return []
        return self._which(dispatcher, text, meant)

    def _which(self, dispatcher: CollectingDispatcher, text: str, meant: Sequence[Product]) -> Events:
        """Ask which of several products is meant; "the second one" then points at them."""
        short = [self.tools.products.short_name(product) for product in meant]
        names = short if len(set(short)) == len(short) else [product.title for product in meant]
        choices = tuple(
            Button(title=name, payload=f"{product.title}: {text}")
            for name, product in zip(names, meant, strict=True)
        )
        say(dispatcher, Reply(text=WHICH, buttons=choices))
        return [SlotSet("shown_products", [product.product_id for product in meant])]

    async def _no_product(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """Show what there is of the kind that was asked for, else take it for a question to the documents."""
        wanted = await self.tools.work(_is_kind, self.tools.products, text)
        described = wanted and await self.tools.work(describes_products, self.tools.products, text)
        described = described or await self.tools.work(seeks_products, self.tools.products, text)
        if described or (wanted and (intent(tracker) == "check_stock" or GOT.search(text))):
            found = await self.tools.work(find, self.tools, tracker, message(tracker))
            found = await self.tools.work(priced, self.tools, found, text)
            return show_found(dispatcher, self.tools, tracker, found)
        if fact := await self.tools.work(own_fact, self.tools, text):
            say(dispatcher, fact.reply)
            return [SlotSet("current_product", fact.product.product_id)]
        if own := await self.tools.work(own_called, self.tools, text):
            return await self._of_one(dispatcher, tracker, *own, "")
        partly = await self.tools.work(self.tools.products.partly_named, text)
        if partly and (asks_attribute(text) or STOCK.search(text) or PRICE.search(text)):
            return await self._of_partly_named(dispatcher, tracker, text, partly)
        if await say_care(dispatcher, self.tools, tracker, text):
            return []
        answer = await looked_up_and_worded(self.tools, tracker, text)
        if answer.answered:
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
        elif partly:
            return await self._of_partly_named(dispatcher, tracker, text, partly)
        elif strange := await self.tools.work(self.tools.products.unsold, text):
            heard = f" {NOT_MENTIONED}" if is_unheard_of(strange, answer) else ""
            say(dispatcher, Reply(text=unsold_text(strange) + heard, buttons=(PERSON,)), unmet=unmet(strange))
        elif (fitting := await self.tools.work(self._fulfilling, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, fitting)
        elif self._asks_no_product(tracker, text):
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
        else:
            say(dispatcher, Reply(text=WHICH_PRODUCT), searched=searched(answer))
        return []

    def _asks_no_product(self, tracker: Tracker, text: str) -> bool:
        """Whether what the documents do not answer is hardly about a product."""
        unclear = intent_confidence(tracker) < UNCLEAR and not _ONE.search(text)
        return bool(cited(tracker)) or unclear or asks_of_shop(self.tools.products, text)

    def _fulfilling(self, tracker: Tracker, text: str) -> FoundProducts | None:
        """All products that are what a question asks of no single one: "are your products vegan?"."""
        asked = self.tools.products.conditions(text)
        if _ONE.search(text) or not (asked.wanted or asked.having):
            return None
        found = find(self.tools, tracker, text)
        return found if found.result.hits and not found.result.relaxed else None

    async def _of_partly_named(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, meant: Sequence[Product]
    ) -> Events:
        """Answer of the product that is called by a part of its title, or ask which of them is meant."""
        if len(meant) > 1:
            return self._which(dispatcher, text, meant)
        return await self._of_one(dispatcher, tracker, meant[0], text, intent(tracker))

    async def _from_documents(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, product: Product
    ) -> None:
        """What the documents say of a product, else of its kind: no page on brewing tea has its name."""
        name = self.tools.products.short_name(product)
        focus = await self.tools.work(focus_on, self.tools.products, product)
        answer = await self.tools.work(self._of_product, text, focus)
        told = " ".join(one.text for one in answer.sentences)
        if unknown := await self.tools.work(not_of_both, self.tools, tracker, text, told):
            say(dispatcher, unknown, searched=searched(answer))
            return
        own, quote = await self.tools.work(self._own_words, tracker, product, text, answer)
        if own is not None and own.score >= (CLEARLY if answer.answered else SURE):
            reply = await self.tools.work(
                introduced, self.tools, tracker, text, product, Reply(text=own.text)
            )
            say(dispatcher, reply, searched=searched(answer))
            return
        answer = await self.tools.worded(answer, [], tracker.sender_id)
        untold = f"Our product data for the {name} doesn't say that, and I'd rather not guess."
        if own is not None:
            untold = f"Our product data for the {name} doesn't say that in so many words. Closest: {own.text}"
        declined = (
            Reply(text=quote)
            if quote
            else Reply(
                text=untold,
                kind="decline",
                closest=self.tools.render_answer(answer).closest,
                buttons=(PERSON,),
            )
        )
        say(
            dispatcher,
            self.tools.render_answer(answer) if answer.answered else declined,
            searched=searched(answer),
        )

    def _surely(self, answer: Answer) -> bool:
        """Whether a page surely answers."""
        return answer.answered and self.tools.documents.surely(answer)

    def _own_words(
        self, tracker: Tracker, product: Product, text: str, answer: Answer
    ) -> tuple[ProductAnswer | None, str | None]:
        """What in the data of a product may answer a question that is put in other words; and the sentence of
        its description that says something of it, or of its last sentence ("navy is fine. is it lined"),
        where no page answers."""
        products, reader = self.tools.products, self.tools.reader
        own = products.told_by_data(product, text, reader, NEAR) if reader is not None else None
        quote = None
        if not answer.answered:
            quote = products.quote(product, text) or products.quote(product, SENTENCES.split(text)[-1])
        told = told_by_any(self.tools, tracker, text, answer) if own or quote else None
        if told is not None and told.product.product_id == product.product_id:
            own = own and replace(own, text=told.text, attributes=told.attributes)
            quote = quote and told.text
        return own, quote

    def _of_product(self, text: str, focus: Focus) -> Answer:
        """The surest answer about a product, with and without its name."""
        bare = self.tools.products.without_names(text)
        alone = self.tools.documents.answer(bare)
        return surest(self.tools, bare, focus, alone)


def only_named(tools: ActionTools, text: str) -> str:
    """The last word of a text that says no more than a name, which may ask for that: "is the Glide wireless"
    of a Glide Wireless Mouse; else ""."""
    asks = _ONLY_IS.match(tools.products.without_names(text)) and len(tools.products.named(text)) == 1
    return text.split()[-1].strip("?!. ") if asks else ""


def narrows_the_list(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether of several products shown, none of which was spoken of since, no more is said than what they
    are to be like: a size, a colour, a brand."""
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    several = len(listed) > 1 and current is None
    narrows = names_variant(tools, text) or tools.products.narrows(text)
    pointed = () if _DENIES.search(text) else pointed_at(text, listed, None, loosely=False)
    return several and narrows and not pointed


def the_one_left(tools: ActionTools, found: FoundProducts) -> FoundProducts:
    """What a size or colour left of the products shown, by name where that is one."""
    result = found.result
    if result.total != 1 or result.relaxed or not result.hits:
        return found
    product = result.hits[0].product
    name = tools.products.short_name(product)
    return FoundProducts(
        result=result, text=stock_sentence(product, name, result.wish.sizes, result.wish.colours)
    )


def chosen_only(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The product that a text points at without a word more: "the second one"."""
    if set(words(text)) - _CONNECTING - _CHOOSING or PRICE.search(text) or STOCK.search(text):
        return None
    if asks_attribute(text):
        return None
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    pointed = pointed_at(text, listed, current, loosely=False)
    return pointed[0] if len(pointed) == 1 else None


def show_product(dispatcher: CollectingDispatcher, product: Product) -> Events:
    """What the shop says of a product, with its card; it is spoken of from now on."""
    say(dispatcher, Reply(text=product.description or product.title, cards=(product_card(product),)))
    return [SlotSet("current_product", product.product_id)]


def whole_question(tools: ActionTools, tracker: Tracker, text: str) -> str:
    """What is asked: of "and the Cloudbed?" and "and the other one?" the question before; of "the third" what
    is asked of it."""
    said, bare = history(tracker), without_number(tools.products.without_names(text))
    of_its_own = PRICE.search(bare) or STOCK.search(bare) or asks_attribute(bare)
    if said and not of_its_own and not set(words(bare)) - _CONNECTING:
        before = [without_number(tools.products.without_names(one)) for one in reversed(said[-CHAIN:])]
        return next((one for one in before if set(words(one)) - _CONNECTING), before[0])
    if not shown(tracker):
        return text
    return without_part(without_place(text), shown_products(tools.products, tracker))
