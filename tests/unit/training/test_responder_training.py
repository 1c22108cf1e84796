"""The responder, fine-tuned for real on a very small language model: examples, steps, going on, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from peft import PeftModel
from safetensors.numpy import load_file
from small_shop import build, packaged
from tiny_language_model import write_tiny_model

from bot.conversation.ports import Prompt
from bot.errors import BadRequest
from bot.respond.convert import convert, open_causal
from bot.respond.local import LocalModel, local_name, verified
from bot.respond.prompt import prompt
from bot.settings import load_settings
from retrieval.documents.answer import Answerer
from training.config import read_config
from training.responder.assistant import training_dialogues
from training.responder.examples import Example, Gathered, Pair, gather
from training.responder.tokens import IGNORED, Tokens, worded
from training.responder.trainers import ResponderConfig, train_responder
from training.transcripts.dialogue import Dialogue, Suggestion, Turn, write_dialogues

EXPRESS = "Express costs 9.95 EUR if you order by 13:00."
ASKED = Prompt(system="Word it.", user="How long?")


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    own = packaged()
    return own.answerer(build(tmp_path_factory.mktemp("shop"), own.encoder, fit=own.fit))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("base"))


@pytest.fixture
def config(base: Path) -> ResponderConfig:
    small: dict[str, Any] = {"tracker": "none", "bf16": False, "batch": 4, "warmup": 1, "pairs": 4}
    small |= {"epochs": 6, "learning_rate": 1e-2, "pairs_epochs": 6, "pairs_learning_rate": 1e-2}
    return read_config(ResponderConfig, "responder").model_copy(update={"model": str(base), **small})


def said(question: str, answer: str, *, before: tuple[str, ...] = (), **keys: Any) -> Dialogue:
    turns = [Turn(role="shopper", text=text) for text in (*before, question)]
    return Dialogue(id="d", turns=(*turns, Turn(role="agent", name="Mara", text=answer, **keys)))


def of(number: int) -> Gathered:
    """Examples, and a pair for each."""
    asked = [Prompt(system="s", user=f"How long does number {n} take?") for n in range(number)]
    return Gathered(
        examples=[Example(one, "It takes 2 days [1].") for one in asked],
        pairs=[Pair(one, "It takes 2 days [1].", "Thank you for asking!") for one in asked],
        left_out={},
    )


def adapted(base: Path, adapter: Path | None) -> tuple[Any, Tokens]:
    model, tokenizer = open_causal(str(base))
    tokens = Tokens(tokenizer, "Word the answer from the sources.", 640)
    return (PeftModel.from_pretrained(model, str(adapter)) if adapter else model), tokens


def likelihood(model: Any, tokens: Tokens, asked: Prompt, answer: str) -> float:
    """The mean log-probability of the answer's tokens."""
    before, after = tokens.prompt(asked), tokens.answer(answer)
    with torch.no_grad():
        logits = model(torch.tensor([before + after])).logits[0, len(before) - 1 : -1]
    return float(logits.log_softmax(-1)[range(len(after)), after].mean())


def test_an_agents_answer_stands_beside_what_is_found_for_its_question(answerer: Answerer) -> None:
    question = "How much is express?"
    gathered = gather([said(question, EXPRESS)], answerer)
    sources = answerer.answer(question).sentences
    place = next(n for n, source in enumerate(sources, start=1) if source.text == EXPRESS)
    assert gathered == Gathered(
        [Example(prompt(question, sources), f"Express costs 9.95 EUR if you order by 13:00 [{place}].")],
        [],
        {},
    )


def test_the_documents_that_an_agent_names_are_the_sources(answerer: Answerer) -> None:
    gathered = gather([said("How much is express?", EXPRESS, documents=("shipping.md",))], answerer)
    assert EXPRESS in gathered.examples[0].prompt.user
    assert gather([said("How much is express?", EXPRESS, documents=("care.md",))], answerer).left_out == {
        "nothing found": 1
    }


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("How much is express?", "Express costs 8 EUR if you order by 13:00.", "number"),
        ("How much is express?", "Our couriers love it if you order by 13:00.", "words"),
        ("How much is express?", "One moment", "no whole sentence"),
        ("Who won the football match yesterday?", "Sorry, I do not know that.", "nothing found"),
    ],
)
def test_what_the_sources_do_not_say_is_left_out(
    answerer: Answerer, question: str, answer: str, reason: str
) -> None:
    gathered = gather([said(question, answer)], answerer)
    assert (gathered.examples, gathered.left_out) == ([], {reason: 1})


def test_a_burst_is_one_question_and_what_was_said_before_its_context(answerer: Answerer) -> None:
    turns = (
        Turn(role="shopper", text="hello there"),
        Turn(role="agent", text="Hello, what can I do for you?"),
        Turn(role="shopper", text="I am in a hurry."),
        Turn(role="shopper", text="How much is express?"),
        Turn(role="agent", text=EXPRESS),
        Turn(role="agent", text="Anything else?"),
    )
    gathered = gather([Dialogue(id="d", turns=turns)], answerer)
    user = gathered.examples[0].prompt.user
    assert "<before>hello there</before>" in user
    assert "<question>I am in a hurry. How much is express?</question>" in user
    assert sum(gathered.left_out.values()) == 1  # the greeting; nobody asked before "Anything else?"


