"""How a task is trained: a commented TOML file a task in training/configs, closed.

The table ``[quick]`` of a file holds what differs where little time is, ``[search]`` what `shopclerk train
search` tries for a key: a list of choices, or the ends of a range (``low``, ``high``, with ``log = true``
by ratio). A file of one's own, as `--config` or from that search, names only the keys that it changes.
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.errors import SettingsError

CONFIGS = Path(__file__).with_name("configs")
QUICK, SEARCH = "quick", "search"


class Config(BaseModel):
    """Base of the configurations: an unknown key is an error. Defaults stand in the files alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Kind = TypeVar("Kind", bound=Config)


def read_config(kind: type[Kind], task: str, own: Path | None = None, *, quick: bool = False) -> Kind:
    """The configuration of a task: its file, its ``[quick]`` where that is wanted, then the keys of ``own``.

    Raises: SettingsError, naming the file, the key and the nearest known one.
    """
    tree: dict[str, Any] = {}
    for file in (CONFIGS / f"{task}.toml", own):
        keys = _read(file) if file else {}
        hurried = keys.pop(QUICK, {})
        tree |= {name: value for name, value in keys.items() if name != SEARCH} | (hurried if quick else {})
    try:
        return kind.model_validate(tree)
    except ValidationError as error:
        raise _explain(error, own or CONFIGS / f"{task}.toml", kind) from error


class Range(BaseModel):
    """Ends of a range that is searched, both among it; whole numbers where both are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    low: int | float
    high: int | float
    log: bool = False


Space = dict[str, Range | list[int | float | str | bool]]
"""What is tried for a key."""


def read_space(task: str, own: Path | None = None) -> Space:
    """What is searched of a task: its file's ``[search]``, or that of ``own`` where it has one.

    Raises: SettingsError.
    """
    for file in filter(None, (own, CONFIGS / f"{task}.toml")):
        if found := _read(file).get(SEARCH):
            try:
                return TypeAdapter(Space).validate_python(found)
            except ValidationError as error:
                raise SettingsError(f"[search]: {error.errors()[0]['msg']}", file=str(file)) from error
    raise SettingsError(f"There is nothing to search for {task}: no [search] in its configuration.")


def read_spaces(task: str, own: Path | None = None) -> dict[str, Space]:
    """What is searched of each method of a task whose file holds nothing else, a table a method; the tables
    of ``own`` take the place of those of the same name.

    Raises: SettingsError, also for a method that the task does not have.
    """
    tables = _read(CONFIGS / f"{task}.toml")
    for name, table in (_read(own) if own else {}).items():
        if name not in tables:
            near = difflib.get_close_matches(name, tables, n=1)
            raise SettingsError(f"There is no method {name}.", file=str(own), hint=near[0] if near else None)
        tables[name] = table
    try:
        return TypeAdapter(dict[str, Space]).validate_python(tables)
    except ValidationError as error:
        key = ".".join(map(str, error.errors()[0]["loc"][:2]))
        raise SettingsError(f"{key}: {error.errors()[0]['msg']}", file=str(own or task)) from error


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(str(error), file=str(file)) from error


def _explain(error: ValidationError, file: Path, kind: type[Config]) -> SettingsError:
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] != "extra_forbidden":
        return SettingsError(f"{key}: {first['msg']}", file=str(file))
    near = difflib.get_close_matches(key, kind.model_fields, n=1)
    return SettingsError(f"There is no key {key}.", file=str(file), hint=near[0] if near else None)
