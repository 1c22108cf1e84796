"""``shopclerk evaluate recommender`` on small data with a structure that is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shoppers import two_tastes
from typer.testing import CliRunner

from bot.errors import BadRequest, SettingsError
from training.evaluate.cli import app

FIGURES = {"hr@10", "ndcg@10", "recall@10", "mrr@10", "coverage", "novelty", "popularity_bias"}
SEQUENCE = "epochs = 2\nlength = 5\nwidth = 8\nlayers = 1\nheads = 1\n"
pytestmark = pytest.mark.timeout(500)


@pytest.fixture
def interactions(tmp_path: Path) -> Path:
    found = two_tastes(120)
    lines = [
        f"{found.users[row]},{found.items[col]},{time:.0f}"
        for row, col, time in zip(found.rows, found.cols, found.times, strict=True)
    ]
    file = tmp_path / "interactions.csv"
    file.write_text("\n".join(["user,item,timestamp", *lines]))
    return file


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["recommender", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_all_methods_in_one_run(tmp_path: Path, interactions: Path) -> None:
    (tmp_path / "sequence.toml").write_text(SEQUENCE)
    (tmp_path / "items.jsonl").write_text(
        "".join(f'{{"item": "{kind}{n}"}}\n' for kind in "abc" for n in range(10))
    )
    file = tmp_path / "report.json"
    shown = run(
        "--interactions", interactions, "--items", tmp_path / "items.jsonl", "--trials", "2",
        "--config", tmp_path / "sequence.toml", "--json", file,
    )  # fmt: skip
    report = json.loads(file.read_text())
    methods = ["popularity", "item_knn", "item_knn_recent", "als", "ease", "sequence", "blend"]
    assert list(report) == ["data", *methods, "best"]
    assert all(name in shown for name in methods)
    for name in methods:
        assert set(report[name]) >= FIGURES
        assert report[name]["seconds"] >= 0
        assert report[name]["memory_mb"] >= 0
        low, high = report[name]["interval"]
        assert low <= report[name]["ndcg@10"] <= high
    data = report["data"]
    assert (data["users"], data["items"], data["interactions"], data["shoppers"]) == (120, 30, 720, 120)
    best = max(methods, key=lambda name: report[name]["valid_ndcg"])
    assert report["best"] == report[best]
    # of a kind five items are new to a shopper: who sees the kind has the right one among the ten
    assert report["item_knn"]["hr@10"] == 1.0
    assert report["popularity"]["hr@10"] < 0.9
    assert report["popularity"]["coverage"] <= 0.6667  # ten of thirty items nobody took


def test_some_methods_by_other_protocols(tmp_path: Path, interactions: Path) -> None:
    file = tmp_path / "report.json"
    for protocol in ("ratio", "time"):
        run("--interactions", interactions, "--protocol", protocol, "--method", "item_knn", "--method",
            "popularity", "--trials", "2", "--json", file)  # fmt: skip
        report = json.loads(file.read_text())
        assert list(report) == ["data", "popularity", "item_knn", "best"]
        assert report["data"]["protocol"] == protocol
        assert report["item_knn"]["ndcg@10"] > report["popularity"]["ndcg@10"]


def test_a_seed_gives_the_same_again(tmp_path: Path, interactions: Path) -> None:
    reports = []
    for name in ("first", "second"):
        run("--interactions", interactions, "--protocol", "ratio", "--method", "als", "--trials", "3",
            "--json", tmp_path / name)  # fmt: skip
        row = json.loads((tmp_path / name).read_text())["als"]
        reports.append({key: row[key] for key in (*FIGURES, "parameters")})
    assert reports[0] == reports[1]


def test_what_is_wrong_is_told(tmp_path: Path, interactions: Path) -> None:
    (tmp_path / "bad.csv").write_text("user,item,timestamp\nu,a,1\nu,b,soon\n")
    with pytest.raises(BadRequest, match=r"bad\.csv:3: a time in Unix seconds .* not 'soon'"):
        run("--interactions", tmp_path / "bad.csv")
    with pytest.raises(BadRequest, match="There is no method magic"):
        run("--interactions", interactions, "--method", "magic")
    (tmp_path / "few.csv").write_text("user,item,timestamp\nu,a,1\nv,b,1\n")
    with pytest.raises(BadRequest, match="Nobody is left"):
        run("--interactions", tmp_path / "few.csv", "--method", "popularity")


def test_spaces_of_ones_own(tmp_path: Path, interactions: Path) -> None:
    (tmp_path / "spaces.toml").write_text("[item_knn]\nneighbours = [7]\n")
    run("--interactions", interactions, "--method", "item_knn", "--spaces", tmp_path / "spaces.toml",
        "--trials", "3", "--json", tmp_path / "report.json")  # fmt: skip
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["item_knn"]["parameters"] == {"neighbours": 7}
    for wrong, told in (("[item_nkn]\nneighbours = [7]", "no method item_nkn"),
                        ("[item_knn]\nnaybours = [7]", "item_knn.*naybours"),
                        ("[als]\nfactors = 8", "als.factors")):  # fmt: skip
        (tmp_path / "spaces.toml").write_text(wrong)
        with pytest.raises(SettingsError, match=told):
            run("--interactions", interactions, "--method", "item_knn", "--spaces", tmp_path / "spaces.toml")
