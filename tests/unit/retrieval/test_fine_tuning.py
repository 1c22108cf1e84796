"""Fine-tuning for real, on a few questions: what is written can be loaded and changes what it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from safetensors.numpy import load_file
from sentence_transformers import SentenceTransformer
from small_shop import MODELS, QUESTIONS, build

from retrieval.documents.labelled import Shop
from retrieval.documents.search import Documents
from retrieval.encode import bundled_model, load_encoder
from retrieval.late import LateInteraction
from retrieval.rerank import load_rerankers
from training.config import Kind, read_config
from training.late import LateConfig, train_late
from training.lists import from_documents, from_evidence
from training.reranker import RerankerConfig, train_reranker
from training.retriever import RetrieverConfig, train_retriever
from training.retriever import training_data as encoder_data


def changed(config: Kind, **keys: Any) -> Kind:
    return config.model_copy(update={"tracker": "none", **keys})


def of_retriever(**keys: Any) -> RetrieverConfig:
    return changed(read_config(RetrieverConfig, "retriever"), **keys)


def of_reranker(**keys: Any) -> RerankerConfig:
    return changed(read_config(RerankerConfig, "reranker"), **keys)


def of_late(**keys: Any) -> LateConfig:
    return changed(read_config(LateConfig, "late"), **keys)


QUESTION, ANSWER, OTHER = "can I bring my dog", "Dogs are welcome in the store.", "Seams hold for 10 years."


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    return Documents(build(tmp_path, encoder), encoder)


def test_a_reranker_learns_what_answers(documents: Documents, tmp_path: Path) -> None:
    config = of_reranker(epochs=6, batch=7, negatives=4, learning_rate=2e-3, warmup=2)
    data = from_documents(documents, QUESTIONS)
    assert sorted(map(len, data["right"]))[-1] == 1
    assert sum(not right for right in data["right"]) == sum(not q.answerable for q in QUESTIONS)
    report = train_reranker(data, tmp_path / "reranker", config)
    assert report["loss"] < np.log(config.negatives + 2)  # of a model that has learned nothing
    assert sorted(file.name for file in (tmp_path / "reranker").iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors", "head.safetensors",
    ]  # fmt: skip
    reranker = load_rerankers(tmp_path / "models", late=None, cross=tmp_path / "reranker").cross
    assert reranker is not None
    right, wrong = reranker.scores(QUESTION, [ANSWER, OTHER])
    assert right > wrong


def test_going_on_ends_between_the_old_weights_and_the_new_ones(documents: Documents, tmp_path: Path) -> None:
    first = of_reranker(epochs=1, batch=7, negatives=4, learning_rate=2e-3, warmup=1)
    data = from_documents(documents, QUESTIONS)
    train_reranker(data, tmp_path / "old", first)
    for kept in (1.0, 0.5, 0.0):
        train_reranker(data, tmp_path / str(kept), changed(first, kept=kept), start=tmp_path / "old")
    old, same, mean, new = (
        load_file(tmp_path / name / "head.safetensors")["weight"] for name in ("old", "1.0", "0.5", "0.0")
    )
    assert np.allclose(same, old)
    assert not np.allclose(new, old)
    assert np.allclose(mean, (old + new) / 2, atol=1e-6)


def test_an_encoder_moves_question_and_answer_together(documents: Documents, tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    train_retriever([Shop(documents.snapshot, QUESTIONS)], folder, of_retriever(epochs=4, batch=5, warmup=2))
    assert sum(file.stat().st_size for file in folder.iterdir()) < 2_000_000
    plain = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    tuned = load_encoder("all-MiniLM-L6-v2", tmp_path / "models", "cpu", adapter=folder)
    assert tuned.name.startswith(f"{plain.name}+")

    def lead(vectors: np.ndarray) -> float:
        return float(vectors[0] @ vectors[1] - vectors[0] @ vectors[2])

    assert lead(tuned.encode([QUESTION, ANSWER, OTHER])) > lead(plain.encode([QUESTION, ANSWER, OTHER]))


def test_an_encoder_that_goes_on_ends_between(documents: Documents, tmp_path: Path) -> None:
    first = of_retriever(epochs=1, batch=5, warmup=1)
    train_retriever([Shop(documents.snapshot, QUESTIONS)], tmp_path / "old", first)
    for kept in (1.0, 0.5, 0.0):
        more, new = changed(first, epochs=3, kept=kept), tmp_path / str(kept)
        train_retriever([Shop(documents.snapshot, QUESTIONS)], new, more, start=tmp_path / "old")
    old, same, mean, new = (
        load_file(tmp_path / name / "adapter_model.safetensors") for name in ("old", "1.0", "0.5", "0.0")
    )
    assert all(np.array_equal(same[name], old[name]) for name in old)
    assert any(not np.allclose(new[name], old[name], atol=1e-3) for name in old)
    for name in old:
        middle = (old[name].astype(np.float32) + new[name].astype(np.float32)) / 2
        assert np.allclose(mean[name], middle, atol=2e-3)


class Killed(Exception):
    """Stands for the end of the process."""


def killer(at: int) -> Callable[[int, int], None]:
    def tell(done: int, _total: int) -> None:
        if done == at:
            raise Killed

    return tell


def test_a_training_that_was_cut_off_goes_on(documents: Documents, tmp_path: Path) -> None:
    config = of_retriever(epochs=8, batch=2, warmup=2)
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    train_retriever([Shop(documents.snapshot, QUESTIONS)], whole, config)
    with pytest.raises(Killed):
        train_retriever([Shop(documents.snapshot, QUESTIONS)], cut, config, tell=killer(at=13))
    told: list[int] = []
    resumed: dict[str, Any] = {"resume": True, "tell": lambda done, _total: told.append(done)}
    train_retriever([Shop(documents.snapshot, QUESTIONS)], cut, config, **resumed)
    assert told[0] > 8
    one, other = (load_file(folder / "adapter_model.safetensors") for folder in (whole, cut))
    for name in one:
        assert np.allclose(one[name].astype(np.float32), other[name].astype(np.float32), atol=5e-3), name


def test_questions_with_one_answer_are_trained_beside_each_other(documents: Documents) -> None:
    again = [msgspec.structs.replace(q, question=f"tell me, {q.question}") for q in QUESTIONS]
    model = SentenceTransformer(str(bundled_model()), local_files_only=True)
    data = encoder_data([Shop(documents.snapshot, [*QUESTIONS, *again])], model, of_retriever())
    alike = {row["anchor"]: row for row in data["alike"]}
    assert len(alike) == 2 * sum(q.answerable for q in QUESTIONS)
    assert alike[QUESTION]["positive"] == f"tell me, {QUESTION}"
    assert alike["opening hours in Hamburg"]["negative"].endswith("is there a store in Rome")
    alone = Shop(documents.snapshot, QUESTIONS)
    assert "alike" not in encoder_data([alone], model, of_retriever())
    assert set(encoder_data([alone, alone], model, of_retriever())) == {"answers 0", "answers 1"}


def test_late_interaction_learns_what_answers(tmp_path: Path) -> None:
    texts = ["Bogle: 4", "Dringle: 7", "Fimble: yes", "Grommer: 12 months", "Tosset: no", "Wumple: blue"]
    asked = ["how heavy is it", "how many people fit in", "may it get wet", "how long is the guarantee"]
    questions = [{"q": question, "right": [n]} for n, question in enumerate(asked)]
    unanswered = [{"q": "does it float", "right": []}]
    context = {"kind": "product", "title": "Boat", "evidence": texts, "questions": questions + unanswered}
    (tmp_path / "boats.jsonl").write_bytes(msgspec.json.encode(context) + b"\n")
    data = from_evidence([tmp_path / "boats.jsonl"], load_encoder("all-MiniLM-L6-v2", MODELS, "cpu"))
    assert len(data) == 5
    folder = tmp_path / "late"
    config = of_late(epochs=12, batch=4, negatives=4, learning_rate=2e-3, warmup=2)
    report = train_late(data, folder, config)
    assert report["loss"] > 0
    plain, tuned = LateInteraction(MODELS, None), LateInteraction(tmp_path / "models", folder)
    right = [[int(late.scores(q, texts).argmax()) for q in asked] for late in (plain, tuned)]
    assert right[0] != [0, 1, 2, 3] == right[1]
    train_late(data, folder, changed(config, epochs=1, kept=1.0), start=folder)
    again = LateInteraction(tmp_path / "models", folder)
    assert np.allclose(again.scores(asked[0], texts), tuned.scores(asked[0], texts), atol=0.02)
