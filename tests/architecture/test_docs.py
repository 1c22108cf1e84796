"""What is written is checked: settings, events, errors, actions, commands and modules stand in docs/."""

from __future__ import annotations

import re
import tomllib
import typing
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from bot import errors
from bot.cli import COMMANDS
from bot.conversation import events
from bot.settings import DEFAULTS, Settings
from retrieval.products import row_check, updates
from retrieval.products.feeds.registry import FEEDS
from retrieval.recommend import admission, behaviour, cleaning

ROOT = Path(__file__).parents[2]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
EVERYTHING = "\n".join([*DOCS.values(), (ROOT / "README.md").read_text(encoding="utf-8")])


def setting_rows() -> list[tuple[str, str, object]]:
    tree = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    return [(section, key, value) for section, keys in tree.items() for key, value in keys.items()]


@pytest.mark.parametrize(("section", "key", "value"), setting_rows())
def test_every_setting_is_documented_with_its_default(section: str, key: str, value: object) -> None:
    part = DOCS["settings.md"].split(f"## [{section}]")[1].split("\n## ")[0]
    row = next((line for line in part.splitlines() if line.startswith(f"| `{key}` |")), None)
    assert row, f"[{section}] {key} is not in docs/settings.md"
    shown = row.split("`")[3]
    assert tomllib.loads(f"v = {shown}")["v"] == value


def test_every_setting_has_a_default_and_a_comment() -> None:
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()
    assert all("#" in line for line in lines if re.match(r"\w+ = ", line))
    tree = tomllib.loads("\n".join(lines))
    for section, field in Settings.model_fields.items():
        if section != "state":
            assert set(tree[section]) == set(field.annotation.model_fields)  # type: ignore[union-attr]


def test_every_event_is_documented() -> None:
    names = {event.__name__ for event in typing.get_args(events.AnyEvent)}
    assert names <= set(re.findall(r"\b[A-Z]\w+\b", DOCS["events.md"]))


def all_errors(error: type[errors.ShopclerkError]) -> set[type[errors.ShopclerkError]]:
    return {error}.union(*(all_errors(child) for child in error.__subclasses__()))


@pytest.mark.parametrize("error", sorted(all_errors(errors.ShopclerkError), key=lambda e: e.__name__))
def test_every_error_is_documented_and_drawn(error: type[errors.ShopclerkError]) -> None:
    assert f"| `{error.code}` | {error.status} |" in DOCS["errors.md"]
    assert error.__name__ in (errors.__doc__ or "")


def test_every_reason_to_refuse_data_is_documented() -> None:
    codes = [*admission.CODES, *behaviour.TYPES, *row_check.CODES, *updates.CODES, *FEEDS, *cleaning.REASONS]
    assert {code for code in codes if f"`{code}`" not in DOCS["data-in.md"]} == set()


def test_every_command_is_documented() -> None:
    commands = {*COMMANDS, *(entry.name for entry in entry_points(group="shopclerk.commands"))}
    missing = {command for command in commands if f"shopclerk {command}" not in EVERYTHING}
    assert not missing


def test_every_built_in_action_is_documented() -> None:
    from bot.actions.registry import all_actions

    names = {action.name() for action in all_actions(None)}
    assert {name for name in names if f"`{name}`" not in DOCS["assistant.md"]} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#]+)\)", prose):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"
