"""How an action speaks: a Reply through rasa_sdk's dispatcher, with what belongs to it."""

from __future__ import annotations

from typing import Any

import msgspec
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation.events import Searched, UnmetWish
from bot.conversation.messages import Button, Reply
from retrieval.types import Answer

PERSON = Button(title="Talk to a person", payload="/talk_to_human")
_RICH = ("kind", "citations", "tables", "closest", "cards", "comparison", "order")


def say(dispatcher: CollectingDispatcher, reply: Reply, **own: Any) -> None:
    """Say a reply. ``own`` are further fields for the runner: ``searched``, ``unmet``, or what an event
    ``Recommended`` holds beside the cards. One that only names a response is worded by the domain, so that
    its variations rotate."""
    rich = {name: msgspec.to_builtins(value) for name in _RICH if (value := getattr(reply, name))}
    rich |= {name: value for name, value in own.items() if value}
    dispatcher.utter_message(
        text=reply.text or None,
        response=None if reply.text else reply.response or None,
        buttons=[{"title": b.title, "payload": b.payload} for b in reply.buttons],
        json_message={"shopclerk": rich},
    )


def unmet(wish: str, *, known: bool = False) -> dict[str, Any]:
    """The UnmetWish event of a wish, as JSON."""
    event: dict[str, Any] = msgspec.to_builtins(UnmetWish(wish=wish, known=known))
    return event


def listed(words: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


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
