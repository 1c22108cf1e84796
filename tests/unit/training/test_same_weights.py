"""What disturbs a training changes nothing in what it learns: killed in the middle (kill -9) it goes on from
a checkpoint, and two processes that torchrun starts learn what one learns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest
from small_trainings import PROGRAM, TASKS, Forks, Trained, train, weights

from training import processes

TWO = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
STEPS = {"epochs": 12, "retriever": 20, "reranker": 14, "late": 10, "responder": 8}
"""All of a task; of the responder those of its first stage."""


def middle(task: str) -> int:
    return STEPS[task] // 2 + 1


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks() as forks:
        yield forks


@pytest.fixture(scope="module")
def trained_at_once(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Trained:
    """All tasks, in one process that nothing disturbs."""
    folder = tmp_path_factory.mktemp("trained") / "one"
    return Trained(folder, forks.train(str(folder), *TASKS))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Trained:
    """Each process goes on with the task in which the one before was killed, and is killed in the next."""
    folder = tmp_path_factory.mktemp("killed")
    resume, tasks = [str(folder), "--resume"], list(STEPS)
    said: list[str] = []
    for number, task in enumerate(tasks):
        said += forks.kill(f"{task} {middle(task)}", *resume, *tasks[max(number - 1, 0) :])
        said.append(f"{task} killed")
        assert not (folder / f"{task}.json").exists()
    return Trained(folder, said + forks.train(*resume, tasks[-1]))


@pytest.fixture(scope="module")
def trained_by_two(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained") / "two"
    return Trained(folder, train(*TWO, PROGRAM, str(folder), *TASKS, "shared"))


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("task", STEPS)
def test_what_was_killed_goes_on_to_the_same_weights(
    trained_at_once: Trained, killed: Trained, task: str
) -> None:
    said = [line.split()[1] for line in killed.said if line.startswith(f"{task} ")]
    assert 1 < int(said[said.index("killed") + 1]) <= middle(task) + 1
    one, other = weights(trained_at_once.folder, task), weights(killed.folder, task)
    for name in one:
        assert (one[name] - other[name]).abs().max() < 1e-4, name


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


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_processes_part_before_they_end(trained_by_two: Trained) -> None:
    assert [line for line in trained_by_two.said if line.startswith("together ")] == ["together False"] * 2


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
