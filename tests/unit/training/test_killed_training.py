"""Trainings that are killed in the middle (kill -9) go on from a checkpoint to what they would have been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_trainings import ENVIRONMENT, weights

PROGRAM = str(Path(__file__).with_name("small_trainings.py"))
STEPS = {"epochs": 12, "retriever": 20, "reranker": 14, "late": 10, "responder": 8}
"""All of a task; of the responder those of its first stage."""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, PROGRAM, str(folder), *arguments]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def steps_of(training: subprocess.Popen[str]) -> list[int]:
    """The steps of a training that comes to its end."""
    said, _ = training.communicate(timeout=200)
    assert training.returncode == 0
    return [int(line.partition(" ")[2]) for line in said.splitlines() if line.startswith("step ")]


def kill_after(training: subprocess.Popen[str], step: int) -> None:
    assert training.stdout is not None
    for line in training.stdout:
        if line.strip() == f"step {step}":
            break
    training.kill()
    assert training.wait(timeout=20) < 0
    training.stdout.close()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("task", STEPS)
def test_it_goes_on_to_the_same_weights(tmp_path: Path, task: str) -> None:
    whole, cut, middle = tmp_path / "whole", tmp_path / "cut", STEPS[task] // 2 + 1
    steps_of(start(whole, task))
    kill_after(start(cut, task), middle)
    assert not (cut / f"{task}.json").exists()
    rest = steps_of(start(cut, "--resume", task))
    assert 1 < rest[0] <= middle + 1
    one, other = weights(whole, task), weights(cut, task)
    for name in one:
        assert (one[name] - other[name]).abs().max() < 1e-4, name
