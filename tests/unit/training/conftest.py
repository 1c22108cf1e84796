"""What one process learns in the small trainings: made once, for the tests that compare with it."""

from __future__ import annotations

import sys

import pytest
from small_trainings import PROGRAM, TASKS, Trained, train


@pytest.fixture(scope="session")
def trained_at_once(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """All tasks, in one process that nothing disturbs."""
    folder = tmp_path_factory.mktemp("trained") / "one"
    return Trained(folder, train(sys.executable, PROGRAM, str(folder), *TASKS))
