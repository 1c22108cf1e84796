"""Fitting, saving and loading the heads, calibration and thresholds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from letters import ORDERS, RETURNS, LetterEncoder, some_texts

from bot.errors import AssistantError, ModelUnavailable
from bot.understand.calibration import calibration_error, fit_temperature
from bot.understand.fitting import fit_out_of_scope
from bot.understand.heads import OUT_OF_SCOPE, Heads, load_heads, save_heads, softmax
from bot.understand.pipeline import rank_intents
from bot.understand.selection import KEPT, fit_head, fold_numbers, keep_neighbours
from bot.understand.training import as_metrics, fit_texts, gather, train_heads

ENCODER = LetterEncoder()


@pytest.fixture(scope="module")
def heads() -> Heads:
    return fit_texts(some_texts(), ENCODER)[0]


def test_what_was_saved_is_loaded(heads: Heads, tmp_path: Path) -> None:
    save_heads(heads, tmp_path)
    loaded = load_heads(tmp_path)
    features = ENCODER.features(["where is the order", "a cake"])
    assert loaded.intents.labels == heads.intents.labels
    assert loaded.thresholds == heads.thresholds
    for left, right in zip(loaded.evidence(features), heads.evidence(features), strict=True):
        if isinstance(left, np.ndarray):
            np.testing.assert_allclose(left, right, atol=2e-2)


@pytest.mark.parametrize("name", ["heads.npz", "heads.json"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "noise"])
def test_a_damaged_file_is_named_with_its_remedy(
    heads: Heads, tmp_path: Path, name: str, damage: str
) -> None:
    save_heads(heads, tmp_path)
    file = tmp_path / name
    whole = file.read_bytes()
    file.unlink()
    if damage != "missing":
        file.write_bytes(
            {"empty": b"", "cut": whole[: len(whole) // 2], "noise": b"\x00\x80 no model"}[damage]
        )
    with pytest.raises(ModelUnavailable) as error:
        load_heads(tmp_path)
    assert str(file) in str(error.value.detail)
    assert "shopclerk train heads" in str(error.value.detail)


def test_labels_that_do_not_fit_the_weights(heads: Heads, tmp_path: Path) -> None:
    save_heads(heads, tmp_path)
    meta = (tmp_path / "heads.json").read_text().replace('"track"', '"track","another"')
    (tmp_path / "heads.json").write_text(meta)
    with pytest.raises(ModelUnavailable, match="4 labels"):
        load_heads(tmp_path)


def test_the_least_that_can_be_learnt(tmp_path: Path) -> None:
    report = train_heads(some_texts(count=2, strangers=0), ENCODER, tmp_path / "new")
    heads = load_heads(tmp_path / "new")
    assert (report.examples, report.intents, report.oos_recall) == (4, 2, 0.0)
    assert heads.out_of_scope.probability(heads.evidence(ENCODER.features(["a cake"])).signals)[0] < 0.01
    assert all(np.isfinite(value) for value in as_metrics(report).values())


@pytest.mark.parametrize("strangers", [1, 2])
def test_single_examples(strangers: int) -> None:
    heads, _ = fit_texts(some_texts(count=1, strangers=strangers), ENCODER)
    assert heads.evidence(ENCODER.features([ORDERS[0]])).within.shape == (1, 2)


@pytest.mark.parametrize("examples", [[], [("hi", "greet")], [("hi", "greet"), ("cake", OUT_OF_SCOPE)]])
def test_too_little_is_refused(examples: list[tuple[str, str]]) -> None:
    with pytest.raises(AssistantError):
        fit_texts(gather(examples, ()), ENCODER)


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    fit_texts(some_texts(), ENCODER, lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_confused_pairs_name_texts() -> None:
    twins = gather(
        [(t, "a") for t in ORDERS] + [(t + " ", "b") for t in ORDERS] + [(t, "c") for t in RETURNS], ()
    )
    _, report = fit_texts(twins, ENCODER)
    pair = report.confused[0]
    assert {pair.intent, pair.taken_for} == {"a", "b"}
    assert set(pair.examples) <= set(ORDERS)


def test_a_line_that_is_no_dialogue(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text('{"turns": []}\n\n{"turns": 3}\n')
    with pytest.raises(AssistantError) as error:
        gather([("hi", "greet")], [tmp_path / "d.jsonl"])
    assert error.value.line == 3


def test_temperature_tames_logits_that_are_too_sure() -> None:
    generator = np.random.default_rng(0)
    target = generator.integers(0, 3, 600)
    logits = generator.normal(0, 1, (600, 3)).astype(np.float32)
    logits[np.arange(600), target] += 1
    temperature, _ = fit_temperature(logits * 8, target)
    right = logits.argmax(axis=1) == target
    before = calibration_error(softmax(logits * 8).max(axis=1), right)
    after = calibration_error(softmax(logits * 8 / np.float32(temperature)).max(axis=1), right)
    assert after < before / 3


@pytest.mark.parametrize("strangers", [20, 400])
def test_how_many_strangers_were_written_says_little_of_how_many_come(strangers: int) -> None:
    generator = np.random.default_rng(0)
    near = generator.normal(0, 1, (400, 5))
    far = generator.normal((2, 0, 0, 0, 0), 1, (strangers, 5))
    signals = np.concatenate([near, far]).astype(np.float32)
    labels = np.asarray(["a"] * 400 + [OUT_OF_SCOPE] * strangers)
    model, _ = fit_out_of_scope(signals, labels)
    between = np.asarray([[2.0, 0, 0, 0, 0]], np.float32)
    assert 0.15 < model.probability(between)[0] < 0.45


def test_no_intent_fits_where_none_is_likelier(heads: Heads) -> None:
    texts = (*ORDERS, *RETURNS, "a cake", "bake me a cake", "what is the weather", "cakes and orders")
    seen = set()
    for text in texts:
        ranking, strange = rank_intents(heads, ENCODER.features([text]))
        best = max(scored.confidence for scored in ranking if scored.name != OUT_OF_SCOPE)
        assert (ranking[0].name == OUT_OF_SCOPE) == (strange >= best)
        seen.add(ranking[0].name)
    assert len(seen) == 3


def test_folds_and_kept_examples_are_even() -> None:
    labels = np.asarray(["big"] * (2 * KEPT) + ["small"] * 10)
    kept = labels[keep_neighbours(labels)]
    assert len(kept) <= KEPT
    assert (kept == "small").sum() == 10
    assert np.bincount(fold_numbers(labels)).std() < 2


def test_a_rare_label_is_as_rare_as_among_the_texts_unless_all_are_balanced() -> None:
    labels = np.asarray(["calm"] * 90 + ["angry"] * 10)
    rows = np.random.default_rng(1).normal(size=(100, 12))
    rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
    rare, even = (
        fit_head(rows, labels, (0.6, 0.8, 1.0), 0.01, balanced=balanced) for balanced in (False, True)
    )
    angry = rare.labels.index("angry")
    assert rare.probabilities(rows)[:, angry].mean() < 0.2
    assert even.probabilities(rows)[:, angry].mean() > 0.4
