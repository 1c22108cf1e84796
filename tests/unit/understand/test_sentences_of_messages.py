"""Where one sentence of a message ends and the next begins."""

from __future__ import annotations

import pytest

from bot.understand.sentences import MOST, alternatives, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("tents please", []),
        ("tents please.", []),
        ("forget it. got tents?", ["forget it.", "got tents?"]),
        ("stop\ntents", ["stop", "tents"]),
        ("wait\ntents", []),
        ("hold on, what does a return cost?", []),
        ("oh wait a sec. leave it. got tents?", ["leave it.", "got tents?"]),
        ("wait for my parcel? no. stop it", ["wait for my parcel?", "no.", "stop it"]),
        ("Never mind, show me tents", ["Never mind,", "show me tents"]),
        (
            "a warm, light and dry tent that fits us, please",
            ["a warm,", "light and dry tent that fits us, please"],
        ),
        ("I am looking for a tent, a light one", []),
        (
            "I want to swap something from FW-204150, nora@example.com",
            ["I want to swap something from FW-204150,", "nora@example.com"],
        ),
        ("forget it how do I cancel", ["forget it,", "how do I cancel"]),
        ("ok never mind just tell me the price", ["ok never mind,", "just tell me the price"]),
        ("never mind the colour", []),
        ("1.5 kg at 2.000 m", []),
        ("two plants have died :( order 20341", ["two plants have died :(", "order 20341"]),
        ("they are lovely 😊 thank you", ["they are lovely 😊", "thank you"]),
        ("a tent (2 persons) please", []),
        ("ok!! ... 12, 14", []),
        ("how much is it...? and when", ["how much is it...?", "and when"]),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_of_many_the_last_count() -> None:
    assert sentences("one! two! three! four! five! six!") == ["three!", "four!", "five!", "six!"]
    assert len(sentences("a. " * 500)) == MOST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("can't decide whether it should go back or be swapped", ["it should go back", "be swapped"]),
        ("should I cancel it or send it back? what's better", ["cancel it", "send it back"]),
        ("torn between a refund or a voucher", ["a refund", "a voucher"]),
        ("where is my order", []),
        ("black or blue", []),
        ("", []),
    ],
)
def test_alternatives(text: str, found: list[str]) -> None:
    assert alternatives(text) == found
