"""``shopclerk events import``: good lines are in, bad ones are named, a second run stores nothing twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.cli.events import import_events
from bot.cli.stored import with_database
from bot.errors import DataError
from bot.record.behaviour import SqlBehaviour
from bot.record.log import SqlEventLog
from bot.record.privacy import Privacy
from retrieval.recommend.behaviour import Purchase, RecordedBehaviour, Search

CATALOGUE = """product_id,title,category,variant_id,price,stock,currency,published
T1,Tent,tents,T1-M,100.00,3,EUR,yes
T2,Old tent,tents,T2-M,80.00,0,EUR,no
"""
HEADER = "shopper_id,time,event,product_id,variant_id,quantity,query,session_id,price,currency\n"
GOOD = [
    "C1,2026-05-25T06:28:02+02:00,search,,,,light tent,C1-1,,",
    "C1,2026-05-25T06:28:09+02:00,view,T1,,,,C1-1,,",
    "C1,1779683300,purchase,,T1-M,2,,C1-1,100.00,EUR",
    "C1,2026-05-26T06:28:09Z,view,T2,,,,,,",
]
BAD = [
    ("C1,2026-05-25T06:28:09,view,T1,,,,,,", "invalid_event"),
    ("C1,yesterday,view,T1,,,,,,", "invalid_event"),
    ("C1,2999-05-25T06:28:09Z,view,T1,,,,,,", "future_time"),
    ("C1,1999-05-25T06:28:09Z,view,T1,,,,,,", "too_old"),
    (",2026-05-25T06:28:09Z,view,T1,,,,,,", "no_shopper"),
    ("C1,2026-05-25T06:28:09Z,look,T1,,,,,,", "invalid_event"),
    ("C1,2026-05-25T06:28:09Z,view,T9,,,,,,", "unknown_product"),
    ("C1,2026-05-25T06:28:09Z,add_to_cart,T1,T1-M,two,,,,", "invalid_event"),
    ("C1,2026-05-25T06:28:09Z,add_to_cart,T1,T1-M,-2,,,,", "bad_quantity"),
    ("C1,2026-05-25T06:28:09Z,purchase,T1,T1-M,1,,,-5,EUR", "bad_price"),
    ("C1,2026-05-25T06:28:09Z,purchase,T1,T1-M,1,,,5,USD", "wrong_currency"),
    ("C1,2026-05-25T06:28:09Z,view,T1,,,,,,,,,too many", "invalid_event"),
    ("C\udcff,2026-05-25T06:28:09Z,view,T1,,,,,,", "invalid_event"),
]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "shopclerk.toml").touch()
    (folder / "catalogue.csv").write_text(CATALOGUE, encoding="utf-8")
    return folder


def write(path: Path, lines: list[str]) -> Path:
    path.write_bytes((HEADER + "\n".join(lines) + "\n").encode(errors="surrogateescape"))
    return path


def stored(state: Path) -> list[RecordedBehaviour]:
    return with_database(state, lambda database: SqlBehaviour(database).since())


def run(*arguments: Any) -> str:
    result = CliRunner().invoke(build_cli(), ["events", "import", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def test_bad_lines_are_named_and_the_good_ones_are_in(state: Path, tmp_path: Path) -> None:
    lines = [*GOOD[:2], *(line for line, _ in BAD), *GOOD[2:]]
    report = tmp_path / "report.json"
    said = run(write(tmp_path / "events.csv", lines), "--state", state, "--json", report)
    told = json.loads(report.read_text(encoding="utf-8"))
    expected = [(number + 4, code) for number, (_, code) in enumerate(BAD)]
    assert [(problem["line"], problem["code"]) for problem in told["problems"]] == expected
    assert (told["lines"], told["stored"], sum(told["refused"].values())) == (17, 4, 13)
    assert "events.csv:10: The catalogue has no product 'T9'. (unknown_product)" in said
    search, _, purchase, _ = sorted((one for one in stored(state)), key=lambda one: one.seq)
    assert isinstance(search.event, Search)
    assert (search.shopper_id, search.event.query, search.event.session) == ("p_C1", "light tent", "C1-1")
    assert search.time == 1779683282.0
    assert isinstance(purchase.event, Purchase)
    assert (purchase.event.product_id, purchase.event.quantity, str(purchase.event.price)) == (
        "T1",
        2,
        "100.00",
    )


def test_a_table_of_a_german_spreadsheet(state: Path, tmp_path: Path) -> None:
    rows = (
        "\ufeffshopper_id;time;event;product_id;variant_id;quantity;price;currency",
        "C1;2026-05-25T06:28:09Z;purchase;T1;T1-M;1;1.100,50;EUR",
        "C1;2026-05-25T06:29:09Z;purchase;T1;T1-M;1;1,100;EUR",
    )
    (tmp_path / "events.csv").write_text("\r\n".join(rows), encoding="utf-8")
    said = run(tmp_path / "events.csv", "--state", state)
    assert "events.csv:3:" in said
    assert "(invalid_event)" in said
    (purchase,) = stored(state)
    assert isinstance(purchase.event, Purchase)
    assert str(purchase.event.price) == "1100.50"


def test_a_second_run_stores_nothing_twice(state: Path, tmp_path: Path) -> None:
    part, whole = write(tmp_path / "part.csv", GOOD[:2]), write(tmp_path / "whole.csv", GOOD)
    assert import_events([part], state, lambda *_: None).stored == 2
    again = import_events([whole, whole], state, lambda *_: None)
    assert (again.stored, again.duplicates) == (2, 6)
    assert len(stored(state)) == 4


def test_json_lines(state: Path, tmp_path: Path) -> None:
    view = {"type": "view", "time": 1779683282, "product_id": "T1", "shopper_id": "C1"}
    good = [{**view, "event_id": "1"}, view, {**view, "type": "rate", "rating": 4}]
    bad = ["{", "[]", json.dumps({**view, "product": 3}), "x" * 2_000_000]
    lines = [json.dumps(good[0]), *bad, "", *map(json.dumps, good[1:])]
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    report = import_events([file, file], state, lambda *_: None)
    assert (report.stored, report.duplicates) == (3, 3)
    assert [problem.line for problem in report.problems[:4]] == [2, 3, 4, 5]
    assert set(report.refused) == {"invalid_event"}


def test_files_of_which_nothing_can_be_read(state: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("shopper,time,event\nC1,1,view\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"'shopper_id' or 'user' is missing.* Is it the column 'shopper'"):
        import_events([file], state, lambda *_: None)
    file.write_bytes(b"")
    with pytest.raises(DataError, match="is missing in the first line"):
        import_events([file], state, lambda *_: None)


def test_who_was_erased_does_not_come_back_with_an_old_file(state: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "events.csv", GOOD)
    import_events([file], state, lambda *_: None)
    with_database(state, lambda database: Privacy(database, SqlEventLog(database)).erase("p_C1"))
    report = import_events([file], state, lambda *_: None)
    assert (report.stored, report.refused) == (0, {"erased": 4})
    assert stored(state) == []


def test_the_report_counts_what_is_left_out(state: Path, tmp_path: Path) -> None:
    lines = [*GOOD, "C1,1779693300,return,,T1-M,2,,,,", "C7,2026-05-25T06:28:09Z,view,T1,,,,,,"]
    import_events([write(tmp_path / "events.csv", lines)], state, lambda *_: None)
    report = tmp_path / "report.json"
    command = ["events", "report", "--state", str(state), "--testers", "C7", "--json", str(report)]
    result = CliRunner().invoke(build_cli(), command)
    assert result.exit_code == 0, result.output
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["read"], told["kept"]) == (6, 4)
    assert (told["dropped"], told["shoppers"]) == ({"tester": 1, "returned": 1}, {"tester": 1})
