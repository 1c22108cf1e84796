"""What a turn is about to say."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.messages import Button, Reply
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
