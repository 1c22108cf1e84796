"""A date, a place or a table that is to be booked: the documents may tell how, and a person can."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.reading import message
from bot.actions.saying import PERSON, say, searched
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.conversation.messages import Reply
from retrieval.documents.snapshot import lexical_text
from retrieval.types import Answer, PassageHit
from retrieval.words import words

CANNOT = "I can't book anything myself, but a colleague can."
HOW = "How do I book{}?"
ANY = "How do I book an appointment?"
_LEAD_IN = re.compile(
    r"^.*?\b(?:book|reserve|schedule|arrange|make)\b(?: (?:me|us))?(?: in)?\b\W*"
    r"|^.*?\b(?=(?:appointment|slot|booking|reservation)s?\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:please|pls|thanks?|thx)\b"
    r"|\b(?:(?:for|on|at|in|from|by|this|next) )?(?:the )?(?:today|tomorrow|tonight|week"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:jan|febr)uary|march|april|may|june|july|august"
    r"|(?:septem|octo|novem|decem)ber|\d+(?:st|nd|rd|th)?(?:[.:]\d+)?(?: ?[ap]m)?"
    r"|morning|afternoon|evening)\b"
    r"|\b(?:for|to|on|at)\W*$",
    re.IGNORECASE,
)
"""When it is to be, and words of kindness."""
_LEADS = re.compile(
    r"^\W*(?:for|to|an?|the|my|in|(?:appointment|slot|booking|reservation|date|place|time)s?)\b",
    re.IGNORECASE,
)
_TELLS_HOW = re.compile(
    r"\bbook(?:ed|ing)? (?:\w+ )?(?:online|at|by|via|here|through)\b"
    r"|\b(?:call|phone|telephone|online|ring|e-?mail)\b"
    r"|@|/\w|\d{5}",
    re.IGNORECASE,
)
"""Says how something is booked."""
_NAMES_IT = re.compile(r"\b(?:appointments?|book(?:ing)?)\b", re.IGNORECASE)
"""Says that it is about booking, so that the page need not be as sure."""


class ActionBook(ShopAction):
    """Says how something is booked where the documents surely tell, else that a person can: one or the
    other."""

    def name(self) -> str:
        """See Action."""
        return "action_book"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Of the answer only what tells how."""
        how = await self.tools.work(_how, self.tools, booked(message(tracker)))
        if how is not None:
            say(dispatcher, self.tools.render_answer(how), searched=searched(how))
        else:
            say(dispatcher, Reply(text=CANNOT, buttons=(PERSON,)))
        return []


def _how(tools: ActionTools, thing: str) -> Answer | None:
    """How a thing is booked, or how something is where the page speaks of the thing; None where the
    documents do not surely tell."""
    for question in dict.fromkeys((HOW.format(f" a {thing}" if thing else ""), HOW.format(""), ANY)):
        answer = tools.documents.answer(question, (), ())
        how = tuple(
            one
            for one in answer.sentences
            if _TELLS_HOW.search(one.text) and any(_speaks_of(hit, thing) for hit in one.hits)
        )
        named = any(_NAMES_IT.search(one.text) for one in how)
        if how and (tools.documents.surely(answer) or (named and answer.answered)):
            return replace(answer, sentences=how)
    return None


def _speaks_of(hit: PassageHit, thing: str) -> bool:
    """Whether a passage has all words of a thing, or there is none."""
    return set(words(thing)) <= set(words(lexical_text(hit.passage)))


def booked(text: str) -> str:
    """What is to be booked: "bike fitting" of "make an appointment for a bike fitting please"; "" where only
    a day is said."""
    rest = _LEAD_IN.sub("", text, count=1)
    while (less := _LEADS.sub("", _ASIDE.sub(" ", rest))) != rest:
        rest = less
    return " ".join(rest.split()).strip(" ,.!?")
