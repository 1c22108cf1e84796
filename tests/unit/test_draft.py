"""What a turn is about to say."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.messages import GO_ON_PAYLOAD, Button, Reply
from bot.conversation.state import Pending, State

PERSON, STOP = (
    Button(title="Talk to a person", payload="/talk_to_human"),
    Button(title="Stop", payload="/cancel"),
)


def test_a_button_stands_under_the_last_message_that_has_it() -> None:
    draft = Draft(State(conversation_id="c", pending=(Pending(message_id="m", text="hi"),)))
    draft.say(Reply(text="I need that.", buttons=(PERSON, STOP)))
    draft.say(Reply(text="It stands in the e-mail."))
    draft.say(Reply(text="What is it?", buttons=(PERSON,)))
    replies = [event.reply for event in draft.events if isinstance(event, ev.Replied)]
    assert [reply.buttons for reply in replies] == [(STOP,), (), (PERSON,)]


def test_who_goes_on_and_says_what_they_want_says_that() -> None:
    goes_on = Pending(message_id="m1", text="Go on without a person", payload=GO_ON_PAYLOAD)
    asked = Pending(message_id="m2", text="where is my parcel?")
    once = Draft(State(conversation_id="c", pending=(goes_on,)))
    twice = Draft(State(conversation_id="c", pending=(goes_on, goes_on)))
    both = Draft(State(conversation_id="c", pending=(goes_on, asked)))
    assert [one.pressed_payload() for one in (once, twice, both)] == [GO_ON_PAYLOAD, GO_ON_PAYLOAD, ""]
    assert both.question == "where is my parcel?"
    assert both.message_ids == ("m1", "m2")
