"""The contract of ``Encoder``, on every implementation, and the export of the default one."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.encode import Encoder, OnnxEncoder, bundled_model, load_encoder
from retrieval.errors import ModelFileError
from retrieval.torch_encoder import TorchEncoder

MODELS = Path(__file__).parents[2] / "data" / "demo_shop" / "var" / "models"
TEXTS = ["Is the return label free?", "How do I wash a down jacket?", "Where is my parcel?"]


@pytest.fixture(scope="module", params=["onnx", "torch"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "onnx":
        return load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    torch = TorchEncoder("all-MiniLM-L6-v2", bundled_model(), device="cpu")
    torch.load()
    return torch


def test_vectors_have_unit_length(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_what_means_the_same_lies_near(encoder: Encoder) -> None:
    question, same, other = encoder.encode(
        ["What does shipping cost?", "How much do I pay for delivery?", "The tent has two doors."]
    )
    assert question @ same > 0.6 > question @ other


def test_a_batch_gives_what_single_texts_give(encoder: Encoder) -> None:
    batch = encoder.encode([*TEXTS, "", "a " * 300] * 20)[:3]
    single = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert ((batch * single).sum(1) > 0.98).all()


def test_the_features_of_a_text_are_its_own_whatever_stands_beside_it() -> None:
    """Heads learn from features of thousands of texts, and read one at a time."""
    alone = OnnxEncoder(MODELS).features(TEXTS[:1])
    assert np.array_equal(OnnxEncoder(MODELS).features([*TEXTS, "a " * 300])[:1], alone)
    assert np.array_equal(OnnxEncoder(MODELS).features([*TEXTS, "a " * 300] * 20)[:1], alone)
    read = OnnxEncoder(MODELS)
    read.encode([*TEXTS, "a " * 300])
    assert np.array_equal(read.features(TEXTS[:1]), alone), "what was encoded beside others is not kept"


def test_many_threads_get_the_same_vectors(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(lambda _: encoder.encode(TEXTS), range(32)):
            assert np.allclose(vectors, expected, atol=1e-3)


def test_a_megabyte_of_words_costs_no_more_than_a_long_message(encoder: Encoder) -> None:
    started = time.perf_counter()
    encoder.encode(["word " * 200_000])
    assert time.perf_counter() - started < 1


def test_int8_keeps_the_meaning() -> None:
    exact = TorchEncoder("all-MiniLM-L6-v2", bundled_model(), device="cpu").encode(TEXTS)
    fast = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu").encode(TEXTS)
    assert ((exact * fast).sum(1) > 0.97).all()


def test_a_damaged_model_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    shutil.copytree(MODELS / "all-MiniLM-L6-v2", tmp_path / "all-MiniLM-L6-v2")
    with (tmp_path / "all-MiniLM-L6-v2" / "model.int8.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0" * 100)
    with pytest.raises(ModelFileError, match=r"model\.int8\.onnx.*damaged.*Delete"):
        OnnxEncoder(tmp_path).load()


def test_a_missing_model_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    shutil.copytree(MODELS / "all-MiniLM-L6-v2", tmp_path / "all-MiniLM-L6-v2")
    (tmp_path / "all-MiniLM-L6-v2" / "tokenizer.json").unlink()
    with pytest.raises(ModelFileError, match=r"tokenizer\.json.*missing.*Delete"):
        OnnxEncoder(tmp_path).load()


def test_an_unknown_local_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty-model").mkdir()
    with pytest.raises(ModelFileError, match="empty-model"):
        load_encoder(str(tmp_path / "empty-model"), tmp_path, "cpu")
