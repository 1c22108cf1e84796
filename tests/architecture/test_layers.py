"""The layers hold, and the guard itself works: a forbidden import in a copy is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", code, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("node_modules", "dist", "__pycache__")
    for package in ("bot", "retrieval", "training"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("bot/channels/limits.py", "import torch", "without models BROKEN"),
        ("bot/decide/engine.py", "import bot.record.log", "path of a message BROKEN"),
        ("bot/turn.py", "import rasa_sdk", "rasa-sdk only in actions BROKEN"),
        ("retrieval/types.py", "import bot.errors", "retrieval BROKEN"),
        ("bot/brand_new.py", "", "path of a message BROKEN"),
    ],
)
def test_a_forbidden_import_is_caught(copy: Path, module: str, line: str, contract: str) -> None:
    file = copy / module
    file.write_text(f"{line}\n" + (file.read_text() if file.exists() else ""))
    result = lint(copy)
    assert result.returncode == 1
    assert contract in " ".join(result.stdout.split())


TOP = {
    ".ci", ".dockerignore", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", "Makefile",
    "README.md", "bot", "data", "docker-compose.yml", "docs", "pyproject.toml", "retrieval", "tests",
    "training",
}  # fmt: skip


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_nothing_is_kept_by_mistake() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = listed.stdout.strip("\0").split("\0")
    assert {name.split("/")[0] for name in names} == TOP
    assert [name for name in names if set(name) & set("\n\\|*?<>\"'")] == []
