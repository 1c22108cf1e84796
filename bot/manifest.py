"""What is known of a release: the content of its manifest.json, and of the card made from it."""

from __future__ import annotations

from typing import Any

import msgspec


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How a release was made. ``command`` makes it again from the same data; ``counts``: of what it learned
    from, by what they count; ``configurations``: the keys of each task that was trained, as in
    training/configs."""

    command: str = ""
    counts: dict[str, int] = {}
    configurations: dict[str, dict[str, Any]] = {}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is. ``data_hash`` is of all it was trained on, ``dataset`` the version of the
    transcripts among that; ``files`` maps a path to its sha256; ``created`` is Unix seconds; ``program``:
    what made it, ``commit``: of its source, "" where that is not known; all that is missing in a manifest of
    an earlier program is empty."""

    release_id: str
    created: float
    data_hash: str
    base_model: str
    files: dict[str, str]
    metrics: dict[str, Any] = {}
    dataset: str = ""
    program: str = ""
    commit: str = ""
    recipe: Recipe = Recipe()
