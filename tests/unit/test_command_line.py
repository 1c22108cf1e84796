"""The command line as a process: what goes wrong is one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def fails(*command: str) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_an_error_is_shown_whole(tmp_path: Path) -> None:
    (tmp_path / "shopclerk.toml").write_text('[wording]\nmode = "local"\ndeadline_seconds = 99\n')
    said = fails("-m", "bot", "doctor", "--state", str(tmp_path))
    assert "[wording] deadline_seconds must be below" in said
    assert "the limit of [turn]" in said


def test_a_database_that_is_away_is_said_to_the_operator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shopclerk.toml").touch()
    monkeypatch.setenv("SHOPCLERK_STORAGE__URL", "postgresql://owner:private@127.0.0.1:1/shop")
    said = fails("-m", "bot", "migrate", "--state", str(tmp_path))
    assert "(storage_error) The database cannot be used." in said
    assert "SHOPCLERK_STORAGE__URL" in said
    assert "Your message" not in said
    assert "private" not in said


@pytest.mark.parametrize("command", ["gaps", "unmet", "user list", "migrate", "index build", "release list"])
def test_a_folder_that_is_no_installation_is_left_as_it_is(tmp_path: Path, command: str) -> None:
    said = fails("-m", "bot", *command.split(), "--state", str(tmp_path))
    assert f"(no_installation) {tmp_path} is no installation" in said
    assert "--state DIR" in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").mkdir()
    (tmp_path / "nlu.yml").write_text("nlu: []\n")
    (tmp_path / "var").write_text("in the way")
    said = fails("-m", "bot", "prepare", "--state", str(tmp_path))
    assert f"(config_error) {tmp_path / 'var'}: File exists." in said
    run = (
        "import bot.prepare; from bot.__main__ import main\n"
        "def full(*_): raise OSError(28, 'No space left on device')\n"
        "bot.prepare.read_sources = full\n"
        "main()"
    )
    said = fails("-c", run, "prepare", "--state", str(tmp_path))
    assert "(config_error) No space left on device. Free some space on this disk" in said


def test_without_what_trains_it_says_what_to_install(tmp_path: Path) -> None:
    run = "import sys; sys.modules['ijson'] = None; from bot.__main__ import main; main()"
    (tmp_path / "shopclerk.toml").touch()
    (tmp_path / "said.jsonl").write_text('{"id": "1", "turns": []}\n')
    command = ["transcripts", "import", str(tmp_path / "said.jsonl"), "--state", str(tmp_path)]
    said = fails("-c", run, *command)
    assert "(package_missing)" in said
    assert "ijson" in said
    assert "pip install 'shopclerk[train]'" in said


def test_what_answers_brings_neither_what_reads_documents_nor_what_trains() -> None:
    heavy = "{'markitdown', 'pandas', 'datasketch', 'torch', 'sklearn', 'transformers', 'lightgbm'}"
    look = f"import bot.app, sys; print(*{heavy} & set(sys.modules))"
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("train all", "As [quick] of the configuration says."),
        ("train", "its [search] says what is tried"),
        ("release promote", "than [release] gates allow"),
    ],
)
def test_help_names_the_parts_of_settings_in_brackets(command: str, says: str) -> None:
    call = [sys.executable, "-m", "bot", *command.split(), "--help"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=True)
    assert says in " ".join(done.stdout.replace("│", " ").split())
