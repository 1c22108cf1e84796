"""Curated answers: texts that a person approved, which win over search (answers.yml).

The file is a list of answers, or a mapping whose key ``answers`` holds it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from retrieval.errors import UnreadableDocument


class Curated(msgspec.Struct, frozen=True, kw_only=True):
    """An approved answer. ``questions`` are the ways to ask it; ``source`` a document id, several, or "";
    ``valid_until`` the last day on which it is given, as 2026-12-31, or ""."""

    id: str
    questions: tuple[str, ...]
    answer: str
    source: str | tuple[str, ...] = ""
    valid_until: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the documents that say the same."""
        named = (self.source,) if isinstance(self.source, str) else self.source
        return tuple(name for name in named if name)

    def has_run_out(self, today: str) -> bool:
        """Whether it is given no more on a day, as 2026-12-31."""
        return bool(self.valid_until) and self.valid_until < today


def load_curated(path: Path) -> tuple[Curated, ...]:
    """Read answers.yml; a missing file means that there are none.

    Raises: UnreadableDocument, naming the entry that is wrong.
    """
    try:
        return read_curated(path.read_text("utf-8"), path)
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"This is not YAML in UTF-8: {error}", file=path) from error


def read_curated(text: str, path: Path) -> tuple[Curated, ...]:
    """The answers of the text of a file, which ``path`` names in errors.

    Raises: UnreadableDocument, naming the entry that is wrong.
    """
    try:
        loaded: Any = YAML(typ="safe", pure=True).load(text) or []
        entries = loaded.get("answers") or [] if isinstance(loaded, dict) else loaded
        return tuple(_entry(entry) for entry in entries)
    except YAMLError as error:
        raise UnreadableDocument(f"This is not YAML in UTF-8: {error}", file=path) from error
    except (msgspec.ValidationError, TypeError) as error:
        raise UnreadableDocument(f"An entry needs id, questions and answer: {error}", file=path) from error


def _entry(entry: Any) -> Curated:
    if not isinstance(entry, dict):
        raise TypeError(f"{entry!r} has none of them")
    dated = entry | {"valid_until": str(entry.get("valid_until") or "")}  # YAML reads a date
    curated = msgspec.convert(dated, Curated, strict=False)
    source = "" if curated.source == "none" else curated.source
    lines = (" ".join(line.split()) for line in curated.answer.strip().splitlines())
    return msgspec.structs.replace(curated, answer="\n".join(lines), source=source)
