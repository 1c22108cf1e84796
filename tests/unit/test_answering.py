"""What an action gets that is to answer a part of a message, or an earlier one."""

from __future__ import annotations

from bot.conversation.answering import answering
from bot.conversation.ports import ActionContext
from bot.conversation.state import State, Utterance
from bot.conversation.understanding import Entity, Scored, Understanding

ASKED, ANSWERED, SAID = "how long do I have?", "Which order is it?", "no, just in general"
PRICE = Entity(entity="price", value="50.00", text="50", start=0, end=2)


def _context() -> ActionContext:
    roles = (("shopper", ASKED), ("bot", ANSWERED), ("shopper", SAID), ("bot", "Stopped."))
    window = tuple(Utterance(role=role, text=text, time=0.0) for role, text in roles)
    heard = Understanding(text=SAID, intent=Scored("deny", 0.9), entities=(PRICE,))
    return ActionContext(state=State(conversation_id="c", window=window), text=SAID, understanding=heard)


def _said(context: ActionContext) -> list[str]:
    return [one.text for one in context.state.window]


def test_nothing_else_is_to_be_answered() -> None:
    context = _context()
    assert answering(context, "") is context
    assert answering(context, SAID) is context


def test_a_part_stands_for_the_message_and_its_intent_for_nothing() -> None:
    context = answering(_context(), "in general")
    assert context.text == "in general"
    assert _said(context) == [ASKED, ANSWERED, "in general"]
    assert context.understanding is not None
    assert context.understanding.intent == Scored("", 0.0)
    assert context.understanding.entities == (PRICE,)


def test_an_earlier_message_is_answered_as_it_was_then() -> None:
    context = answering(_context(), ASKED)
    assert _said(context) == [ASKED]


def test_nothing_need_have_been_said() -> None:
    context = answering(ActionContext(state=State(conversation_id="c"), text=""), ASKED)
    assert context.text == ASKED
    assert context.understanding is None
