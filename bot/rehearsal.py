"""A rehearsal: what the bot would answer to the message that an agent has before them.

It is a turn (bot/turn.py) in the conversation as it stands, understood and decided as any other; but nothing
of it is stored, shown to the shopper or done, and only actions that look something up are run. What the
documents answer is suggested to the agent as a reply; all else that the bot would say is not.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Sequence
from dataclasses import replace as with_parts

from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.dialogue import Dialogue
from bot.conversation.draft import Draft
from bot.conversation.messages import FROM_DOCUMENTS, Citation, Reply
from bot.conversation.ports import ActionContext, ActionOutcome, ActionRunner
from bot.conversation.state import State
from bot.decide.asks import asks, asks_indirectly, tells_fault
from bot.record.bus import MemoryBus
from bot.turn import TurnParts, converse

LOOKS_UP = frozenset({"action_answer", "action_explain", "action_product_answer"})
"""Actions that look up what the documents say, and change nothing."""
BEFORE_ELSE = "action_explain"
"""Looks into the documents before something else is done that was meant more likely."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")


async def rehearse(parts: TurnParts, state: State) -> ev.Suggested | None:
    """What the documents surely answer to the shopper's last message, as a suggestion; None where they do
    not, where the bot would do something else, or where it takes too long.

    Raises: nothing that a turn would not.
    """
    message = state.unanswered
    if message is None:
        return None
    unheard = with_parts(parts, bus=MemoryBus(), actions=_OnlyLookingUp(parts.actions))
    draft = Draft(_as_the_bots(state), release=parts.release)
    try:
        async with asyncio.timeout(parts.deadline):
            await converse(unheard, draft)
    except TimeoutError:
        return None
    said = [event.reply for event in draft.events if isinstance(event, ev.Replied)]
    found = [reply for reply in said if reply.kind in FROM_DOCUMENTS]
    return _suggestion(found, message.message_id, parts.release) if found and _asks(draft) else None


def _asks(draft: Draft) -> bool:
    """Whether the message asks something or tells of a fault, or was taken for nothing but a question. Else
    the documents were only looked into: "ok, I will wait" is answered by how long that usually is."""
    text = draft.question
    ran = [event.action for event in draft.events if isinstance(event, ev.ActionRan)]
    return asks(text) or asks_indirectly(text) or tells_fault(text) or BEFORE_ELSE not in ran


def _as_the_bots(state: State) -> State:
    """The conversation as it is while nobody has come yet: the bot answers what is asked and calls no person.
    Nothing is under way, and it has no name, so that nobody is shown that the bot is at work."""
    assert state.unanswered is not None
    return replace(
        state,
        conversation_id="",
        owner="waiting",
        agent_id="",
        agent_name="",
        handoff=None,
        dialogue=Dialogue(),
        low_confidence=0,
        angry=0,
        pending=(state.unanswered,),
    )


def _suggestion(replies: Sequence[Reply], message_id: str, release: str) -> ev.Suggested:
    """Replies as one plain text, which has each of their passages once as a source."""
    text = "\n\n".join(_BOLD.sub(r"\1", reply.text) for reply in replies)
    passages: dict[str, Citation] = {}
    for citation in (one for reply in replies for one in reply.citations):
        passages.setdefault(citation.passage_id, citation)
    citations = (
        replace(citation, number=number, start=0, end=len(text))
        for number, citation in enumerate(passages.values(), start=1)
    )
    return ev.Suggested(
        suggestion_id=f"g_{uuid.uuid4().hex}",
        text=text,
        in_reply_to=message_id,
        citations=tuple(citations),
        release=release,
    )


class _OnlyLookingUp:
    """An action runner that looks things up; any other action does nothing."""

    def __init__(self, actions: ActionRunner) -> None:
        self._actions = actions

    def names(self) -> frozenset[str]:
        """See ``ActionRunner``."""
        return self._actions.names()

    def has_effects(self, action: str) -> bool:
        """See ``ActionRunner``."""
        return action in LOOKS_UP and self._actions.has_effects(action)

    async def run(self, action: str, context: ActionContext) -> ActionOutcome:
        """See ``ActionRunner``."""
        return await self._actions.run(action, context) if action in LOOKS_UP else ActionOutcome()
