"""Answers from the documents, and the last messages once more."""

from __future__ import annotations

from typing import Any

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import find, seeks_products, show_found
from bot.actions.reading import history, message
from bot.actions.saying import say
from bot.actions.tools import Events, ShopAction
from bot.conversation.events import Searched
from bot.conversation.messages import Reply
from retrieval.products.questions import ProductAnswer
from retrieval.types import Answer

DECLINE = "utter_no_relevant_answer_found"


class ActionAnswer(ShopAction):
    """Answers from the documents with sources, or says honestly that they do not cover the question."""

    def name(self) -> str:
        """See Action."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer, else look at the product that the question names, or for those that it describes, else
        decline."""
        question = message(tracker)
        answer = await self.tools.answer(question, history(tracker), tracker.sender_id)
        if answer.answered:
            say(dispatcher, self.tools.render_answer(answer), searched=searched(answer))
            return []
        known = await self.tools.work(self._from_product, question)
        if known is not None:
            say(dispatcher, Reply(text=known.text), searched=searched(answer))
            return []
        if await self.tools.work(seeks_products, self.tools.products, question):
            found = await self.tools.work(find, self.tools, tracker, question)
            if found.result.hits:
                return show_found(dispatcher, self.tools, tracker, found)
        say(dispatcher, Reply(text="", response=DECLINE, kind="decline"), searched=searched(answer))
        return []

    def _from_product(self, question: str) -> ProductAnswer | None:
        named = self.tools.products.named(question)
        return self.tools.products.answer(named[0][0], question) if named and named[0] else None


class ActionRepeat(ShopAction):
    """Says the bot's last messages again."""

    def name(self) -> str:
        """See Action."""
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The messages since the shopper spoke before."""
        events = [e for e in tracker.events if e.get("event") in ("user", "bot") and e.get("text")]
        while events and events[-1]["event"] == "user":
            events.pop()
        said: list[str] = []
        while events and events[-1]["event"] == "bot":
            said.insert(0, str(events.pop()["text"]))
        for text in said or ["There is nothing to repeat yet. What can I do for you?"]:
            say(dispatcher, Reply(text=text))
        return []


def searched(answer: Answer) -> dict[str, Any]:
    """The Searched event of an answer, as JSON."""
    event = Searched(
        question=answer.question,
        answered=answer.answered,
        answerable=round(answer.answerable, 4),
        tried=tuple((h.passage.document_id, h.passage.passage_id, round(h.fused, 4)) for h in answer.tried),
        curated=answer.curated_id,
    )
    said: dict[str, Any] = msgspec.to_builtins(event)
    return said
