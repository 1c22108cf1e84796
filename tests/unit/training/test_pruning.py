"""What `release prune` removes, and what it never does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.model_files import model_files
from bot.releases import new_folder, promote, read_release, release_ids, seal
from bot.respond.local import local_name
from bot.settings import Settings, load_settings


def prune(settings: Settings, *options: str) -> str:
    done = CliRunner().invoke(build_cli(), ["release", "prune", *options, "--state", str(settings.state)])
    if done.exception:
        raise done.exception
    return done.output


def release(settings: Settings, number: int) -> str:
    """A release with a retriever and a responder of its own, judged, indexed and converted."""
    folder = new_folder(settings.var / "releases")
    for name in ("retriever", "responder"):
        (folder / name).mkdir()
        (folder / name / "adapter_model.safetensors").write_bytes(f"{name} {number}".encode())
    seal(folder, data_hash=str(number), base_model="m", metrics={})
    files = model_files(settings, folder)
    for made in (
        settings.var / "reports" / folder.name,
        settings.var / "models" / local_name(files.responder),
        files.index,
    ):
        made.mkdir(parents=True)
        (made / "content").write_text(str(number))
    return folder.name


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A shop with six releases, of which the third was live before the second."""
    settings = load_settings(tmp_path)
    names = [release(settings, number) for number in range(6)]
    for name in (names[2], names[1]):
        promote(read_release(settings.var / "releases" / name))
    return settings


def made(settings: Settings) -> list[int]:
    return [len(list((settings.var / name).iterdir())) for name in ("releases", "reports", "models", "index")]


def test_what_belonged_to_a_release_goes_with_it(settings: Settings) -> None:
    names = release_ids(settings.var / "releases")[::-1]
    assert prune(settings, "--keep", "2", "--dry-run").endswith("8 would go.\n")
    assert made(settings) == [8, 6, 6, 6]  # LIVE and HISTORY lie with the releases
    told = prune(settings, "--keep", "2")
    assert f"release {names[0]}" in told
    assert f"reports/{names[3]}" in told
    assert set(release_ids(settings.var / "releases")) == {names[1], names[2], names[4], names[5]}
    assert made(settings) == [6, 4, 4, 4]
    assert prune(settings, "--keep", "2") == "There is nothing to remove.\n"
    for name in (names[1], names[2]):
        files = model_files(settings, settings.var / "releases" / name)
        assert files.index.is_dir()
        assert (settings.var / "models" / local_name(files.responder)).is_dir()


def test_folders_that_never_became_a_release_go_when_they_are_old(settings: Settings) -> None:
    old, young = (new_folder(settings.var / "releases") for _ in range(2))
    day_before = time.time() - 2 * 24 * 3600
    os.utime(old, (day_before, day_before))
    assert f"releases/{old.name}" in prune(settings)
    assert not old.exists()
    assert young.exists()


def test_models_of_the_settings_stay(settings: Settings) -> None:
    models, index = settings.var / "models", settings.var / "index"
    kept = [models / "all-MiniLM-L6-v2+850ec76dd993", models / local_name(""), index / "documents"]
    for folder in kept:
        folder.mkdir()
    prune(settings, "--keep", "1")
    assert all(folder.is_dir() for folder in kept)
