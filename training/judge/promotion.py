"""Compares releases of an installation, and lets through the gates what is good enough to go live."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.errors import ReleaseError
from bot.prepare import Steps
from bot.releases import Release, live_id, live_release, write_atomically
from bot.settings import Settings
from training.judge.compare import Comparison, compare
from training.judge.evaluate import evaluate_release
from training.judge.gates import Passage, at_gates
from training.judge.judged_by import judged_by
from training.judge.opened import opened
from training.judge.page import comparison_page
from training.judge.report import reports_of
from training.judge.timing import timed_in_turn
from training.releases import build_indexes


class Judgement(NamedTuple):
    """A comparison, how the candidate fares at the gates, and the page that shows both."""

    comparison: Comparison
    gates: list[Passage]
    page: Path

    @property
    def refused(self) -> list[Passage]:
        """The gates that do not let it through."""
        return [gate for gate in self.gates if gate.refused]


def judge(settings: Settings, candidate: Release, base: Release, steps: Steps) -> Judgement:
    """Judge both on the same data and compare them. Both are timed anew, in turn: times of reports that were
    made at other times are not comparable.

    Raises: ConfigError, ReleaseError, ModelUnavailable, IndexUnavailable, IndexBusy.
    """
    new, old = (evaluate_release(settings, one, steps) for one in (candidate, base))
    for release in (candidate, base):  # a kept report does not say that the index is still of today
        build_indexes(settings, release, steps)
    with ExitStack() as stack:
        first, second = (stack.enter_context(opened(settings, one)) for one in (candidate, base))
        timed = timed_in_turn(first, second, judged_by(settings), steps)
    comparison = compare(new, old, timed)
    gates = at_gates(comparison, settings.release.gates.model_dump())
    page = reports_of(settings.var, candidate.release_id) / f"against-{base.release_id}.html"
    write_atomically(page, comparison_page(comparison, gates).encode())
    write_atomically(
        page.with_suffix(".json"), msgspec.json.format(msgspec.json.encode(comparison), indent=1)
    )
    return Judgement(comparison, gates, page)


def rival(settings: Settings, candidate: Release) -> tuple[Release | None, str]:
    """The live release that a candidate must not be worse than, or why there is none."""
    releases = settings.var / "releases"
    if live_id(releases) == candidate.release_id:
        return None, "It is live already."
    try:
        live = live_release(releases)
    except ReleaseError as error:
        return None, f"The live release is damaged, so there is nothing to compare with: {error.detail}"
    if live is None:
        return None, "No release is live yet, so there is nothing to compare with."
    if judged_by(settings).empty:
        return None, (
            "There is nothing to compare on: no labelled dialogues, no questions in tests/, no conversations"
            " in tests/conversations."
        )
    return live, ""
