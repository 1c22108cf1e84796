"""``shopclerk check`` on a folder."""

from __future__ import annotations

import json

import typer
from typer.testing import CliRunner

from bot.cli.check import command

app = typer.Typer()
app.command()(command)


def test_right_files(tmp_path, sources):
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    result = CliRunner().invoke(app, ["--state", str(tmp_path)])
    assert result.exit_code == 0
    assert "no mistakes" in result.output


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
