"""What the channels are given, and the ports to what they show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec
from aiohttp import web

from bot.channels.limits import RateLimiter
from bot.channels.tokens import VisitorTokens
from bot.conversation.ports import Bus, EventLog, Responder, Understander, Waits
from bot.conversation.state import State
from bot.intake import Intake
from bot.recommending.guarded import GuardedRecommender
from bot.settings import Settings
from bot.telemetry import Telemetry
from retrieval.products.updates import Change, RefusedUpdate
from retrieval.recommend.admission import Assortment
from retrieval.recommend.behaviour import BehaviourReader, NewBehaviour, Outcome
from retrieval.recommend.impressions import ImpressionLog
from retrieval.types import Passage, Product


class ShopperLog(EventLog, Protocol):
    """The event log, and the way from a person to their conversation."""

    async def latest_of(self, shopper_id: str) -> State | None:
        """The newest conversation of a shopper, or None."""


class BehaviourLog(BehaviourReader, Protocol):
    """Where what shoppers do is kept. Writing raises StorageError, and has stored nothing then."""

    async def add(self, events: Sequence[NewBehaviour]) -> list[Outcome]:
        """Store each event once; returns what became of each."""

    async def forget(self, shopper_id: str, numbers: Collection[int] | None) -> int:
        """Delete events of a shopper by their ``seq``; with None all, and what was shown to them."""

    async def merge(self, visitor_id: str, person_id: str) -> bool:
        """Make a visitor a person; False when they are somebody else already."""


class PassageSource(Protocol):
    """Where a citation leads."""

    def passage(self, passage_id: str) -> tuple[Passage, str, str] | None:
        """The passage with the text before and after it, or None."""

    def file(self, document_id: str) -> Path | None:
        """The original file, or None."""


class ProductSource(Assortment, Protocol):
    """The catalogue as the shop page shows it. All but ``knows`` and ``variant`` may look at files: not for
    the event loop."""

    def get(self, product_id: str) -> Product | None:
        """A published product, or None."""

    def browse(
        self, *, category: str = "", query: str = "", limit: int = 24, offset: int = 0
    ) -> tuple[Sequence[Product], int]:
        """Published products and how many there are in all."""

    def update(
        self, raw: Sequence[bytes | msgspec.Raw], *, currency: str
    ) -> Sequence[Change | RefusedUpdate]:
        """Take in new prices and stock; reads and writes files. Raises: OSError."""

    def categories(self) -> Sequence[tuple[str, int]]:
        """Category names with the number of published products."""


class Speaker(Protocol):
    """What a release is made into."""

    @property
    def understander(self) -> Understander:
        """What a message means."""

    @property
    def responder(self) -> Responder:
        """How things are said."""

    @property
    def passages(self) -> PassageSource:
        """Where citations lead."""

    @property
    def products(self) -> ProductSource:
        """What the shop page shows."""

    @property
    def recommender(self) -> GuardedRecommender:
        """What suits whom."""


@dataclass(frozen=True)
class ChannelParts:
    """Everything that a door needs. ``speaker`` gives what is live now, to be asked anew for each request."""

    settings: Settings
    log: ShopperLog
    bus: Bus
    intake: Intake
    speaker: Callable[[], Speaker]
    tokens: VisitorTokens
    behaviour: BehaviourLog
    impressions: ImpressionLog
    waits: Waits
    requests: RateLimiter
    messages: RateLimiter
    events: RateLimiter
    telemetry: Telemetry


PARTS: web.AppKey[ChannelParts] = web.AppKey("parts", ChannelParts)


def shop_info(parts: ChannelParts, agents_online: bool) -> dict[str, Any]:
    """What the widget shows of the shop."""
    shop = parts.settings.shop
    return {
        "id": shop.id,
        "name": shop.name,
        "accent": shop.accent,
        "currency": shop.currency,
        "locale": shop.locale,
        "greeting": shop.greeting,
        "tagline": shop.tagline,
        "scene": shop.scene,
        "promises": shop.promises,
        "suggestions": [{"title": s.title, "payload": s.payload} for s in shop.suggestions],
        "hours": ", ".join(shop.hours),
        "agents_online": agents_online,
    }
