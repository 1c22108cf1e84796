"""Finding and comparing products, and questions about one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import searched
from bot.actions.cards import comparison, hit_card, product_card
from bot.actions.pointing import pointed_at
from bot.actions.reading import history, intent, message, previous_wish, remember, seen, shown, slot_text
from bot.actions.saying import PERSON, listed, say
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import buttons, found_text, nothing_text
from bot.conversation.messages import Button, Reply
from retrieval.products.compare import MOST, Row, differences
from retrieval.products.relax import amount
from retrieval.products.search import SearchResult
from retrieval.products.stock import stock_sentence
from retrieval.types import Constraints, Product, ProductHit

SHOWN = 3
_MORE = re.compile(
    r"\b(?:show (?:me )?more|more (?:please|of (?:them|these))|next|other ones|others|anything else|more like)\b",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:in stock|stock|availab\w+|sold out|left|still have|(?:have|got|get) (?:it|this|that|them|these|the|those|u)\b.*\b(?:in|size)\b"
    r"|which (?:sizes|colou?rs)|what (?:sizes|colou?rs)|other colou?rs|size \w+\?|back in)\b",
    re.IGNORECASE,
)
_STORE = re.compile(
    r"\b(?:stores?|pick (?:it|them)? ?up|click (?:and|&) collect|collect it)\b", re.IGNORECASE
)
_PRICE = re.compile(
    r"\b(?:how much (?:is|are|does|do)(?! .*weigh)|what does .* cost|price of|costs?)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:tell me (?:more|about)|more (?:details|about|information)|describe|details)\b", re.IGNORECASE
)
_VERSUS = re.compile(r"\b(?:vs\.?|versus|against|or|and|than)\b|,", re.IGNORECASE)


class ActionFindProducts(ShopAction):
    """Shows products that fit what was said, also as a follow-up of the search before."""

    def name(self) -> str:
        """See Action."""
        return "action_find_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Search, relaxing when nothing fits, and say what was relaxed."""
        text = message(tracker)
        more = bool(_MORE.search(text)) and previous_wish(tracker) is not None
        result = await self.tools.work(find, self.tools, tracker, text, more)
        if result.wish == Constraints(text=result.wish.text) and not result.hits:
            return ask_what(dispatcher, self.tools)
        if not result.hits:
            said = (
                "That was all that fits." if more else nothing_text(result, self.tools.settings.shop.currency)
            )
            say(dispatcher, Reply(text=said, buttons=(PERSON,)), constraints=wish_json(result.wish))
            return remember(result.wish, shown(tracker), seen(tracker))
        show_result(dispatcher, self.tools, result, "search")
        ids = [hit.product.product_id for hit in result.hits]
        return remember(result.wish, ids, seen(tracker) if more else [])


class ActionCompareProducts(ShopAction):
    """Puts two to four products side by side."""

    def name(self) -> str:
        """See Action."""
        return "action_compare_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Compare what was named or pointed at, else what was shown last."""
        products = await self.tools.work(to_compare, self.tools, tracker, message(tracker))
        if len(products) < 2:
            say(dispatcher, Reply(text="Which two products shall I compare? Their names are enough."))
            return []
        compared = await self.tools.work(compare_reply, self.tools, products, message(tracker))
        say(dispatcher, compared)
        return [SlotSet("shown_products", [product.product_id for product in products])]


class ActionProductAnswer(ShopAction):
    """Answers a question about one product from its data: facts, stock, price; else from the documents."""

    def name(self) -> str:
        """See Action."""
        return "action_product_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Find out which product is meant, then answer or decline honestly."""
        text = message(tracker)
        meant = await self.tools.work(meant_products, self.tools, tracker, text)
        if len(meant) != 1:
            return await self._unclear(dispatcher, tracker, text, meant)
        product = meant[0]
        reply = await self.tools.work(product_reply, self.tools, product, text, intent(tracker))
        if reply is not None:
            say(dispatcher, reply)
        else:
            await self._from_documents(dispatcher, tracker, text, product)
        return [SlotSet("current_product", product.product_id)]

    async def _unclear(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, meant: Sequence[Product]
    ) -> Events:
        """Ask which one, or take it for a question to the documents where no product is in sight."""
        if meant:
            choices = [
                Button(title=self.tools.products.short_name(product), payload=f"{text} ({product.title})")
                for product in meant[:MOST]
            ]
            say(dispatcher, Reply(text="Which one do you mean?", buttons=tuple(choices)))
            return []
        answer = await self.tools.work(self.tools.documents.answer, text, history(tracker))
        if answer.answered:
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
        else:
            say(
                dispatcher,
                Reply(text="Which product is it about? Its name is enough.", kind="text"),
                searched=searched(answer),
            )
        return []

    async def _from_documents(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, product: Product
    ) -> None:
        name = self.tools.products.short_name(product)
        question = text if name.lower() in text.lower() else f"{text} {product.title}"
        answer = await self.tools.work(self.tools.documents.answer, question, [])
        if answer.answered:
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
            return
        declined = f"Our product data for the {name} doesn't say that, and I'd rather not guess."
        say(
            dispatcher,
            Reply(text=declined, kind="decline", buttons=(PERSON,)),
            searched=searched(answer),
        )


