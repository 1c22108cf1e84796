"""A message that wants several things ("is it in stock in 39? how long is delivery?"): it is answered as if
they had been written one after the other.

Whether it is such a message shows in what comes of its pieces: they are answered on trial, without anything
being changed outside. Where one is answered from the documents and another from the catalogue, or one begins
a task, what came of them is what is said; else the message is answered as a whole, of which each part of the
shop knows best what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.messages import FROM_DOCUMENTS, Reply
from bot.conversation.ports import ActionContext, ActionOutcome, ActionRunner
from bot.conversation.state import Pending, State, Utterance
from bot.decide.asks import tells_fault
from bot.decide.message import REQUEST, SIGNS_OF_ORDER
from bot.decide.readings import CERTAIN
from bot.errors import ActionFailed
from retrieval.documents.questions import MOST, Piece, pieces_in
from retrieval.told import tells_damage
from retrieval.words import words

FEW = 3
"""Words of which at most thanks consist."""
SHORT = 2
"""Words that tell something, of which at most a question consists that leans on the one before it."""
_BEGINS = frozenset({"start_flow", "search", "explain", "set_slot"})
"""Commands of a piece that is understood and wants something."""
_ASKS = re.compile(r"(?:and\s+)?(?:how|what|when|where|which|who|why)\b", re.IGNORECASE)
_DETAIL = re.compile(r"[\d@]")
_DENIES = re.compile(r"\b(?:not?|never|(?:do|does|did|wo|ca)nt)\b|n['’]t\b", re.IGNORECASE)
_OWN = re.compile(r"\bmy\s+\w+", re.IGNORECASE)
_NEEDS_IT = re.compile(
    r"\W*(?:(?:i|we) )?(?:\w+ )?(?:need|want) (?:it|them|this|that|these|those) (?:for|by|on|before|until)\b",
    re.IGNORECASE,
)
"""Tells what, or by when, something is needed for that was spoken of."""
_THEN = r"^\W*(?:(?:ok(?:ay)?|great|good|perfect|nice|then|so|and|alright)\W+)*"
_TAKES = re.compile(
    rf"{_THEN}(?:i|we)(?:(?:['’]?ll| will|(?:['’]?d| would) like to| want to)"
    r" (?:have|take|go (?:for|with)|choose)| take| go (?:for|with)| choose)\b",
    re.IGNORECASE,
)
"""Says which is wanted: "i'll take the first one"."""
_POINTS = re.compile(
    rf"{_THEN}(?:the|that|this) (?:[\w-]+ )?one\b"
    r"(?!['’]?s? (?:is|was|has|(?:looks?|seems?) (?:too|a bit|so|very))\b)",
    re.IGNORECASE,
)
"""Points at one of those shown, of which it says no more than praise: "the blue one please"."""
_LEANS = re.compile(r"\b(?:its?|they|them|that|this|those|these)\b", re.IGNORECASE)


class Told(NamedTuple):
    """What came of a piece, whose intent is so sure: the events, the state behind them, and what answered,
    "documents", "products" or "task"; "" for none of these."""

    text: str
    confidence: float
    events: tuple[ev.AnyEvent, ...]
    state: State
    by: str


async def answered_apart(draft: Draft, answer: Callable[[Draft], Awaitable[None]]) -> list[ev.AnyEvent]:
    """What came of the pieces of a message, a task last; [] where it is to be answered as a whole. ``answer``
    answers a draft on trial."""
    pieces = _with_details(pieces_in(draft.question))
    if not 1 < len(pieces) <= MOST or _waits(draft.state) or draft.state.waits_unheard:
        return []
    told = await _one_after_the_other(draft.state, pieces, answer)
    apart = len({one.by for one in told}) > 1 or (len(told) > 1 and _TAKES.match(told[0].text) is not None)
    return [event for one in told for event in one.events] if apart else []


async def _one_after_the_other(
    base: State, pieces: Sequence[Piece], answer: Callable[[Draft], Awaitable[None]]
) -> list[Told]:
    """What came of each piece, [] where nothing came of one, or several begin a task. What only tells
    something stands with what follows it."""
    told, lead, task = list[Told](), "", ""
    state = replace(base, window=base.window[: len(base.window) - len(base.pending)])
    for number, piece in enumerate(pieces, start=1):
        text = f"{lead} {piece.text}".strip()
        if number > 1 and _leans(piece.text) and not (told and _chose(told[-1])):
            return []
        one = await _answered(state, base, text, answer)
        if not (piece.asks or (number < len(pieces) and _wants(one))):
            lead = text
            continue
        if not one.by or (one.by == "task" and task):
            return []
        lead = ""
        if one.by == "task":
            task = text
        else:
            told.append(one)
            state = one.state
    if len(lead.split()) > FEW or _DETAIL.search(lead):
        return []
    if not task:
        return told
    begun = await _answered(state, base, task, answer)
    return [*told, begun] if begun.by == "task" else []


def _with_details(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces, with a number or an address that stands by itself behind what it is given for."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and _gives_details(piece.text):
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def _gives_details(text: str) -> bool:
    """Whether a text gives hardly more than a number or an address: "is order 204134"."""
    left = [word for word in text.split() if not _DETAIL.search(word)]
    return len(left) < len(text.split()) and len(words(" ".join(left))) <= 1


def _wants(told: Told) -> bool:
    """Whether what tells something says by itself what is wanted: "tracking for 40103", "we need lamps"."""
    if _NEEDS_IT.match(told.text):
        return False
    requests = REQUEST.search(told.text) is not None and not _DENIES.search(told.text)
    if told.by == "task":
        of_order = told.confidence >= CERTAIN and SIGNS_OF_ORDER.search(told.text) is not None
        return (requests or of_order) and not (tells_fault(told.text) or tells_damage(told.text))
    return told.by == "products" and (requests or _chose(told))


def _chose(told: Told) -> bool:
    """Whether a piece says which product is wanted, of which what follows may be asked."""
    pointed = _TAKES.match(told.text) or _POINTS.match(told.text)
    return told.by == "products" and pointed is not None


def _leans(text: str) -> bool:
    """Whether a question says too little without the one before it: "how long does it take", "how fast", but
    not "where is my parcel"."""
    told = len(words(text))
    alone = told < SHORT and _ASKS.match(text) is not None and not _OWN.search(text)
    return alone or (told <= SHORT and _LEANS.search(text) is not None)


async def _answered(state: State, base: State, text: str, answer: Callable[[Draft], Awaitable[None]]) -> Told:
    """What comes of a text as the shopper's next message."""
    last = base.pending[-1]
    window = (*state.window, Utterance(role="shopper", text=text, time=base.updated))
    trial = Draft(replace(state, window=window, pending=(Pending(message_id=last.message_id, text=text),)))
    await answer(trial)
    events = tuple(event for event in trial.events if not isinstance(event, ev.Understood))
    heard = trial.state.understanding
    return Told(text, heard.intent.confidence if heard else 0.0, events, trial.state, _answered_by(trial))


