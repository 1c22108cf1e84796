"""Re-ranking by late interaction, with the adapter that comes with the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_shop import MODELS

from retrieval.errors import ModelFileError
from retrieval.late import MAX_TOKENS, LateInteraction
from retrieval.packaged import LATE_ADAPTER
from retrieval.rerank import load_rerankers

RECORD = [
    "item_weight: 0.65 kg",
    "shipping_weight: 0.9 kg",
    "Water resistance: IPX7",
    "Warranty: 2 years",
    "The strap broke after a month.",
    "Runs 20 hours on one charge.",
]


@pytest.fixture(scope="module")
def late() -> LateInteraction:
    return LateInteraction(MODELS, LATE_ADAPTER)


@pytest.mark.parametrize(
    ("question", "best"),
    [("how heavy is it", 0), ("can I use it in the rain", 2), ("how long does the battery last", 5)],
)
def test_what_answers_comes_first_in_a_shop_that_it_does_not_know(
    late: LateInteraction, question: str, best: int
) -> None:
    assert late.scores(question, RECORD).argmax() == best


def test_a_score_depends_on_no_other_text_and_is_the_same_again(late: LateInteraction) -> None:
    together = late.scores("how heavy is it", RECORD)
    alone = [float(late.scores("how heavy is it", [text])[0]) for text in reversed(RECORD)]
    assert np.allclose(together, alone[::-1], atol=1e-6)
    fresh = LateInteraction(MODELS, LATE_ADAPTER).scores("how heavy is it", RECORD)
    assert np.allclose(together, fresh, atol=1e-6)


def test_a_question_is_read_once_for_all_its_texts(
    late: LateInteraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    tokens = late._tokens
    monkeypatch.setattr(late, "_tokens", lambda text: read.append(text) or tokens(text))
    apart = [float(late.scores("does it come in a box", [text])[0]) for text in RECORD]
    assert read.count("does it come in a box") == 1
    assert np.allclose(apart, late.scores("does it come in a box", RECORD), atol=1e-6)


def test_nothing_and_too_much_are_read(late: LateInteraction) -> None:
    assert late.scores("anything", []).shape == (0,)
    long, cut = late.scores("anything", ["word " * 20_000, "word " * (MAX_TOKENS - 2)])
    assert long == pytest.approx(float(cut), abs=1e-6)
    assert np.isfinite(late.scores("", ["text", ""])).all()


def test_a_missing_adapter_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="missing"):
        load_rerankers(tmp_path, late=tmp_path / "nowhere", cross=None)
