"""The demo shop's simulated dialogues say what its domain says today."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

STATE = Path(__file__).parents[3] / "data" / "demo_shop"
ALL_PLOTS = """
import json, sys
from simulator.dialogues import TOPICS, simulate_dialogues
dialogues = list(simulate_dialogues(3, 700))
print(json.dumps({"topics": len(TOPICS), "dialogues": dialogues}))
"""


def test_every_plot_can_be_played_with_the_responses_of_today() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALL_PLOTS], cwd=STATE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    played = json.loads(done.stdout)
    topics = Counter(dialogue["topic"] for dialogue in played["dialogues"])
    assert len(topics) >= played["topics"] - 2  # two are called like another one
    for dialogue in played["dialogues"]:
        for turn in dialogue["turns"]:
            assert "{" not in turn["text"], dialogue
