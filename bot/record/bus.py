"""The bus inside one process (port ``Bus`` of bot/conversation/ports.py)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.conversation.ports import Signal

BACKLOG = 1000
"""Signals that a watcher may be behind before it is cut off."""


class MemoryBus:
    """Fan-out to queues of bounded length. Publishing never waits for a watcher."""

    def __init__(self, backlog: int = BACKLOG) -> None:
        self._backlog = backlog
        self._watchers: dict[str, set[Watcher]] = {}

    async def publish(self, signals: Sequence[Signal]) -> None:
        """Deliver, in order."""
        for signal in signals:
            for key in (signal.conversation_id, ""):
                for watcher in tuple(self._watchers.get(key, ())):
                    watcher.push(signal)

    def cut_off(self) -> None:
        """End all watchers behind what waits for them: signals were missed."""
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.cut_off()

    @asynccontextmanager
    async def watch(self, conversation_id: str = "") -> AsyncIterator[AsyncIterator[Signal]]:
        """Signals of one conversation, or of all with "". The iterator ends when the watcher is cut off."""
        watcher = Watcher(self._backlog)
        watchers = self._watchers.setdefault(conversation_id, set())
        watchers.add(watcher)
        try:
            yield watcher
        finally:
            watchers.discard(watcher)
            if not watchers and self._watchers.get(conversation_id) is watchers:
                del self._watchers[conversation_id]


class Watcher:
    """What has been delivered and not yet taken. Iteration ends once more than ``backlog`` signals wait."""

    def __init__(self, backlog: int) -> None:
        # One place more than the backlog: it holds the end.
        self._queue: asyncio.Queue[Signal | None] = asyncio.Queue(backlog + 1)
        self._backlog = backlog
        self._cut_off = False

    def push(self, signal: Signal) -> None:
        """Deliver, or cut off."""
        if self._cut_off:
            return
        if self._queue.qsize() < self._backlog:
            self._queue.put_nowait(signal)
        else:
            self.cut_off()

    def cut_off(self) -> None:
        """End the iteration behind what waits."""
        if not self._cut_off:
            self._cut_off = True
            self._queue.put_nowait(None)

    def __aiter__(self) -> AsyncIterator[Signal]:
        return self

    async def __anext__(self) -> Signal:
        signal = await self._queue.get()
        if signal is None:
            self._queue.put_nowait(None)
            raise StopAsyncIteration
        return signal
