"""The sequence model learns what sums over items cannot, stops in time, and serves what it was trained as."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from shoppers import CIRCLE, START, directions

from retrieval.recommend.interactions import Done, Interaction, gathered, histories_of
from retrieval.recommend.sources.neighbours import ItemNeighbours
from retrieval.recommend.sources.port import Scores, Source
from retrieval.recommend.sources.sequence import Sequence, inputs_of
from training.config import read_config
from training.recommender.network import UNKNOWN, SequenceNetwork
from training.recommender.sequence import SequenceConfig, Trained, train_sequence, windows

SMALL = {
    "length": 4, "width": 32, "layers": 1, "heads": 1, "dropout": 0.1, "epochs": 25, "batch": 32,
    "learning_rate": 5e-3, "warmup": 10, "patience": 25,
}  # fmt: skip


def config(**changed: object) -> SequenceConfig:
    whole = read_config(SequenceConfig, "sequence").model_dump()
    return SequenceConfig.model_validate({**whole, **SMALL, **changed})


def right_of(source: Source, items: tuple[str, ...]) -> float:
    """The share of all beginnings after which the neighbour in the right direction comes first."""
    asked = [(word, step, place) for word, step in (("up", 1), ("down", -1)) for place in range(CIRCLE)]
    histories = histories_of([[Done(word, START), Done(f"p{p}", START)] for word, _, p in asked], items)
    first = source.score(histories).argmax(axis=1)
    wanted = [items.index(f"p{(place + step) % CIRCLE}") for _, step, place in asked]
    return float(np.mean(first == wanted))


@pytest.mark.timeout(400)
def test_it_learns_what_only_the_order_tells(tmp_path: Path) -> None:
    found = directions()
    trained = train_sequence(found, config(), tmp_path / "work")
    assert right_of(trained.saved(tmp_path / "made"), found.items) > 0.9
    assert right_of(ItemNeighbours().fit(found), found.items) < 0.7
    assert right_of(ItemNeighbours(gap=1, backward=0, steps=1).fit(found), found.items) < 0.7


@pytest.mark.timeout(400)
def test_the_best_epoch_is_kept(tmp_path: Path) -> None:
    """What is judged best after the second of four epochs is served, and is what was judged."""
    found = directions(60)
    judged: list[Scores] = []

    def judge(scores: Scores) -> float:
        judged.append(scores)
        return float(len(judged) == 2)

    histories = found.histories()
    trained = train_sequence(found, config(epochs=4), tmp_path / "work", judged=(histories, judge))
    assert (len(judged), trained.epochs) == (4, 2)
    served = trained.saved(tmp_path / "made").score(histories)
    np.testing.assert_allclose(served, judged[1], atol=1e-4)
    assert np.abs(judged[1] - judged[3]).max() > 1e-2
    assert not list((tmp_path / "work").glob("checkpoint-*"))


@pytest.mark.timeout(400)
def test_one_seed_gives_one_model(tmp_path: Path) -> None:
    found = directions(60)
    first, second = (
        train_sequence(found, config(epochs=2), tmp_path / name).network.state_dict() for name in "ab"
    )
    for name, weights in first.items():
        torch.testing.assert_close(weights, second[name])


def test_the_future_says_nothing_and_neither_does_padding() -> None:
    torch.manual_seed(0)
    network = SequenceNetwork(9, 5, width=8, layers=2, heads=2, dropout=0.0, all_items=9, negatives=0).eval()
    with torch.no_grad():
        whole = network.states(torch.tensor([[1, 2, 3, 4, 5]]))
        other = network.states(torch.tensor([[1, 2, 3, 9, 9]]))
        torch.testing.assert_close(whole[:, :3], other[:, :3])
        padded = network.states(torch.tensor([[0, 0, 3, 4, 5]]))
        torch.testing.assert_close(padded[:, 2:], network.states(torch.tensor([[3, 4, 5]])))


def test_rows_are_windows_with_what_came_next() -> None:
    walk = "abbcdefg"
    found = gathered(
        [*(Interaction("u", item, float(n)) for n, item in enumerate(walk)), Interaction("v", "a", 1)]
    )
    rows = windows(found, 3)
    names = found.items
    shown = [
        ("".join(names[item - 1] for item in row["items"]), "".join(names[item] for item in row["targets"]))
        for row in rows
    ]
    assert shown == [("def", "efg"), ("abc", "bcd")]


def test_inputs_end_with_the_last_item() -> None:
    histories = histories_of([[Done(item, 1) for item in walk] for walk in ("abc", "aab", "", "bbbb")], "abc")
    assert inputs_of(histories, 2).tolist() == [[2, 3], [1, 2], [0, 0], [0, 2]]


def test_the_loss_is_over_what_is_known() -> None:
    torch.manual_seed(0)
    network = SequenceNetwork(9, 3, width=8, layers=1, heads=1, dropout=0.0, all_items=9, negatives=0).eval()
    items = torch.tensor([[0, 1, 2]])
    with torch.no_grad():
        loss = network(items, torch.tensor([[UNKNOWN, UNKNOWN, 4]]))["loss"]
        logits = network(items)["states"] @ network.items.weight[1:].T
    torch.testing.assert_close(loss, -logits.log_softmax(-1)[0, 4])


def test_with_many_items_the_loss_is_over_some_drawn_ones() -> None:
    """Cross-entropy of the right item against those drawn, except where it was drawn itself."""
    network = SequenceNetwork(9, 3, width=8, layers=1, heads=1, dropout=0.0, all_items=8, negatives=40).eval()
    items, target = torch.tensor([[0, 1, 2]]), 4
    with torch.no_grad():
        logits = (network(items)["states"] @ network.items.weight[1:].T)[0]
        torch.manual_seed(3)
        loss = network(items, torch.tensor([[UNKNOWN, UNKNOWN, target]]))["loss"]
        torch.manual_seed(3)
        drawn = torch.randint(9, (40,))
    against = logits[drawn[drawn != target]]
    assert len(against) < 40
    torch.testing.assert_close(loss, torch.cat([logits[[target]], against]).logsumexp(0) - logits[target])


@pytest.mark.timeout(400)
def test_a_saved_model_needs_no_torch(tmp_path: Path) -> None:
    """What is served is the ONNX file: the same states as the network's."""
    torch.manual_seed(1)
    network = SequenceNetwork(9, 4, width=8, layers=2, heads=2, dropout=0.5, all_items=9, negatives=0)
    source = Trained(network, 1).saved(tmp_path)
    histories = histories_of([[Done("a", 1), Done("c", 2)], [Done("b", 1)]], "abcdefghi")
    with torch.no_grad():
        states = network.eval().states(torch.tensor(inputs_of(histories, 4)))[:, -1]
        expected = (states @ network.items.weight[1:].T).numpy()
    np.testing.assert_allclose(source.score(histories), expected, atol=1e-5)
    assert isinstance(source, Sequence)
