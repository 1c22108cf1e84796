"""Suggested replies: made for a conversation that somebody looks at, once for each message of the shopper.

A suggestion is an event: it is the same for all who look, is there after a reload, and is learned from. What
came to nothing is remembered here only, and asked anew after a restart.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog

from bot.console.desk import Desk
from bot.conversation.events import Suggested
from bot.conversation.ports import EventLog
from bot.conversation.state import State
from bot.errors import ShopclerkError

REMEMBERED = 1000
"""Conversations of which it is remembered which message was looked at last."""
Rehearse = Callable[[State], Awaitable[Suggested | None]]
log = structlog.get_logger()


class Suggestions:
    """Looks at conversations on demand, one after the other: shoppers' own turns need the same threads."""

    def __init__(self, event_log: EventLog, desk: Desk, rehearse: Rehearse | None) -> None:
        """``rehearse`` makes a suggestion from a conversation's state; None: none are made."""
        self._log, self._desk, self._rehearse = event_log, desk, rehearse
        self._looked_at: OrderedDict[str, str] = OrderedDict()
        self._wanted: dict[str, None] = {}
        self._news = asyncio.Event()

    def want(self, conversation_id: str) -> None:
        """Somebody looks at the conversation, or something has happened in it. "" is none."""
        if self._rehearse is not None and conversation_id:
            self._wanted[conversation_id] = None
            self._news.set()

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._wanted:
                conversation_id = next(iter(self._wanted))
                del self._wanted[conversation_id]
                await self._look_at(conversation_id)

    async def _look_at(self, conversation_id: str) -> None:
        try:
            await self._suggest(conversation_id)
        except ShopclerkError as error:
            log.warning("no reply suggested", conversation=conversation_id, code=error.code)
        except Exception:  # the boundary to the assistant's parts: a failure costs this suggestion only
            log.exception("no reply suggested", conversation=conversation_id)

    async def _suggest(self, conversation_id: str) -> None:
        state = await self._log.state(conversation_id)
        if self._rehearse is None or not state.may_be_suggested or state.unanswered is None:
            return
        message_id = state.unanswered.message_id
        if self._looked_at.get(conversation_id) == message_id:
            return
        self._remember(conversation_id, message_id)
        suggested = await self._rehearse(state)
        if suggested is not None:
            await self._desk.suggest(conversation_id, suggested)

    def _remember(self, conversation_id: str, message_id: str) -> None:
        self._looked_at[conversation_id] = message_id
        self._looked_at.move_to_end(conversation_id)
        if len(self._looked_at) > REMEMBERED:
            self._looked_at.popitem(last=False)
