"""The ports: what the turn needs from its parts. Each contract stands beside its Protocol.

One contract suite (tests/contract) runs on every implementation of a port.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import msgspec

from bot.conversation.dialogue import Command, Dialogue, Step
from bot.conversation.events import AnyEvent, MessageReceived, Stored
from bot.conversation.messages import Reply
from bot.conversation.state import State
from bot.conversation.understanding import Understanding
from retrieval.types import Answer


class EventLog(Protocol):
    """The append-only log. All writes of one call are one transaction; what has returned survives kill -9."""

    async def create(
        self,
        conversation_id: str,
        *,
        shopper_id: str,
        channel: str,
        identity: Mapping[str, Any] | None = None,
    ) -> State:
        """Begin a conversation; an existing one is returned as it is."""

    async def state(self, conversation_id: str) -> State:
        """The current state, at a cost that does not depend on the number of events.

        Raises: UnknownConversation.
        """

    async def receive(self, conversation_id: str, message: MessageReceived) -> tuple[Stored, State, bool]:
        """Store a shopper's message once: a repeated ``client_id`` returns the first one and False.

        Raises: UnknownConversation, StorageError (nothing is stored).
        """

    async def append(
        self, conversation_id: str, events: Sequence[AnyEvent], *, after: int | None = None
    ) -> tuple[list[Stored], State]:
        """Append in order; ``after`` is the ``last_seq`` that the writer has seen.

        A call with a message whose ``client_id`` this sender has used before stores nothing and returns the
        message that was stored then.

        Raises: Conflict where the log has gone on since ``after``; UnknownConversation; StorageError.
        """

    async def read(self, conversation_id: str, *, since: int = 0, limit: int = 500) -> list[Stored]:
        """Events with ``seq > since``, in order, at most ``limit``.

        Raises: UnknownConversation.
        """

    async def pending(self) -> list[str]:
        """Conversations that the bot still owes an answer (after a crash), oldest first."""

    async def latest_of(self, shopper_id: str) -> State | None:
        """The newest conversation of a shopper, in any channel, or None: history follows the person."""


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """``ahead``: conversations that have waited longer. ``waited_s``: the seconds so far. ``usual_s``: those
    within which a person came to four of five who waited lately, None where that is not known."""

    ahead: int
    waited_s: float
    usual_s: float | None


class Waits(Protocol):
    """How long shoppers wait for a person."""

    async def of(self, state: State) -> Wait:
        """The wait of a conversation that waits for one. Raises: StorageError."""


class Progress(msgspec.Struct, frozen=True, kw_only=True, tag="progress"):
    """What the bot is doing, in words; never stored. ``text`` "" clears it. It ends by itself after
    ``deadline_ms``."""

    conversation_id: str
    text: str
    deadline_ms: int = 15_000


Signal = Stored | Progress


class Bus(Protocol):
    """Fan-out of stored events and progress to whoever watches. Delivery is at most once: a watcher that
    falls behind is cut off, and reads from the log what it missed."""

    async def publish(self, signals: Sequence[Signal]) -> None:
        """Deliver, in order."""

    def watch(self, conversation_id: str = "") -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """Signals of one conversation, or of all with ""."""


class Locks(Protocol):
    """Mutual exclusion by key, across processes where several serve; first come first served within one."""

    def hold(self, key: str) -> AbstractAsyncContextManager[None]:
        """Hold the lock of ``key`` for the length of the block. Not re-entrant."""


class Understander(Protocol):
    """Text to meaning."""

    async def understand(self, text: str, state: State) -> Understanding:
        """Never blocks the loop; at most some milliseconds for text within the size limit.

        Raises: ModelUnavailable.
        """


class Engine(Protocol):
    """The dialogue engine: pure and synchronous. The turn calls ``start`` once, then ``step`` and
    ``observe`` until it gets ``Listen``."""

    def identified(self, state: State) -> dict[str, Any]:
        """Slots that the shop's signed identity fills, where the assistant has them and they are empty."""

    def commands(self, state: State, understanding: Understanding) -> tuple[tuple[Command, ...], str]:
        """What the shopper wants, and the reason in one English sentence."""

    def pressed(self, state: State, payload: str) -> tuple[tuple[Command, ...], str]:
        """The same for the payload of a button that was offered in this conversation."""

    def meant(self, state: State, payload: str, text: str) -> Understanding | None:
        """What the entities of a pressed payload say, for actions, or of the offered button whose title the
        shopper typed; None where there are none. ``state`` is that before the message."""

    def start(self, state: State, commands: Sequence[Command]) -> tuple[Dialogue, dict[str, Any]]:
        """Apply the commands: the new memory, and slots to set (None clears)."""

    def step(self, dialogue: Dialogue, slots: Mapping[str, Any]) -> tuple[Dialogue, Step]:
        """The next thing to do. Terminates: at most 100 steps between two ``Listen``."""


