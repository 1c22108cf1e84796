"""``shopclerk check`` and ``doctor`` name what is wrong in the tables that a shop brings along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.models import open_assistant
from bot.settings import load_settings

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "data" / "demo_shop" / "var" / "models"
HEADINGS = "product_id;title;category;variant_id;price;stock"
ORDER = (
    "order_number;customer_id;placed_at;status;currency;total;shipping_method;payment_method;delivery_name;"
    "delivery_street;delivery_postcode;delivery_city;delivery_country\n"
    "A-1;C1;{placed};placed;EUR;1.189,00;standard;paypal;Ida;Hof 1;34117;Kassel;DE\n"
)
LINE = "order_number;line;variant_id;quantity;unit_price;status\nA-1;1;V1;1;1.189,00;placed\n"


def shopclerk(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_cli(), list(arguments))
    return done.exit_code, done.output


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop as a German spreadsheet writes it: a row of the catalogue without price, one order."""
    folder = tmp_path / "own"
    assert shopclerk("init", str(folder))[0] == 0
    (folder / "var").mkdir()
    (folder / "var" / "models").symlink_to(MODELS)  # exported once
    rows = f"{HEADINGS}\r\nP1;Hive;hives;V1;189,00;3\r\nP2;Veil;clothing;V2;;1\r\n"
    (folder / "catalogue.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode())
    (folder / "shop" / "customers.csv").write_text("customer_id;name;email\nC1;Ida;ida@example.com\n")
    (folder / "shop" / "order_lines.csv").write_text(LINE)
    order(folder, "2026-11-25T10:00:00+01:00")
    return folder


def order(folder: Path, placed: str) -> None:
    (folder / "shop" / "orders.csv").write_text(ORDER.format(placed=placed))


def test_rows_left_out_are_named_and_what_is_there_is_counted(shop: Path) -> None:
    report = shop / "report.json"
    code, said = shopclerk("check", "--state", str(shop), "--json", str(report))
    assert code == 0
    assert "catalogue.csv:3: The price is missing." in said
    assert "(missing_price)" in said
    assert "1 product, 1 variant (1 row left out), 1 order, 2 documents." in said
    assert [row["code"] for row in json.loads(report.read_text())["left_out"]] == ["missing_price"]


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("catalogue.csv", b"", "catalogue.csv: The columns 'product_id'"),
        ("catalogue.csv", "title\nÖl\n".encode("cp1252"), "catalogue.csv: It cannot be read: it is not"),
        ("shop/order_lines.csv", b"order_number;line\nA-1;1\n", "shop/order_lines.csv:2: there is no column"),
        ("rules.yml", b"- pin: x\n", "rules.yml: Rule 1"),
    ],
)  # fmt: skip
def test_what_costs_a_whole_file_is_a_mistake(shop: Path, name: str, written: bytes, says: str) -> None:
    (shop / name).write_bytes(written)
    code, said = shopclerk("check", "--state", str(shop))
    assert code == 1
    assert says in said
    assert str(shop) not in said
    assert said.endswith("1 mistake.\n")


def test_the_rules_of_the_docs_are_no_mistake(shop: Path) -> None:
    page = (ROOT / "docs" / "recommend-rules.md").read_text()
    (shop / "rules.yml").write_text(page.partition("```yaml\n")[2].partition("```")[0])
    code, said = shopclerk("check", "--state", str(shop))
    assert (code, "rules.yml" in said) == (0, False)
    assert open_assistant(load_settings(shop)).flows


def test_an_order_with_a_date_that_cannot_be_read(shop: Path) -> None:
    order(shop, "25.11.2026")
    code, said = shopclerk("check", "--state", str(shop))
    assert code == 1
    assert (
        "shop/orders.csv:2: placed_at '25.11.2026' is no time; write it like 2026-11-25T10:00:00+01:00."
        in said
    )
    assert "nobody is told of order A-1. (order_unreadable)" in said


def test_many_orders_that_cannot_be_read_are_counted(shop: Path) -> None:
    order(shop, "25.11.2026")
    orders = shop / "shop" / "orders.csv"
    header, row = orders.read_text().splitlines()
    orders.write_text("\n".join([header, *(row.replace("A-1", f"A-{n}") for n in range(1, 31))]))
    code, said = shopclerk("check", "--state", str(shop))
    assert code == 1
    assert "order A-20" in said
    assert "order A-21" not in said
    assert "10 more mistakes in the tables" in said
    assert "30 mistakes." in said
    assert "27 more" in shopclerk("doctor", "--state", str(shop))[1]


def test_the_doctor_looks_at_tables_database_and_redis(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = shopclerk("doctor", "--state", str(shop))
    assert code == 1
    assert "✗ database: The database is not there yet." in said
    assert "✓ redis: none" in said
    assert "✓ tables: 1 product, 1 variant (1 row left out), 1 order" in said
    assert "! rows: rows of the catalogue that are left out: 1, the first: catalogue.csv:3:" in said
    assert not (shop / "var" / "shopclerk.db").exists()

    assert shopclerk("migrate", "--state", str(shop))[0] == 0
    assert "✓ database: SQLite, up to date" in shopclerk("doctor", "--state", str(shop))[1]

    order(shop, "25.11.2026")
    monkeypatch.setenv("SHOPCLERK_STORAGE__URL", "postgresql://owner:private@127.0.0.1:1/shop")
    monkeypatch.setenv("SHOPCLERK_REDIS__URL", "redis://127.0.0.1:1/0")
    said = shopclerk("doctor", "--state", str(shop))[1]
    assert "✗ database: The database cannot be used." in said
    assert "✗ redis: Redis cannot be used" in said
    assert "✗ tables: shop/orders.csv:2:" in said
    assert "private" not in said
