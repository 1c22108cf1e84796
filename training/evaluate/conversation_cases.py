"""Conversation tests in Rasa's end-to-end format: what is said, and what must come of it.

Beside the documented steps and assertions there are our own: ``cited``, ``declined``, ``handed_off``,
``products_shown``, ``compared`` and ``silent`` (docs/assistant.md). Both kinds may stand as steps after a
``user`` step, or under its ``assertions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from bot.decide.problems import Place, Problem, Problems
from bot.decide.source import Node, read_yaml

CHECKS = (
    "bot", "utter", "slot_was_set", "slot_was_not_set", "flow_started", "flow_completed", "flow_cancelled",
    "action_executed", "bot_uttered", "bot_did_not_utter", "pattern_clarification_contains",
    "cited", "declined", "handed_off", "products_shown", "compared", "silent",
)  # fmt: skip
PRODUCTS_SHOWN = (
    "at_least", "at_most", "includes", "excludes", "max_price", "min_price", "category", "brand", "colour",
    "in_stock", "among",
)  # fmt: skip
"""What ``products_shown`` can say of the cards."""
_REFUSED = {
    "generative_response_is_relevant": "Answers are not judged by a model here: use cited or bot_uttered.",
    "generative_response_is_grounded": "Answers are not judged by a model here: use cited.",
    "stub_custom_actions": "Actions are not stubbed: tests run on the shop's own data.",
}
_TOP = ("version", "test_cases", "fixtures", "metadata")
SET_ASIDE = "set_aside"
"""The folder of conversations that nobody mends by: they judge, and are not told apart."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must be true after a message. ``wanted`` is the value of its key in the file."""

    kind: str
    wanted: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the shopper, and the checks of what came of it. Text that begins with ``/`` is pressed as
    a button's payload."""

    user: str
    checks: tuple[Check, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation; ``slots`` are set before it begins."""

    name: str
    turns: tuple[Turn, ...]
    slots: Mapping[str, Any]
    place: Place

    @property
    def set_aside(self) -> bool:
        """Whether it lies in a folder of conversations that nobody mends by."""
        return SET_ASIDE in PurePath(self.place.file).parts[:-1]


def read_cases(sources: Mapping[str, str]) -> tuple[list[Case], list[Problem]]:
    """The cases of test files (name -> text) and what is wrong with the files. Fixtures of files named
    conftest.yml are known in all."""
    problems = Problems()
    roots = {file: root for file, text in sources.items() if (root := read_yaml(file, text, problems))}
    tops = {file: _top(root) for file, root in roots.items()}
    shared: dict[str, dict[str, Any]] = {}
    for file, top in tops.items():
        if file.rpartition("/")[2].startswith("conftest"):
            shared.update(_fixtures(top.get("fixtures")))
    cases: list[Case] = []
    for _, top in sorted(tops.items()):
        fixtures = {**shared, **_fixtures(top.get("fixtures"))}
        cases += _cases(top.get("test_cases"), fixtures)
    return cases, list(problems)


def _top(root: Node) -> dict[str, Node]:
    entries = root.entries("The test file")
    for key, node in entries.items():
        if key in _REFUSED:
            node.wrong(_REFUSED[key])
        elif key not in _TOP:
            node.wrong(f"A test file has no key {key!r}.", wrong=key, known=_TOP)
    return entries


def _fixtures(node: Node | None) -> dict[str, dict[str, Any]]:
    """Slots by the fixture's name, from ``- name: [{slot: value}]``."""
    found: dict[str, dict[str, Any]] = {}
    for item in node.items("The fixtures") if node else []:
        for name, slots in item.entries("A fixture").items():
            parts = [part.entries("A slot") for part in slots.items("The slots")]
            found[name] = {slot: value.plain() for part in parts for slot, value in part.items()}
    return found


def _cases(node: Node | None, fixtures: Mapping[str, Mapping[str, Any]]) -> list[Case]:
    cases: list[Case] = []
    names: dict[str, Place] = {}
    for item in node.items("The test cases") if node else []:
        keys = item.keys("A test case", ("test_case", "steps", "fixtures", "metadata"))
        name = keys["test_case"].text("The name") if "test_case" in keys else ""
        if not name:
            item.wrong("A test case needs a name: test_case.")
        if name in names:
            item.wrong(f"The test case {name!r} stands twice, first in line {names[name].line}.")
        names.setdefault(name, item.place)
        slots = _chosen(keys.get("fixtures"), fixtures)
        turns = _turns(keys["steps"]) if "steps" in keys else ()
        cases.append(Case(name, turns, slots, item.place))
    return cases


def _chosen(node: Node | None, fixtures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    for item in node.items("The fixtures") if node else []:
        name = item.text("The fixture")
        if name not in fixtures:
            item.wrong(f"There is no fixture {name!r}.", wrong=name, known=list(fixtures))
        slots.update(fixtures.get(name, {}))
    return slots


def _turns(node: Node) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for item in node.items("The steps"):
        entries = item.entries("A step")
        if "user" in entries:
            keys = item.keys("A user step", ("user", "assertions", "metadata", "assertion_order_enabled"))
            if "assertion_order_enabled" in keys and keys["assertion_order_enabled"].value:
                keys["assertion_order_enabled"].wrong("The order within a turn is not checked.")
            checks = _checks(keys["assertions"].items("The assertions")) if "assertions" in keys else ()
            turns.append(Turn(keys["user"].text("The message"), checks, item.place))
        elif not turns:
            item.wrong("A test case begins with a user step.")
        else:
            last = turns[-1]
            turns[-1] = Turn(last.user, (*last.checks, *_checks([item])), last.place)
    return tuple(turns)


def _checks(nodes: list[Node]) -> tuple[Check, ...]:
    checks: list[Check] = []
    for node in nodes:
        for kind, value in node.entries("A check").items():
            if kind == "products_shown" and value.is_mapping():
                value.keys("products_shown", PRODUCTS_SHOWN)
            if kind in CHECKS:
                checks.append(Check(kind, value.plain(), value.place))
            elif kind in _REFUSED:
                value.wrong(_REFUSED[kind])
            else:
                value.wrong(f"There is no check {kind!r}.", wrong=kind, known=CHECKS)
    return tuple(checks)
