import pytest

from bot.conversation.dialogue import Dialogue, Frame
from bot.conversation.events import MessageReceived
from bot.conversation.state import State
from bot.errors import InvalidMessage, MessageTooLong
from bot.intake import clean_text, is_fragment


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  hello   there ", "hello there"),
        ("a\x00b\x07c\u200bd", "abcd"),
        ("one\r\n\r\n two\t three ", "one\ntwo three"),
        ("👍🏽", "👍🏽"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("/restart", "/restart"),
        ("\u202eevil", "evil"),
    ],
)
def test_text_is_cleaned(raw: str, clean: str) -> None:
    assert clean_text(raw, 100) == clean


@pytest.mark.parametrize("raw", ["", "   ", "\n\t", "\x00\x01", "\u200b\u200d", None, 5, ["x"]])
def test_nothing_to_read_is_refused(raw: object) -> None:
    with pytest.raises(InvalidMessage):
        clean_text(raw, 100)


def test_too_long_is_refused() -> None:
    with pytest.raises(MessageTooLong, match="4,000"):
        clean_text("x" * 4001, 4000)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("hi", True),
        ("about my order", True),
        ("I wanted to ask,", True),
        ("where is my parcel?", False),
        ("FW-204518", False),
        ("jonas@example.com", False),
        ("thanks.", False),
        ("I would like to return the boots", False),
    ],
)
def test_fragments(text: str, fragment: bool) -> None:
    message = MessageReceived(message_id="m", text=text)
    assert is_fragment(message, State(conversation_id="c")) is fragment


def test_an_answer_to_a_question_is_no_fragment() -> None:
    frame = Frame(frame_id="f", flow="x", step="s", waiting_for="size")
    state = State(conversation_id="c", dialogue=Dialogue(stack=(frame,)))
    assert not is_fragment(MessageReceived(message_id="m", text="large"), state)
