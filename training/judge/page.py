"""Reports as pages: one HTML file each, which needs nothing else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from training.judge import plots
from training.judge.compare import Comparison, Row
from training.judge.gates import Passage
from training.judge.items import MIN_UNSEEN
from training.judge.report import ReleaseReport
from training.judge.tables import Bin

_PAGES = Path(__file__).parent / "pages"
TITLES = {
    "intent_accuracy": "Intents right",
    "intent_macro_f1": "Intents, macro F1",
    "in_scope_accuracy": "In scope, right",
    "oos_recall": "Out of scope, found",
    "intent_calibration_error": "Calibration error",
    "mood_accuracy": "Moods right",
    "entity_f1": "Entities, micro F1",
    "handover_f1": "Calls for a person, F1",
    "handover_recall": "A person needed, called",
    "needless_handovers": "No person needed, called",
    "next_action_accuracy": "Next action right",
    "recall@1": "Right passage first",
    "recall@5": "Right passage in five",
    "mrr@10": "Mean reciprocal rank",
    "document_recall@5": "Right document in five",
    "gold_sentence_rate": "Right sentence shown",
    "gold_passage_rate": "Right passage cited",
    "decline_recall": "Not covered, declined",
    "over_decline_rate": "Covered, declined",
    "conversations_passed": "Conversations passed",
    "messages_as_expected": "Messages set aside, as expected",
    "understand_ms_p50": "Message read, median",
    "understand_ms_p95": "Message read, 95 %",
    "answer_ms_p50": "Question answered, median",
    "answer_ms_p95": "Question answered, 95 %",
    "memory_mb": "Memory",
}
"""What the figures are called on a page and in a table."""


def release_page(report: ReleaseReport) -> str:
    """The page on one release."""
    tables, drawn = report.tables, {}
    if tables.calibration:
        drawn["calibration"] = plots.calibration(tables.calibration, "How sure of an intent, how often right")
    if tables.scope:
        drawn["scope"] = plots.scope_curve(tables.scope, "Out of scope found and in scope turned away")
    if tables.confused:
        drawn["confusion"] = plots.confusion(tables, "Confusion matrix")
    if tables.slices:
        drawn["slices"] = plots.slices(
            tables.slices, report.figures["intent_accuracy"], "Intents right by slice"
        )
    if report.answers and report.answers.reliability:
        bins = [
            Bin(count=b.questions, confidence=b.probability, right=b.answerable)
            for b in report.answers.reliability
        ]
        drawn["covered"] = plots.calibration(bins, "How sure that it is covered, how often it is")
    return _rendered("release.html", report=report, drawn=drawn, few=MIN_UNSEEN)


def comparison_page(comparison: Comparison, gates: list[Passage]) -> str:
    """The page on two releases."""
    drawn = {}
    if any(row.low is not None for row in comparison.rows):
        drawn["differences"] = plots.differences(comparison.rows, "Differences with their intervals")
    return _rendered("comparison.html", comparison=comparison, gates=gates, drawn=drawn)


def figure(name: str, value: float) -> str:
    """A figure as it is shown: shares in per cent, times in ms."""
    if name == "latency_ratio":
        return f"{value:.2f} x"
    if name.endswith(("_ms_p50", "_ms_p95")):
        return f"{value:.1f} ms"
    if name == "memory_mb":
        return f"{value:.0f} MB"
    return f"{value:.3f}" if name in ("mrr@10", "intent_calibration_error") else f"{100 * value:.1f} %"


def difference(row: Row) -> str:
    """Of a row, in points, with its sign."""
    return f"{100 * row.difference:+.1f}"


def interval(row: Row) -> str:
    """Of a row, "" where there is none."""
    if row.low is None or row.high is None:
        return ""
    return f"{100 * row.low:+.1f} to {100 * row.high:+.1f}"


def _rendered(name: str, *, drawn: dict[str, str], **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    filters: dict[str, Any] = {
        "day": lambda moment: time.strftime("%Y-%m-%d %H:%M", time.localtime(moment)),
        "share": lambda value: f"{100 * value:.1f} %",
        "difference": difference,
        "interval": interval,
    }
    environment.filters |= filters
    environment.globals |= {"figure": figure, "titles": TITLES}
    pictures = {key: Markup(svg) for key, svg in drawn.items()}  # noqa: S704 - plots.py escapes its words
    return environment.get_template(name).render(drawn=pictures, **values)
