"""``shopclerk bench recommend`` on a small shop: every row is measured, and nothing unavailable is shown."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from training.bench.cli import app


def test_a_small_shop_is_measured_beside_implicit(prepared_demo: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = ["recommend", "--state", str(prepared_demo), "--products", "400", "--requests", "30"]
    result = CliRunner().invoke(app, [*command, "--json", str(report)])
    assert result.exit_code == 0, result.output
    found = json.loads(report.read_bytes())
    assert found["unavailable_shown"] == 0
    assert 0 < found["rule_live_s"] < 1
    assert found["memory_mb"] >= 0, "nothing, where the process had freed enough before"
    rows = found["rows"]
    assert set(rows) == {
        "search", "search from words", "recommend", "bought_together", "similar", "popular", "implicit",
    }  # fmt: skip
    assert all(0 < row["p50_ms"] <= row["p95_ms"] for row in rows.values())
    assert min(rows["search"]["found"], rows["recommend"]["found"]) > 3
    assert rows["implicit"]["found"] == 10
