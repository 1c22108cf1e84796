"""The installation's own conversations as dialogues: a fold over the events of each (docs/events.md).

What the bot took a message for is not labelled. Notes, slots and what shoppers did with products are no
turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast, get_args

from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.messages import GO_ON_PAYLOAD
from bot.conversation.state import AWAY, RESTORED
from bot.conversation.understanding import Entity, Understanding
from bot.record.database import Database
from bot.record.transcripts import Recorded, recorded
from training.transcripts.dialogue import Dialogue, Mood, Span, Suggestion, Turn, Use
from training.transcripts.keys import Keys
from training.transcripts.masking import Masked, Masker

SOURCE = "shopclerk"
_OUTCOMES = frozenset({"resolved", "handed_over", "unresolved", "abandoned"})


def dialogue_of(recorded: Recorded) -> Dialogue:
    """The conversation as a dialogue, raw: its own ids, nothing masked."""
    fold = _Fold()
    for stored in recorded.events:
        add = _ADD.get(type(stored.event))
        if add:
            add(fold, stored.event, stored.time)
    return Dialogue(
        id=recorded.conversation_id,
        turns=tuple(fold.turns),
        locale=fold.language,
        topic=fold.topic or recorded.topic,
        outcome=fold.outcome(closed=recorded.closed),
        shopper=recorded.shopper_id,
        source=SOURCE,
        rating=fold.rating,
    )


async def recorded_dialogues(
    database: Database, keys: Keys, masker: Masker, *, idle_since: float
) -> list[Masked]:
    """All conversations that are over, with keys and masked. Raises: StorageError."""
    found = recorded(database, idle_since=idle_since)
    return [masker.masked(keys.keyed(dialogue_of(one))) async for one in found]


class _Fold:
    """A dialogue as it grows."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.language, self.topic = "en", ""
        self.rating: int | None = None
        self.by_person = False
        self.resolution = ""
        self.closed_by = ""
        self._places: dict[str, int] = {}
        self._call: int | None = None
        self._has_note = False
        self._action = ""
        self._tried: tuple[str, ...] = ()
        self._suggested: dict[str, str] = {}
        self._used: set[str] = set()
        self._suggestion: Suggestion | None = None

    def outcome(self, *, closed: bool) -> str:
        """As told by who closed it, else by what happened; "" where nobody knows."""
        if self.resolution in _OUTCOMES:
            return self.resolution
        if self.by_person:
            return "handed_over"
        if self.rating is not None and self.rating != 3:
            return "resolved" if self.rating > 3 else "unresolved"
        return "resolved" if closed and self.closed_by not in ("", "timeout") else ""

    def received(self, event: ev.MessageReceived, time: float) -> None:
        """The shopper wrote. Who would rather go on before anybody came needed no person."""
        if event.text.strip():
            self._places[event.message_id] = len(self.turns)
            self.turns.append(Turn(role="shopper", text=event.text, time=time, labelled=False))
        if event.payload == GO_ON_PAYLOAD and self._call is not None:
            self.turns[self._call] = replace(self.turns[self._call], called="")
            self._call = None
            self.by_person = self._has_note or any(turn.role == "agent" for turn in self.turns)

    def understood(self, event: ev.Understood, _time: float) -> None:
        """Of a burst, the last message has the intent and the mood, each its own entities."""
        places = [self._places[one] for one in event.message_ids if one in self._places]
        self.language = event.understanding.language or self.language
        for place in places:
            turn = self.turns[place]
            spans = tuple(_spans(event.understanding, turn.text))
            about = _about(event.understanding) if place == places[-1] else {}
            self.turns[place] = replace(turn, entities=spans, **about)

    def ran(self, event: ev.ActionRan, _time: float) -> None:
        """An action ran; what is said next is its."""
        self._action = event.action

    def searched(self, event: ev.Searched, _time: float) -> None:
        """Documents were tried; where they answered, the best one counts if the reply cites none."""
        self._tried = tuple(document for document, _, _ in event.tried[:1]) if event.answered else ()

    def replied(self, event: ev.Replied, time: float) -> None:
        """The bot said something."""
        if not event.reply.text.strip():
            return
        cited = tuple(dict.fromkeys(citation.document_id for citation in event.reply.citations))
        self.turns.append(
            Turn(
                role="bot",
                text=event.reply.text,
                time=time,
                action=self._action,
                documents=cited or self._tried,
            )
        )
        self._action, self._tried = "", ()

    def said(self, event: ev.AgentSaid, time: float) -> None:
        """An agent wrote."""
        self.by_person = True
        turn = Turn(role="agent", text=event.text, time=time, name=event.name, suggestion=self._suggestion)
        self.turns.append(turn)
        self._suggestion = None

    def handed_over(self, event: ev.HandoffRequested, _time: float) -> None:
        """A person was asked for, with what the bot said last; that an agent was away teaches nothing."""
        if event.reason == AWAY:
            return
        self.by_person, self.topic = True, event.topic or self.topic
        if self.turns and self.turns[-1].role == "bot":
            self.turns[-1] = replace(self.turns[-1], called=event.reason)
            self._call = self._call if event.note else len(self.turns) - 1
            self._has_note = self._has_note or event.note

    def joined(self, _event: ev.AgentJoined, _time: float) -> None:
        """A person took over."""
        self._call, self._has_note = None, False

    def suggested(self, event: ev.Suggested, _time: float) -> None:
        """An agent was offered words."""
        self._suggested[event.suggestion_id] = event.text

    def used(self, event: ev.SuggestionUsed, _time: float) -> None:
        """It is told just before or just after the agent's message that came of it, once; what was put away
        and brought back tells nothing yet."""
        offered = self._suggested.get(event.suggestion_id)
        if event.use == RESTORED:
            self._used.discard(event.suggestion_id)
            if self._suggestion and self._suggestion.text == offered:
                self._suggestion = None
            return
        if offered is None or event.suggestion_id in self._used or event.use not in get_args(Use):
            return
        self._used.add(event.suggestion_id)
        suggestion = Suggestion(text=offered, use=cast(Use, event.use))
        last = self.turns[-1] if self.turns else None
        if last and last.role == "agent" and last.suggestion is None and last.text == event.text:
            self.turns[-1] = replace(last, suggestion=suggestion)
        else:
            self._suggestion = suggestion

    def rated(self, event: ev.Rated, _time: float) -> None:
        """The last rating counts."""
        self.rating = event.rating if event.rating in range(1, 6) else self.rating

    def closed(self, event: ev.Closed, _time: float) -> None:
        """The conversation ended; the last time counts."""
        self.closed_by, self.resolution = event.by, event.resolution


