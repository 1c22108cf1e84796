"""The finder of names and addresses: its examples, and that a training learns them."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file
from typer.testing import CliRunner

from bot.errors import SettingsError
from training.commands.train import app
from training.config import read_config
from training.finder.examples import Example, make_examples
from training.finder.pieces import joined
from training.finder.sentences import fill, read_sentences
from training.finder.train import FinderConfig, tags_of, train_on
from training.transcripts.personal_data.learned import LearnedFinder
from training.transcripts.personal_data.reading import words_of

CATALOGUE = Path(__file__).parents[3] / "data" / "demo_shop" / "catalogue.csv"
HANDFUL = (
    Example("", "the bell says Brzezinska", (("name", 14, 24),)),
    Example("What is your name?", "orlok", (("name", 0, 5),)),
    Example("Which colour?", "orlok", ()),
    Example("", "goes to 7 Quarry Steps, Lydd", (("address", 8, 22), ("address", 24, 28))),
    Example("", "is the Skerry 2 in stock", ()),
    Example("", "thanks Ottilie", (("name", 7, 14),)),
    Example("", "thanks again", ()),
    Example("", "we hike in Lydd", ()),
)


def test_every_sentence_can_be_filled_and_only_personal_ones_have_labels() -> None:
    rng = random.Random(0)
    sentences = read_sentences()
    assert len(sentences) > 1200
    for sentence in sentences:
        text, spans = joined(fill(sentence, rng).text)
        assert "{" not in text
        assert bool(spans) is not sentence.bare, sentence.text
        assert all(text[start:end].strip() for _, start, end in spans)


def test_examples_follow_from_the_seed_and_spans_keep_to_their_words() -> None:
    examples = make_examples(400, 3, harmless=0.4)
    assert examples == make_examples(400, 3, harmless=0.4)
    assert examples != make_examples(400, 4, harmless=0.4)
    personal = [one for one in examples if one.spans]
    assert 0.5 < len(personal) / len(examples) < 0.7
    for one in personal:
        ends = [place for _, start, end in one.spans for place in (start, end)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(one.text)


def test_tags_begin_anew_with_each_span() -> None:
    text = "Ada Bly, 5 Mill Lane"
    assert tags_of(words_of(text).places, (("name", 0, 7), ("address", 9, 20))) == [
        "B-name", "I-name", "O", "B-address", "I-address", "I-address",
    ]  # fmt: skip


def test_an_unknown_key_of_the_configuration_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("harmles = 0.4\n")
    with pytest.raises(SettingsError) as refused:
        read_config(FinderConfig, "finder", own)
    assert refused.value.hint == "harmless"


def test_the_command_trains_with_the_products_of_the_shop(tmp_path: Path) -> None:
    shutil.copy(CATALOGUE, tmp_path / "catalogue.csv")
    (tmp_path / "shopclerk.toml").touch()
    (tmp_path / "own.toml").write_text('examples = 48\nbatch = 16\nrank = 2\nwarmup = 1\ntracker = "none"\n')
    done = CliRunner().invoke(
        app, ["finder", "--state", str(tmp_path), "--config", str(tmp_path / "own.toml")]
    )
    assert done.exit_code == 0, done.output
    folder = tmp_path / "adapters" / "finder"
    assert sorted(file.name for file in folder.iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors", "finder.json", "head.safetensors",
    ]  # fmt: skip
    assert LearnedFinder(tmp_path / "models", folder).finder.sure == {"name": 0.9, "address": 0.9}
    assert not [folder for folder in (tmp_path / "adapters").glob(".*") if any(folder.iterdir())]


def test_products_of_a_shop_are_among_what_is_nobodys() -> None:
    said = {one.text for one in make_examples(300, 1, harmless=0.9, products=["Zorbelin"])}
    assert any("zorbelin" in text.lower() for text in said)


def small_config(epochs: int) -> FinderConfig:
    return read_config(FinderConfig, "finder").model_copy(
        update={"epochs": epochs, "batch": 8, "warmup": 5, "rank": 8, "bf16": False, "tracker": "none"}
    )


def test_the_same_seed_gives_the_same_finder(tmp_path: Path) -> None:
    for name in ("one", "other"):
        train_on(HANDFUL, tmp_path / name, small_config(3))
    for name in ("adapter_model.safetensors", "head.safetensors"):
        one, other = load_file(tmp_path / "one" / name), load_file(tmp_path / "other" / name)
        assert one
        assert all(one[key].equal(other[key]) for key in one)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_training_learns_a_handful(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    train_on(HANDFUL, tmp_path / "one", small_config(50), tell=lambda *step: steps.append(step))
    assert steps[-1] == (50, 50)
    finder = LearnedFinder(tmp_path / "models", tmp_path / "one")
    for example in HANDFUL:
        found = finder.all_in(example.text, example.before)
        assert [(one.kind, one.start, one.end) for one in found] == list(example.spans), example.text
