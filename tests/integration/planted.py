"""Personal data planted in transcripts, and the search for it in everything that is written."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.evaluate.personal_data import Case
from training.transcripts.masking import Masker

SHORTEST = 5
"""Letters and digits of a value that is looked for: shorter ones ("Kim", "22b") stand anywhere by chance."""
SQUEEZED = 8
"""Letters and digits from which a value is also looked for without blanks and dashes. A shorter number
("20095") has to stand by itself: within decimals and hashes its digits stand by chance."""
WEIGHTS = frozenset({".safetensors", ".onnx", ".npz", ".npy", ".bin", ".pt", ".pth", ".faiss", ".data"})
_GAPS = re.compile(r"[\s()/+\-]+")


class Value(NamedTuple):
    """What was planted, and what kind of thing it is."""

    text: str
    kind: str


class Leak(NamedTuple):
    """A value, and where it stands."""

    value: Value
    place: str


def found_by(masker: Masker, cases: Sequence[Case]) -> tuple[list[Value], list[str]]:
    """The planted values of which the masker leaves nothing in any of the dialogues, each once; and all
    dialogues masked, as the texts that may be written. Order numbers are as long as the others."""
    masked = [
        " \n ".join(turn.text for turn in masker.masked(case.dialogue).dialogue.turns) for case in cases
    ]
    everything = _plain(" \n ".join(masked))
    planted = dict.fromkeys(
        Value(case.dialogue.turns[item.turn].text[item.start : item.end], item.kind)
        for case in cases
        for item in case.planted
    )
    return [value for value in planted if _long(value) and _plain(value.text) not in everything], masked


def without_common(values: Iterable[Value], texts: Iterable[str]) -> list[Value]:
    """Those that do not stand in texts which have nothing to do with what was planted: towns, mostly."""
    common = _plain(" \n ".join(texts))
    return [value for value in values if _plain(value.text) not in common]


def leaks(folder: Path, values: Sequence[Value], known: frozenset[bytes]) -> Iterator[Leak]:
    """Where values stand in the files of a folder. Databases are read row by row and archives member by
    member, names of files count too. Of weights, values in full are looked for. ``known``: hashes of what was
    there before anything was planted, such as a tokenizer."""
    searched = set(known)
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        yield from _in_text(place, values, f"the name {place}")
        if path.is_file() and (digest := sha256(content := path.read_bytes())) not in searched:
            searched.add(digest)
            yield from in_content(content, path.suffix, values, place)


def in_content(content: bytes, suffix: str, values: Sequence[Value], place: str) -> Iterator[Leak]:
    """Where values stand in the content of a file."""
    if suffix in WEIGHTS:
        yield from (Leak(value, place) for value in values if value.text.encode() in content)
    else:
        yield from _in_text(content.decode(errors="ignore"), values, place)
    if content.startswith(b"SQLite format 3"):
        yield from _in_text(_dumped(content), values, f"{place}, by its rows")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                inner = archive.read(name)
                yield from in_content(inner, Path(name).suffix or ".bin", values, f"{place}, {name}")


def sha256(content: bytes) -> bytes:
    """Of a content."""
    return hashlib.sha256(content).digest()


def _in_text(text: str, values: Sequence[Value], place: str) -> Iterator[Leak]:
    """In any writing: capitals or not, escaped as in JSON or HTML, and numbers with other gaps."""
    plain = _plain(text)
    squeezed = _GAPS.sub("", plain)
    for value in values:
        wanted = _plain(value.text)
        if wanted.isdecimal() and len(wanted) < SQUEEZED:
            if re.search(rf"(?<![0-9a-f])(?<!\d\.){wanted}(?![0-9a-f])(?!\.\d)", plain):
                yield Leak(value, place)
            continue
        ways = {wanted, json.dumps(wanted)[1:-1].lower(), html.escape(wanted).lower()}
        short = _GAPS.sub("", wanted)
        if any(way in plain for way in ways) or (len(short) >= SQUEEZED and short in squeezed):
            yield Leak(value, place)


def _dumped(database: bytes) -> str:
    """Every row: in the file itself a long text lies in pieces."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(database)
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return "\n".join(
            str(row) for table in tables for row in connection.execute(f'select * from "{table}"')
        )
    finally:
        connection.close()


def _plain(text: str) -> str:
    return text.lower()


def _long(value: Value) -> bool:
    return sum(letter.isalnum() for letter in value.text) >= SHORTEST
