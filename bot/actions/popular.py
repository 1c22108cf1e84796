"""What is bought most: of all, of what a wish means, of what is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.cards import hit_card
from bot.actions.finding import (
    SHOWN,
    FoundProducts,
    ask_what,
    show_cards,
    show_found,
    show_more,
)
from bot.actions.reading import remember, seen, shopper_id
from bot.actions.saying import say
from bot.actions.tools import ActionTools, Events
from bot.actions.wording import popular_text
from bot.conversation.messages import Reply
from bot.recommending.guarded import Guarded
from bot.recommending.shown import arm_of
from retrieval.products.plain_words import plain_words
from retrieval.products.standing import without_standing
from retrieval.recommend.port import RecommendContext
from retrieval.types import Constraints, Product

RANKED = 100
"""Products that are asked for, of which those are shown that are meant."""
NEAREST = 6
"""Products that are closest to words of a wish which say no kind ("for trail running")."""
NOT_KNOWN = "I can't tell yet which of these is bought most."
NOT_COUNTED = "I can't tell yet which are bought most, but these fit:"


async def show_wished(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, found: FoundProducts
) -> Events:
    """What a search came to; of what is asked for by how often it is bought, what is bought most. Nothing
    that nobody bought is called popular."""
    result = found.result
    if not result.wish.popular or not result.hits or found.text or result.relaxed:
        return show_found(dispatcher, tools, tracker, found)
    events = await _show_popular(dispatcher, tools, tracker, result.wish, before=())
    if events:
        return events
    if result.wish == Constraints(text=result.wish.text, popular=True) and not await tools.work(
        tools.products.says_more, result.wish.text
    ):
        return ask_what(dispatcher, tools)
    return show_found(dispatcher, tools, tracker, FoundProducts(result=result, text=NOT_COUNTED))


async def show_further(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    wish: Constraints,
    *,
    hidden: Collection[str] = (),
) -> Events:
    """The next products of a wish: behind what is bought most, what is bought less."""
    if wish.popular:
        events = await _show_popular(dispatcher, tools, tracker, wish, before=seen(tracker))
        if events:
            return events
    return await show_more(dispatcher, tools, tracker, wish, hidden=hidden)


async def say_most_bought(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, products: Sequence[Product]
) -> Events:
    """Which of several products is bought most, and how often."""
    shelves = tuple(dict.fromkeys(product.category for product in products))
    found = await _ranked(tools, tracker, Constraints(categories=shelves), RANKED, before=())
    there = {product.product_id for product in products}
    first = next((hit for hit in found.hits if hit.product.product_id in there), None)
    if first is None:
        say(dispatcher, Reply(text=NOT_KNOWN))
        return []
    name = await tools.work(tools.products.short_name, first.product)
    text = f"Of these the {name} is bought most."
    say(dispatcher, Reply(text=text, kind="products", cards=(hit_card(first),)))
    return [SlotSet("current_product", first.product.product_id)]


async def _show_popular(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    wish: Constraints,
    *,
    before: Sequence[str],
) -> Events:
    """Cards of what is bought most, but for what was shown ``before``; [] and nothing said where nobody
    bought what is meant. A list that is chosen by words as well is a search, not the recommender's."""
    aside = await tools.work(tools.products.beside, wish, SHOWN)
    nearest = await tools.work(_nearest, tools, wish)
    asked = replace(wish, dismissed=(*wish.dismissed, *aside))
    found = await _ranked(tools, tracker, asked, SHOWN if nearest is None else RANKED, before=before)
    hits = [hit for hit in found.hits if nearest is None or hit.product.product_id in nearest]
    hits = hits[:SHOWN]
    if not hits or found.source != "popular":
        return []
    text = popular_text(wish, tools.settings.shop.currency)
    total = len(hits) + (len(hits) == SHOWN)  # more may follow
    if nearest is None:
        arm = arm_of(tools.settings, shopper_id(tracker))
        drawn = {"model": found.model, "propensities": found.propensities, **arm}
        show_cards(dispatcher, text, hits, found.source, wish, total, **drawn)
    else:
        show_cards(dispatcher, text, hits, "search", wish, total)
    return remember(wish, [hit.product.product_id for hit in hits], list(before))


async def _ranked(
    tools: ActionTools, tracker: Tracker, wish: Constraints, k: int, *, before: Sequence[str]
) -> Guarded:
    history = await tools.history(shopper_id(tracker))
    context = RecommendContext(
        shopper=history.shopper,
        did=history.did,
        shown=(*before, *history.cart),
        wish=replace(wish, dismissed=(*wish.dismissed, *history.set_aside)),
    )
    return await tools.recommender.recommend(context, k, sources=("popular",))


def _nearest(tools: ActionTools, wish: Constraints) -> frozenset[str] | None:
    """Ids of the products that are closest to what a wish says in words that name no kind; None where there
    are no such words, and all that fit are meant."""
    if not tools.products.says_more(wish.text):
        return None
    wish = replace(wish, text=without_standing(plain_words(wish.text)), popular=False)
    return frozenset(hit.product.product_id for hit in tools.products.search(wish, NEAREST).hits)
