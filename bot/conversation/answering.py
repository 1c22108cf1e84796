"""What an action gets that is to answer something else than the whole message."""

from __future__ import annotations

from msgspec.structs import replace

from bot.conversation.ports import ActionContext
from bot.conversation.state import Utterance
from bot.conversation.understanding import Scored, Understanding


def answering(context: ActionContext, text: str) -> ActionContext:
    """The context with ``text`` as the message: a part of it ("no message, just tell me when you open"), or
    an earlier one that is taken up again ("no, just in general"), as the conversation was then. What the
    whole was taken to mean says nothing of it; what it names stays. ``text`` "" changes nothing."""
    if not text or text == context.text:
        return context
    state = replace(context.state, window=_said_last(context.state.window, text))
    return replace(context, state=state, text=text, understanding=_unclear(context.understanding, text))


def _said_last(window: tuple[Utterance, ...], text: str) -> tuple[Utterance, ...]:
    """The window that ends with the shopper saying ``text``."""
    said = [at for at, one in enumerate(window) if one.role == "shopper"]
    if not said:
        return window
    at = next((earlier for earlier in said if window[earlier].text == text), said[-1])
    return (*window[:at], replace(window[at], text=text))


def _unclear(understanding: Understanding | None, text: str) -> Understanding | None:
    if understanding is None:
        return None
    return replace(understanding, text=text, intent=Scored("", 0.0), ranking=(), parts=())
