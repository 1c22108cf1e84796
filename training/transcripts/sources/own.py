"""Shopclerk's own format: one dialogue a line (docs/train.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from training.transcripts.dialogue import Dialogue, LineError
from training.transcripts.sources.json_records import Record, converted
from training.transcripts.sources.opened import Opened

NAME = "jsonl"


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a dialogue of ours."""
    turns = record.get("turns")
    return (
        isinstance(turns, list)
        and bool(turns)
        and isinstance(turns[0], dict)
        and {"role", "text"} <= set(turns[0])
    )


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its dialogues; an unknown key is an error."""
    return converted(file, Dialogue, _dialogue)


def _dialogue(dialogue: Dialogue, _record: Record) -> Iterator[Dialogue]:
    yield dialogue if dialogue.source else replace(dialogue, source=NAME)
