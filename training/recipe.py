"""How a release was made, for its manifest and its model card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.manifest import Recipe
from training.transcripts.versions import Manifest as Version


class Learned(msgspec.Struct, frozen=True):
    """What came of a task: figures for the manifest, and the configuration that it was trained with; both are
    empty where nothing was trained."""

    metrics: dict[str, Any] = {}
    configuration: dict[str, Any] = {}


def recipe_of_candidate(
    version: Version, learned: Mapping[str, Learned], *, quick: bool, without: Iterable[str]
) -> Recipe:
    """Of what `shopclerk train all` makes of a version of the transcripts, by what came of its tasks."""
    words = ["shopclerk train all", *(["--quick"] if quick else [])]
    words += [f"--without {name}" for name in sorted(without)]
    return Recipe(
        command=" ".join(words),
        counts=_counts(version),
        configurations={name: one.configuration for name, one in learned.items() if one.configuration},
    )


def with_more(before: Recipe, more: Recipe) -> Recipe:
    """Of a release that something was added to."""
    return replace(
        before,
        command=f"{before.command or 'not recorded'}; then {more.command}",
        counts=before.counts | more.counts,
        configurations=before.configurations | more.configurations,
    )


def _counts(version: Version) -> dict[str, int]:
    learned = version.statistics["train"]
    return {
        "dialogues_to_train_on": learned.dialogues,
        "turns": learned.turns,
        "turns_labelled_by_people": learned.labelled,
        "shoppers_told_apart": learned.shoppers,
        "dialogues_to_choose_by": version.statistics["dev"].dialogues,
        "dialogues_kept_for_judging": version.statistics["test"].dialogues,
        "places_masked": sum(version.masked.values()),
    }