def find(tools: ActionTools, tracker: Tracker, text: str, more: bool) -> SearchResult:
    """The search for a message: a new wish, or the one before refined; ``more`` repeats nothing."""
    before = previous_wish(tracker)
    if more and before is not None:
        return tools.products.search(before, SHOWN, exclude=seen(tracker), relax=False)
    current = tools.products.get(slot_text(tracker, "current_product"))
    pointed = pointed_at(text, _products(tools, shown(tracker)), current)
    against = [p.product_id for p in pointed] or shown(tracker)
    wish = tools.products.wish(text, before, against)
    if is_empty(wish) and not tools.products.named(text):
        return SearchResult(wish=Constraints(text=wish.text))
    named = [product for group in tools.products.named(text) for product in group]
    hits = [hit for product in named if (hit := tools.products.check(product, wish)) is not None]
    if hits:
        return SearchResult(wish=wish, hits=tuple(hits[:SHOWN]), total=len(hits))
    return tools.products.search(wish, SHOWN)


def is_empty(wish: Constraints) -> bool:
    """Whether a wish says nothing but a word or two."""
    return wish == Constraints(text=wish.text) and len(wish.text.split()) < SHOWN


def ask_what(dispatcher: CollectingDispatcher, tools: ActionTools) -> Events:
    """Nothing was said to search for: ask, with the shelves to choose from."""
    shelves = sorted(tools.products.categories(), key=lambda pair: -pair[1])[:6]
    choices = tuple(Button(title=name.capitalize(), payload=f"Show me {name}") for name, _ in shelves)
    say(
        dispatcher,
        Reply(
            text="What are you looking for? A kind of product, a use or a budget will do.", buttons=choices
        ),
    )
    return []


def show_result(
    dispatcher: CollectingDispatcher, tools: ActionTools, result: SearchResult, source: str
) -> None:
    """Product cards under a sentence that says what was found or given up."""
    text = found_text(result, tools.settings.shop.currency)
    show_cards(dispatcher, text, result.hits, source, result.wish, result.total)


def show_cards(
    dispatcher: CollectingDispatcher,
    text: str,
    hits: Sequence[ProductHit],
    source: str,
    wish: Constraints,
    total: int,
) -> None:
    """Product cards with what may come next."""
    cards = tuple(hit_card(hit) for hit in hits)
    reply = Reply(text=text, kind="products", cards=cards, buttons=buttons(hits, total))
    say(dispatcher, reply, source=source, constraints=wish_json(wish))


def wish_json(wish: Constraints) -> dict[str, Any]:
    """What a wish says, as JSON."""
    from msgspec import to_builtins

    return {name: value for name, value in to_builtins(wish).items() if value}


