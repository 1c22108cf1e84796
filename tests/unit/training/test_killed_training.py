"""Trainings that are killed in the middle (kill -9) go on from a checkpoint to what they would have been."""

from __future__ import annotations

import subprocess
import sys

import pytest
from small_trainings import ENVIRONMENT, PROGRAM, Trained, train, weights

STEPS = {"epochs": 12, "retriever": 20, "reranker": 14, "late": 10, "responder": 8}
"""All of a task; of the responder those of its first stage."""


def middle(task: str) -> int:
    return STEPS[task] // 2 + 1


def kill_in(task: str, command: list[str]) -> list[str]:
    """What the process says until it is killed in the middle of ``task``."""
    said: list[str] = []
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as training:
        assert training.stdout is not None
        for line in training.stdout:
            said.append(line.strip())
            if said[-1] == f"{task} {middle(task)}":
                training.kill()
    assert training.returncode < 0, f"it was to be killed in {task}"
    return [*said, f"{task} killed"]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Each process goes on with the task in which the one before was killed, and is killed in the next."""
    folder = tmp_path_factory.mktemp("killed")
    resume, tasks = [sys.executable, PROGRAM, str(folder), "--resume"], list(STEPS)
    said: list[str] = []
    for number, task in enumerate(tasks):
        said += kill_in(task, [*resume, *tasks[max(number - 1, 0) :]])
        assert not (folder / f"{task}.json").exists()
    return Trained(folder, said + train(*resume, tasks[-1]))


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("task", STEPS)
def test_it_goes_on_to_the_same_weights(trained_at_once: Trained, killed: Trained, task: str) -> None:
    said = [line.split()[1] for line in killed.said if line.startswith(f"{task} ")]
    assert 1 < int(said[said.index("killed") + 1]) <= middle(task) + 1
    one, other = weights(trained_at_once.folder, task), weights(killed.folder, task)
    for name in one:
        assert (one[name] - other[name]).abs().max() < 1e-4, name
