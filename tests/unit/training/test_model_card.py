"""Every release has a card that says what it is, sealed with it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.errors import ReleaseError
from bot.manifest import Manifest, Recipe
from bot.model_card import MODEL_CARD, model_card
from bot.program import commit_of
from bot.releases import Release, new_folder, promote, read_release, seal
from bot.settings import load_settings
from training.releases import live_release_with

RECIPE = Recipe(
    command="shopclerk train all --quick",
    counts={"dialogues_to_train_on": 1234},
    configurations={"understanding": {"epochs": 4, "bf16": "auto", "scale|d": [1, 2]}},
)


def sealed(releases: Path, base_model: str = "all-MiniLM-L6-v2+850ec76dd993") -> Release:
    folder = new_folder(releases)
    (folder / "understanding").mkdir()
    (folder / "understanding" / "heads.npz").write_bytes(b"weights")
    return seal(
        folder, data_hash="ab" * 32, base_model=base_model, metrics={"accuracy": 0.9125}, dataset="0007-ab",
        recipe=RECIPE,
    )  # fmt: skip


def test_a_card_is_sealed_with_its_release(tmp_path: Path) -> None:
    release = read_release(sealed(tmp_path).path)
    assert set(release.manifest.files) == {MODEL_CARD, "understanding/heads.npz"}
    card = release.path / MODEL_CARD
    card.write_text(card.read_text().replace("1,234", "4,321"))
    with pytest.raises(ReleaseError, match=f"{MODEL_CARD} does not have the checksum"):
        read_release(release.path)


def test_a_card_says_what_the_manifest_knows(tmp_path: Path) -> None:
    release = sealed(tmp_path)
    text = (release.path / MODEL_CARD).read_text()
    for part in (
        f"# Release {release.release_id}",
        release.manifest.program,
        release.manifest.commit,
        "| understanding | reads messages",
        "| all-MiniLM-L6-v2+850ec76dd993 | Apache-2.0",
        f"`{'ab' * 32}`",
        "version 0007-ab",
        "| dialogues to train on | 1,234 |",
        "| epochs | 4 |",
        "| scale/d | [1, 2] |",
        "| accuracy | 0.9125 |",
        "## Limits",
        "`shopclerk train all --quick`",
    ):
        assert part in text
    assert text == model_card(release.manifest)


def test_a_licence_that_nobody_knows_is_not_made_up(tmp_path: Path) -> None:
    text = (sealed(tmp_path, base_model="acme/encoder").path / MODEL_CARD).read_text()
    assert "| acme/encoder | not recorded here" in text


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("", "| SmolLM2-135M-Instruct | Apache-2.0"),
        ("/home/somebody/models/own", "| own | not recorded here"),
    ],
)
def test_a_responder_names_its_language_model(model: str, shown: str) -> None:
    manifest = Manifest(
        release_id="r", created=0.0, data_hash="", base_model="m", files={"responder/adapter_model": ""},
        recipe=Recipe(configurations={"responder": {"model": model}}),
    )  # fmt: skip
    assert shown in model_card(manifest)


def test_what_is_added_to_a_release_is_added_to_its_card(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    before = sealed(settings.var / "releases")
    promote(before)
    made = tmp_path / "made"
    made.mkdir()
    (made / "policy.json").write_text("{}")
    more = Recipe(
        command="shopclerk train policy", counts={"said": 5}, configurations={"policy": {"seed": 3}}
    )
    release = live_release_with(settings, made, {"policy_recall": 0.5}, more)
    text = (release.path / MODEL_CARD).read_text()
    assert release.manifest.recipe.command == "shopclerk train all --quick; then shopclerk train policy"
    assert {"| epochs | 4 |", "| seed | 3 |", "| said | 5 |", "| policy_recall | 0.5 |"} <= {
        *text.splitlines()
    }
    assert f"evaluate release {before.release_id}`" not in text


def test_the_command_says_where_the_card_is(tmp_path: Path) -> None:
    (tmp_path / "shopclerk.toml").touch()
    release = sealed(load_settings(tmp_path).var / "releases")
    done = CliRunner().invoke(build_cli(), ["release", "show", release.release_id, "--state", str(tmp_path)])
    assert f"Model card: {release.path / MODEL_CARD}" in done.output


def test_the_commit_of_a_checkout(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        done = subprocess.run(
            ["git", *who, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    git("init", "-q")
    (tmp_path / "file").write_text("1")
    git("add", "file")
    git("commit", "-q", "-m", "one")
    head = git("rev-parse", "HEAD")
    assert commit_of(tmp_path) == head
    commit_of.cache_clear()
    (tmp_path / "file").write_text("2")
    assert commit_of(tmp_path) == f"{head}-dirty"
    inner = tmp_path / "inner"
    inner.mkdir()
    assert commit_of(inner) == ""
    commit_of.cache_clear()
