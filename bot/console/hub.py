"""The hub: one watcher of the bus for all consoles of this process.

What changed in the inbox is gathered for a moment and read once for everybody. Of a watched conversation the
sockets learn only that there is news; they read it from the log, so that nothing is missing, doubled or out
of order, whatever the bus lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bot.console.absence import Absence, AwayRule
from bot.console.presence import Presence
from bot.console.services import ConsoleServices
from bot.console.suggestions import Suggestions
from bot.conversation.events import AgentJoined, AgentSaid, MessageReceived, Stored
from bot.conversation.ports import Signal
from bot.errors import ShopclerkError
from bot.record.staff import Staff

if TYPE_CHECKING:
    from bot.console.socket import LiveSocket

GATHER_SECONDS = 0.25
ASKING = (MessageReceived, AgentJoined)
"""Events behind which an agent may have a message to answer."""
SETTLED = 3.0
"""Seconds that the hub follows the bus without being cut off before it counts as following again."""
log = structlog.get_logger()


class Behind:
    """Tells of a bus that cuts the hub off again and again, as that across processes does while Redis is
    away: when it begins, and when it is over."""

    def __init__(self) -> None:
        self._times = 0

    def again(self) -> None:
        """The hub was cut off."""
        if not self._times:
            log.warning("console fell behind the bus")
        self._times += 1

    def over(self) -> None:
        """It follows."""
        if self._times:
            log.info("console follows the bus again", times=self._times)
        self._times = 0


class Hub:
    """Sockets come and go with ``sockets.add`` and ``discard``; ``run`` is its task."""

    def __init__(
        self, services: ConsoleServices, *, session_check_seconds: float = 15.0, settled: float = SETTLED
    ) -> None:
        self.services, self._settled = services, settled
        self.session_check_seconds = session_check_seconds
        self.presence = Presence()
        self.suggestions = Suggestions(services.log, services.desk, services.rehearse)
        self.sockets: set[LiveSocket] = set()
        self._changed: set[str] = set()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._report())
            tasks.create_task(self.suggestions.run())
            if self.services.away is not None:
                tasks.create_task(self._absence(self.services.away).run())

    def online(self) -> set[str]:
        """The ids of those who have a console open here."""
        return {socket.person.id for socket in self.sockets}

    def _absence(self, rule: AwayRule) -> Absence:
        services = self.services
        store, inbox, desk = services.accounts.store, services.inbox, services.desk
        return Absence(rule, store=store, inbox=inbox, desk=desk, present=self.online)

    async def close(self) -> None:
        """Say good-bye to all sockets."""
        await asyncio.gather(*(socket.close() for socket in tuple(self.sockets)))

    def forget(self, conversation_ids: Iterable[str]) -> None:
        """Conversations were erased: nobody shows them any more."""
        erased = {"type": "erased", "conversation_ids": [*conversation_ids]}
        for socket in self.sockets:
            socket.send(erased)

    def enter(self, conversation_id: str, socket: LiveSocket) -> None:
        """A socket watches the conversation."""
        self.presence.enter(conversation_id, socket, socket.person)
        self.announce(conversation_id)
        self.suggestions.want(conversation_id)

    def leave(self, conversation_id: str, socket: LiveSocket) -> None:
        """A socket no longer watches the conversation."""
        self.presence.leave(conversation_id, socket)
        self.announce(conversation_id)

    def show_typing(self, conversation_id: str, person: Staff, seconds: float) -> None:
        """Colleagues see that somebody is writing, until ``seconds`` have passed."""
        self.presence.start_typing(conversation_id, person, seconds)
        self.announce(conversation_id)
        asyncio.get_running_loop().call_later(seconds + 0.05, self.announce, conversation_id)

    def announce(self, conversation_id: str) -> None:
        """Tell everybody at the conversation who else is there."""
        for socket in self._watching(conversation_id):
            viewers = self.presence.viewers(conversation_id, but=socket.person.id)
            socket.send({"type": "presence", "conversation_id": conversation_id, "viewers": viewers})

    def _watching(self, conversation_id: str) -> list[LiveSocket]:
        return [socket for socket in self.sockets if socket.watched_id == conversation_id]

    async def _follow(self) -> None:
        """Take signals from the bus; begin anew when it cuts the hub off."""
        behind, loop = Behind(), asyncio.get_running_loop()
        while True:
            settled = loop.call_later(self._settled, behind.over)
            async with self.services.bus.watch() as signals:
                async for signal in signals:
                    self._deliver(signal)
            settled.cancel()
            behind.again()
            for socket in self.sockets:
                socket.send({"type": "stale"})
                socket.wake()
                self.suggestions.want(socket.watched_id)

    def _deliver(self, signal: Signal) -> None:
        if not self.sockets:
            return
        watching = self._watching(signal.conversation_id)
        if not isinstance(signal, Stored):
            for socket in watching:
                socket.send(_progress(signal))
            return
        if isinstance(signal.event, AgentSaid):
            self.presence.stop_typing(signal.conversation_id, signal.event.agent_id)
            self.announce(signal.conversation_id)
        for socket in watching:
            socket.wake()
        if watching and isinstance(signal.event, ASKING):
            self.suggestions.want(signal.conversation_id)
        self._changed.add(signal.conversation_id)
        self._news.set()

    async def _report(self) -> None:
        """Tell everybody what changed in the inbox."""
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._news.clear()
            changed, self._changed = self._changed, set()
            try:
                items = await self.services.inbox.items(changed)
                counts = await self.services.inbox.counts()
            except ShopclerkError as error:
                log.error("inbox not read", code=error.code, detail=error.detail)
                continue
            for socket in self.sockets:
                mine = counts.for_agent(socket.person.id)
                socket.send({"type": "inbox", "items": items, "counts": mine})


def _progress(signal: Any) -> dict[str, Any]:
    return {
        "type": "progress",
        "conversation_id": signal.conversation_id,
        "text": signal.text,
        "deadline_ms": signal.deadline_ms,
    }


HUB = web.AppKey("HUB", Hub)
