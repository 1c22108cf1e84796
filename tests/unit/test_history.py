"""What a shopper said before the message that is being answered."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.reading import history


def test_a_message_in_plain_words_is_not_one_of_those_before() -> None:
    said = [{"event": "user", "text": text} for text in ("which grinder is it", "how much r they 4 u")]
    latest = {"text": "how much are they 4 you"}
    tracker = Tracker("c", {}, latest, said, False, None, {}, "action_listen")
    assert history(tracker) == ["which grinder is it"]
