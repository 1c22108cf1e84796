"""Intake: messages come in, are stored once, acknowledged, and answered one turn at a time a conversation.

A burst is merged: what arrives while an answer is being made cancels it, and the turn is taken again over all
that is pending, up to a button that was pressed, which is a turn by itself. After a fragment the bot waits a
moment for the rest. A turn that has changed something outside is finished first.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import structlog

from bot.conversation import events as ev
from bot.conversation.ports import Bus, EventLog, Progress
from bot.conversation.state import State
from bot.errors import InvalidMessage, MessageTooLong, ShopclerkError
from bot.turn import Commitment, TurnParts, take_turn

log = structlog.get_logger()

FRAGMENT_WORDS = 3
"""A message of at most so many words without an end mark may be the first part of more."""


@dataclass(frozen=True)
class Incoming:
    """A message as a channel hands it in. ``client_id`` is the sender's own id, "" where it has none;
    ``typing`` says that a person types it, who may send a thought in pieces."""

    text: str
    client_id: str = ""
    payload: str = ""
    channel: str = ""
    typing: bool = False
    metadata: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The acknowledgement: the message is stored. ``duplicate``: it had been stored before."""

    stored: ev.Stored
    duplicate: bool

    @property
    def message_id(self) -> str:
        """Our id of the message."""
        assert isinstance(self.stored.event, ev.MessageReceived)
        return self.stored.event.message_id


class Intake:
    """The one door through which shoppers' messages enter."""

    def __init__(
        self,
        log: EventLog,
        bus: Bus,
        parts: TurnParts,
        *,
        max_chars: int,
        burst_wait: float,
        concurrent: int,
        attended: Callable[[], bool] = lambda: True,
    ) -> None:
        """``attended`` says whether people answer now."""
        self._log, self._attended = log, attended
        self.bus = bus
        self.parts = parts
        self._max_chars = max_chars
        self.burst_wait = burst_wait
        self.slots = asyncio.Semaphore(concurrent)
        self._workers: dict[str, _Worker] = {}

    async def receive(self, conversation_id: str, message: Incoming) -> Receipt:
        """Store a message and see to its answer; returns once it is stored, before it is answered.

        Raises: InvalidMessage, MessageTooLong, UnknownConversation, StorageError; nothing is stored then.
        """
        event = ev.MessageReceived(
            message_id=f"m_{uuid.uuid4().hex}",
            text=clean_text(message.text, self._max_chars),
            client_id=message.client_id,
            payload=message.payload,
            channel=message.channel,
            metadata=message.metadata,
            unattended=not self._attended(),
        )
        stored, state, fresh = await self._log.receive(conversation_id, event)
        if fresh:
            await self.bus.publish([stored])
        if state.pending and not state.is_taken:
            self._wake(conversation_id, fragment=message.typing and is_fragment(event, state))
        return Receipt(stored, duplicate=not fresh)

    async def settled(self, conversation_id: str) -> None:
        """Wait until the bot owes nothing in this conversation."""
        worker = self._workers.get(conversation_id)
        if worker:
            await asyncio.shield(worker.task)

    async def recover(self) -> int:
        """Answer what a crash left unanswered; returns the number of conversations."""
        conversations = await self._log.pending()
        for conversation_id in conversations:
            self._wake(conversation_id, fragment=False)
        return len(conversations)

    async def close(self, grace: float) -> None:
        """Let running turns end for ``grace`` seconds, then stop them; their messages stay pending."""
        tasks = [worker.task for worker in self._workers.values()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _wake(self, conversation_id: str, *, fragment: bool) -> None:
        worker = self._workers.get(conversation_id)
        if worker is None:
            worker = _Worker(self, conversation_id)
            self._workers[conversation_id] = worker
        worker.wake(fragment=fragment)

    def forget(self, conversation_id: str) -> None:
        """A worker has nothing left to do."""
        self._workers.pop(conversation_id, None)


class _Worker:
    """Takes the turns of one conversation, one after the other, while there are pending messages."""

    def __init__(self, intake: Intake, conversation_id: str) -> None:
        self._intake = intake
        self._id = conversation_id
        self._news = asyncio.Event()
        self._fragment = False
        self.task = asyncio.create_task(self._work(), name=f"turns {conversation_id}")

    def wake(self, *, fragment: bool) -> None:
        self._fragment = fragment
        self._news.set()

    async def _work(self) -> None:
        try:
            while self._news.is_set():
                await self._gather_burst()
                while await self._turn():
                    pass
        except ShopclerkError as error:
            log.error("turn not stored", conversation=self._id, code=error.code, detail=error.detail)
            await self._intake.bus.publish([Progress(conversation_id=self._id, text="")])
        finally:
            self._intake.forget(self._id)

    async def _gather_burst(self) -> None:
        """Wait for the rest after a fragment, as long as more comes."""
        self._news.clear()
        while self._fragment and self._intake.burst_wait:
            try:
                await asyncio.wait_for(self._news.wait(), self._intake.burst_wait)
            except TimeoutError:
                return
            self._news.clear()

    async def _turn(self) -> bool:
        """One turn; news that come while it can still be cancelled start it anew. Returns whether messages
        are left for another."""
        async with self._intake.slots:
            commitment = Commitment()
            turn = asyncio.create_task(take_turn(self._intake.parts, self._id, commitment))
            news = asyncio.create_task(self._news.wait())
            try:
                await asyncio.wait({turn, news}, return_when=asyncio.FIRST_COMPLETED)
                if not turn.done() and not commitment.binding:
                    turn.cancel()
                await asyncio.wait({turn})
            finally:
                news.cancel()
                turn.cancel()
            return not turn.cancelled() and turn.result()


_CONTROL = re.compile(r"[^\S\n]+")


def clean_text(text: object, max_chars: int) -> str:
    """The text without control and invisible formatting characters, white space folded.

    Raises: InvalidMessage when nothing is left or it is no text, MessageTooLong.
    """
    if not isinstance(text, str):
        raise InvalidMessage("A message is a text.")
    if len(text) > max_chars:
        raise MessageTooLong(f"This message is too long: please keep it under {max_chars:,} characters.")
    kept = "".join(c for c in text if c in "\n\t\u200d" or unicodedata.category(c) not in _REFUSED)
    lines = [_CONTROL.sub(" ", line).strip() for line in kept.splitlines()]
    cleaned = "\n".join(line for line in lines if line)
    if not cleaned.strip("\u200d\ufe0f "):
        raise InvalidMessage
    return cleaned


_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def is_fragment(message: ev.MessageReceived, state: State) -> bool:
    """Whether more is likely to follow: a few words without an end mark, or an open end.

    What answers a question of the bot is never a fragment.
    """
    stack = state.dialogue.stack
    if message.payload or (stack and stack[-1].waiting_for):
        return False
    text = message.text.rstrip()
    if text.endswith((",", "...", "…", " and", " but", ":")):
        return True
    words = text.split()
    return len(words) <= FRAGMENT_WORDS and text[-1:] not in ".!?" and not _is_datum(words)


def _is_datum(words: Iterable[str]) -> bool:
    """Numbers, addresses and the like stand for themselves."""
    return any(any(c.isdigit() or c == "@" for c in word) for word in words)
