"""``shopclerk bench recommend`` on a small shop: every row is measured, and nothing unavailable is shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_a_small_shop_is_measured_beside_implicit(prepared_demo: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "bot", "bench", "recommend", "--state", str(prepared_demo)]
    command += ["--products", "400", "--requests", "30", "--json", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # memory is its process's
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_bytes())
    assert found["unavailable_shown"] == 0
    assert 0 < found["rule_live_s"] < 1
    assert found["memory_mb"] > 0
    rows = found["rows"]
    assert set(rows) == {
        "search", "search from words", "recommend", "bought_together", "similar", "popular", "learned",
        "implicit",
    }  # fmt: skip
    assert all(0 < row["p50_ms"] <= row["p95_ms"] for row in rows.values())
    assert min(rows[name]["found"] for name in ("search", "recommend", "learned")) > 3
    assert rows["implicit"]["found"] == 10
