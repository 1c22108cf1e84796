"""``shopclerk check`` on a folder."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.check import command

app = typer.Typer()
app.command()(command)


@pytest.fixture
def own_actions(tmp_path):
    """The shop's own code for the actions of its domain."""
    names = ("action_check", "action_return", "action_track")
    classes = [
        f"class {name.title()}(Action):\n    def name(self):\n        return {name!r}\n" for name in names
    ]
    file = tmp_path / "actions.py"
    file.write_text("\n\n".join(["from rasa_sdk import Action", *classes]))
    return file


@pytest.mark.usefixtures("own_actions")
def test_right_files(tmp_path, sources):
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    result = CliRunner().invoke(app, ["--state", str(tmp_path)])
    assert result.exit_code == 0
    assert "no mistakes" in result.output


def test_an_action_without_code_is_a_mistake(tmp_path, sources, own_actions):
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    own_actions.write_text(own_actions.read_text().replace("'action_return'", "'action_retour'"))
    result = CliRunner().invoke(app, ["--state", str(tmp_path)])
    line = next(i for i, text in enumerate(sources["domain.yml"].splitlines(), 1) if "actions:" in text)
    assert result.exit_code == 1
    assert f"domain.yml:{line}: There is no code for the action 'action_return'" in result.output
    assert "Did you mean 'action_retour'?" in result.output


def test_an_action_server_may_have_the_code(tmp_path, sources):
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "shopclerk.toml").write_text('[actions]\nendpoint = "http://127.0.0.1:5055/webhook"\n')
    assert CliRunner().invoke(app, ["--state", str(tmp_path)]).exit_code == 0


@pytest.mark.usefixtures("own_actions")
def test_mistakes_are_printed_with_place_and_written_as_json(tmp_path, sources):
    sources["flows.yml"] = sources["flows.yml"].replace("action: utter_greet", "action: utter_gret")
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    report = tmp_path / "report.json"
    result = CliRunner().invoke(app, ["--state", str(tmp_path), "--json", str(report)])
    assert result.exit_code == 1
    line = sources["flows.yml"].splitlines().index("      - action: utter_gret") + 1
    assert (
        f"flows.yml:{line}: There is no response 'utter_gret'. Did you mean 'utter_greet'?" in result.output
    )
    assert json.loads(report.read_text())["problems"][0]["hint"] == "utter_greet"
