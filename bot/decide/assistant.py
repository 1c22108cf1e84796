"""An assistant: what its files define, read once, checked, immutable.

Files are told apart by their top-level keys, so that any split of Rasa's formats over files loads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.decide.check import check_actions, check_references
from bot.decide.curated import CuratedAnswer, read_answers
from bot.decide.domain import Domain, merge_domains, read_domain
from bot.decide.flows import Flow, all_steps, read_flows
from bot.decide.nlu_data import NluData, merge_nlu, read_nlu
from bot.decide.patterns import built_in_flows
from bot.decide.problems import Problem, Problems
from bot.decide.source import Node, read_yaml

_DOMAIN = ("intents", "entities", "slots", "responses", "actions", "forms", "e2e_actions", "session_config")
_KNOWN = (*_DOMAIN, "version", "nlu", "flows", "answers")
FINDS = "action_find_products"
"""The built-in action that shows what is named."""
SHOWS = frozenset({FINDS, "action_recommend"})
ANSWERS = "action_product_answer"
BUYS = "action_buy_product"
TRACKS = "action_show_order"
REFUNDS = "action_refund_status"
BALANCE = "action_gift_card_balance"
CALLS = "action_handoff"
FAULT = "damaged"
"""The word of the intents that tell of something faulty or damaged."""
READS = "action_answer"
"""The built-in action that answers from the documents."""
_REFUSED = {
    "stories": "Stories are not read: write a flow instead.",
    "rules": "Rules are not read: write a flow with nlu_trigger instead.",
    "test_cases": "Test cases belong below tests/.",
    "pipeline": "A Rasa config.yml is not read: models are set in shopclerk.toml.",
    "policies": "A Rasa config.yml is not read: models are set in shopclerk.toml.",
}


@dataclass(frozen=True)
class Assistant:
    """All that an assistant's files define. ``flows`` holds the built-in patterns too, where the assistant
    has none of its own; ``built_in`` names them."""

    domain: Domain
    flows: Mapping[str, Flow]
    nlu: NluData
    answers: tuple[CuratedAnswer, ...]
    built_in: frozenset[str]

    @cached_property
    def topics(self) -> dict[str, str]:
        """By intent, the look-up that it starts, of which talk may go on; "" where it starts a task, whose
        questions say themselves what is expected. Patterns and small talk change no topic."""
        return {
            trigger.intent: flow.id if flow.is_lookup else ""
            for flow in self.flows.values()
            if not flow.is_pattern and not flow.is_small_talk
            for trigger in flow.triggers
        }

    @cached_property
    def search(self) -> str:
        """The flow that finds products for who names one, "" where the assistant has none."""
        lookups = (flow for flow in self.flows.values() if flow.is_lookup and flow.triggers)
        return next((f.id for f in lookups if any(step.name == FINDS for step in f.steps.values())), "")

    @cached_property
    def facts(self) -> str:
        """The flow that answers a question about a product, "" where the assistant has none."""
        lookups = (flow for flow in self.flows.values() if flow.is_lookup and flow.triggers)
        return next((f.id for f in lookups if any(step.name == ANSWERS for step in f.steps.values())), "")

    @cached_property
    def buying(self) -> str:
        """The flow of who wants to buy what was shown, "" where the assistant has none."""
        lookups = (flow for flow in self.flows.values() if flow.is_lookup and flow.triggers)
        return next((f.id for f in lookups if any(step.name == BUYS for step in f.steps.values())), "")

    @cached_property
    def shows_order(self) -> str:
        """The first flow that shows an order, "" where the assistant has none."""
        begun = (flow for flow in self.flows.values() if flow.triggers)
        return next((f.id for f in begun if any(s.name == TRACKS for s in f.steps.values())), "")

    @cached_property
    def takes_fault(self) -> str:
        """The first flow for what came damaged or faulty, "" where the assistant has none."""
        begun = (flow for flow in self.flows.values() if not flow.is_pattern)
        return next((f.id for f in begun if any(FAULT in t.intent.split("_") for t in f.triggers)), "")

    @cached_property
    def tells_refund(self) -> str:
        """The first flow that tells where money is, "" where the assistant has none."""
        begun = (flow for flow in self.flows.values() if flow.triggers)
        return next((f.id for f in begun if any(s.name == REFUNDS for s in f.steps.values())), "")

    @cached_property
    def tells_balance(self) -> str:
        """The first flow that tells what is on a gift card, "" where the assistant has none."""
        begun = (flow for flow in self.flows.values() if flow.triggers)
        return next((f.id for f in begun if any(s.name == BALANCE for s in f.steps.values())), "")

    @cached_property
    def documents(self) -> frozenset[str]:
        """The flows that answer from the documents."""
        return frozenset(f.id for f in self.flows.values() if any(s.name == READS for s in f.steps.values()))

    @cached_property
    def searches(self) -> frozenset[str]:
        """The flows that show products, with a question for who wants advice or without."""
        return frozenset(f.id for f in self.flows.values() if any(s.name in SHOWS for s in f.steps.values()))

    @cached_property
    def passes_on(self) -> frozenset[str]:
        """The flows that call a person, by themselves or by one that they call."""
        return frozenset(
            name for name in self.flows if any(s.name == CALLS for s in all_steps(name, self.flows))
        )

    @cached_property
    def tasks(self) -> frozenset[str]:
        """The intents that start more than a look-up."""
        return frozenset(intent for intent, topic in self.topics.items() if not topic)


def load_assistant(sources: Mapping[str, str], *, documents: Collection[str] | None = None) -> Assistant:
    """The assistant of these files (name -> text). ``documents`` are the paths below documents/, None where
    they are not known.

    Raises: AssistantError for the first mistake, with file, line, reason and hint.
    """
    return _sound(tuple(sorted(sources.items())), None if documents is None else tuple(sorted(documents)))


@lru_cache(maxsize=2)
def _sound(sources: tuple[tuple[str, str], ...], documents: tuple[str, ...] | None) -> Assistant:
    """Remembered: a release that goes live finds the files as they were, and reading them takes a second."""
    assistant, problems = _read(dict(sources), documents)
    for problem in problems:
        raise problem.as_error()
    return assistant


def check_assistant(
    sources: Mapping[str, str],
    *,
    documents: Collection[str] | None = None,
    actions: Collection[str] | None = None,
) -> list[Problem]:
    """All mistakes of these files, by file and line. ``actions`` are those that can be run, None where they
    are not known."""
    assistant, problems = _read(sources, documents)
    if actions is not None:
        check_actions(assistant, problems, actions)
    return list(problems)


def _read(sources: Mapping[str, str], documents: Collection[str] | None) -> tuple[Assistant, Problems]:
    """Read all files. Names are compared across files only where every file is YAML with known parts: one
    wrong bracket is one mistake, not a hundred."""
    problems = Problems()
    found = [read_yaml(file, text, problems) for file, text in sorted(sources.items())]
    roots = [root for root in found if root is not None]
    readable = not problems
    known = [_has_known_parts(root) for root in roots]
    assistant = _assistant(roots, problems)
    if readable and all(known):
        check_references(assistant, problems, documents)
    return assistant, problems


def _has_known_parts(root: Node) -> bool:
    """Whether all top-level keys are known; the others are noted, and so are those that are refused."""
    entries = {} if root.is_list() else root.entries("The file")
    for key, node in entries.items():
        if key in _REFUSED:
            node.wrong(_REFUSED[key])
        elif key not in _KNOWN:
            node.wrong(f"An assistant's file has no key {key!r}.", wrong=key, known=_KNOWN)
    return all(key in _KNOWN or key in _REFUSED for key in entries)


def _assistant(roots: Sequence[Node], problems: Problems) -> Assistant:
    """Read every part of every file."""
    domains: list[Domain] = []
    flows: dict[str, Flow] = {}
    nlu: list[NluData] = []
    answers: list[CuratedAnswer] = []
    for root in roots:
        entries = {"answers": root} if root.is_list() else root.entries("The file")
        if any(key in _DOMAIN for key in entries):
            domains.append(read_domain(root))
        if "nlu" in entries:
            nlu.append(read_nlu(entries["nlu"]))
        if "flows" in entries:
            _add_flows(flows, read_flows(entries["flows"]), problems)
        if "answers" in entries:
            answers += read_answers(entries["answers"])
    return _assemble(merge_domains(domains), flows, merge_nlu(nlu), tuple(answers))


def _add_flows(flows: dict[str, Flow], more: Mapping[str, Flow], problems: Problems) -> None:
    for name, flow in more.items():
        if name in flows:
            first = flows[name].place
            problems.add(
                flow.place, f"The flow {name!r} stands twice, first in {first.file} line {first.line}."
            )
        flows[name] = flow


def _assemble(
    domain: Domain, flows: Mapping[str, Flow], nlu: NluData, answers: tuple[CuratedAnswer, ...]
) -> Assistant:
    """Put the built-in patterns beside the assistant's own flows; an intent that an own flow takes is taken
    from the pattern."""
    taken = {trigger.intent for flow in flows.values() for trigger in flow.triggers}
    built_in = {name: flow for name, flow in built_in_flows().items() if name not in flows}
    inherited = {
        name: _with_triggers(flow, built_in_flows()[name], taken)
        for name, flow in flows.items()
        if name in built_in_flows() and not flow.triggers
    }
    patterns = {name: _with_triggers(flow, flow, taken) for name, flow in built_in.items()}
    return Assistant(
        domain=domain,
        flows={**patterns, **flows, **inherited},
        nlu=nlu,
        answers=answers,
        built_in=frozenset(built_in),
    )


def _with_triggers(flow: Flow, of: Flow, taken: Collection[str]) -> Flow:
    triggers = tuple(trigger for trigger in of.triggers if trigger.intent not in taken)
    return replace(flow, triggers=triggers)
