"""What a message means after the ones before it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from letters import LetterEncoder
from msgspec.structs import replace

from bot.conversation.state import State
from bot.errors import ModelUnavailable
from bot.shop.order_forms import OrderForms
from bot.understand.context import Context, ShopWords
from bot.understand.context_fitting import LEAST_TURNS, Turn, fit_context
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import ARRAYS, OUT_OF_SCOPE, OutOfScope, load_heads, save_heads
from bot.understand.language import LanguageDetector
from bot.understand.pipeline import SETTLED, Forms, ModelUnderstander, rank_intents
from bot.understand.training import fit_texts, gather

LABELS = ("find", "give", "out_of_scope")
COUNT = LEAST_TURNS + 40


def priced(text: str) -> list[str]:
    return ["price"] if "euro" in text else []


def ambiguous(count: int = COUNT) -> list[Turn]:
    """A number says nothing by itself: after a search it is a limit, after an order a detail; a price is a
    limit after both."""
    turns = []
    for number in range(count):
        topic = "search" if number % 2 else "order"
        price = number % 5 == 0
        intent = "find" if price or topic == "search" else "give"
        turns.append(Turn(f"{number} {'euros' if price else ''}", intent, topic, f"d{number // 3}"))
    return turns


def test_topic_and_cues_decide_what_the_text_leaves_open() -> None:
    turns = ambiguous()
    even = np.tile(np.asarray([0.45, 0.45, 0.1], np.float32), (len(turns), 1))
    found = fit_context(turns, even, LABELS, [priced(turn.text) for turn in turns])
    assert found is not None
    assert (found.turns, found.after) == (COUNT, 1.0)
    assert found.before < 0.7

    def best(topic: str, *cues: str) -> str:
        return LABELS[int(found.context.weighed(even[0], topic, cues).argmax())]

    assert best("search") == "find"
    assert best("order") == "give"
    assert best("order", "price") == "find"
    assert found.context.weighed(even[0], "order", ["never seen"]).sum() == pytest.approx(1.0)
    unknown = found.context.weighed(even[0], "never seen", [])
    assert unknown.tolist() == even[0].tolist(), "of another topic nothing was learned"


def test_a_sure_text_is_not_overruled() -> None:
    turns = ambiguous()
    sure = np.asarray([[0.98, 0.01, 0.01] if t.intent == "find" else [0.01, 0.98, 0.01] for t in turns], "f4")
    assert fit_context(turns, sure, LABELS, [[] for _ in turns]) is None, "there is nothing to mend"


def test_few_turns_and_what_helps_nothing_are_left_out() -> None:
    even = np.full((COUNT, 3), 1 / 3, np.float32)
    few = ambiguous(LEAST_TURNS - 1)
    assert fit_context(few, even[: len(few)], LABELS, [[] for _ in few]) is None
    first = [turn._replace(topic="") for turn in ambiguous()]
    assert fit_context(first, even, LABELS, [[] for _ in first]) is None


def dialogues(folder: Path) -> Path:
    """Each number is said after a search and after an order."""
    lines = []
    for number in range(LEAST_TURNS):
        opening, intent = (("show me tents", "find"), ("where is my order", "track"))[number % 2]
        meant = "find" if intent == "find" else "give"
        turns = [
            {"role": "shopper", "text": opening, "intent": intent},
            {"role": "shopper", "text": f"{number} then", "intent": meant},
        ]
        lines.append(json.dumps({"id": str(number), "turns": turns}))
    file = folder / "talk.jsonl"
    file.write_text("\n".join(lines))
    return file


@pytest.fixture(scope="module")
def understander(tmp_path_factory: pytest.TempPathFactory) -> ModelUnderstander:
    folder = tmp_path_factory.mktemp("context")
    examples = [("show me tents", "find"), ("where is my order", "track"), ("it is 12", "give")]
    topics = {"find": "search", "track": "tracking"}
    texts = gather(examples, [dialogues(folder)], topics, ShopWords(cues=priced))
    heads, report = fit_texts(texts, LetterEncoder())
    assert report.context_turns == LEAST_TURNS
    assert report.context_accuracy > report.context_before
    save_heads(heads, folder)
    return ModelUnderstander(
        LetterEncoder(),
        load_heads(folder),
        Gazetteer({}),
        LanguageDetector(frozenset({"en"})),
        Forms(OrderForms(("FW-204518",)), "DE", "Europe/Berlin"),
        ThreadPoolExecutor(1),
        words=ShopWords(cues=priced),
    )


async def test_the_understander_reads_a_message_after_its_topic(understander: ModelUnderstander) -> None:
    state = State(conversation_id="c")
    found = {
        topic: (await understander.understand("77 then", replace(state, topic=topic))).intent.name
        for topic in ("search", "tracking")
    }
    assert found == {"search": "find", "tracking": "give"}
    alone = understander.read("77 then")
    assert alone == await understander.understand("77 then", state)


def test_what_makes_no_sense_goes_on_with_nothing(understander: ModelUnderstander) -> None:
    senseless = OutOfScope(weights=np.zeros(5, np.float32), bias=3.0)
    heads = replace(understander.heads, out_of_scope=senseless)
    features = LetterEncoder().features(["77 then"])
    alone = rank_intents(heads, features)
    assert alone[0][0].name == OUT_OF_SCOPE
    assert rank_intents(heads, features, "search") == alone
    assert rank_intents(heads, features, "search", ["price"])[1] < alone[1], "but a price is sense"


def test_a_task_that_is_settled_by_its_words_is_not_weighed_anew(understander: ModelUnderstander) -> None:
    fitted, inside = understander.heads, OutOfScope(weights=np.zeros(5, np.float32), bias=-9.0)
    sharp = replace(fitted.intents, temperature=fitted.intents.temperature / 100)
    heads = replace(fitted, out_of_scope=inside, intents=sharp)
    features = LetterEncoder().features(["where is my order"])
    alone, after = rank_intents(heads, features), rank_intents(heads, features, "search")
    assert alone[0][0].name == "track"
    assert alone[0][0].confidence >= SETTLED
    assert after != alone
    assert rank_intents(heads, features, "search", tasks=["track"]) == alone
    unsure = LetterEncoder().features(["77 then"])
    assert rank_intents(heads, unsure, "search", tasks=["track", "give"])[0][0].name == "find"


def test_a_context_that_does_not_fit_its_weights_is_refused(
    understander: ModelUnderstander, tmp_path: Path
) -> None:
    context = understander.heads.context
    assert isinstance(context, Context)
    save_heads(replace(understander.heads, context=replace(context, topics=("one",))), tmp_path)
    with pytest.raises(ModelUnavailable, match="context of shape"):
        load_heads(tmp_path)
    assert (tmp_path / ARRAYS).exists()
