"""An answer as text with its sources named, for a chat that shows no source chips."""

from __future__ import annotations

from bot.conversation.messages import DECLINE, Reply
from retrieval.types import Answer


def plain_answer(answer: Answer) -> Reply:
    """The sentences, then where they stand; a decline names its response."""
    if not answer.answered:
        return Reply(text="", kind="decline", response=DECLINE)
    text = answer.curated or " ".join(sentence.text for sentence in answer.sentences)
    titles = dict.fromkeys(s.hits[0].passage.title for s in answer.sentences if s.hits)
    sources = f" (Source: {', '.join(titles)})" if titles else ""
    return Reply(text=text + sources, kind="answer" if titles else "text")
