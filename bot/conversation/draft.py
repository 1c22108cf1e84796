"""The draft of a turn: events in the making, and the state as if they were stored already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.arrival import asked_in_full
from bot.conversation.dialogue import Dialogue
from bot.conversation.handover import packet, topic
from bot.conversation.messages import GO_ON_PAYLOAD, HANDOFF_PAYLOAD, Button, Reply
from bot.conversation.plain_words import plain_words
from bot.conversation.state import State, apply
from bot.conversation.understanding import Understanding


class Draft:
    """Collects the events of one turn over ``base``. ``effects`` is set once something outside changed,
    ``handoff`` to the reason once a person is to take over, ``note`` where no more is left than something for
    the team to see to; ``cause`` is why, if one is called. ``release``
    names the one that speaks."""

    def __init__(
        self, base: State, on_effect: Callable[[], None] = lambda: None, *, release: str = ""
    ) -> None:
        self.base, self.release = base, release
        self.state = base
        self.events: list[ev.AnyEvent] = []
        self.effects = False
        self.handoff, self.note = "", False
        self.cause = "asked"
        self.left = Dialogue()
        self._on_effect = on_effect
        self.message_ids = tuple(item.message_id for item in base.pending)
        said = [item for item in base.pending if item.payload != GO_ON_PAYLOAD]
        self._said = said or list(base.pending[-1:])  # who goes on and says what they want says that
        written = plain_words("\n".join(item.text for item in self._said))
        self.question = self._pressed_text() or asked_in_full(written, base)

    def add(self, event: ev.AnyEvent) -> None:
        """Take up an event; the state shows it at once."""
        stored = ev.Stored(
            conversation_id=self.base.conversation_id,
            seq=self.state.last_seq + 1,
            time=self.base.updated,
            event=event,
        )
        self.state = apply(self.state, stored)
        self.events.append(event)

    def understood(self, understanding: Understanding) -> None:
        """What all pending messages together mean; from here they count as taken up."""
        ids = self.message_ids
        self.add(ev.Understood(message_ids=ids, understanding=understanding, release=self.release))

    def say(self, reply: Reply) -> None:
        """The bot's next message. Cards that it shows are what "the second one" means from now on; a button
        stands under the last message that has it."""
        self.events = [_without_buttons(event, reply.buttons) for event in self.events]
        self.add(ev.Replied(reply=reply, in_reply_to=self.message_ids[-1], release=self.release))

    def take_over(self, events: Iterable[ev.AnyEvent]) -> None:
        """Take up what another draft collected."""
        for event in events:
            if isinstance(event, ev.Replied):
                self.say(event.reply)
            else:
                self.add(event)

    def set_slots(self, slots: Mapping[str, Any], source: str) -> None:
        """Set slots that differ; None clears."""
        for name, value in slots.items():
            if self.state.slots.get(name) != value:
                self.add(ev.SlotSet(name=name, value=value, source=source))

    def has_effect(self) -> None:
        """Something outside is about to change: from here the turn is finished in any case."""
        self.effects = True
        self._on_effect()

    def finish(self) -> None:
        """Ask for a person where that was decided, with everything known in the packet."""
        if self.handoff:
            asked = ev.HandoffRequested(
                reason=self.handoff,
                packet=packet(self.state),
                topic=topic(self.state),
                left=self.left,
                note=self.note,
            )
            self.add(asked)

    def pressed_payload(self, suggested: Collection[str] = ()) -> str:
        """The payload of the only pending message, but for the button to go on beside it, if it belongs to a
        button that was offered, or is one of those ``suggested`` to everybody; else "". A text where nothing
        is asked is no answer, and counts as written: it is the ``question``."""
        payload = self._payload()
        known = self._is_offered(payload) or payload in (HANDOFF_PAYLOAD, GO_ON_PAYLOAD, *suggested)
        return payload if known and not self._pressed_text() else ""

    def _payload(self) -> str:
        return self._said[0].payload if len(self._said) == 1 else ""

    def _is_offered(self, payload: str) -> bool:
        return any(button.payload == payload for button in self.base.offered)

    def _pressed_text(self) -> str:
        """What a pressed button says where it says something and no question is open, or one of the last that
        is called what was typed; else ""."""
        payload, stack = self._payload(), self.base.dialogue.stack
        if stack and stack[-1].waiting_for:
            return ""
        if payload:
            return payload if _is_text(payload) and self._is_offered(payload) else ""
        typed = "".join(item.text for item in self._said).strip().rstrip(".!").casefold()
        texts = (
            one.payload for one in self.base.latest if one.title.casefold() == typed and _is_text(one.payload)
        )
        return next(texts, "")

    def silent(self) -> list[ev.AnyEvent]:
        """The events without anything said: for a conversation that an agent has taken over meanwhile."""
        spoken = (ev.Replied, ev.Recommended, ev.HandoffRequested, ev.Decided)
        return [event for event in self.events if not isinstance(event, spoken)]


def _without_buttons(event: ev.AnyEvent, buttons: Collection[Button]) -> ev.AnyEvent:
    """A reply without the buttons that are offered again behind it; any other event as it is."""
    if not isinstance(event, ev.Replied) or not buttons:
        return event
    again = {button.payload for button in buttons}
    kept = tuple(button for button in event.reply.buttons if button.payload not in again)
    return event if kept == event.reply.buttons else replace(event, reply=replace(event.reply, buttons=kept))


def _is_text(payload: str) -> bool:
    return not payload.startswith("/")