class ActionContext(msgspec.Struct, kw_only=True):
    """What an action gets: the state as of now (slots of this turn included), and the message.
    ``message_id`` is that of the first where several came together."""

    state: State
    text: str
    understanding: Understanding | None = None
    progress: Any = None
    message_id: str = ""


class ActionOutcome(msgspec.Struct, kw_only=True):
    """What came of an action: replies, slots, further events, in the order in which they happened.

    ``error`` is a code from bot/errors.py when it failed; then nothing else counts. ``handoff`` is why a
    person is called, ``note`` whether no more is left for the team than something to see to.
    """

    replies: list[Reply] = []
    slots: dict[str, Any] = {}
    events: list[AnyEvent] = []
    handoff: str = ""
    note: bool = False
    error: str = ""
    duration_ms: float = 0.0


class ActionRunner(Protocol):
    """Runs actions by name."""

    def names(self) -> frozenset[str]:
        """All actions that can be run."""

    def has_effects(self, action: str) -> bool:
        """Whether it changes something outside: such an action is never cancelled midway."""

    async def run(self, action: str, context: ActionContext) -> ActionOutcome:
        """Never raises: a failure, an unknown name and a time-out come as ``outcome.error``."""


class Responder(Protocol):
    """Renders the domain's responses and the built-in texts."""

    def say(self, response: str, slots: Mapping[str, Any], state: State) -> Reply:
        """The response with its placeholders filled; variations rotate, never the same twice running.

        Raises: ConfigError for an unknown response.
        """

    def failure(self, code: str) -> Reply:
        """The honest sentence for a failed part, with the offer of a person."""

    def progress(self, action: str, question: str) -> str:
        """What the bot is doing, in words ("Searching our documents"); "" when there is nothing to say."""

    def foreign(self, language: str) -> Reply | None:
        """A sentence in ``language`` saying which language is spoken here, or None where it is unknown."""


class Wording(Protocol):
    """Words an extracted answer; the grounding check decides what of it is shown."""

    async def word(self, answer: Answer, history: Sequence[str], conversation_id: str) -> Answer:
        """The answer with worded sentences, each with the extracted ones that it was written from; the
        answer as it is where that fails or takes too long. ``history``: what the shopper said before;
        ``conversation_id``: where it is shown that this goes on, "" for nowhere. Never raises."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """What a language model is asked. ``system`` says what to do; ``user`` holds question and sources, fenced
    as data. ``temperature``: how freely words are drawn; at 0 the likeliest are taken."""

    system: str
    user: str
    temperature: float = 0.0


class LanguageModel(Protocol):
    """Writes text. Any number of callers at one time; those that it cannot serve at once wait."""

    def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The text in pieces, as they are made; closing the generator ends the writing.

        Raises: WordingFailed.
        """

    def draw(self, prompt: Prompt, count: int) -> AsyncGenerator[str, None]:
        """Up to ``count`` whole texts, each drawn by itself at the prompt's temperature, the likeliest first
        where the model tells how likely they are; closing the generator ends the drawing.

        Raises: WordingFailed.
        """

    async def close(self) -> None:
        """Give back connections and threads."""
