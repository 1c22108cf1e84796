"""Who asks an ordinary question is not taken for angry, in the demo shop and in a shop on its first day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.models import open_encoder
from bot.releases import live_release
from bot.settings import load_settings
from bot.understand.heads import Head, load_heads, tell_moods
from bot.understand.pipeline import read_features
from bot.understand.training import TrainingTexts, built_in_moods, fit_texts
from retrieval.encode import Encoder

CALM = (
    "Do you ship to Switzerland?",
    "how do I return something?",
    "can you check for me?",
    "where do you get your wool from?",
    "no order yet, I just want to know how tracking works",
    "my card was charged twice, when do I get it back?",
)
MISTAKEN = 0.01
"""Share of the questions that may be taken for angry: some do sound like a complaint."""
INTENTS = tuple(
    (f"{begun} my {thing}", intent)
    for begun, intent in (("where is", "track"), ("I want to return", "return"))
    for thing in ("order", "parcel", "tent", "boots", "jacket")
)


@pytest.fixture(scope="module")
def encoder(prepared_demo: Path) -> Encoder:
    return open_encoder(load_settings(prepared_demo))


@pytest.fixture(scope="module", params=["demo shop", "first day"])
def head(request: pytest.FixtureRequest, prepared_demo: Path, encoder: Encoder) -> Head:
    """Of moods: the demo shop's, and one that knows only the texts that come with the product."""
    if request.param == "first day":
        return fit_texts(TrainingTexts(INTENTS, tuple(built_in_moods())), encoder)[0].mood
    release = live_release(prepared_demo / "var" / "releases")
    assert release is not None
    return load_heads(release.path).mood


def moods(head: Head, encoder: Encoder, texts: Sequence[str]) -> list[str]:
    blocks = [read_features(encoder, texts[start : start + 64]) for start in range(0, len(texts), 64)]
    return [mood.name for mood in tell_moods(head.labels, head.probabilities(np.concatenate(blocks)))]


def test_a_calm_shopper_is_shown_as_such(head: Head, encoder: Encoder) -> None:
    assert moods(head, encoder, CALM) == ["neutral"] * len(CALM)


def test_few_ordinary_questions_are_taken_for_angry(
    head: Head, encoder: Encoder, prepared_demo: Path
) -> None:
    """Questions to the documents, which no head was fitted on."""
    lines = (prepared_demo / "training" / "comparison.jsonl").read_text(encoding="utf-8").splitlines()
    told = Counter(moods(head, encoder, [json.loads(line)["question"] for line in lines]))
    assert told["angry"] <= MISTAKEN * len(lines), told
    assert told["neutral"] >= 0.94 * len(lines), told
