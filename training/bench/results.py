"""Runs the commands of training/results.yaml again, and compares what they give with what is published."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from ruamel.yaml import YAML

from bot.errors import BadRequest

RESULTS = Path(__file__).parents[1] / "results.yaml"
_VARIABLE = re.compile(r"\$(\w+)")


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command and the figures that it gave: see the head of the file."""

    command: str
    expect: dict[str, float]
    within: float
    seconds: float
    memory_mb: float


class Outcome(msgspec.Struct, frozen=True):
    """What came of running it again. ``found`` holds the published keys; empty where the command failed or
    its data is not there, which ``reason`` tells. ``held`` is None where it could not be run."""

    name: str
    expect: dict[str, float]
    found: dict[str, float]
    seconds: float
    held: bool | None
    reason: str = ""


def read_published(file: Path = RESULTS) -> dict[str, Published]:
    """The published figures by name.

    Raises: BadRequest for an entry that is not complete.
    """
    tree = YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}
    try:
        return msgspec.convert(tree, dict[str, Published])
    except msgspec.ValidationError as error:
        raise BadRequest(f"{file} cannot be read: {error}") from error


def rerun(published: Mapping[str, Published], variables: Mapping[str, str]) -> Iterator[Outcome]:
    """One after the other, each in a process of its own. ``variables`` stand for $NAME in the commands."""
    for name, one in published.items():
        with TemporaryDirectory() as scratch:
            yield _rerun(name, one, {**variables, "SCRATCH": scratch}, Path(scratch) / "report.json")


def _rerun(name: str, one: Published, variables: Mapping[str, str], report: Path) -> Outcome:
    missing = sorted(set(_VARIABLE.findall(one.command)) - set(variables))
    if missing:
        return Outcome(name, one.expect, {}, 0.0, None, f"{', '.join(missing)} is not set")
    command = _VARIABLE.sub(lambda match: variables[match[1]], one.command)
    absent = [part for part in shlex.split(command) if part.startswith("/") and not Path(part).exists()]
    if absent:
        return Outcome(name, one.expect, {}, 0.0, None, f"{absent[0]} is not there")
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - the project's own file says what is run
        [sys.executable, "-m", "bot", *shlex.split(command), "--json", str(report)],
        stdout=subprocess.DEVNULL,
        env=dict(os.environ),
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        return Outcome(name, one.expect, {}, seconds, False, f"it ended with {done.returncode}")
    figures: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    found = {key: _figure(figures, key) for key in one.expect}
    held = all(found[key] >= expected - one.within for key, expected in one.expect.items())
    return Outcome(name, one.expect, found, seconds, held)


def _figure(figures: Mapping[str, Any], key: str) -> float:
    """Of a report, where ``a.b`` is ``b`` of its part ``a``."""
    part, _, rest = key.partition(".")
    return _figure(figures[part], rest) if rest else float(figures[part])
