"""What an agent who is away leaves unanswered goes back to the queue, with a word to the shopper.

Away is who has had no console open for a while, on any process: each writes down whom it sees. Who has just
been started sees nobody yet, so that a restart returns nothing before the agents had time to come back.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

import structlog

from bot.console.desk import Desk
from bot.conversation.messages import Reply
from bot.conversation.state import State
from bot.errors import ShopclerkError
from bot.record.inbox import Inbox
from bot.record.staff import StaffStore

log = structlog.get_logger()


@dataclass(frozen=True)
class AwayRule:
    """After how many seconds without a console an agent is away, what a shopper is told whose agent is, how
    often that is looked for; ``returned`` is called for each conversation that went back."""

    seconds: float
    reply: Callable[[State], Reply]
    look_seconds: float = 15.0
    returned: Callable[[], None] = lambda: None


class Absence:
    """``run`` is its task; ``present`` gives the ids of those who have a console open here."""

    def __init__(
        self,
        rule: AwayRule,
        *,
        store: StaffStore,
        inbox: Inbox,
        desk: Desk,
        present: Callable[[], Collection[str]],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._rule, self._store, self._inbox, self._desk = rule, store, inbox, desk
        self._present, self._now = present, now
        self._started = now()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except ShopclerkError as error:
                log.warning("not looked who is away", code=error.code, detail=error.detail)
            await asyncio.sleep(self._rule.look_seconds)

    async def look(self) -> None:
        """Write down who is here, and return what others who are away have not answered.

        Raises: StorageError.
        """
        here = set(self._present())
        await self._store.saw(here)
        unanswered = await self._inbox.unanswered()
        owners = {agent_id for _, agent_id in unanswered} - here
        seen = await self._store.last_seen(owners)
        for conversation_id, agent_id in unanswered:
            if agent_id in owners:
                seconds = self._now() - max(seen.get(agent_id, 0.0), self._started)
                if seconds >= self._rule.seconds:
                    await self._return(conversation_id, agent_id, seconds)

    async def _return(self, conversation_id: str, agent_id: str, seconds: float) -> None:
        try:
            stored, _ = await self._desk.call_others(
                conversation_id, agent_id, self._rule.reply, minutes=int(seconds // 60)
            )
        except ShopclerkError as error:
            log.warning("not returned to the queue", conversation=conversation_id, code=error.code)
            return
        if stored:
            self._rule.returned()
            log.info("returned to the queue", conversation=conversation_id, agent=agent_id)
