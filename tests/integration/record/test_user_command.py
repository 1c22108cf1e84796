"""``shopclerk user`` and ``shopclerk migrate``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import migrate, user
from bot.errors import Conflict, InvalidMessage, NotFound

CLI = typer.Typer()
CLI.add_typer(user.app, name="user")
CLI.command("migrate")(migrate.command)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "shopclerk.toml").touch()
    return tmp_path


def run(state: Path, *arguments: str) -> str:
    done = CliRunner().invoke(CLI, [*arguments, "--state", str(state)])
    if done.exception:
        raise done.exception
    return done.output


def test_accounts_from_the_command_line(state: Path) -> None:
    made = run(state, "user", "add", "bo.dean@shop.example", "--role", "admin")
    assert "Bo Dean (bo.dean@shop.example) is admin." in made
    assert re.search(r"shown only now: (\w{5}-){3}\w{5}$", made.strip())
    run(state, "user", "add", "cy@shop.example", "--name", "Cy [b]")
    assert "Cy [b] is trainer." in run(state, "user", "role", "CY@shop.example", "trainer")
    assert "disabled" in run(state, "user", "disable", "cy@shop.example")
    listed = run(state, "user", "list")
    assert re.search(r"cy@shop.example +Cy \[b\] +trainer +disabled", listed)
    assert "enabled" in run(state, "user", "disable", "cy@shop.example", "--undo")
    passwords = {run(state, "user", "password", "cy@shop.example") for _ in range(2)}
    assert len(passwords) == 2


def test_mistakes_on_the_command_line(state: Path) -> None:
    run(state, "user", "add", "bo@shop.example", "--role", "admin")
    with pytest.raises(Conflict):
        run(state, "user", "add", "bo@shop.example")
    with pytest.raises(Conflict, match="last administrator"):
        run(state, "user", "disable", "bo@shop.example")
    with pytest.raises(NotFound):
        run(state, "user", "password", "nobody@shop.example")
    with pytest.raises(InvalidMessage, match="agent, trainer, admin"):
        run(state, "user", "role", "bo@shop.example", "king")


def test_migrating_from_the_command_line(state: Path) -> None:
    assert "Applied 0001, 0002, 0003, 0004, 0005, 0006, 0007, 0008." in run(state, "migrate")
    assert "up to date" in run(state, "migrate")
