"""Published figures are commands that can be run again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.errors import BadRequest
from training.bench.cli import app
from training.bench.results import read_published, rerun

MODELS = Path(__file__).parents[3] / "data" / "demo_shop" / "var" / "models"
FIGURE = """greetings:
  command: evaluate nlu --train $DATA/nlu.csv --share 0.5 --frozen --models $MODELS
  expect: {accuracy: EXPECTED}
  within: 0.01
  seconds: 10
  memory_mb: 900
"""


def test_the_projects_own_are_complete() -> None:
    runner = CliRunner()
    for one in read_published().values():
        assert one.expect
        assert one.seconds > 0
        assert one.memory_mb > 0
        assert one.command.split()[0] in {"evaluate", "train", "bench"}
    assert runner.invoke(app, ["training", "--help"]).exit_code == 0


def test_what_is_not_there_is_told_and_not_held_against(tmp_path: Path) -> None:
    file = tmp_path / "results.yaml"
    file.write_text(FIGURE.replace("EXPECTED", "0.5"))
    (without,) = rerun(read_published(file), {})
    assert (without.held, without.reason) == (None, "DATA, MODELS is not set")
    (absent,) = rerun(read_published(file), {"DATA": str(tmp_path), "MODELS": "/"})
    assert absent.held is None
    assert str(tmp_path / "nlu.csv") in absent.reason


def test_commands_are_run_and_compared(tmp_path: Path) -> None:
    rows = [f"{text} {n},{text}" for n in range(8) for text in ("hello", "order")]
    (tmp_path / "nlu.csv").write_text("\n".join(["text,intent", *rows]))
    MODELS.mkdir(parents=True, exist_ok=True)
    file = tmp_path / "results.yaml"
    figure = FIGURE.replace("EXPECTED", "0.9")
    file.write_text(figure + figure.replace("greetings", "broken").replace("--frozen", "--frosty"))
    right, broken = rerun(read_published(file), {"DATA": str(tmp_path), "MODELS": str(MODELS)})
    assert right.held
    assert right.found["accuracy"] >= 0.89
    assert broken.held is False
    assert "ended with 2" in broken.reason


@pytest.mark.timeout(300)
def test_a_figure_may_stand_in_a_part_of_the_report(tmp_path: Path) -> None:
    """Three shoppers with a history of two and twelve items: all that is left is among the ten."""
    rows = [f"u{user},i{(4 * user + n) % 12},{n}" for user in range(3) for n in range(4)]
    (tmp_path / "i.csv").write_text("\n".join(["user,item,timestamp", *rows]))
    file = tmp_path / "results.yaml"
    file.write_text(
        "popular:\n  command: evaluate recommender --interactions $DATA/i.csv --method popularity\n"
        "  expect: {best.hr@10: 1.0, data.shoppers: 3}\n  within: 0.01\n  seconds: 9\n  memory_mb: 900\n"
    )
    (popular,) = rerun(read_published(file), {"DATA": str(tmp_path)})
    assert popular.held, popular.reason
    assert popular.found == {"best.hr@10": 1.0, "data.shoppers": 3.0}


def test_an_entry_that_is_not_complete(tmp_path: Path) -> None:
    file = tmp_path / "results.yaml"
    file.write_text("x:\n  command: evaluate nlu\n")
    with pytest.raises(BadRequest, match="expect"):
        read_published(file)
