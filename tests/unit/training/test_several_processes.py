"""Trainings in two processes that torchrun starts: what they learn is what one process learns."""

from __future__ import annotations

import json
import sys

import pytest
from small_trainings import PROGRAM, TASKS, Trained, train, weights

from training import processes

TWO = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


@pytest.fixture(scope="module")
def trained_by_two(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained") / "two"
    return Trained(folder, train(*TWO, PROGRAM, str(folder), *TASKS, "shared"))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("task", TASKS)
def test_two_processes_learn_what_one_learns(
    trained_at_once: Trained, trained_by_two: Trained, task: str
) -> None:
    one, two = (weights(trained.folder, task) for trained in (trained_at_once, trained_by_two))
    assert one.keys() == two.keys()
    apart = sum(float((one[name] - two[name]).square().sum()) for name in one) ** 0.5
    assert apart < 1e-3 * sum(float(weight.square().sum()) for weight in one.values()) ** 0.5
    losses = [
        json.loads((trained.folder / f"{task}.json").read_bytes()).get("loss", 0)
        for trained in (trained_at_once, trained_by_two)
    ]
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("task", ["epochs", "retriever", "reranker", "late"])
def test_only_the_first_process_speaks(trained_by_two: Trained, task: str) -> None:
    assert trained_by_two.said.count(f"{task} 1") == 1


def test_one_process_shares_nothing() -> None:
    assert (processes.count(), processes.is_first(), processes.of_first(lambda: 7)) == (1, True, 7)
    processes.check_batch(3)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", [True, False])
def test_what_two_processes_can_share_of_a_batch(trained_by_two: Trained, first: bool) -> None:
    found = json.loads((trained_by_two.folder / f"shared{first}.json").read_bytes())
    assert (found["3 alike"], found["4 alike"]) == (2, 3)
    assert "cannot be shared out among 2 processes" in found["batch"]
    assert "too many for 1 intents" in found["intents"]
