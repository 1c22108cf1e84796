"""``shopclerk backup`` while somebody writes: the copy is whole, and what was committed before is in it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.errors import SettingsError

ROWS = 3_000


def shopclerk(*arguments: str) -> str:
    done = CliRunner().invoke(build_cli(), list(arguments))
    if done.exit_code:
        raise done.exception or AssertionError(done.output)
    return done.output


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shopclerk("init", str(folder))
    shopclerk("migrate", "--state", str(folder))
    return folder


def database(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "var" / "shopclerk.db", timeout=10)


def test_a_backup_is_whole_while_it_is_written(shop: Path, tmp_path: Path) -> None:
    with closing(database(shop)) as before:
        before.execute("CREATE TABLE said (number INTEGER, text TEXT)")
        before.executemany("INSERT INTO said VALUES (?, ?)", ((n, "x" * 500) for n in range(ROWS)))
        before.commit()
    (shop / "var" / "lock").write_text("")
    (shop / "documents" / "lock").mkdir()
    (shop / "documents" / "lock" / "bicycles.md").write_text("# Locks")
    ends = threading.Event()
    writer = threading.Thread(target=write_on, args=(shop, ends))
    writer.start()
    try:
        said = shopclerk("backup", str(tmp_path / "copy"), "--state", str(shop))
    finally:
        ends.set()
        writer.join()
    assert said.startswith("Backed up in")
    assert "not in it" not in said
    copy = tmp_path / "copy"
    with closing(database(copy)) as restored:
        assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert restored.execute("SELECT count(*) FROM said WHERE number < ?", (ROWS,)).fetchone() == (ROWS,)
    assert (copy / "documents" / "lock" / "bicycles.md").read_text() == "# Locks"
    assert not (copy / "var" / "lock").exists()
    assert "up to date" in shopclerk("migrate", "--state", str(copy))


def write_on(shop: Path, ends: threading.Event) -> None:
    with closing(database(shop)) as connection:
        number = ROWS
        while not ends.is_set():
            connection.execute("INSERT INTO said VALUES (?, ?)", (number, "y" * 500))
            connection.commit()
            number += 1


def test_nothing_is_written_over_and_a_folder_is_not_copied_into_itself(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(SettingsError, match="there already"):
        shopclerk("backup", str(tmp_path / "there"), "--state", str(shop))
    with pytest.raises(SettingsError, match="outside"):
        shopclerk("backup", str(shop / "copy"), "--state", str(shop))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "there"]


def test_that_a_database_on_a_server_is_not_in_it_is_said(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCLERK_STORAGE__URL", "postgresql://owner@127.0.0.1:1/shop")
    assert "pg_dump" in shopclerk("backup", str(tmp_path / "copy"), "--state", str(shop))