def meant_products(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Which product a question is about: named, pointed at, of a kind among those shown, or the last one."""
    listed_products = _products(tools, shown(tracker))
    current = tools.products.get(slot_text(tracker, "current_product"))
    named = tools.products.named(text, shown(tracker))
    if named:
        return named[0]
    pointed = pointed_at(text, listed_products, current)
    if pointed:
        return pointed[:1]
    wish = tools.products.wish(text)
    if wish.kinds or wish.categories or wish.brands:
        of_kind = [p for p in listed_products if tools.products.is_of(p, wish)]
        if current in of_kind:
            return [current]  # type: ignore[list-item]
        return of_kind[:1] or [hit.product for hit in tools.products.search(wish, MOST, relax=False).hits]
    return [current] if current is not None else listed_products[:1]


def product_reply(tools: ActionTools, product: Product, text: str, asked_intent: str) -> Reply | None:
    """Stock, price, description or an attribute, as the question goes; None when the data do not say."""
    name = tools.products.short_name(product)
    if asked_intent == "check_stock" or _STOCK.search(text):
        wish = tools.products.wish(text)
        said = stock_sentence(product, name, wish.sizes, wish.colours)
        store = " I only see our online stock here, not what each store has." if _STORE.search(text) else ""
        notice = (
            ()
            if product.in_stock
            else (Button(title="Tell me when it's back", payload="/subscribe_back_in_stock"),)
        )
        return Reply(text=said + store, cards=(product_card(product),), buttons=notice)
    if _PRICE.search(text):
        return Reply(text=_price_sentence(product, name))
    if _ABOUT.search(text):
        return Reply(text=product.description or product.title, cards=(product_card(product),))
    answer = tools.products.answer(product, text)
    return Reply(text=answer.text) if answer is not None else None


def _price_sentence(product: Product, name: str) -> str:
    prices = sorted({variant.price for variant in product.variants})
    if len(prices) > 1:
        return f"The {name} costs {amount(prices[0])} to {amount(prices[-1])} {product.currency}, by size or version."
    was = product.variants[0].compare_at_price
    before = f", reduced from {amount(was)}" if was else ""
    return f"The {name} costs {amount(prices[0])} {product.currency}{before}."


def to_compare(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Named products, else pointed at, else one a side of "x or y", else those shown last."""
    listed_products = _products(tools, shown(tracker))
    current = tools.products.get(slot_text(tracker, "current_product"))
    named = [group[0] for group in tools.products.named(text, shown(tracker)) if group]
    pointed = pointed_at(text, listed_products, current)
    chosen = _distinct([*named, *(pointed if len(named) < 2 else [])])
    if len(chosen) < 2:
        chosen = _distinct([*chosen, *_sides(tools, text)])
    if len(chosen) < 2 and listed_products:
        chosen = _distinct([*chosen, *listed_products])[: max(2, SHOWN)]
    return chosen[:MOST]


def compare_reply(tools: ActionTools, products: Sequence[Product], text: str) -> Reply:
    """The table, under the answer to "which is lighter", or the main differences."""
    rows = tools.products.compare(products)
    short = [tools.products.short_name(product) for product in products]
    by = tools.products.ordered(text, products)
    if by is not None:
        order, ranked = by
        said = _ranked_sentence(order, ranked, [tools.products.short_name(product) for product in ranked])
    else:
        said = _difference_sentence(short, differences(rows))
    return Reply(text=said, kind="products", comparison=comparison(products, rows))


def _ranked_sentence(order: str, ranked: Sequence[Product], short: Sequence[str]) -> str:
    name = order.removeprefix("-")
    values = [f"{amount(p.price)} {p.currency}" if name == "price" else p.attributes[name] for p in ranked]
    if values[0] == values[-1]:
        return f"They are equal there: {name[0].lower() + name[1:]} {values[0]}."
    label = name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() else name
    return (
        f"The {short[0]}: {label} {values[0]} against {listed(values[1:])} for the {listed(list(short[1:]))}."
    )


def _difference_sentence(short: Sequence[str], rows: Sequence[Row]) -> str:
    if not rows:
        return f"The {listed(list(short))} agree in everything that our data say of both."
    told = [row for row in rows if row.attribute != "Brand"][:2]
    parts = [f"{row.attribute}: {' / '.join(row.values)}" for row in told]
    return f"The {listed(list(short))} side by side. The main differences: {'; '.join(parts)}."


def _sides(tools: ActionTools, text: str) -> list[Product]:
    """The best product for each side of "a down jacket or a synthetic one"."""
    found = []
    for part in _VERSUS.split(text):
        wish = tools.products.wish(part)
        if wish.kinds or wish.categories or wish.brands:
            found += [hit.product for hit in tools.products.search(wish, 1, relax=False).hits]
    return found if len(_distinct(found)) > 1 else []


def _products(tools: ActionTools, ids: Sequence[str]) -> list[Product]:
    return [product for i in ids if (product := tools.products.get(i)) is not None]


def _distinct(products: Sequence[Product]) -> list[Product]:
    return list({product.product_id: product for product in products}.values())
