"""Gift cards, loyalty points and the back-in-stock notice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.cards import product_card
from bot.actions.orders import find_order, key
from bot.actions.pointing import pointed_at
from bot.actions.reading import identity_email, latest_messages, message, shown, slot_text
from bot.actions.saying import PERSON, say
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.conversation.messages import Reply
from retrieval.products.size_steps import said_sizes
from retrieval.products.stock import asked_variants, stock_sentence
from retrieval.types import Product, Variant


class ActionGiftCardBalance(ShopAction):
    """Looks up a gift card by number and PIN."""

    def name(self) -> str:
        """See Action."""
        return "action_gift_card_balance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The balance; number and PIN are forgotten at once."""
        card = await self.tools.shop.gift_card(
            slot_text(tracker, "gift_card_code"), slot_text(tracker, "gift_card_pin")
        )
        forget = [SlotSet("gift_card_code", None), SlotSet("gift_card_pin", None)]
        if card is None:
            return [SlotSet("gift_card_found", False), *forget]
        today = datetime.now(ZoneInfo(self.tools.settings.shop.timezone)).date()
        balance = card.balance if card.valid_until >= today else card.balance * 0
        until = f"{card.valid_until.day} {card.valid_until:%B %Y}"
        return [
            SlotSet("gift_card_found", True),
            SlotSet("gift_card_balance", f"{balance:.2f} {card.currency}"),
            SlotSet("gift_card_valid_until", until),
            *forget,
        ]


class ActionLoyaltyPoints(ShopAction):
    """Says points and level of a shopper who is signed in or has named an order of theirs."""

    def name(self) -> str:
        """See Action."""
        return "action_loyalty_points"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Nothing is told to an address that was only typed."""
        email = identity_email(tracker)
        if not email:
            order = await find_order(self.tools, tracker)
            email = order.email if order is not None else ""
        account = await self.tools.shop.loyalty(email) if email else None
        if account is None or not account.tier:
            text = "I can't find a loyalty account for you. A colleague can look into it."
            say(dispatcher, Reply(text=text, buttons=(PERSON,)))
            return []
        points = f"{account.points:,} point{'' if account.points == 1 else 's'}"
        say(dispatcher, Reply(text=f"You have {points}. Your level is {account.tier.capitalize()}."))
        return []


class ActionMatchProduct(ShopAction):
    """Says which product is waited for, by its name in the wish to be told, or by a part of it."""

    def name(self) -> str:
        """See Action."""
        return "action_match_product"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Name it, where exactly one is meant; what was named before stays."""
        if slot_text(tracker, "wanted_product"):
            return []
        found = await self.tools.work(_called, self.tools, message(tracker), shown(tracker))
        return [SlotSet("wanted_product", found[0].title)] if len(found) == 1 else []


class ActionNotifyBackInStock(ShopAction):
    """Takes down who wants to know when a product is back."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_notify_back_in_stock"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Find the product, then its variants of that size and colour; ``notify_set`` is None where these can
        be had, which is said instead."""
        email = identity_email(tracker) or slot_text(tracker, "email")
        found = await self.tools.work(_wanted, self.tools, tracker)
        if found is None or not email:
            return [SlotSet("notify_set", False)]
        product, variants = found
        name = self.tools.products.short_name(product)
        if all(variant.stock > 0 for variant in variants):
            there = stock_sentence(product, name, *_of_one(product, variants))
            say(dispatcher, Reply(text=there, cards=(product_card(product, variants[0]),)))
            return [SlotSet("notify_set", None)]
        ids = tuple(variant.variant_id for variant in variants)
        done = await self.tools.shop.notify_back_in_stock(ids, email, key(tracker, "notify", email, *ids))
        called = name + _in_which(product, variants)
        return [SlotSet("notify_set", done), SlotSet("wanted_product", called)]


def _called(tools: ActionTools, text: str, listed: Collection[str]) -> list[Product]:
    """The products that a text may mean by a name, or else the one by a part of its title: "the gesha"."""
    groups = tools.products.named(text, listed)
    if groups:
        return groups[0]
    partly = tools.products.partly_named(text)
    return partly if len(partly) == 1 else []


def _wanted(tools: ActionTools, tracker: Tracker) -> tuple[Product, tuple[Variant, ...]] | None:
    """The product that is waited for with its variants; sold-out ones where some are."""
    named = " ".join([slot_text(tracker, "wanted_product"), slot_text(tracker, "wanted_colour")])
    size = slot_text(tracker, "wanted_size")
    said = latest_messages(tracker) if slot_text(tracker, "wanted_product") else []
    texts = (named, *said)
    found = next(filter(None, (_called(tools, text, shown(tracker)) for text in texts)), [])
    current = tools.products.get(slot_text(tracker, "current_product"))
    listed = [product for i in shown(tracker) if (product := tools.products.get(i)) is not None]
    products = found or pointed_at(named, listed, current)
    if current is not None and not slot_text(tracker, "wanted_product"):
        products = [current]
    if not products:
        by_kind = tools.products.wish(named)
        products = [p for p in listed if tools.products.is_of(p, by_kind)] if by_kind.kinds else []
    if not products:
        return None
    return products[0], _waited_for(tools, tracker, products[0], f"{named} size {size}" if size else named)


def _waited_for(tools: ActionTools, tracker: Tracker, product: Product, named: str) -> tuple[Variant, ...]:
    """Its variants in the size and colour that were said, by slots, in this message, or else in one of those
    before; of these the sold-out ones, where some are."""
    size, colour = slot_text(tracker, "wanted_size"), slot_text(tracker, "wanted_colour")
    wish = tools.products.wish(f"{named} {message(tracker)}")
    told = (said_sizes(product, text) for text in (size, *latest_messages(tracker)) if text)
    by_slot = ((size,) if _comes_in(product, size) else ()) or (wish.sizes if size else ())
    sizes = by_slot or next(filter(None, told), wish.sizes)
    exact = [v for v in asked_variants(product, sizes, (colour,)) if colour]
    fitting = exact or asked_variants(product, sizes, wish.colours) or list(product.variants)
    return tuple(v for v in fitting if v.stock == 0) or tuple(fitting)


def _comes_in(product: Product, size: str) -> bool:
    return bool(size) and any(variant.size == size for variant in product.variants)


def _in_which(product: Product, variants: Sequence[Variant]) -> str:
    """ " in M in blue", where only some of a product's variants are meant, all of them in that."""
    sizes, colours = _of_one(product, variants)
    return "".join(f" in {value}" for value in (*sizes, *colours))


def _of_one(product: Product, variants: Sequence[Variant]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The one size and the one colour of some of a product's variants, each where there are others, too."""
    if len(variants) == len(product.variants):
        return (), ()
    sizes, colours = {v.size for v in variants}, {v.colour for v in variants}
    every = {v.size for v in product.variants}, {v.colour for v in product.variants}
    size, colour = (
        tuple(filter(None, own)) if len(own) == 1 and len(others) > 1 else ()
        for own, others in zip((sizes, colours), every, strict=True)
    )
    return size, colour
