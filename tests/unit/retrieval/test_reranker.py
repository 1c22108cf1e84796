"""The re-ranker of the demo shop: scores, what is missing, and an index that is fitted with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from small_shop import DOCUMENTS, FITTED_ON, MODELS, STATE, build

from retrieval.documents import fit as fitting
from retrieval.documents.answer import Answerer
from retrieval.documents.search import Documents
from retrieval.encode import HEAD_WEIGHTS, Encoder, load_encoder
from retrieval.errors import IndexDamaged, ModelFileError
from retrieval.rerank import NO_RERANKERS, Reranker, Rerankers, load_rerankers

ADAPTER = STATE / "adapters" / "reranker"
TEXTS = [
    "Shipping. Express. Express costs 9.95 EUR if you order by 13:00.",
    "Stores. Dogs are welcome in the store.",
    "Shipping. Standard shipping in Germany costs 4.95 EUR and takes 2-3 working days.",
]


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    loaded = load_rerankers(MODELS, late=None, cross=ADAPTER).cross
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("What does express delivery cost?", 0),
        ("may i bring my labrador", 1),
        ("how much do you charge for sending it within germany", 2),
    ],
)
def test_what_answers_scores_above_zero_and_all_else_below(
    reranker: Reranker, question: str, best: int
) -> None:
    scores = reranker.scores(question, TEXTS)
    assert scores.argmax() == best
    assert scores[best] > 0
    assert all(scores[n] < 0 for n in range(len(TEXTS)) if n != best)


@pytest.mark.parametrize("question", ["is there a shop in Rome", "do you send parcels to Canada"])
def test_where_nothing_answers_every_score_is_below_zero(reranker: Reranker, question: str) -> None:
    assert (reranker.scores(question, TEXTS) < 0).all()


def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    assert reranker.scores("anything", []).shape == (0,)


def test_a_text_of_any_length_is_scored(reranker: Reranker) -> None:
    scores = reranker.scores("long " * 3000, ["word " * 20_000, "x"])
    assert np.isfinite(scores).all()


def test_without_a_folder_there_is_none() -> None:
    assert load_rerankers(MODELS, late=None, cross=None) == NO_RERANKERS


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="missing"):
        load_rerankers(tmp_path, late=None, cross=tmp_path / "nowhere")
    copy = tmp_path / "copy"
    shutil.copytree(ADAPTER, copy)
    (copy / HEAD_WEIGHTS).write_bytes(b"no tensor")
    with pytest.raises(ModelFileError, match="head"):
        load_rerankers(tmp_path / "models", late=None, cross=copy)


def test_an_index_fitted_with_it_answers_with_it_only(
    tmp_path: Path, encoder: Encoder, reranker: Reranker
) -> None:
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "questions.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(FITTED_ON))
    rerankers = Rerankers(cross=reranker)
    root = build(tmp_path, encoder, fit=fitting.fit_answers(tmp_path, encoder, rerankers))
    documents = Documents(root, encoder)
    model = documents.snapshot.content.model
    assert model.rerankers == (reranker.name,)
    assert model.reranking is not None
    assert model.reranking.weights["cross_score"] > 0
    answer = Answerer(documents, rerankers).answer("is it allowed to bring a dog?")
    assert answer.sentences[0].text in DOCUMENTS["stores.md"]
    with pytest.raises(IndexDamaged, match="prepare"):
        Answerer(documents).answer("is it allowed to bring a dog?")
    build(tmp_path, encoder, fit=fitting.fit_answers(tmp_path, encoder))  # without it: not taken over
    assert (
        Answerer(documents, rerankers).answer("is it allowed to bring a dog?").sentences == answer.sentences
    )
