"""``shopclerk check`` names lines of orders and sources of questions that are not there."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli

ORDER = "A-1,C1,2026-11-25T10:00:00+01:00,placed,EUR,20,standard,0,paypal,,0,Ida,Hof 1,34117,Kassel,DE\n"


def check(shop: Path) -> tuple[str, list[str]]:
    """What is said, and the codes of what dangles."""
    report = shop.parent / "report.json"
    done = CliRunner().invoke(build_cli(), ["check", "--state", str(shop), "--json", str(report)])
    assert done.exit_code == 0, done.output
    return done.output, [one["code"] for one in json.loads(report.read_text())["dangling"]]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    assert CliRunner().invoke(build_cli(), ["init", str(folder)]).exit_code == 0
    return folder


def add(shop: Path, name: str, row: str) -> None:
    file = shop / "shop" / name
    heading = file.read_text().splitlines()[0]
    file.write_text(f"{heading}\n{row}")


def test_what_is_laid_out_names_nothing_that_is_not_there(shop: Path) -> None:
    assert check(shop)[1] == []


def test_a_line_of_what_the_catalogue_lacks(shop: Path) -> None:
    add(shop, "customers.csv", "C1,Ida,ida@example.com,,\n")
    add(shop, "orders.csv", ORDER.replace(",0,Ida", ",Ida"))
    add(shop, "order_lines.csv", "A-1,1,NONE-1,1,20,placed,\nA-1,2,NONE-1,1,20,placed,\n")
    said, codes = check(shop)
    assert "order A-1, line 1 and 1 more: there is no variant 'NONE-1'" in said
    assert codes == ["unknown_variant"]
    with (shop / "catalogue.csv").open(newline="") as file:
        (row, *_) = csv.DictReader(file)
    add(shop, "order_lines.csv", f"A-1,1,{row['variant_id']},1,20,placed,\n")
    assert check(shop)[1] == []


@pytest.mark.parametrize(
    ("gold", "says"),
    [
        ({"document": "gone.md", "passage": "We refund"}, "there is no document 'gone.md'."),
        ({"document": "returns.md", "passage": "We never refund"}, "does not say 'We never refund'."),
    ],
)
def test_a_source_that_is_not_there(shop: Path, gold: dict[str, str], says: str) -> None:
    question = {"id": "q7", "question": "refund?", "answerable": True, "gold": [gold]}
    (shop / "tests" / "questions.jsonl").write_text(json.dumps(question) + "\n")
    said, codes = check(shop)
    assert "tests/questions.jsonl: q7: " in said
    assert says in said
    assert codes == ["unknown_gold"]
