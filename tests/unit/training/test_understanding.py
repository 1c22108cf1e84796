"""Training for real on a toy: three intents, two entities; what is written serves as the network decides."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from small_shop import MODELS
from transformers import AutoTokenizer, MPNetConfig, MPNetModel

from bot.errors import AssistantError, ModelUnavailable
from bot.understand.joined import part_of
from bot.understand.pipeline import rank_intents
from bot.understand.tags import decode
from bot.understand.tuned import TunedModel, UnderstandingModel, open_base, open_understanding
from bot.understand.words import split_words
from retrieval.encode import DEFAULT_MODEL, bundled_model, load_encoder
from training.understanding.batches import as_rows, collate, contrastive_order
from training.understanding.config import UnderstandingConfig, understanding_config
from training.understanding.data import Message, message, with_moods
from training.understanding.export import export_network
from training.understanding.fine_tuning import features_of, tune_epochs
from training.understanding.model import Aims, new_network
from training.understanding.time_limit import LEAST_EPOCHS, TIMED
from training.understanding.train import UnderstandingReport, held_out, train_understanding

COLOURS, THINGS = ("red", "dark blue", "green", "pale pink"), ("tent", "rope", "camp stove", "hat", "lamp")
ADAPTER = Path(__file__).parents[3] / "data" / "demo_shop" / "adapters" / "encoder"
MOODS = (("this is awful", "angry"), ("thank you", "happy"), ("i am furious", "angry"), ("lovely", "happy"))

AIMS = Aims(("find", "greet", "refund"), ("O", "B-colour", "B-thing", "I-colour", "I-thing"))


def toy() -> list[Message]:
    messages = []
    for colour, thing in product(COLOURS, THINGS):
        text = f"show me a {colour} {thing}"
        spans = [("colour", 10, 10 + len(colour)), ("thing", 11 + len(colour), len(text))]
        messages.append(message(text, "find", spans))
        text = f"i want my money back for the {thing} in {colour}"
        end = 29 + len(thing)
        messages.append(message(text, "refund", [("thing", 29, end), ("colour", end + 4, len(text))]))
        messages.append(message(f"hello {'there ' * len(colour)}{len(thing)}", "greet", []))
    return messages


def config(**changes: object) -> UnderstandingConfig:
    small = {
        "epochs": 5,
        "batch": 12,
        "learning_rate": 5e-4,
        "bf16": False,
        "tracker": "none",
        "few_steps": 4,
    }
    return understanding_config().model_copy(update={**small, "few_alike": 2, "folds": 2, **changes})


def silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[UnderstandingModel, UnderstandingReport, Path]:
    folder = tmp_path_factory.mktemp("toy") / "understanding"
    report = train_understanding(toy(), MOODS, folder, config(held_out=0.2), silent, models=MODELS)
    return open_understanding(folder, MODELS), report, folder


def test_intents_and_entities_are_learned(
    trained: tuple[UnderstandingModel, UnderstandingReport, Path],
) -> None:
    model, report, folder = trained
    assert report.intents is not None
    assert report.entities is not None
    assert report.intents.accuracy == 1.0
    assert report.entities.micro_f1 > 0.9
    assert report.judged == report.intents.examples
    text = "do show me a Pale Pink camp stove"
    ranking, _ = rank_intents(model.heads, model.encoder.features([text]))
    assert ranking[0].name == "find"
    assert model.tagger is not None
    assert [(e.entity, e.text) for e in model.tagger.entities(text)] == [
        ("colour", "Pale Pink"), ("thing", "camp stove"),
    ]  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == [
        "export.json", "heads.json", "heads.npz", "model.int8.onnx", "tags.json", "tokenizer.json",
    ]  # fmt: skip
    assert [path.name for path in folder.parent.iterdir()] == ["understanding"]


@pytest.mark.parametrize("name", ["heads.npz", "tags.json", "tokenizer.json"])
def test_a_changed_file_is_refused(
    trained: tuple[UnderstandingModel, UnderstandingReport, Path], name: str
) -> None:
    file = trained[2] / name
    whole = file.read_bytes()
    file.write_bytes(whole + b" ")
    try:
        with pytest.raises(ModelUnavailable, match=name.replace(".", r"\.")):
            open_understanding(trained[2], MODELS)
    finally:
        file.write_bytes(whole)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="shopclerk train understanding"):
        open_understanding(tmp_path, MODELS)


def test_what_is_exported_decides_as_the_network(tmp_path: Path) -> None:
    messages = toy()
    train, held = messages[6:], messages[:6]
    whole = tune_epochs(train, held, AIMS, config(epochs=2), tmp_path / "whole", silent)
    export_network(whole, tmp_path / "model")
    served = TunedModel(tmp_path / "model")
    texts = [m.text for m in held]
    near = (served.features(texts) * features_of(whole, held, 64)).sum(axis=1)
    assert near.min() > 0.97
    batch = collate(list(as_rows(held, AIMS, whole.source, 64)))
    with torch.inference_mode():
        states = whole.states(batch["input_ids"], batch["attention_mask"], batch["word_shapes"])
        logits = whole.tag_head(states[-1]).numpy()  # (b, t, k)
    for row, m in enumerate(held):
        # Every toy word is one token, behind the one that begins the text.
        words = logits[row, 1 : 1 + len(split_words(m.text).texts)]
        assert [AIMS.tags[c] for c in decode(words, AIMS.tags)] == served.tag([m.words])[0]
        assert np.isfinite(words).all()


def test_where_time_is_short_fewer_epochs_are_made_and_going_on_keeps_to_them(tmp_path: Path) -> None:
    class Stopped(Exception):
        """As a kill would."""

    messages = toy()
    train, held, work = messages[6:], messages[:6], tmp_path / "work"
    short, of_epoch = config(epochs=5, batch=2, minutes=0.001), len(train) // 2
    totals: list[int] = []
    epochs: list[int] = []

    def tell(_what: str, done: int, total: int) -> None:
        totals.append(total if done > TIMED else 0)
        if done > of_epoch + 2 and len(totals) == done:
            raise Stopped

    def watch(epoch: int, _score: float) -> None:
        epochs.append(epoch)

    with pytest.raises(Stopped):
        tune_epochs(train, held, AIMS, short, work, tell, watch=watch)
    tune_epochs(train, held, AIMS, short, work, tell, resume=True, watch=watch)
    assert epochs == [1, 2]
    assert set(totals) == {0, LEAST_EPOCHS * of_epoch}


def test_a_stopped_training_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    class Stopped(Exception):
        """As a kill would."""

    def stop(_what: str, done: int, total: int) -> None:
        if done > total / 2 + 1:
            raise Stopped

    train, held = toy()[6:], toy()[:6]
    whole = tune_epochs(train, held, AIMS, config(epochs=2), tmp_path / "whole", silent)
    with pytest.raises(Stopped):
        tune_epochs(train, held, AIMS, config(epochs=2), tmp_path / "work", stop)
    seen: list[int] = []
    tell = lambda _what, done, _total: seen.append(done)  # noqa: E731 - shorter than a function
    resumed = tune_epochs(train, held, AIMS, config(epochs=2), tmp_path / "work", tell, resume=True)
    assert seen[0] > 1
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_few_messages_are_learned_by_contrast(tmp_path: Path) -> None:
    few = list(dict.fromkeys(m._replace(tags=()) for m in toy()[:18]))
    report = train_understanding(few, MOODS, tmp_path / "few", config(), silent, models=MODELS)
    assert report.entities is None
    assert report.intents is not None
    assert report.intents.examples == report.judged == len(few)
    model = open_understanding(tmp_path / "few", MODELS)
    assert model.tagger is None
    assert isinstance(model.encoder, TunedModel), (
        "read alone: the mean of its weights is near the base as it is"
    )
    ranking, _ = rank_intents(model.heads, model.encoder.features(["can i have my money back"]))
    assert ranking[0].name == "refund"


def test_moods_are_learned_with_the_intents_and_judged_by_what_was_kept(tmp_path: Path) -> None:
    feelings = {"angry": "what a mess with my", "happy": "so pleased about the"}
    said = [f"{colour} {thing}" for colour, thing in product(COLOURS, THINGS)]
    moods = [(f"{words} {what}", mood) for mood, words in feelings.items() for what in said]
    report = train_understanding(toy(), moods, tmp_path / "m", config(held_out=0.2), silent, models=MODELS)
    assert report.intents is not None
    assert report.intents.mood_accuracy == 1.0
    assert report.judged == report.intents.examples < 20, "texts with a mood alone judge no intents"
    model = open_understanding(tmp_path / "m", MODELS)
    text = "so pleased about the turquoise kettle"
    head = model.heads.mood
    assert head.labels[head.logits(model.encoder.features([text])).argmax()] == "happy"


def test_an_encoder_with_an_adapter_is_tuned_as_well_and_read_beside_what_it_was(tmp_path: Path) -> None:
    assert all(weight.requires_grad for weight in new_network(AIMS, 0.1, ADAPTER).parameters())
    folder = tmp_path / "m"
    train_understanding(toy(), MOODS, folder, config(epochs=1), silent, models=MODELS, start=ADAPTER)
    model, began = (
        open_understanding(folder, MODELS),
        load_encoder(DEFAULT_MODEL, MODELS, "cpu", adapter=ADAPTER),
    )
    assert open_base(folder, MODELS, began) is began, "each message is read once for both"
    features, before = model.encoder.features(["a new rope"]), began.features(["a new rope"])
    assert np.allclose(part_of(features, 1, 2), before, atol=1e-6)
    assert (part_of(features, 0, 2) * before).sum() < 0.99


def test_an_encoder_of_another_kind_is_tuned_and_read_beside_itself(tmp_path: Path) -> None:
    small = MPNetConfig(hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64)
    other, folder = tmp_path / "mpnet", tmp_path / "m"
    MPNetModel(small).save_pretrained(other)
    AutoTokenizer.from_pretrained(bundled_model()).save_pretrained(other)
    settings = config(epochs=1, encoder=str(other))
    report = train_understanding(toy(), MOODS, folder, settings, silent, models=MODELS)
    assert report.entities is not None
    model, began = open_understanding(folder, MODELS), load_encoder(str(other), MODELS, "cpu")
    assert model.heads.encoder == model.encoder.name
    assert str(other) in model.encoder.name
    features, before = model.encoder.features(["a new rope"]), began.features(["a new rope"])
    assert features.shape == (1, 2 * 3 * 48)
    assert np.allclose(part_of(features, 1, 2), before, atol=1e-5)
    (other / "model.safetensors").unlink()
    with pytest.raises(ModelUnavailable, match="mpnet"):
        open_understanding(folder, MODELS)


def test_a_text_has_its_mood_beside_its_intent() -> None:
    known = message("it broke again", "refund")
    both = with_moods([known, message("hi", "greet")], [("it broke again", "angry"), ("lovely", "happy")])
    assert [(m.text, m.intent, m.mood) for m in both] == [
        ("it broke again", "refund", "angry"),
        ("hi", "greet", ""),
        ("lovely", "", "happy"),
    ]


def test_one_intent_is_too_little(tmp_path: Path) -> None:
    with pytest.raises(AssistantError):
        train_understanding(
            [message("hi", "greet")] * 3, MOODS, tmp_path / "m", config(), silent, models=MODELS
        )


def test_held_out_messages_are_spread_over_the_intents() -> None:
    messages = [*toy(), message("one of a kind", "rare")]
    held = held_out(messages, 0.2, seed=0)
    counts = [sum(messages[row].intent == name for row in held) for name in ("find", "refund", "greet")]
    assert len(set(held)) == len(held) == 12
    assert min(counts) >= 3


def test_a_contrastive_batch_has_as_many_of_each_intent() -> None:
    intents = ["a"] * 5 + ["b"] * 2 + ["c"]
    order = contrastive_order(intents, steps=3, alike=2, at_once=2, seed=0)
    assert len(order) == 12
    for start in range(0, 12, 4):
        named = [intents[row] for row in order[start : start + 4]]
        assert named[0] == named[1] != named[2] == named[3]
