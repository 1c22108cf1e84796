"""Trainings in two processes that torchrun starts: what they learn is what one process learns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_trainings import ENVIRONMENT, TASKS, weights

from training import processes

PROGRAM = str(Path(__file__).with_name("small_trainings.py"))
TWO = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


def run(*command: str) -> str:
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders ``one`` and ``two``, and what the first process said of the steps in ``two.txt``."""
    folder = tmp_path_factory.mktemp("trained")
    run(sys.executable, PROGRAM, str(folder / "one"), *TASKS)
    (folder / "two.txt").write_text(run(*TWO, PROGRAM, str(folder / "two"), *TASKS))
    return folder


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("task", TASKS)
def test_two_processes_learn_what_one_learns(trained: Path, task: str) -> None:
    one, two = (weights(trained / name, task) for name in ("one", "two"))
    assert one.keys() == two.keys()
    apart = sum(float((one[name] - two[name]).square().sum()) for name in one) ** 0.5
    assert apart < 1e-3 * sum(float(weight.square().sum()) for weight in one.values()) ** 0.5
    losses = [
        json.loads((trained / name / f"{task}.json").read_bytes()).get("loss", 0) for name in ("one", "two")
    ]
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_only_the_first_process_speaks(trained: Path) -> None:
    steps = (trained / "two.txt").read_text().split("\n")
    assert steps.count("step 1") == len(TASKS)  # the responder has two stages, contrast says nothing


def test_one_process_shares_nothing() -> None:
    assert (processes.count(), processes.is_first(), processes.of_first(lambda: 7)) == (1, True, 7)
    processes.check_batch(3)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_two_processes_can_share_of_a_batch(tmp_path: Path) -> None:
    run(*TWO, PROGRAM, str(tmp_path), "shared")
    for file in ("sharedTrue.json", "sharedFalse.json"):
        found = json.loads((tmp_path / file).read_bytes())
        assert (found["3 alike"], found["4 alike"]) == (2, 3)
        assert "cannot be shared out among 2 processes" in found["batch"]
        assert "too many for 1 intents" in found["intents"]
