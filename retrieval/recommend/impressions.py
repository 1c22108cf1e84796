"""Impressions: lists of products that were shown, and the port of where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

CHAT = "chat"
"""The place of what is shown in a conversation; others are a page's: ``page:home``, ``page:product``."""


class Item(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A product of a list; its place is that in the list. ``propensity``: the probability with which it
    stands there, 1 where nothing was drawn."""

    product_id: str
    propensity: float = 1.0


class Impression(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One list, shown once to one shopper. ``impression_id`` is unique: recorded twice, it is the same one.
    ``time`` in Unix seconds; ``shopper_id`` as behaviour has it, a visitor's or a person's at that moment;
    ``conversation_id`` "" outside of chats. ``source`` and ``model`` as in ``Recommendations``;
    ``experiment`` and ``arm`` "" where the shopper was in none."""

    impression_id: str
    shopper_id: str
    time: float
    place: str
    items: tuple[Item, ...]
    source: str = ""
    model: str = ""
    experiment: str = ""
    arm: str = ""
    conversation_id: str = ""


class ShownTo(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An impression, and who its shopper is by now: the person, where the visitor has signed in. Never ""."""

    person: str
    impression: Impression


class ImpressionLog(Protocol):
    """Where impressions are kept."""

    async def record(self, impressions: Sequence[Impression]) -> int:
        """Store each once, by its id; returns after the commit how many are new. Those of nobody
        (``shopper_id`` "") are not stored, as nothing could come of them, nor those of a shopper who was
        erased later than they were shown.

        Raises: StorageError; nothing is stored then.
        """


def items_of(product_ids: Sequence[str], propensities: Sequence[float] = ()) -> tuple[Item, ...]:
    """Items of a list. Without ``propensities``, or with another number of them, nothing was drawn."""
    if len(propensities) != len(product_ids):
        return tuple(Item(product_id) for product_id in product_ids)
    return tuple(Item(*pair) for pair in zip(product_ids, propensities, strict=True))
