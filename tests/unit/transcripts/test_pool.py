"""Imports into the pool: masked before they are written, once, and taken out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from plain_masker import PlainMasker

from bot.errors import Conflict, TranscriptError
from training.transcripts.importing import Imported, Importer, files_in
from training.transcripts.keys import Keys
from training.transcripts.pool import Pool

KEYS = Keys("a secret")
EMAIL = "anna.schmidt@example.com"


def table(folder: Path, rows: str = "", name: str = "anna.csv") -> Path:
    text = (
        f"conversation_id,role,text,customer_id\n{EMAIL},customer,I am {EMAIL},{EMAIL}\n{EMAIL},agent,Hi,\n"
    )
    (folder / name).write_text(text + rows)
    return folder / name


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "var" / "transcripts", KEYS.fingerprint)


@pytest.fixture
def importer(pool: Pool) -> Importer:
    return Importer(pool, KEYS, PlainMasker())


def written(pool: Pool) -> str:
    return "".join(file.read_text() for file in sorted(pool.folder.iterdir()))


def test_what_is_written_is_masked_and_keyed(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    result = importer.take(table(tmp_path, f"c2,{EMAIL},{EMAIL},{EMAIL}\n"))
    [manifest] = pool.imports()
    assert result.manifest == manifest
    assert (manifest.source, manifest.dialogues, manifest.turns, manifest.rejected) == ("csv", 1, 2, 1)
    assert manifest.masked == {"email": 1}
    [dialogue] = pool.dialogues(manifest)
    assert dialogue.turns[0].text == "I am [email_1]"
    assert dialogue.shopper == KEYS.shopper(EMAIL)
    assert EMAIL not in written(pool)
    assert EMAIL not in str(result)


def test_of_a_files_name_the_ending_stays(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    importer.take(table(tmp_path, name=f"{EMAIL}.csv"))
    importer.take(table(tmp_path, "c2,customer,again,\n", name=f"tickets.{EMAIL}"))
    assert sorted(one.file for one in pool.imports()) == ["[email_1]", "[email_1].csv"]


def test_keys_differ_by_secret_and_not_by_chance() -> None:
    other = Keys("another secret")
    assert KEYS.shopper("anna") == Keys("a secret").shopper("anna") != other.shopper("anna")
    assert KEYS.shopper("") == ""
    assert KEYS.fingerprint != other.fingerprint


def test_the_same_file_again_adds_nothing(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    first = importer.take(table(tmp_path))
    before = {file.name: file.stat().st_mtime_ns for file in pool.folder.iterdir()}
    again = importer.take(table(tmp_path, name="other-name.csv"))
    assert again.again
    assert again.manifest == first.manifest
    assert {file.name: file.stat().st_mtime_ns for file in pool.folder.iterdir()} == before


def test_other_masks_take_the_place_of_the_first(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    importer.take(table(tmp_path))
    Importer(pool, KEYS, PlainMasker(), order_numbers=True).take(table(tmp_path))
    assert [one.order_numbers for one in pool.imports()] == [True]


def test_a_dry_run_writes_nothing(tmp_path: Path, pool: Pool) -> None:
    importer = Importer(pool, KEYS, PlainMasker(), dry=True)
    result = importer.take(table(tmp_path, "c2,nobody,hello,\n"))
    assert result.manifest
    assert result.dry
    assert result.manifest.dialogues == 1
    assert [line.split(": ", 1)[0].rsplit(":", 1)[1] for line in result.errors] == ["4"]
    assert not pool.folder.exists()


def test_a_file_without_any_dialogue_is_an_error_and_leaves_no_trace(
    tmp_path: Path, pool: Pool, importer: Importer
) -> None:
    file = tmp_path / "one.csv"
    file.write_text("conversation_id,role,text\nc1,nobody,hello\n")
    with pytest.raises(
        TranscriptError, match=r"one\.csv: Nothing in it is a dialogue\. Line 2: Expected who"
    ):
        importer.take(file)
    assert list(pool.folder.iterdir()) == []


def test_purging_leaves_the_others(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    importer.take(table(tmp_path, "c2,customer,hello there,bob\n"))
    assert pool.purge({KEYS.shopper(EMAIL)}) == 1
    [manifest] = pool.imports()
    assert (manifest.dialogues, manifest.turns, manifest.erased) == (1, 1, 1)
    assert [one.turns[0].text for one in pool.dialogues(manifest)] == ["hello there"]
    assert KEYS.shopper(EMAIL) not in written(pool)
    assert pool.purge({KEYS.shopper("bob")}) == 1
    assert list(pool.dialogues(pool.imports()[0])) == []
    assert pool.purge({KEYS.shopper("bob")}) == 0


def test_an_erased_shopper_does_not_come_back_with_an_import(tmp_path: Path, pool: Pool) -> None:
    importer = Importer(pool, KEYS, PlainMasker(), erased=frozenset({KEYS.shopper(EMAIL)}))
    with pytest.raises(TranscriptError, match="All its shoppers were erased"):
        importer.take(table(tmp_path))


def test_a_changed_secret_is_refused_until_it_is_imported_again(
    tmp_path: Path, pool: Pool, importer: Importer
) -> None:
    importer.take(table(tmp_path))
    keys = Keys("new secret")
    changed = Pool(pool.folder, keys.fingerprint)
    with pytest.raises(TranscriptError, match=r"secret has changed since anna\.csv was imported"):
        changed.imports()
    Importer(changed, keys, PlainMasker()).take(table(tmp_path))
    assert len(changed.imports()) == 1


def test_damage_is_named(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    result: Imported = importer.take(table(tmp_path))
    assert result.manifest
    data = pool.folder / f"{result.manifest.import_id}.jsonl"
    data.write_bytes(data.read_bytes()[:-20])
    with pytest.raises(TranscriptError, match=r"Import anna\.csv again"):
        list(pool.dialogues(result.manifest))
    manifest = data.with_suffix(".json")
    manifest.write_text("{")
    with pytest.raises(TranscriptError, match="is damaged"):
        pool.imports()


def test_an_import_that_was_killed_does_not_count(tmp_path: Path, pool: Pool, importer: Importer) -> None:
    importer.take(table(tmp_path))
    (pool.folder / "feedfeedfeedfeed.jsonl").write_text("half")
    (pool.folder / ".cafe.77").write_text("draft")
    assert len(pool.imports()) == 1


def test_one_writes_at_a_time(pool: Pool) -> None:
    with pool.locked(), pytest.raises(Conflict), Pool(pool.folder, "").locked():
        pytest.fail("two wrote")


def test_folders_are_searched_for_files(tmp_path: Path) -> None:
    (tmp_path / "a" / ".git").mkdir(parents=True)
    for name in ("a/2.csv", "a/1.json", "a/.git/config", "a/.hidden"):
        (tmp_path / name).write_text(json.dumps(name))
    assert [file.name for file in files_in([tmp_path / "a"])] == ["1.json", "2.csv"]
    with pytest.raises(TranscriptError, match="no such file"):
        files_in([tmp_path / "b"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(TranscriptError, match="no file in this folder"):
        files_in([tmp_path / "empty"])
