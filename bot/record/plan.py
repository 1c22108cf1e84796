"""What a batch of writes comes to: pure, no I/O. The writer loads what it needs, plans here, then stores.

Planning happens before anything is written: a write that is refused (Conflict, UnknownConversation) leaves
no trace in the batch, and the others go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.events import AgentSaid, AnyEvent, MessageReceived, Stored
from bot.conversation.state import State, fold
from bot.errors import Conflict, UnknownConversation


@dataclass(frozen=True)
class Create:
    """Begin a conversation, unless it exists."""

    conversation_id: str
    shopper_id: str
    channel: str
    identity: Mapping[str, Any]


@dataclass(frozen=True)
class Append:
    """Append events; ``after`` is the ``last_seq`` that the writer has seen, or None."""

    conversation_id: str
    events: Sequence[AnyEvent]
    after: int | None = None

    @property
    def client_keys(self) -> list[str]:
        """The keys under which its events are stored once."""
        return [key for key in map(client_key, self.events) if key]


Request = Create | Append


@dataclass(frozen=True)
class Outcome:
    """What became of a request. ``repeats`` is the seq of the event that was stored under the same client id
    before; then nothing was stored now."""

    state: State
    stored: tuple[Stored, ...] = ()
    repeats: int = 0


@dataclass
class Batch:
    """Requests folded into what is to be written. ``states`` and ``clients`` start as what is stored."""

    now: float
    states: dict[str, State]
    clients: dict[tuple[str, str], int]
    created: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    events: list[Stored] = field(default_factory=list)
    new_clients: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, request: Request) -> Outcome:
        """Take up one request, wholly or not at all.

        Raises: UnknownConversation, Conflict.
        """
        if isinstance(request, Create):
            return self._create(request)
        return self._append(request)

    def _create(self, request: Create) -> Outcome:
        known = self.states.get(request.conversation_id)
        if known:
            return Outcome(known)
        state = State(
            conversation_id=request.conversation_id,
            shopper_id=request.shopper_id,
            channel=request.channel,
            identity=dict(request.identity),
            created=self.now,
            updated=self.now,
        )
        self.states[state.conversation_id] = state
        self.created.add(state.conversation_id)
        return Outcome(state)

    def _append(self, request: Append) -> Outcome:
        state = self.states.get(request.conversation_id)
        if state is None:
            raise UnknownConversation
        repeats = self._repeated(request)
        if repeats:
            return Outcome(state, repeats=repeats)
        if request.after is not None and request.after != state.last_seq:
            raise Conflict(detail=f"after {request.after}, but the log is at {state.last_seq}")
        stored = tuple(self._number(state, request.events))
        changed = fold(state, stored)
        self._keep(changed, stored)
        return Outcome(changed, stored)

    def _repeated(self, request: Append) -> int:
        known = (self.clients.get((request.conversation_id, key), 0) for key in request.client_keys)
        return next((seq for seq in known if seq), 0)

    def _number(self, state: State, events: Iterable[AnyEvent]) -> Iterable[Stored]:
        for seq, event in enumerate(events, start=state.last_seq + 1):
            yield Stored(conversation_id=state.conversation_id, seq=seq, time=self.now, event=event)

    def _keep(self, state: State, stored: Sequence[Stored]) -> None:
        self.states[state.conversation_id] = state
        if stored:
            self.changed.add(state.conversation_id)
        self.events.extend(stored)
        for item in stored:
            key = client_key(item.event)
            if key:
                self.clients[item.conversation_id, key] = item.seq
                self.new_clients[item.conversation_id, key] = item.seq


def client_key(event: AnyEvent) -> str:
    """A digest of the sender and the sender's own id of the message; "" where there is none.

    The id is a stranger's text of any length and content: as a digest it fits every database.
    """
    match event:
        case MessageReceived(client_id=client_id) if client_id:
            return _digest("shopper", client_id)
        case AgentSaid(client_id=client_id, agent_id=agent_id) if client_id:
            return _digest(agent_id, client_id)
    return ""


def _digest(*parts: str) -> str:
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()
