"""The repair patterns that every assistant has, from patterns.yml beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.decide.flows import Flow, read_flows
from bot.decide.problems import Problems
from bot.decide.source import read_yaml

INTERNAL_ERROR = "utter_internal_error_rasa"


@cache
def built_in_flows() -> Mapping[str, Flow]:
    """The built-in patterns by id."""
    problems = Problems()
    root = read_yaml(
        "patterns.yml", files("bot.decide").joinpath("patterns.yml").read_text("utf-8"), problems
    )
    flows = read_flows(root.entries("The file")["flows"]) if root else {}
    for problem in problems:
        raise problem.as_error()
    return flows


@cache
def built_in_responses() -> frozenset[str]:
    """The responses that the built-in patterns say, and which bot.respond has texts for."""
    actions = {
        step.name
        for flow in built_in_flows().values()
        for step in flow.steps.values()
        if step.kind == "action"
    }
    return frozenset(name for name in actions if name.startswith("utter_"))
