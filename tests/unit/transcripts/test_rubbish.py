"""Files that are no transcripts, or broken ones: a clear error, and whatever can be read is read."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from bot.errors import TranscriptError
from training.transcripts.dialogue import Dialogue, LineError
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.registry import named, recognised

TICKET = {"id": 1, "requester_id": 2, "comments": [{"author_id": 2, "body": "hello"}]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "This file is empty"),
        (b" \n\t\n", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 500, "This is not text"),
        (gzip.compress(b"conversation_id,role,text\n" * 50, mtime=0), "This is not text"),
        (b"Dear diary,\ntoday nobody wrote.\n", "neither JSON nor a table"),
        (b'{"name": "a shop", "open": true}', "No record has what a format is told by"),
        (b'[{"name": 1}, {"name": 2}]', "No record has what a format is told by"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id": 1, ', "cut off"),
        (b"[1, 2, 3]", "Its first record is no JSON object"),
        (b"[]", "No record has"),
        (b"{{{{", "Its first record is no JSON object"),
    ],
)  # fmt: skip
def test_rubbish_is_refused_with_the_reason(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(content)
    with pytest.raises(TranscriptError, match=told) as caught:
        recognised(Opened(path))
    assert caught.value.code == "transcript_error"
    assert str(path) in str(caught.value)


def test_a_table_in_another_encoding_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("conversation_id,role,text\nc1,customer,ok\nc1,agent,Grüße\n".encode("cp1252"))
    with pytest.raises(TranscriptError, match=r"Line 3 is not UTF-8.*--encoding cp1252"):
        list(named("csv").read(Opened(path)))
    [dialogue] = named("csv").read(Opened(path, "cp1252"))
    assert isinstance(dialogue, Dialogue)
    assert dialogue.turns[1].text == "Grüße"
    with pytest.raises(TranscriptError, match="no encoding 'klingon'"):
        Opened(path, "klingon")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    table, lines = tmp_path / "export.csv", tmp_path / "export.jsonl"
    table.write_text("conversation_id,role,text\nc1,customer,Grüße\n", encoding=encoding)
    lines.write_text(json.dumps(TICKET) + "\n" + json.dumps(TICKET), encoding=encoding)
    for path, number in ((table, 1), (lines, 2)):
        file = Opened(path)
        found = list(recognised(file).read(file))
        assert len(found) == number
        assert all(isinstance(one, Dialogue) for one in found)


def test_an_array_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps([TICKET] * 3)[:-20])
    file = Opened(path)
    *whole, last = recognised(file).read(file)
    assert len(whole) == 2
    assert isinstance(last, LineError)
    assert str(last) == f"{path}, record 3: The JSON is cut off within this record. Export it again."


def test_broken_json_in_an_array_is_told_without_quoting_it(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(f'[{json.dumps(TICKET)}, {{"body": anna@example.com}}, {json.dumps(TICKET)}]')
    file = Opened(path)
    first, second = recognised(file).read(file)
    assert isinstance(first, Dialogue)
    assert isinstance(second, LineError)
    assert "record 2: The JSON is broken" in str(second)
    assert "anna" not in str(second)


def test_broken_lines_cost_themselves(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    good = json.dumps(TICKET).encode()
    path.write_bytes(b"\n".join([b"not json", good, b'{"id": "\xff"}', b"[" * 100_000, b"", good]))
    file = Opened(path)
    found = list(recognised(file).read(file))
    assert [one.line for one in found if isinstance(one, LineError)] == [1, 3, 4]
    assert sum(isinstance(one, Dialogue) for one in found) == 2


def test_objects_that_are_spread_over_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(TICKET, indent=2) + "\n" + json.dumps(TICKET, indent=2))
    file = Opened(path)
    assert len(list(recognised(file).read(file))) == 2


def test_a_quotation_mark_that_is_never_closed_ends_in_an_error(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = "c2,customer,hello there\n" * 60_000
    path.write_text(f'conversation_id,role,text\nc1,customer,fine\nc3,agent,"open\n{rows}')
    found = list(named("csv").read(Opened(path)))
    [error] = [one for one in found if isinstance(one, LineError)]
    assert error.line == 3
    assert 'Is a " missing?' in error.reason


def test_a_hundred_megabytes_of_rubbish_are_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    with path.open("wb") as file:
        file.write(b"{")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    begun = time.process_time()
    with pytest.raises(TranscriptError):
        recognised(Opened(path))
    assert time.process_time() - begun < 10
