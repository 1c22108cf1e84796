"""``POST /v1/events``: what shoppers do, told by browsers and by the shop's server (docs/data-in.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web

from bot.channels.http import is_from_shop, json_response, visitor_of
from bot.channels.parts import PARTS, ChannelParts
from bot.channels.tokens import Visitor
from bot.conversation import events as ev
from bot.conversation.state import State
from bot.errors import BadRequest, MalformedJson
from retrieval.recommend.admission import Admission, Admitted, Refused
from retrieval.recommend.behaviour import SHOP, Click, NewBehaviour

LARGEST = 500
"""Events of one request."""
BYTES = 512 * 1024
"""Its size, whatever ``[server] max_body_bytes`` says of messages."""

Request = TypeVar("Request", bound=msgspec.Struct)
routes = web.RouteTableDef()


class Batch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request: events, judged one by one, and who the visitor is now, signed by the shop."""

    events: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=LARGEST)]
    identity: str = ""


class RefusedEvent(Refused, frozen=True, kw_only=True):
    """``index`` is the event's place in the request, from 0."""

    index: int
    event_id: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. ``accepted`` are stored now, ``duplicates`` were before. ``merged``: what the visitor did
    is the person's now; None where nobody has signed in."""

    accepted: int
    duplicates: int
    refused: tuple[RefusedEvent, ...]
    merged: bool | None = None


class _Id(msgspec.Struct):
    event_id: str = ""


@routes.post("/v1/events")
async def take_events(request: web.Request) -> web.Response:
    """Store a batch: the good events are in, each bad one is named with its code."""
    parts = request.app[PARTS]
    visitor = None if is_from_shop(request) else visitor_of(request)
    batch = await read_batch(request, Batch, f'{{"events": [...]}} with at most {LARGEST} events')
    if visitor is None and batch.identity:
        raise BadRequest("identity goes with a visitor's token; here each event names its shopper_id.")
    if visitor is not None:
        parts.events.check(visitor.shopper_id, max(1, len(batch.events)))
    merged = None
    if visitor is not None and batch.identity:
        visitor, merged = await sign_in(parts, visitor, batch.identity)
    taken = await _store(parts, batch.events, visitor)
    return json_response(msgspec.structs.replace(taken, merged=merged))


@routes.post("/v1/visitors")
async def newcomer(request: web.Request) -> web.Response:
    """A token for a visitor without a name, who has not begun to talk."""
    tokens = request.app[PARTS].tokens
    return json_response({"token": tokens.issue(tokens.newcomer())}, 201)


async def take_click(
    parts: ChannelParts, state: State, stored: ev.Stored, clicked: ev.ProductClicked
) -> None:
    """A card that was opened in the chat is a click like one in the shop."""
    if not parts.speaker().products.knows(clicked.product_id):
        return
    event_id = f"{state.conversation_id}:{stored.seq}"
    event = Click(event_id=event_id, product_id=clicked.product_id, position=max(0, clicked.position))
    new = NewBehaviour(scope=state.shopper_id, shopper_id=state.shopper_id, time=stored.time, event=event)
    await parts.behaviour.add([new])


async def read_batch(request: web.Request, kind: type[Request], expected: str) -> Request:
    """The body, which may be larger than that of a message.

    Raises: MalformedJson, BadRequest.
    """
    raw = await request.clone(client_max_size=BYTES).read()
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The body must be {expected}: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJson(detail=str(error)) from error


async def sign_in(parts: ChannelParts, visitor: Visitor, identity: str) -> tuple[Visitor, bool]:
    """The person whom the shop has signed; what the visitor did becomes theirs, unless it is another's.

    Raises: BadToken, StorageError.
    """
    person = parts.tokens.newcomer(identity)
    if visitor.identity:  # the token is a person's already
        return person, visitor.shopper_id == person.shopper_id
    return person, await parts.behaviour.merge(visitor.shopper_id, person.shopper_id)


async def _store(parts: ChannelParts, events: Sequence[msgspec.Raw], visitor: Visitor | None) -> Taken:
    admission = Admission(
        parts.speaker().products,
        currency=parts.settings.shop.currency,
        oldest_days=parts.settings.data.oldest_days,
    )
    judged = [admission.judge(raw, trusted=visitor is None) for raw in events]
    admitted = [(place, one) for place, one in enumerate(judged) if isinstance(one, Admitted)]
    outcomes = await parts.behaviour.add([_new(one, visitor) for _, one in admitted])
    refused = {place: one for place, one in enumerate(judged) if isinstance(one, Refused)}
    for (place, _), outcome in zip(admitted, outcomes, strict=True):
        if outcome == "erased":
            text = "This shopper was erased later than that."
            refused[place] = Refused(code="erased", text=text)
    taken = Taken(
        accepted=outcomes.count("stored"),
        duplicates=outcomes.count("duplicate"),
        refused=tuple(_named(place, refused[place], events[place]) for place in sorted(refused)),
    )
    _count(parts, taken)
    return taken


def _new(admitted: Admitted, visitor: Visitor | None) -> NewBehaviour:
    shopper_id = visitor.shopper_id if visitor else f"p_{admitted.shopper_id}"
    return NewBehaviour(
        scope=visitor.shopper_id if visitor else SHOP,
        shopper_id=shopper_id,
        time=admitted.time,
        event=admitted.event,
    )


def _named(place: int, refused: Refused, raw: msgspec.Raw) -> RefusedEvent:
    return RefusedEvent(index=place, event_id=_id_of(raw), code=refused.code, text=refused.text)


def _id_of(raw: Any) -> str:
    """The event's id, if it can be read at all."""
    try:
        return msgspec.json.decode(raw, type=_Id).event_id[:100]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _count(parts: ChannelParts, taken: Taken) -> None:
    counted = (("accepted", taken.accepted), ("duplicate", taken.duplicates), ("refused", len(taken.refused)))
    for outcome, number in counted:
        parts.telemetry.behaviour.labels(outcome).inc(number)
