"""What a shopper did, as recommenders take it: deeds, cart, what was looked at, what is set aside."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
import structlog

from bot.errors import StorageError
from retrieval.recommend.behaviour import (
    AddToCart,
    BehaviourReader,
    Purchase,
    RecordedBehaviour,
    Remove,
    product_of,
    type_of,
)
from retrieval.recommend.port import Deed

log = structlog.get_logger()

DAY = 86_400.0
NEWEST = 200
"""Events of a shopper that recommenders see."""
SET_ASIDE_DAYS = 30
"""Days for which a product is not recommended again to who did not want it, or has bought it."""
SETS_ASIDE = ("dismiss", "purchase")
MOST_SET_ASIDE = 1_000
CART_DAYS = 7
"""Days after which what lies in a cart is taken for forgotten."""
LOOKED = 20
LOOKS = frozenset({"view", "click", "add_to_cart"})


class ShopperHistory(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a shopper, who is the person where a visitor has signed in. Ids of products: what
    they ``viewed``, newest first; what lies in the ``cart``; what is ``set_aside``, not to be recommended.
    ``unread``: the storage could not be read, and nothing is known for that reason.
    """

    shopper: str = ""
    did: tuple[Deed, ...] = ()
    viewed: tuple[str, ...] = ()
    cart: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    unread: bool = False


async def history_of(behaviour: BehaviourReader, shopper_id: str, now: float | None = None) -> ShopperHistory:
    """What a shopper did until now (Unix seconds). A storage that cannot be read costs the history only."""
    now = time.time() if now is None else now
    lately = now - SET_ASIDE_DAYS * DAY
    try:
        events = await behaviour.of_shopper(shopper_id, limit=NEWEST)
        aside = await behaviour.of_shopper(shopper_id, since=lately, limit=MOST_SET_ASIDE, types=SETS_ASIDE)
    except StorageError as error:
        log.error("history of a shopper not read", code=error.code, detail=error.detail)
        return ShopperHistory(shopper=shopper_id, unread=True)
    return ShopperHistory(
        shopper=events[-1].shopper_id if events else shopper_id,
        did=_deeds(events),
        viewed=_viewed(events),
        cart=_cart(events, now),
        set_aside=tuple(dict.fromkeys(product_of(one.event) for one in aside)),
    )


def _deeds(events: Iterable[RecordedBehaviour]) -> tuple[Deed, ...]:
    return tuple(
        Deed(product_id, type_of(one.event), one.time)
        for one in events
        if (product_id := product_of(one.event))
    )


def _viewed(events: Sequence[RecordedBehaviour]) -> tuple[str, ...]:
    looked = (product_of(one.event) for one in reversed(events) if type_of(one.event) in LOOKS)
    return tuple(dict.fromkeys(looked))[:LOOKED]


def _cart(events: Iterable[RecordedBehaviour], now: float) -> tuple[str, ...]:
    pieces: Counter[str] = Counter()
    for one in events:
        event = one.event
        if isinstance(event, AddToCart) and one.time > now - CART_DAYS * DAY:
            pieces[event.product_id] += event.quantity
        elif isinstance(event, Remove):
            pieces[event.product_id] = max(0, pieces[event.product_id] - event.quantity)
        elif isinstance(event, Purchase):
            pieces[event.product_id] = 0
    return tuple(product_id for product_id, count in pieces.items() if count)
