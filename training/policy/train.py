"""Trains the policy of an assistant on dialogues: policy.json, and a report on held-out messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bot.decide.assistant import Assistant
from bot.decide.policy import Policy
from bot.model_files import POLICY_FILE
from bot.releases import write_atomically
from bot.settings import Settings
from bot.understand.pipeline import FeatureEncoder
from training.policy.actions import ActionsReport, learn_actions
from training.policy.config import PolicyConfig
from training.policy.examples import Example, ExampleMaker
from training.policy.person import PersonReport, learn_person
from training.policy.reading import CrossReading
from training.policy.replay import taken_over
from training.transcripts.dialogue import Dialogue

Progress = Callable[[int, int], None]


class PolicyReport(msgspec.Struct, frozen=True, kw_only=True):
    """``dialogues`` in which a bot spoke, ``handed_over`` of them to a person."""

    dialogues: int
    handed_over: int
    person: PersonReport
    actions: ActionsReport
    seconds: float


def policy_metrics(report: PolicyReport) -> dict[str, Any]:
    """The figures of the report as they stand in a manifest."""
    person, actions = report.person, report.actions
    return {
        "policy_average_precision": person.average_precision,
        "policy_precision": person.precision,
        "policy_recall": person.recall,
        "policy_action_accuracy": actions.accuracy,
    }


def train_policy(
    settings: Settings,
    assistant: Assistant,
    encoder: FeatureEncoder,
    dialogues: Sequence[Dialogue],
    folder: Path,
    how: PolicyConfig,
    tell: Progress,
) -> PolicyReport:
    """Learn from the dialogues in which a bot spoke, and write the policy into ``folder``.

    ``encoder``: whose features the heads that read are fitted on.
    Raises: AssistantError, ModelUnavailable.
    """
    started = time.monotonic()
    with_bot = [one for one in dialogues if any(turn.role == "bot" for turn in one.turns)]
    reading = CrossReading(settings, assistant, encoder)
    maker = ExampleMaker(assistant, how.ahead)
    examples: list[Example] = []
    for dialogue, reader in reading.readers(with_bot, how.folds, how.seed, tell):
        examples += maker.of(dialogue, reader)
    person, actions = learn_person(examples, how), learn_actions(examples, how)
    policy = Policy(
        person=person.linear,
        usual=person.usual,
        hand_over=person.report.threshold,
        actions=actions.linears,
        trust=actions.trust,
        act=actions.threshold,
    )
    write_atomically(folder / POLICY_FILE, msgspec.json.format(msgspec.json.encode(policy), indent=1))
    return PolicyReport(
        dialogues=len(with_bot),
        handed_over=sum(taken_over(dialogue) is not None for dialogue in with_bot),
        person=person.report,
        actions=actions.report,
        seconds=round(time.monotonic() - started, 1),
    )
