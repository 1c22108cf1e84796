"""Metrics item by item, intervals of differences, verdicts and gates, on items whose outcome is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from sklearn.metrics import f1_score

from bot.settings import Settings, load_settings
from training.judge.bootstrap import paired_difference, ratio_of_pairs
from training.judge.compare import compare
from training.judge.gates import at_gates
from training.judge.items import MIN_UNSEEN, AskedQuestion, Decisions, HeldCase, ReadTurn
from training.judge.metrics import metrics_of
from training.judge.page import comparison_page, release_page
from training.judge.reading import bio_tags
from training.judge.report import JudgedOn, ReleaseReport, keep_report, kept_report
from training.judge.tables import tables_of
from training.transcripts.dialogue import Span

INTENTS = ("greet", "refund", "track_order", "out_of_scope")


def turn(number: int, *, right: bool, seen: bool = False) -> ReadTurn:
    intent = INTENTS[number % 4]
    got = intent if right else INTENTS[(number + 1) % 4]
    return ReadTurn(
        id=f"d{number // 3}/{number}", dialogue=f"d{number // 3}", text=f"text <{number}>", intent=intent,
        got=got, confidence=0.8, out_of_scope=0.9 if got == "out_of_scope" else 0.1, mood="neutral",
        mood_got="neutral", slices=("short", "in en"), seen=seen,
    )  # fmt: skip


def report(name: str, turns: list[ReadTurn], unexpected: int = 0) -> ReleaseReport:
    """``unexpected``: of 200 messages set aside, in fifty conversations."""
    questions = (
        AskedQuestion(
            id="q1", question="how long?", answerable=True, shown="60 days", answered=True,
            document_found=True, gold_shown=True, gold_cited=True, rank=2, probability=0.9,
        ),
        AskedQuestion(id="q2", question="to Canada?", answerable=False, probability=0.1),
    )  # fmt: skip
    aside = [
        HeldCase(
            name=f"aside {n}", file="51.yml", passed=False, set_aside=True,
            messages=tuple(4 * n + at >= unexpected for at in range(4)),
        )
        for n in range(50)
    ]  # fmt: skip
    cases = (HeldCase(name="a return", file="returns.yml", passed=True), *aside)
    on = JudgedOn(
        data_hash="abc", source="the test", version="0001", dialogues=9, turns=len(turns), seen=0,
        unknown=0, note="None was trained on.",
    )  # fmt: skip
    metrics = metrics_of(turns, questions, cases, Decisions())
    return ReleaseReport(
        release_id=name, made=0.0, measured=0.0, program="shopclerk", base_model="m", dataset="",
        judged_on=on,
        figures={key: metric.value for key, metric in metrics.items()}, tables=tables_of(turns), answers=None,
        turns=tuple(turns), questions=questions, cases=cases,
    )  # fmt: skip


def with_wrong(wrong: set[int], count: int = 120) -> list[ReadTurn]:
    return [turn(number, right=number not in wrong) for number in range(count)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path)


def test_figures_are_what_sklearn_says() -> None:
    turns = with_wrong({1, 5, 8, 22, 23})
    found = metrics_of(turns, (), (), Decisions())
    expected, got = [t.intent for t in turns], [t.got for t in turns]
    assert found["intent_accuracy"].value == pytest.approx(115 / 120)
    assert found["intent_macro_f1"].value == pytest.approx(f1_score(expected, got, average="macro"))
    assert found["oos_recall"].value == pytest.approx(29 / 30)
    assert "entity_f1" not in found


def test_an_interval_holds_what_another_draw_of_conversations_gives() -> None:
    """Of 400 conversations a tenth is right only before: the standard error is known, sqrt(p (1 - p) / n)."""
    new = metrics_of([turn(3 * n, right=bool(n % 10)) for n in range(400)], (), (), Decisions())[
        "intent_accuracy"
    ]
    old = metrics_of([turn(3 * n, right=True) for n in range(400)], (), (), Decisions())["intent_accuracy"]
    found = paired_difference("share", new.outcomes, old.outcomes)
    error = np.sqrt(0.1 * 0.9 / 400)
    assert found.value == pytest.approx(-0.1)
    assert found.low == pytest.approx(-0.1 - 1.96 * error, abs=0.005)
    assert found.high == pytest.approx(-0.1 + 1.96 * error, abs=0.005)


def test_turns_of_a_conversation_are_drawn_together() -> None:
    """Three turns that are all right or all wrong tell no more than one."""
    turns = [turn(n, right=bool(n // 3 % 2)) for n in range(60)]
    outcomes = metrics_of(turns, (), (), Decisions())["intent_accuracy"].outcomes
    alone = [replace(outcome, group=outcome.id) for outcome in outcomes]
    none = [replace(outcome, value=0.0) for outcome in outcomes]
    together = paired_difference("share", outcomes, none)
    apart = paired_difference("share", alone, [replace(o, group=o.id) for o in none])
    assert together.high - together.low > 1.4 * (apart.high - apart.low)


def test_what_changed_is_named_and_the_verdict_follows_the_interval() -> None:
    base, candidate = report("old", with_wrong({1, 2})), report("new", with_wrong(set(range(2, 40))))
    found = compare(candidate, base, None)
    row = found.row("intent_accuracy")
    assert row is not None
    assert (row.verdict, row.items) == ("worse", 120)
    assert [change.id for change in found.mended] == ["d0/1"]
    assert len(found.broken) == 20
    assert found.counts == {"mended": 1, "broken": 37}
    same = compare(report("a", with_wrong({1})), report("b", with_wrong({2})), None).row("intent_accuracy")
    assert same is not None
    assert same.verdict == "no difference"


def test_only_turns_that_neither_has_seen_count_where_there_are_enough() -> None:
    turns = with_wrong(set(range(60)))
    seen = [replace(t, seen=number < 60) for number, t in enumerate(turns)]
    found = compare(report("new", turns), report("old", seen), None)
    row = found.row("intent_accuracy")
    assert row is not None
    assert (row.items, row.candidate) == (60, 1.0)
    few = [replace(t, seen=number < 120 - MIN_UNSEEN + 1) for number, t in enumerate(turns)]
    told = compare(report("new", few), report("old", few), None)
    assert "trained on by one or both" in told.note


def test_a_gate_refuses_what_is_worse_by_more_than_it_allows(settings: Settings) -> None:
    base = report("old", with_wrong(set()))
    gates = settings.release.gates.model_dump()
    within, beyond = (compare(report("new", with_wrong(wrong)), base, None) for wrong in ({0}, {0, 4}))
    assert not any(gate.refused for gate in at_gates(within, gates))
    refused = [gate for gate in at_gates(beyond, gates) if gate.refused]
    assert [gate.gate for gate in refused] == ["intent_accuracy"]
    assert refused[0].worse_by == pytest.approx(2 / 120, abs=1e-4)
    unmeasured = {gate.gate for gate in at_gates(within, gates) if gate.live is None}
    assert unmeasured == {
        "entity_f1", "handover_f1", "needless_handovers", "next_action_accuracy", "latency_ratio",
    }  # fmt: skip


def test_conversations_set_aside_judge_by_message_and_are_not_told(settings: Settings) -> None:
    base, gates = report("old", with_wrong(set()), unexpected=20), settings.release.gates.model_dump()
    within, beyond = (compare(report("new", with_wrong(set()), n), base, None) for n in (24, 25))
    assert not any(gate.refused for gate in at_gates(within, gates))
    [refused] = [gate for gate in at_gates(beyond, gates) if gate.refused]
    assert (refused.gate, refused.live, refused.candidate) == ("messages_as_expected", 0.9, 0.875)
    golden = within.row("conversations_passed")
    assert golden is not None
    assert golden.items == 1
    assert beyond.broken == ()
    assert "aside 3" not in comparison_page(beyond, at_gates(beyond, gates))
    page = release_page(base)
    assert "180 of 200 messages" in page
    assert "aside 3" not in page


def test_a_rate_that_should_be_low_is_worse_when_it_rises_by_more_than_one_item(settings: Settings) -> None:
    base = report("old", with_wrong(set()))
    first, other = base.questions
    ten = tuple(replace(first, id=f"q{number}") for number in range(10))

    def refused(declined: int, **own: float) -> set[str]:
        worse = {"answered": False, "shown": "", "gold_cited": False, "gold_shown": False}
        asked = (*(replace(question, **worse) for question in ten[:declined]), *ten[declined:], other)
        old, new = replace(base, questions=(*ten, other)), replace(base, release_id="new", questions=asked)
        gates = settings.release.gates.model_dump() | own
        return {gate.gate for gate in at_gates(compare(new, old, None), gates) if gate.refused}

    assert refused(1) == set()
    assert refused(2) == {"over_decline_rate", "gold_passage_rate"}
    assert refused(1, over_decline_rate=0.0) == {"over_decline_rate"}


def test_twice_as_slow_is_a_ratio_of_two() -> None:
    times = [float(number) for number in range(10, 60)]
    found = ratio_of_pairs([2 * time for time in times], times)
    assert (found.candidate, found.base) == (2.0, 1.0)
    assert 0.9 < found.low <= 1.0 <= found.high < 1.1


def test_equal_speed_is_a_ratio_of_one_however_texts_differ() -> None:
    short, long = [3.0] * 49, [9.0] * 49
    candidate = [*short, *long, 8.9, 8.9]
    base = [*short, *long, 3.1, 9.0]
    assert 0.99 < ratio_of_pairs(candidate, base).candidate < 1.01


def test_entities_are_tagged_word_by_word() -> None:
    text = "my order FW-204518, please"
    assert bio_tags(text, [Span(entity="order_number", start=9, end=18)]) == (
        "O", "O", "B-order_number", "I-order_number", "I-order_number", "O", "O",
    )  # fmt: skip


def test_pages_hold_every_figure_and_escape_what_was_said() -> None:
    base, candidate = report("old", with_wrong({1})), report("new", with_wrong({1, 2, 3, 4}))
    page = release_page(candidate)
    assert "text &lt;3&gt;" in page
    assert "text <3>" not in page
    assert "96.7 %" in page
    assert page.count("<svg") == 4
    compared = compare(candidate, base, None)
    assert "Broken: 3" in comparison_page(compared, at_gates(compared, {"intent_accuracy": 0.01}))
    for html in (page, comparison_page(compared, [])):
        assert "<script" not in html
        assert "src=" not in html


def test_a_report_is_found_again_by_its_data(tmp_path: Path) -> None:
    made = report("old", with_wrong({1}))
    keep_report(tmp_path, made, "<html>")
    assert kept_report(tmp_path, "abc") == made
    assert kept_report(tmp_path, "other") is None
