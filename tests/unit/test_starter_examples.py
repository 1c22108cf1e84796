"""What ``shopclerk init`` wrote is named where it stays beside a shop's own documents."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.errors import NoInstallation, SettingsError
from bot.settings import load_settings

MODELS = Path(__file__).parents[2] / "data" / "demo_shop" / "var" / "models"
ALL = {
    "documents/returns.md", "documents/shipping.md", "answers.yml:4: returns-period", "catalogue.csv",
    "tests/conversations/first.yml", "tests/questions.jsonl",
}  # fmt: skip


def shopclerk(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_cli(), list(arguments))
    return done.exit_code, done.output


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    assert shopclerk("init", str(folder), "--name", "Reed & Newt")[0] == 0
    return folder


def named(shop: Path) -> set[str]:
    """The examples that ``check`` names, on the terminal and in its report."""
    report = shop.parent / "report.json"
    code, said = shopclerk("check", "--state", str(shop), "--json", str(report))
    assert code == 0, said
    examples = json.loads(report.read_text())["examples"]
    for example in examples:
        assert example["text"] in said
    return {example["name"] for example in examples}


def test_untouched_it_warns_of_nothing(shop: Path) -> None:
    assert named(shop) == set()


def test_beside_an_own_document_every_example_is_named_with_what_to_do(shop: Path) -> None:
    (shop / "documents" / "delivery.md").write_text("# Delivery\n\nWe deliver within the UK only.\n")
    assert named(shop) == ALL
    said = shopclerk("check", "--state", str(shop))[1]
    assert "documents/shipping.md is still the example that `shopclerk init` wrote." in said
    assert "delete it, or write your own." in said


def test_what_was_deleted_moved_or_written_anew(shop: Path) -> None:
    (shop / "documents" / "returns.md").write_text("# Returns\n\nYou have 45 days.\n")
    (shop / "documents" / "help").mkdir()
    (shop / "documents" / "shipping.md").rename(shop / "documents" / "help" / "shipping.md")
    (shop / "tests" / "questions.jsonl").unlink()
    answers = shop / "answers.yml"
    own = "  - {id: own, questions: [do you repair], answer: We do., source: none}\n"
    answers.write_text(answers.read_text().replace("answers:\n", f"answers:\n{own}"))
    left = {"documents/help/shipping.md", "answers.yml:5: returns-period", "catalogue.csv"}
    assert named(shop) == left
    answers.write_text(answers.read_text().replace("30 days", "45 days"))
    assert "answers.yml:5: returns-period" not in named(shop)
    answers.unlink()
    (shop / "documents" / "help" / "shipping.md").unlink()
    assert named(shop) == {"catalogue.csv"}
    (shop / "documents" / "returns.md").unlink()
    (shop / "documents" / "delivery.md").write_text("# Delivery\n\nWithin the UK only.\n")
    assert named(shop) == {"catalogue.csv", "tests/conversations/first.yml"}


def test_a_mistake_in_the_answers_is_told_as_one(shop: Path) -> None:
    (shop / "documents" / "delivery.md").write_text("# Delivery\n\nWe deliver within the UK only.\n")
    for wrong in ("answers: [what]\n", "answers: [\n", "3\n"):
        (shop / "answers.yml").write_text(wrong)
        code, said = shopclerk("check", "--state", str(shop))
        assert code == 1
        assert said.startswith("answers.yml:")


def test_the_doctor_warns_of_them_and_looks_at_the_port_that_is_named(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "documents" / "delivery.md").write_text("# Delivery\n\nWe deliver within the UK only.\n")
    (shop / "var").mkdir()
    (shop / "var" / "models").symlink_to(MODELS)  # exported once
    with socket.socket() as taken, socket.socket() as free:
        for one in (taken, free):
            one.bind(("127.0.0.1", 0))
        taken.listen()
        other = free.getsockname()[1]
        free.close()
        port = taken.getsockname()[1]
        monkeypatch.setenv("SHOPCLERK_SERVER__PORT", str(port))
        said = shopclerk("doctor", "--state", str(shop))[1]
        assert f"Port {port} cannot be used" in said
        assert "shopclerk doctor --port PORT, or [server] port in shopclerk.toml" in said
        assert "! examples: as `shopclerk init` wrote them: documents/returns.md" in said
        said = shopclerk("doctor", "--state", str(shop), "--port", str(other))[1]
        assert f"127.0.0.1:{other} is free (for another one: shopclerk serve --port PORT" in said


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Wool & Wood", "wool-wood"), ("Bean's Café", "beans-cafe"), ("  Über 3  ", "uber-3"),
        ("***", "shop"),
        ("The very long name of a shop for all under the sun", "the-very-long-name-of-a-shop-for-all-unde"),
    ],
)  # fmt: skip
def test_the_shop_is_called_by_its_name(tmp_path: Path, name: str, called: str) -> None:
    code, said = shopclerk("init", str(tmp_path / "own"), "--name", name)
    assert code == 0
    assert f'is called "{called}" where the widget is embedded' in said
    assert load_settings(tmp_path / "own").shop.id == called


def test_what_is_laid_out_shows_all_columns(shop: Path) -> None:
    heading, *rows = (shop / "catalogue.csv").read_text().splitlines()
    assert heading.endswith(",published,since")
    assert rows[0].endswith(",yes,2026-03-02")


def test_the_check_confirms_currency_and_time_zone(shop: Path) -> None:
    settings = shop / "shopclerk.toml"
    settings.write_text(settings.read_text().replace("EUR", "GBP").replace("Europe/Berlin", "Europe/London"))
    assert (
        "no mistakes; prices in GBP, hours by Europe/London, order numbers like 100001."
        in shopclerk("check", "--state", str(shop))[1]
    )


def test_the_check_counts_documents_and_names_what_is_none(shop: Path) -> None:
    said = shopclerk("check", "--state", str(shop))[1]
    assert ", 2 documents." in said
    (shop / "documents" / "prices.numbers").write_bytes(b"\0")
    (shop / "documents" / "shipping.md.about").write_text("updated: 2026-01-02")
    said = shopclerk("check", "--state", str(shop))[1]
    assert ", 2 documents." in said
    assert "documents/prices.numbers: This is of no kind that can be read" in said
    assert "about" not in said


def test_a_name_that_is_an_ordinary_word_is_warned_of(shop: Path) -> None:
    catalogue = shop / "catalogue.csv"
    heading = "product_id,title,category,brand,variant_id,price,stock\n"
    rows = "T1,Tummel Home,Grinders,Tummel,T1-1,429,3\nT2,Tummel S64,Grinders,Tummel,T2-1,429,3\n"
    catalogue.write_text(heading + rows)
    report = shop / "report.json"
    code, said = shopclerk("check", "--state", str(shop), "--json", str(report))
    assert code == 0
    assert "the product 'Tummel Home' is meant wherever shoppers say 'home'" in said
    assert "(ordinary_name)" in said
    assert not any("S64" in line for line in said.splitlines() if "(ordinary_name)" in line)
    assert [(one["title"], one["word"]) for one in json.loads(report.read_text())["names"]] == [
        ("Tummel Home", "home")
    ]
    catalogue.write_text(heading + rows.replace("Tummel Home", "Tummel Max 25"))
    assert (
        "'Tummel Max 25' is meant wherever shoppers say 'max'" in shopclerk("check", "--state", str(shop))[1]
    )
    catalogue.write_text(heading + rows.replace("Tummel Home", "Tummel Stone Home"))
    assert "ordinary_name" not in shopclerk("check", "--state", str(shop))[1]


def test_the_answers_may_be_empty(shop: Path) -> None:
    for empty in ("answers: []\n", "[]\n"):
        (shop / "answers.yml").write_text(empty)
        assert shopclerk("check", "--state", str(shop))[0] == 0


@pytest.mark.parametrize("name", ["catalogue.csv", "documents/returns.md", ".gitignore"])
def test_nothing_of_the_owners_is_written_over(tmp_path: Path, name: str) -> None:
    own = tmp_path / "own" / name
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    done = CliRunner().invoke(build_cli(), ["init", str(tmp_path / "own")])
    assert isinstance(done.exception, SettingsError)
    assert f"holds {name} already; nothing was written" in done.exception.text
    assert [file for file in (tmp_path / "own").rglob("*") if file.is_file()] == [own]
    assert own.read_text() == "mine"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(build_cli(), ["init", str(tmp_path / "file")])
    assert isinstance(done.exception, SettingsError)


def test_any_name_is_kept(tmp_path: Path) -> None:
    name = 'Karl "der Käfer"\n& Co \\ Söhne'
    assert shopclerk("init", str(tmp_path / "own"), "--name", name)[0] == 0
    assert load_settings(tmp_path / "own").shop.name == name


def test_a_folder_without_an_assistant_stays_as_it_is(tmp_path: Path) -> None:
    done = CliRunner().invoke(build_cli(), ["prepare", "--state", str(tmp_path / "typo")])
    assert isinstance(done.exception, NoInstallation)
    assert not (tmp_path / "typo").exists()
