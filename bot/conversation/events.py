"""Events: frozen facts of one conversation, in order. The log is append-only; all else is a projection of it.

Each event is stored as one JSON object tagged by ``type`` (docs/events.md). ``Stored`` adds what the log
knows: the conversation, the sequence number (from 1, without gaps) and the time.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bot.conversation.dialogue import Command, Dialogue
from bot.conversation.messages import Citation, ProductCard, Reply
from bot.conversation.understanding import Understanding


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, omit_defaults=True):
    """Base of all events."""


class MessageReceived(Event, frozen=True, kw_only=True):
    """A shopper wrote. ``client_id`` is the sender's own id of the message (answered once);
    ``payload`` is set when an offered button was pressed; ``channel`` names the door it came through;
    ``unattended``: it came when no person was there to read it."""

    message_id: str
    text: str
    client_id: str = ""
    payload: str = ""
    channel: str = ""
    unattended: bool = False
    metadata: dict[str, Any] = {}


class Understood(Event, frozen=True, kw_only=True):
    """What the message was taken to mean. ``message_ids`` lists the merged messages of a burst."""

    message_ids: tuple[str, ...]
    understanding: Understanding
    release: str = ""


class Decided(Event, frozen=True, kw_only=True):
    """What the engine decided, why, and its memory afterwards."""

    commands: tuple[Command, ...]
    reason: str
    dialogue: Dialogue


class SlotSet(Event, frozen=True, kw_only=True):
    """A slot changed; ``value`` None clears it. ``source``: user, action, flow, agent or
    identity (signed by the shop)."""

    name: str
    value: Any
    source: str = "user"


class ActionRan(Event, frozen=True, kw_only=True):
    """An action ran. ``duration_ms`` is wall time; ``error`` holds the code of a failure, else ""."""

    action: str
    duration_ms: float
    error: str = ""


class Searched(Event, frozen=True, kw_only=True):
    """Documents were tried for a question: ``tried`` holds (document_id, passage_id, fused score), best
    first. ``answered`` is False when the bot declined; ``answerable`` is the calibrated probability.
    ``curated`` names the approved answer that was given, if one was."""

    question: str
    answered: bool
    answerable: float
    tried: tuple[tuple[str, str, float], ...] = ()
    curated: str = ""


class UnmetWish(Event, frozen=True, kw_only=True):
    """The shopper wished for products that the shop does not have: nothing is called so, or, where the
    catalogue has such things (``known``), none in stock fits what was asked of them. ``wish`` in words."""

    wish: str
    known: bool = False


class Replied(Event, frozen=True, kw_only=True):
    """The bot said something. ``in_reply_to`` is the last message_id of the turn."""

    reply: Reply
    in_reply_to: str = ""
    release: str = ""


class Recommended(Event, frozen=True, kw_only=True):
    """Products were shown, in order: an impression (bot/record/impressions.py). ``source`` names the list:
    search, similar, bought_together, popular; ``model``, ``propensities``, ``experiment`` and ``arm`` as in
    ``retrieval.recommend.impressions``."""

    products: tuple[ProductCard, ...]
    source: str
    constraints: dict[str, Any] = {}
    model: str = ""
    propensities: tuple[float, ...] = ()
    experiment: str = ""
    arm: str = ""


class HandoffRequested(Event, frozen=True, kw_only=True):
    """The conversation waits for a person. ``reason``: asked, rule, low_confidence, mood,
    policy, failure, or away (the agent who had it); ``packet`` is what the agent sees first (see
    docs/events.md); ``left`` what was under way, for a shopper who would rather go on; ``note``: it leaves
    the team something to see to, a message or a wish, and nobody is waited for in the chat."""

    reason: str
    packet: dict[str, Any] = {}
    topic: str = ""
    left: Dialogue = Dialogue()
    note: bool = False


class AgentJoined(Event, frozen=True, kw_only=True):
    """An agent owns the conversation from here; the bot is mute. ``waited``: for how many seconds a person
    was waited for in the chat, 0 where none was."""

    agent_id: str
    name: str
    waited: float = 0.0


class AgentSaid(Event, frozen=True, kw_only=True):
    """An agent's message to the shopper."""

    agent_id: str
    name: str
    text: str
    message_id: str
    client_id: str = ""


class NoteAdded(Event, frozen=True, kw_only=True):
    """A private note between agents; never shown to the shopper."""

    agent_id: str
    name: str
    text: str


class ReturnedToBot(Event, frozen=True, kw_only=True):
    """The agent gave the conversation back to the bot."""

    agent_id: str
    name: str


class Suggested(Event, frozen=True, kw_only=True):
    """A reply to the shopper's message ``in_reply_to`` was suggested to the agent: what the bot would have
    answered, with the sources of the whole ``text``. ``release`` names the one that made it."""

    suggestion_id: str
    text: str
    in_reply_to: str = ""
    citations: tuple[Citation, ...] = ()
    release: str = ""


class SuggestionUsed(Event, frozen=True, kw_only=True):
    """What became of a suggestion: the agent sent it as it was (``use`` kept), sent ``text`` that was made of
    it (edited), put it away (discarded), or took that back (restored): then it is as if it were new."""

    suggestion_id: str
    use: str
    text: str = ""


class Rated(Event, frozen=True, kw_only=True):
    """The shopper rated a reply or the whole conversation. ``rating`` is 1 (bad) to 5 (good)."""

    rating: int
    message_id: str = ""
    comment: str = ""


class Closed(Event, frozen=True, kw_only=True):
    """The conversation ended. ``by`` is an agent id, ``shopper`` or ``timeout``."""

    by: str
    resolution: str = ""


class Reopened(Event, frozen=True, kw_only=True):
    """The shopper wrote after the end."""


class ProductSeen(Event, frozen=True, kw_only=True):
    """A product came into the shopper's view."""

    product_id: str


class ProductClicked(Event, frozen=True, kw_only=True):
    """A product card was opened."""

    product_id: str
    position: int = 0


class AddedToCart(Event, frozen=True, kw_only=True):
    """A variant was put in the cart."""

    variant_id: str
    quantity: int = 1


class Purchased(Event, frozen=True, kw_only=True):
    """An order was placed."""

    order_number: str
    variant_ids: tuple[str, ...] = ()


class TurnFailed(Event, frozen=True, kw_only=True):
    """A part failed; the shopper was told so. ``part``: understand, decide, action, respond, timeout."""

    code: str
    part: str
    in_reply_to: str = ""


AnyEvent = (
    MessageReceived | Understood | Decided | SlotSet | ActionRan | Searched | UnmetWish | Replied
    | Recommended | HandoffRequested | AgentJoined | AgentSaid | NoteAdded | ReturnedToBot | Suggested
    | SuggestionUsed | Rated | Closed | Reopened | ProductSeen | ProductClicked | AddedToCart | Purchased
    | TurnFailed
)  # fmt: skip


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it lies in the log. ``seq`` counts from 1 in its conversation; ``time`` is Unix time."""

    conversation_id: str
    seq: int
    time: float
    event: AnyEvent


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(AnyEvent)


def encode_event(event: AnyEvent) -> bytes:
    """The event's JSON."""
    return _ENCODER.encode(event)


def decode_event(data: bytes | str) -> AnyEvent:
    """The inverse of ``encode_event``.

    Raises: msgspec.ValidationError for an unknown type or a wrong field.
    """
    event: AnyEvent = _DECODER.decode(data)
    return event
