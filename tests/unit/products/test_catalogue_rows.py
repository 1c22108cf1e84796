"""Reading catalogue.csv: bad rows are reported and left out, good ones load."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.errors import RetrievalError
from retrieval.products.rows import COLUMNS, read_catalogue

HEADER = ",".join(COLUMNS)
GOOD = 'P1,Red mug,kitchen,Halde,A mug.,"Weight: 0.2 kg; Vegan: yes",cup,,,P1-R,,red,9.95,,EUR,3,yes'


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    file = tmp_path / "catalogue.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def test_a_product_with_variants(tmp_path: Path) -> None:
    second = "P1,,,,,,,,,P1-B,,blue,8.50,9.95,,0,"
    read = read_catalogue(write(tmp_path, GOOD, second), currency="EUR")
    assert read.problems == ()
    (product,) = read.products
    assert product.attributes == {"Weight": "0.2 kg", "Vegan": "yes"}
    assert [v.colour for v in product.variants] == ["red", "blue"]
    assert product.variants[1].compare_at_price == Decimal("9.95")
    assert product.in_stock
    assert product.price == Decimal("9.95"), "the cheaper variant is sold out"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("P2,Pot,kitchen,,,,,,,P2-A,,,,,EUR,1,yes", "price is missing"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,cheap,,EUR,1,yes", "not a number"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,-5,,EUR,1,yes", "not a price"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,NaN,,EUR,1,yes", "not a price"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,5,,USD,1,yes", "USD"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,5,,EUR,-1,yes", "below 0"),
        ("P2,Pot,kitchen,,,,,,,P2-A,,,5,,EUR,many,yes", "whole number"),
        ("P2,Pot,kitchen,,,,,,,,,,5,,EUR,1,yes", "variant_id is missing"),
        ("P2,Pot,kitchen,,,,,,,P1-R,,,5,,EUR,1,yes", "was used on line 2"),
        ("P2,,,,,,,,,P2-A,,,5,,EUR,1,yes", "no title"),
        ("P2,Pot,,,,,,,,P2-A,,,5,,EUR,1,yes", "no category"),
        (",Pot,kitchen,,,,,,,P2-A,,,5,,EUR,1,yes", "product_id is missing"),
        ("P1,Another,kitchen,,,,,,,P2-A,,,5,,EUR,1,yes", "already 'Red mug'"),
    ],
)
def test_a_bad_row_is_named_and_left_out(tmp_path: Path, row: str, reason: str) -> None:
    read = read_catalogue(write(tmp_path, GOOD, row), currency="EUR")
    assert [product.product_id for product in read.products] == ["P1"]
    assert len(read.products[0].variants) == 1
    (problem,) = read.problems
    assert (problem.file, problem.line) == ("catalogue.csv", 3)
    assert reason in problem.reason
    assert problem.hint


def test_since_when_the_shop_has_it(tmp_path: Path) -> None:
    header = "product_id,title,category,variant_id,price,stock,since"
    file = tmp_path / "catalogue.csv"
    days = ("2026-10-12", "", "last week")
    rows = [f"P{n},Mug {n},kitchen,V{n},5,1,{day}" for n, day in enumerate(days, 1)]
    file.write_text("\n".join((header, *rows, "")))
    read = read_catalogue(file)
    assert [product.since for product in read.products] == ["2026-10-12", ""]
    (problem,) = read.problems
    assert (problem.code, problem.line) == ("bad_date", 4)
    assert "2026-10-12" in problem.hint


GERMAN = "product_id;title;category;variant_id;price;stock"


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("189,00", "189.00"), ("0,5", "0.5"), ("1.899,00", "1899.00"), ("1 899,00", "1899.00"),
        ("1'899.00", "1899.00"), ("1,899.00", "1899.00"), ("12.345.678,90", None), ("1,899", None),
        ("1.2,00", None), ("1.899", None), ("0.899", "0.899"), ("12,345.6.7", None),
        ("-3,00", None), ("auf Anfrage", None),
    ],
)  # fmt: skip
def test_prices_as_a_german_table_writes_them(tmp_path: Path, written: str, price: str | None) -> None:
    file = write(tmp_path, f"P1;Hive;hives;V1;{written};3", header=f"\ufeff{GERMAN}")
    read = read_catalogue(file, currency="EUR")
    if price is None:
        (problem,) = read.problems
        assert problem.code in {"bad_price", "negative_price"}
        assert problem.hint
    else:
        assert [product.price for product in read.products] == [Decimal(price)]


def test_a_currency_of_three_decimals_has_them(tmp_path: Path) -> None:
    read = read_catalogue(write(tmp_path, "P1;Hive;hives;V1;1.899;3", header=GERMAN), currency="KWD")
    assert [product.price for product in read.products] == [Decimal("1.899")]


def test_unknown_categories_are_fine(tmp_path: Path) -> None:
    row = "P2,Kite,things that fly,,,,,,,P2-A,,,5,,EUR,1,yes"
    assert len(read_catalogue(write(tmp_path, GOOD, row), currency="EUR").products) == 2


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=r"'stock' is missing.*'stocks'"):
        read_catalogue(write(tmp_path, GOOD, header=HEADER.replace("stock", "stocks")))


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="cannot be read"):
        read_catalogue(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(RetrievalError, match="cannot be read"):
        read_catalogue(tmp_path / "latin.csv")


def test_a_published_flag_that_cannot_be_read_hides_the_product(tmp_path: Path) -> None:
    read = read_catalogue(write(tmp_path, GOOD.replace(",yes", ",maybe")))
    assert not read.products[0].published
