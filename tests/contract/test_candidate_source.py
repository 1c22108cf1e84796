"""What every candidate source keeps: scores of any history, alone, among others, before and after saving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.errors import ModelFileError
from retrieval.recommend.interactions import DAY, Done, Interaction, Interactions, gathered, histories_of
from retrieval.recommend.sources.als import Als
from retrieval.recommend.sources.blend import Blend
from retrieval.recommend.sources.content import Content
from retrieval.recommend.sources.ease import Ease
from retrieval.recommend.sources.loading import load_source
from retrieval.recommend.sources.neighbours import ItemNeighbours
from retrieval.recommend.sources.popularity import Popularity, Trending
from retrieval.recommend.sources.port import Source
from training.recommender.network import SequenceNetwork
from training.recommender.sequence import Trained
from training.recommender.towers import TowersConfig, train_towers


def shop() -> Interactions:
    rng = np.random.default_rng(0)
    return gathered(
        Interaction(f"u{user}", f"i{item}", 1.7e9 + day * DAY, float(rng.integers(1, 4)))
        for user in range(40)
        for day, item in enumerate(rng.choice(15, rng.integers(2, 9)))
    )


def texts(count: int) -> np.ndarray:
    vectors = np.random.default_rng(1).normal(size=(count, 4)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def sequence(found: Interactions, folder: Path) -> Source:
    torch.manual_seed(0)
    network = SequenceNetwork(
        len(found.items), 6, width=8, layers=2, heads=2, dropout=0.1, all_items=100, negatives=0
    )
    return Trained(network, 1).saved(folder / "made")


def two_tower(found: Interactions, folder: Path) -> Source:
    del folder
    config = TowersConfig(
        width=3, steps=4, epochs=2, batch=16, learning_rate=1e-2, weight_decay=0, sharpness=10, all_items=100,
        negatives=5,
    )  # fmt: skip
    source = train_towers(found, texts(len(found.items)), config, 0)
    assert source is not None
    return source


def blend(found: Interactions, folder: Path) -> Source:
    del folder
    return Blend(
        {"ease": Ease(ridge=5).fit(found), "popular": Popularity().fit(found)}, {"ease": 0.7, "popular": 0.3}
    )


MAKERS: dict[str, Callable[[Interactions, Path], Source]] = {
    "popularity": lambda found, _: Popularity(half_life=3).fit(found),
    "trending": lambda found, _: Trending(half_life=2, usual=20).fit(found),
    "item_knn": lambda found, _: ItemNeighbours(neighbours=5, shrink=1, weighting="tfidf").fit(found),
    "item_knn_recent": lambda found, _: ItemNeighbours(gap=2, steps=3, days=5).fit(found),
    "content": lambda found, _: Content(neighbours=5).fit_texts(texts(len(found.items))),
    "ease": lambda found, _: Ease(ridge=5, dropout=0.2, steps=4).fit(found),
    "als": lambda found, _: Als(factors=4, ridge=0.5, steps=4).fit(found),
    "two_tower": two_tower,
    "sequence": sequence,
    "blend": blend,
}


@pytest.fixture(params=MAKERS, scope="module")
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    return MAKERS[request.param](shop(), tmp_path_factory.mktemp(request.param))


def test_scores_are_finite_and_of_all_items(source: Source) -> None:
    histories = shop().histories()
    scores = source.score(histories)
    assert scores.shape == (len(histories), 15)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert source.score(histories.block(0, 0)).shape == (0, 15)


def test_a_row_does_not_depend_on_the_others(source: Source) -> None:
    histories = shop().histories()
    whole = source.score(histories)
    mixed = np.random.default_rng(1).permutation(len(histories))
    np.testing.assert_allclose(source.score(histories.chosen(mixed)), whole[mixed], atol=1e-5)
    for row in (0, 7):
        np.testing.assert_allclose(source.score(histories.block(row, row + 1))[0], whole[row], atol=1e-5)


def test_shoppers_are_known_by_what_they_did_alone(source: Source) -> None:
    found = shop()
    own = found.histories().block(3, 4)
    same = histories_of(
        [
            [
                Done(found.items[i], t, float(w))
                for i, t, w in zip(own.items, own.times, own.weights, strict=True)
            ]
        ],
        found.items,
    )
    np.testing.assert_array_equal(source.score(same), source.score(own))


def test_who_did_nothing_and_who_did_one_thing_are_served(source: Source) -> None:
    found = shop()
    scores = source.score(histories_of([[], [Done("i3", 1.7e9)], [Done("unknown", 1.7e9)]], found.items))
    assert np.isfinite(scores).all()
    np.testing.assert_array_equal(scores[0], scores[2])


def test_it_is_the_same_after_saving(source: Source, tmp_path: Path) -> None:
    histories = shop().histories()
    source.save(tmp_path / "kept")
    again = load_source(tmp_path / "kept")
    np.testing.assert_array_equal(again.score(histories), source.score(histories))
    again.save(tmp_path / "kept")  # over itself
    np.testing.assert_array_equal(load_source(tmp_path / "kept").score(histories), source.score(histories))


def test_damage_is_noticed(source: Source, tmp_path: Path) -> None:
    source.save(tmp_path)
    for file in sorted(tmp_path.rglob("*")):
        if file.suffix in {".safetensors", ".onnx"}:
            whole = file.read_bytes()
            file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            with pytest.raises(ModelFileError, match="damaged"):
                load_source(tmp_path)
            file.write_bytes(whole)
    load_source(tmp_path)


def test_what_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no source that can be read"):
        load_source(tmp_path / "nothing")
    Popularity().fit(shop()).save(tmp_path)
    about = (tmp_path / "source.json").read_text()
    (tmp_path / "source.json").write_text(about.replace('"popularity"', '"magic"'))
    with pytest.raises(ModelFileError, match="no kind of source 'magic'"):
        load_source(tmp_path)
