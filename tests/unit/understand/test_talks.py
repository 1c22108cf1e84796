"""Talks of other shops teach an assistant that has their intents, and no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from letters import LetterEncoder

from bot.shop.order_forms import OrderForms
from bot.understand.context import START, ShopWords
from bot.understand.context_fitting import LEAST_TURNS
from bot.understand.gazetteer import Gazetteer
from bot.understand.language import LanguageDetector
from bot.understand.pipeline import Forms, ModelUnderstander
from bot.understand.talks import CORE, Said, Talk, talks_for, turns_of
from bot.understand.training import fit_texts, gather

TOPICS = {"find": "search", "ask": "documents", "track": ""}
EXAMPLES = [(f"{word} {n}", intent) for n in range(9) for word, intent in (("aaaa", "find"), ("bbbb", "ask"))]


def test_they_are_for_assistants_that_tell_these_wishes_apart() -> None:
    starter = [("text", intent) for intent in CORE]
    talks = talks_for("package", starter)
    assert len({talk.shop for talk in talks}) > 30
    assert sum(len(talk.said) for talk in talks) > 3000
    assert {one.intent for talk in talks for one in talk.said} >= CORE
    assert talks_for("", starter) == ()
    assert talks_for("package", starter[1:]) == ()


def test_topics_are_those_of_the_assistant_and_unknown_intents_are_left_out() -> None:
    said = [
        ("a", "hello"),
        ("b", "find"),
        ("c", "ask"),
        ("d", "thanks"),
        ("e", "find"),
        ("f", "track"),
        ("g", "ask"),
    ]
    talk = Talk("shop", tuple(Said(text, intent, ("price",)) for text, intent in said))
    turns = turns_of([talk], TOPICS, {"find", "ask", "track"})
    assert [(one.text, one.topic) for one in turns] == [
        ("b", START), ("c", "search"), ("e", "documents"), ("f", "search"), ("g", ""),
    ]  # fmt: skip
    assert {one.dialogue for one in turns} == {"shop 0"}
    assert all(one.cues == ("price",) for one in turns)


def talks() -> list[Talk]:
    """What is said first, and names a kind, is sought; without one it is asked."""
    return [
        Talk("other", (Said(f"cccc {number}", *(("find", ("kind",)) if number % 2 else ("ask",))),))
        for number in range(LEAST_TURNS + 20)
    ]


@pytest.fixture(scope="module")
def understander() -> ModelUnderstander:
    heads, report = fit_texts(gather(EXAMPLES, (), TOPICS, talks=talks()), LetterEncoder())
    assert report.examples > len(EXAMPLES)
    assert report.context_accuracy > report.context_before
    words = ShopWords(lambda text: ["kind"] if "lamp" in text else [])
    return ModelUnderstander(
        LetterEncoder(), heads, Gazetteer({}), LanguageDetector(frozenset({"en"})),
        Forms(OrderForms(("1001",)), "IE", "Europe/Dublin"), ThreadPoolExecutor(1), words=words,
    )  # fmt: skip


def test_what_this_shop_sells_says_what_is_wished_before_anything_else_was_said(
    understander: ModelUnderstander,
) -> None:
    named = understander.read("cccc lamp")
    assert named.intent.name == "find"
    assert understander.read("cccc 3").intent.name == "ask"
    assert named.cues == (), "there is no talk that would go on"
    assert named.names_kind
    assert not understander.read("cccc 3").names_kind


def test_it_says_nothing_while_a_task_asks(understander: ModelUnderstander) -> None:
    asked, free = (understander.read("cccc lamp", asked=one) for one in (True, False))
    assert asked.intent.confidence < free.intent.confidence or asked.intent.name != free.intent.name


def test_messages_are_examples_of_their_intents() -> None:
    texts = gather(EXAMPLES, (), TOPICS, talks=talks())
    assert ("cccc 1", "find") in texts.intents
    assert len(texts.turns.said) == LEAST_TURNS + 20
    assert all(turn.topic == START for turn in texts.turns.said)