def test_agents_prefer_what_they_wrote_to_what_they_were_offered(answerer: Answerer) -> None:
    offered = {use: Suggestion(text="Express costs 9.95 EUR.", use=use) for use in ("edited", "discarded")}
    offered["kept"] = Suggestion(text=EXPRESS, use="kept")
    asked = {"edited": "so", "discarded": "tell me", "kept": "and please,"}
    dialogues = [
        said(f"{asked[use]} how much is express?", EXPRESS, suggestion=one) for use, one in offered.items()
    ]
    gathered = gather(dialogues, answerer)
    assert len(gathered.examples) == 3
    of = [[use for use, words in asked.items() if f"{words} how" in p.prompt.user] for p in gathered.pairs]
    assert of == [["edited"], ["discarded"]]
    assert all(pair.chosen.startswith("Express costs 9.95 EUR if") for pair in gathered.pairs)
    assert all(pair.rejected.startswith("Express costs 9.95 EUR") for pair in gathered.pairs)


def test_only_answers_are_learned_and_long_ones_left_out(base: Path) -> None:
    _, tokens = adapted(base, None)
    example = of(1).examples[0]
    (row,) = worded([example], tokens)
    learned = [
        token for token, label in zip(row["input_ids"], row["labels"], strict=True) if label != IGNORED
    ]
    assert tokens.tokenizer.decode(learned) == "It takes 2 days [1].<|end|>"
    assert row["input_ids"] == tokens.prompt(example.prompt) + tokens.answer(example.answer)
    tokens.longest = len(row["input_ids"]) - 1
    assert worded([example], tokens) == []


def test_answers_become_likely(base: Path, config: ResponderConfig, tmp_path: Path) -> None:
    gathered = msgspec.structs.replace(of(8), pairs=[])
    report = train_responder(gathered, tmp_path / "responder", config.model_copy(update={"epochs": 20}))
    assert sorted(file.name for file in (tmp_path / "responder").iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors", "system.txt",
    ]  # fmt: skip
    assert report["examples"] == 8
    assert report["tokens_per_second"] > 0
    assert "preference_loss" not in report
    example = gathered.examples[0]
    before, after = (
        likelihood(*adapted(base, adapter), example.prompt, example.answer)
        for adapter in (None, tmp_path / "responder")
    )
    assert after > before + 0.5


def test_a_preference_step_moves_answers_apart(base: Path, config: ResponderConfig, tmp_path: Path) -> None:
    few = config.model_copy(update={"pairs": 9})
    reports = [
        train_responder(of(8), tmp_path / name, one) for name, one in (("without", few), ("with", config))
    ]
    assert ["preference_loss" in report for report in reports] == [False, True]
    pair = of(1).pairs[0]
    leads = []
    for name in ("without", "with"):
        model, tokens = adapted(base, tmp_path / name)
        chosen, rejected = (
            likelihood(model, tokens, pair.prompt, text) for text in (pair.chosen, pair.rejected)
        )
        leads.append(chosen - rejected)
    assert leads[1] > leads[0] + 0.1
    names = set(load_file(tmp_path / "with" / "adapter_model.safetensors"))
    assert names == set(load_file(tmp_path / "without" / "adapter_model.safetensors"))


class Killed(Exception):
    """Stands for the end of the process."""


def killer(at: int) -> Callable[[int, int], None]:
    steps = 0

    def tell(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        if steps == at:
            raise Killed

    return tell


@pytest.mark.parametrize("at", [7, 19])  # of 12 steps on answers, 12 on preferences
def test_a_training_that_was_cut_off_goes_on(config: ResponderConfig, tmp_path: Path, at: int) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    train_responder(of(8), whole, config)
    with pytest.raises(Killed):
        train_responder(of(8), cut, config, tell=killer(at))
    told: list[tuple[int, int]] = []
    train_responder(of(8), cut, config, resume=True, tell=lambda *step: told.append(step))
    assert len(told) < 24 - 3
    one, other = (load_file(folder / "adapter_model.safetensors") for folder in (whole, cut))
    for name in one:
        assert np.allclose(one[name].astype(np.float32), other[name].astype(np.float32), atol=2e-2), name


def test_nothing_to_learn_from_is_told_with_the_reasons(config: ResponderConfig, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="number 3"):
        train_responder(Gathered([], [], {"number": 3}), tmp_path / "responder", config)


async def test_what_was_trained_is_served_with_its_own_system_text(
    base: Path, config: ResponderConfig, tmp_path: Path
) -> None:
    pytest.importorskip("ctranslate2")
    gathered = msgspec.structs.replace(of(8), pairs=[])
    train_responder(gathered, tmp_path / "responder", config)
    assert convert(str(tmp_path / "responder"), tmp_path / "models") is True
    assert convert(str(tmp_path / "responder"), tmp_path / "models") is False
    folder = tmp_path / "models" / local_name(str(tmp_path / "responder"))
    assert verified(folder).system == config.system
    served = LocalModel(folder, threads=1, max_tokens=4)
    served.load()
    _, tokens = adapted(base, tmp_path / "responder")
    steady, own = served._tokens(ASKED)
    assert steady + own == tokens.tokenizer.convert_ids_to_tokens(tokens.prompt(ASKED))
    assert [piece async for piece in served.write(ASKED)]
    await served.close()


def test_dialogues_without_a_version_are_masked_before_they_are_trained_on(tmp_path: Path) -> None:
    turns = (
        Turn(role="shopper", text="I am Paul Winter, paul.winter@gmail.com, where is my parcel?"),
        Turn(role="agent", name="Mara", text="Dear Mr Winter, it is on its way.", documents=("a.md",)),
    )
    (tmp_path / "dialogues").mkdir()
    write_dialogues(tmp_path / "dialogues" / "own.jsonl", [Dialogue(id="d1", turns=turns)])
    (dialogue,) = training_dialogues(load_settings(tmp_path))
    said = " ".join(f"{turn.name} {turn.text}" for turn in dialogue.turns)
    assert {word for word in ("Paul", "Winter", "paul.winter", "Mara") if word in said} == set()
    assert "where is my parcel?" in said
    assert dialogue.turns[1].documents == ("a.md",)