def _answered_by(trial: Draft) -> str:
    replies = [event.reply for event in trial.events if isinstance(event, ev.Replied)]
    ran = [event.action for event in trial.events if isinstance(event, ev.ActionRan)]
    commands = [one for event in trial.events if isinstance(event, ev.Decided) for one in event.commands]
    failed = any(isinstance(event, ev.TurnFailed | ev.HandoffRequested) for event in trial.events)
    declined = any(reply.kind == "decline" for reply in replies)
    if failed or declined or not replies or any(one.kind not in _BEGINS for one in commands):
        return ""
    offers = any(map(_offers, replies)) and all(one.kind != "explain" for one in commands)
    if offers or _waits(trial.state) or any(reply.kind == "order" for reply in replies):
        return "task"
    if any(reply.kind in FROM_DOCUMENTS for reply in replies):
        return "documents"
    shown = any(reply.cards for reply in replies)
    return "products" if ran and (shown or not any(reply.response for reply in replies)) else ""


def _offers(reply: Reply) -> bool:
    """Whether something is offered in the shop's own words: "I can pass it on to a colleague. Shall I?"."""
    return bool(reply.response and reply.buttons)


def _waits(state: State) -> bool:
    stack = state.dialogue.stack
    return bool(stack and stack[-1].waiting_for)


class WithoutEffects:
    """An action runner for a trial: what would change something outside fails."""

    def __init__(self, actions: ActionRunner) -> None:
        self._actions = actions

    def names(self) -> frozenset[str]:
        """See ``ActionRunner``."""
        return self._actions.names()

    def has_effects(self, _action: str) -> bool:
        """See ``ActionRunner``."""
        return False

    async def run(self, action: str, context: ActionContext) -> ActionOutcome:
        """See ``ActionRunner``."""
        if self._actions.has_effects(action):
            return ActionOutcome(error=ActionFailed.code)
        return await self._actions.run(action, context)