_ADD: dict[type, Callable[[_Fold, Any, float], None]] = {
    ev.MessageReceived: _Fold.received,
    ev.Understood: _Fold.understood,
    ev.ActionRan: _Fold.ran,
    ev.Searched: _Fold.searched,
    ev.Replied: _Fold.replied,
    ev.AgentSaid: _Fold.said,
    ev.HandoffRequested: _Fold.handed_over,
    ev.AgentJoined: _Fold.joined,
    ev.Suggested: _Fold.suggested,
    ev.SuggestionUsed: _Fold.used,
    ev.Rated: _Fold.rated,
    ev.Closed: _Fold.closed,
}


def _about(understanding: Understanding) -> dict[str, Any]:
    mood = understanding.mood.name
    return {"intent": understanding.intent.name, "mood": mood if mood in get_args(Mood) else ""}


def _spans(understanding: Understanding, text: str) -> Iterator[Span]:
    """Entities that stand in this message. The text that was understood may be a burst, or cleaned."""
    if understanding.text == text:
        yield from (_span(one, one.start) for one in understanding.entities)
        return
    yield from _found(understanding.entities, text)


def _found(entities: Sequence[Entity], text: str) -> Iterator[Span]:
    behind = 0
    for one in entities:
        start = text.find(one.text, behind) if one.text else -1
        if start >= 0:
            behind = start + len(one.text)
            yield _span(one, start)


def _span(entity: Entity, start: int) -> Span:
    value = entity.value if entity.value != entity.text else ""
    return Span(entity=entity.entity, start=start, end=start + len(entity.text), value=value)
