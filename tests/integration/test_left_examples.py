"""``prepare`` names the examples of ``shopclerk init`` that stay live beside a shop's own documents."""

from __future__ import annotations

from pathlib import Path

from new_shop import new_shop, shopclerk


def test_prepare_names_them(prepared_demo: Path, tmp_path: Path) -> None:
    shop = new_shop(tmp_path / "own", prepared_demo, examples=3)
    assert "still the example" not in shopclerk("prepare", "--state", str(shop))
    (shop / "documents" / "returns-policy.md").write_text("# Returns\n\nYou have 45 days.\n")
    said = shopclerk("prepare", "--state", str(shop))
    assert "! documents/returns.md is still the example" in said
    assert "! answers.yml:4: returns-period is still the example" in said
