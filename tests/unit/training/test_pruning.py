"""What `release prune` removes, and what it never does."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.model_files import model_files
from bot.releases import being_made, new_folder, promote, read_release, release_ids, seal
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
    (tmp_path / "shopclerk.toml").touch()
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


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.releases import being_made

with being_made(Path(sys.argv[1])) as folder:
    (folder / "intents.npz").write_bytes(b"half")
    print(folder, flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_folder_goes_when_the_process_that_made_it_was_killed(settings: Settings) -> None:
    releases = settings.var / "releases"
    command = [sys.executable, "-c", KILLED, str(releases)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        half = Path(process.stdout.readline().strip())
        assert f"releases/{half.name}" not in prune(settings)
        assert half.is_dir()
        process.stdin.close()
        assert process.wait() == -signal.SIGKILL
    assert f"releases/{half.name}" in prune(settings)
    assert not half.exists()


def test_what_fails_while_it_is_made_leaves_nothing(settings: Settings) -> None:
    releases = settings.var / "releases"
    before = set(releases.iterdir())

    def fail() -> None:
        with being_made(releases) as folder:
            (folder / "intents.npz").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert set(releases.iterdir()) == before
    with being_made(releases) as folder:
        seal(folder, data_hash="7", base_model="m", metrics={})
    assert read_release(folder).release_id == folder.name


def test_models_of_the_settings_stay(settings: Settings) -> None:
    models, index = settings.var / "models", settings.var / "index"
    kept = [models / "all-MiniLM-L6-v2+850ec76dd993", models / local_name(""), index / "documents"]
    for folder in kept:
        folder.mkdir()
    prune(settings, "--keep", "1")
    assert all(folder.is_dir() for folder in kept)
